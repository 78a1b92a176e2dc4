"""Which number is the study's own."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.core.study import study_of


def size(text: str) -> int | None:
    return study_of(annotate(Document("own", f"Results\n\n{text}\n"))).n


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Fifty-two patients were enrolled. Thirty patients received a second course.", 52),
        ("We reviewed the charts of 19 consecutive patients.", 19),
        ("Of the 33 patients, 20 were men.", 33),
        ("Sixty patients were assigned to placebo and 61 to treatment. A total of 121 patients were randomised.", 121),
        ("A 40-year-old man was treated.", None),
        ("The sample size was set at 48 patients to be enrolled.", None),
    ],
)
def test_the_size_is_what_was_enrolled(text, n):
    assert size(text) == n
