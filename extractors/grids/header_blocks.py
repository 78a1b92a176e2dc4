"""The header of a table whose columns are known, read from its blocks: what repeats stands right above the columns, what
stands before it in the text or as often as it repeats stands above that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.grids.atoms import Atom, Sep
from extractors.grids.columnwise_header import header_cells
from extractors.grids.columnwise_levels import lowest
from extractors.grids.header import LABEL
from extractors.grids.header_marks import P_VALUE
from extractors.grids.header_over import Piece, Told, cells_over, faults, side_by_side
from extractors.grids.pieces import GENERAL, STUB, TOTAL
from extractors.grids.runs import Cell, text_of
from extractors.grids.zone import SIZE

Blocks = Sequence[Sequence[Cell]]
# Grades as headers of columns.
GRADE = re.compile(r"[≥≤]?\s?[0-5](?:\s?[-–/]\s?[0-5])?$")


def leaves(head: Blocks, columns: int) -> list[tuple[int, Cell]]:
    """The cells right above so many columns of values, with their blocks, as far as these are told: what repeats, or grades,
    or all there is but the labels' header."""
    pieces = _pieces(head)
    low = lowest([p.cell for p in pieces], columns) or lowest([p.cell for p in pieces])
    if not low:
        low = [k for k, p in enumerate(pieces) if GRADE.match(p.text)]
        total = [k for k in range(low[0] if low else 0) if TOTAL.match(pieces[k].text)]
        low = total[:1] + low
    if not low and columns <= len(pieces) <= columns + 1:
        low = list(range(len(pieces) - columns, len(pieces)))
    return [(pieces[k].block, pieces[k].cell) for k in low]


def header_of(head: Blocks, wide: int) -> list[Atom] | None:
    """The header's atoms with the columns they stand over; None where its blocks do not tell them."""
    head = [block for block in head if block]
    pieces = _pieces(head)
    rows = _levels(pieces, wide)
    if rows is not None:
        return _marked(rows)
    top, below = _apart(head)
    parts = _pieces(below)
    for cells in ([tuple(a for line in block for a in line) for block in below], [p.cell for p in parts]):
        if len(cells) == wide and _likely(cells):
            return _marked(_one_row(cells, top))
    rows = _spanned(pieces, wide)
    if rows is not None:
        return _marked(rows)
    beside = None if lowest([p.cell for p in pieces]) else _parted_block(parts, len(below), wide)
    return _marked(_one_row(beside, top)) if beside else None


def _apart(head: Blocks) -> tuple[Cell, Blocks]:
    """A line of a header's block that stands over several columns ("Grade", "No. (%)"), and the blocks without it."""
    for n, block in enumerate(head):
        if len(block) > 1 and GENERAL.match(text_of(block[0])) and not P_VALUE.match(text_of(block[0])):
            return block[0], [*head[:n], block[1:], *head[n + 1 :]]
    return (), head


def _likely(cells: Sequence[Cell]) -> bool:
    """Whether sizes stand alone below all other cells or below none."""
    bare = [bool(SIZE.match(text_of(cell))) for cell in cells[1:] if not P_VALUE.match(text_of(cell))]
    return all(bare) or not any(bare)


def _spanned(pieces: Sequence[Piece], wide: int) -> list[list[Told]] | None:
    """A cell for each column and one over all grades, or over all columns but a p-value's."""
    over = next((k for k, p in enumerate(pieces) if GENERAL.match(p.text) and not P_VALUE.match(p.text)), -1)
    if over < 0 or len(pieces) != wide + 1:
        return None
    rest = [p for k, p in enumerate(pieces) if k != over]
    below = [k for k, p in enumerate(rest) if GRADE.match(p.text)]
    below = below or [k for k, p in enumerate(rest) if k and not P_VALUE.match(p.text)]
    return [
        [(below[0], below[-1] + 1, pieces[over].cell)],
        [(k, k + 1, p.cell) for k, p in enumerate(rest)],
    ]


def _parted_block(pieces: Sequence[Piece], blocks: int, wide: int) -> list[Cell] | None:
    """A header of one row of which one block holds several cells side by side."""
    counts = Counter(p.block for p in pieces)
    tall = max(counts, key=lambda n: counts[n], default=-1)
    if not counts or blocks >= wide or counts[tall] < wide - blocks + 1:
        return None
    made = side_by_side([p for p in pieces if p.block == tall], wide - blocks + 1)
    if made is None or faults(made):
        return None
    found: list[Cell] = []
    for n in sorted(counts):
        found += made if n == tall else [tuple(a for p in pieces if p.block == n for a in p.cell)]
    return found


def _pieces(head: Blocks) -> list[Piece]:
    return [
        Piece(n, m, part)
        for n, block in enumerate(head)
        for m, line in enumerate(block)
        for cell in header_cells([line])
        for part in _behind_stub(cell)
    ]


def _behind_stub(cell: Cell) -> Iterator[Cell]:
    """The labels' header apart from the cell right beside it."""
    at = next((k for k in range(1, len(cell)) if LABEL.match(text_of(cell[:k])) and cell[k].text[0].isupper()), 0)
    if at:
        yield cell[:at]
    yield cell[at:]


def _levels(pieces: Sequence[Piece], wide: int) -> list[list[Told]] | None:
    """The rows of a header whose lowest cells repeat, or all tell a number of patients."""
    low = lowest([p.cell for p in pieces], wide - 1)
    sizes = [k for k, p in enumerate(pieces) if p.sizes]
    sized = not low or len(low) < len(sizes)
    low = sizes if sized else low
    rest = [k for k in range(len(pieces)) if k not in low]
    tests = [k for k in rest if P_VALUE.match(pieces[k].text)]
    if not low or len(tests) > 1 or len(low) + len(tests) != wide - 1:
        return None
    stubs = [k for k in rest if k not in tests and LABEL.match(pieces[k].text)]
    alone = [k for k in rest if k not in tests and sum(p.block == pieces[k].block for p in pieces) == 1]
    stubs += [k for k in {*rest[:1], *alone} if STUB.match(pieces[k].text) and k not in tests]
    stub = stubs[0] if stubs else -1
    names = ["" if sized else pieces[k].text.casefold() for k in low]
    firsts = [n for n, name in enumerate(names) if name == names[0]]
    upper = [k for k in rest if k not in tests and k != stub]
    groups = [(1 + a, 1 + b) for a, b in pairwise([*firsts, len(low)])]
    over = cells_over(pieces, upper, [low[n] for n in firsts], groups)
    if over is None:
        return None
    lowest_row: list[Told] = [(1 + n, 2 + n, pieces[k].cell) for n, k in enumerate(low)]
    lowest_row += [(wide - 1, wide, pieces[k].cell) for k in tests]
    if stub >= 0:
        lowest_row.insert(0, (0, 1, pieces[stub].cell))
    return [*over, lowest_row]


def _one_row(cells: Sequence[Cell], top: Cell) -> list[list[Told]]:
    """A header with a cell for each column; above these what stands over all grades, or over all but a p-value's."""
    texts = [text_of(cell) for cell in cells]
    graded = [k for k, text in enumerate(texts) if GRADE.match(text)]
    row: list[Told] = [(k, k + 1, cell) for k, cell in enumerate(cells)]
    first = graded[0] - 1 if graded else 0
    word, grade = cells[first][:1], cells[first][1:]
    if not top and first > 0 and text_of(word).casefold() in ("grade", "grades") and GRADE.match(text_of(grade)):
        # "Grade 1", and beside it "2"
        top, graded = word, [first, *graded]
        row[first] = (first, first + 1, grade)
    if not top:
        return [row]
    below = graded or [k for k, text in enumerate(texts) if k and not P_VALUE.match(text)]
    return [[(below[0], below[-1] + 1, top)], row]


def _marked(rows: Sequence[Sequence[Told]]) -> list[Atom]:
    return list(_atoms(rows))


def _atoms(rows: Sequence[Sequence[Told]]) -> Iterator[Atom]:
    for row in rows:
        for n, (column, past, cell) in enumerate(row):
            yield replace(cell[0], sep=Sep.WIDE if n else Sep.LINE, column=column, past=past, opens=n == 0)
            yield from cell[1:]
