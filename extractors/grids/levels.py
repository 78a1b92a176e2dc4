"""Headers of two levels: spanning cells above the columns that they hold together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import eq

import numpy as np

from extractors.grids.alignment import Guess
from extractors.grids.atoms import Sep
from extractors.grids.columns import NEVER
from extractors.grids.flat_header import Cells, Flat, no_header
from extractors.grids.header import LABEL, Words, heads_one_column

# The most cells that an upper line holds.
_UPPER = 5
# The most that a column can gain by what stands above it.
_MOST = 3.7
Row = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class HeaderReading:
    """Header rows, each a tuple of (first column, one past the last column, first atom, one past the last atom)."""

    score: float
    rows: tuple[Row, ...]


class Headers:
    """Headers of every prefix of the atoms that ends a line, under several guesses at the columns."""

    def __init__(self, words: Words, guesses: Sequence[Guess], ends: Sequence[int]) -> None:
        self.words, self.guesses, self.ends = words, guesses, ends
        columns = [g.columns for g in guesses]
        last, size = max(ends, default=0), len(guesses)
        ways = [g.breaks for g in guesses] + ([words.style] * size if words.style else [])
        self.flat = Flat(words, ways, columns * (len(ways) // size), [0] * len(ways), last)
        scores = np.array([self.flat.ends(t) for t in ends]).reshape(len(ends), len(ways))
        # A header may be broken like its rows or in a way of its own: the likelier one for each guess.
        own = len(ends) > 0 and scores[:, -size:].max(axis=0) > scores[:, :size].max(axis=0)
        self.at = np.arange(size) + np.where(own, len(ways) - size, 0)
        self.breaks = [ways[n] for n in self.at]
        # scores[n, g]: log likelihood of a flat header that ends before atom ends[n]
        self.scores = scores[:, self.at]

    def read(self, g: int, size: int) -> HeaderReading:
        """The likeliest flat header of the first `size` atoms."""
        score, cells = self.flat.read(int(self.at[g]), size)
        return HeaderReading(score, (tuple((k, k + 1, f, t) for k, f, t in cells),))

    def two_levels(self, wanted: dict[int, list[int]]) -> dict[tuple[int, int], HeaderReading]:
        """For each guess and each of the ends wanted of it the likeliest header: flat, or spanning cells above."""
        found = {(g, t): self.read(g, t) for g, ends in wanted.items() for t in ends}
        last = max((t for _, t in found), default=0)
        cuts = [t for t in range(1, last) if self.words.atoms[t].sep in (Sep.LINE, Sep.BLANK)]
        below = [
            (g, cut)
            for g, ends in wanted.items()
            for cut in cuts
            if cut < max(ends) and len(self.guesses[g].columns) > 2
        ]
        if not below:
            return found
        mine = [self.guesses[g] for g, _ in below]
        ways = [self.breaks[g] for g, _ in below]
        low = Flat(self.words, ways, [x.columns for x in mine], [cut for _, cut in below], last)
        some = sorted({g for g, _ in below})
        ways = [self.breaks[g] for g in some]
        upper = Flat(self.words, ways, [None] * len(some), [0] * len(some), cuts[-1], _UPPER)
        for n, (g, cut) in enumerate(below):
            tops = _tops(upper, some.index(g), cut)
            for t in (t for t in wanted[g] if t > cut):
                best = found[g, t]
                score, cells = low.read(n, t, above=best.score - tops[0].score - _MOST * len(mine[n].columns))
                if cells:
                    made = _stacked(self.words, tops, score, cells, len(mine[n].columns), best.score)
                    found[g, t] = made or best
        return found


@dataclass(frozen=True)
class _Top:
    """An upper line: its cells (first atom, one past the last), their texts, what each costs by its words, whether any
    counts what stands below."""

    score: float
    cells: tuple[tuple[int, int], ...]
    heads: tuple[str, ...] = ()
    own: tuple[float, ...] = ()
    counts: bool = False


def _tops(upper: Flat, g: int, cut: int) -> list[_Top]:
    """The likeliest splits of the upper line into one to five cells, the best first."""
    found: list[_Top] = []
    for last in range(_UPPER):
        score, cells = upper.read(g, cut, last, above=-1e4)
        if cells:
            heads = tuple(upper.words.text(f, t) for _, f, t in cells)
            places = tuple((f, t) for _, f, t in cells)
            found.append(_Top(score, places, heads, tuple(map(_own, heads)), any(map(counts_below, heads))))
    return sorted(found, key=lambda top: (top.score, top.cells), reverse=True) or [_Top(NEVER, ())]


def _stacked(
    words: Words, tops: Sequence[_Top], low: float, cells: Cells, wide: int, least: float
) -> HeaderReading | None:
    """The likeliest of the upper lines over these cells, where it comes out above `least`."""
    row = tuple((k, k + 1, f, t) for k, f, t in cells)
    texts = {k: words.text(f, t).casefold() for k, f, t in cells}
    found = None
    # The most that these columns can gain: what repeats among them, grades under a word that counts, bare ones filled.
    bare = min(texts, default=0)
    repeats = _ALIKE * (len(texts) - len(set(texts.values()))) - no_header(0, bare)
    led = _PER_LED * sum(bool(LED.match(text.upper())) for text in texts.values())
    for top in tops:
        if low + top.score + _MOST * wide <= least:
            break
        most = repeats + (led if top.counts else 0.0)
        # The first cells may stand over bare columns; each of the others costs what it does by itself.
        most += sum(top.own[min(bare, len(top.own) - 1) :]) - (1.0 if len(top.heads) == 1 else 0.0)
        if low + top.score + most - _LEVEL <= least:
            continue
        line, gain = _spread(top, texts, wide, least - low + _LEVEL)
        if low + gain - _LEVEL > least:
            least = low + gain - _LEVEL
            found = HeaderReading(least, (line, row))
    return found


# Cost of a second level.
_LEVEL = 0.5
_COUNTING = ("grade", "grades", "arm", "cohort", "histotype")
# Gain of a number under such a word, of what repeats below two cells side by side.
_PER_LED, _ALIKE = 3.6, 0.9
LED = re.compile(r"(?:[0-9]|[IV]+)(?!\d)|≥")


def _spread(top: _Top, texts: dict[int, str], wide: int, least: float) -> tuple[Row, float]:
    """Give each upper cell a run of columns, the likeliest way; none where no way comes up to `least`."""
    named = sorted(texts)
    best: tuple[Row, float] = ((), NEVER)
    for skip in range(min(3, len(named))):
        # The first lower cells may have nothing above: the label's, a total's.
        needed = max(least, best[1]) + 0.2 * skip
        found = _spread_over(top, named[skip:], texts, wide if skip == 0 else 0, needed)
        if found[1] - 0.2 * skip > best[1]:
            best = (found[0], found[1] - 0.2 * skip)
    return best


def _spread_over(top: _Top, named: list[int], texts: dict[int, str], wide: int, least: float) -> tuple[Row, float]:
    score, parts = top.score, top.cells
    lead = [k for k in range(wide) if k < named[0]]
    best: tuple[Row, float] = ((), NEVER)
    below = tuple(texts[k] for k in named)
    for alone in range(min(len(lead), len(parts) - 1) + 1):
        # The first upper cells may stand over columns that have nothing below.
        single = tuple((k, k + 1, f, g) for k, (f, g) in zip(lead, parts[:alone], strict=False))
        heads = top.heads[alone:]
        extra = no_header(0, len(lead) - alone) - no_header(0, len(lead))
        if score + extra + _at_most(heads, below) < least - _ROUNDING:
            continue
        value, ends = _fitted(heads, below)
        if value > NEVER / 2 and score + extra + value > best[1]:
            runs = zip([0, *ends], ends, parts[alone:], strict=False)
            line = [(named[a], named[b - 1] + 1, f, g) for a, b, (f, g) in runs]
            best = ((*single, *line), score + extra + value)
    return best


_ROUNDING = 1e-6


@lru_cache(maxsize=5000)
def _at_most(heads: tuple[str, ...], below: tuple[str, ...]) -> float:
    """The most that upper cells can be worth over the columns below them."""
    led = sum(bool(LED.match(text.upper())) for text in below)
    most = _PER_LED * led if any(map(counts_below, heads)) else -0.5 * led
    return most + _ALIKE * (len(below) - len(set(below))) + sum(map(_own, heads)) - (1.0 if len(heads) == 1 else 0.0)


def counts_below(text: str) -> bool:
    """Whether an upper cell's words ask for numbers below."""
    return text.casefold().strip("*† ").endswith(_COUNTING)


def _own(text: str) -> float:
    """What an upper cell costs by its words."""
    return -3.3 if LABEL.match(text) or heads_one_column(text) else -0.3


# The same words are tried over the same columns by every guess, and again in every training.
@lru_cache(maxsize=5000)
def _fitted(heads: tuple[str, ...], below: tuple[str, ...]) -> tuple[float, tuple[int, ...]]:
    """How well upper cells go with the columns below them, and where the run of columns ends that each takes."""
    return _Fit(heads, below).best()


class _Fit:
    """How upper cells go with the columns below them: each takes a run of columns, in order, none left over."""

    def __init__(self, heads: Sequence[str], below: Sequence[str]) -> None:
        self.texts = below
        self.counts = [counts_below(text) for text in heads]
        self.own = [_own(text) for text in heads]
        self.led = [0]
        for text in self.texts:
            self.led.append(self.led[-1] + bool(LED.match(text.upper())))
        self._known: dict[tuple[int, int, int], tuple[float, int]] = {}

    def best(self) -> tuple[float, tuple[int, ...]]:
        """The likeliest runs, by their ends; NEVER where there are fewer columns than cells."""
        value = self._from(0, 0, 0)[0] - (1.0 if len(self.counts) == 1 else 0.0)
        ends: list[int] = []
        at, before = 0, 0
        for head in range(len(self.counts)):
            to = self._from(head, at, before)[1]
            ends.append(to)
            at, before = to, to - at
        return value, tuple(ends)

    def _from(self, head: int, at: int, before: int) -> tuple[float, int]:
        """Value of the cells from `head` on over the columns from `at` on, and where the run of `head` ends.

        `before` is the length of the run before, which what stands below is compared with: no column alone is.
        """
        if head == len(self.counts):
            return (0.0 if at == len(self.texts) else NEVER), at
        before = max(before, 1)
        known = self._known.get((head, at, before))
        if known is None:
            left = len(self.counts) - head - 1
            counts, own, led = self.counts[head], self.own[head], self.led
            known = (NEVER, at)
            for to in range(at + 1 if left else max(len(self.texts), at + 1), len(self.texts) - left + 1):
                leading = led[to] - led[at]
                value = (_PER_LED * leading - 2.0 * (to - at - leading) if counts else -0.5 * leading) + own
                if before > 1 and to > at + 1:
                    value += self._beside(at - before, at, to)
                value += self._from(head + 1, to, to - at)[0]
                if value > known[0]:
                    known = (value, to)
            self._known[head, at, before] = known
        return known

    def _beside(self, before: int, at: int, to: int) -> float:
        """Two runs of several columns side by side: what repeats below them speaks for it, many columns of unlike number
        against it."""
        if at - before != to - at:
            return -1.0
        alike: int = sum(map(eq, self.texts[before:at], self.texts[at:to]))
        return _ALIKE * alike - (0.0 if alike else 0.5)
