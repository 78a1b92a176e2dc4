"""Characters to words.

Superscript digits are written as Unicode superscripts (10⁹, m², and a citation mark as ¹²), for a plain digit set after
a number would make another number; superscript letters and signs are kept as they are, without a space before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.ingest.pdf.page import Word

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\u00ad": "-", "\x02": "-"}
_RAISED = str.maketrans("0123456789+−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\x00\x01\x03-\x08\x0e-\x1f\ufffd]")
WORD_GAP = 0.13
"""Times the font size: wider than any kerning, narrower than the narrowest justified space (0.16 em in TeX)."""


@dataclass(frozen=True, slots=True)
class Char:
    """A glyph, upright."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool


def words_of(chars: Iterable[Char]) -> list[Word]:
    """Words in the order in which the page draws them."""
    words: list[Word] = []
    current: list[Char] = []
    for char in chars:
        if current and _is_repeat(current[-1], char):
            continue  # bold made by printing twice
        if char.text.isspace() or not char.text or _UNMAPPED.fullmatch(char.text):
            _flush(current, words)
            current = []
        elif current and not _joins(current, char):
            _flush(current, words)
            current = [char]
        else:
            current.append(char)
    _flush(current, words)
    return _glued(words)


def unmapped(chars: Iterable[Char]) -> int:
    """Glyphs that the file gives no character for."""
    return sum(bool(_UNMAPPED.fullmatch(c.text)) for c in chars)


def _is_repeat(last: Char, char: Char) -> bool:
    return (
        last.text == char.text
        and abs(last.x0 - char.x0) < 0.12 * char.size
        and abs(last.baseline - char.baseline) < 0.12 * char.size
        and not char.text.isspace()
    )


def _joins(current: list[Char], char: Char) -> bool:
    last = current[-1]
    size = max(last.size, char.size)
    gap = char.x0 - last.x1
    if not -0.35 * size < gap < WORD_GAP * size:
        return False
    overlap = min(last.bottom, char.bottom) - max(last.top, char.top)
    return overlap > 0.4 * min(last.bottom - last.top, char.bottom - char.top) and (
        abs(last.baseline - char.baseline) < 0.2 * size or abs(last.size - char.size) > 0.12 * size
    )


def _flush(current: list[Char], words: list[Word]) -> None:
    if not current:
        return
    size = max(c.size for c in current)
    full = [c for c in current if c.size > 0.85 * size]
    bottom = max(c.bottom for c in full)
    pieces = []
    for c in current:
        raised = c.size < 0.85 * size and bottom - c.bottom > 0.15 * size
        text = _LIGATURES.get(c.text, c.text)
        pieces.append(text.translate(_RAISED) if raised else text)
    words.append(
        Word(
            text="".join(pieces),
            x0=min(c.x0 for c in current),
            top=min(c.top for c in full),
            x1=max(c.x1 for c in current),
            bottom=bottom,
            baseline=full[0].baseline,
            size=size,
            bold=sum(c.bold for c in full) * 2 > len(full),
        )
    )


def _glued(words: list[Word]) -> list[Word]:
    """Pieces that touch on one baseline are one word (a change of font draws them apart)."""
    out: list[Word] = []
    for word in words:
        last = out[-1] if out else None
        if (
            last is not None
            and abs(last.baseline - word.baseline) < 0.1 * word.size
            and -0.2 * word.size < word.x0 - last.x1 < 0.02 * word.size
        ):
            out[-1] = Word(
                last.text + word.text, last.x0, min(last.top, word.top), word.x1, max(last.bottom, word.bottom),
                last.baseline, max(last.size, word.size), last.bold and word.bold,
            )  # fmt: skip
        else:
            out.append(word)
    return out
