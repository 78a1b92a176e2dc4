"""Headers of several rows solved by counting: leaves that repeat under arms, arms above them, what spans all.

The words above the rows come in the order of the header's cells, row after row. The lowest row is found first: as many
leaves as the body has columns of values; what repeats in it groups the columns; each row above has a cell for every
group, or one over all. Every reading is weighed; the likeliest is taken, and how far it is ahead tells how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.grids.columns import NEVER
from extractors.grids.pieces import P_VALUE, Pieces, Role, periodic
from extractors.grids.zone import GRADE, SIZE, Zone

# (first column, one past the last, first atom, one past the last); columns count from the labels' on.
Row = tuple[tuple[int, int, int, int], ...]
Spans = tuple[tuple[int, int], ...]
Run = tuple[int, int, int]
# So many lines may be left to the body, so many make up one row of a header, so many rows stand above the leaves.
_LEFT, _TALL, _DEEP = 5, 14, 3
_SURE = 6.0
# Leaves that repeat, and a lead, that count for much; the least score of a header of several rows, and of one row.
_MANY, _FAR, _LEAST, _GOOD = 4, 3.0, -4.0, 2.5
_DRAFTS, _HOPELESS = 16, -8.0
_REPEATS, _UNHEADED, _NO_STUB, _SUMS = 1.2, -2.5, -0.8, 2.0
_MEASURES = re.compile(r"(?:[pP]\b|P-?[vV]|[pP]-?values?|HR|OR|RR|95|90|CI|hazard|odds|ratio|total|all patients|overall|difference)", re.I)
_TOTALS = re.compile(r"(?:total|overall|all patients|all)\b", re.I)
_OVER_ARMS = re.compile(r"(?:treatment|study) ?(?:arms?|groups?)?$|arms?$|groups?$", re.I)
_SIZED = re.compile(r"[(\[]?\s*\b[nN]\s?[=:]\s?\d[\d,]*[a-d]?\s*(?:pts|patients)?\s*[)\]]?")
_SIZES = re.compile(r"\b[nN]\s?[=:]\s?(\d[\d,]*)")


@dataclass(frozen=True)
class Solved:
    """A header of `rows` over `width` columns, the labels' included, that ends before atom `head`; `repeats` leaves repeat;
    `ahead` is by how much its score passes that of another reading; `borne` are the shares of rows with as many values and
    with more."""

    score: float
    head: int
    width: int
    rows: tuple[Row, ...]
    repeats: int
    ahead: float = 0.0
    borne: tuple[float, float] = (1.0, 0.0)

    @property
    def sure(self) -> bool:
        """Whether what was counted leaves no doubt."""
        exact, more = self.borne
        if self.repeats >= _MANY and self.ahead >= _FAR and exact >= 0.2:
            return self.score > _LEAST
        if exact < 0.3 or more > 0.2:
            return False
        if len(self.rows) == 1 and not self.repeats:
            return self.ahead >= _FAR and self.score > _GOOD
        return self.ahead >= (1.0 if self.repeats else 2.0) and self.score > _LEAST


@dataclass(frozen=True)
class State:
    """What stands below a row: columns in `groups`, `bare` ones that wait for a header, whether the labels have theirs
    (`stub`), how many patients each column speaks of where all say so."""

    groups: Spans
    bare: tuple[int, ...]
    stub: bool
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Leaves:
    score: float
    row: Row
    below: State
    repeats: int


class Solver:
    """Readings of one zone for `values` columns of values."""

    def __init__(self, pieces: Pieces, values: int) -> None:
        self.pieces, self.zone, self.values = pieces, pieces.zone, values
        self.words = [a.text.casefold().strip("*†‡§¶#,;:. ") or a.text for a in self.zone.atoms]
        self._above: dict[tuple[int, State, int], tuple[float, tuple[Row, ...]]] = {}

    def best(self) -> Solved | None:
        """The likeliest reading; None where there is none."""
        found: list[Solved] = []
        starts = [*self.zone.starts, self.zone.size]
        runs = [run for run in periodic(self.words) if not _within(self.words[run[0] : run[0] + run[1]])]
        left = 0.0
        drafts: dict[tuple[int, int, State], tuple[float, _Leaves]] = {}
        for n in range(len(starts) - 1, max(0, len(starts) - 2 - _LEFT), -1):
            end = starts[n]
            if n < len(starts) - 1:
                left += self.pieces.left(end, starts[n + 1])
            for begin, leaves in self._leaves(starts[max(0, n - _TALL) : n], end, runs):
                score = leaves.score + left + self._last(leaves, end)
                held = drafts.get((begin, end, leaves.below))
                if held is None or score > held[0]:
                    drafts[begin, end, leaves.below] = score, leaves
        for (begin, end, below), (score, leaves) in sorted(drafts.items(), key=lambda d: -d[1][0])[:_DRAFTS]:
            over, rows = self.above(begin, below, 0)
            if over > NEVER / 2:
                found.append(Solved(score + over, end, self.values + 1, (*rows, leaves.row), leaves.repeats))
        if not found:
            return None
        best = max(found, key=lambda s: s.score)
        paths = self._paths(best)
        others = [s.score for s in found if s.score > best.score - _SURE and self._paths(s) != paths]
        ahead = best.score - max(others, default=best.score - _SURE)
        return Solved(best.score, best.head, best.width, best.rows, best.repeats, ahead)

    def _last(self, leaves: _Leaves, end: int) -> float:
        """What speaks against the last leaf: a line of its own heads rows, where it says nothing that a leaf says, or
        leaves repeat above it."""
        _, _, first, _ = leaves.row[-1]
        odd = 0.0
        if first in self.zone.starts:
            text = self.zone.text(first, end)
            said = _MEASURES.match(text) if leaves.repeats else self.pieces.tells(first, end)
            odd = 0.0 if said or text.casefold() in self._held(leaves.row[:-1]) else 4.0
        return self._agrees(tuple(c for c in leaves.row if c[0])) - odd

    def _held(self, row: Row) -> set[str]:
        return {self.zone.text(f, t).casefold() for _, _, f, t in row}

    def _paths(self, solved: Solved) -> list[str]:
        made = [""] * solved.width
        for row in solved.rows:
            for a, b, f, t in row:
                for k in range(a, b):
                    made[k] += " " + self.zone.text(f, t)
        return made[1:]

    def _leaves(self, begins: Sequence[int], end: int, runs: Sequence[Run]) -> Iterator[tuple[int, _Leaves]]:
        """Rows of leaves that end before `end`, with where they begin."""
        wide = self.values
        for roles in ((Role.LEAF,) * wide, (Role.LEAF,) * (wide - 1)):
            for stub in (False, True):
                chain = ((Role.STUB,) if stub else ()) + roles
                for begin in begins if len(roles) > 1 else ():
                    score, cuts = self.pieces.split(begin, end, chain)
                    if cuts:
                        head = ((0, 1, begin, cuts[1]),) if stub else ()
                        yield begin, self._grouped(score, cuts[stub:], end, head)
                        if len(roles) < wide and not stub:
                            yield begin, self._grouped(score, cuts, end, (), 1)
        for begin in begins:
            grades = [a.text for a in self.zone.atoms[begin:end]]
            if 1 < len(grades) < wide - 1 and all(GRADE.match(g) for g in grades):
                # the columns of all grades have their headers above
                score = (2.0 if grades == sorted(set(grades)) else 0.8) * len(grades)
                yield begin, replace(self._grouped(score, range(begin, end), end, ()), repeats=len(grades))
        for at, unit, times in runs:
            if at + unit * times <= end:
                for begin in [b for b in begins if b <= at][-2:]:
                    yield from ((begin, leaves) for leaves in self._repeated(begin, at, unit, times, end))

    def _repeated(self, first: int, at: int, unit: int, times: int, end: int) -> Iterator[_Leaves]:
        """A unit that stands `times` from `at` on, with single columns before and behind it."""
        behind = at + unit * times
        for size in range(1, min(unit, self.values // times) + 1):
            spare = self.values - size * times
            value, cuts = self.pieces.split(at, at + unit, (Role.LEAF,) * size)
            if not cuts or spare > 4:
                continue
            value = value * times + sum(self.pieces.cut[at + n * unit] for n in range(1, times))
            inner = tuple(c + n * unit for n in range(times) for c in cuts)
            for lead, stub in ((lead, stub) for lead in range(min(spare, 2) + 1) for stub in (False, True)):
                tails = spare - lead
                before = ((Role.STUB,) if stub else ()) + (Role.LEAF,) * lead
                if tails > 3 or (not before) != (at == first) or (behind < end and not tails):
                    continue
                head, heads = self.pieces.split(first, at, before) if before else (0.0, ())
                last, lasts = self.pieces.split(behind, end, (Role.LEAF,) * tails) if behind < end else (0.0, ())
                score = value + head + last + self.pieces.cut[at] * bool(heads) + self.pieces.cut[behind] * bool(lasts)
                if score < NEVER / 2:
                    continue
                cells = self._placed((*heads[stub:], *inner, *lasts), end)
                named = ((0, 1, first, heads[1] if len(heads) > 1 else at),) if stub else ()
                groups = tuple((1 + lead + n * size, 1 + lead + (n + 1) * size) for n in range(times))
                bare = tuple(range(len(cells) + 1, self.values + 1))
                gain = _REPEATS * size * (times - 1)
                if lasts and _alike(self.zone.text(lasts[-1], end), self.zone.text(at, at + unit)):
                    # One more of the same kind begins no column of another.
                    gain -= 2.0
                yield _Leaves(score + gain, (*named, *cells), State(groups, bare, stub), size * times)

    @staticmethod
    def _placed(begins: Sequence[int], end: int, lead: int = 0) -> Row:
        ends = [*begins[1:], end]
        return tuple((k + 1 + lead, k + 2 + lead, f, t) for k, (f, t) in enumerate(zip(begins, ends, strict=True)))

    def _grouped(self, score: float, begins: Sequence[int], end: int, head: Row, lead: int = 0) -> _Leaves:
        """Leaves cut by their words, behind `lead` columns that wait for a header; those that begin anew group the columns."""
        cells = self._placed(begins, end, lead)
        texts = [_unsized(self.zone.text(f, t)) for _, _, f, t in cells]
        bare = (*range(1, lead + 1), *range(lead + len(cells) + 1, self.values + 1))
        if (bounds := _tested(texts)) is not None:
            groups = tuple((1 + lead + a, 1 + lead + b) for a, b in pairwise(bounds))
            more = len(bounds) - 2
            return _Leaves(score + 3 * _REPEATS * more, (*head, *cells), State(groups, bare, bool(head)), 2 * (more + 1))
        if lead:
            return _Leaves(NEVER, (*head, *cells), State((), bare, bool(head)), 0)
        if (bounds := _restarts(texts)) is not None:
            groups = tuple((1 + a, 1 + b) for a, b in pairwise(bounds))
            more = _again(texts)
            repeats = sum(texts.count(x) > 1 for x in texts)
            return _Leaves(score + _REPEATS * more, (*head, *cells), State(groups, bare, bool(head)), repeats)
        sizes = tuple(_total(self.zone.text(f, t)) for _, _, f, t in cells)
        return _Leaves(score, (*head, *cells), State((), bare, bool(head), sizes if all(sizes) else ()), 0)

    def above(self, end: int, state: State, depth: int) -> tuple[float, tuple[Row, ...]]:
        """The rows above the leaves, made of the words before `end`."""
        if end == 0:
            return (0.0 if state.stub else _NO_STUB) + _UNHEADED * len(state.bare), ()
        if depth == _DEEP:
            return NEVER, ()
        key = (end, state, depth)
        found = self._above.get(key)
        if found is None:
            score, rows = max(self._rows_above(end, state, depth), default=(NEVER, ()))
            found = self._above[key] = score + float(self.pieces.cut[end]), rows
        return found

    def _rows_above(self, end: int, state: State, depth: int) -> Iterator[tuple[float, tuple[Row, ...]]]:
        for begin in [s for s in self.zone.starts if s < end][-_TALL:]:
            if not state.stub:
                value = float(self.pieces.cells[Role.STUB][begin, end])
                rest, rows = self.above(begin, replace(state, stub=True), depth)
                yield value + rest, (*rows, ((0, 1, begin, end),))
            for head in (False,) if state.stub else (False, True):
                for score, cells, after in self._row(begin, end, state, head):
                    if score < _HOPELESS:
                        continue
                    rest, rows = self.above(begin, after, depth + 1)
                    yield score + rest, (*rows, cells)

    def _row(self, first: int, end: int, state: State, head: bool) -> Iterator[tuple[float, Row, State]]:
        """One row above: a cell a group, or one over all of them, and what then waits for a header; `head` puts the
        labels' before them."""
        units = state.groups or tuple((k, k + 1) for k in range(1, self.values + 1) if k not in state.bare)
        over = (units[0][0], units[-1][1])
        for more in {(), state.bare}:
            after = replace(state, stub=state.stub or head, bare=() if more else state.bare)
            for spans in ((over,), units) if len(units) > 1 else (units,):
                if found := self._cells_over(first, end, spans, more, head):
                    yield self._regrouped(*found, after, spans, head) if len(spans) > 1 else (*found, after)
            if not more and state.sizes and len(units) > 2:
                yield from ((*found, after) for found in self._summed(first, end, units, state.sizes, head))

    def _regrouped(self, score: float, row: Row, after: State, spans: Spans, head: bool) -> tuple[float, Row, State]:
        """A row whose cells repeat groups what stands below it anew."""
        texts = [_unsized(self.zone.text(f, t)) for a, b, f, t in row[head:] if (a, b) in spans]
        bounds = _restarts(texts)
        if bounds is None:
            return score, row, after
        groups = tuple((spans[a][0], spans[b - 1][1]) for a, b in pairwise(bounds))
        return score + _REPEATS * _again(texts), row, replace(after, groups=groups, sizes=())

    def _cells_over(self, first: int, end: int, spans: Spans, more: tuple[int, ...], head: bool) -> tuple[float, Row] | None:
        """The words cut into a cell for each of the spans and each of the columns that wait for a header."""
        places = sorted([*spans, *((k, k + 1) for k in more)])
        role = Role.ALL if len(spans) == 1 else Role.GROUP
        tails = {(k, k + 1) for k in more}
        roles = tuple(Role.TAIL if place in tails else role for place in places)
        if head:
            places, roles = [(0, 1), *places], (Role.STUB, *roles)
        score, begins = self.pieces.split(first, end, roles)
        if not begins:
            return None
        ends = [*begins[1:], end]
        row = tuple((a, b, f, t) for (a, b), f, t in zip(places, begins, ends, strict=True))
        return score + self._agrees(row[head:]), row

    def _summed(
        self, first: int, end: int, units: Spans, sizes: tuple[int, ...], head: bool
    ) -> Iterator[tuple[float, Row]]:
        """Cells over as many columns as make up the number of patients that each gives."""
        for count in range(2, len(units)):
            roles = ((Role.STUB,) if head else ()) + (Role.GROUP,) * count
            score, begins = self.pieces.split(first, end, roles)
            if not begins:
                continue
            cells = list(zip(begins, [*begins[1:], end], strict=True))[head:]
            bounds, at = [0], 0
            for f, t in cells:
                wanted, held = _total(self.zone.text(f, t)), 0
                while at < len(units) and held < wanted:
                    held, at = held + sizes[at], at + 1
                if not wanted or held != wanted:
                    break
                bounds.append(at)
            if len(bounds) == count + 1 and at == len(units):
                row = tuple((units[i][0], units[j - 1][1], f, t) for (i, j), (f, t) in zip(pairwise(bounds), cells, strict=True))
                yield score + _SUMS + self._agrees(row), (*(((0, 1, first, cells[0][0]),) if head else ()), *row)

    def _agrees(self, row: Row) -> float:
        """What the cells of a row have in common."""
        texts = [x for _, _, f, t in row if not P_VALUE.match(x := self.zone.text(f, t))]
        if len(texts) < 2:
            return 0.0
        sized = sum(bool(SIZE.search(x)) for x in texts)
        bare = sum(bool(SIZE.match(x)) for x in texts)
        first = {x.split()[0].casefold() for x in texts}
        value = 0.5 if sized in (0, len(texts)) else -0.7
        value += 0.4 if len({len(x.split()) for x in texts}) == 1 else 0.0
        return value + (0.6 if len(first) == 1 else 0.0) - (2.0 if 0 < bare < len(texts) else 0.0)


def _unsized(text: str) -> str:
    """A header cell's words without the number of patients and marks of notes."""
    return " ".join(_SIZED.sub(" ", text).casefold().split()).strip("*†‡§¶#,;:. ")


def _again(texts: Sequence[str]) -> int:
    """How many of the texts have stood before."""
    return len(texts) - len(set(texts))


def _tested(texts: Sequence[str]) -> list[int] | None:
    """Bounds of groups that each end with a p-value: what each of several analyses gives."""
    ends = [k + 1 for k, text in enumerate(texts) if P_VALUE.match(text)]
    if len(ends) < 2 or ends[-1] != len(texts) or any(b - a < 2 for a, b in pairwise([0, *ends])):
        return None
    return [0, *ends]


def _restarts(texts: Sequence[str]) -> list[int] | None:
    """Where a row of texts begins anew, the last bound one past the last group; what stands once behind it is left out."""
    for lead in range(min(3, len(texts))):
        again = [k for k in range(lead, len(texts)) if texts[k] == texts[lead]]
        if len(again) > 1 and texts[lead] and len(set(texts[lead : again[1]])) == again[1] - lead:
            last = len(texts)
            while last > again[-1] + 1 and texts.count(texts[last - 1]) == 1 and not _alike(texts[last - 1], texts[lead]):
                last -= 1
            bounds = [*again, last]
            even = len({b - a for a, b in pairwise(bounds)}) == 1
            return bounds if even or all(_alike(x, texts[lead]) for x in texts[lead:last]) else None
    return None


def _within(words: Sequence[str]) -> bool:
    """Whether a unit is itself one that repeats."""
    size = len(words)
    return any(size % k == 0 and words[:k] * (size // k) == list(words) for k in range(1, size // 2 + 1))


def _total(text: str) -> int:
    """How many patients a header cell speaks of; 0 where it does not say."""
    return sum(int(n.replace(",", "")) for n in _SIZES.findall(text))


def _alike(one: str, two: str) -> bool:
    """Whether two leaves are of a kind: "arm d" beside "arm a"."""
    a, b = one.casefold().split(), two.casefold().split()
    return len(a) > 1 and len(b) > 1 and a[0] == b[0]


def solve(pieces: Pieces) -> Solved | None:
    """The likeliest header over as many columns as the rows hold values."""
    found: list[Solved] = []
    zone = pieces.zone
    for values, against in zone.widths().items():
        made = Solver(pieces, values).best()
        if made is not None:
            found.append(replace(made, score=made.score + against, borne=zone.borne_out(values)))
    best = max(found, key=lambda s: s.score, default=None)
    return replace(best, rows=_trimmed(zone, best.rows)) if best else None


def _trimmed(zone: Zone, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with no cell over all columns that runs on over a p-value's, and none over the arms over a total's."""
    made = [rows[-1]] if rows else []
    for row in reversed(rows[:-1]):
        below = {b: zone.text(f, t) for a, b, f, t in made[0] if a}
        under = {b: a for a, b, f, t in made[0] if a}
        here: list[tuple[int, int, int, int]] = []
        for a, b, f, t in row:
            while b - a > 1 and b in below and under[b] > a and _aside(below[b], zone.text(f, t)):
                b = under[b]
            here.append((a, b, f, t))
        made.insert(0, tuple(here))
    return tuple(made)


def _aside(below: str, above: str) -> bool:
    """Whether a column is none of those that the words above are about."""
    return bool(P_VALUE.match(below) or (_TOTALS.match(below) and _OVER_ARMS.match(above)))
