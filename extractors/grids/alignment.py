"""The reading of a table's atoms as rows and cells that is likeliest under what its columns hold.

A semi-Markov search from the end backwards: states are (atoms left, column of the last cell, whether that cell was
wrapped). Many guesses at the columns are weighed side by side, as arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.grids.columns import BREAKS, NEVER, Breaks, Column
from extractors.grids.lattice import ELSEWHERE, Floats, Lattice
from extractors.grids.spans import Span
from extractors.grids.viterbi import RowSearch, rows_backwards, rows_told, weighed

_ROW, _GROUP, _NO_LABEL = -0.7, -1.1, -5.0
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
        self.size, self.wide = len(lattice.atoms), max(len(g.columns) for g in guesses)
        self._weigh_cells(guesses)
        self._weigh_breaks(guesses)
        self._bound_rows(opening)
        shape = (self.wide + 1, len(guesses))
        self.starts = np.full((self.size + 1, len(guesses)), NEVER)
        # place[t, :, g]: a cell in each column begins at t; left[2 * t + f, :, g]: a cell in each column ended before t,
        # wrapped (f = 1) or not
        left = np.full((2 * self.size + 2, *shape), NEVER)
        left[-2:] = self.rest
        self.search = RowSearch(
            place=np.full((self.size, *shape), NEVER),
            left=left,
            starts=self.starts,
            worth=self.worth,
            numbers=self.index,
            heading=lattice.heading,
            ends=lattice.ends,
            begin=np.array(lattice.begin, dtype=np.intp),
            reach=self.reach,
            rest=self.rest,
            opening=self.opening,
            row=self.row,
            following=self.following,
            passed=self.passed,
            opens=self.opens,
            closes=self.closes,
            never=NEVER,
        )
        rows_backwards(self.search, since)

    def _weigh_cells(self, guesses: Sequence[Guess]) -> None:
        lattice, wide = self.lattice, self.wide
        empty = np.zeros((wide, len(guesses)))
        # A column at its place under a way of breaking, once for all guesses that have it there: its rows of scores and
        # of inner separators, its place, whether it holds figures. Number 0 is of the columns that a guess has not.
        kept = [(0, 0, 0, False)]
        number: dict[tuple[int, int, int], int] = {}
        scores: list[Floats] = [np.full(len(lattice.flat), NEVER)]
        inner: list[Floats] = [np.zeros(len(lattice.flat))]
        ways: dict[int, int] = {}
        # guesses have columns in common
        columns: dict[int, tuple[int, float, bool]] = {}
        index = np.zeros((wide + 1, len(guesses)), dtype=np.intp)
        for g, guess in enumerate(guesses):
            way = ways.get(id(guess.breaks))
            if way is None:
                way = ways[id(guess.breaks)] = len(inner)
                inner.append(lattice.inner(guess.breaks))
            for k, column in enumerate(guess.columns):
                told = columns.get(id(column))
                if told is None:
                    figures = column.share_of_numbers >= _FIGURES
                    told = columns[id(column)] = len(scores), column.empty_score, figures
                    scores.append(lattice.scores(column))
                empty[k, g] = told[1]
                key = (told[0], way, k)
                if key not in number:
                    number[key] = len(kept)
                    kept.append((told[0], way, k, k > 0 and told[2]))
                index[wide - 1 - k, g] = number[key]
        index[wide] = index[wide - 1]
        # worth[n, index[k, g]]: what span n is worth in column k of guess g
        about = np.array(kept, dtype=np.intp)
        self.worth = weighed(
            np.array(scores), np.array(inner), about, _LEFT, ELSEWHERE, _LEADING * lattice.leading, lattice.column
        )
        self.index = index
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

    def _weigh_breaks(self, guesses: Sequence[Guess]) -> None:
        cut, seps = np.array(self.lattice.cut), self.lattice.seps
        scores = np.array([g.breaks.table for g in guesses])
        row, following, wrapped = (scores[:, BREAKS[event]].T for event in ("row", "next", "wrapped"))
        self.row = row[seps] + cut[:, None] + _ROW
        self.following = np.stack([following[seps], wrapped[seps]], axis=1) + cut[:, None, None]

    def _bound_rows(self, opening: frozenset[int]) -> None:
        """Where a row may begin, where no other cell may, and how many of the spans that begin at an atom hold none of these."""
        forced = opening if self.anchors is None else self.anchors
        self.opens, self.closes = np.full(self.size, self.anchors is None), np.zeros(self.size, dtype=np.bool_)
        self.opens[list(self.anchors or ())] = True
        self.opens[0] = False
        some = sorted(t for t in forced if t < self.size)
        self.closes[some] = True
        self.reach = np.array([len(spans) for spans in self.lattice.spans], dtype=np.intp)
        if some:
            # the next atom that begins a row, if any
            after = np.append(some, 2 * self.size)[np.searchsorted(some, np.arange(self.size), side="right")]
            self.reach = np.minimum(self.reach, after - np.arange(self.size))

    def rows(self, g: int, head: int) -> Rows:
        """The rows of guess `g` behind a header of `head` atoms; none where there is no reading."""
        if head >= self.size or self.starts[head, g] < NEVER / 2:
            return ()
        made: list[list[tuple[int, Span]]] = []
        flat = self.lattice.flat
        for n, k, opens in rows_told(self.search, g, head).tolist():
            if opens:
                made.append([])
            made[-1].append((0 if k == self.wide else k, flat[n]))
        return tuple(map(tuple, made))
