"""A table, or the part of one that stands on one page, as cells of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.pdf.page import Line, Word, lines_of

BBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridCell:
    """Printed lines at an upper left position, over so many rows and columns."""

    lines: tuple[Line, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """The lines parted by spaces, hyphens kept: for comparing, not for publishing."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Grid:
    """Cells above and below the end of the header (`depth` rows)."""

    cells: tuple[GridCell, ...]
    depth: int
    doubts: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """Rows, header included."""
        return max((c.row + c.rows for c in self.cells), default=0)

    @property
    def width(self) -> int:
        """Columns."""
        return max((c.column + c.columns for c in self.cells), default=0)

    def row_texts(self, row: int) -> tuple[str, ...]:
        """The texts of the cells that start in a row, by column."""
        found = sorted((c for c in self.cells if c.row == row), key=lambda c: c.column)
        return tuple(c.text for c in found)


@dataclass(frozen=True)
class Region:
    """Where a table stands: its box, the heights of rules across it, and the columns' rules if it has any.

    `header_end` is the height of the rule below the header, None where no rule says so.
    """

    bbox: BBox
    across: tuple[float, ...] = ()
    partial: tuple[tuple[float, float, float], ...] = ()
    verticals: tuple[tuple[float, float, float], ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """Its words by baseline."""
        return lines_of(self.words)


@dataclass(frozen=True)
class TablePart:
    """What is read of a table on one page; `number` is empty where no caption stands above it."""

    number: str
    continued: bool
    caption: tuple[Line, ...]
    grid: Grid
    notes: tuple[tuple[Line, ...], ...]
    bbox: BBox
    taken: frozenset[int] = field(default_factory=frozenset)

    def header_texts(self) -> tuple[tuple[str, ...], ...]:
        """The header rows' texts, to know a continued table by."""
        return tuple(self.grid.row_texts(row) for row in range(self.grid.depth))


def within(words: Sequence[Word], bbox: BBox, slack: float = 1.5) -> list[Word]:
    """Words whose centre lies in a box."""
    x0, top, x1, bottom = bbox
    return [
        w
        for w in words
        if x0 - slack <= w.middle <= x1 + slack and top - slack <= (w.top + w.bottom) / 2 <= bottom + slack
    ]
