"""Things that are said not to have happened: "no X", "X was not seen"."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.counts import Count
from extractors.core.symbols import Line
from extractors.core.things import THINGS, Pair, mark_of, things_of

_NEVER = re.compile(rf"{THINGS}(?:v+|m)mv+(?![iobd]*C)")
# "Without any grade 3 event": of all, where no patients are counted before.
_WITHOUT = re.compile(r"(?<=m)o?(?P<things>GX(?:,G?X)*)(?!v*[iC])")
_NONE = re.compile(rf"n(?:o{{0,2}}|[vo]{{0,2}}p|v[vo]?|p(?:v+|h)?)(?P<things>{THINGS})(?P<rest>[vo]*[im]?C?)")


def denied(line: Line) -> list[Pair]:
    """Things that are said not to have happened: "no X", "X was not seen"."""
    found = []
    for m in _NONE.finditer(line.letters):
        if not m["rest"].endswith("C"):
            for thing, grade in things_of(line.symbols[m.start("things") : m.end("things")]):
                found.append(Pair(mark_of(thing), Count(thing.start, thing.end, 0), grade, "none", 0.9))
    for m in _NEVER.finditer(line.letters):
        for thing, grade in things_of(line.symbols[m.start() : m.end()]):
            found.append(Pair(mark_of(thing), Count(thing.start, thing.end, 0), grade, "none", 0.85))
    for m in _WITHOUT.finditer(line.letters):
        if not set("Cp") & set(line.letters[: m.start()]):
            for thing, grade in things_of(line.symbols[m.start() : m.end()]):
                found.append(Pair(mark_of(thing), Count(thing.start, thing.end, 0), grade, "none", 0.85))
    for inner in line.inner():
        found.extend(denied(inner))
    return found
