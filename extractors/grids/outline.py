"""Labels numbered as an outline ("2. Stage (FIGO)", "b) Skin rash", "- Anaemia"), told from numbers of patients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.grids.lines import Line

_MARKED = re.compile(
    r"(?P<mark>(?:\((?=[^\s()]{1,4}\)))?(?:(?P<number>\d{1,2})|(?P<letter>[A-Ha-h])|(?P<roman>[IVX]{1,4}|[ivx]{1,4}))[.)]"
    r"|(?P<part>\d{1,2}\.\d{1,2})\.?|(?P<bullet>[•▪●◦‣■○◆·*–—-])) (?P<rest>\S.*)$"
)
_VALUE = (
    r"(?:[<>≤≥~=]{0,2}\s?\d[\d.,·]*\s?%?(?:\s?/\s?\d+)?(?:\s?[-–—±]\s?\d[\d.,·]*%?)?(?:\s?[(\[][^()\[\]]*[)\]])?[*†‡a-d]?"
    r"|\([^()]*[\d%][^()]*\)|[–—-]{1,2}|N[AERS]|\.{2,3})"
)
# A label of words, then nothing but values.
_LABELLED = re.compile(
    rf"(?!(?:fe)?males?\b)(?P<words>[^\W\d]{{2}}(?:[^\d]|\d(?=[^\s]*[^\W\d])|[≤≥<>]\s?\d+)*?(?:\s?\([^()]*\))?)(?:\s+{_VALUE})*$",
    re.I,
)
_ROWS = re.compile(
    r"(?:patients?|pts?|cases?|subjects?|no|nr|n°|#|id|stud(?:y|ies)|authors?|references?|series|source|trials?|year)\b(?!.*\bcharacteristics)",
    re.I,
)
_MOST = 0.8
Marks = Mapping[int, tuple[int, bool]]


def outline(lines: Sequence[Line]) -> Marks:
    """For lines of a table that begin with a number, letter or dash of a list: how many characters the mark takes with the
    space behind it, and whether it belongs to the label (else it numbers the row)."""
    found: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for i, line in enumerate(lines):
        if m := _MARKED.match(line.text):
            found.setdefault(_form(m), []).append((i, m))
    marks: dict[int, tuple[int, bool]] = {}
    numbers_rows = bool(lines) and bool(_ROWS.match(lines[0].text))
    for form, some in found.items():
        kept = some if form in ("bullet", "part") else _in_order(some)
        if len(kept) < (3 if form == "number" else 2):
            continue
        labels = sum(bool(_LABELLED.match(m["rest"])) for _, m in kept) >= _MOST * len(kept)
        if not labels and form != "number":
            continue
        for i, m in kept:
            marks[i] = (m.start("rest"), labels and not (numbers_rows and form == "number"))
    return marks


def _form(m: re.Match[str]) -> str:
    return next(name for name in ("number", "part", "bullet", "letter", "roman") if m[name])


def _in_order(some: Sequence[tuple[int, re.Match[str]]]) -> list[tuple[int, re.Match[str]]]:
    """The marks that count on from the first: 1, 2, 3 or a, b, c; each list may begin anew."""
    kept: list[tuple[int, re.Match[str]]] = []
    last = 0
    for i, m in some:
        place = _place(m)
        if place in (1, last + 1):
            kept.append((i, m))
            last = place
    return kept


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def _place(m: re.Match[str]) -> int:
    if m["number"]:
        return int(m["number"])
    if m["letter"]:
        return ord(m["letter"].lower()) - ord("a") + 1
    return _ROMAN.index(r) + 1 if (r := m["roman"].lower()) in _ROMAN else 0
