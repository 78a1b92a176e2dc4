"""What stays open about the cells of a rebuilt table: said in words, row by row and cell by cell, and as less confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.grids.arithmetic import Cells
from extractors.grids.atoms import Atom
from extractors.grids.ties import seated, uneven

# Counted on tables of our own making, flattened by Tika and pdftotext: how much less often a table is whole where its columns
# do not come out even, where rows tie, where rows are short and none ties.
_UNEVEN, _TIED, _SHORT = 0.35, 0.5, 0.8


@dataclass(frozen=True)
class Doubts:
    """`told` in words; `rows` (0-based) whose numbers, `cells` (row, column) that may belong elsewhere; `trust` (0..1) is
    what is left of the confidence in the table."""

    told: tuple[str, ...]
    rows: tuple[int, ...]
    cells: frozenset[tuple[int, int]]
    trust: float


def doubts_of(
    atoms: Sequence[Atom], rows: Sequence[Cells], width: int, open_rows: Mapping[int, str]
) -> tuple[list[Cells], Doubts]:
    """The rows, short ones seated where that is far likelier, and what is left open; `open_rows` (0-based) says in words of
    which rows the numbers may be spread in several ways."""
    made, ties = seated(rows, width)
    columns = uneven(atoms, made, width)
    told = list(open_rows.values())
    told += [
        f"row {t.row + 1} ({made[t.row][0][1].text}): {len(made[t.row])} cells for {width} columns, which are empty is not told"
        for t in ties
        if t.row not in open_rows
    ]
    told += [
        f"column {k + 1}: its lines and the rows do not come out even, which cell is whose is not told" for k in columns
    ]
    cells = {(t.row, k) for t in ties for k in t.columns}
    cells |= {(n, k) for n, row in enumerate(made) for k, _ in row if k in columns}
    trust = _UNEVEN if columns else _TIED if ties or open_rows else _SHORT if _short(made, width) else 1.0
    return made, Doubts(tuple(told), tuple(open_rows), frozenset(cells), trust)


def _short(rows: Sequence[Cells], width: int) -> bool:
    return any(1 < len(row) < width for row in rows)
