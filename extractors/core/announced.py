"""What a general word with a count announces, one each: "one serious event (colitis)", "two events: A and B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.core.symbols import Line
from extractors.core.things import Pair, mark_of, things_of

_NAMED = re.compile(
    r"X(?:v(?=Q)|G?[vo]{1,4}iC[piobv]{0,5}(?=[Q:]))?(?P<kind>G?X|Q|(?:,?:|,o{1,2})G?X(?:,G?X)*(?![vpiCQ]))"
)


def announced(line: Line, told: list[Pair]) -> Iterator[Pair]:
    """What the things of some pairs stand for, one each."""
    by_place = {p.thing.start: p for p in told}
    for m in _NAMED.finditer(line.letters):
        pair = by_place.get(line.symbols[m.start()].start)
        listed = line.symbols[m.start("kind") : m.end("kind")]
        if isinstance(listed[-1].value, Line):
            listed = listed[-1].value.symbols
        named = list(things_of(listed))
        counted = any(s.letter == "C" or isinstance(s.value, Line) for s in listed)
        if pair is None or pair.count is None or counted or pair.count.n != len(named):
            continue
        one = replace(pair.count, n=1, total=None if len(named) > 1 else pair.count.total)
        one = replace(one, percent=None) if len(named) > 1 else one
        for thing, grade in named:
            yield Pair(mark_of(thing), one, grade or pair.grade, "apposition", 0.85)
