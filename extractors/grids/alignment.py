"""The reading of a table's atoms as rows and cells that is likeliest under what its columns hold.

A semi-Markov Viterbi search: states are (atoms read, column of the last cell, whether that cell was wrapped).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grids.atoms import Atom, Sep
from extractors.grids.columns import Breaks, Column
from extractors.grids.spans import LONGEST, NO_PAIRS, Pairs, Span, cuts, span_of

NEVER = -1e9
_ROW, _GROUP, _NO_LABEL = -0.7, -1.1, -5.0
# All that the empty cells at the end of a row may cost: rows that stop early are common.
_REST = -4.5


@dataclass(frozen=True)
class Reading:
    """Rows of (column, span); `head` atoms at the start belong to the header. `score` is a log likelihood."""

    score: float
    head: int
    rows: tuple[tuple[tuple[int, Span], ...], ...]


@dataclass
class Lattice:
    """Every span that may be a cell, computed once for a table."""

    atoms: Sequence[Atom]
    pairs: Pairs = NO_PAIRS

    def __post_init__(self) -> None:
        self.spans: list[list[Span]] = []
        for first in range(len(self.atoms)):
            made: list[Span] = []
            before: Span | None = None
            for last in range(first + 1, min(first + LONGEST, len(self.atoms)) + 1):
                before = span_of(self.atoms, first, last, before, self.pairs)
                if before.hold < -14 or before.blanks > 4:
                    break
                made.append(before)
            self.spans.append(made)


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
        self.atoms, self.spans = lattice.atoms, lattice.spans
        self.columns, self.breaks, self.head, self.anchors = columns, breaks, head, anchors
        self.wide, self.size = len(columns), len(lattice.atoms)
        self.empty = [c.empty_score for c in columns]
        self.rest = [max(_REST, sum(self.empty[k + 1 :])) for k in range(self.wide)]
        self.cut = cuts(self.atoms, lattice.pairs)
        # best[t][k][f]; column index `wide` is a group row's label. back holds (t0, k0, f0, k, span).
        self.best = [[[NEVER, NEVER] for _ in range(self.wide + 1)] for _ in range(self.size + 1)]
        self.back: dict[tuple[int, int, int], tuple[int, int, int, Span, bool]] = {}

    def run(self) -> Reading:
        for t in range(self.size):
            row, source = self._row_start(t)
            if row > NEVER / 2:
                self._place(t, 0, row, source, True)
                self._place(t, self.wide, row + _GROUP, source, True)
                if self.wide > 2:
                    self._place(t, 1, row + _NO_LABEL, source, True)
            self._next_cells(t)
        return self._trace()

    def _finish(self, t: int) -> tuple[float, tuple[int, int]]:
        """The best state at `t` with its row closed."""
        found, state = NEVER, (0, 0)
        for k in range(self.wide + 1):
            close = self.rest[k] if k < self.wide else 0.0
            for f in (0, 1):
                value = self.best[t][k][f] + close
                if value > found:
                    found, state = value, (k, f)
        return found, state

    def _row_start(self, t: int) -> tuple[float, tuple[int, int, int]]:
        value, source = (self.head[t] if t < len(self.head) else NEVER), (t, -1, 0)
        if t == 0 or (self.anchors is not None and t not in self.anchors):
            return value, source
        closed, (k, f) = self._finish(t)
        closed += self.breaks.score("row", self.atoms[t].sep) + _ROW + self.cut[t]
        return (closed, (t, k, f)) if closed > value else (value, source)

    def _next_cells(self, t: int) -> None:
        if self.anchors is not None and t in self.anchors:
            return
        sep = self.atoms[t].sep
        here = self.best[t]
        cut = self.cut[t]
        costs = (self.breaks.score("next", sep) + cut, self.breaks.score("wrapped", sep) + cut)
        run, source = NEVER, (t, 0, 0)
        for k in range(1, self.wide):
            run += self.empty[k - 1] if k > 1 else 0.0
            for f in (0, 1):
                value = here[k - 1][f] + costs[f]
                if value > run:
                    run, source = value, (t, k - 1, f)
            if run > NEVER / 2:
                self._place(t, k, run, source, False)

    def _place(self, t: int, k: int, value: float, source: tuple[int, int, int], opens: bool) -> None:
        column = self.columns[0 if k == self.wide else k]
        line, blank = self.breaks.score("within", Sep.LINE), self.breaks.score("within", Sep.BLANK)
        space = self.breaks.score("within", Sep.SPACE)
        for span in self.spans[t]:
            if self.anchors is not None and span.last - 1 > t and span.last - 1 in self.anchors:
                break
            inner = span.lines * line + span.blanks * blank + (span.size - 1 - span.lines - span.blanks) * space
            score = value + inner + column.score(span)
            f = 1 if span.wrapped else 0
            if score > self.best[span.last][k][f]:
                self.best[span.last][k][f] = score
                self.back[span.last, k, f] = (*source, span, opens)

    def _trace(self) -> Reading:
        score, (k, f) = self._finish(self.size)
        whole = self.head[self.size] if self.size < len(self.head) else NEVER
        if score < NEVER / 2 or whole > score:
            return Reading(NEVER, self.size, ())
        rows: list[list[tuple[int, Span]]] = [[]]
        t = self.size
        while True:
            t0, k0, f0, span, opens = self.back[t, k, f]
            rows[-1].append((0 if k == self.wide else k, span))
            if k0 < 0:
                head = t0
                break
            if opens:
                rows.append([])
            t, k, f = t0, k0, f0
        return Reading(score, head, tuple(tuple(reversed(r)) for r in reversed(rows)))
