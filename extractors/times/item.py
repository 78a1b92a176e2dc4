"""A piece of a sentence about time: an endpoint, a statistic, a number with what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

# What a value moved away from: "improved from 40 % ...", "fell from a median of 11 months ...".
MOVED_FROM = (
    r"\b(?:improv|increas|rose|risen|decreas|dropp|declin|fell|fallen|prolong|extend|chang|went|shorten|lengthen|grew)\w*\b[^.;:\d]{0,40}"
    r"\bfrom\s+(?:a\s+)?(?:median\s+(?:of\s+)?)?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece at `[start, end)` of the sentence.

    Kinds: `endpoint` and `other`; `statistic` (code median, mean); `time`, `rate`, `hazard` with their number;
    `interval` and `range` that qualify the number before them; `unreached`. A rate may hold its own timepoint, `at`.
    """

    kind: str
    start: int
    end: int
    code: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    at: str = ""

    @property
    def timepoint(self) -> str:
        """A time as the contract prints timepoints: "6 mo"."""
        return f"{self.low.normalize():f} {self.unit}" if self.low is not None else ""
