"""Documents with one table, written cell by cell, so that every cell has its range."""

from __future__ import annotations

from typing import Any

from extractors.core.document import Cell, Document, Range, Section, SectionKind, Table
from pipeline.process import process


class _Sheet:
    def __init__(self, text: str) -> None:
        self.text = text

    def cell(self, words: str) -> Cell:
        if not words:
            return Cell()
        start = len(self.text)
        self.text += words + "\n"
        return Cell(words, (Range(start, start + len(words)),))


def document(
    caption: str, header: list[list[str]], rows: list[list[str]], notes: tuple[str, ...] = (),
    title: str = "A series", prose: str = "All went as planned.",
) -> Document:  # fmt: skip
    """A paper of a title, one section of prose and one table (number 1)."""
    sheet = _Sheet(f"{title}\n\nResults\n\n{prose}\n\n")
    start = len(sheet.text)
    head = sheet.cell(f"Table 1 {caption}")
    cells_of_header = tuple(tuple(sheet.cell(c) for c in row) for row in header)
    cells = tuple(tuple(sheet.cell(c) for c in row) for row in rows)
    below = tuple(sheet.cell(n) for n in notes)
    end = len(sheet.text)
    table = Table("1", head, cells_of_header, cells, below, start, end)
    sections = (
        Section(SectionKind.TITLE, "", 0, len(title) + 1),
        Section(SectionKind.RESULTS, "Results", len(title) + 2, start),
        Section(SectionKind.TABLE, "Table 1", start, end),
    )
    return Document("typeset", sheet.text, sections=sections, tables=(table,))


def records(doc: Document, kind: str) -> list[dict[str, Any]]:
    """The records of a kind that rest on the table, without what is empty."""
    found = []
    for record in process(doc).records:
        plain = record.model_dump()
        if plain["kind"] == kind and any(p["table"] for p in plain["provenance"]):
            found.append({k: v for k, v in plain.items() if v not in (None, "", [], {})})
    return found


def only(found: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Some fields of each record, in order."""
    return [tuple(r.get(n) for n in names) for r in found]
