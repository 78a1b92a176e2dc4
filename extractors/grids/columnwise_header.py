"""The header of a table that is written column by column: which pieces are cells, which of them stand over several columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.grids.atoms import Atom, Kind, Sep
from extractors.grids.header import atom_cost
from extractors.grids.runs import Cell, pieces, text_of
from extractors.grids.spans import bond
from extractors.grids.zone import COUNTED

# Log likelihood that an atom of a header has at least on the mean.
_COMMON = -0.8
_INTERVAL = ("CI", "CI,", "IC")
_GRADE = ("grade", "grades", "arm")
_ROMAN = re.compile(r"[IVX]+$")


def header_cells(block: Sequence[Cell]) -> list[Cell]:
    """The cells of a header's block: one, unless it is a line of several side by side."""
    if len(block) > 1:
        return [tuple(a for line in block for a in line)]
    found: list[list[Atom]] = [[block[0][0]]]
    for a, b in pairwise(block[0]):
        again = b.text.casefold() in _GRADE or b.text[:1].isupper()
        if a.text.endswith("=") and b.kind is Kind.WORDS and not b.text[0].isdigit():
            found.append([b])  # the number stands on the next line
        elif (
            (b.text in _INTERVAL and a.text.startswith("9"))
            or b.text in ("N", "n")
            or b.text.startswith("=")
            or (b.sep is Sep.SPACE and COUNTED.search(a.text) and _ROMAN.match(b.text))
        ):
            found[-1].append(b)
        elif b.sep is Sep.WIDE or bond(a, b) < 0 or (again and b.text.casefold() == found[-1][0].text.casefold()):
            found.append([b])
        else:
            found[-1].append(b)
    return [tuple(c) for c in found]


def reads_as_header(lines: Sequence[Cell]) -> bool:
    """Whether words stand in headers rather than in rows."""
    atoms = [a for line in lines for a in line]
    return sum(atom_cost(atoms, k) for k in range(len(atoms))) >= _COMMON * len(atoms)


def may_head(block: Sequence[Cell]) -> bool:
    """Whether a block may be of the header though it holds values: "CR PR SD", "1–2", "Grade 3"."""
    if len(block) > 2:
        return False
    some = [piece for line in block for piece in pieces(line)]
    return all(_may_be_head(piece) for piece in some)


def _may_be_head(piece: Cell) -> bool:
    last = piece[-1]
    if last.kind is Kind.RESPONSE:
        return len(piece) <= 3
    if last.kind in (Kind.INTEGER, Kind.RANGE):
        return len(piece) <= 3 and last.text[0] in "01234≥" and len(last.text) <= 3
    return reads_as_header([piece])


def laid_out(lead: Sequence[Cell], over: dict[int, list[Cell]], wide: int) -> list[Atom]:
    """The atoms of the header in the order of its columns, each cell with its column where there are as many as columns;
    spanning cells first, in a line of their own, where what stands below them repeats."""
    free = [k for k in range(wide) if k not in over]
    cells: dict[int, Cell] = {}
    if len(lead) == len(free) and all(len(some) == 1 for some in over.values()):
        cells = dict(zip(free, lead, strict=True)) | {k: some[0] for k, some in over.items()}
    elif len(lead) == wide and not over:
        cells = dict(enumerate(lead))
    if cells:
        upper = _grades(cells)
        if upper is None:
            return _line([(k, cells[k]) for k in range(wide)], first=True)
        top, cells = upper
        return [*_line([top], first=True), *_line([(k, cells[k]) for k in range(wide)], first=False)]
    every = [*over.get(0, ()), *lead, *(cell for k in sorted(over) if k for cell in over[k])]
    parted = [piece for cell in every for line in _lines(cell) for piece in header_cells([line])]
    if len(parted) == wide:
        return _line(list(enumerate(parted)), first=True)
    levels = stacked(every, 1)
    if levels is not None and len(levels[1]) == wide:
        upper_row, below = levels
        return [*_line(upper_row, first=True), *_line(list(enumerate(below)), first=False)]
    return _line([(-1, cell) for cell in every], first=True)


def _grades(cells: dict[int, Cell]) -> tuple[tuple[int, Cell], dict[int, Cell]] | None:
    """ "Grade" apart from "1–2" below it, where bare grades stand beside that."""
    for k, cell in cells.items():
        after = cells.get(k + 1)
        if (
            after
            and len(cell) > 1
            and cell[0].text.casefold() in _GRADE
            and len(after) == 1
            and after[0].text[0] in "01234≥"
        ):
            return (k, cell[:1]), {**cells, k: cell[1:]}
    return None


def _line(cells: Sequence[tuple[int, Cell]], first: bool) -> list[Atom]:
    made: list[Atom] = []
    for n, (k, cell) in enumerate(cells):
        sep = Sep.WIDE if n else Sep.BLANK
        made += [replace(cell[0], sep=sep, column=k, opens=first and n == 0), *cell[1:]]
    return made


def stacked(every: Sequence[Cell], first: int) -> tuple[list[tuple[int, Cell]], list[Cell]] | None:
    """Cells of two levels, the upper with their first columns, where what stands below each of the upper is the same; the
    `first` ones stand over labels."""
    lines = [line for cell in every for line in _lines(cell)]
    rest = lines[first:]
    for more in range(2, len(rest) // 3 + 1):
        each = len(rest) // more - 1
        if len(rest) % more or each < 2:
            continue
        below = [piece for n, piece in enumerate(rest) if n % (each + 1)]
        names = [text_of(c).casefold() for c in below]
        if all(names[k] == names[k % each] for k in range(len(names))) and len(set(names)) > 1:
            above = [(first + n * each, rest[n * (each + 1)]) for n in range(more)]
            return above, [*lines[:first], *below]
    return None


def _lines(cell: Cell) -> list[Cell]:
    found: list[list[Atom]] = []
    for atom in cell:
        if not found or atom.sep in (Sep.LINE, Sep.BLANK):
            found.append([atom])
        else:
            found[-1].append(atom)
    return [tuple(line) for line in found]


def in_order(row: Mapping[int, Cell]) -> Iterator[Atom]:
    """A row's atoms with their columns."""
    for n, k in enumerate(sorted(row)):
        first, *rest = row[k]
        yield replace(first, sep=Sep.WIDE if n else Sep.BLANK, column=k, opens=n == 0)
        yield from rest
