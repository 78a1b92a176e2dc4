"""Endpoints that carry their time in their letters: "PFS6", "PFS-6", "PFS6mo", "OS12", "6mPFS", "2yOS"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.core import cues as re
from extractors.quantities import parse_number
from extractors.quantities.units import duration_unit
from extractors.times.item import Item

_UNITS = r"(?:mos?|months?|m|wks?|weeks?|w|yrs?|years?|y)"
_ENDPOINT = r"(?:PFSR?|PFR|OS|EFS|RFS|DFS|TTP)"
_CODES = {"PFSR": "PFS", "PFR": "PFS", "DFS": "RFS"}
_BEHIND = re.compile(
    rf"(?<![\w-])(?P<end>{_ENDPOINT})(?:[-‐‑–@]|\s@\s)?(?P<n>\d{{1,2}})(?:[-‐‑\s]?(?P<unit>{_UNITS}))?(?![\w%]|\.\d|[-‐‑–]\d)"
)
_AHEAD = re.compile(rf"(?<![\w-])(?P<n>\d{{1,2}})(?P<unit>{_UNITS})[-‐‑]?(?P<end>{_ENDPOINT})(?!\w)")
_DEFINED = re.compile(r"\b(?P<n>\d{1,2})[\s-]*(?P<unit>months?|weeks?|years?)\b", re.IGNORECASE)
# A bare figure of months in a short form; "OS2" may be anything.
_LANDMARKS = frozenset(map(Decimal, (3, 4, 6, 9, 12, 18, 24, 36)))


def with_landmarks(text: str, pieces: list[Item], abbreviations: Sequence[tuple[str, str]]) -> list[Item]:
    """The pieces of a sentence, such names taken apart into an endpoint and the time at which its rate is told."""
    found = list(_landmarks(text, abbreviations))
    if not found:
        return pieces
    spans = [(min(a.start, b.start), max(a.end, b.end)) for a, b in found]
    kept = [i for i in pieces if not any(a < i.end and i.start < b for a, b in spans)]
    return sorted([*kept, *(i for pair in found for i in pair)], key=lambda i: i.start)


def _landmarks(text: str, abbreviations: Sequence[tuple[str, str]]) -> Iterator[tuple[Item, Item]]:
    """Endpoint and time of each name; without a unit the paper's own definition tells it, else it is months."""
    for pattern in (_BEHIND, _AHEAD):
        for m in pattern.finditer(text):
            number, unit = parse_number(m["n"]), duration_unit(m["unit"]) if m["unit"] else ""
            if not unit:
                long = next((long for short, long in abbreviations if short == m.group()), "")
                if told := _DEFINED.search(long):
                    number, unit = parse_number(told["n"]), duration_unit(told["unit"])
                elif number in _LANDMARKS:
                    unit = "mo"
            if number is not None and unit:
                code = _CODES.get(m["end"], m["end"])
                end = max(m.end("n"), m.end("unit"))
                yield (
                    Item("endpoint", *m.span("end"), code),
                    Item("time", m.start("n"), end, "at", number, number, unit),
                )
