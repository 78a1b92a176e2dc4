"""Lines that end as the rows of a table do: with values that follow one right upon another, or as the rows above."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DASHES = "‐‑‒–—―−\\-"
_NUMBER = rf"[≤≥<>~±=+{_DASHES}]{{0,2}}\s?\d+(?:[.,·]\d+)*"
# "85 (58%)", "44.3 (25.3–77.7)", "26/121 (21%)", "<0.001", "0.45a"
_VALUE = rf"{_NUMBER}(?:\s?(?:/|±|[{_DASHES}])\s?\d+(?:[.,·]\d+)*)?\s?%?\+?(?:\s?[(\[]\s?[{_DASHES}<>≤≥]?\s?\d[^()\[\]]{{0,24}}[)\]])?(?:[*†‡§¶]{{0,3}}|[a-h])"
_ROW = re.compile(
    rf"(?:^|\s){_VALUE}(?:\s+(?:{_VALUE}|[{_DASHES}]|N[AERS]|n\.?s\.?))*\s+(?:{_VALUE}|[{_DASHES}]|N[AERS]|n\.?s\.?)$"
)
_DIGIT = re.compile(r"\d")
_MARKED = re.compile(r"(?:N[AERSD]|[+?=≠–—-]|Yes|No|[A-Z][\w*†‡-]*)$")


def ends_as_row(text: str) -> bool:
    """Whether a line ends with two values or more and nothing between them: prose has words or commas there."""
    # the pattern is slow on prose: few lines of it end so
    if not (text[-1].isdigit() or text[-1] in ")]%*†‡§¶+–—-abcdefghASRE."):
        return False
    last = text.rsplit(None, 1)[-1]
    if not (_DIGIT.search(last) or len(last) < 4) or not _DIGIT.search(text[: -len(last)][-30:]):
        return False
    return _ROW.search(text) is not None


def ends_as_above(text: str, grid: Sequence[str]) -> bool:
    """Whether a line's last two words are marks or names that end rows above as well ("NA ?", "Yes No")."""
    last = text.split()[-2:]
    if len(last) < 2 or not all(_MARKED.match(w) for w in last):
        return False
    return any(row.split()[-2:] == last for row in grid)
