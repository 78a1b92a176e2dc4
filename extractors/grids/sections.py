"""Tables of values that a tool writes in blocks of columns (`pdftotext` by default): labels in a block of their own or with
the values beside them, then the other columns one after the other, section after section where rows stand apart. Their
rows are put together, the header above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.grids.atoms import NUMERIC, Atom, Kind
from extractors.grids.beside import beside, goes_on, heads_group, kinds_of_row
from extractors.grids.columnwise_header import header_cells, in_order, laid_out, reads_as_header
from extractors.grids.columnwise_levels import by_rows, levels_over
from extractors.grids.cover import Place, Shape, Values, cover, is_share
from extractors.grids.header_blocks import GRADE, header_of, leaves
from extractors.grids.header_marks import P_VALUE
from extractors.grids.rowwise import values_of
from extractors.grids.runs import Cell, text_of
from extractors.grids.zone import SIZE

_VALUES = NUMERIC | {Kind.DASH, Kind.ABSENT}
# What speaks against columns that the header does not tell.
_UNTOLD = 1.0
# Tables of fewer rows or values tell nothing; so many columns at most.
_ROWS, _LEAST, _WIDEST = 3, 8, 16
# Labels that are values by their looks: levels, limits.
_LOOKS = re.compile(r"[≥>≤<]?\s?(?:[0-9]|[<>≤≥]\s?\d+(?:\.\d+)?|\d+\s?[-–]\s?\d+)(?:\s\w{1,6})?$|[≥≤<>]\s?\d")


@dataclass(frozen=True)
class _Row:
    """A label with the values known beside it; a heading has none."""

    label: Cell
    values: tuple[Atom, ...]


@dataclass(frozen=True)
class _Parts:
    """What blocks hold: words of the header, by block; labels with values or lines of labels; blocks of values."""

    head: list[list[Cell]]
    rows: list[_Row]
    lines: list[Cell]
    values: list[Values]

    @property
    def fused(self) -> bool:
        """Whether words of the header stand right above values in a block."""
        starts = {a.start for block in self.values for a in block[0]}
        return any(b[-1][-1].end + 1 in starts for b in self.head if b and not P_VALUE.match(text_of(b[-1])))


def in_sections(atoms: Sequence[Atom], blocks: Sequence[Sequence[Cell]]) -> tuple[Atom, ...]:
    """The atoms with each row on a line, where blocks of values fill the columns beside the labels without a gap; else as
    they are."""
    if sum(len(block) > 1 and all(map(_all_values, block)) for block in blocks) < 1:
        return tuple(atoms)
    best: tuple[float, tuple[Atom, ...]] | None = None
    for graded in (False, True):
        for parts in _readings(blocks, graded):
            made = _filled(parts) if parts is not None else None
            if made is not None and (best is None or made[0] < best[0]):
                best = made
        if best:
            break
    return best[1] if best else tuple(atoms)


def _all_values(line: Cell) -> bool:
    return all(a.kind in _VALUES for a in line)


def _parted(line: Cell) -> tuple[Cell, Cell]:
    """The words at the beginning of a line and the values behind them; all are words where words follow values."""
    told = list(values_of(line))
    first = next((k for k, value in enumerate(told) if value), len(line))
    if not all(told[first:]):
        return line, ()
    return line[:first], line[first:]


def _looks_like_label(line: Cell) -> bool:
    """Whether values may be a label: a level, a limit."""
    text = text_of(line)
    return (len(line) == 1 or text[0] in "<>≥≤") and bool(_LOOKS.match(text))


def _readings(blocks: Sequence[Sequence[Cell]], graded: bool) -> Iterator[_Parts | None]:
    """Ways to tell labels from values and header; low numbers by themselves are grades in the header if `graded`."""
    led = [(n, block, c) for n, block in enumerate(blocks) for c in _widths(block)]
    for c in dict.fromkeys(c for _, _, c in led):
        first = next(n for n, _, x in led if x == c)
        yield _with_values(blocks, first, c, graded)
    words = [sum(not _parted(line)[1] for line in block) for block in blocks]
    heads = [reads_as_header(block) for block in blocks]
    for n in sorted(range(len(blocks)), key=lambda n: (heads[n], -words[n]))[:2]:
        if words[n] >= _ROWS and all(not _parted(x)[1] or _looks_like_label(x) for x in blocks[n]):
            yield _bare(blocks, n, graded)


def _widths(block: Sequence[Cell]) -> list[int]:
    """How many values may stand behind each label of a block that holds several rows."""
    if len(block) < 4 or all(map(_all_values, block)):
        return []
    return [c for c in range(1, 6) if len(_led(block, c)[1]) >= 2]


def _led(block: Sequence[Cell], c: int) -> tuple[list[Cell], list[_Row]]:
    """The rows at the end of a block, labels followed by `c` values, and the lines above them; none where values are of
    another number."""
    lines = list(block)
    rows: list[_Row] = []
    while lines:
        values: list[Atom] = []
        label: Cell = ()
        while lines and len(values) < c:
            words, some = _parted(lines[-1])
            if not some:
                break
            values[:0] = some
            lines.pop()
            if words:
                label = words
                break
        if len(values) != c:
            if values or label:
                return list(block), []
            break
        if not label:
            if not lines or (_parted(lines[-1])[1] and not _looks_like_label(lines[-1])):
                return list(block), []
            label = lines.pop()
        told = not _parted(label)[1]
        above: list[Cell] = []
        while lines and not _parted(lines[-1])[1]:
            above.insert(0, lines.pop())
        while told and above and goes_on(above[-1], label):
            label = (*above.pop(), *label)
        rows.insert(0, _Row(label, tuple(values)))
        if not lines:
            return above, rows
        rows[:0] = [_Row(x, ()) for x in above]
    return [*lines], rows


def _with_values(blocks: Sequence[Sequence[Cell]], first: int, c: int, graded: bool) -> _Parts | None:
    """Labels with the first columns beside them."""
    parts = _Parts([], [], [], [])
    for n, block in enumerate(blocks):
        above, rows = _led(block, c) if n >= first else (list(block), [])
        headed = n > first and len(rows) == 1 and reads_as_header([*above, rows[0].label])
        if rows and not headed and (n == first or any(_parted(x)[0] for x in block)):
            if n == first:
                keep = len(above) - _heading(above, rows)
                parts.head.append(list(above[:keep]))
                above = above[keep:]
            parts.rows.extend(_Row(x, ()) for x in above)
            parts.rows.extend(rows)
        elif not _sorted(block, parts, n > first, graded):
            return None
    return parts


def _heading(above: Sequence[Cell], rows: Sequence[_Row]) -> int:
    """How many of the lines above the first row head a group: one where it reads so, or as a later one does."""
    if not above:
        return 0
    grouped = any(SIZE.search(text_of(row.label)) for row in rows if not row.values)
    if SIZE.search(text_of(above[-1])):
        return int(grouped and len(above) == 1)
    return int(heads_group(above[-1]) or not reads_as_header([above[-1]]))


def _bare(blocks: Sequence[Sequence[Cell]], labels: int, graded: bool) -> _Parts | None:
    """Labels in a block of their own."""
    parts = _Parts([], [], [], [])
    for n, block in enumerate(blocks):
        if n == labels:
            parts.lines.extend(block)
        elif not _sorted(block, parts, n > labels, graded):
            return None
    return parts


def _sorted(block: Sequence[Cell], parts: _Parts, below: bool, graded: bool) -> bool:
    """A block's words to the header, its values to those of the columns; false where the words are of a column."""
    at = len(block)
    while below and at > 0 and _all_values(block[at - 1]):
        at -= 1
    while at < len(block) and (graded or at) and _heads(block, at, graded):
        at += 1
    if parts.values and at and not (P_VALUE.match(text_of(block[0])) or reads_as_header(block[:at])):
        return False
    if at:
        parts.head.append(list(block[:at]))
    rows = block[at:]
    start = 0
    for k in range(1, len(rows) + 1):
        if k == len(rows) or len(rows[k]) != len(rows[start]):
            parts.values.append(tuple(rows[start:k]))
            start = k
    return True


def _heads(block: Sequence[Cell], at: int, graded: bool) -> bool:
    """Whether a line of values holds grades above other values."""
    if not all(GRADE.match(a.text) for a in block[at]):
        return False
    if graded:
        return len(block) - at < _ROWS or at > 0
    return at + 1 < len(block) and len(block[at]) > len(block[at + 1])


def _filled(parts: _Parts) -> tuple[float, tuple[Atom, ...]] | None:
    """The rows of the table where its blocks fill a grid, with what that costs."""
    if not parts.values or not any(len(block) > 1 for block in parts.values):
        return None
    known = [row for row in parts.rows if row.values]
    beside_labels = len(known[0].values) if known else 0
    tested = any(P_VALUE.match(text_of((a,))) for block in parts.head for line in block for a in line)
    best: tuple[float, Shape, list[Place]] | None = None
    stood = sum(bool(block) for block in parts.head)
    for shape in _shapes(parts, len(known), tested):
        begun, named = _told(parts.head, shape.columns, beside_labels)
        found = cover(parts.values, replace(shape, begun=frozenset() if parts.fused else begun, named=named))
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
    made = _labelled(parts, grid, places, shape)
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


def _heads_columns(block: Sequence[Cell], head: Sequence[Sequence[Cell]]) -> bool:
    """Whether a tall block is of the header: it reads so, tells a number of patients, or ends as others do."""
    last = text_of(block[-1])
    again = sum(bool(other) and text_of(other[-1]) == last for other in head) > 1
    return again or reads_as_header(block) or bool(SIZE.search(text_of(tuple(a for line in block for a in line))))


def _shapes(parts: _Parts, known: int, tested: bool) -> Iterator[Shape]:
    """How many rows and columns the values may fill."""
    total = sum(len(row) for block in parts.values for row in block)
    if total < _LEAST:
        return
    shares = sum(len(block) for block in parts.values if all(len(row) == 1 and is_share(row[0]) for row in block))
    for columns in range(1, _WIDEST):
        rows, rest = divmod(total, columns)
        if rest == 0 and _suits(parts, rows, known):
            yield Shape(rows, columns)
        rows, rest = divmod(total - shares, columns)
        if tested and shares and shares < rows and rest == 0 and _suits(parts, rows, known):
            yield Shape(rows, columns + 1, tested=True)


def _suits(parts: _Parts, rows: int, known: int) -> bool:
    return rows == known if known else _ROWS <= rows <= len(parts.lines) <= 4 * rows


def _told(head: Sequence[Sequence[Cell]], columns: int, first: int) -> tuple[frozenset[int], tuple[str, ...]]:
    """Which of the columns of values from the `first` on blocks of the header begin with, and what they are called, where
    there is a cell for each but a p-value's."""
    found = leaves(head, columns + first)
    if not columns + first - 1 <= len(found) <= columns + first:
        return frozenset(), ()
    blocks = [block for block, _ in found]
    begun = frozenset(k - first for k, n in enumerate(blocks) if not k or n != blocks[k - 1])
    return begun, tuple(text_of(cell).casefold() for _, cell in found)[first:]


def _labelled(
    parts: _Parts, grid: Sequence[dict[int, Atom]], places: Sequence[Place], shape: Shape
) -> list[tuple[Cell, tuple[Atom, ...], dict[int, Atom]]] | None:
    """Labels, the values beside them, those of the other columns; headings have none."""
    if not parts.lines:
        rest = iter(grid)
        return [(row.label, row.values, next(rest) if row.values else {}) for row in parts.rows]
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
