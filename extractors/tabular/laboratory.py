"""Labels of tables of adverse events that are laboratory names, with their way of change or none."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.laboratory import DECREASED, INCREASED
from extractors.tabular.key import Key

_NAMES = tuple(
    (label, way, re.compile(pattern, re.I))
    for way, group in (("decreased", DECREASED), ("increased", INCREASED))
    for label, pattern in group
)
_WAYS = {
    "increased": re.compile(
        r"\b(?:increased?|elevat(?:ed|ions?)|raised|high|rise|abnormal(?:ity|ities)?)\b(?: (?:of|in)\b)?|[↑]", re.I
    ),
    "decreased": re.compile(
        r"\b(?:decreased?|low(?:ered)?|reduc(?:ed|tions?)|drop|fall|toxicity)\b(?: (?:of|in)\b)?|[↓]", re.I
    ),
}
_AROUND = re.compile(
    r"\b(?:serum|plasma|blood(?! cell)|total|absolute|levels?|counts?|concentrations?|values?)\b", re.I
)


def laboratory_term(label: str, key: Key) -> str:
    """The CTCAE term of a label that is a laboratory name with its way of change or none; empty for any other."""
    for text in (label, re.sub(r"\s*\([^)]*\)", " ", label), key.long(label) or ""):
        for way, pattern in _WAYS.items():
            plain = " ".join(_AROUND.sub(" ", pattern.sub(" ", text)).split()).strip(" ,:-–")
            if plain and (found := next((t for t, w, p in _NAMES if w == way and p.fullmatch(plain)), "")):
                return found
    return ""
