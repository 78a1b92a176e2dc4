"""How many patients had which drugs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core.contract import Term
from extractors.core.counts import counts
from extractors.core.pairing import pairs
from extractors.core.paper import Mention, Sentence
from extractors.core.study import Study
from extractors.core.symbols import Mark, line

_GIVEN = re.compile(r"\b(?:receiv\w+|treated|treatment|given|used|use|administered|regimens?|consisted|included|therap(?:y|ies)|agents?|drugs?|alone|TKIs?|TTs?)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:prior|previous(?:ly)?|before|pre-?treated|adjuvant|subsequent(?:ly)?|after progression|second-line|third-line|further|salvage)\b|respon[ds]|\bRR\b|\bPRs?\b|\bCRs?\b|\bSD\b|\bPD\b|"
    r"toxic|adverse|grade [1-5]|progress(?:ed|ion)|surviv|dose reduction|discontinu|reduced|stopp|alive|died|benefit|stabili|resist|refractory|withdr|switched|crossed|mutation|expression",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"\b(?:receiv|treated|given|administered|started|with\b|on\b|underwent|used|took|were\b)", re.IGNORECASE)
# The drug named before, by itself: "as a single agent (n = 12)".
_ALONE = re.compile(r"\b(?:single[- ]agent|monotherapy|alone)\b(?=\s*[(\[])", re.IGNORECASE)
_JOIN = re.compile(r"\s*(?:\+|plus|/|[-–](?=\w)|(?:in )?combin(?:ed|ation) with|together with|along with|\s-\s)\s*", re.IGNORECASE)
_WITH_BEFORE = re.compile(r"\b(?:combination|combined|together|associated|association|or|along)\s+with(?: the)?\s*$|\(?\bwith\s*$", re.IGNORECASE)


def by_drug(sentence: Sentence, study: Study, field: str) -> Iterator[Fact]:
    """Counts of patients (or lines: `field`) by drug or combination; the study's one regimen for all is not one."""
    if not _GIVEN.search(sentence.text) or _OTHER.search(sentence.text):
        return
    regimens = _regimens(sentence)
    if not regimens or _by_tumor(sentence):
        return
    regimens += _alone(sentence, regimens)
    marks = [Mark("X", start, end, drugs) for start, end, drugs in regimens]
    marks += [Mark("C", c.start, c.end, c) for c in counts(sentence)]
    symbols = line(sentence.text, marks)
    first: tuple[Term, ...] = ()
    for pair in pairs(symbols):
        drugs, count = pair.thing.value, pair.count
        if count is None or count.n is None or not isinstance(drugs, tuple) or (count.n == study.n and not first):
            continue
        if pair.rule == "active" and not _TAKEN.search(sentence.text[count.end : pair.thing.start]):
            continue
        if pair.rule == "elided" and sentence.text[count.end : pair.thing.start].strip():
            continue
        if _WITH_BEFORE.search(sentence.text[: pair.thing.start]) and first and pair.rule == "parenthesis":
            drugs = tuple(sorted({*first, *drugs}, key=lambda t: t.label))
        elif not first:
            first = drugs
        span = min(pair.thing.start, count.start), max(pair.thing.end, count.end)
        yield Fact(field, count.n, sentence, *span, f"drug.{pair.rule}", pair.confidence - 0.05, drugs=drugs)


def _by_tumor(sentence: Sentence) -> bool:
    """Whether the sentence opens with a part of the study that a tumour type names."""
    opening = re.match(r"(?:Among|Of|On|In|For|Out of)\b[^,]*(?=,)", sentence.text)
    return opening is not None and any(sentence.at(m)[1] <= opening.end() for m in sentence.of("histotype"))


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
            found[-1] = (found[-1][0], end, (*found[-1][2], _inn(mention)))
        else:
            found.append((start, end, (_inn(mention),)))
    return found


def _inn(mention: Mention) -> Term:
    return mention.term()
