"""Toxicities as findings: which adverse events, of what grade, in how many patients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.core.contract import ToxicityFinding
from extractors.core.counts import counts
from extractors.core.narrative import patient_at
from extractors.core.pairing import Pair, denied, pairs
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import stratum
from extractors.core.symbols import Line, Mark, line
from extractors.quantities import Quantity
from extractors.toxicities.events import Event, events
from extractors.toxicities.passages import passages

__all__ = ["Toxicities"]


class Toxicities:
    """Reads toxicities from a paper's prose."""

    name = "toxicities"
    needs = frozenset({"toxicity", "drug"})
    finding = ToxicityFinding

    def extract(self, paper: Paper) -> Iterator[ToxicityFinding]:
        """Yield findings in text order; a named event without a count has neither n nor percent."""
        for sentence in passages(paper):
            found = events(sentence)
            if found:
                yield from _read(paper, sentence, found)


def _read(paper: Paper, sentence: Sentence, found: list[Event]) -> Iterator[ToxicityFinding]:
    symbols = _line(sentence, found)
    none = denied(symbols)
    zero = {p.thing.start for p in none}
    joined = [p for p in pairs(symbols) if p.thing.start not in zero]
    for pair in sorted((*joined, *none), key=lambda p: p.thing.start):
        yield from _finding(paper, sentence, pair)
    told = {p.thing.start for p in (*joined, *none)}
    for event, grade in _uncounted(symbols, sentence, found, told):
        yield from _named(paper, sentence, event, grade)


def _line(sentence: Sentence, found: list[Event]) -> Line:
    marks = [Mark("X", e.start, e.end, e) for e in found]
    marks += [Mark("G", q.start, q.end, q) for q in sentence.numbers("grade")]
    marks += [Mark("D", *sentence.at(m), m) for m in sentence.of("drug")]
    marks += [Mark("C", c.start, c.end, c) for c in counts(sentence)]
    return line(sentence.text, marks)


def _finding(paper: Paper, sentence: Sentence, pair: Pair) -> Iterator[ToxicityFinding]:
    event, count = pair.thing.value, pair.count
    if not isinstance(event, Event) or count is None:
        return
    span = (min(event.start, count.start), max(event.end, count.end))
    patient = patient_at(paper, sentence, event.start) if count.n == 1 or (count.n == 0 and not event.general) else ""
    if patient and count.n == 1:
        yield _of_patient(paper, sentence, event, pair.grade, patient)
        return
    part = stratum(paper, sentence, count.start, count.end)
    yield ToxicityFinding(
        attribution=sentence.attribution,
        drugs=part.drugs,
        histotype=part.histotype,
        subgroup=part.subgroup,
        term=event.term,
        grade=pair.grade.unit if pair.grade else "",
        n=count.n,
        total=count.total,
        percent=count.percent,
        evidence=(paper.within(sentence, *span),),
        method=f"toxicity.{pair.rule}",
        confidence=pair.confidence,
    )


def _of_patient(
    paper: Paper, sentence: Sentence, event: Event, grade: Quantity | None, patient: str
) -> ToxicityFinding:
    part = stratum(paper, sentence, event.start, event.end)
    return ToxicityFinding(
        attribution=sentence.attribution,
        drugs=part.drugs,
        patient=patient,
        term=event.term,
        grade=grade.unit if grade else "",
        evidence=(paper.within(sentence, event.start, event.end),),
        method="toxicity.patient",
        confidence=0.8,
    )


def _uncounted(
    symbols: Line, sentence: Sentence, found: list[Event], told: set[int]
) -> Iterator[tuple[Event, Quantity | None]]:
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


def _named(paper: Paper, sentence: Sentence, event: Event, grade: Quantity | None) -> Iterator[ToxicityFinding]:
    patient = patient_at(paper, sentence, event.start)
    if patient:
        yield _of_patient(paper, sentence, event, grade, patient)
    elif sentence.attribution == "own" and not event.general:
        yield ToxicityFinding(
            term=event.term,
            grade=grade.unit if grade else "",
            evidence=(paper.within(sentence, event.start, event.end),),
            method="toxicity.named",
            confidence=0.6,
        )
