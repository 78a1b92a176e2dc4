"""Rows of a flattened table that lost an empty cell: what sums leave certain, and nothing else.

Where a column is the sum of others (two strata and their total, grades and "any"), the seatings of a short row's
cells that keep every sum are few; a count is certain when it stands in the same column in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from extractors.tabular.columns import Block
from extractors.tabular.grid import Grid, Row
from extractors.tabular.values import Value

SumRule = tuple[tuple[int, ...], int]
_MOST_COLUMNS = 10


def sum_rules(grid: Grid, shown: Sequence[Block]) -> list[SumRule]:
    """Parts and total among the blocks (by position) that the complete rows of the table bear out."""
    rules: list[SumRule] = []
    for t, block in enumerate(shown):
        total = block.first
        if total.every and total.grade != "any":
            parts = tuple(
                k for k, b in enumerate(shown) if k != t and b.first.grade == total.grade and not b.first.every
            )
        elif total.grade == "any":
            parts = tuple(k for k, b in enumerate(shown) if k != t and b.first.stratum[1:] == total.stratum[1:])
        else:
            continue
        if len(parts) >= 2 and _borne_out(grid, shown, (parts, t)):
            rules.append((parts, t))
    return rules


def _borne_out(grid: Grid, shown: Sequence[Block], rule: SumRule) -> bool:
    held = failed = 0
    for row in grid.body:
        values = [b.value(grid, row) for b in shown]
        if all(_printed(grid, row, b) for b in shown) and values[rule[1]].count:
            kept = _holds(values, rule)
            held, failed = held + kept, failed + (not kept)
    return held >= 2 and held >= 4 * failed


def _printed(grid: Grid, row: Row, block: Block) -> bool:
    return any(k < len(row.cells) and bool(row.cells[k].text) for k in block.indices)


def _holds(values: Sequence[Value | None], rule: SumRule) -> bool:
    total = values[rule[1]]
    parts = [values[k] for k in rule[0]]
    return total is not None and (total.count or 0) == sum((p.count or 0) for p in parts if p is not None)


def certain(grid: Grid, row: Row, shown: Sequence[Block], rules: Sequence[SumRule]) -> dict[int, int]:
    """For each block that is certain, the block whose cell belongs to it; all of them for a row that lacks none."""
    filled = [k for k, b in enumerate(shown) if _printed(grid, row, b)]
    as_printed = {k: k for k in filled}
    if not rules or len(filled) == len(shown) or len(shown) > _MOST_COLUMNS:
        return as_printed
    values = [shown[k].value(grid, row) for k in filled]
    seatings: list[dict[int, int]] = []
    for columns in combinations(range(len(shown)), len(filled)):
        placed: list[Value | None] = [None] * len(shown)
        for column, value in zip(columns, values, strict=True):
            placed[column] = value
        if all(_holds(placed, rule) or not any(placed[k] for k in (*rule[0], rule[1])) for rule in rules):
            seatings.append(dict(zip(columns, filled, strict=True)))
    if not seatings:
        return as_printed
    first, *others = seatings
    return {c: k for c, k in first.items() if all(_alike(shown, grid, row, o.get(c), k) for o in others)}


def _alike(shown: Sequence[Block], grid: Grid, row: Row, a: int | None, b: int) -> bool:
    return a is not None and shown[a].value(grid, row).count == shown[b].value(grid, row).count
