"""What every match of a pattern holds, read off the pattern itself: pieces of words, or a digit."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from extractors.core.kept import Kept

Cues = frozenset[str]
DIGIT = "\0"
"""A digit, among pieces of words."""
# So many pieces are worth looking for, so many spellings of a piece worth writing out; of many the first letters do.
_MOST_CUES, _MOST_SPELLINGS, _MANY, _LETTERS = 150, 150, 12, 6


def needed(pattern: str, flags: int = 0) -> Cues | None:
    """Pieces in small letters of which every match holds one at least; None where nothing can be told."""
    return _Reading(_parser.parse(pattern, flags)).best


def worthwhile(pattern: str, flags: int) -> Cues:
    """The cues of a pattern, where looking for them gains time; else none."""
    key = f"{flags} {pattern}"
    if (known := KEPT.get(key)) is None:
        cues = needed(pattern, flags)
        gains = cues and len(cues) <= _MOST_CUES and min(map(_weight, cues)) >= 2
        KEPT.add(key, known := sorted(cues) if cues and gains else [])
    return frozenset(known)


KEPT = Kept("cues", Path(__file__).read_bytes() + sys.version.encode())
"""What `worthwhile` told of each pattern, by this code and this Python: working it out takes a second for all of them."""


def shortest(pattern: str, flags: int = 0) -> int:
    """The fewest characters that a match has."""
    return int(_parser.parse(pattern, flags).getwidth()[0])


def _weight(cue: str) -> int:
    return 2 if cue == DIGIT else len(cue)


class _Reading:
    """What a parsed sequence needs: `best` the cues, `exact` all that it matches where that is little."""

    def __init__(self, sequence: Iterable[tuple[Any, Any]]) -> None:
        self.best: Cues | None = None
        self._whole = True
        # what may stand right here, one after the other
        self._run: Cues = frozenset([""])
        for kind, value in sequence:
            self._take(kind, value)
        self.exact = self._run if self._whole else None
        self._consider(self._run)

    def _consider(self, cues: Cues | None) -> None:
        """Keep the likelier to be missing: the longer, the fewer."""
        if cues and "" not in cues:
            short = {c[:_LETTERS] for c in cues} if len(cues) > _MANY else cues
            kept = frozenset(c for c in short if not any(o != c and o in c for o in short))
            if self.best is None or _worth(kept) > _worth(self.best):
                self.best = kept

    def _append(self, some: Cues | None) -> None:
        """Something follows of which all spellings are known, or nothing is (None)."""
        run = None if some is None else frozenset(a + b for a in self._run for b in some)
        if run is None or len(run) > _MOST_SPELLINGS:
            self._break()
            self._run = some or self._run
        else:
            self._run = run

    def _break(self) -> None:
        self._whole = False
        self._consider(self._run)
        self._run = frozenset([""])

    def _take(self, kind: Any, value: Any) -> None:
        if kind is _parser.LITERAL:
            self._append(frozenset([chr(value).lower()]) if _plain(value) else None)
        elif kind is _parser.IN:
            self._one_of(value)
        elif kind is _parser.SUBPATTERN:
            self._group(_Reading(value[3]))
        elif kind is _parser.ATOMIC_GROUP:
            self._group(_Reading(value))
        elif kind is _parser.BRANCH:
            self._branches([_Reading(some) for some in value[1]])
        elif kind in (_parser.MAX_REPEAT, _parser.MIN_REPEAT, _parser.POSSESSIVE_REPEAT):
            self._repeated(value[0], value[1], _Reading(value[2]))
        elif kind not in (_parser.AT, _parser.ASSERT, _parser.ASSERT_NOT):
            self._break()

    def _one_of(self, members: list[tuple[Any, Any]]) -> None:
        if all(k is _parser.LITERAL and _plain(v) for k, v in members) and len(members) <= 6:
            self._append(frozenset(chr(v).lower() for _, v in members))
            return
        self._break()
        if all(k is _parser.CATEGORY and v is _parser.CATEGORY_DIGIT for k, v in members):
            self._consider(frozenset([DIGIT]))

    def _group(self, inner: _Reading) -> None:
        if inner.exact is not None:
            self._append(inner.exact)
        else:
            self._break()
            self._consider(inner.best)

    def _branches(self, inner: list[_Reading]) -> None:
        if all(i.exact is not None for i in inner):
            self._append(frozenset(s for i in inner for s in i.exact or ()))
            return
        self._break()
        if all(i.best is not None for i in inner):
            self._consider(frozenset(s for i in inner for s in i.best or ()))

    def _repeated(self, least: int, most: int, inner: _Reading) -> None:
        if inner.exact is not None and most == 1:
            self._append(inner.exact | {""} if least == 0 else inner.exact)
        elif least:
            self._group(inner)
            self._break()
        else:
            self._break()


def _plain(code: int) -> bool:
    """Whether a letter has one small form, or a sign none."""
    return code < 128 or chr(code).lower() == chr(code).upper()


def _worth(cues: Cues) -> tuple[int, int]:
    return min(4, *map(_weight, cues), 4), -len(cues)
