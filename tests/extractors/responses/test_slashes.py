"""Rows of categories beside rows of counts."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.responses.slashes import rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CR/PR/SD/PD was 1/4/12/7.", {"CR": 1, "PR": 4, "SD": 12, "PD": 7}),
        ("Best response (PR / SD / PD): 4 / 12 / 7 patients.", {"PR": 4, "SD": 12, "PD": 7}),
        ("CR/PR/SD rates were 4/12.", {}),
        ("CR/PR was seen in 4/12 patients.", {}),
    ],
)
def test_rows(text: str, expected: dict[str, int]) -> None:
    paper = annotate(Document("d", f"Results\n\n{text}\n"))
    found = {join.category.code: join.figure.n for s in paper.sentences for join, _, _ in rows(s)}
    assert found == expected
