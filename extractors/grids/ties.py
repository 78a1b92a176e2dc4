"""Rows with fewer cells than columns: an empty cell that left no trace may stand anywhere. Each such row is weighed in every
order-keeping way over the columns, by what the other rows hold there; what comes out nearly as well is a tie."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from extractors.grids.arithmetic import Cells
from extractors.grids.atoms import NUMERIC, Atom, Sep
from extractors.grids.columns import NEVER, Column
from extractors.grids.spans import OPEN_END, Span

# Log likelihoods: below which lead two ways tie, by which another way is better than the one read.
_TIE, _BETTER = 1.0, 4.0
# What recurs, and where a number lies among the others of a column: the most that each counts.
_RECURS, _FAR, _NEAR = 1.2, -3.0, 0.5
_ENOUGH = 4
# So many cells of a column, and such a share of them right below one another in the text, were written column by column.
_FEWEST, _BELOW = 2, 0.6
_NUMBER = re.compile(r"\d+(?:[.,·]\d+)?")
Places = tuple[int, ...]


class Tie(NamedTuple):
    """A row (0-based) whose cells in `columns` may as well stand elsewhere; `lead` is the log odds of where they stand."""

    row: int
    columns: tuple[int, ...]
    lead: float


def seated(rows: Sequence[Cells], width: int) -> tuple[list[Cells], list[Tie]]:
    """The rows, those with fewer cells than columns in the likeliest way where that is far likelier than the one read, and
    the ties that are left."""
    whole = [row for row in rows if len(row) == width]
    held = [_Held.of(whole if len(whole) >= _ENOUGH else rows, k) for k in range(width)]
    made: list[Cells] = []
    ties: list[Tie] = []
    for n, row in enumerate(rows):
        moving = [span for k, span in row if k]
        if not moving or len(moving) >= width - 1:
            made.append(row)
            continue
        read = tuple(k for k, _ in row if k)
        ways = _ways(moving, [column.without(row) for column in held[1:]])
        here = next((score for score, places in ways if places == read), None)
        best, places = ways[0]
        if here is not None and best - here > _BETTER:
            row = (*((k, s) for k, s in row if not k), *zip(places, moving, strict=True))
            here, read = best, places
        made.append(row)
        if here is None:
            continue
        near = [other for score, other in ways if other != read and here - score < _TIE]
        moved = sorted({k for other in near for k, to in zip(read, other, strict=True) if k != to})
        if moved:
            lead = here - max(score for score, other in ways if other != read)
            ties.append(Tie(n, tuple(moved), lead))
    return made, ties


def uneven(atoms: Sequence[Atom], rows: Sequence[Cells], width: int) -> list[int]:
    """Columns whose cells do not come out even with the rows: written one below the other they leave a row without a cell, or
    two lines make one cell while another row has none. Which line is whose is then not told."""
    rank = {k: n for n, k in enumerate(sorted(range(len(atoms)), key=lambda k: atoms[k].start))}
    full = [dict(row) for row in rows if len(row) > 1]
    found: list[int] = []
    for k in range(1, width):
        cells = [row.get(k) for row in full]
        filled = [span for span in cells if span is not None]
        if len(filled) < _FEWEST:
            continue
        below = sum(rank[b.first] == rank[a.last - 1] + 1 for a, b in pairwise(filled))
        small = [span.text[0].islower() for span in filled]
        begun = [
            0 if low and 2 * sum(small) < len(small) else _begins(atoms, s)
            for low, s in zip(small, filled, strict=True)
        ]
        odd = any(n != 1 for n in begun)
        if (odd and len(filled) < len(cells)) or (
            below >= _BELOW * (len(filled) - 1) and (odd or len(filled) < len(cells))
        ):
            found.append(k)
    return found


def _begins(atoms: Sequence[Atom], span: Span) -> int:
    """How many cells the lines of one may be: those that do not go on with the line before."""
    lines = [k for k in range(span.first + 1, span.last) if atoms[k].sep in (Sep.LINE, Sep.BLANK)]
    on = [atoms[k].text[0].islower() or atoms[k].text[0] in "([" or OPEN_END.search(atoms[k - 1].text) for k in lines]
    return 1 + sum(not goes_on for goes_on in on)


@dataclass(frozen=True)
class _Held:
    """What a column holds: its cells counted, the numbers in them; `left` leaves one row out."""

    number: int
    column: Column
    sizes: tuple[float, ...]

    @classmethod
    def of(cls, rows: Sequence[Cells], k: int) -> _Held:
        column, sizes = Column(label=k == 0), []
        for row in rows:
            span = dict(row).get(k)
            if len(row) > 1 or k == 0:
                column.add(span)
            if span is not None and (size := _size(span)) is not None:
                sizes.append(size)
        return cls(k, column, tuple(sizes))

    def without(self, row: Cells) -> _Held:
        span = dict(row).get(self.number)
        if span is None:
            left = Column(self.column.kinds, self.column.texts, self.column.sizes, max(0, self.column.empty - 1))
            return _Held(self.number, left, self.sizes)
        kinds, texts = self.column.kinds - Counter([span.kind]), self.column.texts - Counter([span.text.casefold()])
        sizes = list(self.sizes)
        if (size := _size(span)) in sizes:
            sizes.remove(size)
        return _Held(self.number, Column(kinds, texts, self.column.sizes, self.column.empty), tuple(sizes))

    def likely(self, span: Span) -> float:
        """Log likelihood of a cell in this column."""
        value = self.column.kind_score(span.kind)
        if span.kind not in NUMERIC:
            seen = self.column.texts[span.text.casefold()]
            return value + (min(_RECURS, 0.5 * math.log(seen + 1)) if seen else 0.0)
        size = _size(span)
        return value + (self._lies(size) if size is not None else 0.0)

    def _lies(self, size: float) -> float:
        if len(self.sizes) < _ENOUGH:
            return 0.0
        mean, spread = self._spread
        return max(_FAR, _NEAR - math.log(spread / 0.25) / 2 - ((size - mean) / spread) ** 2 / 2)

    @cached_property
    def _spread(self) -> tuple[float, float]:
        mean = sum(self.sizes) / len(self.sizes)
        return mean, max(0.25, math.sqrt(sum((x - mean) ** 2 for x in self.sizes) / len(self.sizes)))


def _size(span: Span) -> float | None:
    """The logarithm of the first number in a cell of numbers."""
    found = _NUMBER.search(span.text) if span.kind in NUMERIC else None
    return math.log1p(float(found[0].replace(",", ".").replace("·", "."))) if found else None


def _ways(moving: Sequence[Span], columns: Sequence[_Held]) -> list[tuple[float, Places]]:
    """The likeliest ways to spread cells over columns in their order, the best first; a few of them."""
    ways: list[list[tuple[float, Places]]] = [[(0.0, ())], *([] for _ in moving)]
    for column in columns:
        grown = [list(some) for some in ways]
        for n in range(len(ways)):
            grown[n] = [(score + column.column.empty_score, places) for score, places in ways[n]]
        for n, span in enumerate(moving):
            if ways[n]:
                gain = column.likely(span)
                grown[n + 1] += [(score + gain, (*places, column.number)) for score, places in ways[n] if gain > NEVER]
        ways = [sorted(some, key=lambda x: -x[0])[:_KEPT] for some in grown]
    return ways[-1]


_KEPT = 6
