"""Laboratory names in tables of adverse events: "Platelets", "AST", "Bilirubin" stand for what CTCAE grades of them.

Source: CTCAE v5.0, system organ class Investigations, and anaemia. A name whose value may be graded in both directions
(sodium, glucose, "liver function") is none.
"""

from __future__ import annotations

from extractors.core import cues as re
from extractors.tabular.key import Key

_DECREASED = (
    ("Anemia", r"h(?:a?emoglobin|b|gb)"),
    ("Neutrophil count decreased", r"neutrophils?|granulocytes?|ANC|absolute neutrophils?"),
    ("Platelet count decreased", r"platelets?|thrombocytes?|PLTs?"),
    ("White blood cell decreased", r"white (?:blood )?cells?|leu[ck]ocytes?|WBCs?"),
    ("Lymphocyte count decreased", r"lymphocytes?|ALC"),
)
_INCREASED = (
    ("Aspartate aminotransferase increased", r"AST|ASAT|S?GOT|AST\s*/\s*S?GOT|aspartate (?:amino)?transaminase|aspartate aminotransferase"),
    ("Alanine aminotransferase increased", r"ALT|ALAT|S?GPT|ALT\s*/\s*S?GPT|alanine (?:amino)?transaminase|alanine aminotransferase"),
    ("Blood bilirubin increased", r"bilirubin"),
    ("Alkaline phosphatase increased", r"alkaline phosphatase|ALP"),
    ("Creatinine increased", r"creatinine?"),
    ("Blood lactate dehydrogenase increased", r"lactate dehydrogenase|LDH"),
    ("GGT increased", r"γ-?\s?GTP?|GGTP?|gamma[- ]?GTP?|gamma[- ]glutamyl[- ]?transferase"),
)  # fmt: skip
_NAMES = tuple(
    (label, way, re.compile(pattern, re.I))
    for way, group in (("decreased", _DECREASED), ("increased", _INCREASED))
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
