"""Whether a paper reports a single patient, and who it is."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.narrative.entrances import PEOPLE
from extractors.core.narrative.persons import Person
from extractors.core.paper import Sentence
from extractors.quantities.numbers import WORD

_CASE = re.compile(
    r"\b(?:case report|report of (?:a|one) case|(?:a|an|one|the|this|unusual|rare"
    r"|first) (?:[\w-]+\s){0,3}case (?:of|report|study)|(?:in|of) an? (?:[\w-]+\s){0,4}patient\b|this case\b"
    r"|present (?:a|the) case|we (?:report|describe|present|came across|encountered|treated|saw) (?:a|an|the|one)\b)",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:case series|cases\b|phase (?:I|1|2|3)|trial of|cohort|retrospective|series of|patients treated"
    r"|patients with)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\b(?P<n>\d{{1,5}}|{WORD}|both|consecutive)\s(?:of (?:the|our"
    rf"|these) )?(?:[\w-]+\s){{0,4}}?(?:{PEOPLE})\b(?!\s*(?:have been|has been|had been)\s(?:reported|described"
    rf"|published))",
    re.IGNORECASE,
)
# A title that announces one case: counts elsewhere in such a paper are others'.
_TITLED = re.compile(
    r"\b(?:a|one|the|rare|unusual|first) (?:[\w-]+ ){0,3}case\b(?! series)|\bcase (?:report|study)\b|\breport of (?:a|one) case\b|\bin an? (?:[\w-]+ ){0,5}(?:patient|man|woman|child|boy|girl)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:cases|case reports|case series|patients|series|two|three|four|five|experience)\b", re.IGNORECASE
)
_ABOVE = 3
_OURS = re.compile(r"\b(?:we|our|this (?:report|paper|article|study))\b", re.IGNORECASE)
_FRONT = {
    K.TITLE,
    K.ABSTRACT,
    K.ABSTRACT_BACKGROUND,
    K.ABSTRACT_METHODS,
    K.ABSTRACT_RESULTS,
    K.METHODS,
    K.RESULTS,
    K.CASES,
    K.BODY,
}


def sole_person(sentences: tuple[Sentence, ...], persons: list[Person]) -> Person | None:
    """The only patient of a case report; None for a series, or when nobody is told of."""
    aged = [p for p in persons if p.age is not None or p.number]
    if (
        not persons
        or len({p.age for p in aged if p.age is not None}) > 1
        or len({p.number for p in aged if p.number}) > 1
    ):
        return None
    titled = _announces_one(sentences)
    counting = [s for s in sentences if s.section in _FRONT and _counts_own(s)]
    if any(not titled or _OURS.search(s.text) for s in counting):
        return None
    said = any(_CASE.search(s.text) for s in sentences if s.section in _FRONT and s.attribution != "cited")
    title = sentences[0].text[:200] if sentences else ""
    if not (said or (aged and not _SERIES.search(title))):
        return None
    person = aged[0] if aged else persons[0]
    for other in persons:
        person.sex = person.sex or other.sex
        person.histotype = person.histotype or other.histotype
    return person


def _announces_one(sentences: tuple[Sentence, ...]) -> bool:
    """Whether the title tells of one case; it may stand below a line of the journal's or a converter's."""
    first = [s.text[:250] for s in sentences[:_ABOVE] if s.index == 0 or s.section in (K.TITLE, K.CASES)]
    return any(_TITLED.search(text) and not _SEVERAL.search(text) for text in first)


def _counts_own(sentence: Sentence) -> bool:
    """Whether a sentence counts two or more patients as this paper's own."""
    if sentence.attribution == "cited":
        return False
    return any(m["n"].lower() not in ("1", "one", "none", "half") for m in _COUNTED.finditer(sentence.text))
