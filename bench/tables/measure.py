"""One tool on one set of pages: readings matched to known tables, and the scores added up."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.tables.grids import Grid, KnownPaper, KnownTable, Span
from bench.tables.metrics import Tally, adjacency, compare, strict, words
from bench.tables.peers import Peer, Reading, headings_across

ALIKE = 0.3
"""Share of words in common from which a reading counts as of a known table."""


@dataclass
class Score:
    """Sums over papers."""

    adjacent: Tally = field(default_factory=Tally)
    strict: Tally = field(default_factory=Tally)
    found: int = 0
    known: int = 0
    prose: int = 0
    seconds: float = 0.0
    pages: int = 0
    failed: int = 0
    worst: list[tuple[float, float, str]] = field(default_factory=list)


def measure(peer: Peer, papers: list[tuple[KnownPaper, Path, int]]) -> Score:
    """Read every file (paper, path, number of pages) with one tool, and score it. Time is CPU time."""
    score = Score()
    for paper, path, pages in papers:
        start = time.process_time()
        try:
            readings = peer.read(path)
        except Exception as error:  # a tool that fails on a file has found nothing in it
            readings = []
            score.failed += 1
            score.worst.append((-1.0, -1.0, f"{paper.name}: {type(error).__name__}: {error}"))
        score.seconds += time.process_time() - start
        score.pages += pages
        _add(score, paper, readings)
    score.worst.sort()
    return score


def _add(score: Score, paper: KnownPaper, readings: list[Reading]) -> None:
    left = list(readings)
    for table in paper.tables:
        grid, used = _reading_of(table, left)
        left = [r for r in left if r not in used]
        near = compare(adjacency(headings_across(table.grid)), adjacency(headings_across(grid)))
        exact = compare(strict(table.grid), strict(grid))
        score.adjacent += near
        score.strict += exact
        score.known += 1
        score.found += bool(used)
        score.worst.append((exact.f1, near.f1, f"{paper.name} table {table.number}"))
    text = Counter(w.casefold() for p in paper.paragraphs for w in p.split())
    score.prose += sum(_is_prose(r.grid, text) for r in left)


def _reading_of(table: KnownTable, readings: list[Reading]) -> tuple[Grid, list[Reading]]:
    """The reading most like a known table; for tools that do not join a table over pages, its pieces in order."""
    known = words(table.grid)

    def likeness(reading: Reading) -> float:
        read = words(reading.grid)
        return sum((known & read).values()) / max(1, sum((known | read).values()))

    def inside(reading: Reading) -> bool:
        read = words(reading.grid)
        return sum((known & read).values()) > 0.8 * max(1, sum(read.values())) and sum(read.values()) > 5

    best = max(readings, key=likeness, default=None)
    if best is None:
        return Grid((), table.grid.depth), []
    pieces = [r for r in readings if r is best or (not r.knows_depth and inside(r) and r.grid.width == best.grid.width)]
    if len(pieces) > 1 and likeness(best) < 0.8:
        joined = Reading(_joined([p.grid for p in pieces], table.grid.depth))
        if likeness(joined) > likeness(best):
            return _with_header(joined.grid, table), pieces
    if likeness(best) < ALIKE:
        return Grid((), table.grid.depth), []
    return (best.grid if best.knows_depth else _with_header(best.grid, table)), [best]


def _with_header(grid: Grid, table: KnownTable) -> Grid:
    """The oracle for tools that give no header: of the first rows (a caption read along left out or not) those that
    score best."""
    options = []
    for skip in range(4):
        rest = tuple(Span(s.text, s.row - skip, s.column, s.rows, s.columns) for s in grid.spans if s.row >= skip)
        options += [Grid(rest, depth) for depth in range(table.grid.depth, table.grid.depth + 3)]
    known = strict(table.grid)
    return max(options, key=lambda g: compare(known, strict(g)).f1)


def _joined(grids: list[Grid], depth: int) -> Grid:
    """Pieces one below the other, the repeated header (of known depth) left out: the oracle for tools that do not join."""
    spans = list(grids[0].spans)
    height = grids[0].height
    head = [s.text for s in grids[0].spans if s.row < depth]
    for grid in grids[1:]:
        skip = depth if [s.text for s in grid.spans if s.row < depth] == head else 0
        spans += [Span(s.text, s.row - skip + height, s.column, s.rows, s.columns) for s in grid.spans if s.row >= skip]
        height += grid.height - skip
    return Grid(tuple(spans), depth)


def _is_prose(grid: Grid, text: Counter[str]) -> bool:
    """Whether most of a reading's words are those of the running text."""
    read = Counter(w.casefold() for s in grid.spans for w in s.text.split())
    return sum(read.values()) > 20 and sum((read & text).values()) > 0.6 * sum(read.values())
