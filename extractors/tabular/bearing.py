"""Whether the cells of a column read as the field that its header names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.core import cues as re
from extractors.quantities.units import AMOUNT
from extractors.tabular.categories import category, status
from extractors.tabular.key import Key, bare
from extractors.tabular.values import NOTHING, read_value, timed

# A fusion of two genes, or a gene with what befell it.
ALTERED = re.compile(
    r"\b[A-Z][A-Z0-9]{2,}(?:[-–]|::|/)\s?[A-Z][A-Z0-9]{2,}\b|\b[A-Z][A-Z0-9]{2,}\b.*\b(?:fusion|mutat\w*|loss|amplif\w*|exon|[A-Z]\d{2,4}[A-Z*])"
)
_GENETIC = re.compile(
    r"exon|mutat|mutant|wild|fusion|rearrang|transloc|amplif|delet|loss|negative|positive|germ ?line|somatic|duplicat|normal|\bt\(|p\.",
    re.I,
)
# How something was found or looked for names no tumour.
_EXAMINED = re.compile(
    r"\b(?:x-?rays?|radiograph\w*|MRI|CT|PET(?:[/-]CT)?|ultraso\w+|sonograph\w*|scans?|scintigraph\w*|mammograph\w*|endoscop\w+|colonoscop\w+|(?:clinical|physical) examination"
    r"|exploration|laparotomy|biops(?:y|ies)|aspirations?|FNA[BC]?|palpation|incidental(?:ly)?|noticed|steroids?|none|unknown|n\.?k\.?|not known)\b",
    re.I,
)
_CAPITALS = re.compile(r"[A-Z]{2,5}(?:\s?[,;/+]\s?[A-Z]{2,5})*")
_AMOUNT = re.compile(rf"\d\s?{AMOUNT}(?![A-Za-z])", re.I)


def amounts(cells: Sequence[str]) -> bool:
    """Whether most cells give an amount with its unit: "200 mg q3w"."""
    return sum(bool(_AMOUNT.search(c)) for c in cells) >= 0.5 * len(cells) > 0


def tumours(cells: Sequence[str], key: Key) -> bool:
    """Whether most cells name a tumour and few a site."""
    named = sum(key.concept(bare(c), "histotype") is not None for c in cells)
    return named >= 0.6 * len(cells) > 0


# An answer or a test's result that has run into the cell: "No + Locally advanced", "Omentum FISH positive".
NO_PLACE = re.compile(r"(?:yes|no|none)\b|.*\b(?:positive|negative)\b", re.I)


def _place(text: str, key: Key) -> bool:
    """Whether a cell may name a site: words that are no answer, drug or alteration."""
    if not re.search(r"[A-Za-z]{3}", text) or NO_PLACE.match(text):
        return False
    if _CAPITALS.fullmatch(text) and not any(key.concept(t, "site") for t in re.findall(r"[A-Z]+", text)):
        return False  # "MAP, IE": regimens
    return not ALTERED.search(text) and not key.drugs(text)


def bears_out(role: str, cells: Sequence[str], key: Key) -> bool:
    """Whether enough of the cells read as the role asks; two roles joined by a slash need cells of two parts."""
    filled = [c for c in cells if c and not NOTHING.fullmatch(c.strip())]
    if "/" in role:
        return sum(bool(re.search(r"\w\s*[/,]\s*\w", c)) for c in filled) >= 0.5 * len(filled) > 0
    if not filled:
        return False
    if role == "histotype" and sum(bool(_EXAMINED.search(c)) for c in filled) >= 0.5 * len(filled):
        return False
    if role in ("primary_site", "recurrence_sites") and tumours(filled, key):
        return all(key.concept(bare(c), "site") is not None for c in filled)
    enough = 0.6 if role in ("response", "status", "sex", "age", "time", "dfi") else 0.5
    return sum(_CHECKS[role](c, key) for c in filled) >= enough * len(filled)


# Whether a cell reads as the role asks.
_CHECKS: dict[str, Callable[[str, Key], bool]] = {
    "response": lambda c, key: bool(category(c, key)),
    "status": lambda c, key: bool(status(c, key)),
    "histotype": lambda c, key: len(c) > 1 and read_value(c).kind == "text",
    "prior_lines": lambda c, key: read_value(c).kind in ("number", "range"),
    "age": lambda c, key: read_value(c).kind == "number",
    "sex": lambda c, key: bool(re.match(r"(?:m|f|w|male|female|man|woman|boy|girl)\b|[♀♂]", c, re.I)),
    "performance_status": lambda c, key: read_value(c).kind in ("number", "range"),
    "dfi": lambda c, key: read_value(c).kind == "number",
    "time": lambda c, key: timed(c).kind == "number",
    "dose": lambda c, key: bool(re.search(r"\d", c)),
    "recurrence_sites": lambda c, key: _place(c, key),
    "primary_site": lambda c, key: _place(c, key),
    "toxicity": lambda c, key: bool(re.search(r"[A-Za-z]{3}", c)) and not re.fullmatch(r"yes\W*", c, re.I),
    "prior_treatment": lambda c, key: (
        bool(re.search(r"[A-Za-z]|^0$", c)) and not re.fullmatch(r"yes\W*", c, re.I) and not ALTERED.search(c)
    ),
    "genomic": lambda c, key: (
        bool(re.search(r"\b[A-Z][A-Z0-9]{1,}", c) or _GENETIC.search(c)) and not amounts((c,)) and not key.drugs(c)
    ),
    "procedure": lambda c, key: bool(re.search(r"[A-Za-z]{3}", c)) and not re.fullmatch(r"(?:yes|no)\W*", c, re.I),
    "treatment": lambda c, key: bool(key.drugs(c)),
}
