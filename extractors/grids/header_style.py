"""How a header is broken where the tool breaks it otherwise than the rows: a block or a line a cell above rows in lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import Breaks, block_a_cell, cell_a_line

# A header of cells in blocks has so many of them at least, and so many pieces in each at most on the mean.
_CELLS, _SIZE = 3, 4.5
_VALUES = NUMERIC | CATEGORY | {Kind.DASH}


def header_style(atoms: Sequence[Atom]) -> Breaks | None:
    """How the first words are broken, where they stand in blocks or lines of their own before the first row of values;
    None where nothing tells them from the rows."""
    for seps, style in (({Sep.BLANK}, block_a_cell), ({Sep.BLANK, Sep.LINE}, cell_a_line)):
        cells = _leading(atoms, seps)
        if len(cells) >= _CELLS and sum(cells) <= _SIZE * len(cells):
            return style()
    return None


def _leading(atoms: Sequence[Atom], seps: set[Sep]) -> list[int]:
    """Sizes of the pieces that `seps` part, up to the first that holds values like a row."""
    starts = [0, *(k for k in range(1, len(atoms)) if atoms[k].sep in seps), len(atoms)]
    sizes: list[int] = []
    for first, last in pairwise(starts):
        if sum(a.kind in _VALUES for a in atoms[first:last]) >= 2:
            return sizes
        sizes.append(last - first)
    # Every piece a cell: then rows are broken like the header.
    return []
