"""A stretch of header words cut into a given number of cells: arms, leaves, what stands over all of them."""

from __future__ import annotations

import re
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import NEVER
from extractors.grids.header import LABEL, LEXICON, cell_bond
from extractors.grids.header_marks import P_VALUE
from extractors.grids.repeats import repeated
from extractors.grids.spans import Pairs, balance, together
from extractors.grids.terms import named
from extractors.grids.zone import COUNTED, DOSE, GRADE, SCHEDULE, SIZE, SPELL, SPELLED, Zone

_LONGEST = 16
# A count's header and the share's beside it, where each has a column.
_PARTED = -4.0
# Vocabularies whose names head arms and strata.
_NAMING = ("drug", "histotype")
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
# What the end of a line or a block adds to words that are joined over it, or cut.
_JOINED, _CUT = {Sep.LINE: -0.3, Sep.BLANK: -1.5}, {Sep.LINE: 0.6, Sep.BLANK: 1.5}
_LETTER = re.compile(r"[A-H]|[IVX]{1,4}|\d[+\w-]*")
_SHORT = re.compile(r"(?:no\.?|n)$", re.I)
_KEYWORD = re.compile(r"\b(?:arm|group|cohort|grades?)\b", re.I)
_ARM = re.compile(
    r"(?:(?:treatment |study |dose )?(?:arm|group|cohort|stratum|level|phase|part|schedule|regimen|cycle|course) ?(?:[A-H]|\d{1,2}|[IV]{1,3})\b"
    r"|.*\b(?:arm|group|cohort|population|patients|treated|placebo|controls?|alone|monotherapy|(?:chemo|radio|chemoradio|immuno)?therapy|regimen|mg|supportive care|surgery|resection|observation|bsc)\b"
    r"|(?:total|overall|all|whole|entire|both|combined|placebo|control|experimental|standard|observation)\b)",
    re.I,
)
TOTAL = re.compile(r"(?:total|overall|all(?: patients| grades| arms)?|both(?: arms| groups)?|combined)\b", re.I)
_LEAF = re.compile(
    r"(?:(?:(?:no|nr)\.?|n|number)(?: of (?:patients|pts|cases|subjects|events|responses))?(?:,? ?\(?%\)?)?$|%|\(%\)|(?:patients|pts|cases|events?|percent\w*)$"
    r"|(?:median|mean|range|sd|hr|or|ci|grades?|gr\.?|g ?[1-5]|hazard ratio|odds ratio|95|90|≥)(?!\w)|(?:all|any)(?: grades?)?$|total$|(?:cr|pr|sd|pd|yes|no)$"
    r"|[0-5](?: ?[-–/] ?[0-5])?$)",
    re.I,
)
GENERAL = re.compile(
    r"(?:(?:(?:no|nr)\.?|number|n)(?: of (?:patients|pts|cases|subjects|events))?,? ?(?:\(?%\)?)?|(?:treatment|study) (?:arms?|groups?)|arms?|groups?|treatment|treatments"
    r"|(?:toxicity |ctc(?:ae)? |nci-?ctc(?:ae)? |who |maximum |worst )*grades?(?: of toxicity)?.{0,12}|%|percent.*|patients(?: \(?%\)?)?|(?:no|number)\.? \(?%\)?|.*analysis|cohorts?)\W*$",
    re.I,
)
STUB = re.compile(
    r".*\b(?:characteristics?|variables?|parameters?|factors?|events?|toxicit(?:y|ies)|effects?|efficacy|outcomes?|responses?|reactions?|end ?points?|symptoms?|items?|categor(?:y|ies)|measures?|terms?|features?|type|site|reason)\W*$",
    re.I,
)
_NO_STUB = re.compile(r"[(a-z\d]|(?i:grades?|arm|group|cohort|control|n|no\.?|%)\b(?! of)")
_LED_BY_STUB = re.compile(
    r"(?:adverse (?:events?|effects?|reactions?)|side[- ]effects?|toxicit(?:y|ies)|(?:(?:baseline|patients?|clinical) )?characteristics?|variables?|parameters?"
    r"|factors?|symptoms?|covariates?|events?)\W+(?!grades?\b)\w",
    re.I,
)
_ALL_COUNTED = re.compile(
    r"(?:no\.?|n|number)(?: of (?:patients|pts|cases|subjects|events))?,? \((?:%|per ?cent(?:age)?)\)\W*", re.I
)
# What is counted before anything is analysed has a column of its own.
_COUNTS = re.compile(r"(?:n|(?:no|nr)\.?|number|patients|pts|events)(?: of (?:patients|pts|cases|events))?\W*$", re.I)
# What spans response categories or grades.
_SPANS = re.compile(r"\bresponses?\b(?! rate)|\bRECIST\b|\b(?:by|worst|maximum|CTC(?:AE)?) grades?\b", re.I)
_ONE_GRADE = re.compile(r"\bgrades?\s?[≥≤>]?\s?[1-5]", re.I)
_MODEL = re.compile(r"\b(?:uni|multi|bi)varia(?:te|ble)\b|\b(?:un)?adjusted\b(?! (?:HR|OR|hazard))|\bcrude\b", re.I)
_HOLDS_P = re.compile(r".*\s[pP](?:[- ]?[vV]alues?)?[a-d*†‡]?(?:\s|$)|[pP](?:[- ]?[vV]alues?)?\s(?![(vV]).")
LED_BY_GENERAL = re.compile(
    r"(?:(?:treatment|study) (?:arms?|groups?)|(?:no|nr|n|number)\.?(?: of patients)?,? ?\(%\)|patients \(%\)|%|\(%\))\s+\w",
    re.I,
)
_AFTER_SIZE = re.compile(
    r"(?:[)\]]|\(?%\)?|,|\(?no\.?|\(?n|patients?|pts\.?|cases|or|and|unknown|\(.*|(?-i:[*†‡§¶#a-d]+)|=.*|\d.*)[,;)\]]*$",
    re.I,
)
_OPENS = re.compile(
    r"(?:[+&/),;]|\((?!\s?(?:%|[nN]\b))|(?:plus|of|and|or|with|without|to|in|for|by|from|at|as|per|on|than|after|before|alone|only|value)\b|(?:group|arm|cohort)\b(?! (?:[A-Ha-h]|\d+|[IVX]+)\b))"
)
_DANGLES = re.compile(
    r"(?:[,/+&:(\-–≥≤<>]|\b(?:plus|of|the|and|or|with|to|in|for|by|from|a|an|at|as|per|on|than|after|before))$", re.I
)
_JOINS = re.compile(r"(?:plus|and|with|or|/|\+|&|,|-|–|then|followed|by|versus|vs\.?)", re.I)


def _is_size(before: Atom, atom: Atom) -> bool:
    return before.text.endswith("=") and atom.text[:1].isdigit()


def kept(before: Atom, atom: Atom, named: bool) -> float:
    """What more ties two words: a dose stays with the drug `named` before it, a number with what it counts; a letter ends an
    arm's name."""
    if atom.text.startswith(("CI", "IC")) and before.text.startswith("9"):
        return 8.0
    if atom.kind in NUMERIC and COUNTED.search(before.text):
        return 6.0
    if DOSE.match(before.text) and SCHEDULE.match(atom.text):
        return 4.0
    if (before.text.casefold() in SPELLED and atom.kind in NUMERIC) or (
        before.kind in NUMERIC and SPELL.match(atom.text)
    ):
        return 6.0
    if atom.text == "(%)" and _COUNTS.match(before.text):
        return 3.0
    if before.text.endswith(",") and (atom.text in ("%", "(%)") or _SHORT.match(atom.text)):
        return 3.0
    if before.text in ("≥", "≤", ">", "<") or (atom.kind is Kind.MEASURE and named):
        return 6.0
    return -4.0 if _KEYWORD.fullmatch(atom.text) and _LETTER.fullmatch(before.text) else 0.0


class Role(StrEnum):
    """What a header cell does."""

    LEAF = "leaf"
    GROUP = "group"
    ALL = "all"
    STUB = "stub"
    TAIL = "tail"


class Pieces:
    """Scores of the runs of a zone's words as cells of each role; `cells[role][f, t]` is that of words `f` to `t`."""

    def __init__(self, zone: Zone, pairs: Pairs) -> None:
        self.zone = zone
        atoms = zone.atoms
        size = len(atoms)
        self._names = {k: n for n, (f, t, x) in enumerate(named(atoms)) if x in _NAMING for k in range(f, t)}
        odds = [
            0.0,
            *(cell_bond(atoms, k, pairs) + kept(atoms[k - 1], atoms[k], k - 1 in self._names) for k in range(1, size)),
        ]
        odds = [_PARTED if k in zone.parted else x for k, x in enumerate(odds)]
        self._joins = [together(b) + _JOINED.get(a.sep, 0.0) for b, a in zip(odds, atoms, strict=True)]
        self.cut = np.array([*(together(-b) + _CUT.get(a.sep, 0.0) for b, a in zip(odds, atoms, strict=True)), 0.0])
        self._sized = [bool(SIZE.match(a.text)) or (k > 0 and _is_size(atoms[k - 1], a)) for k, a in enumerate(atoms)]
        self.cells = {role: np.full((size + 1, size + 1), NEVER) for role in Role}
        for first in range(size):
            held = 0.0
            for last in range(first + 1, min(first + _LONGEST, size) + 1):
                held += self._joins[last - 1] if last > first + 1 else 0.0
                for role, value in self._says(first, last).items():
                    self.cells[role][first, last] = held + value
        self._chains: dict[tuple[int, tuple[Role, ...]], tuple[Floats, list[Ints]]] = {}

    def _says(self, first: int, last: int) -> dict[Role, float]:
        """What the words say for each role."""
        text = self.zone.text(first, last)
        opens = -2.0 if _OPENS.match(text) else 0.0
        dangles = bool(_DANGLES.search(text))
        value = (-5.0 if balance(text) else 0.0) - (2.5 if dangles else 0.0)
        if P_VALUE.match(text):
            low = value - 3.0
            return {Role.TAIL: value + 1.5, Role.LEAF: value + 0.8, Role.GROUP: low, Role.ALL: low, Role.STUB: low}
        value -= 3.0 if _HOLDS_P.match(text) else 0.0
        models = len(_MODEL.findall(text))
        if models:
            # "Univariate analysis | Multivariate analysis": each over what it gives
            low = value - 4.0 * (models - 1)
            one = low - 1.0
            return {
                Role.TAIL: one,
                Role.LEAF: one,
                Role.GROUP: low + 0.8 + opens,
                Role.ALL: low - 0.3,
                Role.STUB: one - 1.0,
            }
        leaf, total, general = _LEAF.match(text), TOTAL.match(text), GENERAL.match(text)
        stub = opens + value + self._as_stub(first, last, text)
        tail = opens + value + (0.0 if total or _COUNTS.match(text) else -1.5)
        value += self._as_named(first, last) - (1.5 if _LED_BY_STUB.match(text) else 0.0)
        sized = [k for k in range(first, last) if self._sized[k]]
        if LED_BY_GENERAL.match(text) or repeated(text.casefold().split()):
            value -= 2.5
        spans = _SPANS.search(text) and not _ONE_GRADE.search(text)
        over = (
            value
            + (0.7 + opens if spans else 0.5 if general and not _ONE_GRADE.search(text) else -1.2)
            - 2.0 * max(0, len(sized) - 1)
            - 0.3 * max(0, last - first - 7)
        )
        value += opens - (1.5 if LABEL.match(text) else 0.0) - 4.0 * max(0, len(_KEYWORD.findall(text)) - 1)
        if sized:
            within = [k for k in sized[:-1] if not (k + 1 < last and _JOINS.match(self.zone.atoms[k + 1].text))]
            value += 1.0 - 3.0 * len(within) - (2.5 if self._runs_on(sized[-1], last) else 0.0)
        arm = bool(_ARM.match(text))
        lowest = value + (0.8 if leaf or sized or arm else -0.6)
        value += 1.0 if dangles else 0.0  # what goes on below
        group = (
            value
            + (0.8 if arm else 0.0)
            - (1.0 if leaf and not total else 0.0)
            - (1.5 if general and not total else 0.0)
        )
        return {Role.TAIL: tail, Role.LEAF: lowest, Role.GROUP: group, Role.ALL: over, Role.STUB: stub}

    def _runs_on(self, sized: int, last: int) -> bool:
        """Whether words other than units stand behind a number of patients."""
        return not all(_AFTER_SIZE.match(a.text) for a in self.zone.atoms[sized + 1 : last])

    def _as_stub(self, first: int, last: int, text: str) -> float:
        value = 2.0 if LABEL.match(text) else 1.0 if STUB.match(text) else -0.7
        value -= 2.0 if _NO_STUB.match(text) else 0.0
        names = {self._names[k] for k in range(first, last) if k in self._names}
        sized = any(self._sized[k] for k in range(first, last))
        return value - 1.5 * len(names) - (4.0 if sized else 0.0) - 0.2 * (last - first)

    def _as_named(self, first: int, last: int) -> float:
        """A name speaks for a cell; a second one that nothing joins to the first speaks against it."""
        value, before = 0.0, -1
        for k in range(first, last):
            n = self._names.get(k, -1)
            if n < 0 or n == before:
                continue
            if before >= 0 and not any(_JOINS.match(a.text) for a in self.zone.atoms[first:k][-2:]):
                value -= 2.0
            value += 0.8 if before < 0 else 0.0
            before = n
        return value

    def chain(self, end: int, roles: tuple[Role, ...]) -> tuple[Floats, list[Ints]]:
        """The words from each atom to `end` as cells of these roles: the best score by first atom, and for each role where
        its cell ends by where it begins."""
        found = self._chains.get((end, roles))
        if found is None:
            best = np.full(len(self.cut), NEVER)
            best[end] = 0.0
            ends: list[Ints] = []
            for n, role in enumerate(reversed(roles)):
                total = self.cells[role] + (best + (self.cut if n else 0.0))[None, :]
                at = total.argmax(axis=1)
                ends.append(at)
                best = np.maximum(total[np.arange(len(at)), at], NEVER)
            found = self._chains[end, roles] = best, ends[::-1]
        return found

    def split(self, first: int, end: int, roles: tuple[Role, ...]) -> tuple[float, tuple[int, ...]]:
        """The likeliest cut of words into cells of these roles, one after the other: score and where each begins."""
        if end - first < len(roles):
            return NEVER, ()
        best, ends = self.chain(end, roles)
        score = float(best[first])
        if score < NEVER / 2:
            return NEVER, ()
        begins, at = [], first
        for step in ends:
            begins.append(at)
            at = int(step[at])
        return score, tuple(begins)

    def tells(self, first: int, last: int) -> bool:
        """Whether words say what the leaves of clinical tables say, or name an arm."""
        text = self.zone.text(first, last)
        named = any(k in self._names or self._sized[k] for k in range(first, last))
        return bool(named or P_VALUE.match(text) or _LEAF.match(text) or _ARM.match(text))

    def left(self, first: int, last: int) -> float:
        """Log likelihood of a line of words as the label of a group of rows rather than of a header."""
        atoms = self.zone.atoms[first:last]
        text = self.zone.text(first, last)
        value = float(sum(self._joins[first + 1 : last])) + float(self.cut[first]) - 0.8
        if sum(a.text in ("%", "(%)") for a in atoms) > 1:
            return -6.0  # what is counted, column by column
        if _ALL_COUNTED.fullmatch(text):
            return -0.5  # what all cells hold
        if text[0].islower():
            return -0.3  # goes on with the line above
        if LABEL.match(text) or P_VALUE.match(text):
            value -= 3.0
        value -= 4.0 if repeated(text.casefold().split()) else 0.0
        if any(a.text in ("%", "(%)") for a in atoms):
            value -= 3.0
        sizes = sum(self._sized[first:last])
        if sizes:
            value -= 3.0 if sizes > 1 or self._sized[first] else 0.7
        said = sum(a.text.casefold().strip("*†,;:") in LEXICON for a in atoms)
        return (
            value
            - 0.3 * said
            - (2.0 if len(atoms) > 1 and all(a.kind in NUMERIC or GRADE.match(a.text) for a in atoms) else 0.0)
        )
