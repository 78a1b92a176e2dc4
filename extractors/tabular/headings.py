"""Headers of a flattened table of patients read anew, by what the columns below them hold.

A header broken over lines comes as a run of words ("Best RECIST / response / P dose / (mg)") or as layers that each
hold a piece of every header. Its words are shared out over the columns, in order, so that as many headers as can be
name what their column's cells read as; the fields of `fields` are the only words that count.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, product

from extractors.core import cues as re
from extractors.quantities.units import AMOUNT
from extractors.tabular.bearing import amounts, bears_out
from extractors.tabular.fields import ROLES, named_roles, time_unit
from extractors.tabular.key import Key

_MOST_WORDS = 9
_GAIN = 0.5
_LAYER_WORDS = (3, 2, 1)
_OVER_BLANK = 0.25
_SPANNING = 0.6
_ROUNDING = 1e-9
_DANGLING = re.compile(
    r"^(?:(?:of|to|from|on|for|by|while|with|in|before|after)\b|[+/#(])|(?:\b(?:of|to|from|on|for|the|best|by|while|with|before|after|at|in|per)|[+/])$",
    re.I,
)
_PATIENT = re.compile(r"(?:patients?|pts?\.?|cases?|no\.?|nr\.?|id|subjects?)(?:\s*(?:#|no\.?|id))?", re.I)
_UNIT = re.compile(rf"(?<!\w){AMOUNT}(?!\w)", re.I)
Taken = tuple[float, tuple[str, ...]]


def reread(text: str, printed: Sequence[str], columns: Sequence[Sequence[str]], key: Key) -> Sequence[str]:
    """Headers for the columns (each the texts of its cells): new ones where they read better than the printed."""
    lines = [line.split() for line in text.split("\n") if line.strip()]
    words = [w for line in lines for w in line]
    blocks = [block.split() for block in re.split(r"\n[^\S\n]*\n", text) if block.strip()]
    # how many blank lines stand before each word
    blanks = [k for k, block in enumerate(blocks) for _ in block]
    if not len(columns) <= len(words) <= 12 * len(columns):
        return printed
    score = _Scorer(columns, key)
    told = sum(score(h, k) for k, h in enumerate(printed)) + _GAIN
    score.ask(told)
    # to share the words out costs much: not where no words at all could gain enough
    if score.least[-1] > 0:
        return printed
    if 1 < len(lines) <= len(_LAYER_WORDS) and len(lines[0]) >= len(columns) - 1:
        anew = _layered(lines, len(columns), score)
    else:
        anew = _in_a_row(words, blanks, len(columns), score)
    return anew if anew and sum(score(h, k) for k, h in enumerate(anew)) > told else printed


class _Scorer:
    """How well a phrase heads a column: 2 for a field that the cells bear out, little for one that they do not."""

    def __init__(self, columns: Sequence[Sequence[str]], key: Key) -> None:
        self.columns, self.key = columns, key
        self._fits: dict[tuple[str, int], bool] = {}
        self._known: dict[str, tuple[tuple[str, ...], float]] = {}
        self._odd: dict[str, float] = {}
        self._scores: dict[tuple[str, int], float] = {}
        self._most: dict[int, float] = {}
        self.least: list[float] = []

    def ask(self, total: float) -> None:
        """Headers that together score less than this are of no use: `least` of each column and those behind it."""
        before = accumulate(map(self.most, range(len(self.columns))), initial=0.0)
        self.least = [total - most - _ROUNDING for most in before]

    def __call__(self, phrase: str, column: int) -> float:
        if not phrase:
            return -0.4
        if (phrase, column) not in self._scores:
            self._scores[phrase, column] = self._score(phrase, column)
        return self._scores[phrase, column]

    def most(self, column: int) -> float:
        """The most that any phrase may score above a column."""
        if column not in self._most:
            named = 2.0 if not column or any(self._fit(role, column) for role in ROLES) else 0.3
            self._most[column] = 2.5 if column and self._fit("/", column) else named
        return self._most[column]

    def _phrase(self, phrase: str) -> tuple[tuple[str, ...], float]:
        """The roles that a phrase names, and what speaks against its being a header."""
        if phrase not in self._known:
            self._known[phrase] = named_roles(phrase, self.key), self.odd(phrase)
        return self._known[phrase]

    def odd(self, phrase: str) -> float:
        """What speaks against a phrase's being a header."""
        if phrase not in self._odd:
            self._odd[phrase] = (
                1.0 * (phrase.count("(") != phrase.count(")"))
                + 0.6 * bool(_DANGLING.search(phrase))
                + 0.3 * phrase[0].islower()
            )
        return self._odd[phrase]

    def _score(self, phrase: str, column: int) -> float:
        if column == 0:
            return 2.0 if _PATIENT.fullmatch(phrase) else -3.0
        roles, odd = self._phrase(phrase)
        for role in roles:
            if role == "dose" and not (re.search(_UNIT, phrase) or amounts(self.columns[column])):
                continue
            if self._fit(role, column):
                unitless = role in ("time", "dfi") and not re.search(r"\(|/", phrase) and not time_unit(phrase)
                both = 0.5 if "/" in role else 0.0
                return (1.0 if unitless else 2.0) + both - odd - 0.15 * (len(roles) - 1)
        return (0.3 if roles else 0.0) - odd

    def _fit(self, role: str, column: int) -> bool:
        if (role, column) not in self._fits:
            self._fits[role, column] = bears_out(role, self.columns[column], self.key)
        return self._fits[role, column]


# What the headers behind one score, and what they are; what speaks against the words of this one; these words.
_Option = tuple[float, tuple[str, ...], float, Sequence[str]]


def _best(options: Sequence[_Option], column: int, score: _Scorer, best: Taken = (float("-inf"), ())) -> Taken:
    """The best of some headers for a column, the first of equals; to score a phrase costs much, so those are tried first
    that have the best headers behind them, until no other can come up to the best, or to the `least` that is of use."""
    at, most, odd, least = -1, score.most(column), score.odd, score.least[column]
    for n in sorted(range(len(options)), key=lambda n: -options[n][0]):
        rest, after, against, words = options[n]
        if rest + most < max(best[0], least):
            break
        phrase = " ".join(words)
        if phrase and column and rest + most - odd(phrase) - against < max(best[0] - _ROUNDING, least):
            continue
        value = score(phrase, column) - against + rest
        if value > best[0] or (value == best[0] and n < at):
            best, at = (value, (phrase, *after)), n
    return best


def _in_a_row(words: Sequence[str], blanks: Sequence[int], width: int, score: _Scorer) -> tuple[str, ...]:
    """Headers one after the other: the best cut of the words into as many phrases as columns, few over a blank line."""

    @cache
    def of(i: int, column: int) -> Taken:
        if column == width:
            return (0.0, ()) if i == len(words) else (float("-inf"), ())
        above: Taken = (float("-inf"), ())
        if 0 < i < len(words) and blanks[i] != blanks[i - 1] and (end := _after_block(blanks, i)) < len(words):
            # what stands over several headers ("Tumour genomics", "Outcome") names none of them
            rest, after = of(end, column)
            above = (rest - _SPANNING, after)
        options: list[_Option] = []
        for n in range(min(_MOST_WORDS, len(words) - i) + 1):
            over = _OVER_BLANK * (blanks[i + n - 1] - blanks[i]) if n else 0.0
            rest, after = of(i + n, column + 1)
            if rest > float("-inf"):
                options.append((rest, after, over, words[i : i + n]))
        return _best(options, column, score, above)

    return of(0, 0)[1]


def _after_block(blanks: Sequence[int], i: int) -> int:
    """One past the words that stand with word `i`, no blank line between."""
    end = i
    while end < len(blanks) and blanks[end] == blanks[i]:
        end += 1
    return end


def _layered(lines: Sequence[Sequence[str]], width: int, score: _Scorer) -> tuple[str, ...]:
    """Headers side by side, each with a piece in some of the lines."""
    layers = [tuple(line) for line in lines] + [()] * (3 - len(lines))

    @cache
    def of(a: int, b: int, c: int, column: int) -> Taken:
        left = [len(words) - n for words, n in zip(layers, (a, b, c), strict=True)]
        if column == width:
            return (0.0, ()) if not any(left) else (float("-inf"), ())
        # the words behind must not be too many for the columns that are left
        least = [max(0, n - most * (width - column - 1)) for n, most in zip(left, _LAYER_WORDS, strict=True)]
        xs, ys, zs = (range(low, min(n, most) + 1) for low, n, most in zip(least, left, _LAYER_WORDS, strict=True))
        options: list[_Option] = []
        for x, y, z in product(xs, ys, zs):
            rest, after = of(a + x, b + y, c + z, column + 1)
            if rest > float("-inf"):
                pieces = (*layers[0][a : a + x], *layers[1][b : b + y], *layers[2][c : c + z])
                options.append((rest, after, 0.0, pieces))
        return _best(options, column, score)

    return of(0, 0, 0, 0)[1]
