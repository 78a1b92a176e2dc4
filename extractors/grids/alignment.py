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
    `anchors`, where given, are the only atoms that begin a row; at those of `opening` a row begins in any case. Nothing is
    asked of the atoms before `since`.

    Arrays run over columns from the last to the first, behind these the label of a group row: what may follow on a cell is
    then a running maximum.
    """

    def __init__(
        self,
        lattice: Lattice,
        guesses: Sequence[Guess],
        anchors: frozenset[int] | None,
        opening: frozenset[int] = frozenset(),
        since: int = 0,
    ) -> None:
        self.lattice, self.guesses, self.anchors = lattice, guesses, anchors
        self.forced = opening if anchors is None else anchors
        self.size, self.wide = len(lattice.atoms), max(len(g.columns) for g in guesses)
        self._weigh_cells(guesses)
        self._weigh_breaks(guesses)
        shape = (self.wide + 1, len(guesses))
        self.starts = np.full((self.size + 1, len(guesses)), NEVER)
        # place[t, :, g]: a cell in each column begins at t; left[2 * t + f, :, g]: a cell in each column ended before t,
        # wrapped (f = 1) or not
        self.place = np.full((self.size, *shape), NEVER)
        self.left = np.full((2 * self.size + 2, *shape), NEVER)
        self.left[-2:] = self.rest
        self.ahead = np.empty((self.wide - 1, len(guesses)))
        self.reach = [self._reach(t) for t in range(self.size)]
        for t in reversed(range(since, self.size)):
            self._step(t)

    def _weigh_cells(self, guesses: Sequence[Guess]) -> None:
        lattice, wide = self.lattice, self.wide
        empty = np.zeros((wide, len(guesses)))
        # What spans are worth in a column at its place: once for all guesses that have it there. Number 0 is of the
        # columns that a guess has not.
        known: dict[tuple[int, int, int], int] = {}
        columns: list[Floats] = [np.full(len(lattice.flat), NEVER)]
        places: list[Floats] = [np.zeros(len(lattice.flat))]
        inner: dict[int, Floats] = {}
        figures: list[int] = []
        index = np.zeros((wide + 1, len(guesses)), dtype=np.intp)
        for g, guess in enumerate(guesses):
            breaks = id(guess.breaks)
            if breaks not in inner:
                inner[breaks] = lattice.inner(guess.breaks)
            for k, column in enumerate(guess.columns):
                empty[k, g] = column.empty_score
                key = (id(column), breaks, k)
                if key not in known:
                    known[key] = len(columns)
                    if k and column.share_of_numbers >= _FIGURES:
                        figures.append(len(columns))
                    columns.append(lattice.scores(column))
                    places.append(inner[breaks] - _LEFT * k)
                index[wide - 1 - k, g] = known[key]
        value = np.array(columns)
        value += places
        if lattice.placed:
            for (_, _, k), n in known.items():
                value[n] += lattice.misplaced(k)
        for n in figures:
            value[n] += _LEADING * lattice.leading
        index[wide] = index[wide - 1]
        self.value = value.T.take(index, axis=1)
        self.value[lattice.heading, : wide - 1] -= _TITLED
        self.value[lattice.heading, wide] += _TITLED
        # passed[k, g]: all columns before k left empty
        passed = np.concatenate([np.zeros((1, len(guesses))), empty.cumsum(axis=0)])
        rest = np.maximum(_REST, passed[-1:] - passed[1:])
        self.rest = np.concatenate([rest[::-1], np.zeros((1, len(guesses)))])
        self.passed = np.ascontiguousarray(passed[1:wide][::-1])
        self.unlabelled = np.array([_NO_LABEL if len(g.columns) > 2 else NEVER for g in guesses])
        # what it costs that a row opens with its second column, its label, the label of a group; the last of these columns
        none = np.zeros(len(guesses))
        opening = [self.unlabelled, none, none + _GROUP] if wide > 1 else [none, none + _GROUP]
        self.opening = np.array(opening)
        self.openers = slice(wide + 1 - len(opening), wide + 1)

    def _weigh_breaks(self, guesses: Sequence[Guess]) -> None:
        cut, seps = np.array(self.lattice.cut), self.lattice.seps
        scores = [[[g.breaks.score(e, s) for g in guesses] for s in Sep] for e in ("row", "next", "wrapped")]
        row, following, wrapped = np.array(scores)
        self.row = row[seps] + cut[:, None] + _ROW
        self.next = (np.stack([following[seps], wrapped[seps]], axis=1) + cut[:, None, None])[:, :, None]

    def _step(self, t: int) -> None:
        count, wide = self.reach[t], self.wide
        if not count:
            return
        first = self.lattice.begin[t]
        spans = slice(first, first + count)
        held = self.left.take(self.lattice.ends[spans], axis=0)
        held += self.value[spans]
        place = np.maximum.reduce(held, axis=0, out=self.place[t])
        start = np.maximum.reduce(place[self.openers] + self.opening, axis=0, out=self.starts[t])
        left = self.left[2 * t : 2 * t + 2]
        if self.may_open(t):
            np.add(self.rest, start + self.row[t], out=left)
        if wide > 1 and t not in self.forced:
            ahead = np.add(place[: wide - 1], self.passed, out=self.ahead)
            np.maximum.accumulate(ahead, axis=0, out=ahead)
            ahead -= self.passed
            part = left[:, 1:wide]
            np.maximum(part, ahead + self.next[t], out=part)

    def may_open(self, t: int) -> bool:
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
        return tuple(tuple(row) for row in _Trace(self, g).rows(head))


class _Trace:
    """The likeliest reading under one guess, followed from its first cell on.

    What is asked at a cell are a few numbers: as lists these are faster than as arrays.
    """

    def __init__(self, alignment: Alignment, g: int) -> None:
        self.alignment, self.lattice, wide = alignment, alignment.lattice, alignment.wide
        self.left, self.value, place = (a[:, :, g] for a in (alignment.left, alignment.value, alignment.place))
        opening = [place[:, wide - 1], place[:, wide] + _GROUP]
        if wide > 1:
            opening.insert(1, place[:, wide - 2] + alignment.unlabelled[g])
        # the columns of the cells that open a row: of two as likely the first
        self.first: list[int] = np.array([0, *range(1, len(opening) - 1), wide])[np.argmax(opening, axis=0)].tolist()
        self.opens: list[float] = (alignment.starts[:-1, g] + alignment.row[:, g]).tolist()
        # from here on columns are in their order
        self.rest: list[float] = [*alignment.rest[wide - 1 :: -1, g].tolist(), 0.0]
        self.passed: list[float] = alignment.passed[::-1, g].tolist()
        self.ahead: list[list[float]] = (place[:, : wide - 1] + alignment.passed[:, g])[:, ::-1].tolist()
        self.next: list[list[float]] = alignment.next[:, :, 0, g].tolist()

    def rows(self, head: int) -> list[list[tuple[int, Span]]]:
        """The rows behind a header of `head` atoms."""
        wide, size = self.alignment.wide, self.alignment.size
        rows: list[list[tuple[int, Span]]] = [[]]
        t, k = head, self.first[head]
        while True:
            span = self._span(t, k)
            rows[-1].append((0 if k == wide else k, span))
            t = span.last
            if t == size:
                return rows
            k, opens = self._after(t, k, int(span.wrapped))
            if opens:
                rows.append([])

    def _span(self, t: int, k: int) -> Span:
        """The span that the cell takes which begins at `t` in column `k`."""
        first, wide = self.lattice.begin[t], self.alignment.wide
        spans, column = slice(first, first + self.alignment.reach[t]), k if k == wide else wide - 1 - k
        held = self.left[self.lattice.ends[spans], column] + self.value[spans, column]
        return self.lattice.spans[t][int(held.argmax())]

    def _after(self, t: int, k: int, wrapped: int) -> tuple[int, bool]:
        """The column of the cell that begins at `t` after one in column `k`, and whether it opens a row."""
        alignment = self.alignment
        row = self.rest[k] + self.opens[t] if alignment.may_open(t) else NEVER
        if k < alignment.wide - 1 and t not in alignment.forced:
            ahead = self.ahead[t][k:]
            best = max(ahead)
            if best - self.passed[k] + self.next[t][wrapped] > row:
                return k + 1 + ahead.index(best), False
        return self.first[t], True
