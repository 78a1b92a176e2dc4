"""What each of several numbered patients had in turn: "cases 1 and 2 relapsed at 9 and 30 months, respectively"."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.quantities.numbered import numbered
from extractors.quantities.numbers import NUMBER

_IN_TURN = re.compile(r"\brespectively\b", re.IGNORECASE)
_UNIT = r"(?:[\s-]?(?:years?|months?|mos?|weeks?|days?)(?:[\s-]old)?\b)"
_ITEM = re.compile(
    rf"(?P<amount>(?<![\w.]){NUMBER}(?P<unit>{_UNIT})?)"
    r"|(?P<state>\b(?:(?:alive|died|dead)(?:\s(?:with(?:out)?|of) (?:evidence of )?disease)?|no evidence of disease)\b)",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s?(?:,\s?(?:and\s)?|and\s|&\s?|/\s?)(?:(?:at|in|for|of|with|after|the|an?)\s){0,3}", re.IGNORECASE
)
_FAR = 90  # characters from the last member to "respectively"

Pieces = tuple[tuple[int, int], ...]


def kept(sentence: Sentence, start: int, end: int, turn: tuple[int, int]) -> Pieces:
    """What is left of `[start, end)` of a sentence for the k-th of n: of every list in turn only the k-th member.

    The whole where nothing is told in turn, nothing where it is and no list has as many members.
    """
    place, size = turn
    said = [m.start() for m in _IN_TURN.finditer(sentence.text, start)] if size > 1 else []
    if not said:
        return ((start, end),)
    pieces, at = [], start
    for run in _runs(sentence, start, end):
        near = any(0 <= a - run[-1][1] <= _FAR for a in said)
        if len(run) != size or not near:
            continue
        a, b, _ = run[place]
        pieces += [(at, run[0][0]), (a, b)]
        unit = run[-1][2]
        if unit and not run[place][2]:
            pieces.append((run[-1][1] - unit, run[-1][1]))
        at = run[-1][1]
    return (*pieces, (at, end)) if pieces else ()


def _runs(sentence: Sentence, start: int, end: int) -> Iterator[list[tuple[int, int, int]]]:
    """Enumerations of things of one sort: bounds of each with the length of the unit that it ends in."""
    run: list[tuple[int, int, int]] = []
    sort = ""
    ids = [(a, b) for a, b, _ in numbered(sentence.text)]
    at = start
    for a, b, unit, kind in sorted(_items(sentence, start, end), key=lambda i: (i[0], -i[1])):
        if a < at or any(first <= a < last for first, last in ids):
            continue
        at = b
        if run and (kind != sort or not _JOINT.fullmatch(sentence.text, run[-1][1], a)):
            yield run
            run = []
        run.append((a, b, unit))
        sort = kind
    if run:
        yield run


def _items(sentence: Sentence, start: int, end: int) -> Iterator[tuple[int, int, int, str]]:
    named = [(*sentence.at(m), m.layer) for m in sentence.of("histotype", "site", "drug")]
    for a, b, layer in named:
        if start <= a < end:
            yield a, b, 0, layer
    for m in _ITEM.finditer(sentence.text, start, end):
        if not any(a < m.end() and m.start() < b for a, b, _ in named):
            yield m.start(), m.end(), len(m["unit"] or ""), "amount" if m["amount"] else "state"
