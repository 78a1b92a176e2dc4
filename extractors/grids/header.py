"""What words say as a table's header: which of them stand in headers, which belong to one cell, what they announce."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import Breaks, Column
from extractors.grids.header_forms import FORMS, form_of, shown
from extractors.grids.header_marks import P_VALUE, SIZED
from extractors.grids.header_style import header_style
from extractors.grids.spans import Pairs, balance, bond, joined, pair_of, together

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
SEPS = {sep: k for k, sep in enumerate(Sep)}
# Kinds of column that a header may announce.
ASKS = ("", "label", "number", "words", "response", "numbering", *FORMS)
_ASKED = {asks: k for k, asks in enumerate(ASKS)}
# Words that stand in the headers of clinical tables more than in their rows.
LEXICON = frozenset(
    re.findall(
        r"\S+",
        """
    n no nr number patients patient pts case cases total all any grade grades age sex gender characteristic
    characteristics variable variables parameter parameters factor factors value values median mean range sd ci hr or
    p value p-value hazard ratio odds response responses best recist choi duration months mos weeks days years dose
    drug drugs agent treatment therapy arm group cohort study outcome outcomes status site pathology histology
    histological type subtype diagnosis stage toxicity toxicities adverse event events event term univariate
    multivariate analysis overall pfs os orr cr pr sd pd rr line lines previous prior schedule route cycle cycles follow-up
    level category regimen method test reference author year id mg day baseline""",
    )
)
_UNIT = re.compile(
    r"\(?(?:n|N|No\.?|%|mg|mos?|months?|years?|days?|weeks?|n\s?=\s?\d+|N\s?=\s?\d+|n,?\s?\(?%\)?|95\s?%\s?CI)\)?[*†]?[,;]?$"
)
LABEL = re.compile(
    r"(?:Characteristics?|Variables?|Parameters?|Factors?|Regimens?|(?:Adverse )?[Ee]vents?|Adverse event|Toxicit(?:y|ies)|Patients?"
    r"|Patient (?:no|number|ID|#)\.?|Case|Case no\.?|Drugs?|Agent|Study|Outcome|Histolog(?:y|ical type)|Item|Category|Treatment"
    r"|(?:Baseline |Patient )characteristics?|Author|Reference|Covariates?|Method|End ?points?|Targeted therapy)\s*[*†#]?$",
    re.I,
)
_STARTER = re.compile(
    r"(?:Patients?|Age|Sex|Gender|Grade|Total|Any|All|Best|No\.|Number|Median|Mean|Duration|Dose|P|p|HR|OR|CI|N|n|PFS|OS|ORR|CR|PR|SD"
    r"|PD|RR|Type|Status|Response|Outcome|Toxicity|Treatment|Histology|Site|Primary|Prior|Previous|Arm|Group|Hazard|95)\b"
)


# "Median PFS", "6-month OS"
_AT = re.compile(r"(?:\d{1,2}|one|two|three|five|six)[-‐–](?:months?|mo|years?|yr|weeks?|wk)$", re.I)
_STATISTIC = re.compile(
    r"(?:median|mean|m(?:ed)?\.|(?:\d{1,2}|one|two|three|five|six)[-‐–](?:months?|mo|years?|yr|weeks?|wk))$", re.I
)
_ENDPOINT = re.compile(
    r"(?:m?(?:PFS|OS|TTP|TTF|EFS|DFS|RFS|DOR)|age|time|duration|survival|progression(?:-free)?|overall|follow-up|no\.|number|dose|cycles)\W*$",
    re.I,
)


# A confidence interval, in English and in Romance languages.
_INTERVAL = frozenset(["CI", "IC", "CI,", "IC,"])
# "RECIST 1.1", "CTCAE v. 4.03"
_VERSIONED = re.compile(r"(?:i?m?RECIST|(?:NCI-?)?CTC(?:AE)?|version|v)[,.]?$", re.I)
_NUMBERING = frozenset(["No.", "No", "Nr.", "Nr", "#", "N°", "ID"])
# What a number in a header counts: grades, arms, lines.
_NUMBERED = frozenset(
    ["grade", "grades", "arm", "group", "cohort", "level", "=", "stage", "recist", "ctcae", "line", "histotype"]
)


_ONE_COLUMN = re.compile(
    r"(?:age|sex|gender|age\W+sex|sex\W+age|histolog\w+|patholog\w+|diagnosis|(?:primary )?(?:tumou?r )?(?:site|location)|status|p[- ]?value"
    r"|(?:no|number)\.? of \w+|n)\W*$",
    re.I,
)


def heads_one_column(text: str) -> bool:
    """Whether a header cell, by its words, stands over one column and no more."""
    return bool(_ONE_COLUMN.match(text))


def atom_cost(atoms: Sequence[Atom], k: int) -> float:
    """Log likelihood of one atom as part of a header."""
    atom = atoms[k]
    word = re.sub(r"[^\w%/-]", "", atom.text).casefold()
    if word in LEXICON or _UNIT.match(atom.text) or atom.text.startswith("("):
        return -0.5
    if atom.kind in NUMERIC:
        before = atoms[k - 1].text.casefold().strip("*†") if k else ""
        after = atoms[k + 1].text if k + 1 < len(atoms) else ""
        if (
            before in _NUMBERED
            or re.match(r"(?:95|90)\s?%", atom.text)
            or after in {*_INTERVAL, "%"}
            or before in {"ci", "ic"}
        ):
            return -0.7
        if atom.text.startswith("=") or (atom.kind is Kind.INTEGER and k and _names(atoms[k - 1])):
            return -0.6
        return -3.2 if atom.kind is Kind.INTEGER else -3.8
    if atom.kind is Kind.DASH:
        return -0.5 if _dash_of_range(atoms, k) else -4.0
    return -1.1


def _dash_of_range(atoms: Sequence[Atom], k: int) -> bool:
    """Whether a dash stands between two grades, spaces around it."""
    if not 0 < k < len(atoms) - 1 or atoms[k].kind is not Kind.DASH:
        return False
    low, high = atoms[k - 1].text, atoms[k + 1].text
    return len(low) == len(high) == 1 and low.isdigit() and high.isdigit() and low < high <= "5"


_OWN_LINE = re.compile(r"(?:n|no\.?|number|patients|pts)?,?\s?\(\s?%\s?\)|\(\s?[nN]\s?=\s?\d+\s?\)", re.I)


def _is_unit(atoms: Sequence[Atom], k: int) -> bool:
    """Whether the line that begins at atom `k` only says what is counted: "n (%)", "(n = 20)"."""
    last = next((t for t in range(k + 1, len(atoms)) if atoms[t].sep in (Sep.LINE, Sep.BLANK)), len(atoms))
    return last - k <= 4 and bool(_OWN_LINE.fullmatch(" ".join(a.text for a in atoms[k:last])))


# Cost of a header cell without a number of patients behind one that has it; a p-value or the like may stand there.
_UNSIZED, _AHEAD = -3.0, 10
_TAIL = re.compile(
    r"(?:p|all|total|overall|both|HR|OR|RR|hazard|odds|test|χ2?|statistic\w*|log-?rank|difference)\b", re.I
)


def _behind_sizes(atoms: Sequence[Atom], k: int) -> float:
    """What speaks against a header cell that begins at atom `k`, behind an arm's number of patients: as a rule the others
    have theirs."""
    if not k or not SIZED.search(atoms[k - 1].text) or _TAIL.match(atoms[k].text):
        return 0.0
    return 0.0 if any(SIZED.search(a.text) for a in atoms[k : k + _AHEAD]) else _UNSIZED


def _names(atom: Atom) -> bool:
    """Whether a number behind this word may be part of a name ("Arm 1", "Histotype 2")."""
    return atom.kind is Kind.WORDS and atom.text[:1].isupper() and atom.text.isalpha() and len(atom.text) > 2


def cell_bond(atoms: Sequence[Atom], k: int, pairs: Pairs) -> float:
    """Log odds that atom `k` carries on the header cell of the one before."""
    a, b = atoms[k - 1], atoms[k]
    value = bond(a, b) + (1.2 if pair_of(a, b) in pairs else 0.0)
    if P_VALUE.match(b.text):
        return -2.0
    if _STATISTIC.match(a.text) and _ENDPOINT.match(b.text):
        return 4.0 if _STATISTIC.match(b.text) is None else -2.0
    if _AT.match(b.text) and k + 1 < len(atoms) and _ENDPOINT.match(atoms[k + 1].text):
        # "6-month PFS" begins a cell
        return -1.5
    if b.text[0] == "[" and a.text[-1] not in ")]":
        # "HR [95% CI]"
        return 3.0
    if b.sep in (Sep.LINE, Sep.BLANK) and _is_unit(atoms, k):
        return -1.0 if LABEL.match(a.text) else 4.0
    if k == 1 and a.text in _NUMBERING and b.text[:1].isupper():
        # "No." over the numbers of the rows; "No. of patients" counts.
        return -3.0
    if _dash_of_range(atoms, k) or _dash_of_range(atoms, k - 1):
        return 4.0
    if k + 1 < len(atoms) and atoms[k + 1].text.startswith("="):
        value += 0.5
    elif _UNIT.match(b.text):
        value += 1.5 if b.text.startswith("(") else -1.0
    elif b.text[:1].isupper() and a.text.casefold() in LEXICON and b.text.casefold() in LEXICON:
        value -= 2.0
    elif a.text in {"Status", "Toxicity", "Sex", "Gender", "Histology", "Pathology"} and b.text[:1].isupper():
        # These stand alone as a rule.
        value -= 1.5
    elif _STARTER.match(b.text) and a.text[-1:] not in ",/-+&":
        value -= 0.8
    if a.text == "OR":
        return -2.0
    if a.text.casefold() in {"grade", "grades"} and b.text.casefold() in {"all", "any", "total"}:
        return -2.0
    lettered = a.text.casefold() in {"group", "cohort"} and re.match(r"(?:[A-H]|[IVX]+|\d+)\b", b.text)
    if a.text.casefold() in {"grade", "grades", "arm"} or a.text.endswith("=") or lettered:
        value += 4.0
    if b.kind is Kind.INTEGER and _names(a):
        value += 4.0
    if a.text.startswith("(") or a.text == "%":
        value -= 4.0 if b.text[0].isupper() or b.kind in NUMERIC else 0.5
    if a.kind is Kind.INTEGER and _UNIT.match(b.text):
        value += -1.5 if k > 1 and _names(atoms[k - 2]) else 3.0
    if b.kind is Kind.DECIMAL and _VERSIONED.match(a.text):
        return 4.0
    if a.text in _INTERVAL and re.match(r"9[059]\b", b.text):
        return 4.0
    if b.text.startswith("=") or (b.text in _INTERVAL and "9" in a.text):
        value += 4.0
    return value


@dataclass(frozen=True)
class Words:
    """What the words of a table's first atoms say about header cells, whatever its columns: worked out once a table.

    `cuts[k]` speaks against joining atom `k` to the one before; `sep[k]` numbers the separator before it. The rest are
    the runs of atoms that may be a cell, by their ends: first atom, log likelihood by themselves, how often each separator
    stands within, whether a line ends within, what column the text asks for (index into `ASKS`); `bounds[t]` are the first
    and one past the last of those that end before atom `t`; `style` is how the header is broken, where that is not how the rows are.
    """

    atoms: Sequence[Atom]
    cuts: tuple[float, ...]
    sep: tuple[int, ...]
    first: Ints
    value: Floats
    seps: Floats
    folded: NDArray[np.bool_]
    ask: Ints
    bounds: Ints
    style: Breaks | None = None

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        return {}

    def text(self, first: int, last: int) -> str:
        """The text of a header cell."""
        known = self._texts.get((first, last))
        if known is None:
            known = self._texts[first, last] = joined(self.atoms[first:last])
        return known

    @cached_property
    def columns(self) -> Ints:
        """The column that each atom's cell begins at by its place on the line, -1 where nothing tells."""
        return np.array([a.column for a in self.atoms], dtype=np.intp)

    @cached_property
    def placed(self) -> bool:
        """Whether columns stand at character positions."""
        return bool((self.columns >= 0).any())

    @classmethod
    def of(cls, atoms: Sequence[Atom], limit: int, pairs: Pairs) -> Words:
        """The first `limit` atoms."""
        first = atoms[:limit]
        own = [0.0, *(cell_bond(first, k, pairs) for k in range(1, len(first)))]
        costs = tuple(atom_cost(first, k) for k in range(len(first)))
        bonds, cuts = (tuple(together(sign * b) if k else 0.0 for k, b in enumerate(own)) for sign in (1, -1))
        cuts = tuple(c + _behind_sizes(first, k) for k, c in enumerate(cuts))
        opened = [balance(a.text) for a in first]
        cells = [c for t in range(len(first)) for c in _cells(first, t, costs, bonds, opened)]
        cells.sort(key=itemgetter(1))
        bounds = np.searchsorted([c[1] for c in cells], range(len(first) + 2)).tolist()
        seps = np.array([c[3] for c in cells], dtype=np.float64).reshape(len(cells), len(Sep))
        return cls(
            first,
            cuts,
            tuple(SEPS[a.sep] for a in first),
            np.array([c[0] for c in cells], dtype=np.intp),
            np.array([c[2] for c in cells], dtype=np.float64),
            seps,
            seps[:, SEPS[Sep.LINE]] + seps[:, SEPS[Sep.BLANK]] > 0,
            np.array([_ASKED[_asks(c[4])] for c in cells], dtype=np.intp),
            np.array(list(pairwise(bounds)), dtype=np.intp),
            None if any(a.opens for a in atoms) else header_style(atoms),
        )


def _cells(
    atoms: Sequence[Atom], t: int, costs: Sequence[float], bonds: Sequence[float], opened: Sequence[int]
) -> Iterator[tuple[int, int, float, tuple[int, ...], str]]:
    """The header cells that may begin at atom `t`: first, end, log likelihood, separators within, text."""
    value, text, deep = 0.0, "", 0
    seps = [0] * len(SEPS)
    for last in range(t + 1, min(t + 14, len(atoms)) + 1):
        atom = atoms[last - 1]
        value += costs[last - 1]
        if last > t + 1:
            value += bonds[last - 1]
            seps[SEPS[atom.sep]] += 1
        if value < -30:
            return
        text = f"{text} {atom.text}" if text else atom.text
        deep += opened[last - 1]
        yield t, last, value - (4.0 if deep else 0.0), tuple(seps), text


@lru_cache(maxsize=20000)
def _asks(text: str) -> str:
    """What kind of column a header announces: one of `ASKS`."""
    if LABEL.match(text):
        return "label"
    if text in _NUMBERING:
        return "numbering"
    if form := form_of(text):
        return form
    if _COUNTED.search(text):
        return "number"
    if text.endswith(_RESPONSES):
        return "response"
    return "words" if text.startswith(_WORDED) else ""


_COUNTED = re.compile(r"^Total|(?:^|\s)\(?(?:n|N|No\.?|%|mg|mos?|months|days|years)\b|%")
_RESPONSES = ("RECIST", "Response", "response")
_WORDED = ("Histolog", "Patholog", "Primary", "Site", "Status", "Sex", "Gender", "Toxicit", "Drug", "Response", "Best")


def suited(column: Column) -> tuple[float, ...]:
    """How well headers that ask for each of `ASKS` go with a column."""
    return _suited(column.label, tuple(column.kinds.items()), column.zeros)


@lru_cache(maxsize=5000)
def _suited(label: bool, kinds: tuple[tuple[Kind, int], ...], zeros: int) -> tuple[float, ...]:
    column = Column(Counter(dict(kinds)), Counter({"0": zeros}), label=label)
    return tuple(suits(asks, column) for asks in ASKS)


def suits(asks: str, column: Column) -> float:
    """Whether a header that asks for a kind of column goes with what stands below it."""
    if asks == "label":
        return 1.5 if column.label else -1.0
    if not asks or not column.cells:
        return 0.0
    if asks == "numbering" and column.label:
        return 1.0 if column.share_of_numbers > 0.5 else -2.5
    if asks in ("number", "numbering"):
        if column.label:
            return -2.5
        return 0.8 if column.share_of_numbers > 0.5 else -1.5
    if asks in FORMS:
        return shown(asks, column)
    if asks == "response" and column.share_of_categories > 0.5:
        return 0.8
    return 0.6 if column.share_of_numbers < 0.5 else -0.6
