"""What of a line of symbols is joined so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.core.counts import Count
from extractors.core.symbols import Symbol
from extractors.core.things import Pair, mark_of
from extractors.quantities import Quantity


@dataclass
class State:
    """What of a line is spoken for."""

    things: set[int] = field(default_factory=set)
    divided: set[int] = field(default_factory=set)  # things of which only parts by grade are told so far
    counts: set[int] = field(default_factory=set)
    pairs: list[Pair] = field(default_factory=list)


def join(state: State, thing: Symbol, count: Symbol, grade: Quantity | None, rule: str, confidence: float) -> None:
    if not isinstance(count.value, Count):
        return
    state.things.add(thing.start)
    state.counts.add(count.start)
    state.pairs.append(Pair(mark_of(thing), count.value, grade, rule, confidence))
