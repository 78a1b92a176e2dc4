"""Columns of percentages beside the counts that they are shares of: which numbers of a sparse row go together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.grids.atoms import Kind
from extractors.grids.spans import Span

Cells = tuple[tuple[int, Span], ...]
# Count column, percentage column, how many patients are counted.
Share = tuple[int, int, float]
_FEWEST, _GOOD = 3, 0.85
_HIT, _MISS, _ALONE, _UNHAD = 3.0, -2.5, -0.3, -2.0
_PERCENT = re.compile(r"[<(]?\s?(\d{1,3}(?:[.,·]\d+)?)\s?%?\)?[*†‡a-d]?$")
_COUNT = re.compile(r"\d{1,5}[*†‡a-d]?$")


def shares(rows: Sequence[Cells], percents: Iterable[int]) -> list[Share]:
    """Columns of percentages (`percents`) that are those of the column before, on nearly all rows that fill both."""
    found: list[Share] = []
    # A row that is nearly full shows where its numbers belong.
    fullest = max((len(row) for row in rows), default=0)
    rows = [row for row in rows if len(row) >= fullest - 1]
    for k in sorted(c - 1 for c in percents if c > 1):
        pairs = [(n, p) for row in rows if (n := _count(row, k)) and (p := _percent(row, k + 1)) and p <= 100]
        if len(pairs) < _FEWEST or (found and found[-1][1] == k):
            continue
        for n, p in sorted(pairs, reverse=True)[:2]:
            sizes = [s for d in range(-3, 4) if (s := round(100 * n / p) + d) > 0]
            good, size = max((sum(_fits(a, b, s) for a, b in pairs), -abs(100 * n / p - s), s) for s in sizes)[::2]
            if good >= _GOOD * len(pairs):
                found.append((k, k + 1, size))
                break
    return found


def _fits(n: int, percent: float, size: float) -> bool:
    return abs(100 * n / size - percent) <= 0.6


def _text(row: Cells, column: int) -> Span | None:
    return next((span for k, span in row if k == column), None)


def _count(row: Cells, column: int) -> int | None:
    span = _text(row, column)
    return int(re.sub(r"\D", "", span.text)) if span is not None and _COUNT.match(span.text) else None


def _percent(row: Cells, column: int) -> float | None:
    span = _text(row, column)
    match = _PERCENT.match(span.text) if span is not None else None
    return float(match[1].replace(",", ".").replace("·", ".")) if match else None


def agree(row: Cells, known: Sequence[Share]) -> float:
    """How well a row's numbers go with the shares where they stand."""
    value = 0.0
    for count, percent, size in known:
        n, p = _text(row, count), _text(row, percent)
        if p is None or p.kind is Kind.DASH:
            value += _ALONE if n is not None and _COUNT.match(n.text) and n.text != "0" else 0.0
        elif n is None or n.kind is Kind.DASH:
            value += _UNHAD
        else:
            a, b = _count(row, count), _percent(row, percent)
            value += _HIT if a is not None and b is not None and _fits(a, b, size) else _MISS
    return value
