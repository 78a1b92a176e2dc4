"""Papers without planted contradictions do not contradict themselves, and planted ones are what they claim."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from corpus import build

CORPUS = Path(build.__file__).resolve().parent
MANIFEST = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
SOUND = [entry["id"] for entry in MANIFEST if not entry["planted"]]
PLANTED = [entry["id"] for entry in MANIFEST if entry["planted"]]


def gold(name: str) -> list[dict[str, Any]]:
    lines = (CORPUS / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def single(facts: list[dict[str, Any]], field: str) -> float | None:
    values = {f["value"] for f in facts if f.get("field") == field and not f["drugs"] and not f["subgroup"]}
    return float(values.pop()) if len(values) == 1 else None


def misfits(name: str) -> list[dict[str, Any]]:
    """Facts whose count and percentage fit neither their own total nor the whole or evaluable population."""
    facts = gold(name)
    bases = [b for b in (single(facts, f) for f in ("n_patients", "n_evaluable", "n_treatment_lines")) if b]
    found = []
    for fact in facts:
        if fact.get("percent") is not None and fact.get("n", fact.get("value")) is not None:
            count = float(fact["n"] if fact.get("n") is not None else fact["value"])
            totals = [fact["total"]] if fact.get("total") else bases
            if all(abs(100 * count / total - fact["percent"]) > 0.51 for total in totals):
                found.append(fact)
    return found


def outside(name: str) -> list[dict[str, Any]]:
    """Facts whose value lies outside their interval or range."""
    found = []
    for fact in gold(name):
        value = fact.get("percent") if fact["kind"] == "response" else fact.get("value")
        for low, high in (("ci_low", "ci_high"), ("range_low", "range_high")):
            if value is not None and fact.get(low) is not None and not fact[low] <= value <= fact[high]:
                found.append(fact)
    return found


@pytest.mark.parametrize("name", SOUND)
def test_counts_fit_percentages_and_values_their_intervals(name: str) -> None:
    assert misfits(name) == []
    assert outside(name) == []


@pytest.mark.parametrize("name", SOUND)
def test_best_responses_add_up(name: str) -> None:
    facts = gold(name)
    counts = {
        f["category"]: f["n"]
        for f in facts
        if f["kind"] == "response" and not (f["patient"] or f["drugs"] or f["histotype"] or f.get("subgroup"))
    }
    if {"PR", "SD", "PD"} <= counts.keys():
        evaluable = sum(counts.get(c) or 0 for c in ("CR", "PR", "SD", "PD"))
        everyone = single(facts, "n_treatment_lines") or single(facts, "n_patients")
        assert evaluable == single(facts, "n_evaluable") or evaluable + (counts.get("NE") or 0) == everyone
        if counts.get("ORR") is not None:
            assert counts["ORR"] == (counts.get("CR") or 0) + counts["PR"]
        if counts.get("DCR") is not None:
            assert counts["DCR"] == (counts.get("CR") or 0) + counts["PR"] + counts["SD"]


@pytest.mark.parametrize("name", SOUND)
def test_medians_follow_from_the_per_patient_table(name: str) -> None:
    facts = gold(name)
    columns: dict[str, list[float]] = defaultdict(list)
    for fact in facts:
        if fact["patient"].isdigit():
            column = fact.get("field") or fact.get("endpoint")
            if column in ("age", "prior_lines", "treatment_duration"):
                columns[column].append(float(fact["value"]))
    for column, field in (("age", "age_median"), ("prior_lines", "prior_lines_median")):
        if len(columns[column]) > 2:
            assert median(columns[column]) == single(facts, field)
    durations = [
        f
        for f in facts
        if f["kind"] == "time_to_event" and f["endpoint"] == "treatment_duration" and f["statistic"] == "median"
    ]
    for fact in durations:
        assert median(columns["treatment_duration"]) == fact["value"]
        assert (min(columns["treatment_duration"]), max(columns["treatment_duration"])) == (
            fact["range_low"],
            fact["range_high"],
        )


@pytest.mark.parametrize("name", PLANTED)
def test_planted_arithmetic_is_wrong_indeed(name: str) -> None:
    path = CORPUS / "gold" / f"{name}.findings.jsonl"
    findings = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    places = {
        rule: [s for f in findings if f["rule"] == rule for s in f["involves"]]
        for rule in ("count_vs_percent", "ci_not_containing")
    }
    assert sorted(f["anchor"] for f in misfits(name)) == sorted(places["count_vs_percent"])
    assert all(f["anchor"] in places["ci_not_containing"] for f in outside(name))
    assert outside(name)
