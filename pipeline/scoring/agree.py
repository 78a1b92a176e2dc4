"""When two fields agree: the contract's normalisation of numbers, labels, grades and synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from extractors.core.vocabulary import vocabulary

Fact = dict[str, Any]
NUMERIC = {"low", "high", "n", "total", "percent", "ci_low", "ci_high", "value", "range_low", "range_high"}
_VOCABULARY = {"histotype": "histotype", "term": "toxicity", "drug": "drug"}


def fold(text: object) -> str:
    """Text as matching sees it: case-folded, dashes and spaces alike, most punctuation gone."""
    folded = re.sub(r"[\u2010-\u2015\u2212-]", " ", str("" if text is None else text).casefold())
    return re.sub(r"\s+", " ", re.sub(r"[^\w%.;+/<>≥≤ ]", " ", folded)).strip()


@lru_cache(maxsize=8)
def _synonyms(layer: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in vocabulary().layers[layer]:
        for form in entry.forms:
            if form.strip():
                table.setdefault(fold(form), fold(entry.concept.label))
    return table


def preferred(layer: str, text: object) -> str:
    """The folded preferred label of a term, itself folded when no vocabulary lists it."""
    return _synonyms(layer).get(fold(text), fold(text))


def number(value: object) -> float | None:
    """A number however written, None when it is none."""
    if value is None or value == "":
        return None
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return None


def canonical(field: str, value: Any) -> object:
    """A field's value in the form in which two are compared."""
    if field == "drugs":
        return tuple(sorted(preferred("drug", d) for d in (value or [])))
    if field == "censored":
        return bool(value)
    if field == "grade":
        plain = str(value or "any").casefold().replace("grade", "").strip()
        return re.sub(r"\s*(-|–|/| to )\s*", "-", plain) or "any"
    if field in _VOCABULARY:
        return preferred(_VOCABULARY[field], value)
    if field in NUMERIC and (amount := number(value)) is not None:
        return amount
    return fold(value) or None


def alike(a: object, b: object, least: float) -> bool:
    """Whether two labels share at least that part of their words (Jaccard)."""
    x, y = set(fold(a).split()), set(fold(b).split())
    return x == y or (bool(x & y) and len(x & y) / len(x | y) >= least)


def genes(text: object) -> set[str]:
    """Gene symbols named in a text."""
    return set(re.findall(r"\b[A-Z][A-Z0-9]+\b", str(text))) - {"INDEL", "SNV", "DNA", "RNA", "PD"}


def spans(fact: Fact) -> Iterable[tuple[int, int]]:
    """Evidence of a prediction, or its gold anchor."""
    if fact.get("provenance"):
        return [(e["start"], e["end"]) for e in fact["provenance"]]
    return [tuple(fact["anchor"])] if fact.get("anchor") else []


def near(gold: Fact, predicted: Fact, within: int = 600) -> bool:
    """Whether some evidence lies within `within` characters of a gold anchor."""
    anchors = [gold["anchor"], *gold.get("anchor_more", [])] if gold.get("anchor") else []
    return not anchors or any(s < a[1] + within and a[0] - within < e for a in anchors for s, e in spans(predicted))


def same_patient(gold: Fact, predicted: Fact, elsewhere: bool = False) -> bool:
    """Numbered patients by number; a narrative's patient, whose label is ours, by place."""
    a, b = (re.sub(r"^(patient|pt|case|no|n)\W*(?=\d)", "", fold(f.get("patient"))) for f in (gold, predicted))
    if a == b or not a or not b or (a.isdigit() and b.isdigit()):
        return a == b
    return elsewhere or near(gold, predicted)


def agrees(field: str, gold: Fact, predicted: Fact) -> bool:
    """Whether one field of the two facts agrees."""
    a, b = gold.get(field), predicted.get(field)
    if field == "value" and gold.get("kind") == "patient":
        return _patient_value(gold, a, b)
    if field == "histotype" and a and b and alike(canonical(field, a), canonical(field, b), 0.6):
        return True
    if field == "field" and fold(a).startswith("characteristic") and fold(b).startswith("characteristic"):
        x, y = (str(v).split(":", 1)[-1] for v in (a, b))
        return alike(x, y, 0.5) or alike(x.split(":")[-1], y.split(":")[-1], 0.5)
    left, right = canonical(field, a), canonical(field, b)
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) <= 0.005 * max(abs(left), abs(right)) + 1e-9
    return left == right


def _patient_value(gold: Fact, a: object, b: object) -> bool:
    if gold.get("field") == "histotype":
        a, b = canonical("histotype", a), canonical("histotype", b)
    if gold.get("field") == "genomic" and genes(a) and genes(a) == genes(b):
        return True
    x, y = number(a), number(b)
    if x is not None and y is not None:
        return abs(x - y) <= 0.015 * max(1.0, abs(x))
    return alike(a, b, 0.5)
