"""One fact about the cohort, with the place that states it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.core.contract import Term
from extractors.core.paper import Sentence


@dataclass(frozen=True, slots=True)
class Fact:
    """A cohort field and its value, stated at `[start, end)` of the sentence's text; `rule` says how it was read."""

    field: str
    value: str | int | Decimal
    sentence: Sentence
    start: int
    end: int
    rule: str
    confidence: float
    unit: str = ""
    subgroup: str = ""
    drugs: tuple[Term, ...] = ()
