"""Sentence bounds in cleaned prose, by the stops of medical writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A stop, with the citation marks that hang on it: "trial. [12]", "months).(11,12)", "spread.¹⁵", "reported.14,15".
_STOP = re.compile(
    r"[.?!][\"”’')\]]*(?:\s*\[[\d,–\- ]+\]|\((?:\d{1,3}[,–\- ]*)+\)|[⁰¹²³⁴-⁹]+(?:[,–-][⁰¹²³⁴-⁹]+)*)?(?=\s)"
    r"|(?<=[a-z)\]%])\.\d{1,3}(?:[,–-]\d{1,3})*(?=\s[A-Z])|\n"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|Figs?|Tabs?|Ref|Refs|Dr|Drs|Prof|St|No|Nos|approx|resp|ca|pts?|p\.?o|i\.?v|s\.?c|i\.?m"
    r"|b\.?i\.?d|q\.?d|t\.?i\.?d|o\.?d|Inc|Ltd|Co|Jr|Sr|max|min|incl|excl|wk|wks|mo|mos|yr|yrs|Eq|vol|a\.m|p\.m|U\.S|Mr|Mrs|Ms|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
    r"|(?<![\w.])[A-Z])$"
)
_NUMBERED = re.compile(r"\b(?:(?:patients?|pts?|cases?|subjects?) no|gr)$", re.IGNORECASE)


def sentence_bounds(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Half-open bounds of the sentences of `text[start:end]`, without surrounding spaces."""
    end = len(text) if end is None else end
    at = start
    for stop in _STOP.finditer(text, start, end):
        if stop.group() != "\n" and not _ends(text, at, stop):
            continue
        yield from _trimmed(text, at, stop.end())
        at = stop.end()
    yield from _trimmed(text, at, end)


def _ends(text: str, at: int, stop: re.Match[str]) -> bool:
    following = text[stop.end() : stop.end() + 3].lstrip()
    if not following or text[stop.end()] == "\n":
        return True
    if following[0].isdigit() and _NUMBERED.search(text[max(at, stop.start() - 14) : stop.start()]):
        return False
    if following[0].islower() and not text[stop.end() : stop.end() + 12].lstrip().startswith(("mTOR", "pT", "c-K")):
        return False
    if stop.group().startswith("."):
        return not _ABBREVIATED.search(text[max(at, stop.start() - 12) : stop.start()])
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
