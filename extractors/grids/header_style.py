"""How a header is broken where the tool breaks it otherwise than the rows: a block or a line a cell above rows in lines."""

from __future__ import annotations

import re
from collections import Counter
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
        if len(cells) >= _CELLS and sum(last - first for first, last in cells) <= _SIZE * len(cells):
            units = sum(bool(_UNIT.fullmatch(" ".join(a.text for a in atoms[f:t]))) for f, t in cells)
            # A unit by itself goes on with the cell above it.
            return style() if units < 2 or 2 * units > len(cells) else piece_a_line()
    return None


_UNIT = re.compile(
    r"(?:(?:n|no\.?|number|patients|pts)?,? ?\(?%\)?|[(\[]?[nN] ?= ?\d+[)\]]?|\(?(?:95 ?% ?)?CI\)?|\(?months\)?)", re.I
)


def piece_a_line() -> Breaks:
    """Cells one below the other, each of them of several pieces."""
    seps = tuple(Sep)
    shares = {
        "within": (0.5, 0.001, 0.2, 0.3),
        "next": (0.05, 0.01, 0.24, 0.7),
        "wrapped": (0.05, 0.01, 0.24, 0.7),
        "row": (0.0, 0.0, 0.2, 0.8),
    }
    return Breaks({e: Counter(dict(zip(seps, (10 * x for x in xs), strict=True))) for e, xs in shares.items()})


def _leading(atoms: Sequence[Atom], seps: set[Sep]) -> list[tuple[int, int]]:
    """First and last of the pieces that `seps` part, up to the first that holds values like a row."""
    starts = [0, *(k for k in range(1, len(atoms)) if atoms[k].sep in seps), len(atoms)]
    pieces: list[tuple[int, int]] = []
    for first, last in pairwise(starts):
        if sum(a.kind in _VALUES for a in atoms[first:last]) >= 2:
            return pieces
        pieces.append((first, last))
    # Every piece a cell: then rows are broken like the header.
    return []
