"""Lists within a cell: tumour types with counts ("4 LMS, SS"), regimens with counts ("drug + drug (1)")."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.tabular.key import Key, bare

_COUNTED = re.compile(
    r"(?:(?P<before>\d{1,3})\s*[x×]?\s*(?=[A-Za-z]))?(?P<name>.+?)(?:\s*\(\s*(?:n\s*=\s*)?(?P<after>\d{1,3})\s*\))?$",
    re.S,
)


def counted_terms(text: str, key: Key) -> list[tuple[Term, int]]:
    """Tumour types of a list, each with its count (one where none is printed); empty unless all are known."""
    made: list[tuple[Term, int]] = []
    for part in re.split(r"\s*[,;]\s*|\n", text.strip()):
        m = _COUNTED.fullmatch(part.strip(" .*"))
        if not m or not part.strip(" .*"):
            continue
        n = int(m["before"] or m["after"] or 1)
        names = _named(m["name"].strip(), key)
        if not names:
            return []
        made += [(term, n if k == 0 else 1) for k, term in enumerate(names)]
    return made


def _named(name: str, key: Key) -> list[Term]:
    """A name as one tumour type, or short forms whose comma was lost."""
    if key.concept(name, "histotype") or key.long(name):
        return [key.term(name, "histotype")]
    words = name.split()
    if 1 < len(words) <= 4 and all(key.long(w) and key.concept(w, "histotype") for w in words):
        return [key.term(w, "histotype") for w in words]
    return []


def slashed(text: str, key: Key) -> list[Term]:
    """Tumour types joined by slashes, as in "AS/chordoma/SFT"."""
    return [key.term(part.strip(), "histotype") for part in text.split("/") if part.strip()]


def regimen_counts(text: str, key: Key) -> list[tuple[tuple[Term, ...], int]]:
    """Regimens with counts in parentheses; empty unless each names its drugs."""
    made = []
    for part in re.split(r"\s*[,;]\s*", text):
        m = re.fullmatch(r"(.+?)\s*\(\s*(?:n\s*=\s*)?(\d{1,3})\s*\)", part.strip())
        drugs = key.drugs(bare(m[1])) if m else ()
        if not m or not drugs:
            return []
        made.append((drugs, int(m[2])))
    return made
