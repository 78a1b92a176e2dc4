"""Strata: which drugs, histotype and subgroup a number in a sentence belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.core.contract import Term
from extractors.core.paper import Paper, Sentence


@dataclass(frozen=True, slots=True)
class Stratum:
    """The part of the study population a statement is about; all empty: the whole population."""

    drugs: tuple[Term, ...] = ()
    histotype: Term | None = None
    subgroup: str = ""


def stratum(paper: Paper, sentence: Sentence, start: int, end: int) -> Stratum:
    """The stratum of the number at `[start, end)` within the sentence's text."""
    return Stratum()
