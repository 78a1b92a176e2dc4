"""Scores of a reading against the known grid.

Adjacency: Göbel, Hassan, Oro, Orsi, "ICDAR 2013 Table Competition": pairs of neighbouring filled cells with direction,
empty cells skipped. Strict: a body cell counts with the path of headers above it and the label of its row.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from bench.tables.grids import Grid

_DASHES = re.compile(r"[\u2010-\u2015\u2212-]+")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


@dataclass(slots=True)
class Tally:
    """Hits among what was known and what was read; adds up over tables."""

    hits: int = 0
    known: int = 0
    read: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.known + other.known, self.read + other.read)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is known or read."""
        return 2 * self.hits / (self.known + self.read) if self.known + self.read else 0.0


def fold(text: str) -> str:
    """Case, white space, dashes and superscripts made alike."""
    return _DASHES.sub("-", re.sub(r"\s+", "", text.casefold())).translate(_SUPERSCRIPTS)


def compare(known: Counter[tuple[str, ...]], read: Counter[tuple[str, ...]]) -> Tally:
    """Multiset agreement."""
    return Tally(sum((known & read).values()), sum(known.values()), sum(read.values()))


def adjacency(grid: Grid) -> Counter[tuple[str, ...]]:
    """Neighbour relations (text, text, direction); a spanning cell is one cell with several neighbours."""
    at: list[list[int]] = [[-1] * grid.width for _ in range(grid.height)]
    texts = [fold(s.text) for s in grid.spans]
    for n, s in enumerate(grid.spans):
        for i in range(s.row, s.row + s.rows):
            for k in range(s.column, s.column + s.columns):
                at[i][k] = n if texts[n] else -1
    pairs = {(a, b, "right") for row in at for a, b in _neighbours(row)}
    pairs |= {(a, b, "down") for column in zip(*at, strict=True) for a, b in _neighbours(list(column))}
    return Counter((texts[a], texts[b], way) for a, b, way in pairs)


def _neighbours(line: list[int]) -> list[tuple[int, int]]:
    filled = [n for n in line if n >= 0]
    return [(a, b) for a, b in pairwise(filled) if a != b]


def strict(grid: Grid) -> Counter[tuple[str, ...]]:
    """(column-header path, row label, cell) of every filled body cell beyond the first column."""
    rows = [[fold(c) for c in row] for row in grid.expanded()]
    paths = []
    for k in range(grid.width):
        path: list[str] = []
        for row in rows[: grid.depth]:
            if row[k] and (not path or path[-1] != row[k]):
                path.append(row[k])
        paths.append("|".join(path))
    first = 1 if grid.width > 1 else 0
    return Counter(
        (paths[k], row[0] if first else "", row[k])
        for row in rows[grid.depth :]
        for k in range(first, grid.width)
        if row[k]
    )


def words(grid: Grid) -> Counter[str]:
    """Folded words of all cells: what decides which reading belongs to which known table."""
    return Counter(fold(w) for s in grid.spans for w in s.text.split())
