"""What a column holds, learned from its cells: kinds, words that recur, lengths, how often it is empty."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from extractors.grids.atoms import CATEGORY, NUMERIC, Kind, Sep
from extractors.grids.spans import Span

# The log likelihood of what cannot be.
NEVER = -1e9
# Share of a column's mass that goes to its own kinds, to kinds alike, to all the others.
_OWN, _ALIKE = 0.86, 0.11


# "N = 33", "n (%)" belong to a header, not to a row's label.
SIZE = re.compile(
    r"[Nn]\s?=\s?\d|(?:[Nn]|No\.|%)\s?\(?%?\)?(?:,|$)(?<!^[Nn])(?<!^No\.)"
    # "Stable disease (SD) Progressive disease (PD)": short forms explained in turn.
    r"|.*\([A-Z]{2,5}\).*\([A-Z]{2,5}\)"
    # What a header says of several columns stands in it as often.
    r"|.*(?:^|[\s(])(%|No\.|Number|Median|Mean|Arm|[nN]\s?=|[Gg]rade|HR|P|p)(?=\W|\d|$)(?!.*\b(?:and|or|to)\b).*[\s(]\1(?=\W|\d|$)"
)


def _family(kind: Kind) -> str:
    if kind in NUMERIC:
        return "number"
    if kind in (Kind.DASH, Kind.ABSENT):
        return "nothing"
    return "category" if kind in CATEGORY else "words"


_FAMILY = {kind: _family(kind) for kind in Kind}
_FAMILIES = frozenset(_FAMILY.values())
_PLACE = {kind: k for k, kind in enumerate(Kind)}
_UNKNOWN = (-2.0,) * len(Kind)


@dataclass
class Column:
    """Counts over a column's cells."""

    kinds: Counter[Kind] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    sizes: list[int] = field(default_factory=list)
    empty: int = 0
    label: bool = False
    _scores: tuple[float, ...] = ()
    _shares: dict[str, float] = field(default_factory=dict)

    def add(self, span: Span | None) -> None:
        """Count one cell; None is an empty one."""
        self._scores = ()
        self._shares.clear()
        if span is None:
            self.empty += 1
            return
        self.kinds[span.kind] += 1
        self.texts[span.text.casefold()] += 1
        if span.kind is Kind.WORDS:
            self.sizes.append(span.size)

    @property
    def cells(self) -> int:
        return self.kinds.total()

    @property
    def zeros(self) -> int:
        """How many of the cells say that there are none."""
        return sum(self.texts.get(text, 0) for text in ("0", "0%", "0.0"))

    @property
    def share_of_numbers(self) -> float:
        """Share of the cells that are numbers or dashes."""
        return self._share("numbers", NUMERIC | {Kind.DASH})

    @property
    def share_of_categories(self) -> float:
        """Share of the cells that are responses, sexes, yes or no."""
        return self._share("categories", CATEGORY)

    def _share(self, name: str, kinds: frozenset[Kind]) -> float:
        if name not in self._shares:
            self._shares[name] = sum(n for k, n in self.kinds.items() if k in kinds) / max(self.cells, 1)
        return self._shares[name]

    @property
    def empty_score(self) -> float:
        """Log likelihood of a cell that left no trace; less where the column prints dashes."""
        dashes = self.kinds.get(Kind.DASH, 0)
        total = self.cells + self.empty
        return max(-3.0, math.log((self.empty + 0.15) / (total + 1.0 + 0.5 * dashes))) if total else -2.0

    def kind_score(self, kind: Kind) -> float:
        """Log likelihood of a kind."""
        return self.kind_scores[_PLACE[kind]]

    @property
    def kind_scores(self) -> tuple[float, ...]:
        """Log likelihoods of all kinds, in their order."""
        if not self._scores:
            self._scores = _scores_of(tuple(self.kinds.items()))
        return self._scores


# Columns change little from one training of a table to the next, and many of its guesses have the same ones.
@lru_cache(maxsize=5000)
def _scores_of(kinds: tuple[tuple[Kind, int], ...]) -> tuple[float, ...]:
    total = sum(n for _, n in kinds)
    if not total:
        return _UNKNOWN
    families = dict.fromkeys(_FAMILIES, 0)
    for kind, n in kinds:
        families[_FAMILY[kind]] += n
    # A dash or "NA" may stand in any column.
    shares = {f: max(n / total, 0.4 if f == "nothing" else 0.0) for f, n in families.items()}
    alike = {f: _ALIKE * share / 2 + 0.004 for f, share in shares.items()}
    rest = {f: math.log(share) for f, share in alike.items()}
    scores = [rest[family] for family in _FAMILY.values()]
    for kind, n in kinds:
        if n:
            scores[_PLACE[kind]] = math.log(_OWN * n / total + alike[_FAMILY[kind]])
    return tuple(scores)


# What separators separate, and their rows in the table of `Breaks`.
BREAKS = {event: k for k, event in enumerate(("within", "next", "wrapped", "row"))}


@dataclass
class Breaks:
    """How the tool breaks a table: log likelihood of a separator for what it separates; `table` has these by the numbers of
    both."""

    counts: dict[str, Counter[Sep]]

    def __post_init__(self) -> None:
        self._log = {
            event: {s: math.log((seps[s] + 0.02) / (sum(seps.values()) + 0.1)) for s in Sep}
            for event, seps in self.counts.items()
        }
        self.table = np.array([[self._log[event][s] for s in Sep] for event in BREAKS])

    def score(self, event: str, sep: Sep) -> float:
        """`event` is "within" a cell, "next" cell after one on a single line, "wrapped" after one on several, "row"."""
        return self._log[event][sep]


def _breaks(**shares: Sequence[float]) -> Breaks:
    return Breaks({e: Counter(dict(zip(Sep, (10 * x for x in xs), strict=True))) for e, xs in shares.items()})


# Tika, pdftotext -raw: a row's cells on a line; a wrapped cell ends its line.
def flowing() -> Breaks:
    return _breaks(
        within=(0.8, 0.001, 0.19, 0.012),
        next=(0.9, 0.03, 0.02, 0.05),
        wrapped=(0.01, 0.01, 0.18, 0.8),
        row=(0.0, 0.0, 0.5, 0.5),
    )


# pdftotext -layout: columns stand in place, wide gaps between them.
def in_place() -> Breaks:
    return _breaks(
        within=(0.84, 0.001, 0.158, 0.001),
        next=(0.02, 0.96, 0.01, 0.01),
        wrapped=(0.02, 0.96, 0.01, 0.01),
        row=(0, 0, 0.7, 0.3),
    )


# pypdf, many a tagged PDF: each cell on a line of its own.
def cell_a_line() -> Breaks:
    return _breaks(
        within=(0.85, 0.01, 0.14, 0.001),
        next=(0.1, 0.05, 0.83, 0.02),
        wrapped=(0.02, 0.01, 0.9, 0.07),
        row=(0, 0, 0.85, 0.15),
    )


# pdftotext in reading order: each cell a block of its own.
def block_a_cell() -> Breaks:
    return _breaks(
        within=(0.8, 0.001, 0.195, 0.004),
        next=(0.25, 0.02, 0.03, 0.7),
        wrapped=(0.01, 0.01, 0.02, 0.96),
        row=(0, 0, 0.1, 0.9),
    )


# pdftotext where rows stand close: no telling a cell's end from a row's end.
def mixed() -> Breaks:
    """Cells and rows both end in any way; only the spaces inside a line speak."""
    return _breaks(
        within=(0.8, 0.001, 0.19, 0.009),
        next=(0.25, 0.02, 0.5, 0.23),
        wrapped=(0.02, 0.01, 0.6, 0.37),
        row=(0, 0, 0.6, 0.4),
    )


def relearn(pairs: Iterable[tuple[str, Sep]], start: Breaks) -> Breaks:
    """Breaks counted on a reading, with those assumed at the start as five observations each."""
    counts = {e: Counter({s: 0.5 * n for s, n in seps.items()}) for e, seps in start.counts.items()}
    for event, sep in pairs:
        counts[event][sep] += 1
    return Breaks(counts)
