"""Running heads and feet: what a journal prints on every page, left by PDF-to-text tools between the halves of a sentence
or the rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from extractors.core.document import Range

# Three blank lines (as Tika ends a page) or a form feed.
_PAGE_END = re.compile(r"\n(?:[ \t]*\r?\n){3,}|\f")
_LINE = re.compile(r"[^\n\f]+")
# No more lines than these stand above or below a page's text, nor are they longer.
_ABOVE, _BELOW, _WORDS = 4, 3, 16
# What says by itself that a line is furniture: pages, addresses, volume and year, authors' short form.
_PAGE_NUMBER = re.compile(r"[–—-]?\s*\d{1,5}\s*[–—-]?|\d{1,3} ?\|.{0,3}|.{0,3}\| ?\d{1,3}")
_SAYS_SO = re.compile(
    r"\bpage \d+(?: of \d+)?|\b\d+ of \d+$|https?:|www\.|\bdoi\b|©|copyright|all rights reserved|downloaded from"
    r"|\bet al\b\.?(?: ?\W?\s?\w++){0,8}$|\bvol(?:ume|\.)? ?\d+|\bissue ?\d+|\bno\. ?\d+\b.*\b(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\)?[\s;,:|]+\(?(?:vol\.? ?)?\d+|\d+ ?\(\d+\) ?[:,;]|\bISSN\b",
    re.I,
)
_CAPTION = re.compile(r"(?:table|tab\.|fig(?:ure|\.)?)\s?[\dIVX]", re.I)


@dataclass(frozen=True)
class _Edge:
    """A line at an edge of a page; `page` counts pages from 0, `top` tells its first lines from its last."""

    start: int
    end: int
    text: str
    page: int
    top: bool
    alone: bool

    @property
    def form(self) -> str:
        """The line without what changes from page to page."""
        return " ".join(re.sub(r"\d+", "#", self.text).casefold().split())


@lru_cache(maxsize=1)
def running_heads(text: str) -> tuple[Range, ...]:
    """The lines of a text that are running heads, feet or page numbers, in order; none where no pages can be told."""
    pages = _pages(text)
    if len(pages) < 2:
        return ()
    edges = [edge for n, page in enumerate(pages) for edge in _edges(text, page, n)]
    shown = {(e.page, e.form) for e in edges}
    repeated = Counter(form for _, form in shown)
    numbered = _counting(edges)
    found: list[Range] = []
    for n in range(len(pages)):
        for top in (True, False):
            some = [e for e in edges if e.page == n and e.top is top]
            found += _heads(some if top else some[::-1], repeated, numbered, n > 0)
    return tuple(sorted(set(found)))


def _pages(text: str) -> list[Range]:
    at, pages = 0, []
    for end in _PAGE_END.finditer(text):
        pages.append(Range(at, end.start()))
        at = end.end()
    pages.append(Range(at, len(text)))
    return [p for p in pages if text[p.start : p.end].strip()]


def _edges(text: str, page: Range, number: int) -> list[_Edge]:
    """The first lines of a page and the last, each with whether blank lines part it from the text."""
    first = [m for m, _ in zip(_lines(text, page), range(_ABOVE + 1), strict=False)]
    tail = Range(max(page.start, page.end - 1500), page.end)
    last = _lines(text, tail)[-_BELOW - 1 :]
    edges: list[_Edge] = []
    for k, (start, end) in enumerate(first[:_ABOVE]):
        alone = k + 1 < len(first) and _blank(text, end, first[k + 1][0])
        edges.append(_Edge(start, end, text[start:end], number, True, alone))
    for k in range(1, len(last)):
        start, end = last[k]
        edges.append(_Edge(start, end, text[start:end], number, False, _blank(text, last[k - 1][1], start)))
    return edges


def _lines(text: str, part: Range) -> list[tuple[int, int]]:
    found = []
    for m in _LINE.finditer(text, part.start, part.end):
        if bare := m.group().strip():
            start = m.start() + m.group().index(bare)
            found.append((start, start + len(bare)))
    return found


def _blank(text: str, end: int, start: int) -> bool:
    return text.count("\n", end, start) > 1


def _counting(edges: list[_Edge]) -> set[int]:
    """Where lone numbers stand that count the pages: each as far behind the one before as its page is."""
    lone = [e for e in edges if _PAGE_NUMBER.fullmatch(e.text) and any(c.isdigit() for c in e.text)]
    found: set[int] = set()
    for edge in lone:
        number = int(re.sub(r"\D", "", edge.text))
        others = [o for o in lone if o.page != edge.page]
        if any(int(re.sub(r"\D", "", o.text)) - number == o.page - edge.page for o in others):
            found.add(edge.start)
    return found


def _heads(some: list[_Edge], repeated: Counter[str], numbered: set[int], behind: bool) -> list[Range]:
    """Those of a page's lines, from its edge inwards, that are furniture."""
    told = [_is_head(e, repeated, numbered, behind) for e in some]
    size = next((k for k, known in enumerate(told) if not known), len(told))
    if size < len(some) and behind and some[size].top and _titled(some, told, size):
        size = next((k for k in range(size + 1, len(told)) if not told[k]), len(told))
    while size and not any(e.alone for e in some[size - 1 : size]) and not repeated[some[size - 1].form] > 1:
        size -= 1
    if size == 1 and _lone_number(some[0], numbered):
        size = 0
    return [Range(e.start, e.end) for e in some[:size]]


def _lone_number(edge: _Edge, numbered: set[int]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(edge.text)) and edge.start not in numbered


def _is_head(edge: _Edge, repeated: Counter[str], numbered: set[int], behind: bool) -> bool:
    """Whether a line recurs on other pages or says by itself that it is no text."""
    if len(edge.text.split()) > _WORDS or _CAPTION.match(edge.text):
        return False
    if _PAGE_NUMBER.fullmatch(edge.text):
        return behind or edge.start in numbered
    if repeated[edge.form] > 1 and re.search(r"[^\W\d]|\|", edge.text):
        return edge.alone or repeated[edge.form] > 2
    return behind and edge.alone and bool(_SAYS_SO.search(edge.text)) and not edge.text.endswith(".")


def _titled(some: list[_Edge], told: list[bool], k: int) -> bool:
    """Whether a page begins with a short title above a line that is furniture."""
    title = some[k]
    return (
        k + 1 < len(told)
        and told[k + 1]
        and k == 0
        and title.alone
        and len(title.text.split()) <= 12
        and title.text[0].isupper()
        and not title.text.endswith(".")
        and not _CAPTION.match(title.text)
    )
