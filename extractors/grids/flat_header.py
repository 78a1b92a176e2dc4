"""Header words as one row of cells over the columns: every stretch of the first atoms, for several guesses at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.grids.atoms import Sep
from extractors.grids.columns import NEVER, Breaks, Column
from extractors.grids.header import ASKS, Words, suited

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
        # likely[t, g, k]: which of the cells that end before t is best in column k, and whether it is wrapped
        self.likely = np.zeros((last + 1, *shape), dtype=np.intp)
        self.wrapped = np.zeros((last + 1, *shape), dtype=np.bool_)
        self.before = np.empty((last + 1, *shape))
        self.skipped = self.bare * np.arange(self.wide)
        self.left_bare = self.skipped + self.bare
        opened = {t: self.firsts == t for t in firsts}
        for t in range(min(firsts), last + 1):
            self._end(t)
            if t < len(words.atoms):
                self._begin(t, opened.get(t))

    def _weigh(self, breaks: Sequence[Breaks], columns: Sequence[Sequence[Column] | None]) -> None:
        shape = (len(breaks), self.wide)
        words = self.words
        within = np.array([[b.score("within", s) for s in Sep] for b in breaks]).T
        # cells[n, g]: log likelihood of a cell by itself; after[t, f, g]: of one more that begins at t, behind one that is
        # wrapped (f = 1) or not
        self.cells = (words.value[:, None] + words.seps @ within)[:, :, None]
        scores = [[[b.score(e, s) for b in breaks] for e in ("next", "wrapped")] for s in Sep]
        self.after = (np.array(scores)[list(words.sep)] + np.array(words.cuts)[:, None, None])[..., None]
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

    def _end(self, t: int) -> None:
        """The best cell in each column that ends before atom `t`."""
        words = self.words
        cells = words.ending[t]
        if cells.start == cells.stop:
            return
        total = self.start.take(words.first[cells], axis=0)
        total += self.cells[cells]
        total += self.suits.take(words.ask[cells], axis=0)
        if words.placed:
            total += self.misplaced(cells)[:, None, :]
        np.maximum.reduce(total, axis=0, out=self.best[t])
        likely = total.argmax(axis=0, out=self.likely[t])
        words.folded[cells].take(likely, out=self.wrapped[t])

    def _begin(self, t: int, opened: NDArray[np.bool_] | None) -> None:
        """The value of a cell in each column that begins at atom `t`, the columns skipped up to it reckoned off; the
        headers `opened` begin there."""
        if self.wide > 1:
            one, more = self.after[t]
            before = np.add(self.best[t], np.where(self.wrapped[t], more, one), out=self.before[t])
            before += self.left_bare
            np.subtract(np.maximum.accumulate(before[:, :-1], axis=1), self.skipped[1:], out=self.start[t, :, 1:])
        if opened is not None:
            self.start[t, opened] = self.opening[opened]

    def misplaced(self, cells: slice) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """What the places of cells on their lines hold against each column."""
        if self.bare != BARE:
            return np.zeros((cells.stop - cells.start, self.wide))
        at = self.words.columns[self.words.first[cells]]
        return np.where((at[:, None] >= 0) & (at[:, None] != np.arange(self.wide)), -12.0, 0.0)

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
            words = self.words
            first = int(words.first[words.ending[t].start + self.likely[t, g, k]])
            before = 0 if first == self.firsts[g] else int(self.before[first, g, :k].argmax())
            known = self._cells[g, t, k] = first, before
        return known
