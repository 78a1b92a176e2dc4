"""Tables that a tool writes column by column (`pdftotext` by default): blocks of as many lines turned into rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.grids.atoms import NUMERIC, Atom, Sep
from extractors.grids.spans import bond

# Columns looked for; fewer blocks, or a first column wrapped oftener than this, tell nothing.
_WIDEST = 14
_Cells = list[list[Atom]]


def turned(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms row by row with their columns, where a header of a block a cell goes before blocks that each hold one
    column's cells of some rows, a line a cell; else as they are."""
    blocks = _blocks(atoms)
    for width in range(min(_WIDEST, len(blocks) // 2), 1, -1):
        if any(len(b) > 3 for b in blocks[:width]):
            continue
        rows = _rows(blocks[width:], width)
        if rows is not None:
            heads = [[a for line in block for a in line] for block in blocks[:width]]
            return tuple(a for row in [heads, *rows] for a in _in_order(row))
    return tuple(atoms)


def _blocks(atoms: Sequence[Atom]) -> list[_Cells]:
    """The atoms by block and line."""
    found: list[_Cells] = []
    for atom in atoms:
        if not found or atom.sep is Sep.BLANK:
            found.append([[atom]])
        elif atom.sep is Sep.LINE:
            found[-1].append([atom])
        else:
            found[-1][-1].append(atom)
    return found


def _rows(blocks: Sequence[_Cells], width: int) -> list[_Cells] | None:
    """The rows where every `width` blocks hold as many cells each, words behind them a row a block; None where numbers
    are left over, or all blocks hold one cell."""
    rows: list[_Cells] = []
    first = 0
    while first + width <= len(blocks):
        columns = blocks[first : first + width]
        size = min(len(c) for c in columns)
        cells = [c for c in (_joined(c, size) for c in columns) if c is not None]
        if len(cells) < width or not any(all(x[0].kind in NUMERIC for x in c) for c in cells):
            break
        rows += [list(row) for row in zip(*cells, strict=True)]
        first += width
    rest = [[a for line in block for a in line] for block in blocks[first:]]
    if any(block[0].kind in NUMERIC for block in rest) or len(rows) <= max(first // width, 2 * len(rest)):
        return None
    return [*rows, *([cell] for cell in rest)]


def _joined(lines: _Cells, size: int) -> _Cells | None:
    """Lines joined to `size` cells where as many go on with the line above, by their words; else None."""
    extra = len(lines) - size
    if extra == 0:
        return lines
    odds = sorted(((bond(a[-1], b[0]), n) for n, (a, b) in enumerate(pairwise(lines), 1)), reverse=True)
    if odds[extra - 1][0] <= 0 or (extra < len(odds) and odds[extra][0] > 0):
        return None
    on = {n for _, n in odds[:extra]}
    cells: _Cells = []
    for n, line in enumerate(lines):
        if n in on:
            cells[-1] = [*cells[-1], *line]
        else:
            cells.append(line)
    return cells


def _in_order(row: _Cells) -> list[Atom]:
    return [
        replace(atom, sep=Sep.WIDE if k else Sep.BLANK, column=k, opens=k == 0) if n == 0 else atom
        for k, cell in enumerate(row)
        for n, atom in enumerate(cell)
    ]
