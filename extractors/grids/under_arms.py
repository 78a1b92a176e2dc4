"""Words below arms that are named to the end, each over one column: they are the labels of the first rows, no leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from extractors.grids.header_forms import form_of
from extractors.grids.header_marks import SIZED

Row: TypeAlias = tuple[tuple[int, int, int, int], ...]
_NAMED = re.compile(
    r"(?:(?:arm|group|cohort|part|phase|stage|level)[ -]?(?:[A-H]|\d{1,2}|[IVX]{1,4})|all(?: patients)?|total|overall)\W*$",
    re.I,
)
# What a leaf says of the numbers below it.
_MEASURE = re.compile(
    r"\W*(?:n|no|nr|number|patients|pts|cases|events?|p|hr|or|rr|ci|median|mean|sd|range|grades?|all|any|total|months?|mo|years?|weeks?|rate|percent\w*"
    r"|hazard|odds|ratio|\d+)\b|\W*%|.*[%\d]",
    re.I,
)
_IDLE = -3.0


def idle(rows: Sequence[Row], text_of: Sequence[Sequence[str]]) -> float:
    """What speaks against the lowest row of a header: its cells that say no measure, below an arm of one column that is
    whole. `text_of` holds the texts of all rows' cells."""
    if len(rows) < 2:
        return 0.0
    whole = {
        a
        for row, texts in zip(rows[:-1], text_of, strict=False)
        for (a, b, _, _), text in zip(row, texts, strict=True)
        if a and b == a + 1 and (SIZED.search(text) or _NAMED.match(text))
    }
    words = [
        a in whole and not form_of(text) and not _MEASURE.match(text)
        for (a, b, _, _), text in zip(rows[-1], text_of[-1], strict=True)
        if b == a + 1
    ]
    return _IDLE * sum(words)
