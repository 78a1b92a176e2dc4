"""The reading of a table's atoms as rows and cells that is likeliest under what its columns hold.

A semi-Markov search from the end backwards: states are (atoms left, column of the last cell, whether that cell was
wrapped). Many guesses at the columns are weighed side by side, as arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.grids.atoms import Sep
from extractors.grids.columns import NEVER, Breaks, Column
from extractors.grids.lattice import Floats, Lattice
from extractors.grids.spans import Span

_ROW, _GROUP, _NO_LABEL = -0.7, -1.1, -5.0
# What words that stand over groups gain there, and lose in a column of values.
_TITLED = 1.0
# A column of figures is one of which so many cells are; what it holds against words that lead a line of figures.
_FIGURES, _LEADING = 0.6, -6.0
# All that the empty cells at the end of a row may cost: rows that stop early are common.
_REST = -4.5
# Between columns that explain a cell equally well the left one is taken, whatever the rounding.
_LEFT = 1e-7

Rows = tuple[tuple[tuple[int, Span], ...], ...]


@dataclass(frozen=True)
class Guess:
    """What the columns may hold and how the tool may have broken the table."""

    columns: Sequence[Column]
    breaks: Breaks


class Alignment:
    """Readings under several guesses at once.

    `starts[t, g]` is the log likelihood of the atoms from `t` on as rows under guess `g`, the first row opening at `t`;
    `anchors`, where given, are the only atoms that begin a row; at those of `opening` a row begins in any case.
    """

    def __init__(
        self,
        lattice: Lattice,
        guesses: Sequence[Guess],
        anchors: frozenset[int] | None,
        opening: frozenset[int] = frozenset(),
    ) -> None:
        self.lattice, self.guesses, self.anchors = lattice, guesses, anchors
        self.forced = opening if anchors is None else anchors
        self.size, self.wide = len(lattice.atoms), max(len(g.columns) for g in guesses)
        self._weigh_cells(guesses)
        self._weigh_breaks(guesses)
        shape = (len(guesses), self.wide + 1)
        self.starts = np.full((self.size + 1, len(guesses)), NEVER)
        # place[t, g, k]: a cell in column k begins at t; left[2 * t + f, g, k]: a cell in column k ended before t,
        # wrapped (f = 1) or not. Column `wide` stands for the label of a group row.
        self.place = np.full((self.size, *shape), NEVER)
        # chosen[t, g, k]: which of the spans that begin at t that cell takes
        self.chosen = np.zeros((self.size, *shape), dtype=np.intp)
        self.left = np.full((2 * self.size + 2, *shape), NEVER)
        self.left[-2:] = self.rest
        self.inner = self.passed[:, 1 : self.wide]
        self.reach = [self._reach(t) for t in range(self.size)]
        for t in reversed(range(self.size)):
            self._step(t)

    def _weigh_cells(self, guesses: Sequence[Guess]) -> None:
        lattice, wide = self.lattice, self.wide
        empty = np.zeros((len(guesses), wide))
        self.opening = np.full((len(guesses), wide + 1), NEVER)
        self.opening[:, 0], self.opening[:, wide] = 0.0, _GROUP
        inner: dict[int, Floats] = {}
        # What spans are worth in a column at its place: once for all guesses that have it there. The first row is of the
        # columns that a guess has not.
        rows: list[Floats] = [np.full(len(lattice.flat), NEVER)]
        index = np.zeros((len(guesses), wide + 1), dtype=np.intp)
        known: dict[tuple[int, int, int], int] = {}
        titled = _TITLED * lattice.heading
        leading = _LEADING * lattice.leading
        for g, guess in enumerate(guesses):
            breaks = id(guess.breaks)
            if breaks not in inner:
                inner[breaks] = lattice.inner(guess.breaks)
            for k, column in enumerate(guess.columns):
                empty[g, k] = column.empty_score
                key = (id(column), breaks, k)
                if key not in known:
                    known[key] = len(rows)
                    value = lattice.scores(column) + (inner[breaks] - _LEFT * k)
                    if lattice.placed:
                        value += lattice.misplaced(k)
                    if k and column.share_of_numbers >= _FIGURES:
                        value = value + leading
                    rows += [value - titled] if k else [value, value + titled]
                index[g, k] = known[key]
            index[g, wide] = index[g, 0] + 1
            if len(guess.columns) > 2:
                self.opening[g, 1] = _NO_LABEL
        self.value = np.array(rows).T.take(index, axis=1)
        # passed[g, k]: all columns before k left empty
        self.passed = np.concatenate([np.zeros((len(guesses), 1)), empty.cumsum(axis=1)], axis=1)
        rest = np.maximum(_REST, self.passed[:, -1:] - self.passed[:, 1:])
        self.rest = np.concatenate([rest, np.zeros((len(guesses), 1))], axis=1)

    def _weigh_breaks(self, guesses: Sequence[Guess]) -> None:
        cut, seps = np.array(self.lattice.cut), self.lattice.seps
        scores = [[[g.breaks.score(e, s) for g in guesses] for s in Sep] for e in ("row", "next", "wrapped")]
        row, following, wrapped = np.array(scores)
        self.row = row[seps] + cut[:, None] + _ROW
        self.next = (np.stack([following[seps], wrapped[seps]], axis=1) + cut[:, None, None])[..., None]

    def _step(self, t: int) -> None:
        count = self.reach[t]
        if not count:
            return
        first = self.lattice.begin[t]
        spans = slice(first, first + count)
        held = self.left.take(self.lattice.ends[spans], axis=0)
        held += self.value[spans]
        held.argmax(axis=0, out=self.chosen[t])
        place = np.maximum.reduce(held, axis=0, out=self.place[t])
        start = np.maximum.reduce(place + self.opening, axis=1, out=self.starts[t])
        left = self.left[2 * t : 2 * t + 2]
        if self._may_open(t):
            np.add(self.rest, (start + self.row[t])[:, None], out=left)
        if self.wide > 1 and t not in self.forced:
            run = np.maximum.accumulate((place[:, 1 : self.wide] + self.inner)[:, ::-1], axis=1)[:, ::-1] - self.inner
            part = left[:, :, : self.wide - 1]
            np.maximum(part, run + self.next[t], out=part)

    def _may_open(self, t: int) -> bool:
        return t > 0 and (self.anchors is None or t in self.anchors)

    def _reach(self, t: int) -> int:
        """How many of the spans that begin at `t` hold no atom that begins another row."""
        count = len(self.lattice.spans[t])
        if not self.forced:
            return count
        return next((n for n in range(1, count) if t + n in self.forced), count)

    def rows(self, g: int, head: int) -> Rows:
        """The rows of guess `g` behind a header of `head` atoms; none where there is no reading."""
        if head >= self.size or self.starts[head, g] < NEVER / 2:
            return ()
        rows: list[list[tuple[int, Span]]] = [[]]
        opening = self.opening[g].tolist()
        t, k = head, _likeliest(self.place[head, g].tolist(), opening)
        while True:
            span = self.lattice.spans[t][self.chosen[t, g, k]]
            rows[-1].append((0 if k == self.wide else k, span))
            t = span.last
            if t == self.size:
                return tuple(tuple(r) for r in rows)
            k, opens = self._after(t, g, k, int(span.wrapped), opening)
            if opens:
                rows.append([])

    def _after(self, t: int, g: int, k: int, wrapped: int, opening: list[float]) -> tuple[int, bool]:
        """The column of the cell that begins at `t` after one in column `k`, and whether it opens a row."""
        row = self.rest[g, k] + self.starts[t, g] + self.row[t, g] if self._may_open(t) else NEVER
        place = self.place[t, g].tolist()
        if k < self.wide - 1 and t not in self.forced:
            passed = self.passed[g, k + 1 : self.wide].tolist()
            least = passed[0]
            ahead = [value + empty - least for value, empty in zip(place[k + 1 :], passed, strict=False)]
            best = max(ahead)
            if best + self.next[t, wrapped, g, 0] > row:
                return k + 1 + ahead.index(best), False
        return _likeliest(place, opening), True


def _likeliest(one: list[float], two: list[float]) -> int:
    """Where two series together are greatest, first. (They are short: as lists they are faster than as arrays.)"""
    both = [a + b for a, b in zip(one, two, strict=True)]
    return both.index(max(both))
