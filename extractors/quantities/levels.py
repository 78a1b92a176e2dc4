"""Grades of which the word is told once: "grade 1 (24 %), 2 (67 %) and 3 (9 %)", "grade 1 in six patients and 2 in one"."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.quantities.grades import parse_grade
from extractors.quantities.people import PEOPLE
from extractors.quantities.quantity import Quantity

# From a level to its figure, and from that figure to the next level.
_FIGURE = re.compile(r"\s*[(\[]\s*(?:n\s*=\s*)?|\s+in\s+|\s*:\s*", re.IGNORECASE)
_NEXT = re.compile(rf"(?:[^()\[\]]{{0,20}}[)\]])?(?:\s+(?:of )?(?:the )?{PEOPLE}\.?)?\s*(?:[,;]\s*(?:and\s+)?|and\s+)$")


def levels(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities, with bare numbers that go on from a grade and its figure to the next grade read as grades."""
    done = list(found)
    for k, grade in enumerate(done):
        if grade.kind != "grade" or not grade.unit.isdigit():
            continue
        level, at = int(grade.unit), k
        while (after := _next(text, done, at, level)) is not None:
            at = after
            level = int(done[at].text)
            done[at] = replace(done[at], kind="grade", low=None, high=None, unit=parse_grade(done[at].text))
    return done


def _next(text: str, found: list[Quantity], at: int, level: int) -> int | None:
    """The place of the next level behind the level at a place and its figures; None where none follows."""
    if at + 3 >= len(found) or not _FIGURE.fullmatch(text, found[at].end, found[at + 1].start):
        return None
    for k in (at + 2, at + 3):
        if k + 1 >= len(found):
            return None
        here, figure = found[k], found[k + 1]
        ahead = text[found[k - 1].end : here.start]
        if (
            here.kind == "count"
            and here.text in ("2", "3", "4", "5")
            and int(here.text) > level
            and _NEXT.match(ahead)
            and _FIGURE.fullmatch(text, here.end, figure.start)
        ):
            return k
    return None
