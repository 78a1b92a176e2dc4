"""What stands above the lowest cells of a header that a tool writes in blocks: the names of arms and their sizes, each over its
group of columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from extractors.grids.atoms import Atom, Kind, Sep
from extractors.grids.header_marks import SIZED
from extractors.grids.pieces import GENERAL, TOTAL
from extractors.grids.runs import Cell, text_of
from extractors.grids.spans import bond
from extractors.grids.zone import SIZE

# A cell of a header: its first column, one past its last, its atoms.
Told = tuple[int, int, Cell]
# Of ways to part lines among cells side by side so many are kept; what a bracket left open costs, sizes told of some only, of
# one twice; what a cell gains that begins with a capital.
_BEAM, _OPEN, _SIZED, _TWICE, _CAPITAL = 60, 4.0, 2.0, 6.0, 0.7
_MOST = 12


@dataclass(frozen=True)
class Piece:
    """A cell's words on a line of a header, the block and the line in it that they stand on."""

    block: int
    line: int
    cell: Cell

    @property
    def text(self) -> str:
        return text_of(self.cell)

    @property
    def sizes(self) -> bool:
        """Whether the piece says how many patients there are and nothing else."""
        return bool(SIZED.match(self.text))


def cells_over(
    pieces: Sequence[Piece], upper: Sequence[int], firsts: Sequence[int], groups: Sequence[tuple[int, int]]
) -> list[list[Told]] | None:
    """The rows above the lowest: what is said of all groups, then a cell for each, sizes below names where these are as
    many."""
    found: list[list[list[Told]]] = []
    by_line = Counter((pieces[k].block, pieces[k].line) for k in upper)
    whole = _lines(pieces, upper)
    parted = [pieces[k] for k in upper]
    sizes = [p for p in parted if p.sizes]
    ways = [([p for p in some if not p.sizes], sizes) for some in (whole, parted) if len(sizes) == len(groups)]
    ways += [(whole, [])]
    ways += [(parted, [])] if len(groups) in by_line.values() else []
    starts = [pieces[k].cell[0].start for k in firsts]
    for left, below in ways:
        rows: list[list[Told]] = []
        over = _over_all(left)
        if over is not None:
            rows.append([(groups[0][0], groups[-1][1], left[over].cell)])
            left = [p for n, p in enumerate(left) if n != over]
        sized = [[(a, b, p.cell) for (a, b), p in zip(groups, below, strict=True)]] if below else []
        if not left:
            return [*rows, *sized]
        cells = _a_block_each(left, len(groups)) if below else None
        cells = cells or _before_each(left, starts, bool(below)) or _as_often(left, len(groups))
        if cells is None or (below and len(cells) > 1):
            continue
        rows += [[(a, b, cell) for (a, b), cell in zip(groups, row, strict=True)] for row in cells] + sized
        if not any(map(faults, cells)):
            return rows
        found.append(rows)
    return found[0] if found else None


def _over_all(left: Sequence[Piece]) -> int | None:
    """Which piece says something of all groups: the first of the header or of a block."""
    if len(left) < 2:
        return None
    firsts = [n for n, p in enumerate(left) if not n or p.block != left[n - 1].block]
    return next((n for n in firsts if GENERAL.match(left[n].text)), None)


def _lines(pieces: Sequence[Piece], upper: Sequence[int]) -> list[Piece]:
    """What stands above the lowest cells line by line; sizes side by side are cells of their own."""
    found: list[Piece] = []
    for k in upper:
        piece = pieces[k]
        before = found[-1] if found else None
        on = before is not None and (before.block, before.line) == (piece.block, piece.line)
        if before is not None and on and not SIZE.match(piece.text) and not before.text.endswith("="):
            found[-1] = replace(before, cell=(*before.cell, *piece.cell))
        else:
            found.append(piece)
    return found


def _a_block_each(left: Sequence[Piece], groups: int) -> list[list[Cell]] | None:
    """A block for each group; what stands over all patients is the last."""
    blocks: dict[int, Cell] = {}
    for piece in left:
        blocks[piece.block] = (*blocks.get(piece.block, ()), *piece.cell)
    cells = sorted(blocks.values(), key=lambda cell: bool(TOTAL.match(text_of(cell))))
    return [cells] if len(cells) == groups else None


def _before_each(left: Sequence[Piece], starts: Sequence[int], sized: bool) -> list[list[Cell]] | None:
    """Words that stand in the text before each group of lowest cells; where several groups follow on one another in a block,
    what stands before them is parted among these. Where sizes are known, a block behind all may name the one group without
    a name."""
    cells: list[Cell] = []
    at = -1
    late = [p for p in left if p.cell[0].start > starts[-1]]
    left = [p for p in left if p.cell[0].start <= starts[-1]]
    if late and not (sized and len({p.block for p in late}) == 1):
        return None
    places = [p.cell[0].start for p in left]
    n = 0
    while n < len(starts):
        some = [p for p, place in zip(left, places, strict=True) if at < place < starts[n]]
        if not some and late:
            some, late = late, []
        if not some:
            return None
        more = n + 1
        while more < len(starts) and not late and not any(starts[n] < place < starts[more] for place in places):
            more += 1
        made = [tuple(a for p in some for a in p.cell)] if more == n + 1 else _parted(some, more - n)
        if made is None:
            return None
        cells += made
        at, n = starts[more - 1], more
    return None if late else [cells]


def _parted(some: Sequence[Piece], wide: int) -> list[Cell] | None:
    """Words over several groups parted among these: a block each, or one block of several side by side."""
    blocks = [[p for p in some if p.block == n] for n in sorted({p.block for p in some})]
    if len(blocks) == wide:
        return [tuple(a for p in block for a in p.cell) for block in blocks]
    if len(blocks) == 1:
        return side_by_side(some, wide)
    tall = max(blocks, key=len)
    rest = wide - len(blocks) + 1
    made = side_by_side(tall, rest) if rest > 1 else None
    if made is None:
        return None
    return [cell for block in blocks for cell in (made if block is tall else [tuple(a for p in block for a in p.cell)])]


def side_by_side(some: Sequence[Piece], wide: int) -> list[Cell] | None:
    """Lines of one block parted among cells side by side, whose lines a tool writes from left to right, then on below."""
    if len({p.block for p in some}) > 1 or len(some) > _MOST:
        return None
    if len(some) == 1 < wide:
        return _cut(some[0].cell, wide)
    if len(some) < wide:
        return None
    # score, the cells so far, the cell of the last line
    states: list[tuple[float, tuple[Cell, ...], int]] = [(0.0, ((),) * wide, -1)]
    for piece in some:
        made = []
        for score, cells, last in states:
            for k in range(wide):
                if cells[k]:
                    gain = bond(cells[k][-1], piece.cell[0])
                    gain += _OPEN * _closes(cells[k], piece.cell)
                    gain -= _TWICE * (piece.sizes and bool(SIZE.search(text_of(cells[k]))))
                else:
                    gain = 0.5
                # a cell begins with the first line of the block
                late = 1.0 if not cells[k] and last > k else 0.0
                cell = (*cells[k], *piece.cell)
                made.append((score + gain - late, (*cells[:k], cell, *cells[k + 1 :]), k))
        states = sorted(made, key=lambda s: -s[0])[:_BEAM]
    ends = [(score - faults(cells), cells) for score, cells, _ in states if all(cells)]
    return list(max(ends, key=lambda e: e[0])[1]) if ends else None


def _cut(line: Cell, wide: int) -> list[Cell] | None:
    """The words of a line as so many cells: cut where they hold together least, at capitals rather than elsewhere."""
    if not wide <= len(line) <= 2 * _MOST:
        return None
    gains = [-bond(a, b) + _CAPITAL * _begins(b) for a, b in pairwise(line)]
    ways = [
        [line[f:t] for f, t in pairwise((0, *cuts, len(line)))]
        for cuts in combinations(sorted(sorted(range(1, len(line)), key=lambda k: -gains[k - 1])[:_MOST]), wide - 1)
    ]
    scores = [sum(gains[len(x) - 1] for x in _sums(way)) - faults(way) for way in ways]
    return list(ways[max(range(len(ways)), key=lambda n: scores[n])])


def _sums(cells: Sequence[Cell]) -> list[Cell]:
    """The line up to each cut."""
    found: list[Cell] = []
    for cell in cells[:-1]:
        found.append((*(found[-1] if found else ()), *cell))
    return found


def _begins(atom: Atom) -> int:
    """Whether a word may begin a cell: 1 for a capital, -1 for words in small letters, numbers, what stands in brackets."""
    return 1 if atom.kind is Kind.WORDS and atom.text[0].isupper() else -1


def faults(cells: Sequence[Cell]) -> float:
    """What speaks against cells side by side: brackets left open, sizes of some only."""
    open_ends = sum(_unclosed(cell) for cell in cells)
    sized = sum(bool(SIZE.search(text_of(cell))) for cell in cells)
    return _OPEN * open_ends + _SIZED * min(sized, len(cells) - sized)


def _closes(cell: Cell, more: Cell) -> float:
    """Whether a cell with a bracket left open goes on with what closes it, or with what opens another."""
    if not _unclosed(cell):
        return -0.5 * (text_of(more)[0].isdigit() or _unclosed(more))
    text = text_of(more)
    return 1.0 if text.count(")") > text.count("(") else -1.0


def _unclosed(cell: Cell) -> bool:
    text = text_of(cell)
    return text.count("(") != text.count(")")


def _as_often(left: Sequence[Piece], groups: int) -> list[list[Cell]] | None:
    """Blocks as many as the groups, or several times as many: rows of cells; one line of them parted."""
    blocks: dict[int, list[Atom]] = {}
    for piece in left:
        blocks.setdefault(piece.block, []).extend(piece.cell)
    for cells in ([tuple(b) for b in blocks.values()], [p.cell for p in left]):
        if len(cells) in (groups, 2 * groups):
            line = [a for cell in cells for a in cell]
            if len(cells) > groups and all(a.sep in (Sep.SPACE, Sep.WIDE) for a in line[1:]):
                made = _cut(tuple(line), groups)
                return [made] if made else None
            return [cells[n : n + groups] for n in range(0, len(cells), groups)]
    return None
