"""Grids of tables without vertical rules (booktabs, ruled across, rule-less)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.pdf.page import Line, chunks_of
from pipeline.ingest.pdf.tables.columns import CELL_GAP, Columns, columns_of
from pipeline.ingest.pdf.tables.heads import header_cells, territory_of
from pipeline.ingest.pdf.tables.part import Grid, GridCell, Region
from pipeline.ingest.pdf.tables.rows import Block, blocks_by_distance, rows_by_fit, rows_of, wrap_step

_FIGURE = re.compile(r"[<>≤≥±~]?\s*[\d.,]+")


def stream(region: Region) -> Grid | None:
    """The grid, None where there are fewer than two columns or no row below the header."""
    lines = region.lines
    split = _header_end(region, lines)
    header = [line for line in lines if line.baseline < split]
    body = [line for line in lines if line.baseline >= split]
    if not body:
        return None
    left, right = region.bbox[0], region.bbox[2]
    columns = columns_of(body, header, left, right)
    if len(columns) < 2:
        return None
    pieces = [piece for line in body for piece in _pieces(line, columns)]
    everything = [(line, first) for line, first, last in pieces if first == last]
    head_pieces = [(c, columns.covered(c.x0, c.x1)[0]) for line in header for c in chunks_of(line, CELL_GAP)]
    widths = [b - a for a, b in columns.extents]
    step = wrap_step(everything, widths) or wrap_step(everything, widths, head_pieces)
    rows = rows_by_fit(pieces, widths) if step is None else rows_of(blocks_by_distance(pieces, step))
    size = body[0].size
    territory = territory_of(columns, body, header, left, right)
    cells, depth = header_cells(header, columns, territory, step or 1.35 * size, region.partial)
    if not cells:
        depth = 0
    cells += _body_cells(rows, columns, depth)
    doubts = (
        ()
        if step is not None or len(body) == len(rows)
        else ("rows stand as close as lines: wrapped cells told by fit",)
    )
    return Grid(tuple(cells), depth, doubts)


def _header_end(region: Region, lines: Sequence[Line]) -> float:
    """The height below which the body starts: the second rule across, else where bold or figureless lines end."""
    inner = [y for y in region.across if region.bbox[1] + 3 < y < region.bbox[3] - 3]
    above = [line for line in lines if inner and line.baseline < inner[0]]
    if above and len(above) < max(2, 0.6 * len(lines)):
        return inner[0] if len(inner) == 1 else _past_unlabelled(lines, len(above))
    bold = 0
    while bold < len(lines) and lines[bold].bold:
        bold += 1
    if 0 < bold < 0.6 * len(lines):
        return _past_unlabelled(lines, bold)
    plain = 0
    edge = min(line.x0 for line in lines) + 2 * lines[0].size
    while plain < min(6, len(lines)) and (not _has_figures(lines[plain]) or lines[plain].x0 > edge):
        plain += 1
    if 0 < plain < len(lines):
        # a line of one cell above the first figures is a group heading, not the header
        while plain > 1 and len(chunks_of(lines[plain - 1], CELL_GAP)) == 1:
            plain -= 1
        return lines[plain].baseline - 0.1
    return lines[1].baseline - 0.1 if len(lines) > 1 else lines[0].baseline + 1


def _past_unlabelled(lines: Sequence[Line], count: int) -> float:
    """The height below the first `count` lines and those after them that begin clear of the row labels."""
    edge = min(line.x0 for line in lines) + 2 * lines[0].size
    while count < min(6, len(lines) - 1) and lines[count].x0 > edge and len(chunks_of(lines[count], CELL_GAP)) > 1:
        count += 1
    return lines[count].baseline - 0.1


def _has_figures(line: Line) -> bool:
    cells = chunks_of(line, CELL_GAP)
    return any(_FIGURE.match(c.text) for c in cells[1:])


def _pieces(line: Line, columns: Columns) -> list[tuple[Line, int, int]]:
    return [(chunk, *columns.covered(chunk.x0, chunk.x1)) for chunk in chunks_of(line, CELL_GAP)]


def _body_cells(rows: Sequence[Sequence[Block]], columns: Columns, depth: int) -> list[GridCell]:
    cells = []
    for n, row in enumerate(rows, depth):
        merged: dict[int, Block] = {}
        for block in row:
            if block.first in merged:
                merged[block.first].lines.extend(block.lines)
            else:
                merged[block.first] = block
        for block in merged.values():
            span = 1 if block.first == 0 else block.last - block.first + 1
            cells.append(GridCell(tuple(sorted(block.lines, key=lambda b: b.baseline)), n, block.first, 1, span))
    return cells
