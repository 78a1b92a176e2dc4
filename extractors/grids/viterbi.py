"""The innermost loops of the searches for rows and for headers, compiled by Numba.

Both are dynamic programming over arrays of log likelihoods (Viterbi 1967; semi-Markov: a state lasts for several atoms).
Written as array expressions the same takes three times as long: a step is a dozen calls over a few dozen numbers.
The compiled code is cached beside this file, or in the user's cache where that cannot be written, and told by this file's
age: what is compiled uses no constant of another's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]

# What words that stand over groups gain there, and lose in a column of values.
_TITLED = 1.0


class RowSearch(NamedTuple):
    """The arrays of an `Alignment` (see there); the first three are found, the rest is what is asked.

    `never` is the log likelihood of what cannot be; `worth[n, numbers[k, g]]` is what span `n` is worth in column `k` of guess `g`, a span of `heading` aside.
    """

    place: Floats
    left: Floats
    starts: Floats
    worth: Floats
    numbers: Ints
    heading: Flags
    ends: Ints
    begin: Ints
    reach: Ints
    rest: Floats
    opening: Floats
    row: Floats
    following: Floats
    passed: Floats
    opens: Flags
    closes: Flags
    never: float


class HeaderSearch(NamedTuple):
    """The arrays of a `Flat` header (see there); the first five are found, the rest is what is asked.

    `never` is the log likelihood of what cannot be; `bounds[t]` is the first and one past the last of the cells that end before
    atom `t`; a cell whose place tells another
    column (`at`, of its first atom; -1 tells none) loses `misplaced`.
    """

    start: Floats
    best: Floats
    likely: Ints
    wrapped: Flags
    before: Floats
    bounds: Ints
    first: Ints
    cells: Floats
    ask: Ints
    suits: Floats
    misplaced: float
    at: Ints
    folded: Flags
    after: Floats
    left_bare: Floats
    skipped: Floats
    opening: Floats
    tail: Floats
    firsts: Ints
    never: float


def _compiled(search: Callable[..., Any]) -> Callable[..., Any]:
    """A search compiled when it is first used; kept for later runs where there is a place to keep it."""
    try:
        return cast("Callable[..., Any]", njit(cache=True)(search))
    except RuntimeError:  # neither beside this file nor in the user's cache
        return cast("Callable[..., Any]", njit(search))


def _over_group(search: RowSearch, n: int, k: int) -> float:
    """What a span gains in a column because it stands over a group, or does not."""
    wide = search.numbers.shape[0] - 1
    if not search.heading[n] or k == wide - 1:
        return 0.0
    return _TITLED if k == wide else -_TITLED


over_group: Callable[[RowSearch, int, int], float] = _compiled(_over_group)


def _rows_backwards(search: RowSearch, since: int) -> None:
    """Find the likeliest rows from the last atom to the atom `since`, for all guesses."""
    place, left, starts = search.place, search.left, search.starts
    begin, reach, ends, worth, numbers = search.begin, search.reach, search.ends, search.worth, search.numbers
    size, columns, guesses = place.shape
    wide = columns - 1
    first_opener = columns - search.opening.shape[0]
    for t in range(size - 1, since - 1, -1):
        if reach[t] == 0:
            continue
        here = place[t]
        for n in range(begin[t], begin[t] + reach[t]):
            behind, value = left[ends[n]], worth[n]
            for k in range(columns):
                own = over_group(search, n, k)
                for g in range(guesses):
                    held = behind[k, g] + (value[numbers[k, g]] + own)
                    if held > here[k, g] or n == begin[t]:
                        here[k, g] = held
        for g in range(guesses):
            start = here[first_opener, g] + search.opening[0, g]
            for i in range(1, search.opening.shape[0]):
                start = max(start, here[first_opener + i, g] + search.opening[i, g])
            starts[t, g] = start
            if search.opens[t]:
                for k in range(columns):
                    left[2 * t, k, g] = left[2 * t + 1, k, g] = search.rest[k, g] + (start + search.row[t, g])
            if wide > 1 and not search.closes[t]:
                best = here[0, g] + search.passed[0, g]
                for k in range(wide - 1):
                    best = max(best, here[k, g] + search.passed[k, g])
                    ahead = best - search.passed[k, g]
                    for wrapped in range(2):
                        goes_on = ahead + search.following[t, wrapped, g]
                        if goes_on > left[2 * t + wrapped, k + 1, g]:
                            left[2 * t + wrapped, k + 1, g] = goes_on


def _rows_told(search: RowSearch, g: int, head: int) -> Ints:
    """The cells of the likeliest rows of guess `g` from atom `head` on: for each its span, its column, whether it opens a
    row. Columns are in their order here, the label of a group behind the last. Of two as likely the first is taken."""
    place, left, opening, passed, begin = search.place, search.left, search.opening, search.passed, search.begin
    size, columns = place.shape[0], place.shape[1]
    wide = columns - 1
    told = np.empty((size - head, 3), dtype=np.intp)
    count, t, column, opened = 0, head, -1, True
    while True:
        if column < 0:
            # a row opens with its label, where there is one its second column, the label of a group
            column, most = 0, place[t, wide - 1, g] + opening[opening.shape[0] - 2, g]
            if opening.shape[0] == 3 and place[t, wide - 2, g] + opening[0, g] > most:
                column, most = 1, place[t, wide - 2, g] + opening[0, g]
            if place[t, wide, g] + opening[opening.shape[0] - 1, g] > most:
                column = wide
        k = wide if column == wide else wide - 1 - column
        best, held = begin[t], 0.0
        for n in range(begin[t], begin[t] + search.reach[t]):
            value = left[search.ends[n], k, g] + (search.worth[n, search.numbers[k, g]] + over_group(search, n, k))
            if n == begin[t] or value > held:
                best, held = n, value
        told[count, 0], told[count, 1], told[count, 2] = best, column, opened
        count += 1
        t, wrapped = search.ends[best] // 2, search.ends[best] % 2
        if t == size:
            return told[:count]
        anew = search.rest[k, g] + (search.starts[t, g] + search.row[t, g]) if search.opens[t] else search.never
        after, opened = -1, True
        if column < wide - 1 and not search.closes[t]:
            most = place[t, k - 1, g] + passed[k - 1, g]
            at = k - 1
            for other in range(k - 2, -1, -1):
                value = place[t, other, g] + passed[other, g]
                if value > most:
                    most, at = value, other
            if most - passed[k - 1, g] + search.following[t, wrapped, g] > anew:
                after, opened = wide - 1 - at, False
        column = after


def _header_forwards(search: HeaderSearch, since: int) -> None:
    """Find the best cells of a header from the atom `since` on, for all guesses."""
    start, best, before, first, bounds = search.start, search.best, search.before, search.first, search.bounds
    cells, suits, ask, likely, wrapped = search.cells, search.suits, search.ask, search.likely, search.wrapped
    size, guesses, wide = start.shape
    for t in range(since, size):
        for n in range(bounds[t, 0], bounds[t, 1]):
            where = search.at[first[n]]
            for g in range(guesses):
                for k in range(wide):
                    total = start[first[n], g, k] + cells[n, g] + suits[ask[n], g, k]
                    if where >= 0 and where != k:
                        total += search.misplaced
                    if n == bounds[t, 0] or total > best[t, g, k]:
                        best[t, g, k] = total
                        likely[t, g, k] = n - bounds[t, 0]
                        wrapped[t, g, k] = search.folded[n]
        if t >= search.after.shape[0]:
            continue
        for g in range(guesses):
            for k in range(wide if wide > 1 else 0):
                behind = search.after[t, 1 if wrapped[t, g, k] else 0, g]
                before[t, g, k] = best[t, g, k] + behind + search.left_bare[k]
            if wide > 1:
                most = before[t, g, 0]
                for k in range(wide - 1):
                    most = max(most, before[t, g, k])
                    start[t, g, k + 1] = most - search.skipped[k + 1]
            if search.firsts[g] == t:
                start[t, g] = search.opening[g]


def _cells_told(search: HeaderSearch, g: int, size: int, column: int, least: float) -> tuple[float, Ints]:
    """Score and cells (column, first atom, one past the last; from the last backwards) of the best header `g` that ends
    before atom `size`, in `column` where that is not negative; no cells where the score is not above `least`."""
    best, tail, before = search.best, search.tail, search.before
    score = search.never
    if column >= 0:
        score = best[size, g, column] + tail[g, column]
    else:
        for k in range(best.shape[2]):
            if k == 0 or best[size, g, k] + tail[g, k] > score:
                column, score = k, best[size, g, k] + tail[g, k]
    told = np.empty((best.shape[2], 3), dtype=np.intp)
    count, t = 0, size
    while score > least:
        start = search.first[search.bounds[t, 0] + search.likely[t, g, column]]
        told[count, 0], told[count, 1], told[count, 2] = column, start, t
        count += 1
        if start == search.firsts[g]:
            break
        past = column
        column = 0
        for k in range(1, past):
            if before[start, g, k] > before[start, g, column]:
                column = k
        t = start
    return score, told[:count]


def _weighed(
    scores: Floats, inner: Floats, kept: Ints, step: float, elsewhere: float, leading: Floats, columns: Ints
) -> Floats:
    """What spans are worth in columns at their places, an array of spans by columns; the first are of a column that is not.

    `kept[m]` names for column `m` its row of `scores`, its row of `inner`, its place, whether it holds figures. A span of
    another column than the place (`columns`; -1 tells none) loses `elsewhere`, `leading` is what it loses among figures.
    """
    size = scores.shape[1]
    worth = np.empty((size, kept.shape[0]))
    for n in range(size):
        for m in range(kept.shape[0]):
            value = scores[kept[m, 0], n] + (inner[kept[m, 1], n] - step * kept[m, 2])
            if m and columns[n] >= 0 and columns[n] != kept[m, 2]:
                value += elsewhere
            worth[n, m] = value + leading[n] if kept[m, 3] else value
    return worth


rows_backwards: Callable[[RowSearch, int], None] = _compiled(_rows_backwards)
rows_told: Callable[[RowSearch, int, int], Ints] = _compiled(_rows_told)
header_forwards: Callable[[HeaderSearch, int], None] = _compiled(_header_forwards)
cells_told: Callable[[HeaderSearch, int, int, int, float], tuple[float, Ints]] = _compiled(_cells_told)
weighed: Callable[..., Floats] = _compiled(_weighed)
