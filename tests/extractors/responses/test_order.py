"""Categories that are listed before their figures."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.responses.categories import categories
from extractors.responses.figures import figures
from extractors.responses.order import in_order


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ORR, DCR and CBR were 12%, 60% and 35%.", [("ORR", 12), ("DCR", 60), ("CBR", 35)]),
        ("PR and SD at 3 months were 9% and 51%.", [("PR", 9), ("SD", 51)]),
        ("ORR and DCR were 12%, 60% and 35%.", []),
    ],
)
def test_as_many_figures_as_names_follow_in_their_order(text: str, told: list[tuple[str, int]]) -> None:
    sentence = annotate(Document("order", f"Results\n\n{text}\n")).sentences[0]
    read = in_order(sentence, categories(sentence), figures(sentence))
    assert [(c.code, f.percent) for c, f in read] == told
