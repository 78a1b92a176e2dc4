"""Grids whose cells are framed by rules: positions that no rule parts are one spanning cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.pdf.page import Word, lines_of
from pipeline.ingest.pdf.tables.part import Grid, GridCell, Region

_FIGURE = re.compile(r"[<>≤≥±~(–-]*\s*\d")
_UNIT = re.compile(r"^\W*n\s*=|\(\s*n\s*=|^\W*(?:no\.?|n|%)\W*(?:\(?%\)?)?\W*$", re.IGNORECASE)
_OFF = 2.5
"""Points within which rules are at one position."""


def is_lattice(region: Region) -> bool:
    """Whether rules part both its columns and most of its rows."""
    height = region.bbox[3] - region.bbox[1]
    inner = _levels([v[0] for v in region.verticals if region.bbox[0] + 5 < v[0] < region.bbox[2] - 5])
    tall = [x for x in inner if sum(v[2] - v[1] for v in region.verticals if abs(v[0] - x) <= _OFF) > 0.3 * height]
    rows = len(_levels([*region.across, *(p[0] for p in region.partial)])) - 1
    return bool(tall) and rows >= 3 and (rows >= 0.35 * len(region.lines) or not _rows_within(region))


def _rows_within(region: Region) -> bool:
    """Whether the lines between two rules are rows: most of them have a cell at the left edge."""
    edge = min((line.x0 for line in region.lines), default=0.0)
    return sum(line.x0 < edge + 20 for line in region.lines) > 0.6 * len(region.lines)


def lattice(region: Region) -> Grid:
    """The framed cells with their words; the header's depth follows from spans and bold type."""
    x0, top, x1, bottom = region.bbox
    xs = _levels([x0, x1, *(v[0] for v in region.verticals)])
    ys = _levels([top, bottom, *region.across, *(p[0] for p in region.partial)])
    rules = [(y, x0, x1) for y in region.across] + list(region.partial)
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[(i, k) for k in range(columns)] for i in range(rows)]
    for i in range(rows):
        for k in range(columns):
            middle_y, middle_x = (ys[i] + ys[i + 1]) / 2, (xs[k] + xs[k + 1]) / 2
            if k and not _covered(region.verticals, xs[k], middle_y):
                owner[i][k] = owner[i][k - 1]
            elif i and not _covered(rules, ys[i], middle_x):
                owner[i][k] = owner[i - 1][k]
    cells = _cells(owner, region.words, xs, ys)
    return Grid(tuple(cells), header_depth(cells, rows))


def _levels(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _OFF:
            out.append(value)
    return out


def _covered(rules: Sequence[tuple[float, float, float]], at: float, middle: float) -> bool:
    return any(abs(r[0] - at) <= _OFF and r[1] - 1 <= middle <= r[2] + 1 for r in rules)


def _cells(
    owner: list[list[tuple[int, int]]], words: Sequence[Word], xs: Sequence[float], ys: Sequence[float]
) -> list[GridCell]:
    extent: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(owner):
        for k, key in enumerate(row):
            last = extent.get(key, (i, k))
            extent[key] = max(last[0], i), max(last[1], k)
    inside: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        i = sum(y <= (word.top + word.bottom) / 2 for y in ys) - 1
        k = sum(x <= word.middle for x in xs) - 1
        if 0 <= i < len(owner) and 0 <= k < len(owner[0]):
            inside.setdefault(owner[i][k], []).append(word)
    return [
        GridCell(tuple(lines_of(found)), i, k, extent[i, k][0] - i + 1, extent[i, k][1] - k + 1)
        for (i, k), found in sorted(inside.items())
    ]


def header_depth(cells: Sequence[GridCell], rows: int) -> int:
    """Rows of the header where no rule ends it.

    Bold rows at the top where the rest is not bold; else as deep as the first row's cells reach down, and one row below
    a cell that spans columns.
    """
    by_row: dict[int, list[GridCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    bold = [all(line.bold for c in by_row.get(i, []) for line in c.lines) and i in by_row for i in range(rows)]
    depth = 0
    while depth < rows - 1 and (bold[depth] or depth not in by_row):
        depth += 1
    told = 0 < depth <= max(6, rows // 3) and not all(bold)
    if told:
        depth = max((c.row + c.rows for i in range(depth) for c in by_row.get(i, [])), default=depth)
    else:
        depth = max((c.rows for c in by_row.get(0, [])), default=1)
    width = max((c.column + c.columns for c in cells), default=1)
    while depth < rows - 1 and any(1 < c.columns < width for c in by_row.get(depth - 1, [])):
        if told and any(c.column == 0 for c in by_row.get(depth, [])):
            break
        depth += 1
    while depth < rows - 1 and _is_header_row(by_row.get(depth, []), depth):
        depth += 1
    return min(depth, max(1, rows - 1))


def _is_header_row(row: Sequence[GridCell], depth: int) -> bool:
    """Whether a row below the first still names columns: no label and no figures, or numbers of patients and units."""
    values = [c.text for c in row if c.column > 0]
    labelled = any(c.column == 0 for c in row)
    if not values or depth > 4:
        return False
    if not labelled and not any(_FIGURE.match(v) for v in values):
        return True
    return all(_UNIT.search(v) for v in values)
