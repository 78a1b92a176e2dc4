"""Lines that begin a note below a table: by a footnote mark, or in so many words."""

from __future__ import annotations

import re

_MARK = re.compile(r"(?:[*†‡§¶#]+\s*\S|\(?(?:\d{1,2}|[a-z])\)\s+\S|[a-h](?:\s(?=[A-Z]\w)|(?=[A-Z][a-z]))|[⁰¹²³⁴-⁹ᵃ-ᶻ])")
_ANNOUNCE = re.compile(
    r"(?:abbreviations?|notes?|legend|key|data (?:are|is)|values? (?:are|is)|source)\b\s*[:.\s]", re.I
)
# "aECOG performance status at baseline" has a mark before a short form; "cPR 41 (45)", "dTGCT", "gBRCA" begin in small.
_GLUED = re.compile(r"[a-h][A-Z][A-Z\d][\w/+-]*\s+(?P<rest>\S.*)$")
_PHRASE = re.compile(r"(?<![\w-])[a-z]{3,}(?![\w-])")
_VERSION = re.compile(r"\bv(?:ersion|\.)?\s?\d")
_FIGURES = re.compile(
    r"=\s?\d|\d\s?[(%]|\s[–—−-](?:\s|$)|(?:^|\s)\d[\d.,·]*(?:\s+\S*\d\S*)+$|(?<!version)\s\d[\d.,·]*$"
)
_WORDS = 3


def is_marked(text: str) -> bool:
    """Whether a line begins as a note does."""
    if _MARK.match(text) or _ANNOUNCE.match(text):
        return True
    glued = _GLUED.match(text)
    if glued is None:
        return False
    rest = glued["rest"]
    worded = len(_PHRASE.findall(rest)) >= _WORDS or bool(_VERSION.search(rest))
    return worded and not _FIGURES.search(rest)
