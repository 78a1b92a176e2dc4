"""How a header's words split into the columns below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.grids.atoms import NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import NEVER, Breaks, Column
from extractors.grids.spans import Pairs, balance, bond, joined, pair_of, together

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
_LABEL = re.compile(
    r"(?:Characteristics?|Variables?|Parameters?|Factors?|Regimens?|(?:Adverse )?[Ee]vents?|Adverse event|Toxicit(?:y|ies)|Patients?"
    r"|Patient (?:no|number|ID|#)\.?|Case|Case no\.?|Drugs?|Agent|Study|Outcome|Histolog(?:y|ical type)|Item|Category|Treatment"
    r"|(?:Baseline |Patient )characteristics?|Author|Reference|Covariates?|Method|End ?points?|Targeted therapy)\s*[*†#]?$",
    re.I,
)
_STARTER = re.compile(
    r"(?:Patients?|Age|Sex|Gender|Grade|Total|Any|All|Best|No\.|Number|Median|Mean|Duration|Dose|P|p|HR|OR|CI|N|n|PFS|OS|ORR|CR|PR|SD"
    r"|PD|RR|Type|Status|Response|Outcome|Toxicity|Treatment|Histology|Site|Primary|Prior|Previous|Arm|Group|Hazard|95)\b"
)


# What a number in a header counts: grades, arms, lines.
_NUMBERED = frozenset(
    ["grade", "grades", "arm", "group", "cohort", "level", "=", "stage", "recist", "ctcae", "line", "histotype"]
)


# Cost of a column without header.
_BARE = 8.0
Row = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class HeaderReading:
    """Header rows, each a tuple of (first column, one past the last column, first atom, one past the last atom)."""

    score: float
    rows: tuple[Row, ...]


class Header:
    """Readings of every prefix of the atoms that may be the header."""

    def __init__(self, words: Words, columns: Sequence[Column], breaks: Breaks) -> None:
        self.atoms, self.columns, self.breaks = words.atoms, columns, breaks
        self.cells = [list(_cells(words, t, breaks)) for t in range(len(self.atoms))]
        self.cut = words.cuts
        self.flat = self._flat(0)
        self._low: dict[int, Flat] = {}
        self._top: dict[int, list[tuple[float, list[tuple[int, int]]]]] = {}

    def _flat(self, first: int, wide: int = 0, last: int = 0) -> Flat:
        columns = None if wide else self.columns
        return Flat(self, first, last or len(self.atoms), wide or len(self.columns), columns)

    def score(self, size: int) -> float:
        """Log likelihood of the first `size` atoms as a flat header."""
        return self.flat.end(size)[0]

    def read(self, size: int) -> HeaderReading:
        """The likeliest split over the columns: flat, or spanning cells above their columns."""
        best = self.flat.read(size)
        for cut in (k for k in range(1, size) if self.atoms[k].sep in (Sep.LINE, Sep.BLANK)):
            best = max(best, self._two_level(cut, size), key=lambda r: r.score)
        return best

    def _two_level(self, cut: int, size: int) -> HeaderReading:
        """Spanning cells in the first `cut` atoms above single columns in the rest."""
        wide = len(self.columns)
        if wide < 3:
            return HeaderReading(NEVER, ())
        if cut not in self._low:
            self._low[cut] = self._flat(cut)
            self._top[cut] = self._split_top(cut)
        low = self._low[cut].read(size)
        if low.score < NEVER / 2:
            return low
        best = HeaderReading(NEVER, ())
        for cells in self._top[cut]:
            top, gain = _spread(self.atoms, cells, low.rows[0], wide)
            if low.score + gain - 0.5 > best.score:
                best = HeaderReading(low.score + gain - 0.5, (top, low.rows[0]))
        return best

    def _split_top(self, cut: int) -> list[tuple[float, list[tuple[int, int]]]]:
        """The likeliest splits of the upper line into one to five cells, all of them filled."""
        found: list[tuple[float, list[tuple[int, int]]]] = []
        for parts in range(1, 6):
            reading = self._flat(0, parts, cut).read(cut)
            if reading.score > NEVER / 2 and len(reading.rows[0]) == parts:
                found.append((reading.score, [(f, g) for _, _, f, g in reading.rows[0]]))
        return found


def atom_cost(atoms: Sequence[Atom], k: int) -> float:
    """Log likelihood of one atom as part of a header."""
    atom = atoms[k]
    word = re.sub(r"[^\w%/-]", "", atom.text).casefold()
    if word in LEXICON or _UNIT.match(atom.text) or atom.text.startswith("("):
        return -0.5
    if atom.kind in NUMERIC:
        before = atoms[k - 1].text.casefold().strip("*†") if k else ""
        after = atoms[k + 1].text if k + 1 < len(atoms) else ""
        if before in _NUMBERED or re.match(r"(?:95|90)\s?%", atom.text) or after in {"CI", "%"}:
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


def _names(atom: Atom) -> bool:
    """Whether a number behind this word may be part of a name ("Arm 1", "Histotype 2")."""
    return atom.kind is Kind.WORDS and atom.text[:1].isupper() and atom.text.isalpha() and len(atom.text) > 2


def _cell_bond(atoms: Sequence[Atom], k: int, pairs: Pairs) -> float:
    """Log odds that atom `k` carries on the header cell of the one before."""
    a, b = atoms[k - 1], atoms[k]
    value = bond(a, b) + (1.2 if pair_of(a, b) in pairs else 0.0)
    if b.text in {"p", "P"}:
        return -2.0
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
    if a.text.casefold() in {"grade", "grades", "arm"} or a.text.endswith("="):
        value += 4.0
    if b.kind is Kind.INTEGER and _names(a):
        value += 4.0
    if a.text.startswith("(") or a.text == "%":
        value -= 4.0 if b.text[0].isupper() or b.kind in NUMERIC else 0.5
    if a.kind is Kind.INTEGER and _UNIT.match(b.text):
        value += -1.5 if k > 1 and _names(atoms[k - 2]) else 3.0
    if b.text.startswith("=") or (b.text == "CI" and "9" in a.text):
        value += 4.0
    return value


@dataclass(frozen=True)
class Words:
    """What the words of a table's first atoms say about header cells, whatever its columns: worked out once a table."""

    atoms: Sequence[Atom]
    costs: tuple[float, ...]
    bonds: tuple[float, ...]
    cuts: tuple[float, ...]

    @classmethod
    def of(cls, atoms: Sequence[Atom], limit: int, pairs: Pairs) -> Words:
        """The first `limit` atoms; `bonds[k]` and `cuts[k]` speak for and against joining atom `k` to the one before."""
        first = atoms[:limit]
        own = [0.0, *(_cell_bond(first, k, pairs) for k in range(1, len(first)))]
        costs = tuple(atom_cost(first, k) for k in range(len(first)))
        bonds, cuts = (tuple(together(sign * b) if k else 0.0 for k, b in enumerate(own)) for sign in (1, -1))
        return cls(first, costs, bonds, cuts)


def _cells(words: Words, t: int, breaks: Breaks) -> Iterator[tuple[int, float, bool, str]]:
    """The header cells that may begin at atom `t`: end, log likelihood by themselves, whether wrapped, text."""
    value, folded, text, deep = 0.0, False, "", 0
    atoms = words.atoms
    for last in range(t + 1, min(t + 14, len(atoms)) + 1):
        value += words.costs[last - 1]
        if last > t + 1:
            b = atoms[last - 1]
            value += breaks.score("within", b.sep) + words.bonds[last - 1]
            folded = folded or b.sep in (Sep.LINE, Sep.BLANK)
        if value < -45:
            return
        text = f"{text} {atoms[last - 1].text}".strip()
        deep += balance(atoms[last - 1].text)
        yield last, value - (4.0 if deep else 0.0), folded, text


class Flat:
    """Cells in order over the columns; a column may stay without header, the first at little cost."""

    def __init__(self, header: Header, first: int, last: int, wide: int, columns: Sequence[Column] | None) -> None:
        self.atoms, self.wide, self.columns, self.breaks = header.atoms, wide, columns, header.breaks
        self.first, self.last, self.cut = first, last, header.cut
        self.best = [[NEVER] * wide for _ in range(last + 1)]
        self.back: dict[tuple[int, int], tuple[int, int]] = {}
        self.wrapped: dict[tuple[int, int], bool] = {}
        for t in range(first, last):
            for k in range(wide):
                options = [(_no_header(0, k), -1)] if t == first else list(self._before(t, k))
                if options:
                    self._extend(t, k, max(options), header.cells[t])

    def _before(self, t: int, k: int) -> Iterator[tuple[float, int]]:
        sep = self.atoms[t].sep
        for k0 in range(k):
            if self.best[t][k0] > NEVER / 2:
                fresh = self.breaks.score("wrapped" if self.wrapped[t, k0] else "next", sep) + self.cut[t]
                yield self.best[t][k0] + fresh + _no_header(k0 + 1, k), k0

    def _extend(self, t: int, k: int, source: tuple[float, int], spans: list[tuple[int, float, bool, str]]) -> None:
        start, k0 = source
        for last, value, folded, text in spans:
            if last > self.last:
                break
            total = start + value + (_suits(text, self.columns[k]) if self.columns is not None else 0.0)
            if total > self.best[last][k]:
                self.best[last][k] = total
                self.back[last, k] = (t, k0)
                self.wrapped[last, k] = folded

    def end(self, size: int) -> tuple[float, int]:
        """Score and last column of the best reading of the first `size` atoms."""
        return max((self.best[size][k] + _no_header(k + 1, self.wide), k) for k in range(self.wide))

    def read(self, size: int) -> HeaderReading:
        """The best reading of the first `size` atoms, as one header row."""
        score, k = self.end(size)
        if score < NEVER / 2:
            return HeaderReading(NEVER, ())
        cells: list[tuple[int, int, int, int]] = []
        t = size
        while k >= 0:
            t0, k0 = self.back[t, k]
            cells.append((k, k + 1, t0, t))
            t, k = t0, k0
        return HeaderReading(score, (tuple(reversed(cells)),))


@lru_cache(maxsize=20000)
def _asks(text: str) -> str:
    """What kind of column a header announces: "label", "number", "words", "response", or nothing."""
    if _LABEL.match(text):
        return "label"
    if re.search(r"^Total|(?:^|\s)\(?(?:n|N|No\.?|%|mg|mos?|months|days|years)\b|%", text):
        return "number"
    if re.search(r"(?:RECIST|[Rr]esponse)$", text):
        return "response"
    if re.match(r"(?:Histolog|Patholog|Primary|Site|Status|Sex|Gender|Toxicit|Drug|Response|Best|Pathology)", text):
        return "words"
    return ""


def _suits(text: str, column: Column) -> float:
    """Whether a header goes with what stands below it."""
    asks = _asks(text)
    if asks == "label":
        return 1.5 if column.label else -1.0
    if not asks or not column.cells:
        return 0.0
    if asks == "number":
        if column.label:
            return -2.5
        return 0.8 if column.share_of_numbers > 0.5 else -1.5
    if asks == "response" and column.share_of_categories > 0.5:
        return 0.8
    return 0.6 if column.share_of_numbers < 0.5 else -0.6


def _no_header(first: int, last: int) -> float:
    """Cost of columns `first` to `last` without header words."""
    if first == 0 and last:
        return -1.2 - (2.0 if last > 1 else 0.0) - _BARE * max(0, last - 2)
    return -_BARE * (last - first)


_COUNTING = ("grade", "grades", "arm", "cohort", "histotype")
_LED = re.compile(r"[\dIV≥]")


def _spread(
    atoms: Sequence[Atom], cells: tuple[float, list[tuple[int, int]]], below: Row, wide: int
) -> tuple[Row, float]:
    """Give each upper cell a run of columns, the likeliest way."""
    texts = {a: joined(atoms[f:g]).casefold() for a, _, f, g in below}
    named = sorted(texts)
    best: tuple[Row, float] = ((), NEVER)
    for skip in range(min(3, len(named))):
        # The first lower cells may have nothing above: the label's, a total's.
        found = _spread_over(atoms, cells, named[skip:], texts, wide if skip == 0 else 0)
        if found[1] - 0.2 * skip > best[1]:
            best = (found[0], found[1] - 0.2 * skip)
    return best


def _spread_over(
    atoms: Sequence[Atom],
    cells: tuple[float, list[tuple[int, int]]],
    named: list[int],
    texts: dict[int, str],
    wide: int,
) -> tuple[Row, float]:
    score, parts = cells
    lead = [k for k in range(wide) if k < named[0]]
    best: tuple[Row, float] = ((), NEVER)
    for alone in range(min(len(lead), len(parts) - 1) + 1):
        # The first upper cells may stand over columns that have nothing below.
        single = tuple((k, k + 1, f, g) for k, (f, g) in zip(lead, parts[:alone], strict=False))
        heads = [(joined(atoms[f:g]), f, g) for f, g in parts[alone:]]
        extra = _no_header(0, len(lead) - alone) - _no_header(0, len(lead))
        value, runs = _Fit(heads, named, texts).best()
        if value > NEVER / 2 and score + extra + value > best[1]:
            top = [(r[0], r[-1] + 1, f, g) for r, (_, f, g) in zip(runs, heads, strict=True)]
            best = ((*single, *top), score + extra + value)
    return best


class _Fit:
    """How upper cells go with the columns below them: each takes a run of columns, in order, none left over."""

    def __init__(self, heads: Sequence[tuple[str, int, int]], named: Sequence[int], texts: dict[int, str]) -> None:
        self.named = named
        self.texts = [texts[k] for k in named]
        self.counts = [text.casefold().strip("*† ").endswith(_COUNTING) for text, _, _ in heads]
        self.own = [-3.3 if _LABEL.match(text) else -0.3 for text, _, _ in heads]
        self.led = [0]
        for text in self.texts:
            self.led.append(self.led[-1] + bool(_LED.match(text.upper())))
        self._known: dict[tuple[int, int, int], tuple[float, int]] = {}

    def best(self) -> tuple[float, list[Sequence[int]]]:
        """The likeliest runs; NEVER where there are fewer columns than cells."""
        value = self._from(0, 0, 0)[0] - (1.0 if len(self.counts) == 1 else 0.0)
        runs: list[Sequence[int]] = []
        at, before = 0, 0
        for head in range(len(self.counts)):
            to = self._from(head, at, before)[1]
            runs.append(self.named[at:to])
            at, before = to, to - at
        return value, runs

    def _from(self, head: int, at: int, before: int) -> tuple[float, int]:
        """Value of the cells from `head` on over the columns from `at` on, and where the run of `head` ends.

        `before` is the length of the run before, which what stands below is compared with.
        """
        if head == len(self.counts):
            return (0.0 if at == len(self.named) else NEVER), at
        known = self._known.get((head, at, before))
        if known is None:
            left = len(self.counts) - head - 1
            ends = range(at + 1, len(self.named) - left + 1) if left else (len(self.named),)
            known = (NEVER, at)
            for to in ends:
                if to > at:
                    value = self._one(head, at, to) + self._beside(at - before, at, to)
                    value += self._from(head + 1, to, to - at)[0]
                    if value > known[0]:
                        known = (value, to)
            self._known[head, at, before] = known
        return known

    def _one(self, head: int, at: int, to: int) -> float:
        led = self.led[to] - self.led[at]
        return (3.6 * led - 2.0 * (to - at - led) if self.counts[head] else -0.5 * led) + self.own[head]

    def _beside(self, before: int, at: int, to: int) -> float:
        """Two runs side by side: what repeats below them speaks for it, many columns of unlike number against it."""
        one, two = at - before, to - at
        if one > 1 and one == two:
            alike = sum(self.texts[before + n] == self.texts[at + n] for n in range(two))
            return 0.9 * alike - (0.0 if alike else 0.5)
        return -1.0 if one > 1 and two > 1 else 0.0
