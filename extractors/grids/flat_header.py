"""Header words as one row of cells over the columns: every stretch of the first atoms, for several guesses at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from extractors.grids.columns import BREAKS, NEVER, Breaks, Column
from extractors.grids.header import ASKS, Words, suited
from extractors.grids.viterbi import HeaderSearch, cells_told, header_forwards

# Cost of a column without header; what a cell loses whose place tells another column.
BARE, _MISPLACED = 8.0, -12.0
# Of each header cell the column and its atoms: (column, first, one past the last).
Cells = tuple[tuple[int, int, int], ...]


def no_header(first: int, last: int) -> float:
    """Cost of columns `first` to `last` without header words."""
    if first == 0 and last:
        return -1.2 - (2.0 if last > 1 else 0.0) - BARE * max(0, last - 2)
    return -BARE * (last - first)


@lru_cache(maxsize=100)
def _bare(wide: int) -> tuple[list[float], list[float]]:
    """What it costs that the columns before each of so many have no header, and those behind it."""
    return [no_header(0, k) for k in range(wide)], [no_header(k + 1, wide) for k in range(wide)]


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
        self.words = words
        self.widths = [len(c) if c is not None else wide for c in columns]
        self.wide = max(self.widths)
        self._weigh(breaks, columns)
        shape = (last + 1, len(breaks), self.wide)
        self.best = np.full(shape, NEVER)
        skipped = self.bare * np.arange(self.wide)
        self.search = HeaderSearch(
            start=np.full(shape, NEVER),
            best=self.best,
            # likely[t, g, k]: which of the cells that end before t is best in column k, and whether it is wrapped
            likely=np.zeros(shape, dtype=np.intp),
            wrapped=np.zeros(shape, dtype=np.bool_),
            before=np.empty(shape),
            bounds=words.bounds,
            first=words.first,
            cells=self.cells,
            ask=words.ask,
            suits=self.suits,
            misplaced=_MISPLACED,
            at=words.columns if self.bare == BARE else np.full(len(words.atoms), -1, dtype=np.intp),
            folded=words.folded,
            after=self.after,
            left_bare=skipped + self.bare,
            skipped=skipped,
            opening=self.opening,
            tail=self.tail,
            firsts=np.array(firsts, dtype=np.intp),
            never=NEVER,
        )
        header_forwards(self.search, min(firsts))

    def _weigh(self, breaks: Sequence[Breaks], columns: Sequence[Sequence[Column] | None]) -> None:
        shape = (len(breaks), self.wide)
        words = self.words
        tables = np.array([b.table for b in breaks])
        within, following, wrapped = (tables[:, BREAKS[event]].T for event in ("within", "next", "wrapped"))
        # cells[n, g]: log likelihood of a cell by itself; after[t, f, g]: of one more that begins at t, behind one that is
        # wrapped (f = 1) or not
        self.cells = words.value[:, None] + words.seps @ within
        self.after = np.stack([following, wrapped], axis=1)[list(words.sep)] + np.array(words.cuts)[:, None, None]
        self.opening = np.full(shape, NEVER)
        self.tail = np.full(shape, NEVER)
        self.bare = 1e5 if columns[0] is None else BARE
        # what each header that asks for a kind of column loses in a column; the first of columns that a guess has not,
        # the second of one of which nothing is known
        suits = [(NEVER,) * len(ASKS), (0.0,) * len(ASKS)]
        # headers have columns in common
        known: dict[int, int] = {}
        index = np.zeros(shape, dtype=np.intp)
        for g, some in enumerate(columns):
            wide = self.widths[g]
            self.opening[g, 0] = 0.0
            if some is None:
                index[g, :wide] = 1
                self.tail[g] = 0.0
                continue
            self.opening[g, :wide], self.tail[g, :wide] = _bare(wide)
            for k, column in enumerate(some):
                number = known.get(id(column))
                if number is None:
                    number = known[id(column)] = len(suits)
                    suits.append(suited(column))
                index[g, k] = number
        self.suits = np.array(suits).T.take(index, axis=1)

    def ends(self, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Log likelihood of a header that ends before atom `size`, under each guess."""
        value: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (self.best[size] + self.tail).max(axis=1)
        return value

    def read(self, g: int, size: int, last: int | None = None, above: float = NEVER / 2) -> tuple[float, Cells]:
        """The best header `g` that ends before atom `size` (in column `last`, where given), with its score; no cells
        where that is not `above`."""
        score, told = cells_told(self.search, g, size, -1 if last is None else last, max(above, NEVER / 2))
        return (score, tuple(map(tuple, told[::-1].tolist()))) if len(told) else (NEVER, ())
