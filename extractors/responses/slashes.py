"""Rows of categories and of counts with the same marks between: "CR/PR/SD/PD: 1/4/12/7"."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.responses.categories import Category
from extractors.responses.figures import Figure
from extractors.responses.joins import Join

_CODE = r"(?:CR|PR|SD|PD|NE)s?"
_ROW = re.compile(
    rf"(?<![\w/])(?P<names>{_CODE}(?:\s?(?P<mark>[/:])\s?{_CODE})(?:\s?(?P=mark)\s?{_CODE})+)"
    r"(?P<gap>[^.;\d%]{0,40}?)(?P<counts>\d{1,4}(?:\s?[/:]\s?\d{1,4}){2,})(?![\w/%]|[.,:]\d)"
)


def rows(sentence: Sentence) -> Iterator[tuple[Join, int, int]]:
    """Each category of a row with its count, and the bounds of the whole row, within which nothing else is read."""
    for m in _ROW.finditer(sentence.text):
        names = list(re.finditer(_CODE, m["names"]))
        counts = list(re.finditer(r"\d+", m["counts"]))
        if len(names) != len(counts):
            continue
        for name, count in zip(names, counts, strict=True):
            start, at = m.start("names") + name.start(), m.start("counts") + count.start()
            category = Category(start, m.start("names") + name.end(), name.group()[:2])
            end = m.start("counts") + count.end()
            yield Join(category, Figure(at, end, (at, end), n=int(count.group())), "row"), m.start(), m.end()
