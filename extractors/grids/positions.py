"""Tables whose columns stand at character positions (`pdftotext -layout`): lines of wrapped cells put together by what
stands below what, so that each cell's words follow one another and every cell's column is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.lines import Line
from extractors.grids.placed_header import Level, first_row, levels
from extractors.grids.places import Piece, over, pieces_of
from extractors.grids.spans import bond

# So many of a table's lines hold wide gaps where columns are kept in place; so full are the lines that show them.
_SHARE, _FULL = 0.5, 0.7
# As many columns are looked for as so many of the lines have pieces, leaving out so many lines at most.
_OFTEN, _OUT = 0.2, 0.2
# What speaks for a line being the next of the row above when nothing stands in the label's column.
_UNLED = 3.0
_VALUES = NUMERIC | CATEGORY | {Kind.DASH}


def put_together(lines: Sequence[Line], atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms with those of a wrapped cell side by side and their columns, where these stand in place; else as they
    are. `atoms` are those of `lines`; their `line` is the index into it."""
    printed = [pieces_of(line, [a for a in atoms if a.line == n]) for n, line in enumerate(lines)]
    if len(printed) < 3 or any("\t" in line.text for line in lines):
        # A tab takes one character, whatever room it left.
        return tuple(atoms)
    if sum(len(p) > 1 for p in printed) < _SHARE * len(printed):
        return tuple(atoms)
    start, columns, head = _headed(lines, printed)
    if len(columns) < 2:
        return tuple(atoms)
    printed = [_placed(pieces, columns) for pieces in printed[start:]]
    found = [a for level in head for a in _in_level(level)]
    rows: list[list[Piece]] = []
    for line, pieces in zip(lines[start:], printed, strict=True):
        if rows and not line.gap and not line.page and _carries_on(rows[-1], pieces):
            _join(rows[-1], pieces)
        else:
            rows.append(pieces)
    for row in rows:
        found += _in_order(row)
    return tuple(found)


def _headed(
    lines: Sequence[Line], printed: Sequence[Sequence[Piece]]
) -> tuple[int, list[tuple[int, int]], Sequence[Level]]:
    """The first line behind a header whose cells are told by their places, the columns, the header; 0 and none where it
    is to be told by its words, with the rows."""
    start = first_row(lines, printed)
    below = printed[start:]
    if start and sum(len(p) > 1 for p in below) >= max(2, _SHARE * len(below)):
        columns = _columns(below)
        head = levels(lines[:start], printed[:start], columns) if len(columns) > 1 else ()
        if head:
            return start, columns, head
    return 0, _columns(printed), ()


def _columns(printed: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
    """Characters that each column takes: what the full lines' words cover together, begun behind wide gaps in some of
    them, but for as few lines as must be left out to tell as many columns as lines have pieces."""
    sizes = sorted(len(p) for p in printed if len(p) > 1)
    wanted = max(n for n in sizes if sizes.count(n) >= min(2, _OFTEN * len(sizes)))
    full = [p for p in printed if len(p) >= _FULL * wanted]
    covered = np.zeros(max(x.right for p in printed for x in p) + 1, dtype=np.intp)
    for piece in (x for p in full for x in p):
        for left, right in piece.words:
            covered[left:right] += 1
    found: list[tuple[int, int]] = []
    for out in range(1 + int(_OUT * len(full))):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], (covered > out).astype(np.intp), [0]]))).tolist()
        runs = [(edges[0], edges[1])]
        for left, right in zip(edges[2::2], edges[3::2], strict=True):
            if _apart(full, runs[-1], (left, right)):
                runs.append((left, right))
            else:
                runs[-1] = runs[-1][0], right
        if len(runs) > len(found):
            found = runs
        if len(found) >= wanted:
            break
    return found


def _apart(full: Sequence[Sequence[Piece]], one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether lines show that two runs of characters are two columns: a wide gap between them in one line, or both
    filled in several."""
    gaps = [(a.right, b.left) for p in full for a, b in pairwise(p)]
    if any(one[0] < a <= one[1] and two[0] <= b < two[1] for a, b in gaps):
        return True
    filled = sum(any(x < one[1] and one[0] < y for piece in p for x, y in piece.words) for p in full)
    return filled > 1 and sum(two[0] <= b < two[1] for _, b in gaps) >= _OFTEN * len(full)


def _placed(pieces: Sequence[Piece], columns: Sequence[tuple[int, int]]) -> list[Piece]:
    """The pieces with their columns; in a full line one that runs over several columns is parted between them."""
    if 2 * len(pieces) >= len(columns):
        pieces = [part for piece in pieces for part in _parted(piece, columns)]
    for piece in pieces:
        under = over(piece.left, piece.right, columns)
        if len(under) == 1 or (under and len(pieces) == 1 and piece.left <= columns[0][0] + 2):
            piece.column = under[0]
        elif not under:
            piece.column = min(range(len(columns)), key=lambda k: abs(sum(columns[k]) - piece.left - piece.right))
    return list(pieces)


def _parted(piece: Piece, columns: Sequence[tuple[int, int]]) -> list[Piece]:
    under = [over(left, right, columns) for left, right in piece.words]
    if any(len(u) != 1 for u in under):
        return [piece]
    parts: list[Piece] = []
    for n, (atom, (left, right)) in enumerate(zip(piece.atoms, piece.words, strict=True)):
        if parts and under[n] == under[n - 1]:
            parts[-1].right = right
            parts[-1].atoms.append(atom)
            parts[-1].words.append((left, right))
        else:
            parts.append(Piece(left, right, [atom], [(left, right)]))
    return parts


def _carries_on(row: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Whether a line's pieces go on with the cells of the row above, the words of both in keeping."""
    above = {p.column: p for p in row}
    below = {p.column: p for p in pieces}
    if -1 in above or -1 in below or len(below) < len(pieces):
        return False
    if set(above) == {0}:
        # Values may stand beside the middle of a label.
        return 0 not in below
    if not set(below) <= set(above):
        return False
    led = 0 in below
    if led and any(p.atoms[0].kind in _VALUES for k, p in below.items() if k):
        return False
    if set(below) == {0} and below[0].atoms[0].kind in NUMERIC and len(above) > 1:
        return True
    odds = [bond(above[k].atoms[-1], replace(p.atoms[0], sep=Sep.LINE)) for k, p in below.items()]
    return sum(odds) / len(odds) + (0.0 if led else _UNLED) > 0


def _join(row: list[Piece], pieces: Sequence[Piece]) -> None:
    above = {p.column: p for p in row}
    for piece in pieces:
        if piece.column in above:
            above[piece.column].atoms += [replace(piece.atoms[0], sep=Sep.LINE), *piece.atoms[1:]]
        else:
            row.append(piece)
    row.sort(key=lambda p: p.column)


def _in_order(row: Sequence[Piece]) -> list[Atom]:
    first = min((p.atoms[0] for p in row), key=lambda a: a.start).sep
    found: list[Atom] = []
    for n, piece in enumerate(row):
        opened = replace(piece.atoms[0], sep=Sep.WIDE if n else first, column=piece.column, opens=n == 0)
        found += [opened, *piece.atoms[1:]]
    return found


def _in_level(level: Level) -> list[Atom]:
    found: list[Atom] = []
    for n, cell in enumerate(level):
        first = replace(
            cell.atoms[0], sep=Sep.WIDE if n else Sep.LINE, column=cell.first, past=cell.past, opens=n == 0
        )
        found += [first, *cell.atoms[1:]]
    return found
