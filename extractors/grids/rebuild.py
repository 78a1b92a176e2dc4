"""Rebuilds one table from its atoms: many guesses at its columns, the likeliest learned, columns put in where missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.grids.alignment import Alignment, Guess
from extractors.grids.announced import announced
from extractors.grids.atoms import Atom, Kind
from extractors.grids.columns import Column, block_a_cell, cell_a_line, flowing, in_place, mixed
from extractors.grids.first_guess import first_columns, first_rows, numbered, widths
from extractors.grids.lattice import Lattice
from extractors.grids.levels import HeaderReading
from extractors.grids.lined import groups_between
from extractors.grids.pieces import Pieces
from extractors.grids.solved import Solved
from extractors.grids.spans import NO_PAIRS, Joints, Pairs
from extractors.grids.stacked import solve
from extractors.grids.training import Found, Reading, Round, count_columns, learn
from extractors.grids.under import header_rows, read_under
from extractors.grids.zone import zone_of

_ROUNDS = 3
_WIDTHS = 5
_WIDEST = 18
_STEP = 5.0
# Log likelihood an atom at which a reading leaves nothing for one more column to explain.
_EXPLAINED = -0.8


@dataclass(frozen=True)
class Rebuilt:
    """A reading with its header, and how far it is ahead of the best reading with another number of columns."""

    reading: Reading
    header: HeaderReading
    width: int
    margin: float
    rivals: tuple[int, ...]


def rebuild(
    atoms: Sequence[Atom], pairs: Pairs = NO_PAIRS, apart: bool = False, lined: frozenset[int] | None = None
) -> Rebuilt | None:
    """The likeliest grid of a table's atoms, header included; None where nothing looks like rows. `apart` says that its
    rows are known: then a header that counting finds likely is taken; `lined` are the atoms that begin them and the
    lines of the header."""
    if len(atoms) < 4:
        return None
    lattice = Lattice(atoms, pairs)
    if atoms[0].past:
        return _under_places(lattice)
    anchors = numbered(atoms) if not lattice.placed else frozenset(k for k, a in enumerate(atoms) if a.opens)
    if anchors is None and (known := _counted(lattice, pairs, apart, lined)) is not None:
        return known
    if lined and not lattice.placed:
        anchors = lined if anchors is None else anchors | groups_between(atoms, anchors)
    guesses = list(_guesses(lattice, anchors))
    begun = Round(lattice, guesses, anchors)
    found = learn(begun, _chosen(begun), _ROUNDS)
    if not found:
        return None
    best = max(found, key=lambda r: r.score)
    run_together = any(span.kind is Kind.MIXED for row in best.reading.rows for _, span in row)
    if not lattice.placed and (run_together or best.score < _EXPLAINED * len(atoms)):
        found += _grown(lattice, best, anchors)
    found.sort(key=lambda r: -r.score)
    best = found[0]
    others = [f.score for f in found if f.width != best.width]
    margin = best.score - max(others) if others else 10.0
    rivals = tuple(sorted({f.width for f in found if f.width != best.width and best.score - f.score < 2.0}))
    return Rebuilt(best.reading, best.header, best.width, margin, rivals)


def _counted(lattice: Lattice, pairs: Pairs, apart: bool, lined: frozenset[int] | None) -> Rebuilt | None:
    """A reading under a header that counting has solved; None where it has not."""
    zone = zone_of(lattice.atoms)
    solved = solve(Pieces(zone, pairs)) if zone is not None else None
    known = solved is not None and (apart or lined) and (solved.likely or (bool(lined) and solved.borne_by_rows))
    if solved is None or not (solved.sure or known):
        return None
    rows = frozenset(k for k in lined if k >= solved.head) if lined else None
    found = read_under(lattice, solved, anchors=rows)
    return Rebuilt(found.reading, found.header, found.width, min(10.0, 2 * solved.ahead), ()) if found else None


def _under_places(lattice: Lattice) -> Rebuilt | None:
    """A reading below a header that is told by the places of its cells."""
    rows, head = header_rows(lattice.atoms)
    solved = Solved(0.0, head, lattice.placed, rows, 0)
    anchors = frozenset(k for k in range(head, len(lattice.atoms)) if lattice.atoms[k].opens)
    found = read_under(
        lattice, solved, Guess(_placed_columns(lattice.joints, lattice.placed, head), in_place()), anchors
    )
    return Rebuilt(found.reading, found.header, found.width, 10.0, ()) if found else None


def _guesses(lattice: Lattice, anchors: frozenset[int] | None) -> Iterator[Guess]:
    if lattice.placed:
        yield Guess(_placed_columns(lattice.joints, lattice.placed), in_place())
        return
    yield from _first_guesses(lattice.joints, anchors)
    yield from announced(lattice.words, [flowing(), cell_a_line(), block_a_cell()], anchors)


def _placed_columns(joints: Joints, width: int, head: int = 0) -> list[Column]:
    """Columns counted on the cells that stand below one another, those of a known header left out."""
    atoms = joints.atoms
    columns = [Column(label=k == 0) for k in range(width)]
    starts = [k for k in range(head, len(atoms)) if atoms[k].column >= 0 or atoms[k].opens]
    for first, last in pairwise([*starts, len(atoms)]):
        if atoms[first].column >= 0:
            columns[atoms[first].column].add(joints.span(first, last))
    for column in columns:
        column.empty = max(0, sum(a.opens for a in atoms[head:]) - column.cells)
    return columns


def _first_guesses(joints: Joints, anchors: frozenset[int] | None) -> Iterator[Guess]:
    for breaks in (flowing(), cell_a_line(), block_a_cell(), mixed()):
        rows = first_rows(joints, breaks, anchors)
        for width in widths(rows):
            yield Guess(first_columns(rows, width), breaks)


def _chosen(begun: Round) -> list[int]:
    """The likeliest way of breaking for each of the likeliest widths."""
    order = sorted(range(len(begun.guesses)), key=lambda g: -begun.scores[g])
    once: dict[int, int] = {}
    for g in order:
        once.setdefault(len(begun.guesses[g].columns), g)
    return list(once.values())[:_WIDTHS]


def _grown(lattice: Lattice, best: Found, anchors: frozenset[int] | None) -> list[Found]:
    """Readings with one column more, put in wherever it explains most, as long as that gains."""
    found: list[Found] = []
    spent = False
    while best.width < _WIDEST:
        # The header stays as it is while a place for the column is sought.
        head = best.reading.head
        wider = [Guess(c, best.breaks) for c in _wider(lattice.joints, best)]
        trials = Alignment(lattice, wider, anchors, since=head)
        order = sorted(range(len(trials.guesses)), key=lambda g: -trials.starts[head, g])[:2]
        # Two places for the column may give the same rows.
        likely = [count_columns(r, best.width + 1) for r in dict.fromkeys(trials.rows(g, head) for g in order) if r]
        if not likely:
            break
        begun = Round(lattice, [Guess(c, best.breaks) for c in likely], anchors)
        grown = learn(begun, range(len(likely)), 2)
        found += grown
        ahead = max(grown, key=lambda g: g.score, default=None)
        if ahead is None:
            break
        gain = ahead.score - best.score
        # One step that does not gain by itself is allowed for: two columns may be run together in one.
        if gain <= 0 and (spent or gain < -_STEP):
            break
        spent = gain <= 0
        best = ahead
    return found


def _wider(joints: Joints, best: Found) -> Iterator[list[Column]]:
    """Columns of a reading with one more: an empty one anywhere, or a column of words parted behind the first word or
    before the last."""
    counted = count_columns(best.reading.rows, best.width)
    for place in range(1, best.width + 1):
        columns = list(counted)
        columns.insert(place, Column())
        yield columns
    for k in range(1, best.width):
        spans = [s for row in best.reading.rows for c, s in row if c == k and s.kind is Kind.WORDS]
        if sum(s.size > 1 for s in spans) < max(2, 0.4 * len(spans)):
            continue
        for at in (1, -1):
            columns = list(counted)
            columns[k : k + 1] = [Column(), Column()]
            for s in spans:
                middle = s.first + 1 if at == 1 else s.last - 1
                columns[k].add(joints.span(s.first, max(middle, s.first + 1)))
                columns[k + 1].add(joints.span(middle, s.last) if s.first < middle < s.last else None)
            yield columns
