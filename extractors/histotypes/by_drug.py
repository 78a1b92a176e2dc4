"""Counts by drug within a tumour type, and the number of patients that the sentence's opening gives the type."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.counts import counts
from extractors.core.paper import Paper, Sentence
from extractors.core.regimens import given, opening_tumor
from extractors.core.strata import stratum
from extractors.histotypes.counted import Counted


def by_drug(paper: Paper, sentence: Sentence) -> Iterator[Counted]:
    """Counts by drug among the patients with one tumour type."""
    opening = opening_tumor(sentence)
    found = list(given(sentence, outcomes=opening is not None))
    for item in found:
        part = stratum(paper, sentence, item.count.start, item.count.end).histotype
        tumor = opening.term() if opening else part
        if tumor is not None and item.count.n:
            yield Counted(tumor, item.count, sentence, item.start, item.end, "by_drug", 0.85, item.drugs)
    if opening is not None:
        yield from _opened(sentence, opening.term(), sentence.at(opening))


def _opened(sentence: Sentence, tumor: Term, place: tuple[int, int]) -> Iterator[Counted]:
    """The number of patients that the opening itself gives: "Among the 15 patients with chordoma"."""
    for count in counts(sentence)[:1]:
        before = sentence.text[: count.start]
        definite = re.search(r"\bthe\s*$", before)
        if count.n is not None and count.n > 1 and count.noun and count.start < place[1] and definite:
            yield Counted(tumor, count, sentence, count.start, max(place[1], count.end), "opening", 0.85)
