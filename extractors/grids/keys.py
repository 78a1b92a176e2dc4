"""Keys of short forms below a table: "AWD alive with disease, DOD dead of disease"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KEY = re.compile(
    r"(?P<short>[A-Za-z][\w/+&.-]{0,14}(?: (?:S|PS))?)(?P<sign>\s*[:=]\s+|\s+[–—-]\s+|,\s+|\s+)(?P<long>[^\W\d].{2,})"
)

_SIGNS = frozenset(":=–—-")
# A short form alone below a table has at least so many capitals.
_LETTERS = 2
# What ends a row of a table and no long form: "TC Topotecan 0.75 mg/m2 IV 3 weeks 11".
_ROW_END = re.compile(r"\d.*\s\d+(?:[.,]\d+)?$")


def entries_of(block: str, grid: Sequence[str]) -> int:
    """How many short forms a block explains from its beginning on: "AWD alive with disease, DOD dead of disease"."""
    used = set(re.findall(r"[\w/+&.-]+", " ".join(grid)))
    count = 0
    ends = r"[;.](?:\s+|$)" if ";" in block else r"[;.,](?:\s+|$)"
    for part in re.split(rf"{ends}|\s(?=[A-Z][\w/-]{{1,9}}\s?[:=])", block):
        m = _KEY.match(part.strip())
        if not m:
            if part.strip():
                break
            continue
        known = m["short"] in used and m["sign"].strip() in _SIGNS
        # one of several in a row may be written out in capitals: "EMC Extraskeletal myxoid chondrosarcoma"
        if not known and not expands(m["short"], m["long"][0].lower() + m["long"][1:]):
            break
        count += 1
    return count


def is_key(block: str, grid: Sequence[str]) -> bool:
    """Whether a block explains short forms that the table uses ("SD: stable disease", "Cy cyclophosphamide")."""
    used = set(re.findall(r"[\w/+&.-]+", " ".join(grid)))
    hits = 0
    parts = [p for p in re.split(r"[;.](?:\s+|$)|,\s+(?=\S+\s*[:=])", block) if p.strip()]
    for part in parts:
        match = _KEY.match(part.strip())
        if match and len(parts) == 1 and not match["sign"].strip() and match["long"][0].isupper():
            continue  # a heading: "HER2 Histochemical score"
        if match and not match["sign"].strip() and _ROW_END.search(match["long"]):
            continue
        if match and (match["sign"].strip() in _SIGNS or expands(match["short"], match["long"])):
            known = match["short"] in used or any(match["short"] in word for word in used if len(match["short"]) > 1)
            hits += known or expands(match["short"], match["long"])
    return hits > 0 and hits >= 0.5 * len(parts) and not re.search(r"\d+\s*\(\d+", block)


def is_lone_key(line: str, grid: Sequence[str]) -> bool:
    """Whether a line is nothing but one short form of the table, its letters written out: "NOS, not otherwise specified."."""
    m = _KEY.fullmatch(line.rstrip("."))
    if m is None or not m["sign"].strip() or sum(c.isupper() for c in m["short"]) < _LETTERS or re.search(r"\d", line):
        return False
    used = set(re.findall(r"[\w/+&.-]+", " ".join(grid)))
    words = re.findall(r"[A-Za-z]+", m["long"])
    return m["short"] in used and len(words) > 1 and expands(m["short"], m["long"][0].lower() + m["long"][1:])


def expands(short: str, long: str) -> bool:
    """Whether the words are what the short form stands for: its letters stand in them in order, from the first."""
    letters = [c for c in short.casefold() if c.isalpha()]
    capitals = sum(c.isupper() for c in short)
    clipped = len(short) <= 4 and long.casefold().startswith(short[0].casefold())
    named = capitals >= 2 and long[0].isupper() and long[1:4].islower()
    if not letters or not (long[0].islower() or named) or long[0].casefold() != letters[0]:
        return False
    if not (capitals >= 2 or (clipped and capitals)):
        return False
    rest = iter(long.casefold())
    if not all(c in rest for c in letters):
        return False
    return capitals >= 2 or len(long.split()[0]) >= 6
