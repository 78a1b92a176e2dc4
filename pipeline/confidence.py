"""How sure a record is: its author's raw confidence, corrected by how often its method was right on annotated papers.

`extractors/calibration.tsv` holds counts alone: by collection, kind, method, raw confidence and number of places, the
records that gold could judge and those that it bore out (`python -m tests.gold.reliability --write` counts anew).
Papers that the rules were written on flatter them, so the level comes from *first* readings of papers that nobody had
tuned on; *tuned* counts only help to tell one method from another, at a fraction of their weight.

The estimate is the mean of a beta-binomial (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4): a method's counts
are added to a prior of its kind, in prose or in tables. Inside a method, the author's odds decide: a rule that gives an inferred join 0.8 and
a full pattern 0.95 says by how much one is surer. A statement that a paper makes twice is surer by a factor of odds.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import extractors
from pipeline.records import Base

SHIPPED = Path(extractors.__file__).with_name("calibration.tsv")
LOWEST, HIGHEST = 0.01, 0.99  # no rule is certain, and none is known to be always wrong
# Chosen by the log-likelihood of first readings, each document left out in turn.
_TUNED_WEIGHT = 0.2
_METHOD_PRIOR = 60.0  # records that a kind's rate counts for, beside a method's own
_KIND_PRIOR = 10.0  # records that the rate over all kinds counts for, beside a kind's own


class Cell(NamedTuple):
    """Records alike in all that confidence looks at: `records` judged by gold, `hits` of them right."""

    collection: str
    reading: str
    kind: str
    method: str
    raw: float
    places: str
    records: int
    hits: int

    @property
    def weight(self) -> float:
        """What one record of it counts for."""
        return 1.0 if self.reading == "first" else _TUNED_WEIGHT


@dataclass
class _Tally:
    """Weighted records and hits, and the unweighted log-odds that authors gave."""

    records: float = 0.0
    hits: float = 0.0
    seen: int = 0
    logits: float = 0.0

    def add(self, cell: Cell, weight: float) -> None:
        self.records += weight * cell.records
        self.hits += weight * cell.hits
        self.seen += cell.records
        self.logits += cell.records * _logit(cell.raw)

    def rate(self, prior: float, strength: float) -> float:
        """The share of hits, drawn towards a prior that counts for `strength` records."""
        return (self.hits + strength * prior) / (self.records + strength)

    @property
    def usual(self) -> float:
        """Mean log-odds of the raw confidences."""
        return self.logits / self.seen


@dataclass
class Calibration:
    """Calibrated confidence from counts; without counts a raw confidence stands, within bounds."""

    groups: dict[str, tuple[float, float]] = field(default_factory=dict)
    """By kind, in prose and in tables: share of hits in first readings (0..1), usual log-odds of authors."""
    methods: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    """By kind and method: share of hits (0..1), usual log-odds of the method's author."""
    places: dict[str, float] = field(default_factory=dict)
    """Added log-odds of a record with `one` place (at most 0) and with `several` (at least 0)."""

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Calibration:
        """The calibration that counts give."""
        cells = [c for c in cells if c.records]
        made = cls()
        everything = _Tally()
        first: dict[str, _Tally] = defaultdict(_Tally)
        by_group: dict[str, _Tally] = defaultdict(_Tally)
        by_method: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
        for cell in cells:
            counted = 1.0 if cell.reading == "first" else 0.0
            everything.add(cell, counted)
            first[_group(cell.kind, cell.method)].add(cell, counted)
            by_group[_group(cell.kind, cell.method)].add(cell, cell.weight)
            by_method[cell.kind, cell.method].add(cell, cell.weight)
        if not everything.records:  # nothing was read first: tuned papers are all there is
            everything, first = _sum(by_group.values()), by_group
        for group, tally in first.items():
            level = tally.rate(everything.hits / everything.records, _KIND_PRIOR)
            made.groups[group] = (level, tally.usual)
        for (kind, method), tally in by_method.items():
            level, usual = made.groups[_group(kind, method)]
            prior = _share(_logit(level) + tally.usual - usual)
            made.methods[kind, method] = (tally.rate(prior, _METHOD_PRIOR), tally.usual)
        made.places = {"one": min(0.0, made._shift(cells, "one")), "several": max(0.0, made._shift(cells, "several"))}
        return made

    def _shift(self, cells: Iterable[Cell], places: str) -> float:
        """Log-odds by which records with so many places are right more often than their methods."""
        seen, hits, expected = 0.0, 0.0, 0.0
        for cell in cells:
            if cell.places == places:
                seen += cell.weight * cell.records
                hits += cell.weight * cell.hits
                expected += cell.weight * cell.records * self.confidence(cell.kind, cell.method, cell.raw)
        if not seen:
            return 0.0
        usual = expected / seen
        return _logit((hits + _METHOD_PRIOR * usual) / (seen + _METHOD_PRIOR)) - _logit(usual)

    def confidence(self, kind: str, method: str, raw: float, places: str = "") -> float:
        """The share (0..1, both excluded) of such records that is right; more raw confidence never gives less.

        A method that no count knows keeps its raw confidence times its kind's rate; a kind that none knows keeps it.
        """
        if (kind, method) in self.methods:
            rate, usual = self.methods[kind, method]
            value = _share(_logit(rate) + _logit(raw) - usual + self.places.get(places, 0.0))
        else:
            known = self.groups.get(_group(kind, method)) or self.groups.get(kind)
            value = raw * known[0] if known else raw
        return min(HIGHEST, max(LOWEST, value))

    def applied(self, record: Base) -> Base:
        """The record with its calibrated confidence, to three places."""
        kind: str = record.kind  # type: ignore[attr-defined]
        value = self.confidence(kind, record.method, record.confidence, places(len(record.provenance)))
        return record.model_copy(update={"confidence": round(value, 3)})


def _group(kind: str, method: str) -> str:
    """A kind, apart in tables: cells go wrong for other reasons than sentences do."""
    return f"{kind} in tables" if ".table" in method else kind


def places(number: int) -> str:
    """`one` or `several` places that state a record."""
    return "several" if number > 1 else "one"


def load(path: Path) -> list[Cell]:
    """The counts of a calibration file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [
            Cell(**{**r, "raw": float(r["raw"]), "records": int(r["records"]), "hits": int(r["hits"])})  # type: ignore[arg-type]
            for r in rows
        ]


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    """The calibration that ships with the extractors."""
    return Calibration.of(load(SHIPPED))


def _sum(tallies: Iterable[_Tally]) -> _Tally:
    total = _Tally()
    for tally in tallies:
        total.records += tally.records
        total.hits += tally.hits
    return total


def _logit(share: float) -> float:
    inside = min(HIGHEST, max(LOWEST, share))
    return math.log(inside / (1 - inside))


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
