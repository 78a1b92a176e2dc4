"""Lines of a table's columns to cells of several lines, and cells to rows.

Where rows are set apart by more than the lines within a cell, the distance of baselines tells a wrapped line from a new
row, whether cells stand at the top, middle or bottom of their row: cells that overlap in height are one row, and a row
has one cell a column. Where all lines stand equally close, a line goes on with the one above when its first word would
not have fitted there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.ingest.pdf.page import Line

_OPEN = re.compile(r"(?:[-–/,(]|\b(?:of|and|or|the|to|with|for|in|by|at|from|per|vs\.?|than))$")
_FIGURE = re.compile(r"[<>≤≥±~(–-]*\s*\d|[–—-]$")
_GOES_ON = re.compile(r"[a-zα-ω(/%)–-]|(?:of|and|or)\b")


@dataclass(slots=True)
class Block:
    """The lines of one cell; `first` and `last` are the columns that it stands in."""

    lines: list[Line]
    first: int
    last: int
    single: bool = field(default=False)

    @property
    def top(self) -> float:
        """Height of a small letter above the first baseline: what the row's extent is judged by."""
        return self.lines[0].baseline - 0.55 * self.lines[0].size

    @property
    def bottom(self) -> float:
        """The last baseline."""
        return self.lines[-1].baseline

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(line.x1 for line in self.lines)

    @property
    def text(self) -> str:
        """Lines parted by spaces."""
        return " ".join(line.text for line in self.lines)


def wrap_step(
    cells: Sequence[tuple[Line, int]], widths: Sequence[float], header: Sequence[tuple[Line, int]] = ()
) -> float | None:
    """The greatest distance of baselines within a cell, in points; None where distance does not tell cells apart.

    `cells` are the pieces of the body's lines with their column, `widths` the columns' widths; the header's pieces help
    where the body has few.
    """
    steps = [*_steps(cells), *_steps(header)]
    if len(steps) < 3:
        return None
    size = median(line.size for line, _ in cells)
    close = [s for s in steps if s < 1.42 * size]
    if not close:
        return 1.3 * size  # every row stands apart; nothing is wrapped
    least = min(close)
    tight = [s for s in steps if s <= least + 0.09 * size]
    apart = [s for s in steps if s > least + 0.13 * size]
    if len(apart) < 0.04 * len(steps) or _are_rows(cells, widths, least + 0.09 * size):
        return None
    return (max(tight) + min(apart)) / 2


def _steps(cells: Sequence[tuple[Line, int]]) -> list[float]:
    columns: dict[int, list[float]] = {}
    for line, column in cells:
        columns.setdefault(column, []).append(line.baseline)
    return [b - a for heights in columns.values() for a, b in pairwise(sorted(heights)) if b - a > 2]


def _are_rows(cells: Sequence[tuple[Line, int]], widths: Sequence[float], step: float) -> bool:
    """Whether lines at the closest distance are rows of their own.

    So they are where figures stand below figures in two columns and more, and where most of the lines would have had
    room on the line above.
    """
    starts = [line.x0 for line, column in cells if column == 1]
    limit = min(starts, default=0.0)

    def heads(above: Line, below: Line) -> bool:
        """A group heading over its first row: the label begins anew though there was room up to the next column."""
        return not below.text[:1].islower() and has_room(above, below, limit - above.x0 - 0.6 * above.size)

    levels: list[dict[int, Line]] = []
    for line, column in sorted(cells, key=lambda c: c[0].baseline):
        if not levels or line.baseline - next(iter(levels[-1].values())).baseline > 1.5:
            levels.append({})
        levels[-1].setdefault(column, line)
    pairs = rows = lines = roomy = 0
    for above, below in pairwise(levels):
        if next(iter(below.values())).baseline - next(iter(above.values())).baseline > step:
            continue
        shared = above.keys() & below.keys()
        figures = sum(bool(_FIGURE.match(above[k].text) and _FIGURE.match(below[k].text)) for k in shared if k)
        pairs += 1
        rows += figures >= min(2, len(widths) - 1)
        lines += len(shared)
        roomy += sum(has_room(above[k], below[k], widths[k]) or (k == 0 and heads(above[k], below[k])) for k in shared)
    return rows > 0.15 * pairs or roomy > 0.5 * lines


def has_room(above: Line, below: Line, width: float) -> bool:
    """Whether the first word of a line could have stood on the line above it in a column so wide."""
    word = below.words[0]
    return (above.x1 - above.x0) + 0.25 * above.size + (word.x1 - word.x0) < width - 0.5


def blocks_by_distance(cells: Sequence[tuple[Line, int, int]], step: float) -> list[Block]:
    """Pieces of lines joined down each column while the distance of baselines is within `step`."""
    blocks: list[Block] = []
    for line, first, last in sorted(cells, key=lambda c: (c[0].baseline, c[0].x0)):
        above = [
            b
            for b in blocks
            if b.first <= last and first <= b.last and 2 < line.baseline - b.lines[-1].baseline <= step
        ]
        if len(above) == 1 and _same_cell(above[0], first, last, line):
            block = above[0]
            block.lines.append(line)
            block.first, block.last = min(block.first, first), max(block.last, last)
        else:
            blocks.append(Block([line], first, last))
    return blocks


def _same_cell(block: Block, first: int, last: int, line: Line) -> bool:
    """A line that spans columns goes on only with one that spans, or the reverse at one edge."""
    if (block.first, block.last) == (first, last):
        return True
    return block.first == first or (block.first <= first and last <= block.last)


def rows_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks that overlap in height as rows, top to bottom; a block over several rows stands in the first of them."""
    order = sorted(blocks, key=lambda b: (b.top, b.first))
    tall = _row_spanning(order)
    rows: list[list[Block]] = []
    for block in (b for b in order if id(b) not in tall):
        row = rows[-1] if rows else None
        bottom = max(b.bottom for b in row) if row else 0.0
        if row is not None and block.top < bottom - 0.05 and not any(_share(block, b) for b in row):
            row.append(block)
        else:
            rows.append([block])
    for block in (b for b in order if id(b) in tall):
        home = next((r for r in rows if max(b.bottom for b in r) > block.top), None)
        (home if home is not None else rows[-1]).append(block)
    return [sorted(row, key=lambda b: b.first) for row in rows]


def _share(a: Block, b: Block) -> bool:
    return a.first <= b.last and b.first <= a.last


def _row_spanning(order: Sequence[Block]) -> set[int]:
    """Blocks that overlap two or more blocks of one other column: cells over several rows."""
    tall = set()
    for block in order:
        beside: dict[int, int] = {}
        for other in order:
            if other is not block and other.first == other.last and not _share(block, other):
                overlap = min(block.bottom, other.bottom) - max(block.top, other.top)
                if overlap > 0.25 * (other.bottom - other.top):
                    beside[other.first] = beside.get(other.first, 0) + 1
        if sum(n > 1 for n in beside.values()) > 0.5 * len(beside):
            tall.add(id(block))
    return tall


def rows_by_fit(cells: Sequence[tuple[Line, int, int]], widths: Sequence[float]) -> list[list[Block]]:
    """Rows where all lines stand equally close: a line goes on with one in which it had no room.

    `widths` are the columns' widths.
    """
    levels: list[list[tuple[Line, int, int]]] = []
    for cell in sorted(cells, key=lambda c: (c[0].baseline, c[0].x0)):
        if levels and cell[0].baseline - levels[-1][0][0].baseline < 0.35 * cell[0].size:
            levels[-1].append(cell)
        else:
            levels.append([cell])
    rows: list[list[Block]] = []
    for level in levels:
        if rows and _goes_on(rows[-1], level, widths):
            for line, first, last in level:
                home = next((b for b in rows[-1] if b.first <= last and first <= b.last), None)
                if home is None:
                    rows[-1].append(Block([line], first, last))
                else:
                    home.lines.append(line)
        else:
            rows.append([Block([line], first, last) for line, first, last in level])
    return [sorted(row, key=lambda b: b.first) for row in rows]


def _goes_on(row: Sequence[Block], level: Sequence[tuple[Line, int, int]], widths: Sequence[float]) -> bool:
    """Whether every piece of a line continues the cell above it."""
    if len(level) > 1 and len(level) >= max(2, len(widths) - 1):
        return False
    label_only = all(b.first == 0 for b in row)
    for line, first, last in level:
        above = next((b for b in row if b.first <= last and first <= b.last), None)
        if above is None:
            # values on the last line of a wrapped label
            if label_only and any(f == 0 for _, f, _ in level):
                continue
            return False
        fits = has_room(above.lines[-1], line, widths[min(last, len(widths) - 1)])
        open_end = bool(_OPEN.search(above.lines[-1].text)) or above.lines[-1].text.count("(") > above.lines[
            -1
        ].text.count(")")
        if fits and not open_end:
            return False
        if not open_end and not _GOES_ON.match(line.text) and first == 0:
            return False
    return True
