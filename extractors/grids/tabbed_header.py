"""The header of a table whose cells are kept apart: how many rows it has, and which columns each of its cells heads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.core.document import Cell

Cells = tuple[Cell, ...]

# A header has no more rows.
_DEEPEST = 4
_FIGURE = re.compile(r"[<>≤≥~(]?\s*[-–−]?\d[\d.,·]*\s*(?:%|[(\[±/–-].*)?|[-–—]|NR|NA|n/a", re.I)
# What looks like a figure and heads a column: grades, units, numbers of patients.
_HEADS = re.compile(
    r"(?:grades?\s*|gr\.?\s*)?(?:[0-5]|[≥>]\s?[1-5]|[1-5]\s?[-–/]\s?[1-5]|all|any|n|no\.?|%|n \(%\))", re.I
)
_LABELLED = re.compile(
    r"(?:(?:baseline|patients?|clinical|treatment-related) )?(?:demographics?|characteristics?|variables?|parameters?|factors?|covariates?"
    r"|(?:adverse |side |toxic )?(?:events?|effects?)|AEs?|TRAEs?|TEAEs?|toxicit(?:y|ies)|responses?|items?|outcomes?|endpoints?)\b",
    re.I,
)


def header_depth(rows: Sequence[Cells], width: int, close: bool = False) -> int:
    """How many rows head the columns: the first, and those below it that hold no label, or no figure under fewer headers.
    `close` rows have lost their empty cells."""
    depth = 1
    while depth < min(_DEEPEST, len(rows) - 1):
        row = rows[depth]
        values = [c.text for c in (row if close else row[1:]) if c.text]
        above = len([c for c in rows[depth - 1] if c.text])
        figures = sum(bool(_FIGURE.fullmatch(v)) and not _HEADS.fullmatch(v) for v in values)
        unlabelled = not close and not row[0].text and values
        parted = above < len(row) == width - 1 and depth == 1
        # the labels' own header stands on a lower line
        awaited = len(values) > 1 and not any(_labels(r, width, close) for r in rows[:depth])
        if not (values and figures == 0 and (unlabelled or parted or awaited)):
            break
        depth += 1
    return depth


def _labels(row: Cells, width: int, close: bool) -> bool:
    """Whether a row of the header names the labels; one cell alone heads the whole table."""
    filled = [c.text for c in row if c.text]
    if len(filled) == 1:
        return False
    if close:
        return len(filled) == width or bool(_LABELLED.match(filled[0]))
    return bool(row[0].text)


def headers(rows: Sequence[Cells], width: int, close: bool = False) -> tuple[Cells, ...]:
    """The rows of a header, each cell over all columns that it heads."""
    made: list[Cells] = []
    for k, row in enumerate(rows):
        full = _spaced(row, width) if close else _spread(row, width, lower=k > 0)
        if made and k + 1 < len(rows) and not close:
            full = _within(full, made[-1])
        made.append(full)
    return tuple(made)


def _spaced(row: Cells, width: int) -> Cells:
    """A row that has lost its empty cells: over all columns, or over those of the values, each heading as many."""
    names = bool(row) and bool(_LABELLED.match(row[0].text))
    for lead in (1, 0) if names else (0, 1):
        cells = row[lead:]
        if len(row) < width and cells and (width - 1) % len(cells) == 0:
            each = (width - 1) // len(cells)
            return (row[0] if lead else Cell(), *(c for c in cells for _ in range(each)))
    return row + (Cell(),) * (width - len(row))


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


def _within(row: Cells, above: Cells) -> Cells:
    """A row between others of the header: its cells go on as far as the header over them does."""
    made = list(row)
    for k in range(2, len(made)):
        if not made[k].text and made[k - 1].text and above[k].text and above[k] is above[k - 1]:
            made[k] = made[k - 1]
    return tuple(made)
