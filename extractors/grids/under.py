"""Rows read under a header that is known: columns learned from the rows, rows read by the columns, turn about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.grids.alignment import Alignment, Guess
from extractors.grids.announced import kinds_of
from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import Column, flowing
from extractors.grids.first_guess import first_columns, first_rows
from extractors.grids.header_marks import P_VALUE
from extractors.grids.lattice import Lattice
from extractors.grids.levels import HeaderReading
from extractors.grids.solved import Row, Solved
from extractors.grids.spans import joined
from extractors.grids.training import Found, Reading, count_columns, relearned

# How many cells of its own kind a header stands for.
_ROUNDS, _TRUST = 3, 3
_VALUES = NUMERIC | {Kind.DASH, Kind.ABSENT}


def read_under(
    lattice: Lattice, solved: Solved, begun: Guess | None = None, anchors: frozenset[int] | None = None
) -> Found | None:
    """The rows below a solved header; None where they cannot be read so. Given `anchors`, rows begin there alone, and
    `begun` is what to start from."""
    atoms, head, width = lattice.atoms, solved.head, solved.width
    told = _announced(atoms, solved)
    guess = begun or Guess(_told(_first_columns(lattice, solved, anchors), told), flowing())
    header = HeaderReading(solved.score, solved.rows)
    opening = frozenset(_openings(atoms, head)) if anchors is None else frozenset()
    found: Found | None = None
    for _ in range(_ROUNDS):
        alignment = Alignment(lattice, [guess], anchors, opening, since=head)
        rows = alignment.rows(0, head)
        if not rows:
            return found
        # As if the words of the header were as likely as those of the rows.
        score = float(alignment.starts[head, 0]) * len(atoms) / (len(atoms) - head)
        before = found.reading.rows if found else ()
        found = Found(score, Reading(score, head, rows), header, width, begun.breaks if begun else flowing())
        if rows == before:
            break
        guess = Guess(_told(count_columns(rows, width), told), relearned(found, atoms))
    return found


def header_rows(atoms: Sequence[Atom]) -> tuple[tuple[Row, ...], int]:
    """The rows of a header whose cells are told by their places, and where it ends."""
    head = next((k for k, a in enumerate(atoms) if a.opens and not a.past), len(atoms))
    starts = [k for k in range(head) if atoms[k].past]
    rows: list[list[tuple[int, int, int, int]]] = []
    for first, last in pairwise([*starts, head]):
        if atoms[first].opens:
            rows.append([])
        rows[-1].append((atoms[first].column, atoms[first].past, first, last))
    return tuple(map(tuple, rows)), head


def _announced(atoms: Sequence[Atom], solved: Solved) -> dict[int, tuple[Kind, ...]]:
    """The kinds of number that the lowest header cells announce; nothing for those that announce words."""
    texts = {k: joined(atoms[f:t]) for row in solved.rows for a, b, f, t in row for k in range(a, b)}
    kinds = {k: kinds_of(text, label=False) for k, text in texts.items() if k}
    return {k: some for k, some in kinds.items() if Kind.WORDS not in some}


def _told(columns: list[Column], told: dict[int, tuple[Kind, ...]]) -> list[Column]:
    """The columns with what their headers announce counted in."""
    for k, kinds in told.items():
        for kind in kinds:
            columns[k].kinds[kind] += _TRUST
    return columns


def _openings(atoms: Sequence[Atom], head: int) -> Iterator[int]:
    """Atoms that begin a row: words at the start of a line below one that ends with a value, unless they go on with a
    label."""
    starts = [k for k in range(head, len(atoms)) if k == head or atoms[k].sep in (Sep.LINE, Sep.BLANK)]
    for first, last in pairwise([*starts, len(atoms)]):
        below = first > head and atoms[first - 1].kind in _VALUES and atoms[first].kind not in _VALUES
        if below and (not atoms[first].text[0].islower() or atoms[last - 1].kind in _VALUES):
            yield first


def _first_columns(lattice: Lattice, solved: Solved, anchors: frozenset[int] | None) -> list[Column]:
    """Columns counted on the rows that are full, or full but for a p-value at the end."""
    atoms, head, width = lattice.atoms, solved.head, solved.width
    last = next(
        (t for row in solved.rows[::-1] for a, b, f, t in row if b == width and P_VALUE.match(joined(atoms[f:t]))), 0
    )
    rows = first_rows(lattice.joints, flowing(), anchors, head)
    columns = first_columns(rows, width)
    for row in rows if last else ():
        if len(row) == width - 1:
            for column, span in zip(columns, (*row, None), strict=True):
                column.add(span)
    return columns
