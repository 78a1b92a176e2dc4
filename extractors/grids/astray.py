"""Headings over groups of rows that a tool writes behind all the rows: put back above the rows that they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.core.vocabulary import vocabulary
from extractors.grids.arithmetic import Cells
from extractors.grids.lattice import HEADS_GROUP

# For each kind of heading what the first row below it is called, or the vocabulary that it is from.
_ABOUT: tuple[tuple[re.Pattern[str], re.Pattern[str] | str], ...] = (
    (re.compile(r"sex|gender", re.I), re.compile(r"(?:fe)?male|men\b|women|[MF]$", re.I)),
    (re.compile(r"age\b", re.I), re.compile(r"median|mean|range|[<>≤≥]|\d+\s?[-–]", re.I)),
    (re.compile(r".*(?:performance|ecog|karnofsky)", re.I), re.compile(r"(?:ecog |ps )?[0-4](?:\D|$)|\d{2,3}", re.I)),
    (re.compile(r".*(?:stage|grade)", re.I), re.compile(r"(?:stage|grade|low|high|[IV]+|G?[1-4])\b", re.I)),
    (re.compile(r"histolog", re.I), "histotype"),
    (re.compile(r".*(?:\bsites?\b|location|metastas)", re.I), "site"),
    (re.compile(r"(?:number of )?(?:previous|prior)", re.I), re.compile(r"[≥>]?\s?\d|yes|no\b|none", re.I)),
)


def put_back(rows: Sequence[Cells]) -> list[Cells]:
    """The rows with the headings at their end above the first rows that each is about, in order; as they are where one has
    no such row."""
    first = len(rows)
    while first and len(rows[first - 1]) == 1 and _is_heading(rows[first - 1]):
        first -= 1
    body, headings = list(rows[:first]), rows[first:]
    if not headings or any(len(row) == 1 and _is_heading(row) for row in body):
        return list(rows)
    places: list[int] = []
    for heading in headings:
        start = places[-1] + 1 if places else 0
        place = next((n for n in range(start, first) if _is_about(heading[0][1].text, body, n)), None)
        if place is None:
            return list(rows)
        places.append(place)
    for place, heading in zip(reversed(places), reversed(headings), strict=True):
        body.insert(place, heading)
    return body


def _is_heading(row: Cells) -> bool:
    return row[0][0] == 0 and bool(HEADS_GROUP.fullmatch(row[0][1].text))


def _is_about(heading: str, body: Sequence[Cells], n: int) -> bool:
    """Whether row `n` is called like the first one below a heading."""
    label = body[n][0][1].text if body[n][0][0] == 0 else ""
    wanted = next((wanted for pattern, wanted in _ABOUT if pattern.match(heading)), None)
    if wanted is None or not label:
        return False
    if isinstance(wanted, str):
        # "Synovial sarcoma" names a site too
        named = {m.concept.layer for m in vocabulary().matches(label)}
        return wanted in named and (wanted == "histotype" or "histotype" not in named)
    return bool(wanted.match(label))
