"""Tables of values that a tool writes in blocks of columns (`pdftotext` by default): labels in a block of their own or with
the values beside them, then the other columns one after the other, section after section where rows stand apart. Their
rows are put together, the header above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.grids.atoms import Atom, Kind
from extractors.grids.beside import beside, kinds_of_row, tells_spread
from extractors.grids.block_parts import FEWEST_ROWS, Parts, Row, all_values, readings
from extractors.grids.columnwise_header import header_cells, in_order, laid_out, reads_as_header
from extractors.grids.columnwise_levels import by_rows, levels_over
from extractors.grids.cover import Place, Shape, cover, is_share
from extractors.grids.header import LABEL
from extractors.grids.header_blocks import header_of, leaves
from extractors.grids.header_marks import P_VALUE
from extractors.grids.runs import Cell, text_of
from extractors.grids.zone import SIZE

# What speaks against columns that the header does not tell.
_UNTOLD = 1.0
# Tables of fewer values tell nothing, with labels beside others of fewer still; so many columns at most.
_LEAST, _FEW, _WIDEST = 8, 4, 16


def in_sections(atoms: Sequence[Atom], blocks: Sequence[Sequence[Cell]]) -> tuple[Atom, ...]:
    """The atoms with each row on a line, where blocks of values fill the columns beside the labels without a gap; else as
    they are."""
    if not any(map(_holds_column, blocks)):
        return tuple(atoms)
    best: tuple[float, tuple[Atom, ...]] | None = None
    for graded in (0, 1, 2):
        for parts in readings(blocks, graded):
            made = _filled(parts) if parts is not None else None
            if made is not None and (best is None or made[0] < best[0]):
                best = made
        if best:
            break
    return best[1] if best else tuple(atoms)


def _holds_column(block: Sequence[Cell]) -> bool:
    """Whether a block holds values below one another and nothing beside them but a header above."""
    first = next((n for n, line in enumerate(block) if all_values(line)), len(block))
    fewest = 2 if not first else FEWEST_ROWS + first
    return len(block) - first >= fewest and all(map(all_values, block[first:]))


def _filled(parts: Parts) -> tuple[float, tuple[Atom, ...]] | None:
    """The rows of the table where its blocks fill a grid, with what that costs."""
    if not parts.values or not any(len(block) > 1 for block in parts.values):
        return None
    known = [row for row in parts.rows if row.values and not (_shares_only(parts) and tells_spread(row.label))]
    beside_labels = len(known[0].values) if known else 0
    tested = any(P_VALUE.match(text_of((a,))) for block in parts.head for line in block for a in line)
    best: tuple[float, Shape, list[Place]] | None = None
    stood = sum(bool(block) for block in parts.head)
    for shape in _shapes(parts, len(known), tested):
        begun, named, starts = _told(parts, shape.columns, beside_labels)
        begun = frozenset() if parts.fused else begun
        found = cover(parts.values, replace(shape, begun=begun, named=named, told=starts))
        if found is None:
            continue
        told = named or shape.columns + beside_labels in (stood, stood - 1)
        value = found[0] + (0.0 if told else _UNTOLD)
        if best is None or value < best[0]:
            best = value, shape, found[1]
    if best is None:
        return None
    cost, shape, places = best
    if any(len(block) >= shape.rows and not _heads_columns(block, parts.head) for block in parts.head):
        # a column of words
        return None
    grid: list[dict[int, Atom]] = [{} for _ in range(shape.rows)]
    for place in places:
        for n, row in enumerate(parts.values[place.block]):
            for k, atom in enumerate(row):
                grid[place.row + n][place.column + k] = atom
    made = _labelled(parts, known, grid, places, shape)
    if made is None:
        return None
    rows = [
        {
            0: label,
            **{k: (a,) for k, a in enumerate(beside, 1)},
            **{beside_labels + 1 + k: (a,) for k, a in rest.items()},
        }
        for label, beside, rest in made
    ]
    return cost, (
        *_header(parts.head, rows, 1 + beside_labels + shape.columns),
        *(a for row in rows for a in in_order(row)),
    )


def _shares_only(parts: Parts) -> bool:
    """Whether the columns apart from the labels hold percentages: medians and ranges have none."""
    return all(a.kind is Kind.PERCENT for block in parts.values for row in block for a in row)


def _heads_columns(block: Sequence[Cell], head: Sequence[Sequence[Cell]]) -> bool:
    """Whether a tall block is of the header: it reads so, tells a number of patients, or ends as others do."""
    last = text_of(block[-1])
    again = sum(bool(other) and text_of(other[-1]) == last for other in head) > 1
    return again or reads_as_header(block) or bool(SIZE.search(text_of(tuple(a for line in block for a in line))))


def _shapes(parts: Parts, known: int, tested: bool) -> Iterator[Shape]:
    """How many rows and columns the values may fill."""
    total = sum(len(row) for block in parts.values for row in block)
    if total < (_FEW if known else _LEAST):
        return
    shares = sum(len(block) for block in parts.values if all(len(row) == 1 and is_share(row[0]) for row in block))
    for columns in range(1, _WIDEST):
        rows, rest = divmod(total, columns)
        if rest == 0 and _suits(parts, rows, known):
            yield Shape(rows, columns)
        rows, rest = divmod(total - shares, columns)
        if tested and shares and shares < rows and rest == 0 and _suits(parts, rows, known):
            yield Shape(rows, columns + 1, tested=True)


def _suits(parts: Parts, rows: int, known: int) -> bool:
    return rows == known if known else FEWEST_ROWS <= rows <= len(parts.lines) <= 4 * rows


def _told(parts: Parts, columns: int, first: int) -> tuple[frozenset[int], tuple[str, ...], tuple[int, ...]]:
    """Which of the columns of values from the `first` on blocks of the header begin with, what they are called and where
    that stands, where there is a cell for each but a p-value's."""
    found = leaves(parts.head, columns + first)
    if not columns + first - 1 <= len(found) <= columns + first:
        return frozenset(), (), ()
    blocks = [block for block, _ in found]
    # the first column below the labels' header is the labels'
    stubs = {n for n, block in enumerate(parts.head) for x in block if any(LABEL.match(text_of(x[:k])) for k in (1, 2))}
    firsts = [k for k, n in enumerate(blocks) if (not k or n != blocks[k - 1]) and n not in stubs]
    begun = frozenset(k - first for k in firsts if k >= first)
    values = parts.values[0][0][0].start
    above = [block for block in parts.head if block and block[0][0].start < values]
    if len(found) < columns + first and any(P_VALUE.match(text_of(block[0])) for block in above):
        begun |= {columns - 1}
    cells = [cell for _, cell in found][first:]
    return begun, tuple(text_of(cell).casefold() for cell in cells), tuple(cell[0].start for cell in cells)


def _labelled(
    parts: Parts, known: Sequence[Row], grid: Sequence[dict[int, Atom]], places: Sequence[Place], shape: Shape
) -> list[tuple[Cell, tuple[Atom, ...], dict[int, Atom]]] | None:
    """Labels, the values beside them, those of the other columns; headings have none."""
    if not parts.lines:
        rest = iter(grid)
        return [(row.label, row.values, next(rest) if row in known else {}) for row in parts.rows]
    kinds = [kinds_of_row([(a,) for a in row.values()]) for row in grid]
    made = beside(parts.lines, kinds, _breaks(places, shape), 2)
    if made is None:
        return None
    if made.head:
        parts.head.insert(0, parts.lines[: made.head])
    return [(label, (), grid[row] if row is not None else {}) for label, row in made.rows]


def _breaks(places: Sequence[Place], shape: Shape) -> list[float]:
    """For each row the share of columns in which a block begins with it."""
    counts = [0.0] * shape.rows
    for place in places:
        counts[place.row] += place.wide / shape.columns
    return [min(1.0, n) for n in counts]


def _header(head: Sequence[Sequence[Cell]], rows: Sequence[dict[int, Cell]], wide: int) -> Sequence[Atom]:
    """The header with the columns that its cells stand over, as far as they are told."""
    told = header_of(head, wide)
    if told is not None:
        return told
    pieces = [piece for block in head for line in block for piece in header_cells([line])]
    return levels_over(pieces, rows, wide, known=True) or laid_out(by_rows(pieces, wide - 1), {}, wide)
