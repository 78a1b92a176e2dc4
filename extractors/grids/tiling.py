"""Which column and which rows each run of a table takes that is written column by column: a search over the runs in their
order, in which every column is filled from above."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from extractors.core.vocabulary import vocabulary
from extractors.grids.announced import announced_kinds
from extractors.grids.atoms import CATEGORY, NUMERIC, Kind
from extractors.grids.columnwise_header import reads_as_header
from extractors.grids.runs import Cell, Run, text_of

_BEAM = 24
# Log likelihoods: the next run beside the last with as many rows or with
# another number of them or with its first ones empty, below the last, at the
# left again, in a column left out so far, anywhere else; a row that a column has no cell for; a column without any.
_BESIDE, _UNEVEN, _SHORT, _BELOW, _AGAIN, _LEFT_OUT, _ASTRAY = 1.0, -1.5, -0.7, -0.8, -0.8, -1.5, -2.5
_MISSING, _BARE = -1.5, -7.0
# Of words: as labels, as a header that comes late.
_LABEL, _HEADING, _LATE = -0.4, -0.4, -3.0
_FIT = 2.0
# What cannot stand in a column at all; how many of the likeliest numbers of cells are tried for words.
_UNLIKE, _TRIED = -5.5, 3


class Place(NamedTuple):
    """Where a run stands: its first column and row and how many rows it takes; column -1 are labels, -2 is a header."""

    run: int
    column: int
    row: int
    size: int


@dataclass(frozen=True)
class Tiling:
    """All runs placed over `rows` rows with values; `score` is the log likelihood."""

    score: float
    places: tuple[Place, ...]
    rows: int


class _State(NamedTuple):
    """Runs placed so far: how far each column is filled, the last place, how far to the right its rows are taken, for each
    column the last run in it, and all places, the last first."""

    score: float
    filled: tuple[int, ...]
    last: Place | None
    right: int
    seen: tuple[int, ...]
    path: _Path


_Path: TypeAlias = "tuple[Place, _Path] | None"
_Step: TypeAlias = tuple[float, _State, Place]
_WASTE = 0.1


def tilings(runs: Sequence[Run], wide: int, labels: bool, heads: Sequence[Cell] = ()) -> list[Tiling]:
    """The likeliest ways to lay the runs over `wide` columns; with `labels` words may stand before the first of them.

    `heads` are the cells of the header over the columns, where these are known.
    """
    profiles = [[_shares(kinds, _words(run, k)) for k, kinds in enumerate(run.kinds)] for run in runs]
    profiles.append([_announced(cell) for cell in heads] or [{}] * wide)
    fit = _Fit(profiles, {n for n, run in enumerate(runs) if is_spread(run)})
    states = [_State(0.0, (0,) * wide, None, 0, tuple(_id(len(runs), k) for k in range(wide)), None)]
    for n, run in enumerate(runs):
        steps: list[_Step] = []
        sizes, width = sorted(run.sizes(), key=lambda x: -x[1]), run.width
        aside = labels and bool(run.lines or _counts_up(run) or _numbers_rows(run))
        numbering = _numbers_rows(run)
        heading = bool(run.lines) and len(run.lines) <= 3 and reads_as_header(run.lines)
        for state in states:
            steps += _aside(state, n, run, heading, aside)
            steps += _steps(state, n, width, run.labelled or (numbering and not labels), sizes, fit)
        if run.head:
            # Words above a column's cells head it: there is nothing above these.
            steps = [s for s in steps if s[2].row == 0] or steps
        states = _taken(steps, run)
    ends = [Tiling(s.score + _left_over(s.filled), _places(s.path), max(s.filled)) for s in states if any(s.filled)]
    return sorted(ends, key=lambda t: -t.score)[:8]


def _taken(steps: list[_Step], run: Run) -> list[_State]:
    """The likeliest states behind one more run."""
    steps.sort(key=lambda s: -_rank(s, run.width))
    states: list[_State] = []
    known: set[tuple[object, ...]] = set()
    for score, state, place in steps:
        if len(states) == _BEAM:
            break
        path = (place, state.path)
        if place.column < 0:
            made = state._replace(score=score, path=path)
        else:
            first, last = place.column, place.column + run.width
            filled = (*state.filled[:first], *[place.row + place.size] * (last - first), *state.filled[last:])
            seen = state.seen
            if not is_spread(run):
                seen = (*seen[:first], *(_id(place.run, k) for k in range(run.width)), *seen[last:])
            same = state.last is not None and state.last.row == place.row
            made = _State(score, filled, place, max(state.right, last) if same else last, seen, path)
        key = (made.filled, made.last, made.seen, place.column == -1)
        if key not in known:
            known.add(key)
            states.append(made)
    return states


def _rank(step: _Step, width: int) -> float:
    """The score of a step, less what it leaves empty beside the deepest column."""
    score, state, place = step
    depth, filled = max(state.filled), sum(state.filled)
    if place.column >= 0:
        under = state.filled[place.column : place.column + width]
        depth = max(depth, place.row + place.size)
        filled += (place.row + place.size) * width - sum(under)
    return score - _WASTE * (depth * len(state.filled) - filled)


def _places(path: _Path) -> tuple[Place, ...]:
    found: list[Place] = []
    while path is not None:
        place, path = path
        found.append(place)
    return tuple(reversed(found))


def _left_over(filled: tuple[int, ...]) -> float:
    most = max(filled)
    return sum(_MISSING * min(4, most - p) if p else _BARE for p in filled)


def _aside(state: _State, n: int, run: Run, heading: bool, label: bool) -> Iterator[_Step]:
    """A run as labels, or as a cell of the header that comes late."""
    if label:
        apart = 0.0 if len(set(state.filled)) == 1 else -4.0
        apart -= 1.5 if any(state.filled) else 0.0
        cost = _LABEL + apart + (0.0 if run.lines else -1.0) + (-2.0 if heading else 0.0)
        yield state.score + cost, state, Place(n, -1, 0, len(run.rows))
    if run.lines and len(run.lines) <= 3 and n:
        yield state.score + (_HEADING if heading else _LATE), state, Place(n, -2, 0, len(run.lines))


def _steps(
    state: _State, n: int, width: int, labelled: bool, sizes: Sequence[tuple[int, float]], fit: _Fit
) -> Iterator[_Step]:
    """Every way to place one run in the columns that is not out of the question."""
    filled, last = state.filled, state.last
    levels = set(filled)
    free = len(filled) - width + 1
    for column in range(min(free, 1) if labelled else free):
        fits = fit.of(n, 0, state.seen[column])
        for k in range(1, width):
            fits += fit.of(n, k, state.seen[column + k])
        if fits < _UNLIKE * width:
            continue
        under = filled[column : column + width]
        top = max(under)
        for at, (size, cost) in enumerate(sizes):
            # Empty cells may go before: down to the row of the last run, or so many that all end together.
            rows = {top, *(end - size for end in levels if end - size > top)}
            if last is not None and last.row > top:
                rows.add(last.row)
            for row in rows:
                skipped = row * width - sum(under)
                value = state.score + fits - (2.0 + 0.3 * skipped if skipped else 0.0)
                ends = row + size in levels
                if ends or at < _TRIED or (last is not None and size == last.size):
                    place = Place(n, column, row, size)
                    yield value + cost + _order(state, place, ends), state, place


def _order(state: _State, place: Place, ends: bool) -> float:
    """How likely a place follows on the last: runs go from left to right, then on below."""
    last = state.last
    if last is None:
        return _AGAIN if place.column else 0.0
    even = 0.5 if ends else 0.0
    if place.row == last.row and place.column > last.column:
        skipped = sum(1 for k in range(state.right, place.column) if state.filled[k] <= place.row)
        return (_BESIDE if place.size == last.size else (0.0 if ends else _UNEVEN)) - 0.7 * skipped
    if place.column > last.column and place.row > last.row and place.row + place.size == last.row + last.size:
        return _SHORT
    if place.column == last.column and place.row == last.row + last.size:
        return _BELOW + even
    if place.row > last.row and place.column < last.column:
        lower = sum(1 for k in range(place.column) if state.filled[k] < place.row + 1)
        return _AGAIN - 0.5 * lower + even
    if place.column < last.column and place.row == last.row and not state.filled[place.column]:
        return _LEFT_OUT + even
    return _ASTRAY + even


def is_spread(run: Run) -> bool:
    """Whether a run is a median with its range, among the counts of a column."""
    kinds = run.kinds[0]
    return run.width == 1 and not run.lines and len(run.rows) <= 4 and len(kinds) > 1 and Kind.RANGE in kinds


def _words(run: Run, k: int) -> str:
    """All that stands in a column of a run."""
    if run.lines:
        return " ".join(map(text_of, run.lines))
    return "; ".join(text_of(row[k + run.labelled]) for row in run.rows if k + run.labelled < len(row))


def _counts_up(run: Run) -> bool:
    """Whether a run is "0, 1, 2" or "1, 2, 3": grades that items of a group are called by."""
    if run.width > 1 or not 2 <= len(run.rows) <= 6:
        return False
    texts = [row[0][0].text.strip("≥>≤<*") for row in run.rows if len(row[0]) == 1]
    return len(texts) == len(run.rows) and texts in ([str(k + d) for k in range(len(texts))] for d in (0, 1))


def _id(run: int, column: int) -> int:
    return run * 16 + column


def _numbers_rows(run: Run) -> bool:
    """Whether a run numbers the rows: 1, 2, 3 and so on."""
    texts = [row[0][0].text.rstrip(".*†") for row in run.rows]
    return (
        len(texts) > 2
        and run.width == 1
        and all(t.isdigit() for t in texts)
        and [int(t) for t in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts)))
    )


def _shares(kinds: Counter[Kind], text: str = "") -> dict[str, float]:
    """Shares of kinds and of families, and of what the words name; dashes and "NA" may stand anywhere."""
    telling = {k: n for k, n in kinds.items() if k not in (Kind.DASH, Kind.ABSENT)}
    total = sum(telling.values())
    shares: dict[str, float] = {}
    for kind, n in telling.items():
        family = "number" if kind in NUMERIC else ("category" if kind in CATEGORY else "words")
        shares[kind.value] = n / total
        shares[family + "s"] = shares.get(family + "s", 0.0) + n / total
    if kinds[Kind.WORDS] > 0.5 * kinds.total() and text:
        layers = Counter(m.concept.layer for m in vocabulary().matches(text) if not m.short)
        if layers:
            shares["about " + layers.most_common(1)[0][0]] = 1.0
    return shares


def _announced(cell: Cell) -> dict[str, float]:
    """The same of what a header's cell announces: every kind that it does may be all there is."""
    text = text_of(cell)
    kinds = announced_kinds(text)
    # Where numbers are counts these may have shares.
    counts = (Kind.COUNT,) if Kind.INTEGER in kinds else ()
    shares = dict.fromkeys(_shares(Counter([*kinds, *counts])), 1.0)
    about = next((layer for pattern, layer in _ABOUT if pattern.search(text)), None)
    if about:
        shares["about " + about] = 1.0
    return shares


_ABOUT = (
    (re.compile(r"histolog|patholog|diagnos|tumou?r type|subtype", re.I), "histotype"),
    (re.compile(r"\bsite|locali[sz]|location|metasta", re.I), "site"),
    (re.compile(r"toxicit|adverse|event|side effect", re.I), "toxicity"),
    (re.compile(r"drug|regimen|chemotherap|agent|therapy|treatment", re.I), "drug"),
)


class _Fit:
    """Whether a run goes on with what stands in the column above it, be it the header."""

    def __init__(self, profiles: Sequence[Sequence[dict[str, float]]], spreads: set[int]) -> None:
        self.profiles, self.spreads = profiles, spreads
        self._known: dict[tuple[int, int], float] = {}

    def of(self, n: int, k: int, before: int) -> float:
        """Column `k` of run `n` below another."""
        here = _id(n, k)
        if (here, before) not in self._known:
            one, two = self.profiles[n][k], self.profiles[before // 16][before % 16]
            alike = _alike(one, two)
            if n in self.spreads and alike > 0:
                alike = max(alike, _SPREAD)
            self._known[here, before] = _FIT * math.log(0.05 + 0.95 * alike) if one and two else 0.0
        return self._known[here, before]


def _alike(one: dict[str, float], two: dict[str, float]) -> float:
    """Share of the cells that go together: by kind, less so by family, hardly where their words name other things."""
    kinds = families = 0.0
    for name, share in one.items():
        if name.endswith("s") and name[:-1] in ("number", "category", "word"):
            families += min(share, two.get(name, 0.0))
        elif not name.startswith("about"):
            kinds += min(share, two.get(name, 0.0))
    subjects = [{n for n in x if n.startswith("about")} for x in (one, two)]
    apart = all(subjects) and subjects[0] != subjects[1]
    return min(1.0, 0.7 * kinds + 0.3 * families) * (_OTHER if apart else 1.0)


# Words in a column that name something else; a median with its range among counts.
_OTHER, _SPREAD = 0.2, 0.8
