"""Tables of patients printed a row a line with single spaces, cut into columns by what the header and the cells mean.

Where a flattened row has columns of words side by side ("chordoma no sacrum metastatic bone, liver"), nothing in its form tells
where one ends. The header's words are cut into phrases that each name a field, then every row into as many cells that
read as these fields. A table stays as it was where this does not give more columns, or where rows do not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.core import cues as re
from extractors.core.document import Cell, Range, Table
from extractors.core.paper import Paper
from extractors.tabular.bearing import ALTERED
from extractors.tabular.categories import category, status
from extractors.tabular.fields import EXTENT, endpoint, header_role
from extractors.tabular.genomics import one_gene
from extractors.tabular.key import Key, key_of
from extractors.tabular.values import NOTHING

_NEVER = float("-inf")
_LONGEST_PHRASE, _LONGEST_CELL, _MOST_WORDS = 10, 9, 60
_FEWEST_ROWS, _FITTING = 3, 0.8
# What a header's phrase scores: each costs, a field gains, the same field again does not; so do its words' beginnings.
_PHRASE, _FIELD, _AGAIN, _DANGLING = -0.2, 2.0, -1.5, -3.0
_EMPTY, _PLAIN_CELL, _PLAIN_WORD = -1.5, -0.5, -0.3
_SURE = 0.9
# Fields whose cells may be words that no vocabulary lists.
_IN_WORDS = {"histotype", "primary_site", "recurrence_sites"}
_WORD = re.compile(r"\S+")
_LABEL = re.compile(r"(?:patients?|pts?\.?|cases?|no\.?|nr\.?|n°|id|#|subjects?)(?:\s*(?:#|no\.?|id|number))?", re.I)
_NUMBERED = re.compile(r"(?:(?:patient|case|pt)\s)?[A-Z]?\d{1,3}[*†‡§a-c]?\.?", re.I)
_HANGS = re.compile(
    r"(?:of|to|from|on|for|by|while|with|in|before|after|at|and|or|the|/|\+|[(\[].*)(?:\s|$)|[a-z]+[)\]]", re.I
)
_HANGS_ON = re.compile(r"(?:^|\s)(?:of|to|from|on|for|by|with|in|before|after|at|and|or|the|best|initial|/|\+)$", re.I)
_FIGURE = re.compile(r"[<>≤≥]?\d+(?:[.,·]\d+)?\+?\s?[*†‡§]?|n\.?[ar]\.?", re.I)
_SEX = re.compile(r"(?:m|f|male|female|man|woman)\.?", re.I)
_SPREAD = re.compile(
    r"(?:(?:loco-?)?(?:local|regional)(?:i[sz]ed|ly (?:advanced|recurrent|confined))?|advanced|metastatic|primary|disseminated|multifocal|recurrent|oligometastatic|(?:stage )?I{1,3}V?[ABC]?|IV)(?: (?:disease|tumou?r))?(?:\s?[+,/]\s?\w+)*",
    re.I,
)
_WITHIN = re.compile(r"\b[a-z]{3,}(?:al|ic|ar|ary)\s", re.I)
_NONE = re.compile(r"none|no|nil|naive", re.I)
_TREATED = re.compile(r"surg|resect|excis|ectomy\b|radi[ao]|chemo|therap|\bX?RT\b", re.I)
_ANSWER = re.compile(
    r"(?:yes|no|none|y|n|pos(?:itive)?|neg(?:ative)?|present|absent|(?:not )?(?:detected|mutated|found)|mutant|wild[- ]type|wt|not (?:done|tested|available|known|assessed)|unknown|[+–−-])[*†‡]?",
    re.I,
)
_LIST = re.compile(r"\s*(?:[,;/+&]|\band\b)\s*")
_SIDE = re.compile(r"(?:left|right|bilateral|upper|lower|proximal|distal|l|r)\.?\s", re.I)
Cut = tuple[tuple[int, int], ...]
Word = tuple[int, int, str]


@dataclass(frozen=True)
class _Line:
    """Words on one printed line with their offsets."""

    words: tuple[Word, ...]

    def text(self, first: int, last: int) -> str:
        return " ".join(w for _, _, w in self.words[first:last])

    def cell(self, first: int, last: int) -> Cell:
        if first == last:
            return Cell()
        return Cell(self.text(first, last), (Range(self.words[first][0], self.words[last - 1][1]),))


def apart(paper: Paper) -> Paper:
    """The paper with such tables put right; tables that come as grids stand as they are."""
    if paper.document.tables is not None:
        return paper
    tables = tuple(_parted(t, paper) for t in paper.tables)
    return paper if tables == paper.tables else replace(paper, tables=tables)


def _parted(table: Table, paper: Paper) -> Table:
    """The table with its run-together columns apart; itself where they are not, or where rows leave that open."""
    text = paper.document.text
    head = _line([c for row in table.header for c in row], text)
    # what stands below the last row is the key that ran into it
    last = len(table.rows) - 1
    rows = [line for n, row in enumerate(table.rows) if head and (line := _line(row, text, n == last))]
    if head is None or len(rows) < max(_FEWEST_ROWS, len(table.rows)) or not _patients(rows):
        return table
    key = key_of(table, paper)
    phrases = _phrases(head, key)
    if len(phrases) <= len(table.columns):
        return table
    fields = [_field(head.text(a, b), key) for a, b in phrases]
    cuts = [_cells(line, fields, key) for line in rows]
    if not all(cuts) or sum(all(a < b for a, b in cut) for cut in cuts) < _FITTING * len(rows):
        return table
    read = [
        (field, line.text(a, b))
        for line, cut in zip(rows, cuts, strict=True)
        for field, (a, b) in zip(fields[1:], cut[1:], strict=True)
        if a < b
    ]
    if sum(_fit(field, cell, key) > 0 for field, cell in read) < _SURE * len(read):
        return table
    return replace(
        table,
        header=(tuple(head.cell(a, b) for a, b in phrases),),
        rows=tuple(tuple(line.cell(a, b) for a, b in cut) for line, cut in zip(rows, cuts, strict=True)),
        unsettled=tuple(n for n, cut in enumerate(cuts) if any(a == b for a, b in cut)),
        tied=frozenset(),
    )


def _line(cells: Sequence[Cell], text: str, first: bool = False) -> _Line | None:
    """The words of cells that stand on one line, or on their first; None where they do not."""
    filled = [c for c in cells if c.ranges]
    if not filled:
        return None
    start, end = min(c.start for c in filled), max(c.end for c in filled)
    if first and (below := text.find("\n", start, end)) > 0:
        end = below
    if "\n" in text[start:end] or "\t" in text[start:end] or "  " in text[start:end]:
        return None
    words = tuple((start + m.start(), start + m.end(), m.group()) for m in _WORD.finditer(text[start:end]))
    return _Line(words) if len(words) <= _MOST_WORDS else None


def _patients(rows: Sequence[_Line]) -> bool:
    labels = [line.words[0][2] for line in rows]
    return len(set(labels)) == len(labels) and all(_NUMBERED.fullmatch(label) for label in labels)


def _phrases(head: _Line, key: Key) -> Cut:
    """The best cut of the header's words into phrases that name fields."""
    count = len(head.words)
    capitals = [w[0].isupper() or not w[0].isalpha() for _, _, w in head.words]
    mixed = 2 < sum(capitals) < count - 1

    @cache
    def phrase(a: int, b: int) -> float:
        text = head.text(a, b)
        if a == 0:
            return _FIELD if _LABEL.fullmatch(text) else _NEVER
        hangs = _HANGS.match(text) or _HANGS_ON.search(text) or (mixed and not capitals[a])
        return _PHRASE + (_FIELD if _field(text, key) else -1.0) + (_DANGLING if hangs else 0.0)

    best: list[tuple[float, Cut]] = [(0.0, ())]
    for b in range(1, count + 1):
        options: list[tuple[float, Cut]] = []
        for a in range(max(0, b - _LONGEST_PHRASE), b):
            before, cut = best[a]
            again = cut and a and cut[-1][0] and _same(head, cut[-1], (a, b), key)
            options.append((before + phrase(a, b) + (_AGAIN - _FIELD if again else 0.0), (*cut, (a, b))))
        best.append(max(options, key=lambda o: o[0]))
    return best[count][1] if best[count][0] > 0 else ()


def _same(head: _Line, one: tuple[int, int], other: tuple[int, int], key: Key) -> bool:
    """Whether two phrases name one field."""
    first, second = head.text(*one), head.text(*other)
    return _field(first, key) == _field(second, key) and endpoint(first) == endpoint(second)


def _field(phrase: str, key: Key) -> str:
    """The field that a phrase of the header names, empty for none."""
    if EXTENT.search(phrase):
        return "extent"
    return "genomic" if one_gene(phrase) else header_role(phrase, key)


def _cells(line: _Line, fields: Sequence[str], key: Key) -> Cut:
    """The best cut of a row into a cell for each field, empty ones among them; none where no cut fits."""
    count, width = len(line.words), len(fields)
    best: list[list[tuple[float, Cut]]] = [[(_NEVER, ())] * (count + 1) for _ in range(width + 1)]
    best[0][0] = (0.0, ())
    for column, field in enumerate(fields):
        for b in range(count + 1):
            for a in range(max(0, b - _LONGEST_CELL), b + 1):
                before, cut = best[column][a]
                if before == _NEVER or (column == 0 and (a, b) != (0, 1)):
                    continue
                own = 0.0 if column == 0 else _fit(field, line.text(a, b), key) if a < b else _EMPTY
                if before + own > best[column + 1][b][0]:
                    best[column + 1][b] = (before + own, (*cut, (a, b)))
    score, cut = best[width][count]
    return cut if score > 0 else ()


def _fit(field: str, text: str, key: Key) -> float:
    """How well some words read as a field: 2 for sure, less for words that may be anything, never for what cannot be."""
    if NOTHING.fullmatch(text):
        return 1.0
    plain = _PLAIN_CELL + _PLAIN_WORD * (1 + text.count(" "))
    if (check := _CHECKS.get(field)) is not None:
        return 2.0 if check(text, key) else plain if field in _IN_WORDS else _NEVER
    if field == "extent":
        return 1.5 if _SPREAD.fullmatch(text) else plain
    if field in ("treatment", "prior_treatment"):
        return 1.5 if _NONE.fullmatch(text) or key.drugs(text) else 0.5 if _TREATED.search(text) else plain
    return plain


def _place(text: str, key: Key) -> bool:
    """Whether words name a site ("left thigh", "lumbar spine"), or letters that the table's key or the paper writes out."""
    words = _SIDE.sub("", text)
    within = _WITHIN.sub("", words)
    named = any(key.concept(w, "site") is not None for w in (words, within))
    return named or (words.isupper() and key.long(words) is not None)


_CHECKS: dict[str, Callable[[str, Key], bool]] = {
    "sex": lambda text, key: bool(_SEX.fullmatch(text)),
    **dict.fromkeys(
        ("age", "performance_status", "prior_lines", "dfi", "time"), lambda text, key: bool(_FIGURE.fullmatch(text))
    ),
    "response": lambda text, key: bool(category(text, key)),
    "status": lambda text, key: bool(status(text, key)),
    "histotype": lambda text, key: key.concept(text, "histotype") is not None,
    "genomic": lambda text, key: bool(_ANSWER.fullmatch(text) or ALTERED.fullmatch(text)),
    "primary_site": _place,
    "recurrence_sites": lambda text, key: all(_place(part, key) for part in _LIST.split(text)),
}
