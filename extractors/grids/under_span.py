"""Flat readings of a header put right: response categories in a line of their own below "Best response", words that the cell
before them lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.grids.atoms import Atom
from extractors.grids.spans import joined

Row = tuple[tuple[int, int, int, int], ...]
_CATEGORY = re.compile(r"(?:i?CR|i?PR|i?SD|i?PD|MR|NE|NA|NR|ORR|DCR|CBR|CR\+PR|SD\+PD)[*†‡a-d]?$")
_RESPONSE = re.compile(r"\brespon|\bRECIST\b|\bChoi\b|\boutcome\b|\bevaluation\b|\beffect\b", re.I)
_RATE = re.compile(r"\brates?\b|\bORR\b|\bRR\b|duration|time to", re.I)
_LEAST = 3
_LETTERED = re.compile(r"(?:arm|group|cohort|part|phase|stratum|level) (?:[A-H]|[IVX]+)[a-d*†‡]?$")
_GOES_ON = re.compile(r"[a-z]{4,}[,;]?$")


def put_right(atoms: Sequence[Atom], rows: Sequence[Row], width: int) -> tuple[Row, ...]:
    """The header's rows, changed where a flat reading of one row cannot be what was printed."""
    if len(rows) != 1:
        return tuple(rows)
    return _categories(atoms, rows[0], width) or (_carried(atoms, rows[0]),)


def _categories(atoms: Sequence[Atom], row: Row, width: int) -> tuple[Row, ...]:
    """Two rows where a line of the header holds nothing but categories, which one header of the other lines spans."""
    end = max(last for *_, last in row)
    by_line: dict[int, list[int]] = {}
    for k in range(row[0][2], end):
        by_line.setdefault(atoms[k].line, []).append(k)
    lines = _runs(atoms, list(by_line.values()))
    if len(lines) != 1 or len(by_line) < 2:
        return ()
    below = lines[0]
    above = [(a, b) for *_, a, b in row if b <= below[0] or a > below[-1]]
    covered = sum(b - a for a, b in above) + len(below)
    if covered != end - row[0][2] or len(above) - 1 + len(below) != width:
        # a cell a line: the reading has run two of them together
        above = [(at[0], at[-1] + 1) for at in by_line.values() if at[-1] < below[0] or at[0] > below[-1]]
        if len(above) - 1 + len(below) != width:
            return ()
    texts = [joined(atoms[a:b]) for a, b in above]
    spanning = [n for n, text in enumerate(texts) if n and _RESPONSE.search(text) and not _RATE.search(text)]
    if len(spanning) != 1:
        return ()
    upper, at = [], 0
    for n, (a, b) in enumerate(above):
        wide = len(below) if n == spanning[0] else 1
        upper.append((at, at + wide, a, b))
        at += wide
    first = spanning[0]
    lower = tuple((first + n, first + n + 1, k, k + 1) for n, k in enumerate(below))
    return tuple(upper), lower


def _runs(atoms: Sequence[Atom], lines: Sequence[list[int]]) -> list[list[int]]:
    """Lines one after the other that hold nothing but categories, three or more of them in all."""
    runs: list[list[int]] = [[]]
    for at in lines:
        if all(_CATEGORY.match(atoms[k].text) for k in at):
            runs[-1].extend(at)
        else:
            runs.append([])
    return [run for run in runs if len(run) >= _LEAST]


def _carried(atoms: Sequence[Atom], row: Row) -> Row:
    """Small words at the beginning of a cell, a capital behind them on the line, given to the cell before: "Any | grade
    Grade 3"."""
    cells = [list(cell) for cell in row]
    for before, here in pairwise(cells):
        a, b = here[2], here[3]
        moved = a
        while moved < b and _GOES_ON.match(atoms[moved].text) and atoms[moved].line == atoms[before[3] - 1].line:
            moved += 1
        named = moved == b - 1 and _LETTERED.match(joined(atoms[a:b]))  # "group A"
        if a < moved < b and not named and atoms[moved].text[0].isupper() and before[3] == a and before[1] == here[0]:
            before[3] = here[2] = moved
    return tuple((c[0], c[1], c[2], c[3]) for c in cells)
