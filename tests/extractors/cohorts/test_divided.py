"""Sizes of arms and risk groups, and the patients that an analysis rests on."""

from __future__ import annotations

from extractors.cohorts import Cohorts
from extractors.core.annotate import annotate
from extractors.core.document import Document


def _read(text: str) -> set[tuple[str, int, str]]:
    found = Cohorts().extract(annotate(Document("d", f"Results\n\n{text}\n")))
    return {(f.field, int(f.value), f.subgroup) for f in found}


def test_arms_that_add_up_are_sizes() -> None:
    found = _read("Seventy patients (38 in the surgery arm and 32 in the observation arm) were enrolled.")
    assert ("n_patients", 38, "surgery arm") in found
    assert ("n_patients", 32, "observation arm") in found


def test_arms_that_do_not_add_up_are_none() -> None:
    found = _read(
        "Seventy patients were enrolled. Relapse was seen in nine in the surgery arm and six in the watched arm."
    )
    assert {value for _, value, _ in found} == {70}


def test_risk_groups_share_their_noun() -> None:
    found = _read("Of 90 patients, there were 50 low-risk and 40 high-risk patients.")
    assert {("n_patients", 50, "low-risk"), ("n_patients", 40, "high-risk")} <= found


def test_an_analysis_of_fewer_than_all_is_of_the_evaluable() -> None:
    found = _read("Fifty patients were enrolled. The analysis was restricted to the remaining 44 patients.")
    assert ("n_evaluable", 44, "") in found
