"""Small invented papers for the audit: tables and records of our own, every span at its own place in one text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractors.core.document import Cell, Document, Range, Table
from pipeline.audit.auditing import AuditResult, audit
from pipeline.process import process
from pipeline.records import RECORDS, AuditRecord, Base, Provenance


class Draft:
    """A text that grows; every statement put down is remembered as a record or a table."""

    def __init__(self) -> None:
        self.text = ""
        self.records: list[Base] = []
        self.tables: list[Table] = []

    def put(self, text: str) -> Range:
        """Write some words, and say where they stand."""
        start = len(self.text)
        self.text += text + "\n"
        return Range(start, start + len(text))

    def say(self, kind: str, section: str = "results", table: str = "", words: str = "", **fields: Any) -> Base:
        """Write a statement and remember it as a record."""
        at = self.put(words or " ".join(str(v) for v in fields.values()))
        where = Provenance(start=at.start, end=at.end, section=section, table=table, text=self.text[at.start : at.end])
        record = RECORDS[kind](doc="paper", method="test", confidence=0.9, provenance=[where], **fields)
        self.records.append(record)
        return record

    def table(
        self,
        number: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        caption: str = "",
        notes: Sequence[str] = (),
    ) -> Table:
        """Write a table cell by cell."""
        start = len(self.text)
        head = tuple(self._cell(t) for t in header)
        body = tuple(tuple(self._cell(t) for t in row) for row in rows)
        title = self._cell(caption or "Counts")
        told = tuple(self._cell(n) for n in notes)
        table = Table(number, title, (head,), body, told, start=start, end=len(self.text))
        self.tables.append(table)
        return table

    def _cell(self, text: str) -> Cell:
        return Cell(text, (self.put(text),)) if text else Cell()

    def audited(self, abbreviations: Sequence[tuple[str, str]] = ()) -> AuditResult:
        """What the audit says of it."""
        return audit(Document("paper", self.text), self.records, self.tables, abbreviations)

    def rules(self) -> list[str]:
        """The rules of all findings."""
        return [f.rule for f in self.audited().findings]

    def read(self) -> list[AuditRecord]:
        """What is found when the text and its tables go through the whole house."""
        done = process(Document("paper", self.text, tables=tuple(self.tables)))
        return [r for r in done.records if isinstance(r, AuditRecord)]
