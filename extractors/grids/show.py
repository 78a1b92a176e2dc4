"""A table as a person would read it, and as rows for a CSV file."""

from __future__ import annotations

import csv
import io
import textwrap

from extractors.core.document import Table

_WIDEST = 28


def as_text(table: Table, width: int = _WIDEST) -> str:
    """The grid with ruled header, cells wrapped at `width` characters, notes and doubts below."""
    rows = [list(table.columns), *([c.text for c in row] for row in table.rows)]
    size = max((len(r) for r in rows), default=0)
    folded = [[textwrap.wrap(r[k] if k < len(r) else "", width) or [""] for k in range(size)] for r in rows]
    widths = [max((len(line) for r in folded for line in r[k]), default=0) for k in range(size)]
    lines = [f"{_name(table)}. {table.caption.text}".rstrip(". ")]
    for n, row in enumerate(folded):
        for at in range(max((len(cell) for cell in row), default=0)):
            cells = (cell[at] if at < len(cell) else "" for cell in row)
            lines.append("  ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)).rstrip())
        if n == 0:
            lines.append("  ".join("-" * w for w in widths))
    lines += [note.text for note in table.notes]
    lines.append(f"[confidence {table.confidence:.2f}]")
    lines += [f"[doubt: {doubt}]" for doubt in table.doubts]
    return "\n".join(lines) + "\n"


def csv_rows(table: Table) -> list[list[str]]:
    """Header and body, every row as wide as the widest."""
    rows = [list(table.columns), *([c.text for c in row] for row in table.rows)]
    size = max((len(r) for r in rows), default=0)
    return [[*r, *[""] * (size - len(r))] for r in rows]


def as_csv(table: Table) -> str:
    """The rows in RFC 4180 form."""
    out = io.StringIO()
    csv.writer(out).writerows(csv_rows(table))
    return out.getvalue()


def _name(table: Table) -> str:
    if table.number.casefold().startswith("fig"):
        return table.number
    return f"Table {table.number}".strip()
