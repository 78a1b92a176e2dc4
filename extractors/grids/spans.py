"""What a run of atoms would be as one cell: its kind, its text, how well it holds together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

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


class Span(NamedTuple):
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


class Joints:
    """What runs of a table's atoms would be as cells; what lies between two neighbours is looked at once a table."""

    def __init__(self, atoms: Sequence[Atom], pairs: Pairs = NO_PAIRS) -> None:
        self.atoms = atoms
        # log odds that each atom shares a cell with the one before, from their forms; the same with what the prose puts
        # together, as the log likelihoods that they do and that they do not
        self.odds = (0.0, *(bond(a, b) for a, b in pairwise(atoms)))
        told = [0.0, *(_PAIR if pair_of(a, b) in pairs else 0.0 for a, b in pairwise(atoms))]
        both = [x + more for x, more in zip(self.odds, told, strict=True)]
        self.held = [together(x) for x in both]
        self.cut = [0.0, *(together(-x) for x in both[1:])]
        self._spans: dict[tuple[int, int], Span] = {}

    def span(self, first: int, last: int) -> Span:
        """The cell that atoms `first`..`last` would make."""
        found = self._spans.get((first, last))
        if found is None:
            found = self._spans[first, last] = next(islice(self.grow(first), last - first - 1, None))
        return found

    def grow(self, first: int) -> Iterator[Span]:
        """The cells that begin at atom `first`: of one atom, of two, and so on."""
        atoms = self.atoms
        atom = atoms[first]
        text, hold, lines, blanks = atom.text, 0.0, 0, 0
        yield Span(first, first + 1, atom.kind, text, hold, lines, blanks, 0.0)
        worded, numbers, dashed = int(atom.kind in _WORDED), int(atom.kind in NUMERIC), atom.kind is Kind.DASH
        for last in range(first + 2, len(atoms) + 1):
            before, atom = atom, atoms[last - 1]
            text = _glued(text, before, atom)
            numeric = atom.kind in NUMERIC
            worded, numbers = worded + (atom.kind in _WORDED), numbers + numeric
            dashed = dashed or atom.kind is Kind.DASH
            kind = _kind_of(atoms, first, last, worded, numbers, dashed)
            hold += self.held[last - 1]
            if kind is Kind.RANGE and last - first == 3:
                hold = 0.3
            lines, blanks = lines + (atom.sep is Sep.LINE), blanks + (atom.sep is Sep.BLANK)
            yield Span(first, last, kind, text, hold, lines, blanks, self.odds[last - 1] if numeric else 0.0)


def balance(text: str) -> int:
    """Opening brackets that are not closed, less closing ones that were not opened."""
    return text.count("(") + text.count("[") - text.count(")") - text.count("]")


def kind_of(run: Sequence[Atom]) -> Kind:
    """What a cell of these atoms is."""
    if len(run) == 1:
        return run[0].kind
    kinds = [a.kind for a in run]
    worded, numbers = (sum(k in some for k in kinds) for some in (_WORDED, NUMERIC))
    return _kind_of(run, 0, len(run), worded, numbers, Kind.DASH in kinds)


def _kind_of(atoms: Sequence[Atom], first: int, last: int, worded: int, numbers: int, dashed: bool) -> Kind:
    """The same of atoms `first` to `last`, several, of which so many are words or categories, numbers; `dashed` if any is
    a dash."""
    one, two, size = atoms[first], atoms[first + 1], last - first
    if size == 3 and two.kind is Kind.DASH and numbers == 2 and _rises(atoms[first:last]):
        return Kind.RANGE
    if one.kind in NUMERIC and two.text.startswith("("):
        return Kind.COUNT if size == 2 and two.kind in NUMERIC else Kind.NUMBER_WORDS
    if one.kind in NUMERIC and worded and two.text[:1].islower() and worded <= 3:
        return Kind.NUMBER_WORDS
    if not worded:
        return Kind.MIXED if numbers > 1 or dashed else one.kind
    return Kind.WORDS


def _rises(run: Sequence[Atom]) -> bool:
    low, high = _NUMBER.search(run[0].text), _NUMBER.search(run[2].text)
    if not low or not high or run[0].kind is Kind.COUNT:
        return False
    return float(low.group().replace(",", ".")) < float(high.group().replace(",", "."))


def together(odds: float) -> float:
    """Log likelihood that two neighbours share a cell, from the log odds; of the contrary from the negative."""
    return -math.log1p(math.exp(-odds))


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


# A category with its number: "G1", "pT2".
_CODE = re.compile(r"[a-z]{0,2}[A-Z]\d")


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
    if b.text in _LINKS and not (b.sep in (Sep.LINE, Sep.BLANK) and _HEADS_GROUP.search(a.text)):
        return 1.5 if b.sep is Sep.SPACE or _NAMED.match(a.text) else -1.4
    if b.sep in (Sep.LINE, Sep.BLANK) and SIZED.match(a.text):
        # "Sorafenib (n = 31)" heads a group.
        return -2.5
    if b.sep is not Sep.SPACE and (b.text[1:2].islower() or _CODE.match(b.text)):
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
