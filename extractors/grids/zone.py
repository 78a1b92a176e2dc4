"""The lines above a table's first row of values, and how many values its rows hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.header import LABEL
from extractors.grids.header_marks import COUNTED_IN, P_VALUE
from extractors.grids.spans import joined

# A header ends within so many atoms and lines.
_ATOMS, _LINES, _TOP = 90, 24, 1
# The heading of a group of rows has no more words than these.
_HEADING = 6
_VALUES = NUMERIC | {Kind.DASH, Kind.ABSENT}
_PLAIN = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT, Kind.DASH})
_IN_HUNDRED = re.compile(r"\(\s?%\s?\)$")
_NUMBER_OF = re.compile(r"(?:no\.?|nr\.?|n|number|patients|pts\.?|cases|events)$", re.I)
# What rows with more values than columns cost, and rows with fewer, were they all.
_FEWEST, _MORE, _FEWER = 2, 2.5, 2.0
SIZE = re.compile(
    rf"[(\[]?\s*(?:[nN]|[Nn][or]\.?)\s?[=:]\s?\d[\d,]*\s*(?:{COUNTED_IN})?\.?\s*[)\]]?.{{0,3}}$|=\s?\d+(?:\s?{COUNTED_IN})?[)\]]?.?$"
    rf"|[(\[]\s*\d+\s+{COUNTED_IN}\s*[)\]]$"
)
GRADE = re.compile(r"(?:[≥≤<>]\s?)?[0-5](?:\s?[-–/]\s?[0-5])?[+*†‡]?$")
_GRADED = re.compile(
    r"^\W?(?:ctc(?:ae)?|nci|who|grades?|gr\.?|g|n,?|no\.?|all|any|total|or|and|to|higher|greater|\(%\)|%)$", re.I
)
COUNTED = re.compile(
    r"(?:^|[^\w])(?:arms?|groups?|cohorts?|levels?|cycles?|days?|weeks?|parts?|phase|steps?|lines?|grades?|gr|stage|course|type|tier|n|recist|ctcae|version)\.?$",
    re.I,
)


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
        known = self._texts.get((first, last))
        if known is None:
            known = self._texts[first, last] = joined(self.atoms[first:last])
        return known

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        return {}

    def widths(self) -> dict[int, float]:
        """How many columns of values there may be, with what the rows hold against it."""
        counts = {n: len(rows) for n, rows in self.full.items()}
        total = sum(counts.values())
        usual = sorted((n for n in counts if n > 1), key=lambda n: -counts[n])[:3]
        most = max(counts, default=0)
        found = [n for n in dict.fromkeys([*usual, most]) if n > 1 and (counts[n] >= _FEWEST or n == most)]
        against = {}
        for n in found:
            more = sum(c for k, c in counts.items() if k > n) / total
            against[n] = -_MORE * more - _FEWER * (1 - counts[n] / total)
        for n in usual[:1] if self.tested and self.tests_alone >= _FEWEST else ():
            # The p-values may stand beside the headings of rows alone.
            against[n + 1] = max(against.get(n + 1, -99.0), against[n] - 0.3)
        several = self.tests_beside
        for n in [n for n in usual if several and n != several][:1]:
            against[n + several] = max(against.get(n + several, -99.0), -0.3)
        return against

    @cached_property
    def tests_alone(self) -> int:
        """How many rows hold nothing but what may be a p-value: beside headings of rows."""
        return sum(bool(_SHARE.match(row[0].text)) for row in self.full.get(1, ()))

    @cached_property
    def tests_beside(self) -> int:
        """How many columns hold nothing but the p-values beside headings of rows, where several do; else 0."""
        named = sum(bool(P_VALUE.match(a.text)) for a in self.atoms)
        beside = [row for row in self.full.get(named, ()) if all(_SHARE.match(a.text) for a in row)]
        return named if named > 1 and len(beside) >= _FEWEST else 0

    @cached_property
    def tested(self) -> bool:
        """Whether the header names p-values."""
        return any(P_VALUE.match(a.text) for a in self.atoms)

    @cached_property
    def parted(self) -> frozenset[int]:
        """The "(%)" of each "No. (%)" where most rows hold two plain numbers for each: shares have columns of their own; the
        first of levels that stand anew."""
        found = [
            k
            for k in range(1, self.size)
            if _IN_HUNDRED.match(self.atoms[k].text) and _NUMBER_OF.match(self.atoms[k - 1].text)
        ]
        plain = [
            len(row) in (2 * len(found), 2 * len(found) + 1) and all(a.kind in _PLAIN for a in row)
            for rows in self.full.values()
            for row in rows
            if len(row) > 1
        ]
        shares = found if found and sum(plain) > 0.5 * len(plain) else []
        return frozenset((*shares, *self._levels))

    @property
    def _levels(self) -> Iterator[int]:
        """The first of levels that stand anew under each arm: "Highest grade | ≥2 | ≥3 | ≥2 | ≥3"."""
        for first, last in pairwise([*self.starts, self.size]):
            if _again(line := self.atoms[first:last]):
                yield last - len(_values(line))

    def test_column(self, values: int) -> int:
        """The one column of full rows that holds p-values by their looks; 0 where none or several do."""
        rows = self.full.get(values, [])
        like = [sum(bool(_SHARE.match(row[k].text)) for row in rows) for k in range(values)]
        found = [k + 1 for k, n in enumerate(like) if rows and n >= 0.9 * len(rows)]
        return found[0] if len(found) == 1 else 0

    def borne_out(self, values: int, tested: bool) -> tuple[float, float]:
        """Shares of the rows that hold so many values (or all but a p-value), and more."""
        total = sum(len(rows) for rows in self.full.values())
        more = sum(len(rows) for n, rows in self.full.items() if n > values)
        exact = len(self.full.get(values, ())) + (len(self.full.get(values - 1, ())) if tested else 0)
        if tested and values > 1 and self.tests_alone >= _FEWEST:
            exact += self.tests_alone
        if several := self.tests_beside:
            exact += len(self.full.get(several, ())) + len(self.full.get(values - several, ()))
        return exact / total, more / total


def zone_of(atoms: Sequence[Atom]) -> Zone | None:
    """The zone of a table whose rows stand a row a line; None where rows are not told so."""
    starts = [k for k, a in enumerate(atoms) if k == 0 or a.sep in (Sep.LINE, Sep.BLANK)]
    lines = [atoms[a:b] for a, b in pairwise([*starts, len(atoms)])]
    bounds = [*pairwise([*starts, len(atoms)])]
    first = next((n for n, (a, b) in enumerate(bounds) if not may_head(atoms, a, b, n)), len(lines))
    first = _above_heading(lines, first)
    if not first or first == len(lines) or starts[first] > _ATOMS or first > _LINES:
        return None
    full: dict[int, list[list[Atom]]] = {}
    tested = bool(P_VALUE.match(atoms[starts[first] - 1].text))
    for line in lines[first:]:
        if values := _values(line):
            if tested and _REFERENCE.search(values[-1].text):
                # nothing is tested where others are compared with it
                values.append(values[-1])
            full.setdefault(len(values), []).append(values)
    return Zone(atoms[: starts[first]], tuple(starts[:first]), full)


def _above_heading(lines: Sequence[Sequence[Atom]], first: int) -> int:
    """Where the rows begin: with a line that ends with a colon, right above the first row or its wrapped label."""
    for n in range(max(1, first - 2), first):
        if lines[n][-1].text.endswith(":") and len(lines[n]) <= _HEADING:
            return n
    return first


def _values(line: Sequence[Atom]) -> list[Atom]:
    """The values at the end of a line; a number that begins it is a label."""
    at = len(line)
    while at > 0 and line[at - 1].kind in _VALUES:
        at -= 1
    if 0 < at < len(line) - 1 and _LEVEL.match(line[at].text) and line[at + 1].kind is Kind.INTEGER:
        at += 1  # "Performance status 0-1 50"
    elif 0 < at < len(line) - 1 and _GOES_ON.search(line[at - 1].text) and line[at].kind in (Kind.INTEGER, Kind.RANGE):
        at += 1  # "Positive: 3 30 23", "1 or 2 80 25"
    limits = line[0].kind in (Kind.RANGE, Kind.INTEGER) or line[0].text[0] in "<>≥≤"
    return list(line[at or int(line[0].kind is Kind.INTEGER or (limits and len(line) > 2)) :])


def may_head(atoms: Sequence[Atom], first: int, last: int, number: int) -> bool:
    """Whether a line may belong to a header: no numbers but sizes, grades, numbers of arms, limits of age."""
    line = atoms[first:last]
    if sum(a.kind is Kind.ABSENT or bool(_REFERENCE.fullmatch(a.text)) for a in line) >= _FEWEST:
        return False  # what others are compared with
    at = [k for k in range(first, last) if atoms[k].kind in NUMERIC or atoms[k].kind is Kind.DASH]
    if not at:
        return True
    if not _values(line) and (
        number < _TOP or any(SIZE.match(a.text) for a in line) or _OPEN_SIZE.match(line[-1].text)
    ):
        return True
    if last < len(atoms) and at[-1] == last - 1 and _UNIT.match(atoms[last].text):
        at = at[:-1]  # "400", and on the next line "mg"
    if not at:
        return True
    graded = all(GRADE.match(atoms[k].text) or atoms[k].kind is Kind.DASH for k in at)
    others = [atoms[k].text for k in range(first, last) if k not in at]
    told = all(_GRADED.search(w) for w in others) or LABEL.match(" ".join(others))
    if (graded and told and (others or len(at) > 1)) or _again(line):
        return True
    return all(atoms[k].kind is not Kind.DASH and _heads(atoms, k) for k in at)


def _again(line: Sequence[Atom]) -> bool:
    """Whether a line ends with levels that stand anew under each arm, behind words on grades: "Worst grade ≥2 ≥3 ≥2 ≥3"."""
    texts = [a.text for a in _values(line)]
    unit = texts.index(texts[0], 1) if texts and texts[0] in texts[1:] else 0
    anew = unit > 1 and len(set(texts[:unit])) == unit and all(map(str.__eq__, texts, texts[unit:]))
    levels = anew and all(map(GRADE.match, texts)) and len(texts) % unit == 0
    said = " ".join(a.text for a in line[: -len(texts)]) if levels else ""
    return bool(_ON_GRADES.search(said)) and (not texts[0][0].isdigit() or bool(_OF_EVENTS.search(said)))


_ON_GRADES = re.compile(r"\b(?:grades?|ctc(?:ae)?|toxicit(?:y|ies))\b", re.I)
# What tells the grade of an event from that of a tumour.
_OF_EVENTS = re.compile(r"\b(?:ctc(?:ae)?|nci|who|toxic\w*|adverse|events?|worst|maxim\w+|highest)\b", re.I)


def _heads(atoms: Sequence[Atom], k: int) -> bool:
    """Whether the number `k` is a header's."""
    text = atoms[k].text
    before = atoms[k - 1].text.strip("(").casefold() if k else ""
    after = atoms[k + 1].text if k + 1 < len(atoms) else ""
    if text.startswith("=") or before.endswith("=") or COUNTED.search(before):
        return True
    if before == "at" and _TIME.search(text if _TIME.search(text) else f"{text} {after}"):
        return True  # "OS at 18 months"
    if DOSE.match(text) and k + 1 < len(atoms) and SCHEDULE.match(after) and atoms[k + 1].sep is Sep.SPACE:
        return True  # an arm told by its dose: "2 mg/kg every 3 weeks (n = 20)"
    if before in SPELLED and SPELL.search(f"{text} {after}"):
        return True
    if text[0] in "<>≥≤" and after and atoms[k + 1].sep is Sep.SPACE and atoms[k + 1].kind not in NUMERIC:
        return True
    return bool(re.match(r"\(?9[059]\s?%?$", text)) and bool(re.match(r"%?\(?(?:CI|IC|%|confidence)", after))


_TIME = re.compile(r"^\d{1,2}\s?-?(?:months?|mos?|years?|yrs?|y|weeks?|wks?)\b", re.I)
DOSE = re.compile(r"\d+(?:[.,]\d+)?\s?(?:mg|µg|mcg|g|IU|MU|Gy)(?:/(?:kg|m2|m²|day|d))?$")
SCHEDULE = re.compile(
    r"(?:every|each|once|twice|daily|weekly|monthly|per|q\d?|[qbt]\.?[id]\.?d?|[(\[]?n|[(\[]n\s?=.*|i\.?v|p\.?o)\W*$",
    re.I,
)
SPELLED = ("every", "each")
SPELL = re.compile(r"\b(?:weeks?|days?|months?|wks?|hours?)\b", re.I)
_LEVEL = re.compile(r"[0-4]\s?[-–]\s?[1-5]$")
_GOES_ON = re.compile(r":$|^(?:or|and|to|vs\.?|versus)$")
_REFERENCE = re.compile(r"\bref(?:erence|erent|\.)?\W*$", re.I)
_OPEN_SIZE = re.compile(r"(?:[(\[]\s?[nN]\s?=?|=)$")
_UNIT = re.compile(r"(?:mg|g|kg|ml|Gy|cm|mm|µg|IU)(?:/\S+)?$")
_GLUED = re.compile(r"P(?=[A-Z][A-Za-z]+)")
_SHARE = re.compile(r"[<>≤=]?\s?[01]?[.,·]\d+[*†‡a-d]?$|1$")


def unglued(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """The atoms with a "P" over the last column that the tool has put, without a space, before the first header of its
    line ("PGV (n = 53) GP (n = 53)") at the end of that line."""
    zone = zone_of(atoms)
    if zone is None or not zone.full or any(P_VALUE.match(a.text) or a.text.casefold() == "value" for a in zone.atoms):
        return atoms
    glued = [k for k in zone.starts if _GLUED.match(zone.atoms[k].text)]
    full = zone.full[max(zone.full, key=lambda n: len(zone.full[n]))]
    tests = [bool(_SHARE.match(row[-1].text)) for row in full if len(row) > 1]
    others = [bool(_SHARE.match(a.text)) for row in full for a in row[:-1]]
    if len(glued) != 1 or not tests or sum(tests) < 0.9 * len(tests) or sum(others) > 0.2 * len(others):
        return atoms
    at = glued[0]
    end = next((k for k in (*zone.starts, zone.size) if k > at), zone.size)
    whole = atoms[at]
    mark = replace(whole, end=whole.start + 1, text="P", sep=Sep.SPACE, tie=0.0)
    rest = replace(whole, start=whole.start + 1, text=whole.text[1:])
    return (*atoms[:at], rest, *atoms[at + 1 : end], mark, *atoms[end:])
