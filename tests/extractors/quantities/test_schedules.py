"""Schedules and amounts in the wordings of prescriptions."""

from __future__ import annotations

import pytest

from extractors.quantities import quantities
from extractors.quantities.schedules import route, schedule


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("each day with food", "QD"),
        ("mg m−2 day−1", "QD"),
        ("b.i.d. continuously", "BID"),
        ("every 12 h", "BID"),
        ("thrice daily", "TID"),
        ("on alternate days", "QOD"),
        ("once a week", "QW"),
        ("twice weekly", "BIW"),
        ("on three non-consecutive days per week", "TIW"),
        ("every other week", "Q2W"),
        ("q21d", "Q3W"),
        ("in 4-week cycles", "Q4W"),
        ("at 6-week intervals", "Q6wk"),
        ("every 5 days", "Q5d"),
        ("on day 8 of a 21-day cycle", "Q3W"),
        ("days 1 and 15 every 28 days", "Q2W"),
        ("weekly for 3 of 4 weeks", "QW"),
    ],
)
def test_schedule(text: str, code: str) -> None:
    found = schedule(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["days 1–5 every 21 days", "on days 1, 8 and 15 of a 28-day cycle", "five days a week"]
)
def test_irregular_days_leave_the_code_empty(text: str) -> None:
    found = schedule(text)
    assert found is not None
    assert found.code == ""


@pytest.mark.parametrize("text", ["for 21 days", "over 24 hours", "until progression"])
def test_a_length_of_time_is_no_schedule(text: str) -> None:
    assert schedule(text) is None


def test_the_first_route_counts() -> None:
    assert route("by mouth, then intravenously") == "PO"
    assert route("with a meal") == ""


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("30 mg m−2", 30, "mg/m2"),
        ("2 mg kg-1", 2, "mg/kg"),
        ("6 x 10(6) IU", 6, "10*6.[iU]"),
        ("9 × 10^6 IU/m2", 9, "10*6.[iU]/m2"),
        ("15 U/m2", 15, "[iU]/m2"),
        ("4 × 10^6 international units (IU) m−2", 4, "10*6.[iU]/m2"),
        ("5000 international units (IU) daily", 5000, "[iU]"),
        ("AUC = 5", 5, "AUC"),
        ("20 mg/m²and", 20, "mg/m2"),
    ],
)
def test_amounts(text: str, low: int, unit: str) -> None:
    dose = quantities(text)[0]
    assert (dose.kind, dose.low, dose.unit) == ("dose", low, unit)


@pytest.mark.parametrize("text", ["12 ng/ml", "1.9 mg/dl", "8 g/dL", "640 IU/l", "AUC of 950 ng*h/ml", "c.512G>A"])
def test_concentrations_are_no_amounts(text: str) -> None:
    assert not [q for q in quantities(text) if q.kind == "dose"]
