"""The readers compared: Seriatim and tools that are installed beside it. Each gives grids with their pages."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import logging
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tables.grids import Grid, Span, from_rows
from extractors.core.document import Table
from pipeline.ingest.pdf import read_pdf

Rows = list[list[str | None]]


@dataclass(frozen=True)
class Reading:
    """One grid that a tool found; the header's depth is 0 where the tool gives none (an oracle sets it then)."""

    grid: Grid
    knows_depth: bool = False


@dataclass(frozen=True)
class Peer:
    """A tool: its name, the module that it needs, and how it reads a file."""

    name: str
    module: str
    read: Callable[[Path], list[Reading]]

    @property
    def installed(self) -> bool:
        """Whether it can be run here."""
        return importlib.util.find_spec(self.module) is not None


def seriatim(path: Path) -> list[Reading]:
    """This project's reader."""
    return [Reading(grid_of(table), knows_depth=True) for table in read_pdf(path, path.stem).tables or ()]


def grid_of(table: Table) -> Grid:
    """A `Table` as cells with spans: positions that share a range are one cell."""
    where: dict[object, list[tuple[int, int, str]]] = {}
    for i, row in enumerate((*table.header, *table.rows)):
        for k, cell in enumerate(row):
            if cell:
                where.setdefault(cell.ranges, []).append((i, k, cell.text))
    spans = []
    for found in where.values():
        rows, columns = [i for i, _, _ in found], [k for _, k, _ in found]
        top, left = min(rows), min(columns)
        spans.append(Span(found[0][2], top, left, max(rows) - top + 1, max(columns) - left + 1))
    return Grid(tuple(spans), len(table.header))


def headings_across(grid: Grid) -> Grid:
    """Body cells that stand alone at the left of their row taken as headings across the table.

    No tool's output says so; it is done for all alike, and for what is known, so that none wins by it.
    """
    alone = Counter(i for s in grid.spans for i in range(s.row, s.row + s.rows))
    spans = tuple(
        Span(s.text, s.row, 0, 1, grid.width)
        if s.row >= grid.depth and s.column == 0 and s.rows == 1 and alone[s.row] == 1
        else s
        for s in grid.spans
    )
    return Grid(spans, grid.depth)


def pdfplumber_default(path: Path) -> list[Reading]:
    """pdfplumber's table finder as it comes."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [Reading(from_rows(rows, 0)) for page in pdf.pages for rows in page.extract_tables()]


def _camelot(flavor: str) -> Callable[[Path], list[Reading]]:
    def read(path: Path) -> list[Reading]:
        import camelot

        tables = camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)
        return [
            Reading(from_rows(_framed(table) if flavor == "lattice" else table.df.values.tolist(), 0))
            for table in tables
        ]

    return read


def _framed(table: Any) -> Rows:
    """camelot's cells; one without a left or upper edge belongs to its neighbour."""
    return [
        [cell.text or ("" if (cell.left or not k) and (cell.top or not i) else None) for k, cell in enumerate(row)]
        for i, row in enumerate(table.cells)
    ]


def _img2table(path: Path) -> list[Reading]:
    from img2table.document import PDF

    found = PDF(str(path)).extract_tables(borderless_tables=True, implicit_rows=False)
    return [Reading(from_rows(_values(table), 0)) for tables in found.values() for table in tables]


def _values(table: Any) -> Rows:
    return [[cell.value for cell in row] for row in table.content.values()]


PEERS: tuple[Peer, ...] = (
    Peer("Seriatim", "pipeline", seriatim),
    Peer("pdfplumber default", "pdfplumber", pdfplumber_default),
    Peer("camelot stream", "camelot", _camelot("stream")),
    Peer("camelot lattice", "camelot", _camelot("lattice")),
    Peer("img2table borderless", "img2table", _img2table),
)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Keep the tools' own messages off the table of results."""
    logging.disable(logging.WARNING)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)
