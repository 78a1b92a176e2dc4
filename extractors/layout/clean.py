"""The cleaned view: words rejoined over lines, spaces evened out, every character mapped back to the raw text."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable

_DROP = {"\u00ad", "\u200b", "\u200c", "\u200d", "\ufeff", "\f", "\x00"}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Words with one space between them stay as they are.
_WORDS = rf"[^\s{''.join(sorted({*_DROP, *_LIGATURES}))}]++"
_PLAIN = re.compile(rf"{_WORDS}(?: {_WORDS})*+")
# A word that goes on in the next line behind a soft hyphen.
_SOFTLY_BROKEN = re.compile(r"(?<=[^\W\d_])\u00ad[ \t]*\r?\n\s*(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
# Of a word all letters or none are taken (`++`): to try fewer finds nothing more.
_BROKEN = re.compile(r"(?<![^\W\d_])[^\W\d_]++[-‐]\s*\n\s*[^\W\d_]*")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")


def _lowered(words: Iterable[str]) -> Counter[str]:
    """How often each word stands, in small letters."""
    counts: Counter[str] = Counter()
    for word, times in Counter(words).items():
        counts[word.lower()] += times
    return counts


class WordCounts:
    """How often words and hyphenated words stand unbroken in a paper: decides `progres-⏎sion` from `six-⏎month`."""

    def __init__(self, text: str) -> None:
        self.words = _lowered(_WORD.findall(_BROKEN.sub(" ", text)))
        self.compounds = _lowered(_COMPOUND.findall(text))

    def is_compound(self, left: str, right: str) -> bool:
        """Whether the hyphen between two halves at a line end belongs to the word."""
        left, right = left.lower(), right.lower()
        if not left or not right:
            return True
        if self.compounds[f"{left}-{right}"]:
            return True
        if self.words[left + right]:
            return False
        # two whole words of the paper, neither a mere prefix: a compound broken at its own hyphen
        return len(left) >= 3 and len(right) >= 4 and self.words[left] > 0 and self.words[right] > 0


class Cleaned:
    """A growing cleaned text with, for each character, the raw offset it came from."""

    def __init__(self, raw: str, counts: WordCounts) -> None:
        self._raw = raw
        self._counts = counts
        self._chars: list[str] = []
        self._map = array("L")

    def __len__(self) -> int:
        return len(self._chars)

    @property
    def text(self) -> str:
        """The cleaned text so far."""
        return "".join(self._chars)

    def tail(self, size: int) -> str:
        """The last `size` characters."""
        return "".join(self._chars[-size:])

    @property
    def offsets(self) -> array[int]:
        """Raw offset of every cleaned character."""
        return self._map

    def last(self) -> str:
        """The last character, empty at the beginning."""
        return self._chars[-1] if self._chars else ""

    def put(self, char: str, raw: int) -> None:
        """Append one cleaned character that came from `raw`."""
        self._chars.append(char)
        self._map.append(raw)

    def strip_end(self) -> None:
        """Drop trailing spaces."""
        while self._chars and self._chars[-1] == " ":
            self._chars.pop()
            self._map.pop()

    def add(self, start: int, end: int) -> None:
        """Append raw `[start, end)`: one flow of words, lines joined."""
        at, raw = start, self._raw
        while at < end:
            if plain := _PLAIN.match(raw, at, end):
                self._chars.extend(plain.group())
                self._map.extend(range(at, plain.end()))
                at = plain.end()
                continue
            char = raw[at]
            if char == "\u00ad" and (broken := _SOFTLY_BROKEN.match(raw, at, end)):
                at = broken.end()
            elif char in _DROP:
                at += 1
            elif char in _LIGATURES:
                for c in _LIGATURES[char]:
                    self.put(c, at)
                at += 1
            else:
                at = self._space(at, end)

    def _space(self, at: int, end: int) -> int:
        stop = at
        while stop < end and (self._raw[stop].isspace() or self._raw[stop] in _DROP):
            stop += 1
        newline = "\n" in self._raw[at:stop]
        if newline and stop < end:
            self.join(stop)
        elif stop < end and self.last() not in ("", " ", "\n"):
            self.put(" ", at)
        return stop

    def join(self, following: int) -> None:
        """Join the line that begins at raw `following` to what stands: over a hyphen, or with a space."""
        self.strip_end()
        last, nxt = self.last(), self._raw[following]
        if last in ("", "\n"):
            return
        if last in "-‐" and len(self._chars) > 1 and (self._chars[-2].isalnum() or self._chars[-2] == ")"):
            if self._chars[-2].isalpha() and nxt.isalpha() and nxt.islower():
                left = _LAST_WORD.search("".join(self._chars[-40:-1]))
                right = _WORD.match(self._raw, following)
                if left and right and not self._counts.is_compound(left.group(), right.group()):
                    self._chars.pop()
                    self._map.pop()
            return
        if last in "–/" and nxt.isalnum() and len(self._chars) > 1 and self._chars[-2].isalnum():
            return
        self.put(" ", max(following - 1, 0))
