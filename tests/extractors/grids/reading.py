"""How the tests of this folder read a table, and what holds of every one."""

from __future__ import annotations

from extractors.core.document import Document, Table
from extractors.grids import find_tables


def only(text: str) -> Table:
    """The one table of a text."""
    tables = find_tables(Document("made", text))
    assert len(tables) == 1
    return tables[0]


def rows_of(table: Table) -> list[list[str]]:
    """Rows as texts."""
    return [[c.text for c in row] for row in table.rows]


def stands_at_its_ranges(text: str) -> bool:
    """Whether every cell of the one table is what its ranges say."""
    return all(" ".join(text[r.start : r.end] for r in c.ranges) == c.text for row in only(text).rows for c in row)
