"""Viterbi training: columns learned from the rows, rows read by the columns, turn about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.grids.alignment import Alignment, Guess, Rows
from extractors.grids.atoms import Atom, Sep
from extractors.grids.columns import NEVER, Breaks, Column, relearn
from extractors.grids.lattice import HEADER, Lattice
from extractors.grids.levels import HeaderReading, Headers
from extractors.grids.spans import Span

_PER_COLUMN = 3.0
# What a cut behind a header may cost as that between any two words.
_TORN = 1.5
# Cost of a table without a header.
_BARE = -7.0
# A header ends within so many lines; so many of the likeliest ends are tried with two levels, and only for guesses
# that are no further behind the best.
_LINES, _TRIED, _BEHIND = 16, 4, 40.0


@dataclass(frozen=True)
class Reading:
    """Rows of (column, span); `head` atoms at the start belong to the header."""

    score: float
    head: int
    rows: Rows


@dataclass(frozen=True)
class Found:
    """A reading with its header and score, columns paid for; `breaks` is the way of breaking that it started from."""

    score: float
    reading: Reading
    header: HeaderReading
    width: int
    breaks: Breaks


class Round:
    """All guesses weighed once: `scores[g]` is the log likelihood of the best header and rows under guess `g`."""

    def __init__(self, lattice: Lattice, guesses: Sequence[Guess], anchors: frozenset[int] | None) -> None:
        self.lattice, self.guesses, self.anchors = lattice, guesses, anchors
        self.alignment = Alignment(lattice, guesses, anchors)
        atoms = lattice.atoms
        ends = [t for t in range(1, len(atoms)) if atoms[t].sep in (Sep.LINE, Sep.BLANK)][:_LINES]
        if anchors:
            ends = [t for t in ends if t in anchors] if lattice.placed or 0 in anchors else [min(anchors)]
        self.ends = [t for t in ends if 0 < t <= HEADER]
        self.headers = Headers(lattice.words, guesses, self.ends)
        self.bare = np.array([_BARE - 0.2 * len(g.columns) for g in guesses])
        if anchors and min(anchors) > 0 and not lattice.placed:
            self.bare[:] = NEVER
        # totals[n, g]: header up to the n-th end, rows behind it; the first is the reading without header
        behind = self.alignment.starts[[0, *self.ends]]
        # No header ends in the midst of a phrase.
        self.behind = {0: 0.0, **{t: min(0.0, lattice.cut[t] + _TORN) for t in self.ends}}
        behind = behind + np.array(list(self.behind.values()))[:, None]
        self.totals = behind + np.vstack([self.bare[None], self.headers.scores])
        self.cost = np.array([_PER_COLUMN * len(g.columns) for g in guesses])
        self.scores = self.totals.max(axis=0) - self.cost

    def found(self, some: Iterable[int], levels: bool, starts: dict[int, Breaks]) -> dict[int, Found]:
        """The likeliest readings under some guesses, with `levels` also with headers of two levels."""
        chosen = [g for g in some if self.scores[g] > NEVER / 2]
        stacked: dict[tuple[int, int], HeaderReading] = {}
        if levels and chosen:
            least = max(self.scores[g] for g in chosen) - _BEHIND
            order = {g: np.argsort(-self.totals[1:, g])[:_TRIED] for g in chosen if self.scores[g] > least}
            stacked = self.headers.two_levels({g: [self.ends[n] for n in ns] for g, ns in order.items()})
        made: dict[int, Found] = {}
        for g in chosen:
            head, header = self._header(g, stacked)
            rows = self.alignment.rows(g, head)
            if rows:
                score = float(self.alignment.starts[head, g]) + header.score
                reading = Reading(score, head, rows)
                made[g] = Found(score - self.cost[g], reading, header, len(self.guesses[g].columns), starts[g])
        return made

    def _header(self, g: int, stacked: dict[tuple[int, int], HeaderReading]) -> tuple[int, HeaderReading]:
        n = int(self.totals[:, g].argmax())
        head = self.ends[n - 1] if n else 0
        best = self.headers.read(g, head) if n else HeaderReading(float(self.bare[g]), ())
        value = self.totals[n, g]
        for (other, t), header in stacked.items():
            if other == g and header.score + self.behind[t] + self.alignment.starts[t, g] > value:
                head, best, value = t, header, header.score + self.behind[t] + self.alignment.starts[t, g]
        return head, best


def learn(begun: Round, chosen: Iterable[int], rounds: int) -> list[Found]:
    """Some rounds of reading and counting from some guesses of a first one; the last with headers of two levels."""
    last: list[Found] = []
    starts = {g: begun.guesses[g].breaks for g in chosen}
    found = begun.found(starts, rounds == 1, starts)
    for n in range(1, rounds):
        order = list(found.values())
        guesses = [Guess(count_columns(f.reading.rows, f.width), relearned(f, begun.lattice.atoms)) for f in order]
        if not guesses:
            break
        here = Round(begun.lattice, guesses, begun.anchors)
        found = here.found(range(len(order)), n + 1 == rounds, {g: f.breaks for g, f in enumerate(order)})
        last += [f for g, f in enumerate(order) if g not in found]
    return [*last, *found.values()]


def relearned(found: Found, atoms: Sequence[Atom]) -> Breaks:
    return relearn(_events(found.reading, atoms), found.breaks)


def count_columns(rows: Sequence[Sequence[tuple[int, Span]]], width: int) -> list[Column]:
    """Columns counted on read rows; group rows count for the label alone."""
    columns = [Column(label=k == 0) for k in range(width)]
    for row in rows:
        cells = dict(row)
        columns[0].add(cells.get(0))
        if len(cells) == 1 and 0 in cells:
            continue
        for k in range(1, width):
            columns[k].add(cells.get(k))
    return columns


def _events(reading: Reading, atoms: Sequence[Atom]) -> list[tuple[str, Sep]]:
    events: list[tuple[str, Sep]] = []
    for number, row in enumerate(reading.rows):
        for place, (_, span) in enumerate(row):
            if place == 0 and number:
                events.append(("row", atoms[span.first].sep))
            elif place:
                events.append(("wrapped" if row[place - 1][1].wrapped else "next", atoms[span.first].sep))
            events += [("within", a.sep) for a in atoms[span.first + 1 : span.last]]
    return events
