"""Headers that a table prints again at the top of each page that it goes on to."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.grids.lines import Line

# Blank lines before the first line of a page, and how many words of a header must come again.
_PAGE, _WORDS = 3, 2


def printed_once(parts: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of a table's parts without the header's where it is printed again, on a new page or above a later part."""
    head = [line.text for line in parts[0]] if parts else []
    made: list[list[Line]] = []
    for n, part in enumerate(parts):
        kept: list[Line] = []
        k = 0
        while k < len(part):
            if (n and k == 0) or (k and (part[k].page or part[k].gap >= _PAGE)):
                k += _repeated(head, part, k)
                if k >= len(part):
                    break
            kept.append(part[k])
            k += 1
        made.append(kept)
    return made


def _repeated(head: Sequence[str], part: Sequence[Line], first: int) -> int:
    """How many lines from the first on are those that the table begins with; none where they hold hardly a word."""
    size = 0
    while size < len(head) and first + size < len(part) and part[first + size].text == head[size]:
        size += 1
    words = [w for text in head[:size] for w in text.split() if any(c.isalpha() for c in w)]
    return size if len(words) >= _WORDS else 0
