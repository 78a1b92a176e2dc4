"""Tables whose columns stand at character positions (`pdftotext -layout`): lines of wrapped cells put together by what
stands below what, so that each cell's words follow one another and every cell's column is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np

from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.lines import Line, keeps_apart
from extractors.grids.placed_header import Level, first_rows, levels
from extractors.grids.places import Columns, Piece, over, pieces_of
from extractors.grids.spans import bond

# So many of a table's lines hold wide gaps where columns are kept in place; so full are the lines that show them.
_SHARE, _FULL = 0.5, 0.7
# As many columns are looked for as so many of the lines have pieces, leaving out so many lines at most.
_OFTEN, _OUT = 0.2, 0.2
# So many of the full lines have a piece for each column where the order of pieces tells these.
_EVEN = 0.4
# Log odds below which a value stands apart from words before it; characters by which a tool may shift what stands close.
_ASUNDER, _SHIFT = -2.0, 4
# What speaks for a line being the next of the row above when nothing stands in the label's column.
_UNLED = 3.0
_VALUES = NUMERIC | CATEGORY | {Kind.DASH}


def put_together(lines: Sequence[Line], atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms with those of a wrapped cell side by side and their columns, where these stand in place; else as they
    are. `atoms` are those of `lines`; their `line` is the index into it."""
    printed = [pieces_of(line, [a for a in atoms if a.line == n]) for n, line in enumerate(lines)]
    if len(printed) < 3 or any(keeps_apart(line.text) for line in lines):
        # A tab or bar takes one character, whatever room it left.
        return tuple(atoms)
    if len({a.line for a in atoms if a.sep is Sep.WIDE}) < _SHARE * len(printed):
        return tuple(atoms)
    start, columns, head = _headed(lines, printed)
    if len(columns) < 2:
        return tuple(atoms)
    printed = [_placed(pieces, columns) for pieces in printed[start:]]
    found = [a for level in head for a in _in_level(level)]
    rows: list[list[Piece]] = []
    # How many lines of the last row's label stand above its values.
    above = 0
    for line, pieces in zip(lines[start:], printed, strict=True):
        apart = not rows or line.gap or line.page
        alone = [p.column for p in pieces] == [0]
        if not apart and alone and above > 0:
            # Values in the middle of a tall row: as many lines of its label stand below them as above.
            above -= 1
            _join(rows[-1], pieces)
        elif not apart and _carries_on(rows[-1], pieces):
            above = _lines_of_label(rows[-1]) if pieces[0].column > 0 else 0
            _join(rows[-1], pieces)
        else:
            rows.append(pieces)
            above = 0
    for row in rows:
        found += _in_order(row)
    return tuple(found)


def _headed(
    lines: Sequence[Line], printed: Sequence[Sequence[Piece]]
) -> tuple[int, list[tuple[int, int]], Sequence[Level]]:
    """The first line behind a header whose cells are told by their places, the columns, the header; 0 and none where it
    is to be told by its words, with the rows."""
    for start in first_rows(lines, printed):
        below = printed[start:]
        if sum(len(p) > 1 for p in below) >= max(2, _SHARE * len(below)):
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
    even = [p for p in full if len(p) == wanted]
    if len(found) < wanted and len(even) >= max(3, _EVEN * len(full)):
        return _in_turn(even)
    return found


def _in_turn(even: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
    """Columns told by the order of the pieces in lines that have as many: they stand too close for their places."""
    found: list[tuple[int, int]] = []
    for pieces in zip(*even, strict=True):
        left, right = int(median(p.left for p in pieces)), int(median(p.right for p in pieces))
        first = max(left, found[-1][1]) if found else left
        found.append((first, max(right, first + 1)))
    return found


def _apart(full: Sequence[Sequence[Piece]], one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether lines show that two runs of characters are two columns: a wide gap between them in one line, or both
    filled in several."""
    gaps = [(a.right, b.left) for p in full for a, b in pairwise(p)]
    if any(one[0] < a <= one[1] and two[0] <= b < two[1] for a, b in gaps):
        return True
    filled = sum(any(x < one[1] and one[0] < y for piece in p for x, y in piece.words) for p in full)
    return filled > 1 and sum(two[0] <= b < two[1] for _, b in gaps) >= _OFTEN * len(full)


def _placed(pieces: Sequence[Piece], columns: Columns) -> list[Piece]:
    """The pieces with their columns; in a full line one that runs over several columns is parted between them."""
    single = [part for piece in pieces for part in _by_value(piece)]
    if len(single) == len(columns) and all(map(_near, single, columns)):
        for k, piece in enumerate(single):
            piece.column = k
        return single
    if 2 * len(pieces) >= len(columns):
        pieces = [part for piece in pieces for part in _parted(piece, columns)]
    found: list[Piece] = []
    for piece in pieces:
        under = over(piece.left, piece.right, columns)
        if len(under) == 1 or (under and len(pieces) == 1 and piece.left <= columns[0][0] + 2):
            piece.column = under[0]
        elif not under:
            piece.column = _nearest(piece.left, piece.right, columns)
        if found and piece.column >= 0 and found[-1].column == piece.column:
            for atom, place in zip(piece.atoms, piece.words, strict=True):
                found[-1].add(atom, place)
        else:
            found.append(piece)
    return found


def _by_value(piece: Piece) -> list[Piece]:
    """A piece parted before each value that its words do not ask for."""
    parts: list[Piece] = []
    for atom, place in zip(piece.atoms, piece.words, strict=True):
        if parts and (atom.kind not in _VALUES or bond(parts[-1].atoms[-1], atom) > _ASUNDER):
            parts[-1].add(atom, place)
        else:
            parts.append(Piece(*place, [atom], [place]))
    return parts


def _near(piece: Piece, column: tuple[int, int]) -> bool:
    return piece.left <= column[1] + _SHIFT and column[0] <= piece.right + _SHIFT


def _nearest(left: int, right: int, columns: Columns) -> int:
    return min(range(len(columns)), key=lambda k: abs(sum(columns[k]) - left - right))


def _parted(piece: Piece, columns: Columns) -> list[Piece]:
    under = [over(left, right, columns) for left, right in piece.words]
    if any(len(u) != 1 for u in under):
        return [piece]
    parts: list[Piece] = []
    for n, (atom, place) in enumerate(zip(piece.atoms, piece.words, strict=True)):
        if parts and under[n] == under[n - 1]:
            parts[-1].add(atom, place)
        else:
            parts.append(Piece(*place, [atom], [place]))
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
    values = [(above[k].atoms[-1], p.atoms[0]) for k, p in below.items() if k]
    if values and all(b.kind is Kind.BRACKET and a.kind in NUMERIC for a, b in values):
        # "15" and below it "(19.7)"
        return True
    if led and any(p.atoms[0].kind in _VALUES for k, p in below.items() if k):
        return False
    if set(below) == {0} and below[0].atoms[0].kind in NUMERIC and len(above) > 1:
        return True
    odds = [bond(above[k].atoms[-1], replace(p.atoms[0], sep=Sep.LINE)) for k, p in below.items()]
    return sum(odds) / len(odds) + (0.0 if led else _UNLED) > 0


def _lines_of_label(row: Sequence[Piece]) -> int:
    """How many lines a label takes that stands alone so far."""
    return sum(n == 0 or a.sep is Sep.LINE for n, a in enumerate(row[0].atoms)) if len(row) == 1 else 0


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
        first = replace(cell.atoms[0], sep=Sep.WIDE if n else Sep.LINE, column=cell.first, past=cell.past, opens=n == 0)
        found += [first, *cell.atoms[1:]]
    return found
