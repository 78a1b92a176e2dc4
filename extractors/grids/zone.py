"""The lines above a table's first row of values, and how many values its rows hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.header import LABEL
from extractors.grids.spans import joined

# A header ends within so many atoms and lines.
_ATOMS, _LINES = 90, 24
_VALUES = NUMERIC | {Kind.DASH, Kind.ABSENT}
# Share of the rows that hold as many values as there are columns, at the least.
_SHARE, _FEWEST = 0.2, 2
SIZE = re.compile(r"[(\[]?\s*[nN]\s?[=:]\s?\d[\d,]*\s*[)\]]?.{0,3}$|=\s?\d+[)\]]?$|[(\[]\s*\d+\s+(?:patients|pts|cases)\s*[)\]]$")
GRADE = re.compile(r"(?:[≥≤<>]\s?)?[0-5](?:\s?[-–/]\s?[0-5])?[+*†‡]?$")
_GRADED = re.compile(r"(?:ctc(?:ae)?|nci|who|grades?|gr\.?|g|all|any|total|or|and|to|higher|greater|\(%\)|%)$", re.I)
_COUNTED = re.compile(
    r"(?:arm|group|cohort|level|cycles?|days?|weeks?|part|phase|step|line|grades?|stage|course|type|tier|=|n|recist|ctcae|version)$",
    re.I,
)
_P_CELL = re.compile(r"[<>≤=]?\s?(?:[01]?[.,·]\d+|1)[*†‡a-d]?$")


@dataclass(frozen=True)
class Zone:
    """`atoms` up to the first row of values, `starts` those that begin a line; `full[n]` the last values of the rows that
    hold n."""

    atoms: Sequence[Atom]
    starts: tuple[int, ...]
    full: dict[int, list[list[Atom]]]

    @property
    def size(self) -> int:
        return len(self.atoms)

    def text(self, first: int, last: int) -> str:
        """What a cell of these atoms reads."""
        return joined(self.atoms[first:last])

    def widths(self) -> list[int]:
        """How many columns of values there may be, the likeliest first."""
        counts = {n: len(rows) for n, rows in self.full.items()}
        rows = sum(counts.values())
        least = max(_FEWEST, _SHARE * rows)
        found = [n for n in sorted(counts, key=lambda n: -counts[n]) if n > 1 and counts[n] >= least]
        most = max((n for n in counts if n > 1 and counts[n] >= _FEWEST), default=0)
        return list(dict.fromkeys([*found[:2], *([most] if most else [])]))

    def tests(self, n: int) -> bool:
        """Whether the last value of rows of `n` is a p-value."""
        last = [row[-1].text for row in self.full.get(n, [])]
        good = sum(bool(_P_CELL.match(x)) or x.casefold().strip("*") in ("ns", "n.s.") for x in last)
        return good > 0.8 * len(last) and any("." in x or "·" in x or "," in x for x in last)


def zone_of(atoms: Sequence[Atom]) -> Zone | None:
    """The zone of a table whose rows stand a row a line; None where rows are not told so."""
    starts = [k for k, a in enumerate(atoms) if k == 0 or a.sep in (Sep.LINE, Sep.BLANK)]
    lines = [atoms[a:b] for a, b in pairwise([*starts, len(atoms)])]
    first = next((n for n, line in enumerate(lines) if not _may_head(line)), len(lines))
    if not first or first == len(lines) or starts[first] > _ATOMS or first > _LINES:
        return None
    full: dict[int, list[list[Atom]]] = {}
    for line in lines[first:]:
        if values := _values(line):
            full.setdefault(len(values), []).append(values)
    return Zone(atoms[: starts[first]], tuple(starts[:first]), full)


def _values(line: Sequence[Atom]) -> list[Atom]:
    """The values at the end of a line; a number that begins it is a label."""
    at = len(line)
    while at > 0 and line[at - 1].kind in _VALUES:
        at -= 1
    return list(line[at or int(line[0].kind is Kind.INTEGER) :])


def _may_head(line: Sequence[Atom]) -> bool:
    """Whether a line may belong to a header: no numbers but sizes, grades, numbers of arms, limits of age."""
    at = [k for k, a in enumerate(line) if a.kind in NUMERIC or a.kind is Kind.DASH]
    if not at:
        return True
    if all(line[k].kind is Kind.DASH for k in at) and len(at) < len(line):
        return not _values(line)
    graded = all(GRADE.match(line[k].text) or line[k].kind is Kind.DASH for k in at)
    others = [a.text for k, a in enumerate(line) if k not in at]
    if graded and (all(_GRADED.match(w) for w in others) or LABEL.match(" ".join(others))):
        return not (len(others) == 0 and len(at) == 1)
    return all(_heads(line, k) for k in at)


def _heads(line: Sequence[Atom], k: int) -> bool:
    """Whether the number `k` of a line is a header's."""
    text = line[k].text
    before = line[k - 1].text.strip("(").casefold() if k else ""
    after = line[k + 1].text if k + 1 < len(line) else ""
    if text.startswith("=") or _COUNTED.match(before) or before.endswith("="):
        return True
    if text[0] in "<>≥≤" and len(line) > 1:
        return True
    return bool(re.match(r"9[059]\s?%?$", text)) and bool(re.match(r"%?\(?(?:CI|IC|%)", after))
