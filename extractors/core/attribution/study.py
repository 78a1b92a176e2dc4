"""What kind of paper it is, as far as ownership goes: clinical, laboratory, review; and the names of its own study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution.secondary import KINDS, PERSON, announces, cites_throughout, first_hand, says_secondary
from extractors.core.attribution.signals import ANIMAL, CITATION, ELSEWHERE, FUTURE, OWN, TREATED, TRIAL
from extractors.core.document import SectionKind as K
from extractors.quantities.people import KIN

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

_FRONT = {K.TITLE, K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.ABSTRACT_BACKGROUND, K.ABSTRACT_CONCLUSION}
_TOLD = {K.METHODS, K.CASES, K.ABSTRACT_METHODS}
_CLINICAL = {K.RESULTS, K.METHODS, K.CASES, K.ABSTRACT_RESULTS, K.ABSTRACT_METHODS}
_REVIEW = re.compile(
    r"\b(?:(?<!chart )(?<!record )(?<!records )(?<!retrospective )(?<!institution )(?<!institutional )(?<!center )(?<!centre )review"
    rf"|{KINDS}|perspectives?|state of the art|recommendations|(?:expert )?opinion"
    r"|(?:recent|latest|current|new|emerging|future|therapeutic) (?:and \w+ )?(?:advances|approaches|concepts|landscape|progress|perspectives|directions"
    r"|developments|strategies|challenges)|advances in|update on|where do we stand|lessons (?:from|learned))\b",
    re.IGNORECASE,
)
_SECONDARY = re.compile(
    rf"\b(?:{KINDS}|(?:systematic|narrative|scoping|umbrella|literature|mini-?|critical) ?review|expert opinion|technology (?:appraisal|assessment)"
    r"|(?:congress|meeting|conference|ASCO|ESMO|CTOS) highlights|highlights (?:from|of))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|none|without)\b[^.;]{0,40}\b(?:(?:of (?:our|its|their) )?own\b(?! (?:criteria|risk))|original (?:data|patients)"
    r"|new (?:data|patients))",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\b(?:cases?|report|series|experience|patients|trial|cohort)\b", re.IGNORECASE)
# "... : a case report with a review of the literature" tells patients all the same.
_BESIDE = re.compile(
    r"\b(?:and|with|including)\b[^.;]{0,30}\b(?:re|over)view\b|\b(?:re|over)view of (?:the )?literature\b",
    re.IGNORECASE,
)
_MODELS = re.compile(
    r"\b(?:preclinical|pre-clinical|patient-derived|PDOX|orthotopic|transfect\w*|knock-?down|siRNA|shRNA|qPCR|cell (?:proliferation|viability|growth|migration)"
    r"|(?:tumou?r|sarcoma|mouse|murine|\w*sarcoma|\w*carcinoma|disease) models?)\b",
    re.IGNORECASE,
)
# Whose tumour grows in the mice is no patient of the study.
_DONATED = re.compile(
    r"\b(?:tissue|samples?|specimens?|tumou?rs?|cells?|model)\b[^.]{0,60}\b(?:obtained|established|derived|resected|collected|implanted|provided|donated)\b[^.]{0,40}\b(?:from|with|of|at)\b",
    re.IGNORECASE,
)
_BACK = {K.BACKGROUND, K.ABSTRACT_BACKGROUND, K.DISCUSSION, K.CONCLUSION, K.REFERENCES, K.BACK_MATTER}
_SHORT = 4  # sentences: a text so short says nothing about what kind of paper it is
_AGED = re.compile(
    r"\b(?:years?|yrs?|y|months?|mos?)\.?[-\s‐]?(?:old|o)\b|\b(?:a|the) (?:man|woman|boy|girl|patient)\b"
    rf"|\b(?:case|patient|pt)\.? (?:no\.? ?)?(?:\d{{1,2}}|[A-H])\b|\b{KIN},? (?:aged )?\d{{1,2}}\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven"
    r"|eigh|nine)ty(?:[- ]\w+)?) (?:of (?:the|these|our) )?(?:[\w-]+ ){0,3}(?:patients|women|men|children"
    r"|adults)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:\d+|\w+) (?:[\w-]+ ){0,4}(?:patients|women|men|children|cases|subjects|adults)\b|\b(?:year"
    r"|month)s?[- ]old\b|\b(?:samples|specimens|tumou?rs) (?:\([^)]*\) )?(?:from|of) (?:\d+"
    r"|\w+) (?:[\w-]+ )?patients",
    re.IGNORECASE,
)


def has_own_patients(sentences: tuple[Sentence, ...]) -> bool:
    """Whether the paper can have patients of its own: no animal or cell study, no review."""
    if not sentences:
        return True
    front = [s for s in sentences if s.section in _FRONT] or list(sentences[:15])
    title = front[0].text[:250]
    if _is_laboratory(sentences, front) or announces(title):
        return False
    told = _REPORT.search(title) if _SECONDARY.search(title) else None
    review = _REVIEW.search(title) and not _REPORT.search(title)
    denied = any(_DENIED.search(s.text) for s in (*front[:3], *sentences[-3:]))
    if denied or (_SECONDARY.search(title) and not (told and _BESIDE.search(title))) or says_secondary(sentences):
        return first_hand(sentences)
    if cites_throughout(sentences) and not first_hand(sentences):
        return False
    if any(s.section in _CLINICAL for s in sentences):
        return not review or any(s.section in _TOLD and TREATED.search(s.text) for s in sentences)
    if review:
        return first_hand(sentences)
    return len(sentences) < _SHORT or any(_traces(s) for s in sentences)


def _is_laboratory(sentences: tuple[Sentence, ...], front: list[Sentence]) -> bool:
    """Whether animals, models and cells are studied, and no people counted."""
    laboratory = sum(bool(ANIMAL.search(s.text) or _MODELS.search(s.text)) for s in front)
    told = [s for s in sentences if s.section not in _BACK]
    # a person whose "tumor cells were pleomorphic" is a patient
    if any(PERSON.search(s.text) and not _DONATED.search(s.text) and not CITATION.search(s.text) for s in told):
        return False
    bench = sum(bool(ANIMAL.search(s.text) or _MODELS.search(s.text)) for s in told)
    if (laboratory >= 2 or bench >= max(3, len(told) // 3)) and not any(_counts_own(s) for s in sentences):
        return True
    if laboratory < max(2, len(front) // 4) or _people_done_to(front):
        return False
    return bool(ANIMAL.search(front[0].text[:250])) or laboratory > len(front) // 3


def _counts_own(sentence: Sentence) -> bool:
    """People counted where results of one's own stand, by no reference."""
    text = sentence.text
    if sentence.section in _BACK or not _PEOPLE.search(text):
        return False
    return not (ANIMAL.search(text) or CITATION.search(text) or ELSEWHERE.search(text) or _DONATED.search(text))


_ONE_CASE = re.compile(
    r"\b(?:case report|report of (?:a|one) case|(?:a|one|this|an unusual|a rare) (?:[\w-]+ ){0,3}case (?:of|report)"
    r"|(?:report|describe|present) (?:a|an|the|one) (?:[\w-]+ ){0,4}(?:case|patient|man|woman|boy|girl|child)\b)",
    re.IGNORECASE,
)
_MANY_CASES = re.compile(
    r"\b(?:case series|cases|patients|our (?:series|cohort|experience)|phase (?:I|1|2|3)|cohort)\b", re.IGNORECASE
)


def tells_one_case(sentences: tuple[Sentence, ...]) -> bool:
    """Whether a paper reports one patient and has neither methods nor results: its other sections review others'."""
    sections = {s.section for s in sentences}
    if K.CASES not in sections or sections & {K.METHODS, K.RESULTS, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS}:
        return False
    front = [s.text for s in sentences if s.section in _FRONT]
    return any(_ONE_CASE.search(t) for t in front) and not any(_MANY_CASES.search(t) for t in front[:1])


def _traces(sentence: Sentence) -> bool:
    """Own patients in a text without headings: counted, told by age, seen "at our hospital"; not what others saw."""
    text = sentence.text
    if ELSEWHERE.search(text) or CITATION.search(text) or FUTURE.search(text):
        return False
    return bool(TREATED.search(text) or OWN.search(text) or _COUNTED.search(text) or _AGED.search(text))


def _people_done_to(front: Iterable[Sentence]) -> bool:
    return any(_PEOPLE.search(s.text) and not ANIMAL.search(s.text) and TREATED.search(s.text) for s in front) or any(
        re.search(r"from \d+ (?:[\w-]+ )?patients", s.text) for s in front
    )


def own_names(sentences: tuple[Sentence, ...]) -> frozenset[str]:
    """Names of trials and registries that title, abstract or methods use of the study itself."""
    places = _FRONT | {K.METHODS}
    return frozenset(
        m["a"] or m["b"] for s in sentences if s.section in places for m in TRIAL.finditer(s.text) if m["a"] or m["b"]
    )
