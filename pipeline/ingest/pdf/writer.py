"""Builds the text of a `Document` from what stands on the pages, and remembers the boxes."""

from __future__ import annotations

from extractors.core.document import Box, Range
from pipeline.ingest.pdf.page import Line, Sheet


class Writer:
    """Text in the making and the page boxes of its ranges."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self._pieces: list[str] = []
        self._length = 0

    @property
    def position(self) -> int:
        """Where the next character will stand."""
        return self._length

    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def write(self, text: str) -> Range:
        """Append and return where it stands."""
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return Range(start, self._length)

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
