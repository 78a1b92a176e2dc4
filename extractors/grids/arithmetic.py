"""Where numbers of a row belong when some cells left no trace: sums across columns and totals below decide."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

from extractors.grids.atoms import NUMERIC, Kind
from extractors.grids.columns import Column
from extractors.grids.shares import Share, agree, shares
from extractors.grids.spans import Span

Cells = tuple[tuple[int, Span], ...]
_Chosen: TypeAlias = "tuple[_Chosen, Cells] | None"
_BEAM = 1500
_TOTAL = re.compile(r"(?:grand\s+)?(?:total|sum|overall|all (?:patients|grades|events))\b", re.I)
_P_VALUE = re.compile(r"[<>≤=]?\s?[01]?[.,·]\d+[*†‡a-d]?$|n\.?s\.?$", re.I)
_HIT, _MISS, _LATER = 3.0, -2.0, -0.1
# Share of a column's cells above which a kind is at home there, and below which it got there by mistake.
_HOME, _STRAY = 0.7, 0.1


def place_numbers(
    rows: Sequence[Cells],
    columns: Sequence[Column],
    tests: frozenset[int] = frozenset(),
    percents: frozenset[int] = frozenset(),
) -> tuple[list[Cells], dict[int, str]]:
    """The rows with the numbers of sparse rows moved to where sums agree, and a doubt for each row (0-based) where none decides;
    `tests` hold p-values, `percents` percentages alone."""
    wide = len(columns)
    tests = frozenset(k for k in tests if _holds_tests(rows, k))
    relations, known = _relations(rows, wide), shares(rows, percents)
    options = [_options(row, columns, relations, known, tests) for row in rows]
    total = _total_row(rows, wide)
    if total is not None:
        sums = _reachable(options, total)
        options[total] = [(0.0, sums)]
        chosen = _by_totals(options, sums, total, wide)
        chosen[total] = _place_total(sums, chosen, total, columns)
    else:
        chosen = [max(o, key=lambda x: x[0])[1] for o in options]
    doubts = {}
    for k, choice in enumerate(options):
        ranked = sorted((s for s, _ in choice), reverse=True)
        if len(ranked) > 1 and ranked[0] - ranked[1] < 1.0 and rows[k][0][0] == 0:
            doubts[k] = f"row {k + 1} ({rows[k][0][1].text}): {len(choice)} ways to spread its numbers over the columns"
    return chosen, doubts


_FIRST, _IN_BRACKETS = re.compile(r"\D{0,6}?(\d+)(?![.,]\d)"), re.compile(r"\((\d+)\)$")


def _holds_tests(rows: Sequence[Cells], column: int) -> bool:
    """Whether most figures of a column look like p-values."""
    texts = [s.text for row in rows for k, s in row if k == column and s.kind is not Kind.DASH]
    return 2 * sum(bool(_P_VALUE.match(x)) for x in texts) > len(texts)


def value_of(span: Span) -> int | None:
    """The count that a cell states: its first integer, 0 for a dash, the number in brackets behind a name."""
    if span.kind is Kind.DASH:
        return 0
    match = _FIRST.match(span.text) if span.kind in NUMERIC else None
    match = match or _IN_BRACKETS.search(span.text)
    return int(match.group(1)) if match else None


def _values(row: Cells) -> dict[int, int]:
    found = {k: value_of(s) for k, s in row if k > 0}
    return {k: v for k, v in found.items() if v is not None}


def _relations(rows: Sequence[Cells], wide: int) -> list[tuple[int, tuple[int, ...]]]:
    """Columns that are the sum of two or more neighbours, on all but a tenth of the full rows and on two at least."""
    full = [v for row in rows if len(v := _values(row)) >= 3]
    found = []
    for size in range(2, min(6, wide - 1)):
        for first in range(1, wide - size + 1):
            parts = tuple(range(first, first + size))
            for c in (first - 1, first + size):
                if not 1 <= c < wide:
                    continue
                seen = [(v[c], sum(v[p] for p in parts)) for v in full if c in v and all(p in v for p in parts)]
                good = sum(a == b and a > 0 for a, b in seen)
                if good >= 2 and sum(a != b for a, b in seen) <= 0.1 * len(seen):
                    found.append((c, parts))
    return found + [s for r in found for s in _shifted(r, full, wide) if s not in found]


def _shifted(
    relation: tuple[int, tuple[int, ...]], full: Sequence[dict[int, int]], wide: int
) -> list[tuple[int, tuple[int, ...]]]:
    """The same sum in the like groups of columns beside it, where no row speaks against it."""
    c, parts = relation
    step = len(parts) + 1
    found = []
    for by in range(-wide, wide, 1):
        if by == 0 or by % step:
            continue
        total, terms = c + by, tuple(p + by for p in parts)
        if min(total, *terms) >= 1 and max(total, *terms) < wide:
            seen = [(v[total], sum(v[p] for p in terms)) for v in full if total in v and all(p in v for p in terms)]
            if all(a == b for a, b in seen):
                found.append((total, terms))
    return found


def _options(
    row: Cells,
    columns: Sequence[Column],
    relations: Sequence[tuple[int, tuple[int, ...]]],
    known: Sequence[Share],
    tests: frozenset[int],
) -> list[tuple[float, Cells]]:
    """Every way to place a sparse row's numbers, with its score; one where there is nothing to choose."""
    wide = len(columns)
    moving = [s for k, s in row if k > 0 and (s.kind in NUMERIC or s.kind is Kind.DASH)]
    fixed = tuple((k, s) for k, s in row if k == 0 or not (s.kind in NUMERIC or s.kind is Kind.DASH))
    if not moving or len(row) == wide or len(fixed) > 1:
        return [(0.0, row)]
    free = [k for k in range(1, wide) if columns[k].share_of_numbers > 0.5 or columns[k].cells == 0]
    if len(moving) >= len(free):
        return [(0.0, row)]
    found = []
    closed = [_closed_to(s, free, columns) for s in moving]
    for places in combinations(free, len(moving)):
        if any(k in no for k, no in zip(places, closed, strict=True)):
            continue
        cells = (*fixed, *zip(places, moving, strict=True))
        likely = sum(columns[k].kind_score(s.kind) for k, s in cells if k > 0)
        empties = sum(columns[k].empty_score for k in free if k not in places)
        sums = _agree(_values(cells), relations) + agree(cells, known)
        sums += sum(
            _HIT if _P_VALUE.match(s.text) else 2 * _MISS for k, s in cells if k in tests and s.kind is not Kind.DASH
        )
        found.append((0.3 * likely + 0.2 * empties + sums + _LATER * sum(places), cells))
    found.sort(key=lambda x: -x[0])
    return found[:40] or [(0.0, row)]


def _closed_to(span: Span, free: Sequence[int], columns: Sequence[Column]) -> set[int]:
    """The columns where a count with its share never stands, where another holds nothing else: "14 (60)" is no count of
    one grade beside counts without shares."""
    if span.kind is not Kind.COUNT:
        return set()
    shares = {k: columns[k].kinds[span.kind] / max(columns[k].cells, 1) for k in free}
    return {k for k, share in shares.items() if share < _STRAY} if max(shares.values()) > _HOME else set()


def _agree(values: dict[int, int], relations: Sequence[tuple[int, tuple[int, ...]]]) -> float:
    score = 0.0
    for c, parts in relations:
        if c in values and any(p in values for p in parts):
            score += _HIT if values[c] == sum(values.get(p, 0) for p in parts) else _MISS
        elif c not in values and any(values.get(p) for p in parts):
            score -= 1.0
        elif values.get(c):
            score += _MISS
    return score


def _total_row(rows: Sequence[Cells], wide: int) -> int | None:
    """The row of totals, the last or the first of the body."""
    for k in (len(rows) - 1, 0):
        row = rows[k] if rows else ()
        if row and row[0][0] == 0 and _TOTAL.match(row[0][1].text) and len(_values(row)) >= min(2, wide - 1):
            return k
    return None


def _reachable(options: Sequence[Sequence[tuple[float, Cells]]], total: int) -> Cells:
    """The likeliest place of the totals where no column must hold more, or can hold no more than less."""
    low: Counter[int] = Counter()
    high: Counter[int] = Counter()
    for choice in (c for n, c in enumerate(options) if n != total):
        valued = [_values(cells) for _, cells in choice]
        for k in {k for values in valued for k in values}:
            some = [values.get(k, 0) for values in valued]
            low[k] += min(some)
            high[k] += max(some)
    ranked = sorted(options[total], key=lambda x: -x[0])
    fits = (cells for _, cells in ranked if all(low[k] <= v <= high[k] for k, v in _values(cells).items()))
    return next(fits, ranked[0][1])


def _by_totals(options: Sequence[Sequence[tuple[float, Cells]]], total: Cells, skip: int, wide: int) -> list[Cells]:
    """The joint choice whose column sums meet the totals best; a beam over partial sums."""
    goal = _values(total)
    values = [[_values(cells) if n != skip else {} for _, cells in choice] for n, choice in enumerate(options)]
    # The sums of all columns as the digits of one number, each with a bit to spare that tells when it exceeds its total.
    highest = sum(max((v for some in each for v in some.values()), default=0) for each in values)
    bits = max(highest, *goal.values(), 1).bit_length() + 1
    spare = sum(1 << (bits * k + bits - 1) for k in goal)
    room = sum(((1 << (bits - 1)) - 1 - v) << (bits * k) for k, v in goal.items())
    # Of each the score and the rows chosen, the last first.
    beam: dict[int, tuple[float, _Chosen]] = {0: (0.0, None)}
    for choice, each in zip(options, values, strict=True):
        adding = [
            (gain, cells, sum(v << (bits * k) for k, v in some.items() if k < wide))
            for (gain, cells), some in zip(choice, each, strict=True)
        ]
        grown: dict[int, tuple[float, _Chosen]] = {}
        for sums, (score, made) in beam.items():
            for gain, cells, added in adding:
                key = sums + added
                value = score + gain - (0.5 if (key + room) & spare else 0.0)
                if key not in grown or value > grown[key][0]:
                    grown[key] = (value, (made, cells))
        beam = grown if len(grown) <= _BEAM else dict(sorted(grown.items(), key=lambda x: -x[1][0])[:_BEAM])
    digit = (1 << bits) - 1
    wanted = [(digit << (bits * k), v << (bits * k)) for k, v in goal.items()]
    best = max(beam.items(), key=lambda x: x[1][0] + 4.0 * sum(x[0] & mask == v for mask, v in wanted))
    rows: list[Cells] = []
    made = best[1][1]
    while made is not None:
        made, cells = made
        rows.append(cells)
    return rows[::-1]


def _place_total(total: Cells, rows: Sequence[Cells], skip: int, columns: Sequence[Column]) -> Cells:
    """The totals under the columns that they are the sums of."""
    sums: dict[int, int] = defaultdict(int)
    for n, row in enumerate(rows):
        for k, v in _values(row).items():
            sums[k] += v if n != skip else 0
    moving = [s for k, s in total if k > 0]
    wide = len(columns)
    if len(moving) >= wide - 1:
        return total
    current = sum(sums[k] == value_of(s) for k, s in total if k > 0)
    best: tuple[float, Cells] = (current + 0.5, total)
    for places in combinations(range(1, wide), len(moving)):
        hits = sum(sums[k] == value_of(s) for k, s in zip(places, moving, strict=True))
        value = hits - 0.01 * sum(places) / wide
        if value > best[0]:
            best = (value, (total[0], *zip(places, moving, strict=True)))
    return best[1]
