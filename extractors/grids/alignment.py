"""The reading of a table's atoms as rows and cells that is likeliest under what its columns hold.

A semi-Markov Viterbi search: states are (atoms read, column of the last cell, whether that cell was wrapped). All
columns and all spans that begin at one atom are weighed together, as arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.grids.columns import NEVER, Breaks, Column
from extractors.grids.lattice import Lattice
from extractors.grids.spans import Span

__all__ = ["NEVER", "Lattice", "Reading", "align"]

_ROW, _GROUP, _NO_LABEL = -0.7, -1.1, -5.0
# All that the empty cells at the end of a row may cost: rows that stop early are common.
_REST = -4.5


@dataclass(frozen=True)
class Reading:
    """Rows of (column, span); `head` atoms at the start belong to the header. `score` is a log likelihood."""

    score: float
    head: int
    rows: tuple[tuple[tuple[int, Span], ...], ...]


def align(
    lattice: Lattice, columns: Sequence[Column], breaks: Breaks, head: Sequence[float], anchors: frozenset[int] | None
) -> Reading:
    """The best reading.

    `head[t]` is the log likelihood that the first `t` atoms are header (NEVER where they cannot be); `anchors`, where
    given, are the only atoms that begin a row.
    """
    return _Search(lattice, columns, breaks, head, anchors).run()


class _Search:
    def __init__(
        self,
        lattice: Lattice,
        columns: Sequence[Column],
        breaks: Breaks,
        head: Sequence[float],
        anchors: frozenset[int] | None,
    ) -> None:
        self.lattice, self.atoms = lattice, lattice.atoms
        self.breaks, self.head, self.anchors = breaks, head, anchors
        self.wide, self.size = len(columns), len(lattice.atoms)
        self.empty = [c.empty_score for c in columns]
        self.rest = np.array([*(max(_REST, sum(self.empty[k + 1 :])) for k in range(self.wide)), 0.0])
        inner = lattice.inner(breaks)
        each = [lattice.scores(c) + inner for c in columns]
        # row `wide` stands for a group row's label: column 0 under another name
        self.value = np.vstack([*each, each[0]])
        # best[t, k, f] with where it came from: (t0, k0, f0) and span number * 2 + whether it opens a row
        self.best = np.full((self.size + 1, self.wide + 1, 2), NEVER)
        self.back = np.zeros((self.size + 1, self.wide + 1, 2, 4), dtype=np.int64)

    def run(self) -> Reading:
        for t in range(self.size):
            row, source = self._row_start(t)
            if row > NEVER / 2:
                starts = [(0, row), (self.wide, row + _GROUP)]
                if self.wide > 2:
                    starts.append((1, row + _NO_LABEL))
                self._place(t, starts, [source] * len(starts), True)
            self._next_cells(t)
        return self._trace()

    def _finish(self, t: int) -> tuple[float, tuple[int, int]]:
        """The best state at `t` with its row closed."""
        closed = self.best[t] + self.rest[:, None]
        k, f = divmod(int(closed.argmax()), 2)
        return float(closed[k, f]), (k, f)

    def _row_start(self, t: int) -> tuple[float, tuple[int, int, int]]:
        value, source = (self.head[t] if t < len(self.head) else NEVER), (t, -1, 0)
        if t == 0 or (self.anchors is not None and t not in self.anchors):
            return value, source
        closed, (k, f) = self._finish(t)
        closed += self.breaks.score("row", self.atoms[t].sep) + _ROW + self.lattice.cut[t]
        return (closed, (t, k, f)) if closed > value else (value, source)

    def _next_cells(self, t: int) -> None:
        if self.anchors is not None and t in self.anchors:
            return
        sep, cut = self.atoms[t].sep, self.lattice.cut[t]
        here = self.best[t].tolist()
        costs = (self.breaks.score("next", sep) + cut, self.breaks.score("wrapped", sep) + cut)
        run, source = NEVER, (t, 0, 0)
        starts: list[tuple[int, float]] = []
        sources: list[tuple[int, int, int]] = []
        for k in range(1, self.wide):
            run += self.empty[k - 1] if k > 1 else 0.0
            for f in (0, 1):
                value = here[k - 1][f] + costs[f]
                if value > run:
                    run, source = value, (t, k - 1, f)
            if run > NEVER / 2:
                starts.append((k, run))
                sources.append(source)
        if starts:
            self._place(t, starts, sources, False)

    def _place(
        self, t: int, starts: Sequence[tuple[int, float]], sources: Sequence[tuple[int, int, int]], opens: bool
    ) -> None:
        """Put every span that begins at `t` into each of the columns `starts`, where that beats what stood there."""
        count = self._reach(t)
        if not count:
            return
        first = self.lattice.begin[t]
        columns = np.array([k for k, _ in starts])
        score = self.value[columns, first : first + count] + np.array([v for _, v in starts])[:, None]
        lasts = np.arange(t + 1, t + 1 + count)
        flags = self.lattice.wrapped[first : first + count]
        rows, spans = np.nonzero(score > self.best[lasts[None, :], columns[:, None], flags[None, :]])
        if not len(rows):
            return
        place = (lasts[spans], columns[rows], flags[spans])
        self.best[place] = score[rows, spans]
        self.back[place] = np.column_stack([np.array(sources)[rows], (first + spans) * 2 + int(opens)])

    def _reach(self, t: int) -> int:
        """How many of the spans that begin at `t` hold no atom that begins another row."""
        count = len(self.lattice.spans[t])
        if self.anchors is None:
            return count
        return next((n for n in range(1, count) if t + n in self.anchors), count)

    def _trace(self) -> Reading:
        score, (k, f) = self._finish(self.size)
        whole = self.head[self.size] if self.size < len(self.head) else NEVER
        if score < NEVER / 2 or whole > score:
            return Reading(NEVER, self.size, ())
        rows: list[list[tuple[int, Span]]] = [[]]
        t = self.size
        while True:
            t0, k0, f0, packed = (int(x) for x in self.back[t, k, f])
            rows[-1].append((0 if k == self.wide else k, self.lattice.flat[packed // 2]))
            if k0 < 0:
                head = t0
                break
            if packed % 2:
                rows.append([])
            t, k, f = t0, k0, f0
        return Reading(score, head, tuple(tuple(reversed(r)) for r in reversed(rows)))
