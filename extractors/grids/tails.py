"""What a tool that writes line by line over all columns leaves behind a row: the rest of its label, the units of a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.header import LABEL
from extractors.grids.header_marks import P_VALUE, SIZED
from extractors.grids.pieces import GENERAL
from extractors.grids.spans import balance, joined

# A dose or a time may end a cell of words.
_VALUES = (NUMERIC | {Kind.DASH, Kind.ABSENT}) - {Kind.MEASURE}
_ENDS = (Sep.LINE, Sep.BLANK)
# So many rows at least; so large a share of their labels begins with a capital where small letters go on with one.
_ROWS, _CAPITALS = 3, 0.8
# Lines that may be a header's.
_HEAD = 6
# The rest of a label has no more words than these.
_WORDS = 4
_BRACKET = re.compile(r"\([^()]+\)[*†‡§a-d]?$")
# Rows of their own, whatever they begin with; units of a header.
_ROW = re.compile(r"(?:of (?:whom|which|these)|including|with(?:out)?|and|vs?\.?|n|nr|no)\b|.*%", re.I)
_UNIT = re.compile(r"\(\s?(?:%|n|range|months?|mo|days?|years?|95\s?%\s?CI)\s?\)$", re.I)

Line = list[Atom]


def in_their_cells(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms of a table with each piece of a wrapped cell behind the one before it. Where columns stand in place, places
    tell whose a piece is: they stay."""
    if any(a.sep is Sep.WIDE for a in atoms):
        return tuple(atoms)
    return units_back(names_back(tails_back(atoms)))


def tails_back(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms with the rest of a label, on the line below its row, put before the row's values, and with what closes
    brackets or goes on behind counts put behind these."""
    lines = _lines(atoms)
    at = [_values_at(line) for line in lines]
    rows = [n for n, k in enumerate(at) if 0 < k < len(lines[n])]
    if len(rows) < _ROWS:
        return tuple(atoms)
    capitals = sum(lines[n][0].text[0].isupper() for n in rows) >= _CAPITALS * len(rows)
    # a bracket below a row may be the share of its last count
    shares = any(a.kind in (Kind.BRACKET, Kind.COUNT) for n in rows for a in lines[n][at[n] + 1 :])
    made: list[Line] = []
    label = 0  # where the label of the row above ends; 0 below anything else
    for n, line in enumerate(lines):
        if made and (whole := _closed(made[-1], line) or _shared(made[-1], line)):
            made[-1] = whole
            label = next((k for k, a in enumerate(whole) if a.kind is not Kind.WORDS), 0) if label else 0
        elif label and all(a.kind is Kind.WORDS for a in made[-1][:label]) and _is_tail(line, shares, capitals):
            above = made[-1]
            sep = line[0].sep if above[label - 1].text[-1] in "-/" else Sep.SPACE
            made[-1] = [*above[:label], replace(line[0], sep=sep), *line[1:], *above[label:]]
            label += len(line)
        else:
            made.append(line)
            label = at[n] if n in rows else 0
    return tuple(a for line in made for a in line)


def _closed(above: Line, line: Line) -> Line | None:
    """A row of cells that are left open, each with what closes it on the line below: "65 (SD = 63 (SD =", then "9.5) 10.1)"."""
    whole = [part for a in above for part in _unequal(a)]
    cuts = _left_open(whole)
    bracketed = any(balance(a.text) < 0 for a in line)
    ends = [k for k, a in enumerate(line) if (balance(a.text) < 0 if bracketed else a.kind is Kind.INTEGER)]
    if not cuts or len(ends) != len(cuts) or ends[-1] != len(line) - 1 or (not bracketed and len(ends) < len(line)):
        return None
    # the rest of the label stands before what closes the first bracket behind a value
    value = next((k for k, a in enumerate(whole[: cuts[0]]) if a.kind in NUMERIC), 0)
    lead = next((k for k, a in enumerate(line[: ends[0]]) if a.kind in NUMERIC), 0) if value else 0
    made: Line = [*whole[:value], *(replace(a, sep=Sep.SPACE) for a in line[:lead])]
    starts = [lead, *(k + 1 for k in ends)]
    for first, last, begin, end in zip([value, *cuts], cuts, starts, ends, strict=False):
        made += [*whole[first:last], *(replace(a, sep=Sep.SPACE) for a in line[begin : end + 1])]
    return [*made, *whole[cuts[-1] :]]


def _unequal(atom: Atom) -> tuple[Atom, ...]:
    """A sign that belongs to the cell before, apart from the number behind it: "(SD = 63.14"."""
    if atom.text[0] != "=" or not atom.text[1:].strip():
        return (atom,)
    rest = atom.text[1:].lstrip()
    number = replace(atom, start=atom.end - len(rest), text=rest, sep=Sep.SPACE)
    return replace(atom, end=atom.start + 1, text="=", kind=Kind.WORDS), number


def _left_open(line: Sequence[Atom]) -> list[int]:
    """Where cells end whose bracket, or whose number behind a sign of equality, the line does not hold."""
    cuts = []
    k = 0
    while k < len(line):
        opened = balance(line[k].text) > 0
        k += 1
        while opened and k < len(line) and _is_inside(line[k]) and line[k - 1].text != "=":
            k += 1
        if opened and k < len(line) and balance(line[k].text) < 0:
            continue
        number = k < len(line) and line[k].kind in NUMERIC
        if (opened and (line[k - 1].text == "=" or k == len(line) or number)) or (
            line[k - 1].text == "=" and not number
        ):
            cuts.append(k)
    return cuts


def _is_inside(atom: Atom) -> bool:
    """Whether a piece goes on within a bracket: words, a limit."""
    return (atom.kind is Kind.WORDS or atom.text[0] in "<>≤≥") and not balance(atom.text)


def _shared(above: Line, line: Line) -> Line | None:
    """A row of counts and others, the shares of the counts on the line below: "16 100% 17 100%", then "(80%) (81%)"."""
    counts = [k for k, a in enumerate(above) if k and a.kind is Kind.INTEGER]
    others = any(a.kind in (Kind.PERCENT, Kind.COUNT, Kind.DASH) for a in above[1:])
    if not others or len(counts) != len(line) or any(a.kind is not Kind.BRACKET for a in line):
        return None
    behind = dict(zip(counts, line, strict=True))
    return [x for k, a in enumerate(above) for x in ((a, replace(behind[k], sep=Sep.SPACE)) if k in behind else (a,))]


def units_back(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms with each of the like phrases on a line of the header behind its own cell on the line above: "Grade 1, n
    Grade 2, n", then "(%) (%)"."""
    lines = _lines(atoms)
    for n, (above, line) in enumerate(pairwise(lines[:_HEAD]), 1):
        ends = [k for k, a in enumerate(above) if a.text == above[-1].text]
        size = _repeated(line)
        if size and len(ends) * size == len(line) and ends[-1] == len(above) - 1:
            parts = [line[k : k + size] for k in range(0, len(line), size)]
            behind = dict(zip(ends, parts, strict=True))
            lines[n - 1 : n + 1] = [
                [x for k, a in enumerate(above) for x in (a, *(replace(u, sep=Sep.SPACE) for u in behind.get(k, ())))]
            ]
            return tuple(a for some in lines for a in some)
    return tuple(atoms)


def _repeated(line: Sequence[Atom]) -> int:
    """The size of the phrase that a line says several times and nothing else; 0 for any other, or one that begins a cell."""
    texts = [a.text for a in line]
    goes_on = _UNIT.match(texts[0]) or (texts[0][0].islower() and texts[0] != "n")
    if not goes_on or any(a.kind in NUMERIC for a in line):
        return 0
    sizes = (n for n in range(1, len(texts) // 2 + 1) if len(texts) % n == 0)
    return next((n for n in sizes if texts == texts[:n] * (len(texts) // n)), 0)


def names_back(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms with the names of arms, whose words stand line by line above a line of their sizes, a name after the other:
    "Docetaxel Docetaxel", "weekly alone", then "(n = 20) (n = 21)"."""
    lines = _lines(atoms)
    for n, line in enumerate(lines[:_HEAD]):
        sizes = [k + 1 for k, a in enumerate(line) if SIZED.match(a.text)]
        bare = any(b - a == 1 for a, b in pairwise([0, *sizes]))
        if not n or len(sizes) < 2 or not bare or sizes[-1] != len(line) or line[0].sep is not Sep.LINE:
            continue
        rows = [[line[a:b] for a, b in pairwise([0, *sizes])]]
        first = n
        label: Line = []
        rest: Line = []
        while (
            first and not label and lines[first][0].sep is Sep.LINE and (parted := _names(lines[first - 1], len(sizes)))
        ):
            first -= 1
            label, names, rest = parted
            rows.insert(0, names)
            if rest:
                break
        if first < n:
            cells = [a for name in zip(*rows, strict=True) for part in name for a in part]
            whole = [*label, *cells, *rest]
            made = [lines[first][0].sep, *(Sep.SPACE for _ in whole[1:])]
            lines[first : n + 1] = [[replace(a, sep=sep) for a, sep in zip(whole, made, strict=True)]]
            return tuple(a for some in lines for a in some)
    return tuple(atoms)


def _names(line: Line, size: int) -> tuple[Line, list[Line], Line] | None:
    """A line of a header as so many pieces of names, the labels' header before them, that of p-values behind; else None."""
    if any(a.kind in _VALUES or SIZED.match(a.text) for a in line):
        return None
    at = next((k for k in range(min(3, len(line) - 1), 0, -1) if LABEL.match(joined(line[:k]))), 0)
    to = len(line) - bool(P_VALUE.match(line[-1].text))
    for first in dict.fromkeys((0, at)):
        some = line[first:to]
        if GENERAL.match(joined(some)):
            return None  # said of all of them
        for starts in (
            range(len(some) if len(some) == size else 0),
            [k for k, a in enumerate(some) if a.text == some[0].text],
            [k for k, a in enumerate(some) if a.text[0].isupper()],
        ):
            if len(starts) == size and starts[0] == 0:
                return line[:first], [some[a:b] for a, b in pairwise([*starts, len(some)])], line[to:]
    return None


def _lines(atoms: Sequence[Atom]) -> list[Line]:
    starts = [k for k, a in enumerate(atoms) if k == 0 or a.sep in _ENDS]
    return [list(atoms[a:b]) for a, b in pairwise([*starts, len(atoms)])]


def _values_at(line: Sequence[Atom]) -> int:
    """Where the values at a line's end begin."""
    at = len(line)
    while at and line[at - 1].kind in _VALUES:
        at -= 1
    return at


def _is_tail(line: Sequence[Atom], shares: bool, capitals: bool) -> bool:
    """Whether a line, right below a whole row, is no row: it begins with a small letter or is a bracket alone."""
    if line[0].sep is not Sep.LINE or len(line) > _WORDS or line[-1].text.endswith((":", ".")):
        return False
    if len(line) == 1 and _BRACKET.match(line[0].text):
        return line[0].kind not in _VALUES or not shares
    words = capitals and all(a.kind is Kind.WORDS for a in line)
    return words and line[0].text[0].islower() and line[0].text[:2].isalpha() and not _ROW.match(joined(line))
