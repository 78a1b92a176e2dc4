"""Headers of several rows solved by counting: leaves that repeat under arms, arms above them, what spans all.

The words above the rows come in the order of the header's cells, row after row. The lowest row is found first: as many
leaves as the body has columns of values; what repeats in it groups the columns; each row above has a cell for every
group, or one over all. Every reading is weighed; the likeliest is taken, and how far it is ahead tells how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.grids.atoms import NUMERIC, Kind
from extractors.grids.columns import NEVER
from extractors.grids.header_forms import form_of
from extractors.grids.header_marks import P_VALUE, SIZED
from extractors.grids.pieces import Pieces, Role
from extractors.grids.repeats import again, alike, in_common, periodic, repeated, restarts, total, unsized
from extractors.grids.solved import Leaves, Row, Solved, Spans, State, trimmed
from extractors.grids.under_arms import idle
from extractors.grids.zone import GRADE, Zone

Run = tuple[int, int, int]
# So many lines may be left to the body, so many make up one row of a header, so many rows stand above the leaves.
_LEFT, _TALL, _DEEP = 5, 14, 3
_SURE, _TESTED, _NO_TEST = 6.0, 1.5, 3.0
_P_LIKE = re.compile(r"[<>≤≥=]|[01]?[.,·]\d|1(?:[.,·]0+)?$|n\.?s|[–—-]|\W*$", re.I)
# What it counts when a header's form is borne out by the values below it, and when not.
_FORM = 0.8
_ANY = re.compile(r"(?:any|all) grades?\b|total\b", re.I)
_WITH_MORE = frozenset({Kind.COUNT, Kind.RANGE, Kind.MIXED})
_CATEGORY = re.compile(r"(?:i?CR|i?PR|i?SD|i?PD|MR|NE|NA)[*†‡a-d]?$")
_DRAFTS, _HOPELESS = 16, -8.0
# The same words twice, one above the other; cells that each begin with one word; the most words of the labels' header.
_TWICE, _ANEW, _STUB = -3.0, 1.5, 7
_REPEATS, _UNHEADED, _NO_STUB, _SUMS = 1.2, -2.5, -0.8, 2.0
_MEASURES = re.compile(
    r"(?:[pP]\b|P-?[vV]|[pP]-?values?|HR|OR|RR|95|90|CI|hazard|odds|ratio|total|all patients|overall|difference)", re.I
)


class Solver:
    """Readings of one zone for `values` columns of values."""

    def __init__(self, pieces: Pieces, values: int) -> None:
        self.pieces, self.zone, self.values = pieces, pieces.zone, values
        self.words = [a.text.casefold().strip("*†‡§¶#,;:. ") or a.text for a in self.zone.atoms]
        self.test = pieces.zone.test_column(values)
        self._above: dict[tuple[int, State, int], tuple[float, tuple[Row, ...]]] = {}
        self._over: dict[tuple[int, int, Spans, tuple[int, ...], bool], tuple[float, Row] | None] = {}

    def best(self) -> Solved | None:
        """The likeliest reading; None where there is none."""
        found: list[Solved] = []
        starts = [*self.zone.starts, self.zone.size]
        runs = [run for run in periodic(self.words) if not repeated(self.words[run[0] : run[0] + run[1]])]
        left = 0.0
        drafts: dict[tuple[int, int, State], tuple[float, Leaves]] = {}
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
                over += self._idle((*rows, leaves.row)) + self._twice(rows[-1:], leaves.row)
                over += self._tests((*rows, leaves.row)) + self._forms((*rows, leaves.row))
                found.append(Solved(score + over, end, self.values + 1, (*rows, leaves.row), leaves.repeats))
        if not found:
            return None
        best = max(found, key=lambda s: s.score)
        paths = self._paths(best)
        others = [s.score for s in found if s.score > best.score - _SURE and self._paths(s) != paths]
        ahead = best.score - max(others, default=best.score - _SURE)
        tests = {a for a, b, f, t in best.rows[-1] if b == a + 1 and P_VALUE.match(self.zone.text(f, t))}
        named = [path for k, path in enumerate(paths, 1) if k not in tests]
        alone = len(set(named)) == len(named) and len(set(paths)) >= len(named) + bool(tests)
        return Solved(best.score, best.head, best.width, best.rows, best.repeats, ahead if alone else 0.0)

    def _last(self, leaves: Leaves, end: int) -> float:
        """What speaks against the last leaf: a line of its own heads rows, where it says nothing that a leaf says, or
        leaves repeat above it."""
        _, _, first, _ = leaves.row[-1]
        odd = 0.0
        if first in self.zone.starts:
            text = self.zone.text(first, end)
            said = _MEASURES.match(text) if leaves.repeats else self.pieces.tells(first, end)
            odd = 0.0 if said or text.casefold() in self._held(leaves.row[:-1]) else 4.0
        return self._agrees(tuple(c for c in leaves.row if c[0])) - odd

    def _idle(self, rows: Sequence[Row]) -> float:
        return idle(rows, [[self.zone.text(f, t) for _, _, f, t in row] for row in rows])

    def _twice(self, above: Sequence[Row], row: Row) -> float:
        """What speaks against cells that say nothing but how the cell above them ends, over the same columns."""
        held = [(a, b, self.zone.text(f, t)) for upper in above[-1:] for a, b, f, t in upper if a]
        here = [(a, b, self.zone.text(f, t)) for a, b, f, t in row if a]
        return _TWICE * sum(a <= c < b and f" {x}".endswith(f" {y}") for a, b, x in held for c, _, y in here)

    def _tests(self, rows: Sequence[Row]) -> float:
        """Whether the p-values stand where the body has them."""
        said = {a for row in rows for a, b, f, t in row if b == a + 1 and P_VALUE.match(self.zone.text(f, t))}
        full = self.zone.full.get(self.values, [])
        other = sum(
            not any(_P_LIKE.match(row[k - 1].text) for row in full) for k in said if len(full) > 1 and k <= self.values
        )
        if not self.test:
            # tests beside headings alone: behind what they compare
            return -_TESTED * (1 in said) - _NO_TEST * other
        return _TESTED * ((self.test in said) - 2.0 * len(said - {self.test}))

    def _forms(self, rows: Sequence[Row]) -> float:
        """Whether counts with their shares, or values with their intervals, stand where a header says so, and no total
        stands over others."""
        value = 0.0
        for a, b, text in [(a, b, self.zone.text(f, t)) for row in rows for a, b, f, t in row if a]:
            value -= _FORM if b > a + 1 and _ANY.match(text) else 0.0
            if form_of(text) in ("share", "interval"):
                more = [x for k in range(a, min(b, self.values + 1)) if (x := self._with_more(k)) is not None]
                value += _FORM * (1.0 if sum(more) > 0.5 * len(more) else -1.0) if more else 0.0
        return value

    def _with_more(self, k: int) -> float | None:
        """The share of the values in a column that bring a second number; None where full rows do not show it."""
        full = self.zone.full.get(self.values, ())
        here = [row[k - 1] for row in full if row[k - 1].kind in NUMERIC and row[k - 1].text.strip("%.") != "0"]
        if not here or not any(a.kind in _WITH_MORE for row in full for a in row):
            return None
        return sum(a.kind in _WITH_MORE for a in here) / len(here)

    def _held(self, row: Row) -> set[str]:
        return {self.zone.text(f, t).casefold() for _, _, f, t in row}

    def _paths(self, solved: Solved) -> list[str]:
        made = [""] * solved.width
        for row in solved.rows:
            for a, b, f, t in row:
                for k in range(a, b):
                    made[k] += " " + self.zone.text(f, t)
        return made[1:]

    def _leaves(self, begins: Sequence[int], end: int, runs: Sequence[Run]) -> Iterator[tuple[int, Leaves]]:
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
            yield from ((begin, leaves) for leaves in self._of_a_kind(begin, end))
        for at, unit, times in runs:
            if at + unit * times <= end:
                for begin in [b for b in begins if b <= at][-2:]:
                    yield from ((begin, leaves) for leaves in self._repeated(begin, at, unit, times, end))

    def _of_a_kind(self, begin: int, end: int) -> Iterator[Leaves]:
        """A line of grades or of response categories: the columns before and behind have their headers above."""
        texts = [a.text for a in self.zone.atoms[begin:end]]
        spare = self.values - len(texts)
        grades = all(GRADE.match(t) for t in texts)
        if len(texts) < 2 or spare < 1 or not (grades or (len(texts) > 2 and all(_CATEGORY.match(t) for t in texts))):
            return
        score = (2.0 if len(set(texts)) == len(texts) and (not grades or texts == sorted(texts)) else 0.8) * len(texts)
        for lead in range(min(spare, 3) + 1):
            cells = self._placed(range(begin, end), end, lead)
            bare = (*range(1, lead + 1), *range(lead + len(texts) + 1, self.values + 1))
            yield Leaves(score, cells, State((), bare, stub=False), len(texts))

    def _repeated(self, first: int, at: int, unit: int, times: int, end: int) -> Iterator[Leaves]:
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
                if lasts and alike(self.zone.text(lasts[-1], end), self.zone.text(at, at + unit)):
                    # One more of the same kind begins no column of another.
                    gain -= 2.0
                yield Leaves(score + gain, (*named, *cells), State(groups, bare, stub), size * times)

    @staticmethod
    def _placed(begins: Sequence[int], end: int, lead: int = 0) -> Row:
        ends = [*begins[1:], end]
        return tuple((k + 1 + lead, k + 2 + lead, f, t) for k, (f, t) in enumerate(zip(begins, ends, strict=True)))

    def _grouped(self, score: float, begins: Sequence[int], end: int, head: Row, lead: int = 0) -> Leaves:
        """Leaves cut by their words, behind `lead` columns that wait for a header; those that begin anew group the columns."""
        cells = self._placed(begins, end, lead)
        texts = [unsized(self.zone.text(f, t)) for _, _, f, t in cells]
        bare = (*range(1, lead + 1), *range(lead + len(cells) + 1, self.values + 1))
        if (bounds := _tested(texts)) is not None:
            groups = tuple((1 + lead + a, 1 + lead + b) for a, b in pairwise(bounds))
            more = len(bounds) - 2
            return Leaves(score + 3 * _REPEATS * more, (*head, *cells), State(groups, bare, bool(head)), 2 * (more + 1))
        if lead:
            return Leaves(NEVER, (*head, *cells), State((), bare, bool(head)), 0)
        if (bounds := restarts(texts)) is not None:
            groups = tuple((1 + a, 1 + b) for a, b in pairwise(bounds))
            more = again(texts)
            repeats = sum(texts.count(x) > 1 for x in texts)
            return Leaves(score + _REPEATS * more, (*head, *cells), State(groups, bare, bool(head)), repeats)
        sizes = tuple(total(self.zone.text(f, t)) for _, _, f, t in cells)
        return Leaves(score, (*head, *cells), State((), bare, bool(head), sizes if all(sizes) else ()), 0)

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
                    yield score + rest + self._twice(rows, cells), (*rows, cells)

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
        texts = [unsized(self.zone.text(f, t)) for a, b, f, t in row[head:] if (a, b) in spans]
        bounds = restarts(texts)
        if bounds is None:
            return score, row, after
        groups = tuple((spans[a][0], spans[b - 1][1]) for a, b in pairwise(bounds))
        return score + _REPEATS * again(texts), row, replace(after, groups=groups, sizes=())

    def _cells_over(
        self, first: int, end: int, spans: Spans, more: tuple[int, ...], head: bool
    ) -> tuple[float, Row] | None:
        """The words cut into a cell for each of the spans and each of the columns that wait for a header."""
        key = (first, end, spans, more, head)
        if key not in self._over:
            self._over[key] = self._cut_over(first, end, spans, more, head)
        return self._over[key]

    def _cut_over(
        self, first: int, end: int, spans: Spans, more: tuple[int, ...], head: bool
    ) -> tuple[float, Row] | None:
        places = tuple(sorted([*spans, *((k, k + 1) for k in more)]))
        singly = all(b == a + 1 for a, b in spans)
        role = Role.ALL if len(spans) == 1 else Role.LEAF if singly else Role.GROUP
        tails = {(k, k + 1) for k in more}
        roles = tuple(Role.TAIL if place in tails else role for place in places)
        if head:
            places, roles = ((0, 1), *places), (Role.STUB, *roles)
        score, begins = self.pieces.split(first, end, roles)
        if not begins:
            return None
        best = self._over_places(first, end, places, begins, score, head)
        for lead in () if more or len(spans) < 2 else range(first + 1, min(first + _STUB, end)) if head else (first,):
            anew = [k for k in range(lead, end) if self.words[k] == self.words[lead]]
            starts = [*begins[:head], *anew]
            if len(anew) == len(spans) and starts != list(begins):
                ends = [*starts[1:], end]
                held = sum(float(self.pieces.cells[r][f, t]) for r, f, t in zip(roles, starts, ends, strict=True))
                held += sum(float(self.pieces.cut[k]) for k in starts[1:]) + _ANEW
                best = max(best, self._over_places(first, end, places, starts, held, head))
        return best

    def _over_places(
        self, first: int, end: int, places: Spans, begins: Sequence[int], score: float, head: bool
    ) -> tuple[float, Row]:
        ends = [*begins[1:], end]
        row = tuple((a, b, f, t) for (a, b), f, t in zip(places, begins, ends, strict=True))
        return score + self._agrees(row[head:]), row

    def _summed(
        self, first: int, end: int, units: Spans, sizes: tuple[int, ...], head: bool
    ) -> Iterator[tuple[float, Row]]:
        """Cells over as many columns as make up the number of patients that each gives."""
        if len(sizes) != len(units):  # some give no number
            return
        for count in range(2, len(units)):
            roles = ((Role.STUB,) if head else ()) + (Role.GROUP,) * count
            score, begins = self.pieces.split(first, end, roles)
            if not begins:
                continue
            cells = list(zip(begins, [*begins[1:], end], strict=True))[head:]
            bounds, at = [0], 0
            for f, t in cells:
                wanted, held = total(self.zone.text(f, t)), 0
                while at < len(units) and held < wanted:
                    held, at = held + sizes[at], at + 1
                if not wanted or held != wanted:
                    break
                bounds.append(at)
            if len(bounds) == count + 1 and at == len(units):
                row = tuple(
                    (units[i][0], units[j - 1][1], f, t) for (i, j), (f, t) in zip(pairwise(bounds), cells, strict=True)
                )
                yield score + _SUMS + self._agrees(row), (*(((0, 1, first, cells[0][0]),) if head else ()), *row)

    def _agrees(self, row: Row) -> float:
        """What the cells of a row have in common."""
        return in_common([self.zone.text(f, t) for _, _, f, t in row])


def _tested(texts: Sequence[str]) -> list[int] | None:
    """Bounds of groups that each end with a p-value: what each of several analyses gives."""
    ends = [k + 1 for k, text in enumerate(texts) if P_VALUE.match(text)]
    if len(ends) < 2 or ends[-1] != len(texts) or any(b - a < 2 for a, b in pairwise([0, *ends])):
        return None
    return [0, *ends]


def _all_sized(made: Solved, zone: Zone) -> bool:
    """Whether one row of cells gives the number of patients of every column (but that of p-values), each once, and no other
    words of the header do."""
    row = made.rows[-1] if made.rows else ()
    texts = [x for a, _, f, t in row if a and not P_VALUE.match(x := zone.text(f, t))]
    each = [(len(SIZED.findall(x)) == 1 or total(x) > 0) and x.count("=") == 1 for x in texts]
    above = any(a for row in made.rows[:-1] for a, *_ in row)
    return len(texts) > 1 and all(each) and not above


def solve(pieces: Pieces) -> Solved | None:
    """The likeliest header over as many columns as the rows hold values."""
    found: list[Solved] = []
    zone = pieces.zone
    for values, against in zone.widths().items():
        made = Solver(pieces, values).best()
        if made is not None:
            tested = any(b == made.width and P_VALUE.match(zone.text(f, t)) for row in made.rows for _, b, f, t in row)
            found.append(
                replace(
                    made,
                    score=made.score + against,
                    borne=zone.borne_out(values, tested),
                    full=len(zone.full.get(values, ()))
                    + len(zone.full.get(values - max(1, zone.tests_beside), ())) * (tested or zone.tests_beside > 0),
                    sized=_all_sized(made, zone),
                )
            )
    best = max(found, key=lambda s: s.score, default=None)
    return replace(best, rows=trimmed(zone, best.rows)) if best else None
