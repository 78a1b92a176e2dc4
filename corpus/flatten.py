"""Lay text out the way PDF-to-text tools leave it, keeping every mark at its characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.marks import COLUMN, HELD, PAGE, Inline, Mark

VOWELS = "aeiouy"


@dataclass
class Sheet:
    """The document being written: its text so far and the marks in it (offsets into the text)."""

    text: str = ""
    marks: list[tuple[Mark, bool]] = field(default_factory=list)

    def write(self, piece: str) -> None:
        self.text += piece

    def place(self, inline: Inline, offsets: list[int], in_table: bool) -> None:
        """Carry the marks of `inline` over; `offsets[i]` is where its character i stands in the document."""
        for mark in inline.marks:
            first, last = mark.start, mark.end
            while last > first and inline.text[last - 1].isspace():
                last -= 1
            self.marks.append((Mark(offsets[first], offsets[last - 1] + 1, mark.specs), in_table))

    def put(self, inline: Inline, in_table: bool = False) -> None:
        """Write on one line, `¶` as a line break and `¬` as a hyphen and a line break."""
        offsets = []
        for character in inline.text:
            if character == "¬":
                self.write("-")
            offsets.append(len(self.text))
            self.write("\n" if character in "¶¬" else character)
        self.place(inline, offsets, in_table)


def syllable_break(word: str, room: int) -> int:
    """Where to hyphenate a word so that the first part and its hyphen fit in `room` characters; 0 = nowhere.

    Breaks between two consonants that stand between vowels, which is where English is usually hyphenated.
    """
    if not re.fullmatch(r"[a-z]{7,}[.,;:)]?", word):
        return 0
    length = len(word.rstrip(".,;:)"))
    for cut in range(min(room - 1, length - 3), 2, -1):
        shape = "".join("v" if letter in VOWELS else "c" for letter in word[cut - 2 : cut + 2])
        if shape == "vccv" and word[cut - 1 : cut + 1] not in ("th", "ch", "sh", "ph"):
            return cut
    return 0


@dataclass
class Column:
    """A text column: its width in characters, hyphenation, a gap after a first line, a space at the end of lines."""

    width: int = 110
    hyphenate: bool = False
    gap: bool = False
    trail: bool = False

    def fill(self, sheet: Sheet, inline: Inline, held: Callable[[int], None], first: bool) -> None:
        """Write a paragraph; `held(i)` writes the i-th held block where a page break calls for it."""
        offsets = [0] * len(inline.text)
        used = lines = 0

        def newline(what: str) -> None:
            nonlocal used, lines
            if self.trail and what == "\n" and not sheet.text.endswith("-"):
                sheet.write(" ")
            sheet.write(what)
            used, lines = 0, lines + 1
            if lines == 1 and self.gap and not first and what == "\n":
                sheet.write("\n")

        def emit(start: int, end: int) -> None:
            nonlocal used
            for i in range(start, end):
                offsets[i] = len(sheet.text)
                sheet.write(inline.text[i])
            used += end - start

        for found in re.finditer(r"[^ ]+", inline.text):
            start, end = found.span()
            word = found.group()
            if word in (COLUMN, PAGE) or (len(word) == 1 and HELD <= ord(word) < HELD + 100):
                newline("\n\n" if word == COLUMN else "\n ")
                if ord(word) >= HELD:
                    held(ord(word) - HELD)
                    newline("\n ")
                continue
            if used and used + 1 + len(word) > self.width:
                cut = self._cut(word, self.width - used - 1)
                if cut:
                    sheet.write(" ")
                    emit(start, start + cut)
                    sheet.write("" if word[cut - 1] == "-" else "-")
                    start += cut
                newline("\n")
            elif used:
                sheet.write(" ")
                used += 1
            emit(start, end)
        sheet.place(inline, offsets, in_table=False)

    def _cut(self, word: str, room: int) -> int:
        if not self.hyphenate:
            return 0
        compound = re.match(r"[A-Za-z]{3,}-(?=[a-z]{3,})", word)
        if compound and compound.end() <= room:
            return compound.end()
        return syllable_break(word, room)
