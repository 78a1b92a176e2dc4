"""How many patients had which drugs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.contract import Term
from extractors.core.counts import Count, counts
from extractors.core.pairing import pairs
from extractors.core.paper import Mention, Sentence
from extractors.core.symbols import Mark, line
from extractors.core.things import Pair

_GIVEN = re.compile(
    r"\b(?:receiv\w+|treated|treatment|given|used|use|administered|regimens?|consisted|included|therap(?:y|ies)|"
    r"agents?|drugs?|alone|TKIs?|TTs?)\b",
    re.IGNORECASE,
)
# Treatment before or after the study's, and results.
OTHER_TREATMENT = branched(
    r"\b(?:prior|previous(?:ly)?|before|pre-?treated|adjuvant|subsequent(?:ly)?|after progression|second-line|"
    r"third-line|further|salvage)\b|respon[ds]|\bRR\b|\bPRs?\b|\bCRs?\b|\bSD\b|\bPD\b|"
    r"toxic|adverse|grade [1-5]|progress(?:ed|ion)|surviv|dose reduction|discontinu|reduced|stopp|alive|died|benefit|"
    r"stabili|resist|refractory|withdr|switched|crossed|mutation|expression",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:receiv|treated|given|administered|started|with\b|on\b|underwent|used|took|were\b)", re.IGNORECASE
)
# "17 patients received surgery following A": when something else was done.
_WHEN = re.compile(r"\b(?:following|after|before|prior to|despite|until|instead of)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)
# "Eight X cycles" are no eight patients.
_DOSES = re.compile(
    r"[\s-]*(?:(?:chemotherapy|treatment|therapy|maintenance)\s+)?(?:cycles?|courses?|doses?|infusions?|injections?|administrations?|tablets?|capsules?)\b",
    re.IGNORECASE,
)
# The drug named before, by itself: "as a single agent (n = 12)".
_ALONE = re.compile(r"\b(?:single[- ]agent|monotherapy|alone)\b(?=\s*[(\[])", re.IGNORECASE)
_JOIN = re.compile(
    r"\s*(?:\+|plus|/|[-–](?=\w)|(?:in )?combin(?:ed|ation) with|together with|along with|\s-\s)\s*", re.IGNORECASE
)
# A partner that is no known drug: the regimen cannot be told in full.
_PARTNER_BEFORE = re.compile(r"[A-Za-z]\w*\s?[-–+/]\s?$")
_PARTNER = re.compile(r"\s?[+/]\s?[A-Za-z]|[-–][A-Za-z]{3}(?!ased|ontaining|lone|reated|elated|rm\b)")
_WITH_BEFORE = re.compile(
    r"\b(?:combination|combined|together|associated|association|or|along)\s+with(?: the)?\s*$|\(?\bwith\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    """So many patients (or lines) had these drugs; `[start, end)` of the sentence's text states it."""

    drugs: tuple[Term, ...]
    count: Count
    start: int
    end: int
    rule: str
    confidence: float


def given(sentence: Sentence, *, outcomes: bool = False) -> Iterator[Given]:
    """Counts by drug or combination; sentences about results or other treatment only where `outcomes` are allowed."""
    regimens = _regimens(sentence)
    if not regimens or not _GIVEN.search(sentence.text) or (not outcomes and OTHER_TREATMENT.search(sentence.text)):
        return
    regimens += _alone(sentence, regimens)
    marks = [Mark("X", start, end, drugs) for start, end, drugs in regimens]
    marks += [Mark("C", c.start, c.end, c) for c in counts(sentence)]
    joined = [p for p in pairs(line(sentence.text, marks)) if p.count and _joined(sentence.text, p, p.count)]
    first: tuple[Term, ...] = ()
    for group in _groups(joined):
        pair, count = group[0], group[0].count
        drugs = _together(sentence.text, group)
        if count is None or count.n is None or not drugs:
            continue
        if _WITH_BEFORE.search(sentence.text[: pair.thing.start]) and first and pair.rule == "parenthesis":
            drugs = tuple(sorted({*first, *drugs}, key=lambda t: t.label))
        elif not first:
            first = drugs
        span = min(pair.thing.start, count.start), max(group[-1].thing.end, count.end)
        yield Given(drugs, count, *span, pair.rule, pair.confidence - 0.05)


def _groups(joined: list[Pair]) -> Iterator[list[Pair]]:
    """Pairs of one count together, but for lists with the same count for each member."""
    group: list[Pair] = []
    for pair in joined:
        same = (
            group
            and pair.count is not None
            and group[-1].count is not None
            and pair.count.start == group[-1].count.start
        )
        if group and not (same and pair.rule != "each"):
            yield group
            group = []
        group.append(pair)
    if group:
        yield group


def _together(text: str, group: list[Pair]) -> tuple[Term, ...]:
    """The drugs of one count: "A and B" is one regimen, "A or B" and lists of combinations are none to tell."""
    regimens = [p.thing.value for p in group if isinstance(p.thing.value, tuple)]
    if len(group) > 1:
        between = text[group[0].thing.end : group[-1].thing.start]
        if any(len(r) > 1 for r in regimens) or re.search(r"\bor\b|/", between):
            return ()
    return tuple(t for r in regimens for t in r)


def _joined(text: str, pair: Pair, count: Count) -> bool:
    """Whether the words between a count and its drug tell of giving it."""
    between = text[count.end : pair.thing.start]
    if count.end <= pair.thing.start and _DOSES.match(text, pair.thing.end):
        return False
    if re.search(
        r"\b(?:not|apart from|except(?:ing| for)?|other than|excluding)\b[^.;,]{0,25}$", text[: pair.thing.start]
    ):
        return False
    if pair.rule == "active":
        return bool(_TAKEN.search(between)) and not _WHEN.search(between)
    if pair.rule == "passive" and count.bare and count.start > pair.thing.end:
        return bool(re.search(r"\b(?:in|for|by|to)\b", text[pair.thing.end : count.start]))
    return pair.rule not in ("elided", "cause", "graded") or not between.strip()


def opening_tumor(sentence: Sentence) -> Mention | None:
    """The tumour type of the patients that a sentence opens with: "Among the 15 patients with chordoma, ..."."""
    opening = re.match(
        r"(?:Among|Of|On|In|For|Out of)\b(?:(?!\b(?:there (?:was|were)|(?:we|they) (?:had|saw|found|identified))\b)[^,])*(?=,)",
        sentence.text,
    )
    if opening is None:
        return None
    return next((m for m in sentence.of("histotype") if sentence.at(m)[1] <= opening.end()), None)


def _alone(
    sentence: Sentence, regimens: list[tuple[int, int, tuple[Term, ...]]]
) -> Iterator[tuple[int, int, tuple[Term, ...]]]:
    for m in _ALONE.finditer(sentence.text):
        before = [r for r in regimens if r[1] <= m.start()]
        if before and sentence.text[before[-1][1] : m.start()].strip():
            yield m.start(), m.end(), before[-1][2]


def _regimens(sentence: Sentence) -> list[tuple[int, int, tuple[Term, ...]]]:
    """Drugs of a sentence, those of one combination together."""
    found: list[tuple[int, int, tuple[Term, ...]]] = []
    for mention in sentence.of("drug"):
        start, end = sentence.at(mention)
        if found and _JOIN.fullmatch(sentence.text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end, (*found[-1][2], mention.term()))
        else:
            found.append((start, end, (mention.term(),)))
    return [
        r
        for r in found
        if not _PARTNER_BEFORE.search(sentence.text[: r[0]]) and not _PARTNER.match(sentence.text, r[1])
    ]
