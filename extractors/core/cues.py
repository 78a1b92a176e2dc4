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
from re import (
    DOTALL,
    IGNORECASE,
    UNICODE,
    I,
    Match,
    Pattern,
    S,
    escape,
    findall,
    split,
)
from typing import Any, cast

from extractors.core.necessary import DIGIT, Cues, worthwhile

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

_ANY_DIGIT = re.compile(r"\d")


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


def which(patterns: Iterable[tuple[str, int]]) -> Callable[[str], int]:
    """Which of several patterns (with their flags) a text may hold: a number whose bits they are, the first the lowest."""
    masks: dict[str, int] = {}
    for k, (pattern, flags) in enumerate(patterns):
        # where nothing can be told it may hold one: every text holds the empty piece
        for cue in worthwhile(pattern, flags) or ("",):
            masks[cue] = masks.get(cue, 0) | 1 << k
    always, digits = masks.pop("", 0), masks.pop(DIGIT, 0)
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
        cues = worthwhile(self.pattern, self.flags)
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
    pieces = tuple(sorted((c for c in cues if c != DIGIT), key=len))
    digit = _ANY_DIGIT.search if DIGIT in cues else None

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
