"""Which lines of a column of labels stand beside the rows of values: the others are headings over groups, or go on with the
label above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grids.atoms import Atom, Kind
from extractors.grids.header import LABEL
from extractors.grids.runs import Cell, text_of
from extractors.grids.spans import bond, kind_of, together

_NEVER = -1e9
# What it costs when rows stand apart with no heading or label of several lines between them, and the other way round.
_APART = 2.5
_GROUP = re.compile(
    r"(?:sex|gender|age\b.*|.*performance status.*|(?:ecog|who|karnofsky|zubrod|kps)\b.*|.*histolog\w*(?: (?:sub)?types?)?"
    r"|.*(?:sub)?types?|.*\bsites?\b(?: of \w+)*|.*locations?|.*stage(?: at \w+)?|.*(?<!oma )grade|.*status|race|ethnicity|.*lines? of \w+"
    r"|(?:previous|prior) \w.*|.*metastas\w+|.*\bn\s?=\s?\d+\)?|.*(?:size|depth|margins?)\b.*|.*treatments?|.*outcome|.*responses?"
    r"|.*disorders?|.*toxicit(?:y|ies))\W*$",
    re.I,
)
_ITEM = re.compile(
    r"(?:fe)?males?\b|(?:wo)?men\b|(?:median|mean|range|min|max|yes|no|none|unknown|others?|missing|absent|present|total|all)\b|[≥≤<>~]?\s?\d"
    r"|(?:[IV]+|[A-D]|T\d|N\d|M\d)$|grade\s\d|≥|<|>",
    re.I,
)
# "Chondrosarcoma grade", and below it "II"
_GRADED, _GRADE = (
    re.compile(r"oma,? grade$", re.I),
    re.compile(r"(?:[1-4]|I{1,3}|IV)(?:\s?[-–/]\s?(?:[1-4]|I{1,3}|IV))?$"),
)
_SPREAD = re.compile(r"(?:.*\brange\b|.*\bIQR\b|.*\b(?:9\d\s?%\s?)?CI\b|.*interquartile)", re.I)
_MIDDLE = re.compile(r"(?:.*\bmedian\b|.*\bmean\b|.*\baverage\b)", re.I)


@dataclass(frozen=True)
class Beside:
    """Rows of labels: each its words and the row of values beside it, None for a heading; `head` lines are above all."""

    score: float
    head: int
    rows: tuple[tuple[Cell, int | None], ...]


def beside(
    lines: Sequence[Cell], kinds: Sequence[frozenset[Kind]], breaks: Sequence[float], heads: int
) -> Beside | None:
    """The likeliest way that `lines` go with rows of values of these `kinds`; `breaks[j]` is the share of columns that part
    row `j` from the one before; up to `heads` of the first lines may be the header's. None where there are too few."""
    rows = len(kinds)
    usual = _usual(kinds)
    # best[j][role]: over the lines so far, j rows begun; roles: 0 begins a row, 1 goes on, 2 a heading, 3 the header's,
    # 4 begins a row that stands apart for no reason yet: its label may be tall
    best = [[_NEVER] * 5 for _ in range(rows + 1)]
    best[0][3] = 0.0
    back: list[list[list[tuple[int, int]]]] = []
    for i, line in enumerate(lines):
        group = _heading(line)
        odds = bond(lines[i - 1][-1], line[0]) - 0.3 if i else 0.0
        on, cut = (together(odds), together(-odds)) if i else (_NEVER, 0.0)
        titled = LABEL.match(text_of(line)) is not None and i < heads
        now = [[_NEVER] * 5 for _ in range(rows + 1)]
        came = [[(0, 3)] * 5 for _ in range(rows + 1)]
        for j in range(max(0, rows - len(lines) + i), min(rows, i) + 1):
            for role in range(5):
                value = best[j][role]
                if value <= _NEVER / 2:
                    continue
                apart = value + (cut if role != 3 or odds > 1 else 0.0) - (3.0 if titled else 0.0)
                steps = [(j, 2, apart + group - (0.5 if role == 2 else 0.0))]
                if role != 3:
                    tall = _APART * breaks[j - 1] if role == 4 else 0.0
                    steps.append((j, 1, value + on + tall - (1.0 if role == 2 else 0.0)))
                if role == 3 and i < heads:
                    steps.append((j, 3, value + (2.0 if titled else -1.0) + (on if i else 0.0)))
                if j < rows:
                    part = breaks[j] if j else 0.0
                    begun = role in (0, 4)
                    gap = -_APART * part if begun else (-_APART * (1 - part) if j else 0.0)
                    steps.append(
                        (
                            j + 1,
                            4 if begun and part > 0.5 else 0,
                            apart - group * 0.5 + gap + _suits(line, kinds[j], usual),
                        )
                    )
                for to, here, total in steps:
                    if total > now[to][here]:
                        now[to][here], came[to][here] = total, (j, role)
        best = now
        back.append(came)
    # No heading ends a table.
    role = max((0, 1, 4), key=lambda r: best[rows][r])
    return _read(lines, best[rows][role], role, back) if best[rows][role] > _NEVER / 2 else None


def _read(
    lines: Sequence[Cell], score: float, role: int, back: Sequence[Sequence[Sequence[tuple[int, int]]]]
) -> Beside:
    roles: list[int] = []
    j = len(back[0]) - 1
    for came in reversed(back):
        roles.append(role)
        j, role = came[j][role]
    roles.reverse()
    rows: list[tuple[Cell, int | None]] = []
    begun = 0
    for line, role in zip(lines, roles, strict=True):
        if role == 1:
            rows[-1] = ((*rows[-1][0], *line), rows[-1][1])
        elif role != 3:
            rows.append((line, begun if role in (0, 4) else None))
            begun += role in (0, 4)
    return Beside(score, roles.count(3), tuple(rows))


def _heading(line: Cell) -> float:
    """Log odds that a label stands over a group."""
    text = text_of(line)
    if _ITEM.match(text):
        return -3.0
    return 0.7 if _GROUP.match(text) else -1.3


def heads_group(line: Cell) -> bool:
    """Whether a label says what the rows below it are about."""
    return names_group(text_of(line))


def names_group(text: str) -> bool:
    """Whether words say what rows below them are about."""
    return bool(_GROUP.match(text)) and not _ITEM.match(text)


def is_item(line: Cell) -> bool:
    """Whether a label is one of several below a heading."""
    return bool(_ITEM.match(text_of(line)))


def goes_on(line: Sequence[Atom], below: Sequence[Atom]) -> bool:
    """Whether a label goes on with the line below."""
    if _GRADED.search(text_of(tuple(line))) and _GRADE.match(text_of(tuple(below))):
        return True
    return bond(line[-1], below[0]) > 0 and not heads_group(tuple(line)) and not is_item(tuple(below))


def _usual(kinds: Sequence[frozenset[Kind]]) -> frozenset[Kind]:
    return max(set(kinds), key=kinds.count) if kinds else frozenset()


def _suits(line: Cell, kinds: frozenset[Kind], usual: frozenset[Kind]) -> float:
    """Whether a label asks for the values beside it."""
    text = text_of(line)
    if tells_spread(line):
        spread = bool(kinds & {Kind.RANGE, Kind.COUNT, Kind.BRACKET})
        return 1.5 if spread == bool(_SPREAD.match(text)) and kinds != usual else (0.0 if kinds == usual else -1.0)
    return 0.0 if kinds & usual or not kinds else -2.0


def tells_spread(label: Cell) -> bool:
    """Whether a label asks for a median, a mean or how far values spread."""
    text = text_of(label)
    return bool(_SPREAD.match(text) or _MIDDLE.match(text))


def kinds_of_row(cells: Sequence[Cell]) -> frozenset[Kind]:
    """The kinds of a row's cells, dashes left out."""
    return frozenset(kind_of(c) for c in cells) - {Kind.DASH, Kind.ABSENT}
