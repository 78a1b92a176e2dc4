"""Named things in a sentence's symbols (drugs, tumours, adverse events: X), their grades, and their pairs with counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core.counts import Count
from extractors.core.symbols import Mark, Symbol
from extractors.quantities import Quantity

ONE = r"G?o?X(?:G(?!o?X))?Q?"  # one thing with its grade before or behind it
THINGS = rf"{ONE}(?:(?:,o)?[,w]{ONE})*"  # a member that no vocabulary lists does not break the list


@dataclass(frozen=True, slots=True)
class Pair:
    """A thing and its count (or None where it is only named): `rule` tells how they were joined."""

    thing: Mark
    count: Count | None
    grade: Quantity | None
    rule: str
    confidence: float


def mark_of(symbol: Symbol) -> Mark:
    """The place and meaning of a thing."""
    return Mark(symbol.letter, symbol.start, symbol.end, symbol.value)


def grade_of(symbol: Symbol | None) -> Quantity | None:
    """The grade that a symbol stands for."""
    return symbol.value if symbol is not None and isinstance(symbol.value, Quantity) else None


def things_of(symbols: tuple[Symbol, ...]) -> Iterator[tuple[Symbol, Quantity | None]]:
    """The things of a list with their grades: one before holds for all that follow, one behind for its own."""
    grades = [k for k, s in enumerate(symbols) if s.letter == "G"]
    # "nausea/vomiting grade 3": the one grade behind a list is that of all of it
    held = grade_of(symbols[-1]) if grades == [len(symbols) - 1] else None
    for k, symbol in enumerate(symbols):
        if symbol.letter == "G" and not (k and symbols[k - 1].letter == "X"):
            held = grade_of(symbol)
        elif symbol.letter == "X":
            behind = symbols[k + 1] if k + 1 < len(symbols) and symbols[k + 1].letter == "G" else None
            yield symbol, grade_of(behind) or held
