"""Tables of a text that wraps no lines (made from XML or HTML): every line is a row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.lines import Line
from extractors.grids.prose import share_of_function_words

# A paragraph on one line has more characters than any printed line; so many of the lines of words are such.
_PRINTED, _WORDED, _LONG, _WHOLE = 200, 60, 0.15, 0.3
# So many rows at least; so many lines may be the rest of a cell that the text has broken.
_ROWS, _BROKEN = 3, 0.1
_VALUES = NUMERIC | CATEGORY | {Kind.DASH}
_ENDS = (Sep.LINE, Sep.BLANK)


def unwrapped(lines: Sequence[Line]) -> bool:
    """Whether a text keeps its paragraphs each on one line."""
    worded = [x.text for x in lines if len(x.text) >= _WORDED and share_of_function_words(x.text) >= _LONG]
    return sum(len(text) > _PRINTED for text in worded) > _WHOLE * len(worded)


def row_starts(atoms: Sequence[Atom]) -> frozenset[int] | None:
    """The atoms that begin the lines of a table, where each line is a row or belongs to the header; else None."""
    starts = [k for k, a in enumerate(atoms) if k == 0 or a.sep in _ENDS]
    lines = [atoms[a:b] for a, b in pairwise([*starts, len(atoms)])]
    first = next((n for n, line in enumerate(lines) if _is_row(line)), len(lines))
    rows = [line for line in lines[first:] if _is_row(line)]
    broken = sum(_goes_on(line) for line in lines[first:])
    if len(rows) < _ROWS or broken > _BROKEN * len(rows):
        return None
    return frozenset(starts)


def groups_between(atoms: Sequence[Atom], numbered: frozenset[int]) -> frozenset[int]:
    """Lines of words right above a numbered one that head the rows below them."""
    starts = [k for k, a in enumerate(atoms) if k == 0 or a.sep in _ENDS]
    return frozenset(
        a
        for a, b in pairwise(starts)
        if b in numbered
        and a not in numbered
        and a > min(numbered)
        and b - a > 1
        and atoms[a].text[0].isupper()
        and all(x.kind is Kind.WORDS for x in atoms[a:b])
    )


def _is_row(line: Sequence[Atom]) -> bool:
    """Whether a line holds a label and ends with a value."""
    return len(line) > 1 and line[-1].kind in _VALUES


def _goes_on(line: Sequence[Atom]) -> bool:
    """Whether a line is the rest of a cell: a lone value, a mark, what stands in brackets."""
    return line[0].text[0] in "*†‡,;)" or (len(line) == 1 and (line[0].kind in _VALUES or line[0].text[0] == "("))
