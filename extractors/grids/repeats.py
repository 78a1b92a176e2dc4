"""What repeats in the words of a header: units, rows of cells that begin anew or are alike, numbers of patients that add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractors.grids.header_marks import COUNTED_IN, P_VALUE
from extractors.grids.zone import SIZE

_SIZED = re.compile(
    rf"[(\[]?\s*\b(?:[nN]|[Nn][or]\.?)\s?[=:]\s?\d[\d,]*[a-d]?\s*(?:{COUNTED_IN}\.?)?\s*[)\]]?|[(\[]\d[\d,]*\s{COUNTED_IN}[)\]]"
)
_SIZES = re.compile(r"\b(?:[nN]|[Nn][or]\.?)\s?[=:]\s?(\d[\d,]*)")


def periodic(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs that repeat twice or more: (first, length of the unit, how often), each as often as it goes."""
    found: list[tuple[int, int, int]] = []
    size = len(words)
    for unit in range(1, size // 2 + 1):
        for at in range(size - 2 * unit + 1):
            one = words[at : at + unit]
            if at >= unit and words[at - unit : at] == one:
                continue
            times = 1
            while words[at + times * unit : at + (times + 1) * unit] == one:
                times += 1
            if times > 1:
                found.append((at, unit, times))
    return found


@lru_cache(maxsize=5000)
def unsized(text: str) -> str:
    """A header cell's words without the number of patients and marks of notes."""
    return " ".join(_SIZED.sub(" ", text).casefold().split()).strip("*†‡§¶#,;:. ")


def again(texts: Sequence[str]) -> int:
    """How many of the texts have stood before."""
    return len(texts) - len(set(texts))


def restarts(texts: Sequence[str]) -> list[int] | None:
    """Where a row of texts begins anew, the last bound one past the last group; what stands once behind it is left out."""
    for lead in range(min(3, len(texts))):
        again = [k for k in range(lead, len(texts)) if texts[k] == texts[lead]]
        if len(again) > 1 and texts[lead] and len(set(texts[lead : again[1]])) == again[1] - lead:
            last = len(texts)
            while (
                last > again[-1] + 1 and texts.count(texts[last - 1]) == 1 and not alike(texts[last - 1], texts[lead])
            ):
                last -= 1
            bounds = [*again, last]
            even = len({b - a for a, b in pairwise(bounds)}) == 1
            return bounds if even or all(alike(x, texts[lead]) for x in texts[lead:last]) else None
    return None


def repeated(words: Sequence[str]) -> bool:
    """Whether a unit is itself one that repeats."""
    size = len(words)
    return any(size % k == 0 and list(words[:k]) * (size // k) == list(words) for k in range(1, size // 2 + 1))


def total(text: str) -> int:
    """How many patients a header cell speaks of; 0 where it does not say."""
    return sum(int(n.replace(",", "")) for n in _SIZES.findall(text))


def alike(one: str, two: str) -> bool:
    """Whether two leaves are of a kind: "arm d" beside "arm a"."""
    a, b = one.casefold().split(), two.casefold().split()
    return len(a) > 1 and len(b) > 1 and a[0] == b[0]


def in_common(texts: Sequence[str]) -> float:
    """What the cells of a row of a header have in common, those of p-values left out."""
    looks = [x for x in map(_looks, texts) if not x.tests]
    if len(looks) < 2:
        return 0.0
    sized, bare = sum(x.sized for x in looks), sum(x.size for x in looks)
    value = 0.5 if sized in (0, len(looks)) else -0.7
    value += 0.4 if len({x.words for x in looks}) == 1 else 0.0
    return value + (0.6 if len({x.first for x in looks}) == 1 else 0.0) - (2.0 if 0 < bare < len(looks) else 0.0)


class _Looks(NamedTuple):
    """Whether a cell is of p-values, gives a number of patients, is nothing else; its first word and how many it has."""

    tests: bool
    sized: bool
    size: bool
    first: str
    words: int


# A solver weighs the same words in many rows.
@lru_cache(maxsize=5000)
def _looks(text: str) -> _Looks:
    words = text.split()
    tests, sized, size = P_VALUE.match(text), SIZE.search(text), SIZE.match(text)
    return _Looks(bool(tests), bool(sized), bool(size), words[0].casefold(), len(words))
