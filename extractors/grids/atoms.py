"""The smallest pieces of a flattened table that never belong to two cells, and what kind of value each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractors.grids.lines import BAR, Line, is_rule
from extractors.grids.outline import heads_rows, outline


class Kind(StrEnum):
    """What a cell's text is, as far as its form tells."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    COUNT = "n (%)"
    RANGE = "range"
    PERCENT = "percent"
    FRACTION = "fraction"
    MEASURE = "number with unit"
    BRACKET = "number in brackets"
    NUMBER_WORDS = "number with words"
    DASH = "dash"
    ABSENT = "not available"
    YES_NO = "yes or no"
    RESPONSE = "response"
    SEX = "sex"
    AGE_SEX = "age and sex"
    STATUS = "status"
    ROUTE = "route"
    WORDS = "words"
    MIXED = "several numbers"


NUMERIC = frozenset(
    {
        Kind.INTEGER, Kind.DECIMAL, Kind.COUNT, Kind.RANGE, Kind.PERCENT, Kind.FRACTION, Kind.MEASURE, Kind.BRACKET,
        Kind.NUMBER_WORDS, Kind.MIXED,
    }
)  # fmt: skip
CATEGORY = frozenset({Kind.YES_NO, Kind.RESPONSE, Kind.SEX, Kind.AGE_SEX, Kind.STATUS, Kind.ROUTE, Kind.ABSENT})


class Sep(StrEnum):
    """What stands before an atom."""

    SPACE = "space"
    WIDE = "wide space"
    LINE = "line end"
    BLANK = "blank line"


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece: offsets into the document, its text, its kind by itself, what separates it from the piece before.

    `tie` is what the vocabularies add to the log odds that it shares a cell with the piece before. Where columns stand at
    character positions, `column` is that of the cell which the piece begins (else -1), `opens` says that it begins a row;
    `past` is set for the cells of a header that is told by positions: one past the last column they stand over.
    """

    start: int
    end: int
    text: str
    kind: Kind
    sep: Sep
    line: int
    tie: float = 0.0
    column: int = -1
    opens: bool = False
    past: int = 0


# a plus behind a number ends its cell: a time that goes on
_MARK = r"(?:\+(?=[\s),;*†‡]|$))?[*†‡§¶#]{0,3}"
_NUM = r"[≤≥<>~±=]{0,2}\s?[+\-−]?\d+(?:[.,·]\d+)*"
_TIGHT = r"[≤≥<>~±=]{0,2}[+\-−]?\d+(?:[.,·]\d+)*"
_END = r"(?![\w(])(?!-\w)"
_NOTE = rf"(?:{_MARK}|[a-h])"
_UNIT = r"(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?|d|mg|g|kg|ml|cm|mm|Gy|each|cycles?)(?:/(?:m2|m²|kg|day|d|week|ml|dl|l|L|µl))?"
_DASHES = "‐‑‒–—―−─"
_IN_BRACKETS = rf"[(\[]\s?(?:range[:,]?\s*)?[≤≥<>~±]?\s?[+\-−]?\d[\d.,·%\s{_DASHES}\-;/±]*(?:to\s+\d[\d.,·]*|(?:to\s+)?(?:N[AERC]|∞))?\s?%?(?:\s?{_UNIT})?\s?[)\]]"
_GLUED = re.compile(r"\(\s?%\s?\),?(?=\d)")
_STATUS = r"(?:AWD|DOD|NED|ANED|DOC|DWD|DUC|AWED|[Dd]ead|[Aa]live|[Dd]ied|[Dd]eceased)"
_YEARS, _EITHER = r"(?:\s?(?:years?|yrs?|y|months?|mos?))?", r"(?:[Ff]emale|[Mm]ale|[MFmf])"
_Pattern = tuple[Kind, re.Pattern[str]]
# "54/M", "7 mo/F", "F/61 y", "33F"
_AGE_SEX: _Pattern = (
    Kind.AGE_SEX,
    re.compile(
        rf"(?:\d{{1,3}}{_YEARS}\s?/\s?{_EITHER}|\d{{1,2}}[MF]|{_EITHER}\s?/\s?\d{{1,3}}{_YEARS}|[MF]\d{{2}})(?=[\s,;*†‡]|$)"
    ),
)
# What a piece that begins with a letter may be, and what any other.
_LETTERED: tuple[_Pattern, ...] = (
    # "≥1 vs 0"
    (
        Kind.WORDS,
        re.compile(
            r"(?:vs?\.?|versus|compared (?:to|with))\s[<>≤≥]?\s?\d{1,3}(?:[.,]\d)?(?:\s?[-–/]\s?\d{1,3})?(?=\s|$)"
        ),
    ),
    _AGE_SEX,
    # "NED (33)": a status with a time; so below "27.4 (DOD)", "9+, AWD"
    (Kind.STATUS, re.compile(rf"{_STATUS}(?:,\s|\s?[(/]\s?)\d+(?:[.,·]\d+)?\+?(?:\s?{_UNIT})?\)?(?=[\s,;*†‡]|$)")),
)
_PATTERNS: tuple[_Pattern, ...] = (
    # "n (%)1" where the tool lost the end of a line
    (Kind.WORDS, _GLUED),
    # what a hazard ratio is reckoned from
    (Kind.COUNT, re.compile(r"1(?:[.,·]0{1,2})?\s?[(\[]?(?:ref\.?|reference|referent)[)\]]?(?=\s|$)", re.I)),
    _AGE_SEX,
    (Kind.STATUS, re.compile(rf"\d+(?:[.,·]\d+)?\+?(?:,\s|\s?[(/]\s?){_STATUS}\)?(?=[\s,;*†‡]|$)")),
    (Kind.COUNT, re.compile(rf"{_NUM}\s?(?:±|\+/[-−–])\s?\d+(?:[.,·]\d+)*(?:\s?%)?{_NOTE}{_END}")),
    (Kind.COUNT, re.compile(rf"{_NUM}(?:\s?/\s?{_NUM})?\s?%?{_NOTE}\s?(?:each\s)?{_IN_BRACKETS}{_NOTE}{_END}")),
    # Spaces around a dash leave open whether it is a range or a dash in a cell of its own: not joined here.
    (Kind.RANGE, re.compile(rf"{_NUM}%?(?:[{_DASHES}\-]|\sto\s){_TIGHT}(?:\s?%|\s?{_UNIT})?{_NOTE}{_END}")),
    (Kind.PERCENT, re.compile(rf"{_NUM}\s?%{_NOTE}{_END}")),
    (Kind.FRACTION, re.compile(rf"{_NUM}(?:\s?/\s?{_NUM})+{_NOTE}{_END}")),
    # "800→400": a dose and the next one
    (Kind.MEASURE, re.compile(rf"{_NUM}\s?(?:→|➔|⇒|->|–>)\s?{_TIGHT}(?:\s{_UNIT})?{_END}")),
    (Kind.MEASURE, re.compile(rf"{_NUM}(?:\+?\s){_UNIT}(?!/){_END}")),
    (Kind.DECIMAL, re.compile(rf"[≤≥<>~±=]{{0,2}}\s?[+\-−]?\d*[.,·]\d+{_NOTE}{_END}")),
    (Kind.INTEGER, re.compile(rf"[≤≥<>~±=]{{0,2}}\s?[+\-−]?\d+(?:,\d{{3}})*{_NOTE}{_END}")),
    (Kind.BRACKET, re.compile(rf"{_IN_BRACKETS}{_MARK}{_END}")),
    (Kind.DASH, re.compile(rf"[{_DASHES}\-]{{1,3}}(?=\s|$)|\.{{2,4}}(?=\s|$)|…(?=\s|$)")),
    (Kind.WORDS, re.compile(r"\((?=[^()]*[^\W\d]|%)(?:[^()\s]|\s(?!\s)){1,60}\)" + _MARK + r"(?=\s|$|[,.;])[,.;]?")),
)
_WORD = re.compile(r"\S+")
# A level below a numbered heading ("4. Grade", then "1-2 30 34") is a label of its own.
_LEVEL_BELOW = -5.0
# What a bar between two pieces says of their sharing a cell; none between them says the opposite.
_PARTED = -9.0
_CATEGORIES: tuple[_Pattern, ...] = (
    (Kind.ABSENT, re.compile(r"(?:N/?A|ND|NE|NR|NS|NK|[Rr]ef(?:\.|erence|erent)?|n/a|n\.a\.|nd|ns|n\.s\.)[*]?$")),
    (Kind.YES_NO, re.compile(r"(?:Yes|No|YES|NO|yes|no|Y|N|[Xx✓✔√●○■]|\+{1,3})$")),
    (Kind.RESPONSE, re.compile(r"(?:CR|PR|SD|PD|MR|CRu|sCR|VGPR|iCR|iPR|iSD|iPD|nCR|uPR|PR/SD|SD/PD)[*]?$")),
    (Kind.STATUS, re.compile(rf"{_STATUS}[*,]?$")),
    (
        Kind.ROUTE,
        re.compile(r"(?:[Oo]ral(?:ly)?|[Ii]ntravenous(?:ly)?|IV|i\.v\.|PO|p\.o\.|SC|s\.c\.|[Ss]ubcutaneous(?:ly)?)$"),
    ),
    (Kind.SEX, re.compile(r"(?:M|F|Male|Female|male|female|m|f)$")),
)


def atoms_of(lines: Sequence[Line]) -> tuple[Atom, ...]:
    """The atoms of some lines in reading order."""
    found: list[Atom] = []
    marks = outline(lines)
    below = {n + 1 for n, (_, of_label) in marks.items() if of_label and heads_rows(lines[n].text)}
    for number, line in enumerate(lines):
        if is_rule(line.text):
            continue
        sep = Sep.BLANK if line.gap or line.page else Sep.LINE
        at = 0
        barred, behind = bool(BAR.search(line.text)), True
        while at < len(line.text):
            if bar := BAR.match(line.text, at):
                at = bar.end() + len(line.text[bar.end() :]) - len(line.text[bar.end() :].lstrip())
                sep, behind = Sep.WIDE if sep is Sep.SPACE else sep, True
                continue
            kind, end = _begin(line.text, *marks[number]) if not at and number in marks else _read(line.text, at)
            start = line.start + at
            tie = _LEVEL_BELOW if number in below and not at and kind in NUMERIC else 0.0
            if barred:
                tie, behind = _PARTED if behind else -_PARTED, False
            found.append(Atom(start, line.start + end, line.text[at:end], kind, sep, number, tie))
            rest = line.text[end:]
            space = len(rest) - len(rest.lstrip())
            sep = Sep.WIDE if space > 1 or "\t" in rest[:space] else Sep.SPACE
            at = end + space
            if space == 0 and at < len(line.text):
                # what is glued to a header's unit stood on a line of its own
                sep = Sep.LINE if _GLUED.match(line.text, start - line.start) else Sep.SPACE
    return tuple(found)


def _begin(text: str, size: int, of_label: bool) -> tuple[Kind, int]:
    """The first atom of a line led by the mark of a list: the label's first word with its mark, or the row's number."""
    return (Kind.WORDS, _read(text, size)[1]) if of_label else (Kind.INTEGER, size - 1)


def _read(text: str, at: int) -> tuple[Kind, int]:
    for kind, pattern in _LETTERED if text[at].isalpha() else _PATTERNS:
        match = pattern.match(text, at)
        if match and match.end() > at:
            return kind, match.end()
    match = _WORD.match(text, at)
    assert match is not None
    word = match.group()
    for kind, pattern in _CATEGORIES:
        if pattern.match(word):
            return kind, match.end()
    return Kind.WORDS, match.end()
