"""Reading one number: digits with decimal point or comma, thousands, number words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}
_UNIT = "|".join(_UNITS[1:10])
_HUNDRED = rf"(?:(?:(?:{_UNIT}|a) )?hundred(?:(?: and)? (?:(?:{'|'.join(_TENS)})(?:[-‐ ](?:{_UNIT}))?|(?:{'|'.join(_UNITS[1:])})))?)"
_THOUSAND = rf"(?:(?:{_UNIT}|ten|eleven|twelve|a) thousand(?:,? (?:and )?{_HUNDRED})?)"
# Most words are told from a number word by their first letters, before any number word is tried.
_FIRST = [*_UNITS[1:], *_TENS, "hundred", "a hundred", "a thousand", "half", "none"]
_BEGINS = "".join(f"[{''.join(sorted(set(letters)))}]" for letters in zip(*(w[:3] for w in _FIRST), strict=True))
WORD = (
    rf"(?:(?={_BEGINS})(?:{_THOUSAND}|{_HUNDRED}|(?:{'|'.join(_TENS)})(?:[-‐ ](?:{_UNIT}))?|(?:{'|'.join(reversed(_UNITS[10:]))})|(?:{_UNIT})"
    r"|half|none))"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]000)+(?!\d)|\d+(?:[.,·]\d+)?|\.\d+)"
NUMBER = rf"(?:{DIGITS}|\b{WORD}\b)"
_DIGITS = re.compile(DIGITS)
_SPACED = re.compile(r"[ \u00a0\u2009\u202f](?=000)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


@lru_cache(maxsize=8192)
def parse_number(printed: str) -> Decimal | None:
    """The amount of a printed number; None when it is none.

    "1,366" is a thousand (a comma before exactly three digits), "10 000" too, "4,1" a decimal comma, "Twenty-eight" a word.
    """
    text = printed.strip().lower().replace("·", ".")
    if _DIGITS.fullmatch(text):
        text = _SPACED.sub("", text)
        text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
        return Decimal(text)
    return _parse_words(text)


def _parse_words(text: str) -> Decimal | None:
    if text in ("none", "no"):
        return Decimal(0)
    if text == "half":
        return None
    whole = total = 0
    words = [w for w in re.split(r"[-‐, ]+", text) if w not in ("and", "a")]
    if not words:
        return None
    for word in words:
        if word == "thousand":
            whole, total = max(total, 1) * 1000, 0
        elif word == "hundred":
            total = max(total, 1) * 100
        elif word in _VALUES:
            total += _VALUES[word]
        else:
            return None
    return Decimal(whole + total)
