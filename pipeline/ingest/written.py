"""The text of a `Document` in the making: what is written, and where it stands."""

from __future__ import annotations

from extractors.core.document import Range


class Text:
    """Pieces appended one after the other."""

    def __init__(self) -> None:
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
