"""Matching predictions to gold: core fields decide, exact fields are counted, one to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.scoring.agree import Fact, agrees, fold, number, same_patient

EXACT: dict[str, tuple[str, ...]] = {
    "dose": ("drug", "low", "high", "unit", "route", "frequency", "role", "patient"),
    "histotype": ("histotype", "n", "total", "percent"),
    "response": (
        *("criteria", "category", "n", "total", "percent", "ci_low", "ci_high", "timepoint", "patient"),
        *("drugs", "histotype"),
    ),
    "time_to_event": (
        *("endpoint", "statistic", "value", "unit", "ci_low", "ci_high", "range_low", "range_high", "timepoint"),
        *("censored", "patient", "drugs", "histotype"),
    ),
    "toxicity": ("term", "grade", "n", "total", "percent", "drugs", "patient"),
    "patient": ("patient", "field", "value"),
    "cohort": ("field", "value", "unit"),
}
_CORE: dict[str, tuple[str, ...]] = {
    "dose": ("drug", "low", "high", "unit", "patient"),
    "histotype": ("histotype", "n"),
    "time_to_event": ("endpoint", "statistic", "value", "unit", "timepoint", "patient"),
    "toxicity": ("term", "grade", "n", "percent", "drugs", "patient"),
    "patient": ("patient", "field", "value"),
    "cohort": ("field", "value"),
}


@dataclass(frozen=True, slots=True)
class Matching:
    """Indices of matched gold facts and predictions, and how many pairs agree in every field."""

    gold: frozenset[int]
    predicted: frozenset[int]
    exact: int


def core(gold: Fact, predicted: Fact, elsewhere: bool = False) -> bool:
    """Whether every core field of the kind agrees."""

    def all_agree(*fields: str) -> bool:
        return all(
            same_patient(gold, predicted, elsewhere) if f == "patient" else agrees(f, gold, predicted) for f in fields
        )

    kind = gold["kind"]
    if kind == "response":
        return all_agree("category", "patient") and _response(gold, predicted)
    if kind == "cohort" and fold(gold.get("field")).startswith("characteristic"):
        counts = [f for f in ("value", "n", "percent") if _both(f, gold, predicted, ("", None))]
        return bool(counts) and all_agree("field", *counts)
    return all_agree(*_CORE[kind])


def _response(gold: Fact, predicted: Fact) -> bool:
    if gold.get("patient"):
        return ("choi" in fold(gold.get("criteria"))) == ("choi" in fold(predicted.get("criteria")))
    counts = [f for f in ("n", "percent") if number(gold.get(f)) is not None and number(predicted.get(f)) is not None]
    return bool(counts) and all(agrees(f, gold, predicted) for f in (*counts, "drugs", "histotype", "timepoint"))


def _both(field: str, gold: Fact, predicted: Fact, empty: tuple[object, ...]) -> bool:
    return gold.get(field) not in empty and predicted.get(field) not in empty


def match(gold: Sequence[Fact], predicted: Sequence[Fact], elsewhere: bool = False) -> Matching:
    """Greedy one-to-one matching: pairs that agree in most fields first."""
    pairs = []
    for i, g in enumerate(gold):
        fields = EXACT[g["kind"]]
        for j, p in enumerate(predicted):
            if core(g, p, elsewhere):
                agree = sum(same_patient(g, p, elsewhere) if f == "patient" else agrees(f, g, p) for f in fields)
                pairs.append((-agree, i, j, agree == len(fields)))
    used_gold: set[int] = set()
    used: set[int] = set()
    exact = 0
    for _, i, j, whole in sorted(pairs):
        if i not in used_gold and j not in used:
            used_gold.add(i)
            used.add(j)
            exact += whole
    return Matching(frozenset(used_gold), frozenset(used), exact)
