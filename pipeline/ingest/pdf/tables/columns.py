"""The columns of a table without vertical rules: the white strips that its body's lines leave free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.ingest.pdf.page import Line, chunks_of

CELL_GAP = 0.55
"""Times the font size: a wider space parts two cells; a word space is a quarter to a third."""
NARROWEST_STRIP = 0.4
"""Times the font size."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Separators between columns (middle of the white strips), and each column's text extent."""

    separators: tuple[float, ...]
    extents: tuple[tuple[float, float], ...]

    def __len__(self) -> int:
        return len(self.extents)

    def at(self, x: float) -> int:
        """The column that a position lies in."""
        return sum(x > s for s in self.separators)

    def covered(self, x0: float, x1: float, slack: float = 1.0) -> tuple[int, int]:
        """First and last column whose text extent a stretch overlaps; the one it lies in where it overlaps none."""
        hit = [k for k, (a, b) in enumerate(self.extents) if x1 - slack > a and x0 + slack < b]
        if hit:
            return hit[0], hit[-1]
        middle = (x0 + x1) / 2
        for k, ((_, a), (b, _)) in enumerate(pairwise(self.extents)):
            if a < middle < b and abs(middle - (a + b) / 2) < 0.2 * (b - a):
                return k, k + 1  # centred between two columns
        return self.at(middle), self.at(middle)


def columns_of(body: Sequence[Line], header: Sequence[Line], left: float, right: float) -> Columns:
    """The columns that the body's lines agree on, and those that only a header cell stands in."""
    chunks = [chunks_of(line, CELL_GAP) for line in body]
    spread = [c for c in chunks if len(c) > 1]
    voters = spread if len(spread) >= 2 else chunks
    size = sorted(line.size for line in body)[len(body) // 2] if body else 8.0
    strips = _strips(voters, left, right, size)
    labels = _label_strip(chunks, size)
    if labels and not any(s[0] < labels[1] for s in strips):
        strips.insert(0, labels)
    separators = sorted((a + b) / 2 for a, b in strips)
    columns = _extents(_without_between(separators, voters), [c for row in chunks for c in row], left, right)
    return _with_header(columns, header, size)


def _label_strip(rows: Sequence[Sequence[Line]], size: float) -> tuple[float, float] | None:
    """The strip before row labels that begin far to the right of the group headings: a column of their own.

    An indent is one or two times the font size; three and more is a column, and so are labels set about one centre.
    """
    if not rows:
        return None
    edge = min(row[0].x0 for row in rows)
    headings = [row for row in rows if row[0].x0 < edge + 1.5]
    others = [row[0] for row in rows if row[0].x0 >= edge + 1.5]
    if len(others) < 3 or len(headings) < 2:
        return None
    start = min(c.x0 for c in others)
    starts, middles = sorted(c.x0 for c in others), sorted((c.x0 + c.x1) / 2 for c in others)
    centred = middles[-1] - middles[0] < 0.4 * size and starts[-1] - starts[0] > size and start - edge > 1.5 * size
    if not centred and start - edge < 3 * size:
        return None
    clear = [row[0].x1 for row in headings if row[0].x1 < start - 0.2 * size]
    return max(clear, default=start - 2.0), start


def _strips(rows: Sequence[Sequence[Line]], left: float, right: float, size: float) -> list[tuple[float, float]]:
    """Strips that no row's cell crosses, save for a few that may span columns."""
    if not rows:
        return []
    step = 0.25
    count = int((right - left) / step) + 2
    cover = [0] * count
    for row in rows:
        for chunk in row:
            a, b = int((chunk.x0 - left) / step), int((chunk.x1 - left) / step) + 1
            for i in range(max(0, a), min(count, b)):
                cover[i] += 1
    most = 0 if len(rows) < 8 else int(0.12 * len(rows))
    found: list[tuple[float, float]] = []
    start: int | None = None
    for i, n in enumerate(cover):
        if n <= most and start is None:
            start = i
        elif n > most and start is not None:
            found.append((left + start * step, left + i * step))
            start = None
    if found and found[0][0] <= left + step:
        found.pop(0)  # the margin before the first column
    return [s for s in found if s[1] - s[0] >= NARROWEST_STRIP * size and _parts(rows, s)]


def _without_between(separators: Sequence[float], rows: Sequence[Sequence[Line]]) -> list[float]:
    """The separators less those of a stretch that is filled only where both its neighbours are empty.

    There cells stand that are centred over the two columns beside it.
    """
    kept = list(separators)
    k = 1
    while k < len(kept):
        filled = [{sum((c.x0 + c.x1) / 2 > s for s in kept) for c in row} for row in rows]
        own = [f for f in filled if k in f]
        beside = [f for f in filled if k - 1 in f and k + 1 in f]
        if own and len(beside) > len(own) and not any(k - 1 in f or k + 1 in f for f in own):
            middle = (kept[k - 1] + kept[k]) / 2
            kept[k - 1 : k + 1] = [middle]
        else:
            k += 1
    return kept


def _parts(rows: Sequence[Sequence[Line]], strip: tuple[float, float]) -> bool:
    """Whether some row has a cell on either side, next to the strip."""
    middle = (strip[0] + strip[1]) / 2
    return any(any(c.x1 <= middle for c in row) and any(c.x0 >= middle for c in row) for row in rows)


def _extents(separators: Sequence[float], chunks: Sequence[Line], left: float, right: float) -> Columns:
    bounds = [left - 5, *separators, right + 5]
    extents = []
    for a, b in pairwise(bounds):
        inside = [c for c in chunks if a <= c.x0 and c.x1 <= b]
        extents.append((min((c.x0 for c in inside), default=a), max((c.x1 for c in inside), default=b)))
    return Columns(tuple(separators), tuple(extents))


def _with_header(columns: Columns, header: Sequence[Line], size: float) -> Columns:
    """The columns widened by their own header cells, which may be set about a centre over cells set to the left.

    A header line that has a cell for each column, or for each but the first, names them in order. Where it has more, a
    cell clear of all columns is over one that is empty throughout.
    """
    lines = [chunks_of(line, CELL_GAP) for line in header]
    fullest = max(lines, key=len, default=[])
    extents = list(columns.extents)
    if len(fullest) > len(extents):
        for chunk in fullest:
            if not any(chunk.x1 > a - 0.2 * size and chunk.x0 < b + 0.2 * size for a, b in extents):
                extents.append((chunk.x0, chunk.x1))
        return _parted(sorted(extents))
    missing = len(extents) - len(fullest)
    if len(fullest) < 2 or missing > 1 or (missing == 1 and fullest[0].x0 < extents[0][1]):
        return columns
    for k, chunk in enumerate(fullest, missing):
        extents[k] = min(extents[k][0], chunk.x0), max(extents[k][1], chunk.x1)
    apart = all(a[1] < b[0] for a, b in pairwise(extents))
    return _parted(extents) if apart else columns


def _parted(extents: Sequence[tuple[float, float]]) -> Columns:
    return Columns(tuple((a[1] + b[0]) / 2 for a, b in pairwise(extents)), tuple(extents))
