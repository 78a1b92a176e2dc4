"""The known grid of a table, and the two forms in which readings of it are compared."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """One cell: its text, its upper left position, and how many rows and columns it takes."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """A table as read or as known: cells, of which those above `depth` are the header."""

    spans: tuple[Span, ...]
    depth: int = 1

    @property
    def height(self) -> int:
        """Rows, header included."""
        return max((s.row + s.rows for s in self.spans), default=0)

    @property
    def width(self) -> int:
        """Columns."""
        return max((s.column + s.columns for s in self.spans), default=0)

    def expanded(self) -> list[list[str]]:
        """Every position's text, a spanning cell repeated, save a body cell that starts its row: it stands once."""
        grid = [[""] * self.width for _ in range(self.height)]
        for s in self.spans:
            once = s.row >= self.depth and s.column == 0
            for i in range(s.row, s.row + s.rows):
                for k in range(s.column, s.column + (1 if once else s.columns)):
                    grid[i][k] = s.text
        return grid


@dataclass(frozen=True)
class KnownTable:
    """What is typeset: caption above, grid, notes below. `group` says where it comes from."""

    number: str
    caption: str
    grid: Grid
    notes: tuple[str, ...] = ()
    group: str = "invented"


@dataclass(frozen=True)
class KnownPaper:
    """A paper to typeset: running text and tables. `name` is the file's stem."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[KnownTable, ...]
    headings: frozenset[str] = field(default_factory=frozenset)


def from_rows(rows: list[list[str | None]], depth: int) -> Grid:
    """A grid of text; None is a position that the cell to its left, or else the one above, spans over."""
    spans: dict[tuple[int, int], Span] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(rows):
        for k, text in enumerate(row):
            home = owner.get((i, k - 1), owner.get((i - 1, k))) if text is None else (i, k)
            if home is None:
                continue
            owner[i, k] = home
            if text is not None:
                spans[home] = Span(squeezed(text), i, k)
            else:
                s = spans[home]
                spans[home] = Span(
                    s.text, s.row, s.column, max(s.rows, i - s.row + 1), max(s.columns, k - s.column + 1)
                )
    return Grid(tuple(s for s in spans.values() if s.text), depth)


def squeezed(text: str | None) -> str:
    """One line, runs of white space as one space."""
    return " ".join(str(text or "").split())
