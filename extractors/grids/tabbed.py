"""Tables whose cells a text keeps apart by tabs or bars, a row a line: read as they stand, nothing to be rebuilt."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.core.document import Cell, Range
from extractors.grids.footnotes import is_marked
from extractors.grids.lines import BAR, Line, is_rule, keeps_apart
from extractors.grids.tabbed_header import header_depth, headers

Cells = tuple[Cell, ...]

# A table has at least so many rows; a heading between its rows is no longer than so many characters, and no more than
# so many stand below one another.
_ROWS, _HEADING, _TOGETHER = 2, 160, 3


def tab_block(lines: Sequence[Line], first: int, stop: int) -> int:
    """One past the rows that begin at line `first`; `first` itself where no such table begins there."""
    last, i, rows = first, first, 0
    while i < stop:
        if keeps_apart(lines[i].text):
            i, rows, last = i + 1, rows + 1, i + 1
        elif headings := _headings(lines, i, stop):
            i += headings
        else:
            break
    return last if rows >= _ROWS else first


def _headings(lines: Sequence[Line], first: int, stop: int) -> int:
    """How many lines without cells stand above a row, none of them a note."""
    for n in range(min(_TOGETHER, stop - first - 1)):
        line = lines[first + n]
        if line.gap or len(line.text) > _HEADING or (n and line.text.endswith(".")) or is_marked(line.text):
            break
        if keeps_apart(lines[first + n + 1].text):
            return n + 1
    return 0


def tabbed(text: str, lines: Sequence[Line]) -> tuple[tuple[Cells, ...], tuple[Cells, ...]] | None:
    """Header and body of the rows on these lines; None where their cells are not kept apart, or not in their places."""
    if len(lines) < _ROWS or tab_block(lines, 0, len(lines)) != len(lines):
        return None
    told = [line for line in lines if not is_rule(line.text)]
    # a bar that begins every row is the table's own edge, else an empty cell stands before it
    edged = all(line.text[0] == "|" for line in told)
    rows = [_cells(text, line, edged) for line in told]
    barred = any(BAR.search(line.text) for line in told)
    close = barred and not any(_goes_on_behind_a_gap(row) for row in rows)
    if close:
        rows = [tuple(c for c in row if c.text) for row in rows]
    width = max((len(r) for r in rows), default=0)
    ruled = next((n for n, line in enumerate(lines) if is_rule(line.text)), 1)
    depth = max(header_depth(rows, width, close), min(ruled, len(rows) - 1))
    body = [r + (Cell(),) * (width - len(r)) for r in rows[depth:]]
    if close and any(1 < sum(bool(c.text) for c in r) < width for r in body):
        return None
    return headers(rows[:depth], width, close), tuple(body)


def _goes_on_behind_a_gap(row: Cells) -> bool:
    """Whether an empty cell stands before a filled one: a tool that leaves out empty cells leaves no such row."""
    filled = [bool(c.text) for c in row]
    return any(filled) and not all(filled[: len(filled) - filled[::-1].index(True)])


def _cells(text: str, line: Line, edged: bool) -> Cells:
    """The cells of a line, those before its first word too."""
    at = text.rfind("\n", 0, line.start) + 1
    end = line.end
    sign = "\t"
    if "\t" not in text[at:end] and BAR.search(line.text):
        sign = "|"
        at = line.start + edged
        end -= line.text[-1] == "|" and end > at
    made: list[Cell] = []
    for part in text[at:end].split(sign):
        words = part.strip()
        start = at + part.find(words)
        made.append(Cell(" ".join(words.split()), (Range(start, start + len(words)),)) if words else Cell())
        at += len(part) + 1
    return tuple(made)
