"""What stands where on the lines of a table whose columns keep their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.lines import Line
from extractors.grids.spans import bond

_FIGURES = NUMERIC | {Kind.DASH}
# Log odds below which two values never share a cell.
_APART = -2.0
Columns = Sequence[tuple[int, int]]


@dataclass
class Piece:
    """What stands between wide gaps of a line, or a value beside another: characters `left` to `right`, those of each atom
    in `words`; its column, -1 over several of them."""

    left: int
    right: int
    atoms: list[Atom]
    words: list[tuple[int, int]]
    column: int = -1

    def add(self, atom: Atom, place: tuple[int, int]) -> None:
        """One more atom at the right."""
        self.right = place[1]
        self.atoms.append(atom)
        self.words.append(place)


def pieces_of(line: Line, atoms: Sequence[Atom]) -> list[Piece]:
    """The pieces of a line, whose atoms are given."""
    found: list[Piece] = []
    for atom in atoms:
        left = line.indent + atom.start - line.start
        right = left + atom.end - atom.start
        if found and atom.sep is not Sep.WIDE and not _beside(found[-1].atoms[-1], atom):
            found[-1].add(atom, (left, right))
        else:
            found.append(Piece(left, right, [atom], [(left, right)]))
    return found


def _beside(a: Atom, b: Atom) -> bool:
    """Whether two values cannot be one: columns that stand close."""
    return a.kind in _FIGURES and b.kind in _FIGURES and b.kind is not Kind.BRACKET and bond(a, b) < _APART


def over(left: int, right: int, columns: Columns) -> list[int]:
    """The columns that characters `left` to `right` have a part of."""
    return [k for k, (first, last) in enumerate(columns) if left < last and first < right]
