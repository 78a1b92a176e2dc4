"""What a run of atoms would be as one cell: its kind, its text, how well it holds together."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.core.vocabulary import vocabulary
from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.header_marks import SIZED

LONGEST = 24
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
OPEN_END = re.compile(
    r"(?:[,/+&;:(\-–≥≤<>=]|\b(?:of|the|and|or|with|to|in|for|by|from|a|an|at|as|per|on|than|after|before))$", re.I
)
_OPEN_START = re.compile(r"(?:[+&/),;]|(?:of|and|or|with|to|in|for|by|from|at|as|per|on|than|after|before)\b)")
_LINKS = frozenset({"I", "II", "III", "IV", "A", "B", "C"})


Pairs = frozenset[tuple[str, str]]
NO_PAIRS: Pairs = frozenset()
_PAIR = 1.0
_WORDED = CATEGORY | {Kind.WORDS}


def pair_of(a: Atom, b: Atom) -> tuple[str, str]:
    """Two neighbouring words as `pairs_of` keeps them."""
    return a.text.casefold().strip(".,;:()*"), b.text.casefold().strip(".,;:()*")


def pairs_of(text: str) -> Pairs:
    """Neighbouring words of a prose, small letters, numbers left out: words that the author puts together."""
    words = [w.strip(".,;:()") for w in text.casefold().split()]
    return frozenset((a, b) for a, b in pairwise(words) if a.isalpha() and b.isalpha())


@dataclass(frozen=True, slots=True)
class Span:
    """Atoms `first` up to `last` as one cell; `hold` is the log odds that they belong together by their words alone."""

    first: int
    last: int
    kind: Kind
    text: str
    hold: float
    lines: int
    blanks: int
    tail: float

    @property
    def size(self) -> int:
        return self.last - self.first

    @property
    def wrapped(self) -> bool:
        return self.lines + self.blanks > 0


def joined(atoms: Sequence[Atom]) -> str:
    """The text of a cell: line ends become spaces, but none after a slash or where a word was cut by a hyphen."""
    text = atoms[0].text if atoms else ""
    for before, atom in pairwise(atoms):
        text = _glued(text, before, atom)
    return text


_ENDS_CUT = re.compile(r"[^\W\d]-$")


def _glued(text: str, before: Atom, atom: Atom) -> str:
    """A cell's text with one atom more, `before` being its last."""
    if atom.sep in (Sep.LINE, Sep.BLANK):
        if text.endswith("/"):
            return text + atom.text
        if text.endswith("-") and _ENDS_CUT.search(text):
            # A soft hyphen goes; a hyphen before a capital, or between two whole words, belongs to the word.
            return (text[:-1] if atom.text[:1].islower() and _is_cut(text, atom.text) else text) + atom.text
    elif before.end == atom.start:
        return text + atom.text
    return f"{text} {atom.text}"


_CUT_TAIL = re.compile(
    r"(?:[a-z]{0,4}(?:tion|sion|ment|ment|ity|ities|ing|ed|al|ic|ous|ive|ary|sis|oma|omas|emia|aemia|penia|pathy|tis|ia|"
    r"ology|ical|able|ence|ance|ment|ments|tions|cyte|cytes|lar|nal|ner|ter|ly|nib|mab|mus|mide|cin|xel|gery|rapy|ease|nts)\b)"
)


def _is_cut(head: str, tail: str) -> bool:
    """Whether a hyphen at a line end was put there by the typesetter: what follows looks like the end of a word."""
    start = re.split(r"[\s/]", head)[-1][:-1]
    if start.casefold() in _PREFIXES:
        return False
    whole = start + re.split(r"[^\w]", tail, maxsplit=1)[0]
    return (bool(_CUT_TAIL.match(tail)) and len(start) <= 9) or any(vocabulary().lookup(whole, x) for x in _NAMING)


# Vocabularies that know a word which the typesetter cut.
_NAMING = ("site", "histotype", "drug", "toxicity")
_PREFIXES = frozenset(
    [
        "non",
        "anti",
        "pre",
        "post",
        "sub",
        "co",
        "intra",
        "inter",
        "multi",
        "high",
        "low",
        "well",
        "follow",
        "long",
        "self",
    ]
)


def span_of(atoms: Sequence[Atom], first: int, last: int, before: Span | None = None, pairs: Pairs = NO_PAIRS) -> Span:
    """The cell that atoms `first`..`last` would make; `before` is the span that is one atom shorter."""
    run = atoms[first:last]
    if len(run) == 1 or before is None:
        return Span(first, last, kind_of(run), joined(run), 0.0, *_ends_within(run), 0.0)
    one, two = run[-2], run[-1]
    odds = bond(one, two)
    text = _glued(before.text, one, two)
    kind = kind_of(run)
    hold = before.hold + together(odds + (_PAIR if pair_of(one, two) in pairs else 0.0))
    if kind is Kind.RANGE and len(run) == 3:
        hold = 0.3
    lines, blanks = before.lines + (two.sep is Sep.LINE), before.blanks + (two.sep is Sep.BLANK)
    return Span(first, last, kind, text, hold, lines, blanks, odds if two.kind in NUMERIC else 0.0)


def _ends_within(run: Sequence[Atom]) -> tuple[int, int]:
    return sum(a.sep is Sep.LINE for a in run[1:]), sum(a.sep is Sep.BLANK for a in run[1:])


def balance(text: str) -> int:
    """Opening brackets that are not closed, less closing ones that were not opened."""
    return text.count("(") + text.count("[") - text.count(")") - text.count("]")


def kind_of(run: Sequence[Atom]) -> Kind:
    """What a cell of these atoms is."""
    if len(run) == 1:
        return run[0].kind
    kinds = [a.kind for a in run]
    if len(run) == 3 and kinds[1] is Kind.DASH and kinds[0] in NUMERIC and kinds[2] in NUMERIC and _rises(run):
        return Kind.RANGE
    worded = sum(k in _WORDED for k in kinds)
    numbers = sum(k in NUMERIC for k in kinds)
    if kinds[0] in NUMERIC and run[1].text.startswith("("):
        return Kind.COUNT if len(run) == 2 and kinds[1] in NUMERIC else Kind.NUMBER_WORDS
    if kinds[0] in NUMERIC and worded and run[1].text[:1].islower() and worded <= 3:
        return Kind.NUMBER_WORDS
    if not worded:
        return Kind.MIXED if numbers > 1 or Kind.DASH in kinds else kinds[0]
    return Kind.WORDS


def _rises(run: Sequence[Atom]) -> bool:
    low, high = _NUMBER.search(run[0].text), _NUMBER.search(run[2].text)
    if not low or not high or run[0].kind is Kind.COUNT:
        return False
    return float(low.group().replace(",", ".")) < float(high.group().replace(",", "."))


def together(odds: float) -> float:
    """Log likelihood that two neighbours share a cell, from the log odds; of the contrary from the negative."""
    return -math.log1p(math.exp(-odds))


def cuts(atoms: Sequence[Atom], pairs: Pairs = NO_PAIRS) -> list[float]:
    """For each atom the log likelihood that it does not share a cell with the one before, from their forms alone."""
    odds = (bond(a, b) + (_PAIR if pair_of(a, b) in pairs else 0.0) for a, b in pairwise(atoms))
    return [0.0, *(together(-x) for x in odds)]


_SCHEDULE = re.compile(
    r"(?:daily|weekly|monthly|bid|tid|qd|b\.i\.d|twice|once|every|orally|po|iv|i\.v|per|times|/)\b", re.I
)
_NAMED = re.compile(
    r"(?:grade|stage|every|days|arm|cycle|day|level|type|class|phase|line|cohort|factor|group|ECOG|PS|AUC|exon|WHO|Karnofsky|score|T|N|M|week|month"
    r"|year|age|≤|≥|<|>)$",
    re.I,
)


_STATISTIC = re.compile(r"range|median|mean|IQR|min|max|CI|[)\]:,]$", re.I)
_LEVEL = re.compile(r"[0-4][-–][1-5]$")


# Words that end the line over a group of rows more often than one of two lines of a label.
_HEADS_GROUP = re.compile(r"(?:ECOG|PS|WHO|Karnofsky|KPS|score|status|age|stage|grade|line|lines|\(?years?\)?)$", re.I)


def bond(a: Atom, b: Atom) -> float:
    """Log odds that two neighbours stand in one cell, from their forms and what they name."""
    return _bond_of_forms(a, b) + b.tie


def _bond_of_forms(a: Atom, b: Atom) -> float:
    if balance(a.text) > 0 or b.text[:1] in ")]":
        return 3.0
    if b.sep is Sep.WIDE:
        return -3.0
    if a.kind in NUMERIC and b.kind in NUMERIC:
        return -1.0 if b.kind is Kind.BRACKET else -4.0
    if Kind.DASH in (a.kind, b.kind):
        return -2.5
    if a.kind in NUMERIC or b.kind in NUMERIC:
        return _number_bond(a, b)
    if OPEN_END.search(a.text) or _OPEN_START.match(b.text):
        return 2.0 if b.sep is Sep.SPACE else 4.0
    if b.text[0] == "(":
        return 1.5
    if a.kind in CATEGORY and b.kind in CATEGORY:
        return -3.0
    if a.kind in CATEGORY or b.kind in CATEGORY:
        if b.sep in (Sep.LINE, Sep.BLANK) and b.text[0].isupper():
            return -2.5
        return -1.0 if not (b.text[0].islower() or a.text in {"No", "Male", "Female"}) else 0.5
    if b.text[0].islower():
        return 1.0 if a.text[:1].isupper() or a.text[:1] == "(" else 0.4
    if b.text in _LINKS:
        return 1.5
    if b.sep in (Sep.LINE, Sep.BLANK) and SIZED.match(a.text):
        # "Sorafenib (n = 31)" heads a group.
        return -2.5
    if b.sep is not Sep.SPACE and b.text[1:2].islower():
        return -1.4
    return -0.2 if a.text[:1].isupper() and a.text[1:2].islower() else -0.6


def _number_bond(a: Atom, b: Atom) -> float:
    if a.kind in NUMERIC:
        if b.text[0] == "(" or b.text[0] == "%":
            return 0.5
        if _OPEN_START.match(b.text) or _SCHEDULE.match(b.text):
            return 1.0
        return -0.8 if b.text[:1].islower() else (-1.5 if b.sep is Sep.SPACE else -3.5)
    if a.text.endswith((",", "/", "+", "=", "least", "Grade", "grade", "stage", "Stage", "than")) or b.text[0] == "(":
        return 1.0
    if b.sep in (Sep.LINE, Sep.BLANK) and _HEADS_GROUP.search(a.text):
        return -1.5
    if a.text == "N" and a.sep in (Sep.LINE, Sep.BLANK) and b.text[0].isdigit():
        # The label of a row of numbers.
        return -3.5
    if a.text[-1] in "≥≤<>=":
        return 3.0
    if _LEVEL.match(b.text) and b.sep is Sep.SPACE and a.kind is Kind.WORDS and not _STATISTIC.search(a.text):
        # "Performance status 0-1"
        return 0.7
    if _NAMED.match(a.text) or OPEN_END.search(a.text) or b.text[0] in "≥≤" or b.text[:2] in ("> ", "< "):
        return 1.0
    return -3.5 if b.kind is Kind.INTEGER else -5.0
