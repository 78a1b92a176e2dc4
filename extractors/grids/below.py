"""Papers that print captions under their tables, as some journals do: told from the whole paper, not from one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractors.grids.captions import Caption
from extractors.grids.lines import Line

# Lines right above or below a caption that tell whether rows stand there, and how many of them must be rows.
_NEAR = 8
_MOST = 0.5
# Of the captions of a paper, those that must have rows above them.
_NEARLY_ALL = 0.75
_VALUE = re.compile(r"(?:^|\s)(?:[<>≤≥~]\s?)?\d[\d.,·/]*\s?%?(?:\s?\(.*?\d.*?\)|\s?\[.*?\d.*?\]|[-–]\d[\d.,·]*)?")


def captions_stand_below(lines: Sequence[Line], captions: Sequence[Caption], is_prose: Callable[[int], bool]) -> bool:
    """Whether rows stand above the captions of this paper rather than below them; as usual where it is not told.

    Tables that follow one another have rows on both sides of their captions, and so tell nothing.
    """
    first = [c for c in captions if not c.continued]
    above = sum(_rows(lines, range(c.line - 1, max(c.line - 1 - _NEAR, -1), -1), is_prose) for c in first)
    under = sum(_rows(lines, range(c.line + 1, min(c.line + 1 + _NEAR, len(lines))), is_prose) for c in first)
    return above > under and above >= _NEARLY_ALL * len(first)


def _rows(lines: Sequence[Line], near: range, is_prose: Callable[[int], bool]) -> bool:
    """Whether the lines nearest to a caption, up to the first of prose, are for the most part rows with values."""
    seen = values = 0
    for i in near:
        if is_prose(i):
            break
        seen += 1
        text = lines[i].text
        rest = _VALUE.sub(" ", text)
        values += rest != text and len(rest.split()) <= 8
    return seen >= 3 and values >= _MOST * seen
