"""Tables whose grid is known: the shape that generators make, typesetters print, and the scorer compares with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.core.document import Table

Span = tuple[str, int]


@dataclass(frozen=True)
class Known:
    """A table as its author wrote it: header cells with their column span, body rows of full width, notes.

    A body row with text in its first cell alone is printed across the table (a group row).
    """

    name: str
    kind: str
    number: str
    caption: str
    header: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return max(sum(n for _, n in self.header[0]) if self.header else 0, max(len(r) for r in self.rows))

    @property
    def grid(self) -> list[list[str]]:
        """Header joined a column, a spanning cell repeated, then the body."""
        parts: list[list[str]] = [[] for _ in range(self.width)]
        for row in self.header:
            at = 0
            for text, span in row:
                for k in range(at, min(at + span, self.width)):
                    if text and (not parts[k] or parts[k][-1] != text):
                        parts[k].append(text)
                at += span
        return [[" ".join(p) for p in parts], *(list(r) + [""] * (self.width - len(r)) for r in self.rows)]


def grid_of(table: Table) -> list[list[str]]:
    """A rebuilt table in the same form."""
    return [list(table.columns), *([c.text for c in row] for row in table.rows)]


def fold(cell: str) -> str:
    """Cell text as compared: no case, no spaces, one dash; a lone dash counts as empty."""
    text = re.sub(r"[‐-―−─-]+", "-", cell.casefold())
    text = re.sub(r"\s+", "", text).replace("\ufb01", "fi").replace("\ufb02", "fl")
    return "" if text == "-" else text


def hits(gold: Sequence[Sequence[str]], pred: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Cells that agree, cells of `gold`, cells of `pred`: rows aligned in order, then columns in order."""
    g = [[fold(c) for c in r] for r in gold]
    p = [[fold(c) for c in r] for r in pred]
    rows = _align(len(g), len(p), lambda i, j: _row_gain(g[i], p[j]))
    wide_g, wide_p = max(map(len, g), default=0), max(map(len, p), default=0)

    def agree(a: int, b: int) -> float:
        return float(sum(a < len(g[i]) and b < len(p[j]) and bool(g[i][a]) and g[i][a] == p[j][b] for i, j in rows))

    columns = _align(wide_g, wide_p, agree)
    right = int(sum(agree(a, b) for a, b in columns))
    return right, sum(bool(c) for r in g for c in r), sum(bool(c) for r in p for c in r)


def _row_gain(x: Sequence[str], y: Sequence[str]) -> float:
    if not x or not y:
        return 0.0
    return (2.0 if x[0] and x[0] == y[0] else 0.0) + len(set(filter(None, x)) & set(filter(None, y)))


def _align(n: int, m: int, gain) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
    score = {(i, j): gain(i, j) for i in range(n) for j in range(m)}
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score[i, j])
    pairs, i, j = [], 0, 0
    while i < n and j < m:
        if score[i, j] > 0 and best[i][j] == best[i + 1][j + 1] + score[i, j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
