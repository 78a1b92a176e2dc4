"""Every span that may be a cell, as arrays: what a column thinks of all of them at once."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

import numpy as np
from numpy.typing import NDArray

from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import SIZE, Breaks, Column
from extractors.grids.header import SEPS, Words
from extractors.grids.spans import LONGEST, NO_PAIRS, Joints, Pairs, Span, balance

# Over a group of rows, in a line of its own.
HEADS_GROUP = re.compile(
    r"(?:sex|gender|age(?:,? \(?(?:years?|yrs?|y)\)?)?|race|ethnicity|(?:ecog |who |zubrod )?performance status(?: \(?\w+\)?)?|ecog(?: ps)?"
    r"|karnofsky.*|histolog(?:y|ic(?:al)? (?:sub)?types?)|(?:primary |metastatic )?(?:tumou?r )?(?:sites?|locations?)"
    r"|sites? of (?:\w+ )?\w+|(?:tumou?r |disease |clinical )?(?:stage|grade|status)|(?:number of )?(?:previous|prior) .*|metastas[ei]s)[*†:]?",
    re.I,
)
_SWALLOWED = 2.0
_HEADING, _ENDS = 6, (Sep.LINE, Sep.BLANK)
# A header ends within so many atoms.
HEADER = 90
# Log likelihood of a cell in another column than it stands below.
ELSEWHERE = -15.0
Floats = NDArray[np.float64]
KINDS = {kind: k for k, kind in enumerate(Kind)}
# Kinds of which a text may tell its column.
_TELLING = np.array([kind is Kind.WORDS or kind in CATEGORY for kind in Kind])


@dataclass
class Lattice:
    """The spans that begin at each atom, computed once for a table; flat arrays run over all of them in that order."""

    atoms: Sequence[Atom]
    pairs: Pairs = NO_PAIRS

    def __post_init__(self) -> None:
        self.joints = Joints(self.atoms, self.pairs)
        self.spans: list[list[Span]] = []
        for first in range(len(self.atoms)):
            made: list[Span] = []
            for span in islice(self.joints.grow(first), LONGEST):
                if span.hold < -14 or span.blanks > 4:
                    break
                made.append(span)
            self.spans.append(made)
        self.flat = [span for made in self.spans for span in made]
        counts = [len(made) for made in self.spans]
        self.begin = [0, *accumulate(counts)][:-1]
        self.kind = np.array([KINDS[s.kind] for s in self.flat], dtype=np.intp)
        firsts, lasts = (np.array([s[k] for s in self.flat], dtype=np.intp) for k in (0, 1))
        self.size = (lasts - firsts).astype(np.float64)
        self.lines = np.array([s.lines for s in self.flat], dtype=np.float64)
        self.blanks = np.array([s.blanks for s in self.flat], dtype=np.float64)
        self.wrapped = (self.lines + self.blanks > 0).astype(np.intp)
        # a state behind the span: where it ends, whether it was wrapped
        self.ends = 2 * lasts + self.wrapped
        self.seps = np.array([SEPS[a.sep] for a in self.atoms], dtype=np.intp)
        self.telling = _TELLING[self.kind]
        self.column = np.array([a.column for a in self.atoms], dtype=np.intp)[firsts]
        self.heading = np.array([self._heads_group(s) for s in self.flat])
        self._texts()
        self.hold = np.array([self._hold(s) for s in self.flat]) - _SWALLOWED * self._swallows()
        ends = [self.atoms[first].sep in _ENDS for first in range(len(self.atoms))]
        self.leading = np.array([ends[s.first] and self._leads_values(s) for s in self.flat])
        self.no_label = np.array([_no_label(s) for s in self.flat])
        self._known: dict[tuple[object, ...], Floats] = {}

    def _swallows(self) -> NDArray[np.bool_]:
        """Which spans go on behind a heading of a group that they begin with."""
        before = np.concatenate([[0], np.cumsum(self.heading)])
        own: NDArray[np.bool_] = before[:-1] > before[np.repeat(self.begin, [len(made) for made in self.spans])]
        return own

    def _texts(self) -> None:
        """Number the texts, so that a column's counts of them can be looked up for all spans at once."""
        self.number: dict[str, int] = {}
        folded = [span.text.casefold() for span in self.flat]
        self.text = np.array([self.number.setdefault(t, len(self.number)) for t in folded], dtype=np.intp)

    def _heads_group(self, span: Span) -> bool:
        """Whether a span takes whole lines and says what a group of rows is about: "Sex", "Performance status"."""
        if span.kind is not Kind.WORDS or span.size > _HEADING or self.atoms[span.first].sep not in _ENDS:
            return False
        if span.last == len(self.atoms) or self.atoms[span.last].sep not in _ENDS:
            return False
        after = self.atoms[span.last].text[0]
        if after in "≥≤<>(" or after.islower():
            return False
        return span.text.endswith(":") or bool(HEADS_GROUP.fullmatch(span.text))

    def _leads_values(self, span: Span) -> bool:
        """Whether words begin a line and values follow on it, as a row's label and its first value do."""
        if span.kind is not Kind.WORDS or span.wrapped:
            return False
        if span.last == len(self.atoms) or not span.text[0].isupper():
            return False
        after = self.atoms[span.last]
        return after.sep is Sep.SPACE and after.kind in NUMERIC

    @staticmethod
    def _hold(span: Span) -> float:
        """What every column thinks of a span: how it holds together, mixed values, brackets left open."""
        return span.hold - (3.0 if span.kind is Kind.MIXED else 0.0) - (4.0 if balance(span.text) != 0 else 0.0)

    @cached_property
    def words(self) -> Words:
        """What the first atoms say as a header."""
        return Words.of(self.atoms, HEADER, self.pairs)

    @property
    def cut(self) -> list[float]:
        """Log likelihood of a cut before each atom."""
        return self.joints.cut

    @cached_property
    def placed(self) -> int:
        """How many columns there are, where they stand at character positions; else 0."""
        return int(self.column.max(initial=-1)) + 1

    def scores(self, column: Column) -> Floats:
        """Log likelihood of every span as a cell of a column; columns often stay as they were from one training to the
        next."""
        often = [(self.number[t], n) for t, n in column.texts.items() if n > 1 and t in self.number]
        mean = sum(column.sizes) / len(column.sizes) if column.sizes and not column.label else -1.0
        key = (column.label, column.kind_scores, mean, tuple(often))
        value = self._known.get(key)
        if value is None:
            value = self._known[key] = self._scores(column, often, mean)
        return value

    def _scores(self, column: Column, often: Sequence[tuple[int, int]], mean: float) -> Floats:
        by_kind = np.array(column.kind_scores)
        value: Floats = by_kind[self.kind] + self.hold
        if column.label:
            value += self.no_label
        if often:
            seen = np.zeros(len(self.number))
            for number, count in often:
                seen[number] = min(1.2, 0.5 * math.log(count + 1))
            value += np.where(self.telling, seen[self.text], 0.0)
        if mean >= 0.0:
            value -= np.where(self.telling, 0.25 * np.maximum(0.0, self.size - 1.5 * mean - 1), 0.0)
        return value

    def inner(self, breaks: Breaks) -> Floats:
        """Log likelihood of the separators within every span."""
        line, blank = breaks.score("within", Sep.LINE), breaks.score("within", Sep.BLANK)
        space = breaks.score("within", Sep.SPACE)
        spaces = self.size - 1 - self.lines - self.blanks
        return np.asarray(self.lines * line + self.blanks * blank + spaces * space, dtype=np.float64)


def _no_label(span: Span) -> float:
    """What a column of labels holds against a span: "N = 33" belongs to a header; a value at the end is a cell."""
    return (-4.0 if SIZE.match(span.text) else 0.0) - (4.0 if span.tail < -2.0 else 0.0)
