"""Builds the text of a `Document` from what stands on the pages, and remembers the boxes."""

from __future__ import annotations

from extractors.core.document import Box, Range
from pipeline.ingest.pdf.page import Line, Sheet
from pipeline.ingest.written import Text


class Writer(Text):
    """Text in the making and the page boxes of its ranges."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[Box] = []

    def placed(self, text: str, sheet: Sheet, bbox: tuple[float, float, float, float]) -> Range:
        """Append text that stands in a box of a sheet."""
        where = self.write(text)
        self.boxes.append(Box(where.start, where.end, sheet.page, sheet.on_page(bbox)))
        return where

    def line(self, line: Line, sheet: Sheet) -> Range:
        """Append a printed line with its break."""
        where = self.placed(line.text, sheet, line.bbox)
        self.write("\n")
        return where

    def blank(self) -> None:
        """One empty line, however often it is asked for, and none at the start."""
        if self._pieces and not self._pieces[-1].endswith("\n\n"):
            newlines = "\n" if self._pieces[-1] != "\n" else ("" if self._ends_blank() else "\n")
            self.write(newlines)

    def _ends_blank(self) -> bool:
        return "".join(self._pieces[-3:]).endswith("\n\n")
