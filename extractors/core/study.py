"""How many patients the study itself has: the count that the paper enrols, treats or reviews, against all others."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from extractors.core.counts import Count, counts
from extractors.core.document import SectionKind as K
from extractors.core.paper import Paper, Sentence
from extractors.quantities import NUMBER

_ENROL = (
    r"(?:enroll?ed|included|registered|recruited|accrued|entered|treated|reviewed|analy[sz]ed|studied|identified|"
    r"investigated|random(?:ly|i[sz]ed)|"
    r"seen|collected|assigned|eligible for (?:the|this)|retrieved|selected|managed|followed|referred|diagnosed|"
    r"operated|participated|evaluated|allocated|examined)"
)
_ADMITTED = re.compile(
    r"[^.;:]{0,140}?\b(?:enroll?ed|included|registered|recruited|accrued|entered|random(?:ly|i[sz]ed))\b", re.IGNORECASE
)
# Behind the count: a verb of enrolment, or of the treatment that the study is about.
_AFTER = re.compile(
    rf"(?:[^.;:]{{0,140}}?\b(?:were|was|have been|had been|being)\s+(?:\w+ly\s+|then\s+|also\s+)?{_ENROL}\b"
    rf"|\s*(?:\([^)]{{0,80}}\)\s*|,[^,.;]{{3,60}},\s*|with [^.;]{{3,100}}?\s|from [^.;]{{3,60}}?\s)?(?:{_ENROL}|"
    rf"received|underwent|completed the|participated|entered|met the)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?:a total of|overall,?|in total,?|altogether,?|(?:series|group|cohort|sample|population|database|"
    r"records?|charts?|material|data|outcomes?|experience|files?|clinical course) (?:of|from|on|comprising|included|"
    r"comprised|consisted of|with)|"
    r"we (?:\w+ly )?(?:report|describe|reviewed|treated|present|studied|analy[sz]ed|identified|included|enrolled|"
    r"recruited|evaluated|investigated|examined|assessed|followed|collected|retrieved|selected|found)(?: \w+){0,3}?|"
    r"(?:study|trial|report|analysis|review|survey|experience) (?:of|in|with|on|included|enrolled|comprised|"
    r"comprises|recruited|involving|included data (?:of|from))|"
    r"report(?:s|ed)? (?:of|on)|enroll?ed|accrued|(?:was|were) (?:\w+ )?(?:performed|conducted|carried out) (?:in|on|"
    r"with)|involving|followed|comprised|consisted of|participants were)"
    r"(?:\s+(?:the|our|all|these|clinical|medical|first|results?|of|in|for|from|on|outcomes?|consecutive))*\s*)$",
    re.IGNORECASE,
)
# "The combination was administered to 33 patients with X", which a later statement of enrolment outweighs.
_GIVEN_TO = re.compile(
    r"\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:administered|given|delivered|offered)\b[^;]{0,80}\bto\s+(?:a total of\s+)?$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?:\b(?:of|among|in|on|for|these|our|the)(?: (?:the|these|our|all|total))?\s*)$", re.IGNORECASE)
_SUBSET_BEFORE = re.compile(
    r"\b(?:remaining|other|another|additional|only|further|first|last|next|than|least|most|to|or|and|up to|subset of|"
    r"subgroup of|except|excluding|but|once|after|when|every|planned|required?|target|sample size)\s*$",
    re.IGNORECASE,
)
_SUBSET_AFTER = re.compile(
    r"[^.;]{0,40}?\b(?:responded|progressed|died|relapsed|achieved|discontinued|withdrew|withdrawn|experienced|"
    r"developed|excluded|screened|not |lost to|alive|refused|declined|failed|had|showed|remain\w*|stopped|who)\b"
    r"|\s*(?:each|per)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere were (?:\w+ )?$", re.IGNORECASE)
_THERE_WHO = re.compile(
    r"\s*(?:who (?:completed|entered|received|were)|in (?:the|this|our) (?:study|series|cohort|trial))\b", re.IGNORECASE
)
# One arm among others: "73 were assigned to A and 75 to B".
_ARM = re.compile(
    r"[^.;:]{0,60}\b(?:assigned|allocated|random\w+) to (?:the |receive )?[^.;]{2,60}?\band \d+ "
    r"(?:patients |women |men |subjects |cases )?(?:were |was )?(?:randomly )?(?:assigned |allocated )?to\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"[^.;:]{{0,60}}?\b(?:received|given|treated)\b[^.;]{{2,80}}?(?:\band|\bwhile|,)\s+(?:the (?:other|remaining) "
    rf")?{NUMBER} "
    r"(?:patients |others )?(?:received|underwent|were (?:given|treated)|had|placebo)\b",
    re.IGNORECASE,
)
# Men and women counted apart: neither is the size.
_SEX_AND = re.compile(
    rf"{NUMBER} (?:\w+ )?(?:fe)?(?:males?|m[ae]n|wom[ae]n|boys|girls)(?: patients)?,? and {NUMBER} (?:\w+ )?(?:wo|"
    rf"fe)?m\w+",
    re.I,
)
_AND_SEX = re.compile(
    rf"{NUMBER} (?:\w+ )?(?:wo|fe)?m\w+(?: patients)?,? and {NUMBER} (?:\w+ )?(?:fe)?(?:males?|m[ae]n|wom[ae]n)$", re.I
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_TOTAL = re.compile(r"\b(?:a total of|overall,?|in total,?|in all,?|altogether,?)\s*$", re.IGNORECASE)
_PLAN = re.compile(
    r"sample size|\bpower\b|planned|were (?:to be|required|needed)|would|will be|aims? to|\bif \b|target accrual|"
    r"accrual goal|two-stage|first stage|second stage|statistical hypothes|stopping|screened|assessed for "
    r"eligibility|each (?:arm|cohort)|per (?:arm|cohort|dose)|"
    r"control(?:s| group| subjects)\b|healthy|in the literature|published|reported (?:in|by|to)|previous(?:ly)? "
    r"(?:report|stud)|other (?:stud|series)|in the \w+ trial|registry study of",
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
_NOUNS = re.compile(
    r"(?:patients?|pts?|cases?|subjects?|participants?|individuals?|women|men|females|males|adults?|children|"
    r"adolescents|girls|boys|carriers|people|persons)$"
)


_FIRM, _LOOSE = 9, 7


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
    """The study's size; where two numbers compete, the one with most support, of equals the larger."""
    found = [e for s in paper.sentences for e in _statements(s)]
    firm = [e for e in found if e.score >= _FIRM] or [
        e for e in found if e.score >= _LOOSE and e.sentence.section not in _OWN_VOICE
    ]
    best: dict[int, int] = defaultdict(int)
    support: dict[int, int] = defaultdict(int)
    for e in firm:
        n = e.count.n or 0
        best[n] = max(best[n], e.score)
        support[n] += e.score
    if not best:
        return Study(None, ())
    n = max(best, key=lambda k: (best[k] + min(support[k] // 10, 2), k))
    return Study(n, tuple(e for e in found if e.count.n == n))


def _statements(sentence: Sentence) -> list[Enrolled]:
    place = _SECTIONS.get(
        sentence.section, 1 if sentence.section in _OWN_VOICE and sentence.attribution == "own" else 0
    )
    if not place or sentence.attribution == "cited" or _PLAN.search(sentence.text):
        return []
    found = []
    for count in counts(sentence):
        score = _score(sentence.text, count)
        if score > 0:
            found.append(Enrolled(sentence, count, 2 * score + place))
    return found


def _score(text: str, count: Count) -> int:
    if (
        count.n is None
        or count.n < 2
        or not _NOUNS.match(count.noun)
        or count.total is not None
        or count.percent is not None
    ):
        return 0
    if re.search(
        r"evaluable|assessable|remaining|other|additional|new|first|last|deceased|surviving|more",
        count.modifiers,
        re.IGNORECASE,
    ):
        return 0
    before, after = text[: count.start], _PARENTHESIS.sub(lambda m: " " * len(m.group()), text[count.end :])
    if _GIVEN_TO.search(before):
        return 2 if re.match(r"\s*(?:with|suffering)\b", after) and not _SUBSET_AFTER.match(after) else 0
    if _SUBSET_BEFORE.search(before):
        return 0
    if before.count("(") > before.count(")"):
        return 0
    plain = not re.match(r"[^.;:]{0,60}\b(?:who|that|which)\b", after)
    if (
        _ARM.match(after)
        or _BESIDE.match(after)
        or _SEX_AND.match(text[count.start :])
        or _AND_SEX.search(text[: count.end])
    ):
        return 0
    if _TOTAL.search(before):
        return 4 if _ADMITTED.match(after) or not re.match(r"\s*(?:received|completed|underwent)\b", after) else 3
    if _BEFORE.search(before):
        return 4 if plain or not _SUBSET_AFTER.match(after) else 2
    if _THERE.search(before):
        return 3 if _THERE_WHO.match(after) else 0
    if _WHOLE.search(before):
        part = re.match(r"\s*(?:with|who|whose|in whom|treated|on|receiving)\b", after)
        return 1 if part or re.search(r"\b(?:in|for|on)\s*$", before) else 2
    if _AFTER.match(after) and plain:
        return 4 if _ADMITTED.match(after) else 3
    if _SUBSET_AFTER.match(after):
        return 0
    return 1 if not before.strip() else 0
