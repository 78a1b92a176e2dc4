"""Which column and which rows each run of a table takes that is written column by column: a search over the runs in their
order, in which every column is filled from above."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grids.atoms import CATEGORY, NUMERIC, Kind
from extractors.grids.announced import announced_kinds
from extractors.grids.runs import Cell, Run, text_of
from extractors.grids.stacked import reads_as_header

_BEAM = 60
# Log likelihoods: the next run beside the last with as many rows or with another number of them, below the last, at the
# left again, anywhere else; a row that a column has no cell for; a column without any.
_BESIDE, _UNEVEN, _BELOW, _AGAIN, _ASTRAY = 1.0, -1.5, -0.8, -0.8, -2.5
_MISSING, _BARE = -1.5, -7.0
# Of words: as labels, as a header that comes late.
_LABEL, _HEADING, _LATE = -0.4, -0.4, -3.0
_FIT = 2.0


@dataclass(frozen=True)
class Place:
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


@dataclass(frozen=True)
class _State:
    score: float
    filled: tuple[int, ...]
    last: Place | None
    seen: tuple[int, ...]
    path: tuple[Place, ...]


def tilings(runs: Sequence[Run], wide: int, labels: bool, heads: Sequence[Cell] = ()) -> list[Tiling]:
    """The likeliest ways to lay the runs over `wide` columns; with `labels` words may stand before the first of them.

    `heads` are the cells of the header over the columns, where these are known.
    """
    profiles = [[_shares(kinds) for kinds in run.kinds] for run in runs]
    profiles.append([_shares(Counter(announced_kinds(text_of(cell)))) for cell in heads] or [{}] * wide)
    sizes = [run.sizes() for run in runs]
    states = [_State(0.0, (0,) * wide, None, tuple(_id(len(runs), k) for k in range(wide)), ())]
    for n, run in enumerate(runs):
        grown: dict[tuple[object, ...], _State] = {}
        for state in states:
            for made in _steps(state, n, run, sizes[n], profiles, labels):
                key = (made.filled, made.last and (made.last.column, made.last.row), made.seen)
                if key not in grown or grown[key].score < made.score:
                    grown[key] = made
        states = sorted(grown.values(), key=lambda s: -s.score)[:_BEAM]
    ends = [Tiling(s.score + _left_over(s.filled), s.path, max(s.filled)) for s in states if any(s.filled)]
    return sorted(ends, key=lambda t: -t.score)[:8]


def _left_over(filled: tuple[int, ...]) -> float:
    most = max(filled)
    return sum(_MISSING * min(4, most - p) if p else _BARE for p in filled)


def _steps(
    state: _State,
    n: int,
    run: Run,
    sizes: Sequence[tuple[int, float]],
    profiles: Sequence[Sequence[dict[str, float]]],
    labels: bool,
) -> list[_State]:
    """Every way to place one run."""
    made: list[_State] = []
    filled, wide = state.filled, len(state.filled)
    heading = bool(run.lines) and len(run.lines) <= 3 and reads_as_header(run.lines)
    if labels and (run.lines or run.labelled or _counts_up(run)):
        apart = 0.0 if len(set(filled)) == 1 else -4.0
        cost = _LABEL + apart + (-1.0 if not run.lines and not run.labelled else 0.0) + (-2.0 if heading else 0.0)
        if not run.labelled:
            place = Place(n, -1, 0, len(run.rows))
            made.append(_State(state.score + cost, filled, state.last, state.seen, (*state.path, place)))
    if run.lines and len(run.lines) <= 3 and n:
        place = Place(n, -2, 0, len(run.lines))
        made.append(_State(state.score + (_HEADING if heading else _LATE), filled, state.last, state.seen, (*state.path, place)))
    for column in range(wide - run.width + 1):
        under = filled[column : column + run.width]
        if run.labelled and column:
            break
        for row in {r for r in filled if r >= max(under)}:
            skipped = sum(row - r for r in under)
            fit = sum(_fit(profiles, n, k, state.seen[column + k]) for k in range(run.width))
            for size, cost in sizes:
                value = cost + fit + _order(state, Place(n, column, row, size), run.width) - (
                    2.0 + 0.3 * skipped if skipped else 0.0
                )
                grown = (*filled[:column], *[row + size] * run.width, *filled[column + run.width :])
                seen = (*state.seen[:column], *(_id(n, k) for k in range(run.width)), *state.seen[column + run.width :])
                place = Place(n, column, row, size)
                made.append(_State(state.score + value, grown, place, seen, (*state.path, place)))
    return made


def _order(state: _State, place: Place, width: int) -> float:
    """How likely a place follows on the last: runs go from left to right, then on below."""
    last = state.last
    if last is None:
        return _AGAIN if place.column else 0.0
    ends = place.row + place.size in state.filled
    behind = max((p.column for p in state.path if p.row == last.row and p.column >= 0), default=0)
    if place.row == last.row and place.column > last.column:
        skipped = sum(1 for k in range(behind + 1, place.column) if state.filled[k] <= place.row)
        return (_BESIDE if place.size == last.size else (0.0 if ends else _UNEVEN)) - 0.7 * skipped
    if place.column == last.column and place.row == last.row + last.size:
        return _BELOW + (0.5 if ends else 0.0)
    if place.row > last.row and place.column < last.column:
        lower = sum(1 for k in range(place.column) if state.filled[k] < place.row + 1)
        return _AGAIN - 0.5 * lower + (0.5 if ends else 0.0)
    return _ASTRAY + (0.5 if ends else 0.0)


def _counts_up(run: Run) -> bool:
    """Whether a run is "0, 1, 2" or "1, 2, 3": grades that items of a group are called by."""
    if run.width > 1 or not 2 <= len(run.rows) <= 6:
        return False
    texts = [row[0][0].text.strip("≥>≤<*") for row in run.rows if len(row[0]) == 1]
    return len(texts) == len(run.rows) and texts in ([str(k + d) for k in range(len(texts))] for d in (0, 1))


def _id(run: int, column: int) -> int:
    return run * 16 + column


def _shares(kinds: Counter[Kind]) -> dict[str, float]:
    """Shares of kinds and, half as much, of families; dashes and "NA" may stand anywhere."""
    telling = {k: n for k, n in kinds.items() if k not in (Kind.DASH, Kind.ABSENT)}
    total = sum(telling.values())
    shares: dict[str, float] = {}
    for kind, n in telling.items():
        family = "number" if kind in NUMERIC else ("category" if kind in CATEGORY else "words")
        shares[kind.value] = n / total
        shares[family + "s"] = shares.get(family + "s", 0.0) + n / total
    return shares


def _fit(profiles: Sequence[Sequence[dict[str, float]]], n: int, k: int, before: int) -> float:
    """Whether a run goes on with what stands in the column above it."""
    one, two = profiles[n][k], profiles[before // 16][before % 16]
    if not one or not two:
        return 0.0
    alike = 0.5 * sum(min(share, two.get(name, 0.0)) for name, share in one.items())
    return _FIT * math.log(0.05 + 0.95 * alike)
