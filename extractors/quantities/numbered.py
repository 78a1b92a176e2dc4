"""Several patients told of at once by their numbers: "patients 1, 3 and 4", "cases 2-4", "case 1 and case 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

ONE_IN_BRACKETS = r"[(\[](?:patient|case|pt\.?)\s?(?:no\.?\s?)?#?\d{1,3}[)\]]"
"""One patient by number behind what is told: "angiosarcoma (patient 1)"."""
_ID = r"(?:\d{1,2}|[A-H]|I{1,3}|IV|VI{0,3})(?![\w%]|[.,]\d)"
_MARK = r"(?:nos?\.?\s?|numbers?\s|#\s?)?"
_NAME = r"(?:patients?|cases?|pts?\.?)"
_AND = r"\s*(?:,\s*(?:and|&)|,|and|&|/)\s*"
_TO = r"(?:\s?[-–—]\s?|\sto\s|\sthrough\s)"
_LISTED = (
    rf"\b(?i:(?:patients|pts|cases)\s{_MARK})#?(?P<list>{_ID}(?:(?:{_AND}(?i:{_NAME}\s)?{_MARK}|{_TO})#?{_ID})+)"
    rf"|\b(?i:(?:patient|pt|case)\s{_MARK})#?(?P<slashed>{_ID}(?:/{_ID}){{2,}})"
    rf"|\b(?i:(?:patient|pt|case)\s{_MARK})#?(?P<named>{_ID}(?:{_AND}(?i:{_NAME}\s){_MARK}#?{_ID})+)"
)
# "patients 18 to 65 years of age", "cases 1 to 3 of the series by others": no numbers of patients, or not the paper's.
_NO_NUMBERS = r"\s*(?:(?:years?|yrs?|months?|weeks?|days?|cm|mm|mg|%|per cent|cycles?|lines?|patients|cases)\b|of the (?:series|study|report)\b|\[)"
# A whole list or none of it; in its own case.
NUMBERED = rf"(?-i:(?>{_LISTED})(?!(?i:{_NO_NUMBERS})))"
_NUMBERED = re.compile(NUMBERED)
_RANGE = re.compile(rf"(?P<a>{_ID}){_TO}#?(?P<b>{_ID})")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_SOME = 8  # of more at once no single one is told


def numbered(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Bounds of every enumeration of patients by number, with the numbers."""
    for m in _NUMBERED.finditer(text):
        group = next(name for name in ("list", "slashed", "named") if m[name])
        members = tuple(_members(m[group]))
        if 2 <= len(members) <= _SOME and len(set(members)) == len(members):
            yield m.start(), m.end(), members


def _members(printed: str) -> Iterator[str]:
    at = 0
    for m in re.finditer(rf"{_RANGE.pattern}|(?<!\w)(?P<one>{_ID})", printed):
        if m.start() < at:
            continue
        at = m.end()
        if m["one"]:
            yield m["one"]
            continue
        first, last = _rank(m["a"]), _rank(m["b"])
        yield from (_number(k, m["a"]) for k in range(first, last + 1))


def _rank(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    return _ROMAN.index(printed) if printed in _ROMAN else ord(printed)


def _number(rank: int, like: str) -> str:
    """A rank in the style of a printed number: figures, Roman numerals or letters."""
    if like.isdigit():
        return str(rank)
    return _ROMAN[rank] if like in _ROMAN else chr(rank)
