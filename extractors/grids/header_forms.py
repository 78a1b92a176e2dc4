"""What a header's words say of the form of the numbers below: counts, shares, intervals, p-values."""

from __future__ import annotations

import re

from extractors.grids.atoms import NUMERIC, Kind
from extractors.grids.columns import Column
from extractors.grids.header_marks import P_VALUE, SIZED

FORMS = ("share", "interval", "p", "count", "size")
# A value with an interval, a count with its share, counts and nothing else.
_SPREAD = re.compile(
    r"\b(?:9[059]\s?%?,?\s?(?:CI|IC)|(?:CI|IC),?\s?9[059]|confidence interval|range|IQR)\b|\bmean\b.{0,12}\bSD\b|±",
    re.I,
)
_SHARE = re.compile(r"(?:\b(?:n|no\.?|number|patients|pts|cases)|n\s?/\s?N)\s?,?\s?\(\s?%\s?\)", re.I)
_COUNTED = re.compile(
    r"(?:n|lines|courses|(?:no\.?|number)(?: of (?:patients|pts|cases|lines|events))?|evaluable|assessable|CR|PR|SD|PD|NE)\W*$",
    re.I,
)
_WITH_MORE = (Kind.COUNT, Kind.RANGE, Kind.NUMBER_WORDS, Kind.MIXED, Kind.FRACTION)
_PLAIN = (Kind.INTEGER, Kind.COUNT, Kind.FRACTION, Kind.PERCENT)


def form_of(text: str) -> str:
    """One of `FORMS`, or nothing."""
    if P_VALUE.match(text):
        return "p"
    if ("(" in text or "[" in text) and SIZED.search(text):
        return "size"
    if _SPREAD.search(text):
        return "interval"
    if "%" in text and _SHARE.search(text):
        return "share"
    return "count" if _COUNTED.match(text) else ""


def shown(asks: str, column: Column) -> float:
    """How well the form of a column's numbers goes with a header that says which form they have."""
    if asks == "size":
        # the number of patients of an arm stands over no labels
        return -5.0 if column.label else 0.8 if column.share_of_numbers > 0.5 else -1.5
    numbers = sum(n for kind, n in column.kinds.items() if kind in NUMERIC)
    if column.label or not numbers:
        return -2.5 if column.label else -0.5
    # who has none needs no share
    more = sum(column.kinds[k] for k in _WITH_MORE) / max(numbers - column.zeros, 1)
    if asks in ("share", "interval"):
        # the share or interval may have a column of its own
        return 1.4 if more > 0.5 else -0.4 if column.kinds[Kind.DECIMAL] > 0.5 * numbers else -1.2
    if asks == "p":
        return 1.2 if column.kinds[Kind.DECIMAL] > 0.6 * numbers else -1.5
    plain = sum(column.kinds[k] for k in _PLAIN) / numbers
    return 1.0 if column.kinds[Kind.INTEGER] > 0.6 * numbers else 0.3 if plain > 0.5 else -1.2
