"""Rows of a flattened table of grades that lost empty cells, where a share of the severe grades tells which.

Each grade has a column, from the lowest up, and behind them stands the percentage with grade 3 or 4: a short row's figures
fill the lowest grades where that percentage follows from them. Without it a row stays open.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.core import cues as re
from extractors.tabular.columns import Block
from extractors.tabular.grid import Grid, Row

_LADDER = ("1", "2", "3", "4", "5")
_FEWEST = 3
_SEVERE = re.compile(
    r"febrile|neutropenic (?:fever|infection)|seps|septic|perforat|emboli|thrombo(?:sis|embol)|death|fatal|infarct|fistul|h(?:a)?emorrh|bleed"
    r"|stroke|arrest|failure|pneumonitis|pancreatitis|encephalopath|tumou?r lysis|transfus|hospitali",
    re.I,
)
_NOTHING = re.compile(r"[‐-―−-]+|0(?:\.0)?(?:\s?\(\s?0(?:\.0)?\s?%?\s?\))?|\.{2,}")


def lowest_first(grid: Grid, row: Row, shown: Sequence[Block], whole: int | None) -> dict[int, int]:
    """For each block that a short row fills, the block whose cell belongs to it; nothing where that stays open."""
    ladder = _ladder(shown)
    printed = [k for k, b in enumerate(shown) if _text(row, b)]
    if not ladder or len(printed) < 2 or _SEVERE.search(row.label) or _prints_zeros(grid, shown):
        return {}
    counts = [shown[k].value(grid, row).count for k in printed]
    *low, last = printed
    severe = sum(n or 0 for n in counts[2:-1])
    share = _number(_text(row, shown[last]))
    if not whole or share is None or abs(100 * severe / whole - share) > 0.6:
        return {}
    return {**dict(enumerate(low)), ladder: last}


def _ladder(shown: Sequence[Block]) -> int:
    """How many blocks are one patients' group's grades from the lowest up, before a share of the severe ones; else 0."""
    if any(len(b.indices) != 1 for b in shown) or len({b.first.stratum[1:] for b in shown}) != 1:
        return 0
    *grades, rest = (b.first.grade for b in shown)
    alone = len(grades) >= _FEWEST and tuple(grades) == _LADDER[: len(grades)]
    return len(grades) if alone and rest in ("3-4", "3-5") and shown[-1].first.measure == "percent" else 0


def _prints_zeros(grid: Grid, shown: Sequence[Block]) -> bool:
    """Whether the table says in so many figures that nobody had a grade; a row's last figure may be a share of none."""
    texts = ([t for b in shown if (t := _text(row, b).strip())] for row in grid.body)
    return any(_NOTHING.fullmatch(t) for row in texts for t in row[:-1])


def _text(row: Row, block: Block) -> str:
    k = block.indices[0]
    return row.cells[k].text if k < len(row.cells) else ""


def _number(text: str) -> float | None:
    match = re.match(r"\s*(\d+(?:[.,·]\d+)?)\s?%?\s*$", text)
    return float(match[1].replace(",", ".").replace("·", ".")) if match else None
