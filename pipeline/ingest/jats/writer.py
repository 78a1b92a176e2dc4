"""Builds the text of a `Document` piece by piece and remembers what stands where."""

from __future__ import annotations

from extractors.core.document import Cell, Section, SectionKind, Table
from pipeline.ingest.written import Text


class Writer(Text):
    """Text in the making: lines, the sections that they fall into, tables, warnings, and what could not be read."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.warnings: list[str] = []
        self.unread: list[str] = []
        self._sections: list[tuple[SectionKind, str, int]] = []

    def cell(self, text: str) -> Cell:
        """Append a cell's text; an empty one leaves no range."""
        return Cell(text, (self.write(text),)) if text else Cell()

    def line(self, text: str) -> None:
        """Append a line; empty text appends nothing."""
        if text:
            self.write(text + "\n")

    def blank(self) -> None:
        """End the paragraph with one empty line, however often it is asked for."""
        if self._pieces and not self._pieces[-1].endswith("\n\n"):
            self.write("\n" if self._pieces[-1].endswith("\n") else "\n\n")

    def section(self, kind: SectionKind, title: str, heading: bool = True) -> None:
        """Begin a section; its heading stands on a line of its own after an empty one."""
        self.blank()
        self._sections.append((kind, title, self._length))
        if heading:
            self.line(title)

    def resume(self) -> tuple[SectionKind, str]:
        """The kind and title of the section being written, to return to after a float."""
        return self._sections[-1][:2] if self._sections else (SectionKind.BODY, "")

    def sections(self) -> tuple[Section, ...]:
        """The sections that hold text, in order, without overlap; one that goes on after a float is taken up again."""
        text = self.text()
        ends = [start for _, _, start in self._sections[1:]] + [self._length]
        found: list[Section] = []
        for (kind, title, start), end in zip(self._sections, ends, strict=True):
            if not text[start:end].strip():
                kind, title = (found[-1].kind, found[-1].title) if found else (kind, title)
            if found and (found[-1].kind, found[-1].title) == (kind, title):
                start = found.pop().start
            found.append(Section(kind, title, start, end))
        return tuple(found)
