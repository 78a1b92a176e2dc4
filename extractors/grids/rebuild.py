"""Rebuilds one table from its atoms: columns learned from the rows, rows read by the columns, turn about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.grids.alignment import NEVER, Lattice, Reading, align
from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import Breaks, Column, block_a_cell, cell_a_line, flowing, mixed, relearn
from extractors.grids.header import Header, HeaderReading
from extractors.grids.lattice import HEADER
from extractors.grids.spans import NO_PAIRS, Pairs, Span, bond, span_of

_ROUNDS = 3
_PER_COLUMN = 6.0
_WIDEST = 18
_STEP = 12.0
# Log likelihood an atom at which a reading leaves nothing for one more column to explain.
_EXPLAINED = -0.8
# Score, reading, header, number of columns, the way of breaking that it started from.
Found = tuple[float, Reading, HeaderReading, int, Breaks]


@dataclass(frozen=True)
class Rebuilt:
    """A reading with its header, and how far it is ahead of the best reading with another number of columns."""

    reading: Reading
    header: HeaderReading
    width: int
    margin: float
    rivals: tuple[int, ...]


def rebuild(atoms: Sequence[Atom], pairs: Pairs = NO_PAIRS) -> Rebuilt | None:
    """The likeliest grid of a table's atoms, header included; None where nothing looks like rows."""
    if len(atoms) < 4:
        return None
    lattice = Lattice(atoms, pairs)
    anchors = numbered(atoms)
    found: list[Found] = []
    begun: list[tuple[float, list[Column], Breaks]] = []
    for breaks in (flowing(), cell_a_line(), block_a_cell(), mixed()):
        rows = first_rows(atoms, breaks, anchors)
        for width in widths(rows):
            columns = first_columns(rows, width)
            first = _learn(lattice, columns, breaks, anchors, 1)
            if first is not None:
                begun.append((first[0], columns, breaks))
    begun.sort(key=lambda b: -b[0])
    # The likeliest way of breaking for each width, and the next one over all.
    once = {len(c): (s, c, b) for s, c, b in reversed(begun)}
    chosen = sorted(once.values(), key=lambda b: -b[0])[:5]
    chosen += [b for b in begun if all(b is not c for c in chosen)][:1]
    for _, columns, breaks in chosen:
        result = _learn(lattice, columns, breaks, anchors, _ROUNDS)
        if result is not None:
            found.append((*result, len(columns), breaks))
    if not found:
        return None
    best = max(found, key=lambda r: r[0])
    if best[0] < _EXPLAINED * len(atoms):
        found += _grown(lattice, best, anchors)
    found.sort(key=lambda r: -r[0])
    score, reading, header, width, _ = found[0]
    others = [s for s, _, _, w, _ in found if w != width]
    margin = score - max(others) if others else 10.0
    rivals = tuple(sorted({w for s, _, _, w, _ in found if w != width and score - s < 2.0}))
    return Rebuilt(reading, header, width, margin, rivals)


def _grown(lattice: Lattice, best: Found, anchors: frozenset[int] | None) -> list[Found]:
    """Readings with one column more, put in wherever it explains most, as long as that gains."""
    found: list[Found] = []
    spent = False
    while best[3] < _WIDEST:
        trials: list[tuple[float, list[Column]]] = []
        # The header stays as it is while a place for the column is sought.
        head = [NEVER] * (len(lattice.atoms) + 1)
        head[best[1].head] = best[2].score
        for columns in _wider(lattice.atoms, best):
            tried = align(lattice, columns, best[4], head, anchors)
            if tried.rows:
                trials.append((tried.score, count_columns(tried.rows, len(columns))))
        trials.sort(key=lambda t: -t[0])
        grown = [(*r, best[3] + 1, best[4]) for _, c in trials[:2] if (r := _learn(lattice, c, best[4], anchors, 2))]
        found += grown
        ahead = max(grown, key=lambda g: g[0], default=None)
        if ahead is None:
            break
        gain = ahead[0] - best[0]
        # One step that does not gain by itself is allowed for: two columns may be run together in one.
        if gain <= 0 and (spent or gain < -_STEP):
            break
        spent = gain <= 0
        best = ahead
    return found


def _wider(atoms: Sequence[Atom], best: Found) -> Iterator[list[Column]]:
    """Columns of a reading with one more: an empty one anywhere, or a column of words parted behind the first word or
    before the last."""
    for place in range(1, best[3] + 1):
        columns = count_columns(best[1].rows, best[3])
        columns.insert(place, Column())
        yield columns
    for k in range(1, best[3]):
        spans = [s for row in best[1].rows for c, s in row if c == k and s.kind is Kind.WORDS]
        if sum(s.size > 1 for s in spans) < max(2, 0.4 * len(spans)):
            continue
        for at in (1, -1):
            columns = count_columns(best[1].rows, best[3])
            columns[k : k + 1] = [Column(), Column()]
            for s in spans:
                middle = s.first + 1 if at == 1 else s.last - 1
                columns[k].add(span_of_run(atoms, s.first, max(middle, s.first + 1)))
                columns[k + 1].add(span_of_run(atoms, middle, s.last) if s.first < middle < s.last else None)
            yield columns


def _learn(
    lattice: Lattice, columns: list[Column], breaks: Breaks, anchors: frozenset[int] | None, rounds: int
) -> tuple[float, Reading, HeaderReading] | None:
    """Viterbi training: some rounds of reading and counting; the last one with headers of two levels."""
    best: tuple[float, Reading, HeaderReading] | None = None
    start = breaks
    for n in range(rounds):
        header = Header(lattice.words, columns, breaks)
        head, read = _heads(lattice.atoms, header, anchors, n + 1 == rounds and rounds > 1)
        reading = align(lattice, columns, breaks, head, anchors)
        if reading.score < NEVER / 2 or not reading.rows:
            break
        score = reading.score - _PER_COLUMN * len(columns)
        if best is None or score > best[0] or rounds == n + 1:
            best = (score, reading, read.get(reading.head) or header.flat.read(reading.head))
        columns = count_columns(reading.rows, len(columns))
        breaks = relearn(_events(reading, lattice.atoms), start)
    return best


def _heads(
    atoms: Sequence[Atom], header: Header, anchors: frozenset[int] | None, levels: bool
) -> tuple[list[float], dict[int, HeaderReading]]:
    """Log likelihood of a header of the first t atoms, for every t that begins a line; with `levels` also of two."""
    head = [NEVER] * (len(atoms) + 1)
    none = HeaderReading(-2.5 - 0.2 * len(header.columns), ())
    head[0], read = none.score, {0: none}
    ends = (
        [min(anchors)] if anchors else [t for t in range(1, len(atoms)) if atoms[t].sep in (Sep.LINE, Sep.BLANK)][:16]
    )
    if anchors and min(anchors) > 0:
        head[0] = NEVER
    for t in ends:
        if 0 < t <= HEADER:
            if levels:
                read[t] = header.read(t)
            head[t] = read[t].score if levels else header.score(t)
    return head, read


def count_columns(rows: Sequence[Sequence[tuple[int, Span]]], width: int) -> list[Column]:
    """Columns counted on read rows; group rows count for the label alone."""
    columns = [Column(label=k == 0) for k in range(width)]
    for row in rows:
        cells = dict(row)
        columns[0].add(cells.get(0))
        if len(cells) == 1 and 0 in cells:
            continue
        for k in range(1, width):
            columns[k].add(cells.get(k))
    return columns


def _events(reading: Reading, atoms: Sequence[Atom]) -> list[tuple[str, Sep]]:
    events: list[tuple[str, Sep]] = []
    for number, row in enumerate(reading.rows):
        for place, (_, span) in enumerate(row):
            if place == 0 and number:
                events.append(("row", atoms[span.first].sep))
            elif place:
                events.append(("wrapped" if row[place - 1][1].wrapped else "next", atoms[span.first].sep))
            events += [("within", a.sep) for a in atoms[span.first + 1 : span.last]]
    return events


def numbered(atoms: Sequence[Atom]) -> frozenset[int] | None:
    """Atoms that number the rows 1..N, each at the start of a line; None where there are fewer than three.

    The numbers must be followed by another cell, must not be all there is on most of their rows, and few other lines
    may begin with a number.
    """
    starts = [k for k, a in enumerate(atoms) if k == 0 or a.sep in (Sep.LINE, Sep.BLANK)]
    chain: list[int] = []
    for k in starts:
        match = re.match(r"(?:#|No\.?\s?)?(\d{1,3})[a-h*†‡]?\.?$", atoms[k].text)
        if match and int(match.group(1)) == len(chain) + 1:
            chain.append(k)
    if len(chain) < 3:
        return None
    gaps = [b - a for a, b in zip(chain, [*chain[1:], len(atoms)], strict=True)]
    worded = sum(atoms[k + 1].kind not in NUMERIC for k in chain if k + 1 < len(atoms))
    if min(gaps) < 3 or worded < 0.7 * len(chain) or chain[0] > 90:
        return None
    return frozenset(chain)


def first_rows(atoms: Sequence[Atom], breaks: Breaks, anchors: frozenset[int] | None) -> list[list[Span]]:
    """Rough rows to start from: words side by side make one cell, words after numbers at a line start a new row."""
    rows: list[list[Span]] = [[]]
    first = 0
    for k in range(1, len(atoms) + 1):
        if k < len(atoms) and not _splits(atoms, first, k, breaks, anchors):
            continue
        rows[-1].append(span_of_run(atoms, first, k))
        if k < len(atoms) and _opens(atoms, k, rows[-1], breaks, anchors):
            rows.append([])
        first = k
    return rows


def span_of_run(atoms: Sequence[Atom], first: int, last: int) -> Span:
    """A span with its bonds summed up."""
    before: Span | None = None
    for k in range(first + 1, last + 1):
        before = span_of(atoms, first, k, before)
    assert before is not None
    return before


def _splits(atoms: Sequence[Atom], first: int, k: int, breaks: Breaks, anchors: frozenset[int] | None) -> bool:
    if anchors is not None and k in anchors:
        return True
    a, b = atoms[k - 1], atoms[k]
    value = bond(a, b) + breaks.score("within", b.sep) - breaks.score("next", b.sep)
    if b.sep is Sep.SPACE:
        value = bond(a, b) + (0.7 if a.kind is Kind.WORDS and b.kind is Kind.WORDS else 0.0)
    return value < 0


def _opens(atoms: Sequence[Atom], k: int, row: Sequence[Span], breaks: Breaks, anchors: frozenset[int] | None) -> bool:
    if anchors is not None:
        return k in anchors
    atom = atoms[k]
    if atom.sep not in (Sep.LINE, Sep.BLANK):
        return False
    numbers = any(s.kind in NUMERIC or s.kind is Kind.DASH or s.kind in CATEGORY for s in row[1:])
    if atom.kind in (Kind.WORDS, Kind.SEX):
        return numbers or breaks.score("next", atom.sep) < breaks.score("row", atom.sep)
    return breaks.score("row", atom.sep) - breaks.score("next", atom.sep) > 2.0 and not row[-1].wrapped


def widths(rows: Sequence[Sequence[Span]]) -> list[int]:
    """Numbers of columns worth a try: those that rows have, the commonest and the greatest first."""
    counts = Counter(len(r) for r in rows if 2 <= len(r) <= 16)
    if not counts:
        return [2]
    common = [w for w, _ in counts.most_common(4)]
    greatest = max(counts)
    more = {w for w, n in counts.items() if n >= 2 and w > common[0]} | {common[0] + 1}
    return sorted({*common, greatest, *more})[-7:]


def first_columns(rows: Sequence[Sequence[Span]], width: int) -> list[Column]:
    """Columns counted on the rows that have as many cells, else on those nearest to it, from the left."""
    columns = [Column(label=k == 0) for k in range(width)]
    exact = [r for r in rows if len(r) == width]
    for row in exact or [r for r in rows if abs(len(r) - width) <= 1]:
        for column, span in zip(columns, row, strict=False):
            column.add(span)
    return columns
