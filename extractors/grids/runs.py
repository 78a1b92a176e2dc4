"""What the blocks of a table hold that a tool writes column by column: runs of cells below one another, one column wide or
several, words that may wrap, labels with their values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import SIZE
from extractors.grids.spans import bond, joined, kind_of, together

Cell = tuple[Atom, ...]
VALUES = NUMERIC | CATEGORY | {Kind.DASH}
# The most columns of a block side by side; the least share of its rows that must have as many cells.
_WIDE, _ALIKE = 8, 0.75
# Lines of words above the values of a block.
_HEAD = 4
_ITEM = re.compile(r"(?:[≥>]?[0-5]|(?:fe)?male|yes|no)$", re.I)
_LEVEL = re.compile(r"9\d(?:\.\d)?\s?%$")
# What words may cost that are cut into other cells than their forms say.
_BENT = 12.0


@dataclass(frozen=True)
class Run:
    """A block: `head` are words above; `rows` hold a cell for each column, fewer where `labelled` rows have no values;
    `lines` are set where words may wrap: then each is a cell or goes on with the one above."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labelled: bool = False
    lines: tuple[Cell, ...] = ()
    kinds: tuple[Counter[Kind], ...] = field(default=())

    @cached_property
    def width(self) -> int:
        """Columns side by side, that of the labels left out."""
        return 1 if self.lines else max(len(r) for r in self.rows) - self.labelled

    @cached_property
    def valued(self) -> int:
        """Rows with values."""
        return sum(len(r) > self.labelled for r in self.rows)

    def sizes(self) -> list[tuple[int, float]]:
        """How many cells the run may be, each with its log likelihood beside the likeliest."""
        if not self.lines:
            return [(self.valued, 0.0)]
        odds = sorted((_clipped(bond(a[-1], b[0])) for a, b in pairwise(self.lines)), reverse=True)
        n = len(self.lines)
        values = [sum(map(together, odds[:j])) + sum(together(-x) for x in odds[j:]) for j in range(n)]
        best = max(values)
        return [(n - j, v - best) for j, v in enumerate(values) if v > best - _BENT]

    def cells(self, size: int) -> list[Cell]:
        """The words as so many cells: lines go on where their forms say so most."""
        odds = [_clipped(bond(a[-1], b[0])) for a, b in pairwise(self.lines)]
        order = sorted(range(len(odds)), key=lambda n: -odds[n])
        on = {n + 1 for n in order[: len(self.lines) - size]}
        made: list[Cell] = []
        for n, line in enumerate(self.lines):
            if n in on:
                made[-1] = (*made[-1], *line)
            else:
                made.append(line)
        return made


def _clipped(odds: float) -> float:
    return min(3.0, max(-3.0, odds))


def run_of(lines: Sequence[Cell]) -> Run:
    """What a block of lines holds."""
    lines = whole(lines)
    parts = [pieces(line) for line in lines]
    flat = [p for some in parts for p in some]
    values = [_is_value(p) for p in flat]
    first = values.index(True) if True in values else len(flat)
    body = _below_head(lines, parts, first)
    if body is not None and _labelled(flat) is None:
        return _known(Run(tuple(flat[:first]), body.rows, False, body.lines))
    if max(map(len, parts)) == 1 and all(values):
        return _known(Run((), tuple(_periods(flat) or [(p,) for p in flat])))
    if not any(values):
        return _known(Run((), tuple((line,) for line in lines), False, tuple(lines)))
    if len({len(some) for some in parts}) == 1 < len(parts[0]) and all(
        _is_value(p) for some in parts for p in some[1:]
    ):
        return _known(Run((), tuple(map(tuple, parts)), not any(_is_value(some[0]) for some in parts)))
    if len(lines) == 1 < len(flat) and values[0]:
        return _known(Run((), (tuple(flat),)))
    rows = _periods(flat) if max(map(len, parts)) > 1 or not _all_alike(values) else None
    if rows is not None:
        return _known(Run((), tuple(rows)))
    labelled = _labelled(flat)
    if labelled is not None:
        top = next(n for n, row in enumerate(labelled) if len(row) > 1 or not SIZE.match(text_of(row[0])))
        return _known(Run(tuple(row[0] for row in labelled[:top]), tuple(labelled[top:]), True))
    return _known(Run((), tuple((line,) for line in lines), False, tuple(lines)))


def whole(lines: Sequence[Cell]) -> list[Cell]:
    """The lines with "N =" and the number below it as one."""
    made: list[Cell] = []
    for line in lines:
        if made and made[-1][-1].text.endswith("="):
            made[-1] = (*made[-1], *line)
        else:
            made.append(line)
    return made


def _below_head(lines: Sequence[Cell], parts: Sequence[Sequence[Cell]], first: int) -> Run | None:
    """The values of a block below words that head them; None where it is not so."""
    top = next((n for n, some in enumerate(parts) if any(map(_is_value, some))), 0)
    if not top or top > _HEAD or sum(map(len, parts[:top])) != first or len(lines) - top < min(top, 2):
        return None
    rest = [p for some in parts[top:] for p in some]
    if not all(map(_is_value, rest)) or all(kind_of(p) in (Kind.DASH, Kind.ABSENT) for p in rest):
        return None
    return run_of(lines[top:])


def _known(run: Run) -> Run:
    skip = int(run.labelled)
    kinds = tuple(Counter(kind_of(row[k]) for row in run.rows if k < len(row)) for k in range(skip, skip + run.width))
    return Run(run.head, run.rows, run.labelled, run.lines, kinds)


def pieces(line: Cell) -> list[Cell]:
    """The cells that stand side by side on a line."""
    found: list[list[Atom]] = [[line[0]]]
    for a, b in pairwise(line):
        if a.text.endswith("=") or b.text.startswith("=") or (_LEVEL.match(a.text) and b.text.startswith(("CI", "IC"))):
            found[-1].append(b)
        elif b.sep is Sep.WIDE or bond(a, b) + (0.7 if a.kind is b.kind is Kind.WORDS else 0.0) < 0:
            found.append([b])
        else:
            found[-1].append(b)
    return [tuple(p) for p in found]


def _is_value(piece: Cell) -> bool:
    return kind_of(piece) in VALUES


def _all_alike(values: Sequence[bool]) -> bool:
    return all(values) or not any(values)


def _families(piece: Cell) -> str:
    kind = kind_of(piece)
    if kind in (Kind.DASH, Kind.ABSENT):
        return ""
    return kind.value if kind in CATEGORY or kind is Kind.WORDS else ("whole" if kind is Kind.INTEGER else "other")


def _periods(flat: Sequence[Cell]) -> list[tuple[Cell, ...]] | None:
    """The cells as rows of several columns where each column keeps its kind and not all are of one."""
    names = [_families(p) for p in flat]
    if len({n for n in names if n}) < 2:
        return None
    for wide in range(2, min(_WIDE, len(flat) // 2) + 1):
        if len(flat) % wide:
            continue
        columns = [{n for n in names[k::wide] if n} for k in range(wide)]
        if all(len(c) <= 1 for c in columns) and len({n for c in columns for n in c}) > 1:
            return [tuple(flat[k : k + wide]) for k in range(0, len(flat), wide)]
    return None


def _labelled(flat: Sequence[Cell]) -> list[tuple[Cell, ...]] | None:
    """Rows of a label with its values, where most labels have as many; labels alone are groups or are carried on."""
    return _by_label(flat, [_is_value(p) for p in flat]) or _by_label(flat, list(_not_grades(flat)))


def _not_grades(flat: Sequence[Cell]) -> Iterator[bool]:
    """Values, but for what begins a line before a value and may be a label: low numbers ("0", "≥3"), "Male", "Yes"."""
    for n, piece in enumerate(flat):
        low = len(piece) == 1 and _ITEM.match(piece[0].text) and piece[0].sep is not Sep.SPACE
        yield _is_value(piece) and not (low and n + 1 < len(flat) and _is_value(flat[n + 1]))


def _by_label(flat: Sequence[Cell], values: Sequence[bool]) -> list[tuple[Cell, ...]] | None:
    rows: list[list[Cell]] = []
    for piece, value in zip(flat, values, strict=True):
        if not value:
            if rows and len(rows[-1]) == 1 and bond(rows[-1][0][-1], piece[0]) > 0:
                rows[-1][0] = (*rows[-1][0], *piece)
            else:
                rows.append([piece])
        elif not rows:
            return None
        else:
            rows[-1].append(piece)
    counts = Counter(len(r) for r in rows if len(r) > 1)
    if not counts:
        return None
    wide, often = counts.most_common(1)[0]
    if often < 2 or often < _ALIKE * counts.total() or counts.total() < 0.5 * len(rows) or wide > _WIDE:
        return None
    return [tuple(r) for r in rows] if max(counts) == wide else None


def text_of(cell: Cell) -> str:
    """A cell's words."""
    return joined(cell)
