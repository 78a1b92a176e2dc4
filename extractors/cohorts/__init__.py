"""Cohorts as findings: size, sexes, ages, dates, centres, lines, and counts by drug."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.cohorts.ages import ages, allowed, who_might
from extractors.cohorts.divided import divided
from extractors.cohorts.drugs import beside_regimen, by_drug
from extractors.cohorts.fact import Fact
from extractors.cohorts.lines import cycles, prior_lines, treatment_lines
from extractors.cohorts.people import evaluable, parts, sizes
from extractors.cohorts.setting import SURE, accrual, centers
from extractors.cohorts.sexes import sexes
from extractors.core import cues as re
from extractors.core.contract import CohortFinding
from extractors.core.document import SectionKind as K
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import stratum
from extractors.core.study import Study, study_of

__all__ = ["Cohorts"]

_OWN = {K.TITLE, K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.METHODS, K.RESULTS, K.BODY, K.CASES}
# Facts that are about the study as it was run, whatever drug or tumour the sentence names.
_OF_ALL = {"size", "centers", "single_center", "accrual", "treatment_lines", "part", "sex", "ratio"}
_SEXES = {"male", "males", "female", "females", "men", "women"}  # beside an age they tell of whom it is, not a part
_UNREAL = re.compile(r"\b(?:will|would|shall) (?:be|have|include|enrol)", re.IGNORECASE)
_ENROLLED = re.compile(
    r"\b(?:were|was) (?:[\w-]+ ){0,6}?(?:enroll?ed|recruited|included|treated|registered|assigned|allocated|randomi[sz]ed|reviewed|eligible(?! if| when))\b",
    re.IGNORECASE,
)
_METHODS = {K.METHODS, K.ABSTRACT_METHODS}
# Whose values the patients' are compared with.
_HEALTHY = re.compile(
    r"\bhealthy (?:[\w-]+ ){0,2}(?:subjects|volunteers|controls|individuals|donors|adults|people|persons|participants|wom[ae]n|m[ae]n)\b",
    re.IGNORECASE,
)
# "Scans were available for 60 patients, including 20 of the first group": no sizes of groups.
_AVAILABLE = re.compile(
    r"\b(?:available|missing|obtained|performed|lacking|unknown|lost)\b[^.;]{0,30}\b(?:patients|cases|women|men|children)\b[^.;]{0,30}\b(?:including|comprising|namely|of whom|whom)\b[^.;]*$",
    re.IGNORECASE,
)
_PATIENTS = re.compile(r"\b(?:patients?|pts|cases?)\b", re.IGNORECASE)


class Cohorts:
    """Reads cohorts from a paper's prose."""

    name = "cohorts"
    needs = frozenset({"drug"})
    finding = CohortFinding

    def extract(self, paper: Paper) -> Iterator[CohortFinding]:
        """Yield findings in text order."""
        study = study_of(paper)
        own = [s for s in paper.sentences if _is_own(s)]
        given = [f for s in own for f in treatment_lines(s, study)]
        field = "n_treatment_lines" if given else "n_patients"
        facts = [*sizes(study), *given]
        for sentence in own:
            facts.extend(_facts(paper, sentence, study, field))
        for sentence in paper.sentences:
            if sentence.attribution == "definition" and sentence.section in _METHODS:
                facts.extend(_setting(sentence))
        for fact in sorted(_precise(facts), key=lambda f: (f.sentence.index, f.start)):
            yield _finding(paper, fact, any(s.sentence is fact.sentence for s in study.statements))


def _is_own(sentence: Sentence) -> bool:
    """Methods tell the study's own dates and sizes too; a discussion only in its own voice."""
    if sentence.attribution in ("cited", "definition") or _UNREAL.search(sentence.text):
        return False
    if _HEALTHY.search(sentence.text) and not _PATIENTS.search(sentence.text):
        return False
    if sentence.section in _OWN:
        return True
    quoted = bool(sentence.numbers("citation"))  # figures beside a reference are that reference's
    return sentence.attribution == "own" and sentence.section is not K.LEGEND and not quoted


def _setting(sentence: Sentence) -> Iterator[Fact]:
    """Where and when patients were enrolled, told beside what was required of them."""
    if _ENROLLED.search(sentence.text) and not _UNREAL.search(sentence.text):
        yield from accrual(sentence)
        yield from centers(sentence)


def _facts(paper: Paper, sentence: Sentence, study: Study, field: str) -> Iterator[Fact]:
    yield from accrual(sentence)
    yield from centers(sentence)
    yield from evaluable(sentence, study)
    yield from sexes(sentence, study)
    shares = [f for f in divided(sentence, study) if not _AVAILABLE.search(sentence.text[: f.start])]
    yield from shares
    yield from (p for p in parts(sentence) if not any(p.start == f.start for f in shares))
    yield from prior_lines(sentence)
    yield from cycles(sentence)
    if allowed(sentence) if sentence.section in _METHODS else not who_might(sentence):
        yield from ages(sentence)
    counted = list(beside_regimen(paper, sentence, study, field))
    held = {f.value for f in counted}
    counted += [f for f in by_drug(paper, sentence, study, field) if f.value not in held]
    if study.n is not None or len(counted) > 1:  # a paper without a size may be a case report
        yield from (c for c in counted if not any(f.start < c.end and c.start < f.end for f in shares))


def _precise(facts: list[Fact]) -> Iterator[Fact]:
    """A year that is told again with its month is that date; beside a period no lone date begins one."""
    ended = any(f.field == "accrual_end" for f in facts)
    for fact in facts:
        if fact.rule == "accrual" and ended and fact.confidence < SURE:
            continue  # "Since 1995 all were treated by protocol A"
        if fact.rule == "accrual":
            longer = [f.value for f in facts if f.field == fact.field and str(f.value).startswith(f"{fact.value}-")]
            yield replace(fact, value=longer[0]) if longer else fact
        else:
            yield fact


def _finding(paper: Paper, fact: Fact, sized: bool) -> CohortFinding:
    of_all = fact.rule in _OF_ALL or (sized and fact.rule in ("age", "age_range"))  # told of those just counted
    part = None if of_all or fact.drugs else stratum(paper, fact.sentence, fact.start, fact.end)
    return CohortFinding(
        drugs=fact.drugs or (part.drugs if part else ()),
        histotype=part.histotype if part else None,
        subgroup=fact.subgroup or (part.subgroup if part and part.subgroup not in _SEXES else ""),
        field=fact.field,
        value=fact.value,
        unit=fact.unit,
        evidence=(paper.within(fact.sentence, fact.start, fact.end),),
        method=f"cohort.{fact.rule}",
        confidence=fact.confidence,
    )
