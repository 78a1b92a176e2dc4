"""Long alternations, of which only those branches are tried whose words a text holds.

`cues` spares a text in which no branch can match; one frequent word ("age") is enough to have all thirty tried at each
character. What comes out is the same: at each place the first branch that matches there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from extractors.core import cues
from extractors.core.necessary import shortest

_MOST = 8
"""Branches that are looked for one after the other; of more the whole pattern is the faster."""


def branched(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern like any other, for alternations of many branches without groups.

    Raises
    ------
    ValueError
        When it has groups, whose numbers would not be those of the branches, or matches where there is nothing.
    """
    return cast("re.Pattern[str]", Branched(re.compile(pattern, flags)))


def branches_of(pattern: str) -> list[str]:
    """The branches of a pattern, each by itself: of `A|B`, and of `\\b(?:A|B)C`, where what stands in front has no width."""
    if (m := _HEAD.match(pattern)) and (end := _closing(pattern, m.end())) is not None:
        behind = pattern[end + 1 :]
        if not behind.startswith(("*", "+", "?", "{")) and len(_cut(behind)) == 1:
            return [m["before"] + branch + behind for branch in _cut(pattern[m.end() : end])]
    return _cut(pattern)


# Ends behind the opening of a bracket; what stands in front is looked at, not read.
_HEAD = re.compile(r"(?P<before>(?:\\b|\(\?<?[!=](?:[^()\[\]\\|]|\\.|\[(?:[^\[\]\\]|\\.)+\])*\))*)\(\?:")


def _closing(pattern: str, start: int) -> int | None:
    """Where the bracket closes that was opened right before."""
    return next((at for at, sign, depth in _signs(pattern, start) if sign == ")" and depth < 0), None)


def _cut(pattern: str) -> list[str]:
    """A pattern cut at the bars that stand in no bracket."""
    bars = [at for at, sign, depth in _signs(pattern) if sign == "|" and depth == 0]
    return [pattern[a + 1 : b] for a, b in zip([-1, *bars], [*bars, len(pattern)], strict=True)]


def _signs(pattern: str, at: int = 0) -> Iterator[tuple[int, str, int]]:
    """Places and signs that are neither escaped nor listed in square brackets, and how deep they stand."""
    depth, opened = 0, -1
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif opened >= 0:
            # a bracket right behind the opening one, or behind its "^", is one of the characters listed
            if sign == "]" and pattern[opened:at] not in ("[", "[^"):
                opened = -1
        elif sign == "[":
            opened = at
        else:
            depth += (sign == "(") - (sign == ")")
            yield at, sign, depth
        at += 1


class Several:
    """Patterns that are looked for one after the other, of which a text holds few."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._patterns = [(p.pattern, p.flags) for p in patterns]
        self._which: Callable[[str], int] | None = None

    def live(self, text: str) -> list[int]:
        """Those that the text may hold, in their order, by their numbers from 0."""
        if self._which is None:
            self._which = cues.which(self._patterns)
        may = self._which(text)
        return bits(may) if may else []


def bits(number: int) -> list[int]:
    """The places of the bits of a number that are set, the lowest first."""
    return [k for k in range(number.bit_length()) if number >> k & 1]


class Branched:
    """An alternation; otherwise as `re.Pattern`. Its branches are worked out when it is first used."""

    def __init__(self, whole: re.Pattern[str]) -> None:
        if whole.groups:
            raise ValueError(f"an alternation with groups: {whole.pattern}")
        if not shortest(whole.pattern, whole.flags):
            raise ValueError(f"an alternation that matches nothing at all: {whole.pattern}")
        self.pattern, self.flags, self.groupindex = whole.pattern, whole.flags, whole.groupindex
        self.match, self.fullmatch, self.split = whole.match, whole.fullmatch, whole.split
        self._whole = whole
        self._which: Callable[[str], int] | None = None
        self._branches: list[re.Pattern[str] | str] = []

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        live = self._live(text)
        if not live:
            return None
        if len(live) > _MOST:
            return self._whole.search(text, pos, endpos)
        return _first([branch.search(text, pos, endpos) for branch in live])

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        live = self._live(text)
        if not live:
            return iter(())
        return self._whole.finditer(text, pos, endpos) if len(live) > _MOST else _merged(live, text, pos, endpos)

    def findall(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> list[str]:
        return [m.group() for m in self.finditer(text, pos, endpos)]

    def sub(self, by: Any, text: str, count: int = 0) -> str:
        return self._whole.sub(by, text, count) if self._live(text) else text

    def _live(self, text: str) -> list[re.Pattern[str]]:
        """The branches that the text may hold."""
        which = self._which or self._learn()
        may = which(text)
        return [self._branch(k) for k in bits(may)] if may else []

    def _learn(self) -> Callable[[str], int]:
        branches = branches_of(self.pattern)
        self._branches = [*branches]
        self._which = which = cues.which((branch, self.flags) for branch in branches)
        return which

    def _branch(self, k: int) -> re.Pattern[str]:
        branch = self._branches[k]
        if isinstance(branch, str):
            branch = self._branches[k] = re.compile(branch, self.flags)
        return branch


def _first(found: Sequence[re.Match[str] | None]) -> re.Match[str] | None:
    """The leftmost; of two at one place that of the earlier branch."""
    best, at = None, sys.maxsize
    for m in found:
        if m is not None and m.start() < at:
            best, at = m, m.start()
    return best


def _merged(live: Sequence[re.Pattern[str]], text: str, pos: int, endpos: int) -> Iterator[re.Match[str]]:
    """All matches, none overlapping another."""
    ahead = [branch.search(text, pos, endpos) for branch in live]
    while (best := _first(ahead)) is not None:
        yield best
        end = best.end()
        ahead = [
            m if m is None or m.start() >= end else b.search(text, end, endpos)
            for m, b in zip(ahead, live, strict=True)
        ]
