"""Tables whose cells a text keeps apart by tabs, a row a line: read as they stand, nothing to be rebuilt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.core.document import Cell, Range
from extractors.grids.lines import Line

Cells = tuple[Cell, ...]

# A table has at least so many rows; a heading between its rows is no longer than so many characters.
_ROWS, _HEADING = 2, 90
_FIGURE = re.compile(r"[<>≤≥~(]?\s*[-–−]?\d[\d.,·]*\s*(?:%|[(\[±/–-].*)?|[-–—]|NR|NA|n/a", re.I)
# A first cell that heads the labels rather than being one.
_GRADES = re.compile(r"(?:grades?\s*)?(?:[0-5]|[≥>]\s?[1-5]|[1-5]\s?[-–/]\s?[1-5]|all|any|n|no\.?|%|n \(%\))", re.I)


def tab_block(lines: Sequence[Line], first: int, stop: int) -> int:
    """One past the rows that begin at line `first`; `first` itself where no such table begins there."""
    last, i, rows = first, first, 0
    while i < stop:
        if "\t" in lines[i].text:
            i, rows, last = i + 1, rows + 1, i + 1
        elif i + 1 < stop and "\t" in lines[i + 1].text and len(lines[i].text) <= _HEADING and not lines[i].gap:
            i += 1
        else:
            break
    return last if rows >= _ROWS else first


def tabbed(text: str, lines: Sequence[Line]) -> tuple[tuple[Cells, ...], tuple[Cells, ...]] | None:
    """Header and body of the rows on these lines; None where their cells are not kept apart by tabs."""
    if len(lines) < _ROWS or tab_block(lines, 0, len(lines)) != len(lines):
        return None
    rows = [_cells(text, line) for line in lines]
    width = max(len(r) for r in rows)
    depth = _header_depth(rows, width)
    header = tuple(_spread(rows[k], width, lower=k > 0) for k in range(depth))
    return header, tuple(r + (Cell(),) * (width - len(r)) for r in rows[depth:])


def _cells(text: str, line: Line) -> Cells:
    """The cells of a line, those before its first word too."""
    at = text.rfind("\n", 0, line.start) + 1
    made: list[Cell] = []
    for part in text[at : line.end].split("\t"):
        words = part.strip()
        start = at + part.find(words)
        made.append(Cell(" ".join(words.split()), (Range(start, start + len(words)),)) if words else Cell())
        at += len(part) + 1
    return tuple(made)


def _header_depth(rows: Sequence[Cells], width: int) -> int:
    """How many rows head the columns: the first, and those below it that hold no label, or no figure under fewer headers."""
    depth = 1
    while depth < min(3, len(rows) - 1):
        row = rows[depth]
        values = [c.text for c in row[1:] if c.text]
        above = len([c for c in rows[depth - 1] if c.text])
        figures = sum(bool(_FIGURE.fullmatch(v)) and not _GRADES.fullmatch(v) for v in values)
        unlabelled = not row[0].text and values
        parted = above < len(row) == width - 1 and depth == 1
        if not (values and figures == 0 and (unlabelled or parted)):
            break
        depth += 1
    return depth


def _spread(row: Cells, width: int, lower: bool) -> Cells:
    """A header's cells over its columns: fewer than columns span them evenly, lower ones leave out the labels' own."""
    if lower and len(row) == width - 1 and row[0].text:
        return (Cell(), *row)
    filled = [c for c in row[1:] if c.text]
    if len(row) < width and len(filled) == len(row) - 1 > 0 and (width - 1) % len(filled) == 0:
        each = (width - 1) // len(filled)
        return (row[0], *(c for c in filled for _ in range(each)))
    padded = [*row, *[Cell()] * (width - len(row))]
    if not lower:
        # a span's header stands over its first column, the others of it are empty
        for k in range(2, width):
            if not padded[k].text and padded[k - 1].text:
                padded[k] = padded[k - 1]
    return tuple(padded)
