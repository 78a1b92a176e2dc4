"""Headers of several rows above columns that are written one after the other: put in the order of their rows, then solved by
counting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.columnwise_header import header_cells
from extractors.grids.pieces import Pieces
from extractors.grids.runs import Cell, text_of
from extractors.grids.spans import NO_PAIRS, kind_of
from extractors.grids.stacked import solve
from extractors.grids.zone import Zone

_VALUES = NUMERIC | {Kind.DASH, Kind.ABSENT}
# So many of the cells must be values; so many leaves make a unit, so many columns stand beside those that repeat.
_COUNTED, _UNIT, _SPARE = 0.9, 4, 2
# What arms, groups, cohorts are told apart by.
_COUNTS = re.compile(r"\s(?:[a-f]|\d|[ivx]+)$")


def levels_over(
    cells: Sequence[Cell], rows: Sequence[Mapping[int, Cell]], wide: int, known: bool = False
) -> tuple[Atom, ...] | None:
    """The atoms of a header with the columns that each cell stands over; None where counting does not tell them. `known`
    says that the columns are: then a likely reading will do."""
    if wide < 4 or not cells or not _counts(rows):
        return None
    ordered = by_rows(_parted(cells), wide - 1)
    atoms = [replace(a, sep=a.sep if n else Sep.BLANK) for cell in ordered for n, a in enumerate(cell)]
    full: dict[int, list[list[Atom]]] = {}
    for row in rows:
        values = [row[k][0] for k in sorted(row) if k]
        if values:
            full.setdefault(len(values), []).append(values)
    starts = tuple(k for k, a in enumerate(atoms) if a.sep in (Sep.LINE, Sep.BLANK))
    solved = solve(Pieces(Zone(atoms, starts, full), NO_PAIRS))
    if (
        solved is None
        or not (solved.sure or (known and solved.likely))
        or solved.width != wide
        or solved.head != len(atoms)
        or len(solved.rows) < 2
    ):
        return None
    return tuple(_marked(atoms, solved.rows))


def _counts(rows: Sequence[Mapping[int, Cell]]) -> bool:
    """Whether nearly all that stands behind labels are values."""
    cells = [cell for row in rows for k, cell in row.items() if k]
    return bool(cells) and sum(kind_of(c) in _VALUES for c in cells) >= _COUNTED * len(cells)


def _parted(cells: Sequence[Cell]) -> list[Cell]:
    """The pieces of a header line by line, in order of text."""
    atoms = sorted((a for cell in cells for a in cell), key=lambda a: a.start)
    starts = [k for k, a in enumerate(atoms) if not k or a.sep in (Sep.LINE, Sep.BLANK)]
    lines = [tuple(atoms[f:t]) for f, t in pairwise([*starts, len(atoms)])]
    return [piece for line in lines for piece in header_cells([line])]


def by_rows(pieces: Sequence[Cell], values: int) -> list[Cell]:
    """The pieces with the lowest headers last, where these stand between those above them: "Arm A, n, %, Arm B, n, %"."""
    best = lowest(pieces, values)
    return [pieces[k] for k in range(len(pieces)) if k not in best] + [pieces[k] for k in best]


def lowest(pieces: Sequence[Cell], values: int = 0) -> list[int]:
    """Which pieces of a header repeat as those right above the columns do: for so many columns of values, if given."""
    names = [text_of(p).casefold() for p in pieces]
    best: list[int] = []
    for unit in range(_UNIT, 0, -1):
        for first in range(len(names) - unit + 1):
            found = _again(names, names[first : first + unit])
            told = len(found) * unit
            if len(found) > 1 and (not values or values - _SPARE <= told <= values) and told > len(best):
                best = [k for at in found for k in range(at, at + unit)]
    # a group with one more: "Arm A, Arm B, Arm A, Arm B, Arm C"
    for k in range(1, len(names)):
        like = k - 1 in best and k not in best and (not values or len(best) < values)
        if like and names[k] != names[k - 1] and _COUNTS.sub("", names[k]) == _COUNTS.sub("", names[k - 1]) != names[k]:
            best = sorted([*best, k])
    if values and len(best) < values:
        best = max(_as_often(names, values), best, key=len)
    return best


def _as_often(names: Sequence[str], values: int) -> list[int]:
    """Names that repeat as often as one another, other words or one another's next ones between them: the columns of the
    first, then those of the next group. None where they do not make up the columns but for a p-value's."""
    counts = Counter(names)
    often = [name for name in dict.fromkeys(names) if counts[name] > 1]
    if not 1 < len(often) <= _UNIT or len({counts[name] for name in often}) > 1:
        return []
    each = [[k for k, name in enumerate(names) if name == one] for one in often]
    found = [k for group in zip(*each, strict=True) for k in group]
    return found if values - 1 <= len(found) <= values else []


def _again(names: Sequence[str], unit: Sequence[str]) -> list[int]:
    """Where a unit of names stands, one time behind the other."""
    found: list[int] = []
    at = 0
    while at <= len(names) - len(unit):
        if list(names[at : at + len(unit)]) == list(unit):
            found.append(at)
            at += len(unit)
        else:
            at += 1
    return found


def _marked(atoms: Sequence[Atom], rows: Sequence[Sequence[tuple[int, int, int, int]]]) -> Iterator[Atom]:
    for row in rows:
        for n, (first, past, start, end) in enumerate(row):
            yield replace(atoms[start], sep=Sep.WIDE if n else Sep.LINE, column=first, past=past, opens=n == 0)
            yield from atoms[start + 1 : end]
