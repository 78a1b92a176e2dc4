"""Where "Table 3" opens a caption rather than a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest.pdf.page import Word

_TABLE = re.compile(r"(?:supplementary|supplemental|appendix)?(table|tab\.)", re.IGNORECASE)
_NUMBER = re.compile(r"([A-Z]{0,2}[-.]?\d{1,3}[a-zA-Z]?|[IVXL]{1,6})([.:|–—-]*)")
_GLUED = re.compile(r"(?:Table|TABLE)([A-Z]?\d{1,3})([.:]?)")
_CONTINUED = re.compile(r"\W*(?:continued|cont(?:inued)?['’]?d?\.?)\W*$|\(\s*cont", re.IGNORECASE)
_PROSE_NEXT = re.compile(r"[a-z]{2,}|and\b|[,;)]")


@dataclass(frozen=True, slots=True)
class CaptionStart:
    """The words "Table" and its number at the start of a caption."""

    number: str
    word: Word
    continued: bool


def caption_starts(words: Sequence[Word]) -> list[CaptionStart]:
    """All of a sheet, top to bottom."""
    found = []
    for word in words:
        glued = _GLUED.fullmatch(word.text)
        if not glued and not _TABLE.fullmatch(word.text):
            continue
        before, after = _neighbours(word, words)
        if before:
            continue
        if glued:
            number, mark, rest = glued.group(1), glued.group(2), after
        else:
            match = _NUMBER.fullmatch(after[0].text) if after else None
            if match is None:
                continue
            number, mark, rest = match.group(1), match.group(2), after[1:]
        if rest and not mark and _PROSE_NEXT.match(rest[0].text) and not _CONTINUED.match(rest[0].text):
            continue
        tail = " ".join(w.text for w in rest)
        found.append(CaptionStart(number, word, bool(_CONTINUED.search(tail)) and len(rest) < 40))
    return sorted(found, key=lambda c: c.word.top)


def _neighbours(word: Word, words: Sequence[Word]) -> tuple[bool, list[Word]]:
    """Whether a word stands closely before this one, and the words that follow it without a wide gap."""
    row = sorted((w for w in words if abs(w.baseline - word.baseline) < 0.3 * word.size), key=lambda w: w.x0)
    at = next(k for k, w in enumerate(row) if w is word)
    before = at > 0 and word.x0 - row[at - 1].x1 < 0.9 * word.size
    after: list[Word] = []
    last = word
    for w in row[at + 1 :]:
        if w.x0 - last.x1 > 1.6 * word.size:
            break
        after.append(w)
        last = w
    return before, after
