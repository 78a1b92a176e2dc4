"""Groups that are told by the words around figures."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.responses.figures import figures
from extractors.responses.groups import of_as_many, two_groups


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ORR was 40%, 30% and 20% in the first, second and later lines, respectively.", True),
        ("ORR was 40%, 30% and 20% among those with good, fair or poor risk.", True),
        ("ORR was 40%, 30% and 20% in the upper and lower thirds.", False),
        ("ORR was 40%, 30% and 20% at 3, 6 and 9 months.", False),
    ],
)
def test_as_many_groups_as_figures(text: str, expected: bool) -> None:
    sentence = next(s for s in annotate(Document("d", f"Results\n\n{text}\n")).sentences if "ORR" in s.text)
    assert of_as_many(sentence.text, figures(sentence)) is expected


def test_two_groups_in_words_of_the_paper() -> None:
    text = "Three patients in the weekly group and five in the monthly group were not evaluable."
    paper = annotate(Document("d", f"Results\n\n{text}\n"))
    sentence = next(s for s in paper.sentences if "weekly" in s.text)
    first, second = figures(sentence)
    assert two_groups(sentence.text, sentence.text[first.end : second.start], second)
