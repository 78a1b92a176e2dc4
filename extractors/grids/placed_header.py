"""The header of a table whose columns keep their places: where it ends, and which columns each of its cells stands over, told by
where it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import NEVER
from extractors.grids.header import cell_bond
from extractors.grids.header_marks import P_VALUE
from extractors.grids.lattice import HEADS_GROUP
from extractors.grids.levels import LED, counts_below
from extractors.grids.lines import Line
from extractors.grids.pieces import GENERAL, LED_BY_GENERAL, STUB, kept
from extractors.grids.places import Columns, Piece
from extractors.grids.spans import NO_PAIRS, OPEN_END, balance, bond, joined, together
from extractors.grids.zone import may_head

# A header has so many lines at most, and so many lines in the cells right above the columns.
_LINES, _LEAF_LINES = 12, 6
# What a line more of cells costs, a gap within a cell, a column without any header, without one in a line of cells,
# and one of another kind among those that a cell stands over.
_LEVEL, _GAP, _UNTOLD, _SKIPPED, _UNLIKE = -0.7, -2.0, -6.0, -1.0, -2.5
# What each character costs by which a cell misses its columns or runs into others.
_OFF, _NEAR, _FARTHEST = 0.3, 1.5, -7.0
# What a group gains that begins where the headers below begin anew, and loses where not.
_AGAIN = 0.8
# How much a line end within a cell counts beside other bonds; what words gain that are said of all columns, numbers under a
# word that counts.
_WRAPPED, _GENERAL, _LED = 0.7, 1.0, 1.0
# Log odds that words with a wide gap between them share a cell.
_WIDE = -4.0
# The least a header may come to, a column.
_LEAST = -2.5
_OPEN = re.compile(r"(?:[(\[=/+&,–-]|\b(?:of|the|and|or|with|plus|to|in|for|by|from|per|on|than|after|before))$", re.I)


@dataclass(frozen=True)
class _Word:
    line: int
    left: int
    right: int
    atom: Atom


@dataclass(frozen=True)
class HeadCell:
    """Atoms over columns `first` up to `past`."""

    first: int
    past: int
    atoms: tuple[Atom, ...]


Level = tuple[HeadCell, ...]


def first_rows(lines: Sequence[Line], printed: Sequence[Sequence[Piece]]) -> Iterator[int]:
    """The lines that may be the first row below the header: the first with values, and those behind it as long as its
    numbers follow words ("Imatinib 400 mg")."""
    for n, pieces in enumerate(printed[: _LINES + 1]):
        told = [p for p in pieces if not _goes_on(p, printed[max(0, n - 2) : n]) and balance(joined(p.atoms)) <= 0]
        if len(told) > 2 and STUB.match(joined(told[0].atoms)):
            told = told[1:]
        atoms = [a for p in told for a in p.atoms if not P_VALUE.match(a.text)]
        if not atoms or may_head(atoms, 0, len(atoms), n):
            continue
        first = n
        while first > 1 and _is_label(lines, printed, first - 1):
            first -= 1
        if first:
            yield first
        if any(p.atoms[0].kind in NUMERIC for p in told):
            break


def _goes_on(piece: Piece, above: Sequence[Sequence[Piece]]) -> bool:
    """Whether a piece goes on with what stands open above it: "(n =", and below that "152)"."""
    over = [p for pieces in above for p in pieces if p.left < piece.right and piece.left < p.right]
    return bool(over) and (_OPEN.search(over[-1].atoms[-1].text) is not None or balance(joined(over[-1].atoms)) > 0)


def _is_label(lines: Sequence[Line], printed: Sequence[Sequence[Piece]], n: int) -> bool:
    """Whether line `n` is a row's label by itself, or the head of a group, rather than the end of the labels' header."""
    pieces = printed[n]
    values = [p.left for some in printed[n + 1 : n + 4] for p in some[1:]]
    if len(pieces) != 1 or not values or pieces[0].left >= min(values) - 1:
        return False
    first = pieces[0].atoms[0]
    above = [p for some in printed[:n] for p in some[:1] if p.left < min(values) and p.left < pieces[0].right]
    if lines[n].gap or HEADS_GROUP.fullmatch(joined(pieces[0].atoms)) or not above:
        return True
    return bond(above[-1].atoms[-1], replace(first, sep=Sep.LINE)) < 0


def levels(lines: Sequence[Line], printed: Sequence[Sequence[Piece]], columns: Columns) -> tuple[Level, ...]:
    """The header's cells, those over several columns first; none where nothing likely is found."""
    words = [
        _Word(n, *place, a) for n, p in enumerate(printed) for x in p for place, a in zip(x.words, x.atoms, strict=True)
    ]
    gaps = [n for n in range(1, len(lines)) if lines[n].gap or lines[n].page]
    return _Search(words, len(printed), gaps, columns).best()


@dataclass(frozen=True)
class _Found:
    score: float
    levels: tuple[Level, ...]


class _Search:
    """A search from the lowest line of cells upwards."""

    def __init__(self, words: Sequence[_Word], count: int, gaps: Sequence[int], columns: Columns) -> None:
        self.words, self.count, self.gaps, self.columns = words, count, gaps, columns
        self.lines: list[list[_Word]] = [[w for w in words if w.line == n] for n in range(count)]
        self.wide = len(columns)
        self._bands: dict[tuple[int, int], _Band] = {}

    def best(self) -> tuple[Level, ...]:
        found = _Found(NEVER, ())
        for first in range(max(0, self.count - _LEAF_LINES), self.count):
            score, level = self._band(first, self.count).lowest(first == 0)
            if not level:
                continue
            below = _Below.of(level, self.wide)
            for total, upper in self._above(first, below):
                if score + total > found.score:
                    found = _Found(score + total, (*upper, level))
        return found.levels if found.score > _LEAST * self.wide else ()

    def _above(self, end: int, below: _Below) -> Iterator[tuple[float, tuple[Level, ...]]]:
        if end == 0:
            yield 0.0, ()
            return
        for first in range(end):
            score, level = self._band(first, end).upper(below, first == 0)
            if level:
                for total, upper in self._above(first, below.with_level(level)):
                    yield _LEVEL + score + total, (*upper, level)

    def _band(self, first: int, last: int) -> _Band:
        if (first, last) not in self._bands:
            gaps = sum(first < g < last for g in self.gaps)
            self._bands[first, last] = _Band(
                [w for n in range(first, last) for w in self.lines[n]], _GAP * gaps, self.columns
            )
        return self._bands[first, last]


@dataclass(frozen=True)
class _Below:
    """What stands below a line of cells: the lowest texts by column, whether a column has any header, where a cell may begin or end."""

    texts: tuple[str, ...]
    told: tuple[bool, ...]
    bounds: tuple[bool, ...]

    @staticmethod
    def of(level: Level, wide: int) -> _Below:
        texts = [""] * wide
        for cell in level:
            texts[cell.first] = joined(cell.atoms).casefold()
        return _Below(tuple(texts), tuple(bool(t) for t in texts), (True,) * (wide + 1))

    def with_level(self, level: Level) -> _Below:
        inner = {k for c in level for k in range(c.first + 1, c.past)}
        told = {k for c in level for k in range(c.first, c.past)}
        return _Below(
            self.texts,
            tuple(t or k in told for k, t in enumerate(self.told)),
            tuple(b and k not in inner for k, b in enumerate(self.bounds)),
        )

    def anew(self) -> frozenset[int]:
        """Columns at which the lowest texts begin anew."""
        first = next((k for k, t in enumerate(self.texts) if k and t), 0)
        found = frozenset(k for k, t in enumerate(self.texts) if k and t and t == self.texts[first])
        return found if len(found) > 1 else frozenset()


class _Band:
    """Some lines of a header as one line of cells."""

    def __init__(self, words: Sequence[_Word], base: float, columns: Columns) -> None:
        self.base, self.columns, self.wide = base, columns, len(columns)
        self.words = sorted(words, key=lambda w: (w.left, w.line))
        lefts = sorted({w.left for w in words})
        self.cuts = [x for x in lefts if all(w.right <= x for w in words if w.left < x)]
        self.cells: dict[tuple[int, int], tuple[float, int, int, tuple[Atom, ...]]] = {}

    def lowest(self, top: bool) -> tuple[float, Level]:
        """The cells right above the columns, one for each but for some that have theirs further up; `top` where there is
        nothing above."""
        skip = [-0.3, *[_SKIPPED + (_UNTOLD if top else 0.0)] * (self.wide - 1)]
        return self._read(skip, _leaf_spans(self.wide), frozenset(), [False] * self.wide)

    def upper(self, below: _Below, top: bool) -> tuple[float, Level]:
        """The cells over those `below`; `top` where there is nothing above."""
        once = [below.texts.count(t) == 1 for t in below.texts]
        skip = [0.0 if not k or not t or (once[k] and _apart(t)) else _SKIPPED for k, t in enumerate(below.texts)]
        for k in range(1, self.wide if top else 0):
            skip[k] += 0.0 if below.told[k] else _UNTOLD
        spans: dict[int, list[tuple[int, float]]] = {}
        for a in range(self.wide):
            ends = range(a + 1, self.wide + 1) if a else (1,)
            spans[a] = [(b, _mixture(below, a, b)) for b in ends if below.bounds[a] and below.bounds[b]]
        return self._read(skip, spans, below.anew(), [bool(LED.match(t.upper())) for t in below.texts])

    def _cell(self, i: int, j: int) -> tuple[float, int, int, tuple[Atom, ...]]:
        """Log likelihood of the words between two cuts as one cell, their characters, the atoms line by line."""
        known = self.cells.get((i, j))
        if known is None:
            first = self.cuts[i]
            last = self.cuts[j] if j < len(self.cuts) else 10**6
            mine = sorted((w for w in self.words if first <= w.left < last), key=lambda w: (w.line, w.left))
            value = 0.0
            atoms = [
                m.atom if n and m.line == mine[n - 1].line else replace(m.atom, sep=Sep.LINE)
                for n, m in enumerate(mine)
            ]
            for n in range(1, len(atoms)):
                value += (1.0 if atoms[n].sep is not Sep.LINE else _WRAPPED) * together(_odds(atoms, n))
            text = joined(atoms)
            value -= 2.0 if LED_BY_GENERAL.match(text) else 0.0
            value -= 4.0 if balance(joined(atoms)) else 0.0
            value -= 2.5 if OPEN_END.search(atoms[-1].text) else 0.0
            known = value, min(m.left for m in mine), max(m.right for m in mine), tuple(atoms)
            self.cells[i, j] = known
        return known

    def _cut(self, i: int) -> float:
        """Log likelihood that cells part at a cut."""
        x = self.cuts[i]
        value, seen = 0.0, False
        for line in {w.line for w in self.words}:
            before = [w for w in self.words if w.line == line and w.left < x]
            after = [w for w in self.words if w.line == line and w.left >= x]
            if before and after:
                seen = True
                value += together(-_odds([before[-1].atom, *(w.atom for w in after)], 1))
        return max(value, -4.0) if seen else 0.0

    def _read(
        self,
        skip: Sequence[float],
        spans: dict[int, list[tuple[int, float]]],
        anew: frozenset[int],
        led: Sequence[bool],
    ) -> tuple[float, Level]:
        size = len(self.cuts)
        if not size:
            return NEVER, ()
        # best[i][k]: words before cut i read, columns before k done with
        best: list[dict[int, tuple[float, tuple[int, int, HeadCell] | None]]] = [{} for _ in range(size + 1)]
        best[0][0] = (self.base, None)
        passed = [sum(skip[:k]) for k in range(self.wide + 1)]
        for i in range(size):
            if not best[i]:
                continue
            cut = self._cut(i) if i else 0.0
            for j in range(i + 1, size + 1):
                value, left, right, atoms = self._cell(i, j)
                if value < -12:
                    continue
                text = joined(atoms)
                counting, general = counts_below(text), bool(GENERAL.match(text))
                for a in range(self.wide):
                    if self.columns[a][0] > right + 3:
                        break
                    before = max(
                        ((v + passed[a] - passed[k], k) for k, (v, _) in best[i].items() if k <= a), default=None
                    )
                    if before is None:
                        continue
                    for b, extra in spans[a]:
                        place = self._place(left, right, a, b)
                        if place <= _FARTHEST:
                            continue
                        if counting:
                            extra += _LED * sum(led[a:b])
                        if general and b > a + 1:
                            extra += _GENERAL
                        total = before[0] + cut + value + place + extra + _begins(a, b, anew)
                        if total > best[j].get(b, (NEVER, None))[0]:
                            best[j][b] = (total, (i, before[1], HeadCell(a, b, atoms)))
        ends = [(v + passed[-1] - passed[k], k) for k, (v, _) in best[size].items()]
        if not ends:
            return NEVER, ()
        score, k = max(ends)
        level: list[HeadCell] = []
        i = size
        while i:
            step = best[i][k][1]
            assert step is not None
            i, k = step[0], step[1]
            level.append(step[2])
        return score, tuple(reversed(level))

    def _place(self, left: int, right: int, a: int, b: int) -> float:
        """What the place of a cell says for columns `a` up to `b`."""
        first, last = self.columns[a][0], self.columns[b - 1][1]
        off = min(abs(left - first), abs(left + right - first - last) / 2, abs(right - last))
        if b == a + 1 and left < last and first < right:
            off = min(off, 2.0)
        if a == 0 and left < last:
            off = 0.0
        into = max(0, right - self.columns[b][0]) if b < self.wide else 0
        into += max(0, self.columns[a - 1][1] - left) if a else 0
        value = -_OFF * (max(0.0, off - _NEAR) + max(0.0, into - _NEAR))
        if right <= first or left >= last:
            value -= 2.0
        return max(value, _FARTHEST)


def _odds(atoms: Sequence[Atom], k: int) -> float:
    """Log odds that a word goes on with the cell of the one before it."""
    if atoms[k].sep is Sep.WIDE:
        return _WIDE
    return cell_bond(atoms, k, NO_PAIRS) + kept(atoms[k - 1], atoms[k], atoms[k - 1].kind is Kind.WORDS)


def _leaf_spans(wide: int) -> dict[int, list[tuple[int, float]]]:
    return {a: [(a + 1, 0.0)] for a in range(wide)}


def _apart(text: str) -> bool:
    """Whether a header stands beside the groups rather than below them."""
    return bool(P_VALUE.match(text)) or text.startswith(("total", "overall", "all"))


def _mixture(below: _Below, a: int, b: int) -> float:
    """What columns of several kinds hold against a cell over all of them."""
    if b == a + 1:
        return 0.0
    bare = sum(not t for t in below.texts[a:b])
    tests = sum(bool(P_VALUE.match(t)) and below.texts.count(t) == 1 for t in below.texts[a:b] if t)
    alone = tests if len(set(below.texts[a:b])) > 2 or tests < (b - a) / 2 else 0
    return _UNLIKE * ((bare if bare < b - a else 0) + (alone if alone == 1 and below.texts[b - 1] else 0))


def _begins(a: int, b: int, anew: frozenset[int]) -> float:
    """Whether a cell over several columns begins and ends where those below begin anew."""
    if not anew or not a:
        return 0.0
    inner = sum(k in anew for k in range(a + 1, b))
    value = -2 * _AGAIN if a not in anew and b > a + 1 else 0.0
    return value - (2 * _AGAIN * inner if inner and (inner < len(anew) - 1 or a not in anew) else 0.0)
