"""Tables whose cells stand in blocks of their own, row after row (`pdftotext` by default): their rows put on lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.beside import goes_on, is_item
from extractors.grids.blocks import blocks_of
from extractors.grids.columnwise_header import header_cells, in_order
from extractors.grids.cover import is_share
from extractors.grids.displaced import Line, Row, asks_for, put_back
from extractors.grids.header import LABEL
from extractors.grids.header_blocks import GRADE, header_of
from extractors.grids.header_marks import P_VALUE
from extractors.grids.runs import Cell
from extractors.grids.spans import bond, joined

_VALUES = NUMERIC | {Kind.DASH, Kind.ABSENT}
# So many rows at least, so large a share of them with as many values.
_ROWS, _ALIKE = 3, 0.7
# What is no label; rows of which so many hold it have columns of it.
_INNER, _FOREIGN = frozenset({Kind.ROUTE, Kind.RESPONSE, Kind.STATUS, Kind.AGE_SEX}), 0.2
# Labels that are numbers: performance status, grades, lines of treatment.
_LEVEL = re.compile(r"[≥>]?\s?[0-5]$")
_ENDS, _LIMITS = (Sep.LINE, Sep.BLANK), (Kind.INTEGER, Kind.MEASURE)


@dataclass(frozen=True)
class _Row:
    """Words at `label` up to `values`, values from there up to `end`."""

    label: int
    values: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.values


def in_lines(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms with each row's values on its label's line, where most stand in blocks of their own; else as they are."""
    rows = list(_rows(atoms))
    counts = Counter(r.size for r in rows)
    if not counts or not any(a.sep is Sep.BLANK and a.kind in _VALUES for a in atoms):
        return tuple(atoms)
    wide = max(counts, key=lambda n: (counts[n], n))
    first = _first(atoms, rows, (wide,), tested=False)
    tested = any(_tests(atoms, k, rows[first].values) for k in range(len(atoms)))
    usual = [is_share(atoms[r.end - 1]) for r in rows[first:] if r.size == wide]
    more = [is_share(atoms[r.end - 1]) for r in rows[first:] if r.size == wide + 1]
    alone = [is_share(atoms[r.values]) for r in rows if r.size == 1]
    if tested and all(more) and (more or sum(alone) > 1) and sum(usual) < 0.5 * len(usual):
        # p-values beside some rows only
        wide += 1
        first = _first(atoms, rows, (wide, wide - 1), tested=True)
    if (each := _unstacked(atoms, rows, wide)) != tuple(atoms) and (made := in_lines(each)) != each:
        return made
    starts = [s for r in rows[first:] for s in _starts(atoms, r, wide, tested)]
    even = sum(n in ((wide, wide - 1, 1) if tested else (wide,)) for _, n in starts)
    words = [a for r in rows[first:] for a in atoms[r.label : r.values]]
    if sum(a.kind in _INNER for a in words) > _FOREIGN * len(rows) or any(
        len(a.text) == 1 and a.kind is Kind.SEX for a in words
    ):
        # columns of words among those of values
        return tuple(atoms)
    if even < max(_ROWS, _ALIKE * len(starts)) or _apart(atoms, rows[first:]) < 0.5:
        return tuple(atoms)
    labels = {k for k, _ in starts}
    head, entries = _entries(atoms, rows[first], labels)
    lines = put_back(head, entries, wide, tested)
    return _placed(head, lines, wide, tested) or (*head, *(a for label, values in lines for a in _line(label, values)))


def _first(atoms: Sequence[Atom], rows: Sequence[_Row], sizes: Sequence[int], tested: bool) -> int:
    """The first row with so many values, or whose values are rows that numbers lead."""
    wide = max(sizes)
    return next(
        n
        for n, r in enumerate(rows)
        if (r.size in sizes and not _names_grades(atoms, r))
        or (r.size > wide and _counting(atoms, r.values, r.end, wide, tested))
    )


def _names_grades(atoms: Sequence[Atom], row: _Row) -> bool:
    """Whether values are grades of a header, the labels' header before them."""
    last = next((k for k in range(row.values - 1, row.label, -1) if atoms[k].sep in _ENDS), row.label)
    told = LABEL.match(joined(atoms[last : row.values])) is not None
    return told and row.size > 1 and all(GRADE.match(a.text) for a in atoms[row.values : row.end])


def _unstacked(atoms: Sequence[Atom], rows: Sequence[_Row], wide: int) -> tuple[Atom, ...]:
    """The atoms with each label above its own values where several labels stand in a block above theirs, row after row."""
    made: list[Atom] = []
    for row in rows:
        block = next((k for k in range(row.values - 1, row.label, -1) if atoms[k].sep is Sep.BLANK), row.label)
        made.extend(atoms[row.label : block])
        row = replace(row, label=block)
        labels = _each_label(atoms, row) if row.size > wide and row.size % wide == 0 else []
        if len(labels) != row.size // wide or len(labels) < 2:
            made.extend(atoms[row.label : row.end])
            continue
        for n, label in enumerate(labels):
            at = row.values + n * wide
            made += [replace(label[0], sep=Sep.BLANK), *label[1:], *atoms[at : at + wide]]
    made.extend(atoms[rows[-1].end :])
    return tuple(made)


def _each_label(atoms: Sequence[Atom], row: _Row) -> list[list[Atom]]:
    """The labels of a block above values in blocks of their own; none where numbers may lead these."""
    if _LEVEL.match(atoms[row.values].text) or any(a.sep not in _ENDS for a in atoms[row.values : row.end]):
        return []
    labels: list[list[Atom]] = []
    for k in range(row.label, row.values):
        begins = k == row.label or (atoms[k].sep is Sep.LINE and not atoms[k].text[0].islower())
        if begins and not (labels and goes_on(labels[-1], atoms[k : row.values])):
            labels.append([])
        labels[-1].append(atoms[k])
    return labels


def _tests(atoms: Sequence[Atom], k: int, first: int) -> bool:
    """Whether an atom heads a column of p-values: above the first values, or in a block of its own."""
    if k < first and P_VALUE.match(atoms[k].text):
        return True
    end = next((n for n in range(k + 1, len(atoms)) if atoms[n].sep is Sep.BLANK), len(atoms))
    return atoms[k].sep is Sep.BLANK and bool(P_VALUE.match(joined(atoms[k:end])))


def _placed(head: Sequence[Atom], lines: Sequence[Line], wide: int, tested: bool) -> tuple[Atom, ...]:
    """The rows with their columns where all are full, or but for a p-value, below a header whose blocks tell its own."""
    sizes = {len(values) for _, values in lines}
    if not head or not all(label for label, _ in lines) or not sizes <= ({0, wide, wide - 1} if tested else {0, wide}):
        return ()
    told = header_of(blocks_of(head), wide + 1)
    if told is None:
        return ()
    rows: list[dict[int, Cell]] = []
    for n, (label, values) in enumerate(lines):
        after = lines[n + 1][0] if n + 1 < len(lines) else []
        cells = _labels(label, after)
        if not cells:
            return ()
        rows += [{0: cell} for cell in cells[:-1]]
        rows.append({0: cells[-1], **{k: (a,) for k, a in enumerate(values, 1)}})
    return (*told, *(a for row in rows for a in in_order(row)))


def _labels(label: Sequence[Atom], after: Sequence[Atom]) -> list[Cell]:
    """A label, apart from it a heading above where the next row is another of its items; none where that is open."""
    ends = [n for n in range(1, len(label)) if label[n].sep is Sep.LINE]
    cut = 0
    for n in ends:
        if label[n].text[0].islower() or label[n - 1].text[-1] in "-/" or goes_on(label[:n], label[n:]):
            continue
        above, item = label[:n], label[n:]
        if cut or not (is_item(tuple(item)) or asks_for(above, item)):
            return []
        if after and (is_item(tuple(after)) or asks_for(above, after)):
            cut = n
    return [tuple(label[:cut]), tuple(label[cut:])] if cut else [tuple(label)]


def _rows(atoms: Sequence[Atom]) -> Iterator[_Row]:
    """Words with the values behind them."""
    label, k = 0, 0
    values = list(values_of(atoms))
    while k < len(atoms):
        if not values[k]:
            k += 1
            continue
        first = k
        while k < len(atoms) and values[k]:
            k += 1
        yield _Row(label, first, k)
        label = k


def values_of(atoms: Sequence[Atom]) -> Iterator[bool]:
    """Which atoms are values, rather than numbers that words before them ask for ("Grade 3", "Tumour size > 5 cm") or limits
    that are labels (">5 cm")."""
    word = False
    for k, atom in enumerate(atoms):
        asked = word and (atom.sep is Sep.SPACE or atom.text[0] in "<>≥≤") and bond(atoms[k - 1], atom) > 0
        limit = atom.text[0] in "<>≥≤" and atom.kind in _LIMITS and atom.sep in _ENDS
        word = atom.kind not in _VALUES or asked or limit
        yield not word


def _starts(atoms: Sequence[Atom], row: _Row, wide: int, tested: bool) -> Iterator[tuple[int, int]]:
    """Where rows begin in a run of values behind words, and how many values each has: numbers that count up are labels, at
    once below a heading or behind the values of the words."""
    if row.size > wide:
        for own in (0, wide, wide - 1) if tested else (0, wide):
            found = _counting(atoms, row.values + own, row.end, wide, tested)
            if found:
                yield from ([(row.values - 1, own)] if own else [])
                yield from found
                return
    yield row.values - 1, row.size


def _counting(atoms: Sequence[Atom], at: int, end: int, wide: int, tested: bool) -> list[tuple[int, int]]:
    """The rows of values up to `end` that numbers lead which count up; none where it is not so."""
    before = -1
    found: list[tuple[int, int]] = []
    while at < end:
        match = _LEVEL.match(atoms[at].text)
        number = int(atoms[at].text[-1]) if match else -1
        if not match or number <= before or (before >= 0 and number != before + 1) or atoms[at].sep not in _ENDS:
            return []
        size = wide
        ahead = at + 1 + wide
        if (
            tested
            and ahead - 1 < end
            and _LEVEL.match(atoms[ahead - 1].text)
            and _level(atoms[ahead - 1]) == number + 1
        ):
            size = wide - 1
        if tested and end - at - 1 == wide - 1:
            size = wide - 1
        found.append((at, min(size, end - at - 1)))
        at, before = at + 1 + size, number
    return found


def _level(atom: Atom) -> int:
    return int(atom.text[-1])


def _apart(atoms: Sequence[Atom], rows: Sequence[_Row]) -> float:
    """Share of the values that stand in lines or blocks of their own."""
    values = [atoms[k] for r in rows for k in range(r.values, r.end)]
    return sum(a.sep in _ENDS for a in values) / max(len(values), 1)


def _entries(atoms: Sequence[Atom], first: _Row, labels: set[int]) -> tuple[list[Atom], list[Row | list[Atom]]]:
    """The header's atoms, then rows and blocks of words without values."""
    begin = next((k for k in range(first.values - 1, first.label, -1) if atoms[k].sep is Sep.BLANK), first.label)
    begin = _below_leaves(atoms, begin, first.values)
    head = list(atoms[:begin])
    block: list[Atom] = []
    open_row: Row | None = None
    found: list[Row | list[Atom]] = []
    carried = -1
    told = list(values_of(atoms))
    for k in range(begin, len(atoms)):
        atom = atoms[k]
        value = told[k] and k not in labels
        if value and open_row is None:
            open_row = Row(block, [], _headed(block))
            found.append(open_row)
            block = []
        if value and open_row is not None:
            open_row.values.append(atom)
            continue
        if block and atom.sep is Sep.BLANK:
            found.append(block)
            block = []
        if open_row is not None and atom.sep is Sep.LINE and atom.text[0].islower():
            # a label that goes on below its values
            carried = k
        row = found[-1] if found else None
        if carried >= 0 and isinstance(row, Row) and (k == carried or atom.sep is Sep.SPACE):
            row.label.append(replace(atom, sep=Sep.SPACE))
            open_row = None
            continue
        carried = -1
        open_row = None
        block.append(atom)
    if block:
        found.append(block)
    return head, found


def _below_leaves(atoms: Sequence[Atom], begin: int, values: int) -> int:
    """Where the first row's label begins in a block of which the first line still names columns, one several times."""
    end = next((k for k in range(begin + 1, values) if atoms[k].sep is Sep.LINE), begin)
    names = [joined(cell).casefold() for cell in header_cells([tuple(atoms[begin:end])])] if end > begin else []
    return end if len(set(names)) < len(names) else begin


def _line(label: Sequence[Atom], values: Sequence[Atom]) -> Iterator[Atom]:
    """A row with its values on the line of its label, and the words of this, where they go on."""
    for n, atom in enumerate(label):
        on = n and atom.sep is Sep.LINE and label[n - 1].text[-1] not in "-/" and goes_on(label[:n], label[n:])
        yield replace(atom, sep=Sep.SPACE if on else Sep.LINE if not n else atom.sep)
    yield from (replace(atom, sep=Sep.SPACE) if atom.sep in _ENDS else atom for atom in values)


def _headed(block: Sequence[Atom]) -> bool:
    """Whether a label has a heading above it in its block."""
    return any(block[n].sep is Sep.LINE and not goes_on(block[:n], block[n:]) for n in range(1, len(block)))
