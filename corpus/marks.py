"""Inline mark-up of a source: `{{fact; fact :: printed text}}`, nested as needed, and the breaks of a printed page.

`{col}` is a column break, `{page}` a page break, `{page:NAME}` a page break at which the held block NAME is printed.
In table cells `¶` breaks a line between words and `¬` breaks it inside a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

COLUMN, PAGE = "\ue000", "\ue001"
HELD = 0xE010  # private-use characters from here on stand for `{page:NAME}`, in order of first use
_BREAK = re.compile(r"\{(col|page)(?::(\w+))?\}")


@dataclass(frozen=True)
class Mark:
    """Half-open range of printed text and the fact specifications that it carries."""

    start: int
    end: int
    specs: tuple[str, ...]


@dataclass
class Inline:
    """Printed text without its mark-up; ranges of `marks` are indices into `text`."""

    text: str
    marks: list[Mark] = field(default_factory=list)


def parse(source: str, held: list[str] | None = None) -> Inline:
    """Separate the printed text from its marks. `held` collects the names of the blocks that page breaks call for."""
    source = _BREAK.sub(lambda m: _break_character(m.group(1), m.group(2), held if held is not None else []), source)
    out: list[str] = []
    marks: list[Mark] = []
    open_marks: list[tuple[int, tuple[str, ...]]] = []
    position = 0
    while position < len(source):
        if source.startswith("{{", position):
            head, separator, _ = source[position + 2 :].partition(" :: ")
            if not separator or "{{" in head:
                raise ValueError(f"mark without ' :: ': {source[position : position + 60]!r}")
            open_marks.append((len(out), specifications(head)))
            position += 2 + len(head) + 4
        elif source.startswith("}}", position):
            start, specs = open_marks.pop()
            marks.append(Mark(start, len(out), specs))
            position += 2
        else:
            out.append(source[position])
            position += 1
    if open_marks:
        raise ValueError(f"mark left open: {open_marks[-1][1]}")
    return Inline("".join(out), sorted(marks, key=lambda m: (m.start, -m.end)))


def specifications(text: str) -> tuple[str, ...]:
    """Split at semicolons that stand outside quotation marks."""
    return tuple(s.strip() for s in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', text) if s.strip())


def _break_character(what: str, name: str | None, held: list[str]) -> str:
    if what == "col":
        return COLUMN
    if name is None:
        return PAGE
    held.append(name)
    return chr(HELD + len(held) - 1)


def plain(text: str) -> str:
    """Printed text as a reader would say it: no breaks, words rejoined."""
    text = re.sub("[\ue000-\ue0ff]", " ", re.sub("(?<=[-/])¶", "", text).replace("¬", "").replace("¶", " "))
    return re.sub(r"\s+", " ", text).strip()
