"""`re` for long texts: a pattern is tried only where the words that it needs stand, since most sentences hold none.

Import it in the place of `re` (`from extractors.core import cues as re`). What a pattern needs is read off the pattern
itself: pieces of words of which every match holds one. Looking for these costs a tenth of trying an alternation at each
character. Letters are compared as `lower` leaves them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from re import (  # type: ignore[attr-defined]
    DOTALL,
    IGNORECASE,
    UNICODE,
    I,
    Match,
    Pattern,
    S,
    _parser,
    escape,
    findall,
    split,
)
from typing import Any, cast

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "UNICODE",
    "I",
    "Match",
    "Pattern",
    "S",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

# A digit, among pieces of words.
_DIGIT = "\0"
_ANY_DIGIT = re.compile(r"\d")
# So many pieces are worth looking for, so many spellings of a piece worth writing out; of many the first letters do.
_MOST_CUES, _MOST_SPELLINGS, _MANY, _LETTERS = 150, 150, 12, 6
Cues = frozenset[str]


def compile(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A compiled pattern whose `search`, `finditer`, `findall` and `sub` first look for what any match must hold."""
    return cast("re.Pattern[str]", Cued(re.compile(pattern, flags)))


def search(pattern: str | re.Pattern[str], text: str, flags: int = 0) -> re.Match[str] | None:
    """`re.search`."""
    return (_compiled(pattern, flags) if isinstance(pattern, str) else pattern).search(text)


def match(pattern: str | re.Pattern[str], text: str, flags: int = 0) -> re.Match[str] | None:
    """`re.match`."""
    return (_compiled(pattern, flags) if isinstance(pattern, str) else pattern).match(text)


def fullmatch(pattern: str | re.Pattern[str], text: str, flags: int = 0) -> re.Match[str] | None:
    """`re.fullmatch`."""
    return (_compiled(pattern, flags) if isinstance(pattern, str) else pattern).fullmatch(text)


def finditer(pattern: str | re.Pattern[str], text: str, flags: int = 0) -> Iterator[re.Match[str]]:
    """`re.finditer`."""
    return (_compiled(pattern, flags) if isinstance(pattern, str) else pattern).finditer(text)


def sub(pattern: str | re.Pattern[str], by: Any, text: str, count: int = 0, flags: int = 0) -> str:
    """`re.sub`."""
    return (_compiled(pattern, flags) if isinstance(pattern, str) else pattern).sub(by, text, count)


def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """A pattern that stands where it is used. Flags are compared as objects: to hash one costs more than to search."""
    held = _held.get(pattern)
    if held is not None and held[0] is flags:
        return held[1]
    made = _compiled_before(pattern, flags)
    if len(_held) >= _MOST_HELD:
        _held.clear()
    _held[pattern] = flags, made
    return made


_MOST_HELD = 2048
_held: dict[str, tuple[int, re.Pattern[str]]] = {}
_compiled_before = lru_cache(maxsize=_MOST_HELD)(compile)


def needed(pattern: str, flags: int = 0) -> Cues | None:
    """Pieces in small letters of which every match holds one at least; None where nothing can be told."""
    return _Reading(_parser.parse(pattern, flags)).best


def which(patterns: Iterable[tuple[str, int]]) -> Callable[[str], int]:
    """Which of several patterns (with their flags) a text may hold: a number whose bits they are, the first the lowest."""
    masks: dict[str, int] = {}
    for k, (pattern, flags) in enumerate(patterns):
        # where nothing can be told it may hold one: every text holds the empty piece
        for cue in _worthwhile(pattern, flags) or ("",):
            masks[cue] = masks.get(cue, 0) | 1 << k
    always, digits = masks.pop("", 0), masks.pop(_DIGIT, 0)
    pieces = tuple(masks.items())

    def told(text: str) -> int:
        last = _last
        low = last[1] if last[0] is text else _lowered(text)
        may = always
        for piece, mask in pieces:
            if piece in low:
                may |= mask
        return may | digits if digits and digits & ~may and _ANY_DIGIT.search(text) else may

    return told


def _worthwhile(pattern: str, flags: int) -> Cues | None:
    """The cues of a pattern, where looking for them gains time."""
    cues = needed(pattern, flags)
    return cues if cues and len(cues) <= _MOST_CUES and min(map(_weight, cues)) >= 2 else None


def shortest(pattern: str, flags: int = 0) -> int:
    """The fewest characters that a match has."""
    return int(_parser.parse(pattern, flags).getwidth()[0])


class Cued:
    """A pattern with its cues, which are worked out when it is first used; otherwise as `re.Pattern`."""

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self.compiled = compiled
        self.pattern, self.flags, self.groupindex = compiled.pattern, compiled.flags, compiled.groupindex
        self.match, self.fullmatch, self.split = compiled.match, compiled.fullmatch, compiled.split

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        self._learn()
        return self.search(text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        self._learn()
        return self.finditer(text, pos, endpos)

    def findall(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> list[Any]:
        self._learn()
        return self.findall(text, pos, endpos)

    def sub(self, by: Any, text: str, count: int = 0) -> str:
        self._learn()
        return self.sub(by, text, count)

    def _learn(self) -> None:
        """From now on each method looks for the cues first, or does without where nothing is gained by them."""
        compiled = self.compiled
        methods: dict[str, Any] = {n: getattr(compiled, n) for n in ("search", "finditer", "findall", "sub")}
        cues = _worthwhile(self.pattern, self.flags)
        if cues:
            may = _gate(cues)
            methods = {
                "search": _gated(cues, compiled.search, lambda: None),
                "finditer": _gated(cues, compiled.finditer, lambda: iter(())),
                "findall": lambda text, *at: compiled.findall(text, *at) if may(text) else [],
                "sub": lambda by, text, count=0: compiled.sub(by, text, count) if may(text) else text,
            }
        self.__dict__.update(methods)


def _gate(cues: Cues) -> Callable[[str], bool]:
    """Whether a text holds one of the cues."""
    looked: Callable[[str], bool] = _gated(cues, lambda _: True, lambda: False)
    return looked


def _gated(cues: Cues, found: Callable[..., Any], none: Callable[[], Any]) -> Callable[..., Any]:
    """What is `found` in a text that holds one of the cues, else `none`. This is asked more than anything else: no step
    is taken twice here."""
    # the shorter ones are the likelier
    pieces = tuple(sorted((c for c in cues if c != _DIGIT), key=len))
    digit = _ANY_DIGIT.search if _DIGIT in cues else None

    def asked(text: str, *at: int) -> Any:
        last = _last  # one look: another thread may put its own text there meanwhile
        low = last[1] if last[0] is text else _lowered(text)
        for piece in pieces:
            if piece in low:
                return found(text, *at)
        if digit is not None and digit(text):
            return found(text, *at)
        return none()

    return asked


_last = ("", "")


def _lowered(text: str) -> str:
    """A text in small letters, kept: it is asked about many times."""
    global _last
    low = text.lower()
    _last = text, low
    return low


def _weight(cue: str) -> int:
    return 2 if cue == _DIGIT else len(cue)


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
            self._consider(frozenset([_DIGIT]))

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
