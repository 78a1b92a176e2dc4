"""A solved header: its rows of cells over the columns, what it rests on, and what waits above a row while it is solved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grids.header_marks import P_VALUE
from extractors.grids.zone import Zone

# (first column, one past the last, first atom, one past the last); columns count from the labels' on.
Row = tuple[tuple[int, int, int, int], ...]
Spans = tuple[tuple[int, int], ...]
# Leaves that repeat, and a lead, that count for much; the least score of a header of several rows, and of one row.
_MANY, _FAR, _LEAST, _GOOD = 4, 3.0, -4.0, 2.5
_FULL, _LONG = 2, 6
# Where nearly all rows hold as many values, how far a header must be ahead, and how likely.
_NEARLY_ALL, _CLOSE, _FAIR, _SOME = 0.85, 0.75, -1.0, 0.5
# What the header of known rows may lack, and how far it must be ahead.
_POOR, _APART = -3.0, 0.3
_TOTALS = re.compile(r"(?:total|overall|all patients|all)\b", re.I)
_OVER_ARMS = re.compile(r"(?:treatment|study) ?(?:arms?|groups?)?$|arms?$|groups?$", re.I)


@dataclass(frozen=True)
class Solved:
    """A header of `rows` over `width` columns, the labels' included, that ends before atom `head`; `repeats` leaves repeat;
    `ahead` is by how much its score passes that of another reading; `borne` are the shares of rows with as many values and
    with more, `full` how many are those; `sized`
    says that each column gives its number of patients."""

    score: float
    head: int
    width: int
    rows: tuple[Row, ...]
    repeats: int
    ahead: float = 0.0
    borne: tuple[float, float] = (1.0, 0.0)
    full: int = 0
    sized: bool = False

    @property
    def sure(self) -> bool:
        """Whether what was counted leaves no doubt."""
        exact, more = self.borne
        if self.repeats > _MANY and self.ahead >= _FAR and not more:
            return self.score > 2 * _LEAST
        if self.repeats >= _MANY and self.ahead >= _FAR and exact >= 0.2:
            return self.score > _LEAST
        if exact < 0.3 or more > 0.2:
            return False
        if self.full < _FULL:
            return False
        if self.sized:
            return self.score > _LEAST
        if exact >= _NEARLY_ALL and not more and self.full >= _LONG and self.ahead >= _CLOSE:
            return self.score > _FAIR
        tall = sum(any(a for a, *_ in row) for row in self.rows)
        if tall == 1 and not self.repeats:
            return self.ahead >= _FAR and self.score > (_SOME if not more else _GOOD) and self.full >= _LONG
        return self.ahead >= (1.5 if self.repeats or tall > 2 else 2.0) and self.score > _LEAST

    @property
    def borne_by_rows(self) -> bool:
        """Whether rows that are known agree with it nearly all, and no other reading comes near."""
        exact, more = self.borne
        return self.ahead >= _APART and self.score > _POOR and exact >= 0.7 and more <= 0.1 and self.full >= _FULL

    @property
    def likely(self) -> bool:
        """Whether what was counted agrees, though another reading may come near."""
        exact, more = self.borne
        return self.ahead > 0 and self.score > 0 and exact >= 0.5 and more <= 0.2 and self.full >= _FULL


@dataclass(frozen=True)
class State:
    """What stands below a row: columns in `groups`, `bare` ones that wait for a header, whether the labels have theirs
    (`stub`), how many patients each column speaks of where all say so."""

    groups: Spans
    bare: tuple[int, ...]
    stub: bool
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Leaves:
    score: float
    row: Row
    below: State
    repeats: int


def trimmed(zone: Zone, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with no cell over all columns that runs on over a p-value's, and none over the arms over a total's."""
    made = [rows[-1]] if rows else []
    for row in reversed(rows[:-1]):
        below = {b: zone.text(f, t) for a, b, f, t in made[0] if a}
        under = {b: a for a, b, f, t in made[0] if a}
        alone = sum(a > 0 for a, *_ in row) == 1
        here: list[tuple[int, int, int, int]] = []
        for a, b, f, t in row:
            while a and alone and b - a > 1 and b in below and under[b] > a and _aside(below[b], zone.text(f, t)):
                b = under[b]
            here.append((a, b, f, t))
        made.insert(0, tuple(here))
    return tuple(made)


def _aside(below: str, above: str) -> bool:
    """Whether a column is none of those that the words above are about."""
    return bool(P_VALUE.match(below) or (_TOTALS.match(below) and _OVER_ARMS.match(above)))
