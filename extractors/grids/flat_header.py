"""Header words as one row of cells over the columns: every stretch of the first atoms, for several guesses at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.grids.atoms import Sep
from extractors.grids.columns import NEVER, Breaks, Column
from extractors.grids.header import ASKS, Ints, Words, suited

# Cost of a column without header.
BARE = 8.0
# Of each header cell the column and its atoms: (column, first, one past the last).
Cells = tuple[tuple[int, int, int], ...]


def no_header(first: int, last: int) -> float:
    """Cost of columns `first` to `last` without header words."""
    if first == 0 and last:
        return -1.2 - (2.0 if last > 1 else 0.0) - BARE * max(0, last - 2)
    return -BARE * (last - first)


class Flat:
    """Cells in order over the columns; a column may stay without header, the first at little cost.

    Header `g` begins at atom `firsts[g]` and is read under `breaks[g]`; `columns[g]` are the columns below it, or None
    where nothing is known of them: then each of the first `wide` cells is filled.
    """

    def __init__(
        self,
        words: Words,
        breaks: Sequence[Breaks],
        columns: Sequence[Sequence[Column] | None],
        firsts: Sequence[int],
        last: int,
        wide: int = 0,
    ) -> None:
        self.words, self.firsts = words, np.array(firsts)
        self._cells: dict[tuple[int, int, int], tuple[int, int]] = {}
        self.widths = [len(c) if c is not None else wide for c in columns]
        self.wide = max(self.widths)
        self._weigh(breaks, columns)
        shape = (len(breaks), self.wide)
        self.start = np.full((last + 1, *shape), NEVER)
        self.best = np.full((last + 1, *shape), NEVER)
        # first[t, g, k]: where the best cell in column k that ends before t begins, and whether it is wrapped
        self.first = np.zeros((last + 1, *shape), dtype=np.intp)
        self.wrapped = np.zeros((last + 1, *shape), dtype=np.intp)
        self.before = np.empty((last + 1, *shape))
        order = np.arange(self.wide)
        self.skipped = self.bare * order
        for t in range(min(firsts), last + 1):
            self._step(t)

    def _weigh(self, breaks: Sequence[Breaks], columns: Sequence[Sequence[Column] | None]) -> None:
        shape = (len(breaks), self.wide)
        self.within = np.array([[b.score("within", s) for s in Sep] for b in breaks]).T
        scores = [[[b.score(e, s) for b in breaks] for s in Sep] for e in ("next", "wrapped")]
        self.fresh = np.array(scores)
        self.suits = np.full((len(ASKS), *shape), NEVER)
        self.opening = np.full(shape, NEVER)
        self.tail = np.full(shape, NEVER)
        self.bare = 1e5 if columns[0] is None else BARE
        # headers have columns in common
        known: dict[int, tuple[float, ...]] = {}
        for g, some in enumerate(columns):
            wide = self.widths[g]
            self.opening[g, 0] = 0.0
            if some is None:
                self.suits[:, g, :wide] = 0.0
                self.tail[g] = 0.0
                continue
            self.opening[g, :wide] = [no_header(0, k) for k in range(wide)]
            self.tail[g, :wide] = [no_header(k + 1, wide) for k in range(wide)]
            for column in some:
                if id(column) not in known:
                    known[id(column)] = suited(column)
            self.suits[:, g, :wide] = np.array([known[id(column)] for column in some]).T

    def _step(self, t: int) -> None:
        words = self.words
        first, value, seps, ask, folded = words.ended[t]
        if first.size:
            total = self.start.take(first, axis=0)
            total += (value + seps @ self.within)[:, :, None]
            total += self.suits.take(ask, axis=0)
            if words.placed:
                total += self.misplaced(words.ending[t])[:, None, :]
            np.maximum.reduce(total, axis=0, out=self.best[t])
            likely = total.argmax(axis=0)
            self.first[t] = first.take(likely)
            self.wrapped[t] = folded.take(likely)
        if t < len(words.atoms):
            if self.wide > 1:
                before = self._before(t)
                self.before[t] = before
                self.start[t, :, 1:] = np.maximum.accumulate(before, axis=1)[:, :-1] - self.skipped[1:]
            here = self.firsts == t
            self.start[t, here] = self.opening[here]

    def misplaced(self, cells: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """What the places of cells on their lines hold against each column."""
        if self.bare != BARE:
            return np.zeros((len(cells), self.wide))
        at = self.words.columns[self.words.first[cells]]
        return np.where((at[:, None] >= 0) & (at[:, None] != np.arange(self.wide)), -12.0, 0.0)

    def _before(self, t: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Value of a cell beginning at `t` after one in each column, the columns skipped up to it reckoned off."""
        fresh = self.fresh[:, self.words.sep[t]]
        after = np.where(self.wrapped[t] > 0, fresh[1][:, None], fresh[0][:, None]) + self.words.cuts[t]
        value: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = self.best[t] + after + self.skipped + self.bare
        return value

    def ends(self, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Log likelihood of a header that ends before atom `size`, under each guess."""
        value: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (self.best[size] + self.tail).max(axis=1)
        return value

    def read(self, g: int, size: int, last: int | None = None, above: float = NEVER / 2) -> tuple[float, Cells]:
        """The best header `g` that ends before atom `size` (in column `last`, where given), with its score; no cells
        where that is not `above`."""
        ends = self.best[size, g] + self.tail[g]
        k = int(ends.argmax()) if last is None else last
        score = float(ends[k])
        if score <= max(above, NEVER / 2):
            return NEVER, ()
        found: list[tuple[int, int, int]] = []
        t = size
        while True:
            first, before = self._cell(g, t, k)
            found.append((k, first, t))
            if first == self.firsts[g]:
                return score, tuple(reversed(found))
            t, k = first, before

    def _cell(self, g: int, t: int, k: int) -> tuple[int, int]:
        """Where the best cell in column `k` that ends before `t` begins, and the column of the cell before it."""
        known = self._cells.get((g, t, k))
        if known is None:
            first = int(self.first[t, g, k])
            before = 0 if first == self.firsts[g] else int(self.before[first, g, :k].argmax())
            known = self._cells[g, t, k] = first, before
        return known
