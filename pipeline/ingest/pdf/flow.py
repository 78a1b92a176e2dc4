"""Reading order: columns found by their gutter, blocks across the page between them.

The idea is the recursive X-Y cut (Nagy, Seth, Viswanathan, "A prototype document image analysis system for technical
journals", 1992), with the gutter found as the vertical that the fewest words cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from pipeline.ingest.pdf.page import Line, Word, lines_of

NARROWEST_COLUMN = 110.0
"""Points."""
NARROWEST_GUTTER = 7.0


class Placed(Protocol):
    """Anything with a place on the sheet: a table."""

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one column (or across the page) between two breaks, top to bottom, tables among them."""

    items: tuple[Line | Placed, ...]


def flow_of(words: Sequence[Word], tables: Sequence[Placed] = ()) -> list[Column]:
    """The columns of a sheet in reading order."""
    out: list[Column] = []
    _split(list(words), list(tables), out)
    return out


def gutter_of(words: Sequence[Word]) -> tuple[float, float] | None:
    """Left and right edge of the white strip between two columns of text, None where the text is one column."""
    rows = lines_of(words)
    if len(rows) < 4:
        return None
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    if x1 - x0 < 2 * NARROWEST_COLUMN:
        return None
    steps = range(int(x0 + NARROWEST_COLUMN), int(x1 - NARROWEST_COLUMN) + 1)
    crossing = dict.fromkeys(steps, 0)
    for word in words:
        for x in range(max(int(word.x0), steps.start), min(int(word.x1) + 1, steps.stop)):
            crossing[x] += 1
    least = min(crossing.values())
    usual = sorted(crossing.values())[int(0.75 * len(crossing))]
    if least > 0.45 * usual or usual < 3:
        return None
    centre = (x0 + x1) / 2
    runs = [r for r in _runs([x for x in steps if crossing[x] <= least + 0.02 * len(rows)]) if r[1] - r[0] >= 2]
    candidates = [edges for run in runs if (edges := _edges(rows, (run[0] + run[1]) / 2)) is not None]
    return max(candidates, key=lambda e: (e[1] - e[0]) - 0.15 * abs((e[0] + e[1]) / 2 - centre), default=None)


def _gutter_between(tables: Sequence[Placed], words: Sequence[Word]) -> tuple[float, float] | None:
    """The strip between tables that stand side by side, where there is too little text to show two columns."""
    for left in tables:
        rest = [t for t in tables if t.bbox[0] > left.bbox[2]]
        start = min((t.bbox[0] for t in rest), default=0.0)
        beside = any(t.bbox[1] < left.bbox[3] and left.bbox[1] < t.bbox[3] for t in rest)
        middle = (left.bbox[2] + start) / 2
        crossed = any(t.bbox[0] < middle < t.bbox[2] for t in tables) or any(w.x0 < middle < w.x1 for w in words)
        if beside and not crossed:
            return left.bbox[2], start
    return None


def _runs(values: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x in values:
        if runs and runs[-1][1] == x - 1:
            runs[-1] = (runs[-1][0], x)
        else:
            runs.append((x, x))
    return runs


def _edges(rows: Sequence[Line], x: float) -> tuple[float, float] | None:
    """The strip around x that most rows with text on both sides leave free; both sides must hold text enough."""
    lefts, rights = [], []
    for row in rows:
        left = max((w.x1 for w in row.words if w.x1 <= x), default=None)
        right = min((w.x0 for w in row.words if w.x0 >= x), default=None)
        if any(w.x0 < x < w.x1 for w in row.words):
            continue
        if left is not None:
            lefts.append(left)
        if right is not None:
            rights.append(right)
    if len(lefts) < 4 or len(rights) < 4:
        return None
    edge0, edge1 = sorted(lefts)[int(0.95 * (len(lefts) - 1))], sorted(rights)[int(0.05 * (len(rights) - 1))]
    return (edge0, edge1) if edge1 - edge0 >= NARROWEST_GUTTER else None


def _split(words: list[Word], tables: list[Placed], out: list[Column]) -> None:
    gutter = gutter_of(words) or _gutter_between(tables, words)
    if gutter is None:
        _emit(words, tables, out)
        return
    middle = (gutter[0] + gutter[1]) / 2
    across = [t for t in tables if t.bbox[0] < gutter[0] - 5 and t.bbox[2] > gutter[1] + 5]
    spanning = [line for line in lines_of(words) if _spans(line, gutter)]
    breaks: list[tuple[float, float, Placed | Line]] = [(t.bbox[1], t.bbox[3], t) for t in across]
    breaks += [(line.top, line.bottom, line) for line in spanning]
    breaks.sort(key=lambda b: b[0])
    taken = {id(w) for line in spanning for w in line.words}
    rest = [w for w in words if id(w) not in taken]
    others = [t for t in tables if t not in across]
    at = float("-inf")
    for group in _adjoining(breaks, rest):
        _sides(rest, others, at, group[0][0], middle, out)
        out.append(Column(tuple(item for _, _, item in group)))
        at = group[0][0]
    _sides(rest, others, at, float("inf"), middle, out)


def _spans(line: Line, gutter: tuple[float, float]) -> bool:
    """Whether a line of the sheet runs over the gutter: a word in it, or a space narrower than it."""
    middle = (gutter[0] + gutter[1]) / 2
    for left, right in pairwise(line.words):
        if left.middle < middle <= right.middle and right.x0 - left.x1 < 0.75 * (gutter[1] - gutter[0]):
            return True
    return any(w.x0 < middle - 2 and w.x1 > middle + 2 for w in line.words)


def _adjoining(
    breaks: list[tuple[float, float, Placed | Line]], rest: Sequence[Word]
) -> list[list[tuple[float, float, Placed | Line]]]:
    """Breaks that follow each other with no line of a column between them, together."""
    groups: list[list[tuple[float, float, Placed | Line]]] = []
    for item in breaks:
        last = groups[-1][-1] if groups else None
        if last is not None and not any(last[0] < w.baseline - 0.3 * w.size < item[0] for w in rest):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _sides(
    words: list[Word], tables: list[Placed], top: float, bottom: float, middle: float, out: list[Column]
) -> None:
    band = [w for w in words if top <= w.baseline - 0.3 * w.size < bottom]
    placed = [t for t in tables if top <= t.bbox[1] < bottom]
    for left in (True, False):
        side = [w for w in band if (w.middle < middle) is left]
        beside = [t for t in placed if ((t.bbox[0] + t.bbox[2]) / 2 < middle) is left]
        if side or beside:
            _split(side, beside, out)


def _emit(words: list[Word], tables: list[Placed], out: list[Column]) -> None:
    items: list[tuple[float, Line | Placed]] = [(t.bbox[1], t) for t in tables]
    items += [(line.top, line) for line in lines_of(words)]
    if items:
        out.append(Column(tuple(item for _, item in sorted(items, key=lambda i: i[0]))))
