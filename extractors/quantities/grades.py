"""Toxicity grades as printed (CTCAE): "grade 3", "grades 1-2", "G3/4", "grade III", "grade ≥3", "grade > or = 3", "grade 3
or higher", "at least grade 3"."""

from __future__ import annotations

import re

from extractors.quantities.people import PEOPLE

_DIGITS, _WORDS = r"(?:[1-5]|IV|I{1,3}|V)", r"(?:one|two|three|four|five)"
_G = f"(?:{_DIGITS}|{_WORDS})"
# Behind a comma a number may be the figure of the grade: "(grade 3, 5 %)", "(grade 3, 2 patients)".
_SEP = rf"\s*(?:[-‐–—/+]|to|and|or|&|,(?!\s*\d+(?:[.,]\d+)?\s*(?:[%(]|{PEOPLE}\b|grades?\b|(?:had|were|with)\b)))\s*(?:grades?\s*|G)?"
# "> or =" is how indexes of abstracts print "≥".
_AT_LEAST = r"(?:>\s*or\s*=|> or equal to|[≥⩾]|>\s?=?|=\s?>|at least|(?:greater|higher) than or equal to)"
# Whose grades they are: "NCI-CTC grade 3", "World Health Organization (WHO) Grade 3-4".
_SCALE = (
    r"(?:(?:(?:NCI|WHO|ECOG|SWOG|RTOG|CTC(?:AE)?|National Cancer Institute|World Health Organi[sz]ation|Common Toxicity Criteria|"
    r"Common Terminology Criteria(?: for Adverse Events)?)(?:\s*\(\w+\))?[\s,-]*){1,3}(?:v(?:ersion)?\.?\s?\d(?:\.\d)?\s*)?)?"
)
GRADE = (
    rf"\b{_SCALE}(?:grades?(?:[-‐](?=[1-5IV]))?|gr\.?|G(?![IV]))\s*(?:{_AT_LEAST}\s*{_G}\b|{_G}\s*(?:or (?:higher|greater|more|above|worse|over)|and (?:higher|greater|above|over)|\+(?!\s*[1-5IV]))"
    rf"|(?:{_DIGITS}(?:{_SEP}{_DIGITS})*|{_WORDS}(?:{_SEP}{_WORDS})*)(?!\w|\.\d))|\b(?:any|all)[- ]grades?\b(?!\s*(?:[1-5]|I{{1,3}}V?|IV|V)\b(?!\s?%))|{_AT_LEAST}\s*{_SCALE}(?:grade|G)\s*{_G}(?:\s*[/–-]\s*{_G})?\b"
    rf"|\b(?:low|high)[- ]grade(?= (?:toxicit|adverse|AE|side))"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


# "> grade 2" is grade 3 and more.
_ABOVE = re.compile(r">(?!\s*(?:or\b|=))(?<!=>)")


def parse_grade(printed: str) -> str:
    """The contract's grade: `3`, `1-2`, `3-4`, `3-5` for three or higher, `any`; empty when none is named."""
    text = printed.lower()
    if re.match(r"\s*(?:any|all)", text):
        return "any"
    levels = [
        _ROMAN.get(t, 0) or int(t)
        for t in re.findall(
            r"(?<![a-z])(?:[1-5]|iv|i{1,3}|v|one|two|three|four|five)(?![a-z])",
            re.sub(r"(?:grades?|gr\.?|g)(?=\s*\d)", "", text),
        )
    ]
    if not levels:
        return ""
    if _ABOVE.search(text) and len(set(levels)) == 1 and levels[0] < 5:
        return f"{levels[0] + 1}-5" if levels[0] < 4 else "5"
    if re.search(rf"{_AT_LEAST}|\+(?!\s*(?:[1-5iv]|gr))|(?:or|and) (?:higher|greater|more|above|worse|over)", text):
        return f"{min(levels)}-5"
    return str(levels[0]) if len(set(levels)) == 1 else f"{min(levels)}-{max(levels)}"
