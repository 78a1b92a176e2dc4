"""Which columns and rows blocks of values take that a tool wrote in an order of its own: all cells of the grid are filled, each
column from above, and of the ways to do so the one that a tool is likeliest to have gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

from extractors.grids.atoms import NUMERIC, Atom, Kind

Values = tuple[tuple[Atom, ...], ...]
# What it costs to go on right beside the last block, but with another number of rows; over columns, to one that a header's
# block begins with or to any other; back to a column left out; to rows below, all above being full or not; anywhere else.
_UNEVEN, _BEGUN, _OVER, _BACK, _BELOW, _EARLY, _UNDER, _ASTRAY = 1.5, 0.4, 2.5, 0.2, 0.3, 1.5, 1.0, 4.0
# Values of another kind than those above, or before their header; a p-value that does not follow on its rows.
_UNLIKE, _BEFORE, _LATE = 3.0, 1.0, 1.0
_SHARE = re.compile(r"[<>≤≥=~\s]*(?:0?[.,·]\d|1[.,·]0+\b)")
# So many steps are tried; so much may be spent, and a block.
_TRIED, _MOST, _EACH = 3000, 3.0, 0.35


class Place(NamedTuple):
    """A block at its first column and row; `tall` are the rows it takes."""

    block: int
    column: int
    row: int
    tall: int
    wide: int


@dataclass(frozen=True)
class Shape:
    """A grid of `rows` by `columns` of values; the last holds p-values of some rows only if `tested`; blocks of the header
    begin with the columns `begun`; `named` tells which of the first columns are called alike, `told` where in the text
    their headers stand."""

    rows: int
    columns: int
    tested: bool = False
    begun: frozenset[int] = frozenset()
    named: tuple[str, ...] = ()
    told: tuple[int, ...] = ()

    @property
    def full(self) -> int:
        return self.columns - self.tested


_Path: TypeAlias = "tuple[Place, _Path] | None"


def cover(blocks: Sequence[Values], shape: Shape) -> tuple[float, list[Place]] | None:
    """The cheapest way to place all blocks in their order so that nothing is left empty, with its cost; None where there is
    none that a tool would go.

    Where blocks of a header hold several columns, the tool writes the first column below each of its blocks first.
    """
    found = _cheapest(blocks, shape)
    if shape.begun and shape.begun != {0} and all(len(b[0]) == 1 and len(b) == shape.rows for b in blocks):
        order = [*sorted(shape.begun), *(k for k in range(shape.columns) if k not in shape.begun)]
        other = _cheapest(blocks, replace(shape, begun=frozenset())) if max(order) < shape.full else None
        if other is not None:
            places = [place._replace(column=order[place.column]) for place in other[1]]
            other = other[0] + _mixed(blocks, places, shape), places
        if found is None or (other is not None and other[0] <= found[0] + _mixed(blocks, found[1], shape)):
            return other
    return found


def _mixed(blocks: Sequence[Values], places: Sequence[Place], shape: Shape) -> float:
    """What it costs where columns that are called alike hold other kinds, and where values stand before their header."""
    first: dict[str, frozenset[str]] = {}
    cost = 0.0
    for place in sorted(places, key=lambda p: p.column):
        if place.column < len(shape.named):
            kinds = _kinds(blocks[place.block], 0)
            cost += _UNLIKE * _unlike(kinds, first.setdefault(shape.named[place.column], kinds))
            cost += _BEFORE * (blocks[place.block][0][0].start < shape.told[place.column])
    return cost


def _cheapest(blocks: Sequence[Values], shape: Shape) -> tuple[float, list[Place]] | None:
    kinds = [[_kinds(block, k) for k in range(len(block[0]))] for block in blocks]
    heap: list[tuple[float, int, int, tuple[int, ...], Place | None, _Path]] = [
        (0.0, 0, 0, (0,) * shape.columns, None, None)
    ]
    seen: set[tuple[int, tuple[int, ...], Place | None]] = set()
    limit, count = _MOST + _EACH * len(blocks), 0
    while heap and count < _TRIED:
        cost, _, n, filled, last, path = heappop(heap)
        n = -n
        if n == len(blocks):
            if all(f == shape.rows for f in filled[: shape.full]):
                return cost, _in_order(path)
            continue
        if (n, filled, last) in seen:
            continue
        seen.add((n, filled, last))
        count += 1
        firsts = _firsts(path, kinds)
        for place in _places(n, blocks[n], filled, last, shape):
            more = _order(place, filled, last, shape)
            more += sum(
                _UNLIKE * _unlike(kinds[n][k], firsts.get(place.column + k, frozenset())) for k in range(place.wide)
            )
            if cost + more <= limit:
                made = list(filled)
                for k in range(place.column, place.column + place.wide):
                    made[k] = place.row + place.tall
                heappush(heap, (cost + more, -(n + 1), -(n + 1), tuple(made), place, (place, path)))
    return None


def _places(n: int, block: Values, filled: tuple[int, ...], last: Place | None, shape: Shape) -> Iterator[Place]:
    tall, wide = len(block), len(block[0])
    for column in range(shape.columns - wide + 1):
        known = filled[column : min(column + wide, shape.full)]
        if known:
            if len(set(known)) > 1 or known[0] + tall > shape.rows:
                continue
            yield Place(n, column, known[0], tall, wide)
        elif all(is_share(row[0]) for row in block):
            row = last.row if last is not None else 0
            rows = {max(row, filled[column]), filled[column]}
            for at in sorted(rows):
                if at + tall <= shape.rows:
                    yield Place(n, column, at, tall, wide)


def _order(place: Place, filled: tuple[int, ...], last: Place | None, shape: Shape) -> float:
    """What it costs to place a block so behind the last."""
    if last is None:
        return 0.0 if place.column == 0 else _OVER
    if place.column >= shape.full:
        return 0.0 if place.row == last.row else _LATE
    uneven = _UNEVEN if place.tall != last.tall and last.column < shape.full else 0.0
    if place.row == last.row and place.column > last.column:
        if place.column == last.column + last.wide:
            return uneven
        skipped = all(filled[k] > place.row for k in range(last.column + last.wide, place.column))
        return (0.0 if skipped else _BEGUN if place.column in shape.begun else _OVER) + uneven
    leftmost = place.column == filled.index(min(filled[: shape.full]))
    if place.row == last.row:
        return (_BACK if leftmost else _OVER) + uneven
    if place.row > last.row and leftmost:
        return _BELOW if len(set(filled[: shape.full])) == 1 else _EARLY
    if place.column == last.column:
        return _UNDER
    return _ASTRAY


def _in_order(path: _Path) -> list[Place]:
    found: list[Place] = []
    while path is not None:
        place, path = path
        found.append(place)
    return found[::-1]


def _firsts(path: _Path, kinds: Sequence[Sequence[frozenset[str]]]) -> dict[int, frozenset[str]]:
    """The kinds of the blocks placed, by column."""
    found: dict[int, frozenset[str]] = {}
    while path is not None:
        place, path = path
        for k in range(place.wide):
            if more := kinds[place.block][k]:
                found[place.column + k] = more
    return found


def _kinds(block: Values, k: int) -> frozenset[str]:
    """The kinds in a column of a block; nothing for a median with its range, which may stand among counts."""
    found = frozenset(_family(row[k]) for row in block) - {""}
    return frozenset() if len(found) > 1 and Kind.RANGE.value in found else found


def _family(atom: Atom) -> str:
    if atom.kind not in NUMERIC:
        return ""
    if atom.kind in (Kind.INTEGER, Kind.DECIMAL) and atom.text.strip("*") in ("0", "100"):
        return ""
    return atom.kind.value


def _unlike(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two and not one & two)


def is_share(atom: Atom) -> bool:
    """Whether a value may be a p-value."""
    return atom.kind is Kind.DECIMAL and bool(_SHARE.match(atom.text))
