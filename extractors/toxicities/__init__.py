"""Toxicities as findings: which adverse events, of what grade, in how many patients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.core.contract import Term, ToxicityFinding
from extractors.core.counts import Count, counts
from extractors.core.pairing import Pair, denied, pairs
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import stratum
from extractors.core.symbols import Line, Mark, line
from extractors.quantities import Quantity
from extractors.toxicities.events import Event, events
from extractors.toxicities.narratives import Narratives
from extractors.toxicities.passages import passages

__all__ = ["Toxicities"]

# A drug whose dose was changed is no stratum of the events that made it so.
_CHANGED = re.compile(r"\b(?:dose|dosage) (?:reduc|modif|interrupt|delay)|(?:reduc|modif)\w+ (?:of|in) (?:the )?dose", re.IGNORECASE)

_ALL_ON = re.compile(r",? (?:all|both|each)(?: of (?:them|whom))? (?:were )?(?:on|receiving|treated with|in the) ", re.IGNORECASE)


class Toxicities:
    """Reads toxicities from a paper's prose."""

    name = "toxicities"
    needs = frozenset({"toxicity", "drug"})
    finding = ToxicityFinding

    def extract(self, paper: Paper) -> Iterator[ToxicityFinding]:
        """Yield findings in text order; a named event without a count has neither n nor percent."""
        narratives = Narratives(paper)
        for sentence in passages(paper):
            found = events(sentence)
            if found:
                yield from _read(narratives, sentence, found)


def _read(narratives: Narratives, sentence: Sentence, found: list[Event]) -> Iterator[ToxicityFinding]:
    symbols = _line(sentence, found)
    none = denied(symbols)
    zero = {p.thing.start for p in none}
    joined = [p for p in pairs(symbols) if p.thing.start not in zero]
    named = any(p.rule == "apposition" for p in joined)
    for pair in sorted((*joined, *none), key=lambda p: p.thing.start):
        event, count = pair.thing.value, pair.count
        if not isinstance(event, Event) or count is None or (named and event.general and count.n == 1):
            continue
        patient = narratives.patient(sentence, event, count)
        if patient:
            yield narratives.finding(sentence, event, pair.grade, patient)
        else:
            yield _of_group(narratives, sentence, event, count, pair)
    told = {p.thing.start for p in (*joined, *none)}
    for event, grade in _uncounted(sentence, found, told):
        patient = narratives.patient(sentence, event, None)
        if patient:
            yield narratives.finding(sentence, event, grade, patient)
        elif sentence.attribution == "own" and not event.general:
            yield _named(narratives.paper, sentence, event, grade)


def _line(sentence: Sentence, found: list[Event]) -> Line:
    marks = [Mark("X", e.start, e.end, e) for e in found]
    marks += [Mark("G", q.start, q.end, q) for q in sentence.numbers("grade")]
    marks += [Mark("D", *sentence.at(m), m) for m in sentence.of("drug")]
    marks += [Mark("C", c.start, c.end, c) for c in counts(sentence)]
    return line(sentence.text, marks)


def _of_group(narratives: Narratives, sentence: Sentence, event: Event, count: Count, pair: Pair) -> ToxicityFinding:
    paper = narratives.paper
    part = stratum(paper, sentence, count.start, count.end)
    drugs = () if _CHANGED.search(sentence.text) else part.drugs
    narratives.introduce(sentence, drugs or _all_on(paper, sentence, count))
    return ToxicityFinding(
        attribution=sentence.attribution,
        drugs=drugs,
        histotype=part.histotype,
        subgroup=part.subgroup,
        term=event.term,
        grade=pair.grade.unit if pair.grade else "",
        n=count.n,
        total=count.total,
        percent=count.percent,
        evidence=(paper.within(sentence, min(event.start, count.start), max(event.end, count.end)),),
        method=f"toxicity.{pair.rule}",
        confidence=pair.confidence,
    )


def _all_on(paper: Paper, sentence: Sentence, count: Count) -> tuple[Term, ...]:
    """What the counted patients had in common: "four patients, all on X"."""
    for mention in sentence.of("drug"):
        start, end = sentence.at(mention)
        if start > count.end and _ALL_ON.fullmatch(sentence.text, count.end, start):
            return stratum(paper, sentence, start, end, whole=False).drugs
    return ()


def _named(paper: Paper, sentence: Sentence, event: Event, grade: Quantity | None) -> ToxicityFinding:
    return ToxicityFinding(
        term=event.term,
        grade=grade.unit if grade else "",
        evidence=(paper.within(sentence, event.start, event.end),),
        method="toxicity.named",
        confidence=0.6,
    )


def _uncounted(sentence: Sentence, found: list[Event], told: set[int]) -> Iterator[tuple[Event, Quantity | None]]:
    """Events that are only named, with the grade that stands at them."""
    grades = sentence.numbers("grade")
    for event in found:
        if event.start in told or (event.general and not grades):
            continue
        before = [
            g
            for g in grades
            if g.end <= event.start and re.fullmatch(r"[\s\w,/-]{0,40}", sentence.text[g.end : event.start])
        ]
        behind = [g for g in grades if g.start >= event.end and not sentence.text[event.end : g.start].strip(" (")]
        yield event, (behind[0] if behind else before[-1] if before else None)
