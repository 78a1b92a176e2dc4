"""How many patients the study itself has: the count that the paper enrols, treats or reviews, against all others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.counts import Count, counts
from extractors.core.document import SectionKind as K
from extractors.core.enrolment import announced, left_of_many, strength, titled, whole_of
from extractors.core.paper import Paper, Sentence

_PLAN = branched(
    r"sample size|\bpower\b|planned|(?:was|were) (?:to (?:be|continue|proceed|stop|close)|required|needed)|would|will be|aims? to|\bif \b|target accrual|"
    r"accrual goal|two-stage|first stage|second stage|statistical hypothes|stopping|each (?:arm|cohort)|per (?:arm|"
    r"cohort|dose)|"
    r"in the literature|published|reported (?:in|by|to)|previous(?:ly)? "
    r"(?:report|stud)|other (?:stud|series)|in the \w+ trial|registry study of",
    re.IGNORECASE,
)
# Patients of the papers that a search found: "In the 15 articles selected, 4 patients had X".
_SEARCHED = re.compile(
    r"\b(?:\d+|\w+) (?:[\w-]+ ){0,2}(?:articles|publications|papers)\b|\bliterature (?:search|review)\b|\b(?:Pub ?Med|MEDLINE|Embase)\b",
    re.IGNORECASE,
)
_SECTIONS = {
    K.TITLE: 2,
    K.ABSTRACT: 3,
    K.ABSTRACT_METHODS: 3,
    K.ABSTRACT_RESULTS: 4,
    K.METHODS: 2,
    K.RESULTS: 4,
    K.BODY: 3,
    K.CASES: 2,
    K.CONCLUSION: 1,
    K.ABSTRACT_CONCLUSION: 1,
}
_OWN_VOICE = {K.BACKGROUND, K.DISCUSSION, K.ABSTRACT_BACKGROUND}
_TELLS = re.compile(
    r"\b(?:was|were|is|are|had|has|have|received|underwent|treated|we|presented|entered)\b", re.IGNORECASE
)
_FIRM, _LOOSE = 9, 7
_TITLE = 2  # sentences: a text without headings is all title to the layout


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One statement of the study's size: the sentence and the count in it."""

    sentence: Sentence
    count: Count
    score: int


@dataclass(frozen=True, slots=True)
class Study:
    """The study's own number of patients (None when it states none, or has one) with all statements of it."""

    n: int | None
    statements: tuple[Enrolled, ...]


def study_of(paper: Paper) -> Study:
    """The study's size, worked out once a paper."""
    held: Study | None = paper.memo.get("study")
    if held is None:
        held = paper.memo["study"] = _study_of(paper)
    return held


def _study_of(paper: Paper) -> Study:
    """Where two numbers compete, the one with most support; of equals the larger."""
    found = [e for s in paper.sentences for e in _statements(s)]
    firm = [e for e in found if e.score >= _FIRM] or [
        e for e in found if e.score >= _LOOSE and e.sentence.section not in _OWN_VOICE
    ]
    best: dict[int, int] = defaultdict(int)
    told: dict[int, dict[K, int]] = defaultdict(dict)
    for e in firm:
        n, section = e.count.n or 0, e.sentence.section
        best[n] = max(best[n], e.score)
        # what one section says twice is no retelling: "Four underwent X. Four received Y."
        told[n][section] = max(told[n].get(section, 0), e.score)
    support = {n: sum(scores.values()) for n, scores in told.items()}
    if not best:
        return Study(None, ())
    n = max(best, key=lambda k: (best[k] + min(support[k] // 10, 2), k))
    return Study(n, tuple(e for e in found if e.count.n == n))


def _heads(sentence: Sentence) -> bool:
    """Whether a sentence is a title that nothing marks as one: the first, in which nothing is said to have happened."""
    return sentence.index == 0 and sentence.section is K.ABSTRACT and not _TELLS.search(sentence.text)


def searched(sentence: Sentence) -> bool:
    """Whether a sentence counts what a search of the literature found; a title may announce both a case and a review."""
    return sentence.section is not K.TITLE and not _heads(sentence) and bool(_SEARCHED.search(sentence.text))


def _statements(sentence: Sentence) -> list[Enrolled]:
    place = _SECTIONS.get(
        sentence.section, 1 if sentence.section in _OWN_VOICE and sentence.attribution == "own" else 0
    )
    if not place or sentence.attribution == "cited":
        return []
    counted = counts(sentence)
    if not counted or _PLAN.search(sentence.text) or searched(sentence):
        return []
    found: list[Enrolled] = []
    for count in counted:
        if left_of_many(sentence.text, count):
            return [Enrolled(sentence, count, 8 + place)]
        if (whole := whole_of(count)) is not None:
            found.append(Enrolled(sentence, whole, 6 + place))
            continue
        score = strength(sentence.text, count)
        if (sentence.section is K.TITLE and sentence.index < _TITLE) or _heads(sentence):
            score = max(score, titled(sentence.text, count))
        if score > 0:
            told = max(place, 3) if announced(sentence.text, count) else place
            found.append(Enrolled(sentence, count, 2 * score + told))
    return found
