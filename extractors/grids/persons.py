"""Tables with a patient a column ("Case 1 Case 2 Case 3"), read row by row.

The header says how many cells a row has. Each row is cut into its label and that many cells so that words which belong
together stay together and the cells beside one another are alike: they say the same of different patients.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractors.core.vocabulary import vocabulary
from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.spans import bond, joined, together

_NEVER = -1e9
_MOST, _FEWEST = 8, 2
_LINES, _ATOMS = 9, 60
_WORD = re.compile(r"(?:patients?|pts?\.?|pat\.?|cases?|subject)$", re.I)
_NUMBERING = re.compile(r"(?:no\.?|nr\.?|number|#|n°)$", re.I)
_ORDINALS = tuple(zip("12345678", "ABCDEFGH", ("I", "II", "III", "IV", "V", "VI", "VII", "VIII"), strict=True))
_STUB = 3
# Log likelihoods: cells alike, unlike, of other lengths; a cell that begins with a small letter; words over a blank line.
_ALIKE, _UNLIKE, _LONGER, _SMALL, _OVER_BLANK = 1.2, -0.8, -0.15, -1.5, -2.5
_SAME_WORD, _FIELD, _FIGURE, _HEADING, _SHORT, _NO_BREAK = 1.5, 1.5, -6.0, -5.0, -9.0, -2.0
_DOSED = 3.0
# By so much a bound is drawn wider than sums of such numbers can be rounded.
_ROUNDING = 1e-6
_AMOUNT = re.compile(r"\d\s?(?:mg|g|µg|mcg|IU|MU)\b")
_LABEL = re.compile(
    r"(?:age|sex|gender|diagnosis|histolog\w*|patholog\w*|tumou?r|primary|site|location|stage|grade|metasta\w*|previous|prior|earlier"
    r"|treatment|therapy|surgery|drug|dose|regimen|line|best|response|recist|pfs|os|progression|overall|survival|duration|time"
    r"|follow-?up|status|outcome|toxicity|adverse|side|second|first|mutation|fusion|gene|molecular|performance|ecog|cycles?|size"
    r"|recurrence|symptoms?|presentation|comorbidit\w*|smoking|reason|current|last|number)\b",
    re.I,
)
Cut = tuple[int, ...]
Rest = Callable[[int, int, int], tuple[float, Cut]]


@dataclass(frozen=True)
class Persons:
    """Places of atoms, from first to one past the last: the header's cells (the stub first) and each row's."""

    header: tuple[tuple[int, int], ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]


def persons(atoms: Sequence[Atom]) -> Persons | None:
    """A table whose header names patients and nothing else; None for any other."""
    header = _header(atoms)
    if header is None:
        return None
    body = header[-1][1]
    rows = _Rows(atoms, body, len(header) - 1).best()
    full = sum(len(row) == len(header) for row in rows)
    return Persons(header, tuple(rows)) if full >= 3 and full >= 0.6 * len(rows) else None


def _header(atoms: Sequence[Atom]) -> tuple[tuple[int, int], ...] | None:
    """The stub's and each patient's atoms, the patients counted from the first on; the header ends its line."""
    start = next((k for k in range(min(_STUB + 1, len(atoms) - 2)) if _patient(atoms, k, 0)), None)
    if start is None:
        return None
    found = [(0, start)]
    at = start
    while at < len(atoms) and len(found) <= _MOST and (end := _patient(atoms, at, len(found) - 1)):
        found.append((at, end))
        at = end
    if len(found) <= _FEWEST or at >= len(atoms) or atoms[at].sep in (Sep.SPACE, Sep.WIDE):
        return None
    return tuple(found)


def _patient(atoms: Sequence[Atom], k: int, nth: int) -> int:
    """One past the atoms "Case no. 2 (index)" that begin at `k` and name the patient after `nth` others; 0 for none."""
    if nth >= _MOST or not _WORD.match(atoms[k].text):
        return 0
    k += 1
    if k < len(atoms) and _NUMBERING.match(atoms[k].text):
        k += 1
    if k >= len(atoms) or atoms[k].text.strip(".:,#") not in _ORDINALS[nth]:
        return 0
    k += 1
    while k < len(atoms) and atoms[k].text[0] in "([" and atoms[k].text[-1] in ")]":
        k += 1
    return k


class _Rows:
    """The best rows of `width` cells behind a label that the atoms from `first` on can be cut into."""

    def __init__(self, atoms: Sequence[Atom], first: int, width: int) -> None:
        self.atoms, self.first, self.width = atoms, first, width
        odds = [0.0, *(_bond(a, b) for a, b in pairwise(atoms))]
        self.apart = [together(-x) for x in odds]
        self.held = [0.0]
        for k in range(1, len(atoms)):
            over = _OVER_BLANK if atoms[k].sep is Sep.BLANK else 0.0
            self.held.append(self.held[-1] + together(odds[k]) + over)
        self.starts = [k for k in range(first, len(atoms)) if k == first or atoms[k].sep in (Sep.LINE, Sep.BLANK)]
        blanks = sum(atoms[k].sep is Sep.BLANK for k in self.starts)
        self.spaced = blanks >= 0.5 * len(self.starts)
        self.text = cache(lambda a, b: joined(atoms[a:b]))
        self.rests: dict[int, Rest] = {}
        self.words = [a.text.casefold() for a in atoms]
        self.small = [_SMALL if a.text[0].islower() else 0.0 for a in atoms]
        self.empty = [
            a.kind in (Kind.DASH, Kind.ABSENT) or word == "none" for a, word in zip(atoms, self.words, strict=True)
        ]
        self.forms = [_form(a) for a in atoms]

    def best(self) -> list[tuple[tuple[int, int], ...]]:
        """Rows from top to bottom."""
        ends = [*self.starts, len(self.atoms)]
        count = len(self.starts)
        score, came = [_NEVER] * count + [0.0], [((), 0)] * count  # type: list[float], list[tuple[Cut, int]]
        for i in reversed(range(count)):
            for j in range(i + 1, min(i + _LINES, count) + 1):
                if ends[j] - ends[i] > _ATOMS:
                    break
                own, cut = self._row(ends[i], ends[j])
                if own + score[j] > score[i]:
                    score[i], came[i] = own + score[j], (cut, j)
        rows, i = [], 0
        while i < count:
            cut, i = came[i]
            rows.append(tuple(pairwise(cut)))
        return rows

    def _row(self, start: int, end: int) -> tuple[float, Cut]:
        """The best cut of some lines into label and cells, or one heading, with its log likelihood."""
        begun = self.apart[start]
        if self.spaced and start != self.first and self.atoms[start].sep is not Sep.BLANK:
            begun += _NO_BREAK
        label = _FIELD if _LABEL.match(self.atoms[start].text) else 0.0
        heading = self.held[end - 1] - self.held[start] + label + (_HEADING if end - start <= 8 else _SHORT)
        whole: tuple[float, Cut] = (begun + heading, (start, end))
        if end - start <= self.width:
            return whole

        rest = self._rest(end)
        best = whole
        figure = _FIGURE if self.atoms[start].kind in NUMERIC | CATEGORY else 0.0
        for stop in range(start + 1, end - self.width + 1):
            own = begun + self.held[stop - 1] - self.held[start] + label + figure
            if own + _SAME_WORD * (self.width - 1) + _ROUNDING < best[0]:
                continue
            after, cut = rest(0, stop, stop)
            value = own + after
            if value > best[0]:
                best = value, (start, *cut)
        return best

    def _rest(self, end: int) -> Rest:
        """The best cut of the atoms from one up to `end` into the last cells of a row."""
        if end in self.rests:
            return self.rests[end]

        @cache
        def rest(cell: int, at: int, before: int) -> tuple[float, Cut]:
            """Cells `cell` on from atom `at`; the cell before, if any, began at `before`."""
            if cell == self.width:
                return (0.0, (at,)) if at == end else (_NEVER, ())
            best: tuple[float, Cut] = (_NEVER, ())
            left = self.width - 1 - cell
            for stop in range(at + 1, end - left + 1) if left else [end]:
                value = self._part(at, stop) + (self._like(before, at, stop) if cell else self.small[at])
                if value + _SAME_WORD * left + _ROUNDING < best[0]:
                    continue
                after, cut = rest(cell + 1, stop, at)
                if value + after > best[0]:
                    best = value + after, (at, *cut)
            return best

        self.rests[end] = rest
        return rest

    def _part(self, at: int, stop: int) -> float:
        return self.apart[at] + self.held[stop - 1] - self.held[at]

    def _like(self, before: int, at: int, stop: int) -> float:
        """How alike a cell is to the one before it: _SAME_WORD at most."""
        if self.words[before] == self.words[at]:
            return _SAME_WORD
        if self.empty[before] or self.empty[at]:
            return 0.0
        alike = _ALIKE if self.forms[before] == self.forms[at] else _UNLIKE
        return alike + _LONGER * abs((stop - at) - (at - before)) + self.small[at]


def _bond(a: Atom, b: Atom) -> float:
    """Log odds that two neighbours share a cell: a drug with its dose, else as in any table."""
    if b.kind in NUMERIC and (a.text.casefold() in ("then", "to") or (_AMOUNT.search(b.text) and _is_drug(a.text))):
        return _DOSED
    return bond(a, b)


def _is_drug(word: str) -> bool:
    return vocabulary().lookup(word.strip(",;+"), "drug") is not None


def _form(atom: Atom) -> str:
    """What the beginning of a cell looks like: its kind, and for words the case of the first letter."""
    return "number" if atom.kind in NUMERIC else f"{atom.kind}{atom.text[0].isupper()}"
