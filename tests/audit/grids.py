"""Documents whose tables are put in from gold, so that the audit is tested apart from the rebuilding of tables."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.core.document import Cell, Document, Range, Table
from pipeline.ingest import read


def with_gold_tables(path: Path, gold: Path) -> Document:
    """A text with the grids of `gold/<stem>.tables.json`, each cell placed where the text prints it."""
    document = read(path, path.stem)
    grids = json.loads((gold / f"{path.stem}.tables.json").read_text("utf-8"))
    placed = (_table(document.text, grid) for grid in grids)
    return replace(document, tables=tuple(t for t in placed if t is not None))


def _table(text: str, grid: dict[str, Any]) -> Table | None:
    """A grid at its caption; none where the text prints the caption otherwise."""
    begins = " ".join(grid["caption"].split()[:2])
    captions = re.finditer(rf"(?:Table )?{re.escape(grid['number'])}\W+", text)
    start = next((m.start() for m in captions if text.startswith(begins, m.end())), None)
    if start is None:
        return None
    at, caption = _cell(text, grid["caption"], start)
    # headers over several rows or columns are joined in gold: they are given their words, and no place
    header = tuple(Cell(words) for words in grid["columns"])
    rows = []
    for cells in grid["rows"]:
        at, row = _row(text, cells, at)
        rows.append(row)
    at, note = _cell(text, grid["notes"], at)
    return Table(grid["number"], caption, (header,), tuple(rows), (note,) if note else (), start, at)


def _row(text: str, cells: list[str], at: int) -> tuple[int, tuple[Cell, ...]]:
    row = []
    for words in cells:
        at, cell = _cell(text, words, at)
        row.append(cell)
    return at, tuple(row)


def _cell(text: str, words: str, at: int) -> tuple[int, Cell]:
    """The next place that prints some words, over line breaks and hyphens at them too."""
    letters = (re.escape(c) for c in "".join(words.split()))
    m = re.compile(r"(?:-?\s+)?".join(letters)).search(text, at) if words else None
    if m is None:
        return at, Cell(words)
    return m.end(), Cell(words, (Range(m.start(), m.end()),))
