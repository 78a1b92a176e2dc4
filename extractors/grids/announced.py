"""Columns that a table's header announces: how many there are and what will stand in each, before any row is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from extractors.grids.alignment import Guess
from extractors.grids.atoms import Kind, Sep
from extractors.grids.columns import NEVER, Breaks, Column
from extractors.grids.flat_header import Flat
from extractors.grids.header import LABEL, Words, atom_cost

# A header's columns are sought among so many cells, at so many of the likeliest ends of the header.
_WIDE, _ENDS, _LINES = 18, 3, 16
# What an atom may cost on the mean where a header goes on.
_MEAN = 1.0
# How many cells of its own kind a header's word stands for.
_TRUST = 3
_ANNOUNCED: tuple[tuple[re.Pattern[str], tuple[Kind, ...]], ...] = tuple(
    (re.compile(pattern, re.I), kinds)
    for pattern, kinds in (
        (r"(?:age\W+(?:and\W+)?(?:sex|gender)|(?:sex|gender)\W+(?:and\W+)?age)\b", (Kind.AGE_SEX,)),
        (r"(?:sex|gender)\W*$", (Kind.SEX,)),
        (r".*(?:\bn\W{0,3}\(%\)|no\.? ?\(%\)|number \(%\))", (Kind.COUNT,)),
        (r".*(?:\bCI\b|confidence interval|\brange\)?$|\bIQR\b)", (Kind.RANGE, Kind.COUNT)),
        (r"p\W?(?:[- ]?values?)?\W*$", (Kind.DECIMAL,)),
        (r"(?:.*\b(?:HR|OR|ratio)|hazard.*)\W*$", (Kind.DECIMAL, Kind.COUNT)),
        (r"(?:median|mean)\b", (Kind.DECIMAL, Kind.COUNT, Kind.INTEGER)),
        (r".*(?:%\W*$|per ?cent)", (Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT)),
        (r".*(?:\bRECIST|\bChoi\b|\b(?:best|tumou?r|objective|radiologic\w*) (?:overall )?response|^response)\b",
         (Kind.RESPONSE,)),
        (r".*\((?:mos?|months?|wks?|weeks?|days?|d|years?|yrs?)\.?\)", (Kind.INTEGER, Kind.DECIMAL)),
        (r".*\(.*\bm?g\b.*\)", (Kind.INTEGER, Kind.DECIMAL)),
        (r"(?:PFS|OS|TTP|EFS|DFS|DFI|duration|time|survival|follow)\b", (Kind.DECIMAL, Kind.INTEGER)),
        (r"(?:age|year|number of|no\.? of|total|cycles?|n\W*$)", (Kind.INTEGER,)),
        (r".*\b(?:lines?|cycles)\b.{0,14}$", (Kind.INTEGER,)),
        (r"(?:.*\bgrades?\b.*|(?:CR|PR|SD|PD|ORR|DCR|RR|CBR)\W*$|.*\bn ?= ?\d)", (Kind.INTEGER, Kind.COUNT, Kind.DASH)),
        (r"(?:status|outcome|follow-?up status)\b", (Kind.STATUS, Kind.WORDS)),
        (r"(?:.*histolog|.*patholog|.*diagnos|.*\bsite|.*locali|.*location|.*metasta|.*treatment|.*therapy|.*drug|.*regimen"
         r"|.*toxicit|.*adverse|.*events?|.*surgery|.*mutation|.*fusion|.*comment|.*tumou?r|.*subtype|.*type|.*schedule"
         r"|.*chemotherap|.*agent|.*target|.*finding|.*characteristic|.*variable)", (Kind.WORDS,)),
    )
)  # fmt: skip


def announced(words: Words, ways: Sequence[Breaks], anchors: frozenset[int] | None) -> Iterator[Guess]:
    """Guesses at the columns from header words alone, for each way of breaking; `anchors` begin rows, where known."""
    ends = _ends(words, anchors)
    if not ends:
        return
    own = [words.style or breaks for breaks in ways]
    flat = Flat(words, own, [None] * len(ways), [0] * len(ways), max(ends), _WIDE)
    for g, breaks in enumerate(ways):
        seen: set[tuple[str, ...]] = set()
        for t in ends:
            scores = flat.best[t, g]
            for k in np.argsort(-scores)[:2]:
                if k < 1 or scores[k] < max(NEVER / 2, scores.max() - 4.0):
                    continue
                cells = flat.read(g, t, int(k))[1]
                texts = tuple(words.text(f, last) for _, f, last in cells)
                for some in (texts, ("", *texts)):
                    if 2 < len(some) <= _WIDE and some not in seen and (some[0] or not LABEL.match(texts[0])):
                        seen.add(some)
                        yield Guess([_column(text, n == 0) for n, text in enumerate(some)], breaks)


def _ends(words: Words, anchors: frozenset[int] | None) -> list[int]:
    """Where the header may end: before the first numbered row, else at the line ends up to which words prevail."""
    atoms = words.atoms
    if anchors and 0 not in anchors:
        first = min(anchors)
        return [first] if 1 < first < len(atoms) else []
    gain, ranked, lines = 0.0, [], 0
    for k in range(len(atoms) - 1):
        gain += atom_cost(atoms, k) + _MEAN
        if atoms[k + 1].sep in (Sep.LINE, Sep.BLANK):
            ranked.append((gain, k + 1))
            lines += 1
            if lines == _LINES:
                break
    return [t for _, t in sorted(ranked, reverse=True)[:_ENDS] if t > 1]


def _column(text: str, label: bool) -> Column:
    column = Column(label=label)
    for kind in kinds_of(text, label):
        column.kinds[kind] += _TRUST
    return column


@lru_cache(maxsize=5000)
def kinds_of(text: str, label: bool) -> tuple[Kind, ...]:
    """The kinds of cell that a header's words announce; words or counts where they say nothing."""
    if label:
        numbering = re.match(r"(?:(?:patient|pt|case|subject)s?\b.{0,12}|no\.?|nr\.?|#|id|n°)$", text, re.I)
        return (Kind.INTEGER, Kind.WORDS) if numbering else (Kind.WORDS,)
    return next((kinds for pattern, kinds in _ANNOUNCED if pattern.match(text)), (Kind.WORDS, Kind.INTEGER))


def announced_kinds(text: str) -> tuple[Kind, ...]:
    """The kinds of cell that a header's words announce; none where they say nothing."""
    found = kinds_of(text, LABEL.match(text) is not None)
    return found if found != (Kind.WORDS, Kind.INTEGER) else ()
