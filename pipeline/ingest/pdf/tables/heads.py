"""Header rows: cells over several columns told from those over one, and stacked in levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest.pdf.page import Line, chunks_of
from pipeline.ingest.pdf.tables.columns import CELL_GAP, Columns
from pipeline.ingest.pdf.tables.part import GridCell
from pipeline.ingest.pdf.tables.rows import Block


@dataclass(frozen=True)
class Territory:
    """What each column may take up between its neighbours, and whether its cells begin at one edge."""

    edges: tuple[float, ...]
    left_aligned: tuple[bool, ...]

    def middle(self, first: int, last: int) -> float:
        """Centre of a stretch of columns."""
        return (self.edges[first] + self.edges[last + 1]) / 2


def territory_of(
    columns: Columns, body: Sequence[Line], header: Sequence[Line], left: float, right: float
) -> Territory:
    """Edges half way between columns, or shortly before a column whose cells begin at one edge.

    A column's own header, the lowest cell above it, counts with its cells.
    """
    extents = list(columns.extents)
    headed: set[int] = set()
    for line in reversed(header):
        covered = [(chunk, *columns.covered(chunk.x0, chunk.x1)) for chunk in chunks_of(line, CELL_GAP)]
        for chunk, first, last in covered:
            if first == last and first not in headed:
                extents[first] = min(extents[first][0], chunk.x0), max(extents[first][1], chunk.x1)
        headed.update(k for _, first, last in covered for k in range(first, last + 1))
    starts: list[list[float]] = [[] for _ in columns.extents]
    middles: list[list[float]] = [[] for _ in columns.extents]
    for line in (*header, *body):
        for chunk in chunks_of(line, CELL_GAP):
            first, last = columns.covered(chunk.x0, chunk.x1)
            if first == last:
                starts[first].append(chunk.x0)
                middles[first].append((chunk.x0 + chunk.x1) / 2)
    aligned = tuple(_spread(s) <= _spread(m) for s, m in zip(starts, middles, strict=True))
    edges = [min(left, extents[0][0])]
    for k in range(1, len(columns)):
        before, start = extents[k - 1][1], extents[k][0]
        edges.append(max(start - 3.0, (before + start) / 2) if aligned[k] else (before + start) / 2)
    edges.append(max(right, extents[-1][1]))
    for k in range(1, len(columns)):
        if aligned[k - 1] and not aligned[k]:  # a column set about its centre reaches as far left as right
            centre = sum(middles[k]) / len(middles[k]) if middles[k] else edges[k]
            edges[k] = min(max(2 * centre - edges[k + 1], edges[k]), extents[k][0])
    return Territory(tuple(edges), aligned)


def _spread(values: Sequence[float]) -> float:
    if len(values) < 2:
        return 0.0
    ordered = sorted(values)
    return ordered[int(0.9 * (len(ordered) - 1))] - ordered[int(0.1 * (len(ordered) - 1))]


def header_cells(
    lines: Sequence[Line],
    columns: Columns,
    territory: Territory,
    step: float,
    partial: Sequence[tuple[float, float, float]] = (),
) -> tuple[list[GridCell], int]:
    """The header's cells on their levels, and the number of levels."""
    pieces = [(chunk, *columns.covered(chunk.x0, chunk.x1)) for line in lines for chunk in _cut(line, columns)]
    blocks = _stacked(pieces, step, partial)
    levels, depth = _levels(blocks)
    cells = []
    for level in range(depth):
        row = sorted((b for b in blocks if levels[id(b)][0] == level), key=lambda b: b.x0)
        below = [b for b in blocks if levels[id(b)][0] > level]
        above = [b for b in blocks if levels[id(b)][0] < level]
        for block, (first, last) in zip(row, _ranges(row, above, below, columns, territory, partial), strict=True):
            top, bottom = levels[id(block)]
            cells.append(GridCell(tuple(block.lines), top, first, bottom - top + 1, last - first + 1))
    return cells, depth


def _cut(line: Line, columns: Columns) -> list[Line]:
    """A header line's cells; two that stand close are cut where a column's edge falls on a space between them."""
    out: list[Line] = []
    for chunk in chunks_of(line, CELL_GAP):
        words = list(chunk.words)
        start = 0
        for n in range(1, len(words)):
            gap = words[n].x0 - words[n - 1].x1
            cut = any(words[n - 1].x1 - 0.5 <= s <= words[n].x0 + 0.5 for s in columns.separators)
            if cut and gap > 0.42 * words[n].size:
                out.append(Line(tuple(words[start:n])))
                start = n
        out.append(Line(tuple(words[start:])))
    return out


def _stacked(
    pieces: Sequence[tuple[Line, int, int]], step: float, partial: Sequence[tuple[float, float, float]]
) -> list[Block]:
    """Lines of one header cell, above each other: close, of one centre or left edge, and not parted by a rule."""
    blocks: list[Block] = []
    for line, first, last in sorted(pieces, key=lambda p: (p[0].baseline, p[0].x0)):
        home = None
        for block in blocks:
            near = 2 < line.baseline - block.lines[-1].baseline <= step
            parted = any(
                block.bottom < at < line.baseline and start < line.x1 and end > line.x0 for at, start, end in partial
            )
            if near and not parted and _aligned(block, line) and not _forks(block, pieces, step):
                home = block
        if home is None:
            blocks.append(Block([line], first, last))
        else:
            home.lines.append(line)
            home.first, home.last = min(home.first, first), max(home.last, last)
    return blocks


def _aligned(block: Block, line: Line) -> bool:
    last = block.lines[-1]
    centre = abs((last.x0 + last.x1) - (line.x0 + line.x1)) / 2 < 0.35 * line.size
    edge = abs(last.x0 - line.x0) < 0.2 * line.size
    return (centre or edge or abs(last.x1 - line.x1) < 0.2 * line.size) and last.x0 < line.x1 and line.x0 < last.x1


def _forks(block: Block, pieces: Sequence[tuple[Line, int, int]], step: float) -> bool:
    """Whether two cells stand under a line: then it spans them and ends here."""
    last = block.lines[-1]
    under = [p for p, _, _ in pieces if 2 < p.baseline - last.baseline <= step and p.x0 < last.x1 and last.x0 < p.x1]
    return len(under) > 1


def _levels(blocks: Sequence[Block]) -> tuple[dict[int, tuple[int, int]], int]:
    """Each block's first and last level, and how many there are.

    Levels are the heights that cells share, the lowest cells deciding. One half way between two others is none where no
    cell of those stands over or under its own: those are cells in the middle of the height of both.
    """
    bands: list[tuple[float, float]] = []
    for block in sorted(blocks, key=lambda b: (b.bottom - b.top, b.top)):
        if all(min(b[1], block.bottom) - max(b[0], block.top) <= 0 for b in bands):
            bands.append((block.top, block.bottom))
    bands.sort()
    n = 1
    while n < len(bands) - 1:
        above, own, below = (_in_band(blocks, band) for band in bands[n - 1 : n + 2])
        stacked = any(a.x0 < b.x1 and b.x0 < a.x1 for a in own for b in (*above, *below) if a is not b)
        off = abs(bands[n][0] + bands[n][1] - bands[n - 1][0] - bands[n + 1][1]) / 2
        if stacked or off > 0.25 * own[0].lines[0].size:
            n += 1
        else:
            del bands[n]
    return {id(block): _level_of(block, bands) for block in blocks}, len(bands)


def _in_band(blocks: Sequence[Block], band: tuple[float, float]) -> list[Block]:
    return [b for b in blocks if min(b.bottom, band[1]) - max(b.top, band[0]) > 0]


def _level_of(block: Block, bands: Sequence[tuple[float, float]]) -> tuple[int, int]:
    shared = [min(b[1], block.bottom) - max(b[0], block.top) for b in bands]
    high = block.bottom - block.top
    hit = [n for n, (s, b) in enumerate(zip(shared, bands, strict=True)) if s > 0.3 * min(high, b[1] - b[0])]
    if not hit:
        centre = (block.top + block.bottom) / 2
        between = [n for n in range(len(bands) - 1) if bands[n][1] <= centre <= bands[n + 1][0]]
        hit = [between[0], between[0] + 1] if between else [max(range(len(bands)), key=lambda n: shared[n])]
    return hit[0], hit[-1]


def _ranges(
    row: Sequence[Block],
    above: Sequence[Block],
    below: Sequence[Block],
    columns: Columns,
    territory: Territory,
    partial: Sequence[tuple[float, float, float]],
) -> list[tuple[int, int]]:
    """The columns of each cell of a level: a search over disjoint stretches, scored by centre, edge and cells below."""
    orphans = {k for k in range(1, len(columns)) if not any(b.first <= k <= b.last for b in (*row, *below, *above))}
    needy = [k in orphans or any(b.first <= k <= b.last for b in below) for k in range(len(columns))]
    taken = frozenset(k for b in row for k in range(b.first, b.last + 1))
    if len(row) == 1 and not above and below and row[0].first == row[0].last == 0:
        return [(0, len(columns) - 1)]  # a heading over the whole table
    # where one heading surely stands over one column, its neighbours may too
    singles = any(b.first == b.last and needy[b.first] and b.first + 1 in taken for b in row if b.first)
    # a rule under two headings, as touching pieces make one, says nothing of either
    own = [p for p in partial if sum(b.x0 < p[2] and p[1] < b.x1 for b in row) == 1]
    tried = []
    for centred in (True, False):
        options = [
            _options(block, columns, territory, needy, None if singles else taken, own, centred) for block in row
        ]
        tried.append(_cheapest(options))
    return list(min(tried, key=lambda t: t[0])[1])


def _cheapest(options: Sequence[Sequence[tuple[int, int, float]]]) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The disjoint stretches of least cost, one for each cell, left to right."""
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {-1: (0.0, ())}
    for choices in options:
        following: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for end, (cost, chosen) in best.items():
            for first, last, price in choices:
                overlap = 1000.0 * max(0, end - first + 1)
                total = (cost + price + overlap, (*chosen, (first, last)))
                if last not in following or total < following[last]:
                    following[last] = total
        best = following
    return min(best.values())


def _options(
    block: Block,
    columns: Columns,
    territory: Territory,
    needy: Sequence[bool],
    taken: frozenset[int] | None,
    partial: Sequence[tuple[float, float, float]],
    centred: bool,
) -> list[tuple[int, int, float]]:
    size = block.lines[0].size
    for at, start, end in partial:
        if 0 <= at - block.bottom < 0.9 * size and start <= block.x0 + 1 and end >= block.x1 - 1:
            return [(*columns.covered(start, end), 0.0)]
    low, high = columns.covered(block.x0, block.x1)
    # a heading over one lower cell alone, with free ones beside it, would be idle
    beside = taken is not None and 0 < low < len(columns) - 1 and low + 1 not in taken
    idle = beside and needy[low] and needy[low + 1]
    out = []
    for first in range(max(min(1, low), low - 6), low + 1):
        for last in range(high, min(len(columns), high + 8)):
            if any(not needy[k] for k in range(first, last + 1) if not low <= k <= high):
                continue
            centre = abs(territory.middle(first, last) - (block.x0 + block.x1) / 2) / size
            edge = abs(columns.extents[first][0] - block.x0) / size
            spanning = centre - 0.15 * (last - first) if centred else edge + 0.3 - 0.02 * (last - first)
            price = min(centre, edge) + 0.4 * idle if first == last else spanning
            out.append((first, last, price))
    return out or [(low, high, 0.0)]
