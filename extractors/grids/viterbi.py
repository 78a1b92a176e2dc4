"""The innermost loops of the searches for rows and for headers, compiled by Numba.

Both are dynamic programming over arrays of log likelihoods (Viterbi 1967; semi-Markov: a state lasts for several atoms).
Written as array expressions the same takes three times as long: a step is a dozen calls over a few dozen numbers.
The compiled code is cached beside this file, or in the user's cache where that cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from extractors.grids.columns import NEVER

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]


def _rows_backwards(
    place: Floats,
    left: Floats,
    starts: Floats,
    worth: Floats,
    index: Ints,
    heading: Flags,
    titled: float,
    ends: Ints,
    begin: Ints,
    reach: Ints,
    rest: Floats,
    opening: Floats,
    row: Floats,
    following: Floats,
    passed: Floats,
    opens: Flags,
    forced: Flags,
    since: int,
) -> None:
    """Fill `place`, `left` and `starts` of an `Alignment` from its last atom to the atom `since`; see there for the arrays.

    `worth[n, index[k, g]]` is what span `n` is worth in column `k` of guess `g`; spans of `heading` lose `titled` there,
    and gain it as the label of a group (the last column).
    """
    size, columns, guesses = place.shape
    wide = columns - 1
    first_opener = columns - opening.shape[0]
    for t in range(size - 1, since - 1, -1):
        if reach[t] == 0:
            continue
        here = place[t]
        for n in range(begin[t], begin[t] + reach[t]):
            behind, value = left[ends[n]], worth[n]
            for k in range(columns):
                own = 0.0 if not heading[n] or k == wide - 1 else (titled if k == wide else -titled)
                for g in range(guesses):
                    held = behind[k, g] + (value[index[k, g]] + own)
                    if held > here[k, g] or n == begin[t]:
                        here[k, g] = held
        for g in range(guesses):
            start = here[first_opener, g] + opening[0, g]
            for i in range(1, opening.shape[0]):
                start = max(start, here[first_opener + i, g] + opening[i, g])
            starts[t, g] = start
            if opens[t]:
                for k in range(columns):
                    left[2 * t, k, g] = left[2 * t + 1, k, g] = rest[k, g] + (start + row[t, g])
            if wide > 1 and not forced[t]:
                best = here[0, g] + passed[0, g]
                for k in range(wide - 1):
                    best = max(best, here[k, g] + passed[k, g])
                    ahead = best - passed[k, g]
                    for wrapped in range(2):
                        goes_on = ahead + following[t, wrapped, g]
                        if goes_on > left[2 * t + wrapped, k + 1, g]:
                            left[2 * t + wrapped, k + 1, g] = goes_on


def _header_forwards(
    start: Floats,
    best: Floats,
    likely: Ints,
    wrapped: Flags,
    before: Floats,
    ending: Ints,
    first: Ints,
    cells: Floats,
    ask: Ints,
    suits: Floats,
    misplaced: float,
    at: Ints,
    folded: Flags,
    after: Floats,
    left_bare: Floats,
    skipped: Floats,
    opening: Floats,
    firsts: Ints,
    since: int,
) -> None:
    """Fill `start`, `best`, `likely`, `wrapped` and `before` of a `Flat` header from the atom `since` on; see there.

    `ending[t]` is the first and one past the last of the cells that end before atom `t`; a cell whose place tells another
    column (`at`, of its first atom; -1 tells none) loses `misplaced`.
    """
    size, guesses, wide = start.shape
    for t in range(since, size):
        for n in range(ending[t, 0], ending[t, 1]):
            where = at[first[n]]
            for g in range(guesses):
                for k in range(wide):
                    total = start[first[n], g, k] + cells[n, g] + suits[ask[n], g, k]
                    if where >= 0 and where != k:
                        total += misplaced
                    if n == ending[t, 0] or total > best[t, g, k]:
                        best[t, g, k] = total
                        likely[t, g, k] = n - ending[t, 0]
                        wrapped[t, g, k] = folded[n]
        if t >= after.shape[0]:
            continue
        for g in range(guesses):
            for k in range(wide if wide > 1 else 0):
                before[t, g, k] = best[t, g, k] + after[t, 1 if wrapped[t, g, k] else 0, g] + left_bare[k]
            if wide > 1:
                most = before[t, g, 0]
                for k in range(wide - 1):
                    most = max(most, before[t, g, k])
                    start[t, g, k + 1] = most - skipped[k + 1]
            if firsts[g] == t:
                start[t, g] = opening[g]


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


def _rows_told(
    g: int,
    head: int,
    place: Floats,
    left: Floats,
    starts: Floats,
    worth: Floats,
    index: Ints,
    heading: Flags,
    titled: float,
    ends: Ints,
    begin: Ints,
    reach: Ints,
    rest: Floats,
    opening: Floats,
    row: Floats,
    following: Floats,
    passed: Floats,
    opens: Flags,
    forced: Flags,
) -> Ints:
    """The cells of the likeliest rows of guess `g` from atom `head` on: for each its span, its column, whether it opens a
    row. Columns are in their order here, the label of a group behind the last. Of two as likely the first is taken."""
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
        first, best, held = begin[t], begin[t], 0.0
        for n in range(first, first + reach[t]):
            own = 0.0 if not heading[n] or k == wide - 1 else (titled if k == wide else -titled)
            value = left[ends[n], k, g] + (worth[n, index[k, g]] + own)
            if n == first or value > held:
                best, held = n, value
        told[count, 0], told[count, 1], told[count, 2] = best, column, opened
        count += 1
        t, wrapped = ends[best] // 2, ends[best] % 2
        if t == size:
            return told[:count]
        anew = rest[k, g] + (starts[t, g] + row[t, g]) if opens[t] else NEVER
        after, opened = -1, True
        if column < wide - 1 and not forced[t]:
            most = place[t, k - 1, g] + passed[k - 1, g]
            at = k - 1
            for other in range(k - 2, -1, -1):
                value = place[t, other, g] + passed[other, g]
                if value > most:
                    most, at = value, other
            if most - passed[k - 1, g] + following[t, wrapped, g] > anew:
                after, opened = wide - 1 - at, False
        column = after


def _cells_told(
    g: int,
    size: int,
    column: int,
    best: Floats,
    tail: Floats,
    likely: Ints,
    before: Floats,
    bounds: Ints,
    first: Ints,
    begins: int,
    least: float,
) -> tuple[float, Ints]:
    """Score and cells (column, first atom, one past the last; from the last backwards) of the best header `g` that ends
    before atom `size`, in `column` where that is not negative; no cells where the score is not above `least`."""
    score = NEVER
    if column >= 0:
        score = best[size, g, column] + tail[g, column]
    else:
        for k in range(best.shape[2]):
            if k == 0 or best[size, g, k] + tail[g, k] > score:
                column, score = k, best[size, g, k] + tail[g, k]
    told = np.empty((best.shape[2], 3), dtype=np.intp)
    count, t = 0, size
    while score > least:
        start = first[bounds[t, 0] + likely[t, g, column]]
        told[count, 0], told[count, 1], told[count, 2] = column, start, t
        count += 1
        if start == begins:
            break
        past = column
        column = 0
        for k in range(1, past):
            if before[start, g, k] > before[start, g, column]:
                column = k
        t = start
    return score, told[:count]


def _compiled(search: Callable[..., Any]) -> Callable[..., Any]:
    """A search compiled when it is first used; kept for later runs where there is a place to keep it."""
    try:
        return cast("Callable[..., Any]", njit(cache=True)(search))
    except RuntimeError:  # neither beside this file nor in the user's cache
        return cast("Callable[..., Any]", njit(search))


rows_backwards: Callable[..., None] = _compiled(_rows_backwards)
header_forwards: Callable[..., None] = _compiled(_header_forwards)
weighed: Callable[..., Floats] = _compiled(_weighed)
rows_told: Callable[..., Ints] = _compiled(_rows_told)
cells_told: Callable[..., tuple[float, Ints]] = _compiled(_cells_told)
