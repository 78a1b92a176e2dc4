"""Events told by their consequence: "A led to dose reduction in six patients and discontinuation in two"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.core.counts import Count, counts
from extractors.core.pairing import Pair
from extractors.core.paper import Sentence
from extractors.core.symbols import Line, Mark

_CHANGE = (
    r"(?:discontinu\w+|withdraw\w+|interrupt\w+|cessation|stopping|terminat\w+|(?:dose|dosage) \w+|delays?|"
    r"reductions?|hospitali[sz]ation|transfusions?)"
)
_LED = re.compile(
    r"\s*(?:,? ?(?:which|that)\s+)?(?:necessitat(?:ed|ing)|led to|leading to|result(?:ed|ing) in|forced|forcing|"
    rf"caused|causing|prompted|requir(?:ed|ing)|was the (?:cause|reason) (?:of|for))\s+(?:[\w-]+\s+){{0,4}}?{_CHANGE}"
    r"(?:\s+(?:of|in|from|with|to)(?!\s+\d)\s+(?:the\s+)?(?!patients?\b)[\w-]+(?:\s+(?:therapy|treatment|drug|dose))?)?"
    r"\s+(?:in|for|among)\s+",
    re.IGNORECASE,
)
_AND = re.compile(
    rf"\s*,?\s*(?:and|or)\s+(?:to\s+)?(?:[\w-]+\s+){{0,3}}?{_CHANGE}(?:\s+(?:of|from)\s+(?:the\s+)?[\w-]+)?\s+(?:in|for)\s+",
    re.IGNORECASE,
)


def consequences(sentence: Sentence, line: Line) -> Iterator[Pair]:
    """Events of the line that changed the treatment of so many."""
    by_start = {c.start: c for c in counts(sentence)}
    for symbol in line.symbols:
        if symbol.letter != "X":
            continue
        for count in _behind(sentence.text, symbol.end, by_start):
            if count.n is not None or count.percent is not None:
                yield Pair(Mark("X", symbol.start, symbol.end, symbol.value), count, None, "consequence", 0.85)


def _behind(text: str, at: int, by_start: dict[int, Count]) -> Iterator[Count]:
    pattern = _LED
    while (m := pattern.match(text, at)) and (count := by_start.get(m.end())) is not None:
        yield count
        at, pattern = count.end, _AND
