"""The lines of one cell, caption or note as one text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.ingest.pdf.page import Line, Sheet

_BROKEN = re.compile(r"[^\W\d_]{2,}[-‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_SLASHED = re.compile(r"[/–—]$")


class Rejoiner:
    """Decides from the words of the whole paper whether a hyphen at a line's end belongs to the word."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._known: set[str] = set()
        for sheet in sheets:
            for word in sheet.words:
                if not word.text.endswith(("-", "‐")):
                    self._known.update(m.group().casefold().replace("‐", "-") for m in _WORD.finditer(word.text))

    def text(self, lines: Iterable[Line]) -> str:
        """The lines parted by spaces; broken words made whole."""
        out = ""
        for line in lines:
            text = line.text
            if not out:
                out = text
            elif _BROKEN.search(out) and text[:1].islower():
                out = self._hyphenated(out, text)
            elif _SLASHED.search(out) or re.search(r"\d[-‐]$", out):
                out += text
            else:
                out += " " + text
        return out

    def _hyphenated(self, out: str, text: str) -> str:
        head, tail = _WORD.findall(out[:-1])[-1].casefold(), _WORD.match(text)
        rest = tail.group().casefold() if tail else ""
        if head + rest in self._known or not rest:
            return out[:-1] + text
        apart = f"{head}-{rest}" in self._known or (head in self._known and rest in self._known and len(rest) > 3)
        return out + text if apart else out[:-1] + text
