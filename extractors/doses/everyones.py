"""Amounts told without a drug in a paper where all patients had the same one: "nineteen started with 12 mg"."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.paper import Mention, Paper, Sentence
from extractors.core.strata import population
from extractors.doses.attach import Amount, drugs_of

# Another treatment, which no vocabulary lists, takes the amount.
UNLISTED = re.compile(
    r"\b(?:hormone|[A-Z][A-Za-z0-9-]{1,6}\)?|replacement|vaccine|supplement(?:ation)?|infusion|steroids?|antibody) "
    r"(?:therapy|treatment|replacement|supplementation)\b[^.;]{0,40}\b(?:was|were) (?:initiated|started|commenced|begun|given|added)"
    r"|\bhormone dose"
)
DOSING = re.compile(
    r"\b(?:dose[sd]?|dosage|dosing|given|administered|re-?challenge\w*|re-?started|resumed|re-?introduced|re-?initiated)\b",
    re.I,
)
# Words that make an amount one that was taken.
_TAKEN = re.compile(
    r"\b(?:receiv\w+|treated|took|taken|taking|start\w*|initiat\w+|commenc\w+|beg[aiu]n\w*|continu\w+|remain\w*|stay\w*|kept|maintain\w*"
    r"|(?:dose )?(?:re-?)?escalat\w+|de-?escalat\w+|increas\w+|rais\w+|titrat\w+|reduc\w+|lower\w+|decreas\w+|tapered|cut|halved|tolerat\w+"
    r"|adjust\w+|cohorts?|levels?|switched)\b",
    re.I,
)
# Something else is given along with the study's drug, though no vocabulary lists it.
_ALONGSIDE = re.compile(
    r"\b(?:pre-?medic\w+|prophyla\w+|anti-?emetic\w*|anti-?histamin\w*|anti-?biotic\w*|anti-?coagul\w+|anti-?hypertensive\w*|steroids?|analges\w+|opioids?"
    r"|pain ?killers?|supportive|insulin|hormon\w+|thyroid|vitamins?|supplement\w*|contrast|tracer|infusion bag|hydration|placebo|vaccin\w+|growth factors?|transfus\w+)\b",
    re.I,
)
_OF_THE_STUDY = {K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.METHODS, K.RESULTS, K.CASES, K.BODY}


def only_drug(paper: Paper) -> Mention | None:
    """The one drug that all patients of the paper had, as it is first named."""
    terms = population(paper).terms
    if len(terms) != 1:
        return None
    named = (m for s in paper.sentences for m in s.of("drug") if m.label == terms[0].label.lower())
    return next(named, None)


def of_study(sentence: Sentence, found: list[Amount], only: Mention | None, units: set[str]) -> list[Amount]:
    """Amounts of a sentence that names no drug, in a paper where all had the same one."""
    text = sentence.text
    if only is None or drugs_of(sentence) or sentence.section not in _OF_THE_STUDY:
        return []
    if not (DOSING.search(text) or _TAKEN.search(text)) or _ALONGSIDE.search(text) or UNLISTED.search(text):
        return []
    fit = [a for a in found if a.drug is None and (not units or a.unit in units)]
    return [Amount(a.start, a.end, a.low, a.high, a.unit, only, "study", 0.7) for a in fit]
