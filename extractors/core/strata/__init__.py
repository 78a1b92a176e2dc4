"""Strata: which drugs, histotype and subgroup a number in a sentence belongs to.

A stratum is set only where the paper contrasts strata: in a series where everybody received the same regimen, or had
the same tumour, that regimen or tumour is the whole population and leaves the fields empty (contract: empty = all).
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.core.contract import Term
from extractors.core.paper import Paper, Sentence
from extractors.core.strata.attach import Reading, reading
from extractors.core.strata.population import Population, population
from extractors.core.strata.units import Unit

__all__ = ["Population", "Stratum", "population", "stratum"]


@dataclass(frozen=True, slots=True)
class Stratum:
    """The part of the study population a statement is about; all empty: the whole population."""

    drugs: tuple[Term, ...] = ()
    histotype: Term | None = None
    subgroup: str = ""

    @property
    def named(self) -> bool:
        """Whether it is a part of the population."""
        return bool(self.drugs or self.histotype or self.subgroup)


def stratum(paper: Paper, sentence: Sentence, start: int, end: int, whole: bool = True) -> Stratum:
    """The stratum of the number at `[start, end)` within the sentence's text.

    With `whole` false, the study's own regimen and tumour are named too: for one patient of a narrative, say.
    """
    held: dict[tuple[int, int, int, bool], Stratum] = paper.memo.setdefault("stratum", {})
    place = (sentence.index, start, end, whole)
    if place not in held:
        held[place] = _stratum(paper, sentence, start, end, whole)
    return held[place]


def _stratum(paper: Paper, sentence: Sentence, start: int, end: int, whole: bool) -> Stratum:
    here: Reading = reading(paper, sentence)
    study = population(paper)
    drug, histotype = here.find("drug", start, end), here.find("histotype", start, end)
    subgroup = here.find("subgroup", start, end)
    words = [u.label for u in (drug, subgroup) if u is not None and u.label]
    drugs = _regimen(study, drug, whole) if drug is not None else ()
    return Stratum(drugs, _tumour(study, histotype, whole), "; ".join(dict.fromkeys(words)))


def _regimen(study: Population, unit: Unit, whole: bool) -> tuple[Term, ...]:
    terms = {t.label: t for t in unit.terms}
    if unit.exact:
        return tuple(terms[label] for label in sorted(terms))
    if whole and study.is_regimen(frozenset(terms), unit.alone):
        return ()
    if study.adds(frozenset(terms)) and not unit.alone:
        terms |= {t.label: t for t in study.terms}
    return tuple(terms[label] for label in sorted(terms))


def _tumour(study: Population, unit: Unit | None, whole: bool) -> Term | None:
    if unit is None or not unit.terms or (whole and study.is_tumour(unit.terms[0])):
        return None
    return unit.terms[0]
