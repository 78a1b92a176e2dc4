"""What stands where on the lines of a table whose columns keep their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grids.atoms import Atom, Sep
from extractors.grids.lines import Line

Columns = Sequence[tuple[int, int]]


@dataclass
class Piece:
    """What stands between wide gaps of a line: characters `left` to `right`, those of each atom in `words`; its column,
    -1 over several of them."""

    left: int
    right: int
    atoms: list[Atom]
    words: list[tuple[int, int]]
    column: int = -1


def pieces_of(line: Line, atoms: Sequence[Atom]) -> list[Piece]:
    """The pieces of a line, whose atoms are given."""
    found: list[Piece] = []
    for atom in atoms:
        left = line.indent + atom.start - line.start
        right = left + atom.end - atom.start
        if found and atom.sep is not Sep.WIDE:
            found[-1].right = right
            found[-1].atoms.append(atom)
            found[-1].words.append((left, right))
        else:
            found.append(Piece(left, right, [atom], [(left, right)]))
    return found


def over(left: int, right: int, columns: Columns) -> list[int]:
    """The columns that characters `left` to `right` have a part of."""
    return [k for k, (first, last) in enumerate(columns) if left < last and first < right]
