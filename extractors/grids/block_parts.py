"""What the blocks of a table hold that a tool writes column by column: labels, values, words of the header, each way in
which they may be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.grids.atoms import NUMERIC, Atom, Kind
from extractors.grids.beside import goes_on, heads_group
from extractors.grids.columnwise_header import header_cells, reads_as_header
from extractors.grids.cover import Values, is_share
from extractors.grids.header_blocks import GRADE
from extractors.grids.header_marks import P_VALUE
from extractors.grids.rowwise import values_of
from extractors.grids.runs import Cell, text_of, whole
from extractors.grids.zone import SIZE

_VALUES = NUMERIC | {Kind.DASH, Kind.ABSENT}
# A block of labels has so many.
FEWEST_ROWS = 3
# Labels that are values by their looks: levels, limits.
_LOOKS = re.compile(r"[≥>≤<]?\s?(?:[0-9]|[<>≤≥]\s?\d+(?:\.\d+)?|\d+\s?[-–]\s?\d+)(?:\s\w{1,6})?$|[≥≤<>]\s?\d")


@dataclass(frozen=True)
class Row:
    """A label with the values known beside it; a heading has none."""

    label: Cell
    values: tuple[Atom, ...]


@dataclass(frozen=True)
class Parts:
    """What blocks hold: words of the header, by block; labels with values or lines of labels; blocks of values."""

    head: list[list[Cell]]
    rows: list[Row]
    lines: list[Cell]
    values: list[Values]

    @property
    def fused(self) -> bool:
        """Whether words of the header stand right above values in a block."""
        starts = {a.start for block in self.values for a in block[0]}
        return any(b[-1][-1].end + 1 in starts for b in self.head if b and not P_VALUE.match(text_of(b[-1])))


def all_values(line: Cell) -> bool:
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


def readings(blocks: Sequence[Sequence[Cell]], graded: int) -> Iterator[Parts | None]:
    """Ways to tell labels from values and header; low numbers by themselves are grades in the header if `graded`, above all
    values (1) or also between them (2)."""
    blocks = [whole(block) for block in blocks]
    led = [(n, block, c) for n, block in enumerate(blocks) for c in _widths(block)]
    for c in dict.fromkeys(c for _, _, c in led):
        first = next(n for n, _, x in led if x == c)
        yield _with_values(blocks, first, c, graded)
    words = [sum(not _parted(line)[1] for line in block) for block in blocks]
    heads = [reads_as_header(block) for block in blocks]
    for n in sorted(range(len(blocks)), key=lambda n: (heads[n], -words[n]))[:2]:
        if words[n] >= FEWEST_ROWS and all(not _parted(x)[1] or _looks_like_label(x) for x in blocks[n]):
            yield _bare(blocks, n, graded)


def _widths(block: Sequence[Cell]) -> list[int]:
    """How many values may stand behind each label of a block that holds several rows."""
    if len(block) < 4 or all(map(all_values, block)):
        return []
    return [c for c in range(1, 6) if len(_led(block, c)[1]) >= 2]


def _led(block: Sequence[Cell], c: int) -> tuple[list[Cell], list[Row]]:
    """The rows at the end of a block, labels followed by `c` values, and the lines above them; none where values are of
    another number."""
    lines = list(block)
    rows: list[Row] = []
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
        rows.insert(0, Row(label, tuple(values)))
        if not lines:
            return above, rows
        rows[:0] = [Row(x, ()) for x in above]
    return [*lines], rows


def _carried_on(rows: Sequence[Row]) -> list[Row]:
    """The rows with words that stand below the values of a label they go on with put to it."""
    made: list[Row] = []
    for row in rows:
        before = made[-1] if made else None
        if before and before.values and not row.values and row.label[0].text[0].islower():
            made[-1] = Row((*before.label, *row.label), before.values)
        else:
            made.append(row)
    return made


def _with_values(blocks: Sequence[Sequence[Cell]], first: int, c: int, graded: int) -> Parts | None:
    """Labels with the first columns beside them."""
    parts = Parts([], [], [], [])
    for n, block in enumerate(blocks):
        above, rows = _led(block, c) if n >= first else (list(block), [])
        sized = any(SIZE.search(text_of(line)) for line in block)
        headed = n > first and len(rows) == 1 and (sized or reads_as_header([*above, rows[0].label]))
        if rows and not headed and (n == first or any(_parted(x)[0] for x in block)):
            if n == first:
                keep = len(above) - _heading(above, rows)
                parts.head.append(list(above[:keep]))
                above = above[keep:]
            parts.rows.extend(Row(x, ()) for x in above)
            parts.rows.extend(_carried_on(rows))
        elif not _sorted(block, parts, n > first, graded):
            return None
    return parts


def _heading(above: Sequence[Cell], rows: Sequence[Row]) -> int:
    """How many of the lines above the first row head a group: one where it reads so, or as a later one does."""
    if not above:
        return 0
    grouped = any(SIZE.search(text_of(row.label)) for row in rows if not row.values)
    if SIZE.search(text_of(above[-1])):
        return int(grouped and len(above) == 1)
    return int(heads_group(above[-1]) or not reads_as_header([above[-1]]))


def _bare(blocks: Sequence[Sequence[Cell]], labels: int, graded: int) -> Parts | None:
    """Labels in a block of their own."""
    parts = Parts([], [], [], [])
    for n, block in enumerate(blocks):
        if n == labels:
            parts.lines.extend(block)
        elif not _sorted(block, parts, n > labels, graded):
            return None
    return parts


def _sorted(block: Sequence[Cell], parts: Parts, below: bool, graded: int) -> bool:
    """A block's words to the header, its values to those of the columns; false where the words are of a column."""
    at = len(block)
    while below and at > 0 and all_values(block[at - 1]):
        at -= 1
    if not parts.values and at == len(block) - 1 > 0 and block[at][0].kind is Kind.MEASURE:
        at += 1  # "Imatinib", and below it "400 mg"
    while at < len(block) and (graded or at) and _heads(block, at, graded, parts):
        at += 1
    if parts.values and at and not _heads_late(block[:at], parts.head):
        return False
    if at:
        parts.head.append(list(block[:at]))
    rows = block[at:]
    if len(rows) > 1 and len(rows[0]) > len(rows[1]) and is_share(rows[0][-1]):
        # a p-value beside the first of them
        parts.values.append((rows[0][:-1], *rows[1:]))
        parts.values.append(((rows[0][-1],),))
        return len({len(row) for row in parts.values[-2]}) == 1
    start = 0
    for k in range(1, len(rows) + 1):
        if k == len(rows) or len(rows[k]) != len(rows[start]):
            parts.values.append(tuple(rows[start:k]))
            start = k
    return True


def _heads_late(lines: Sequence[Cell], head: Sequence[Sequence[Cell]]) -> bool:
    """Whether words between values are of the header: they read so, tell a number of patients, or end as others do."""
    if P_VALUE.match(text_of(lines[0])) or reads_as_header(lines) or any(SIZE.search(text_of(x)) for x in lines):
        return True
    known = {text_of(cell).casefold() for block in head if block for cell in header_cells([block[-1]])}
    return any(text_of(cell).casefold() in known for cell in header_cells([lines[-1]]))


def _heads(block: Sequence[Cell], at: int, graded: int, parts: Parts) -> bool:
    """Whether a line of values holds grades above other values."""
    if not all(GRADE.match(a.text) for a in block[at]):
        return False
    if not graded:
        return at + 1 < len(block) and len(block[at]) > len(block[at + 1])
    if parts.values and not at:
        told = {a.text for head in parts.head for line in head for a in line}
        return graded > 1 and len(block) == 1 and all(a.text in told for a in block[at])
    return len(block) == 1 or at > 0
