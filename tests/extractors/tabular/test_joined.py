"""Columns of tables of patients that hold two facts."""

from __future__ import annotations

import pytest

from tests.extractors.tabular.typeset import document, records

COLUMNS = [
    ("OS (mo), status", ("31.2, DOD", "9.8+, AWD"), [("OS", 31.2, False), ("OS", 9.8, True)], ["dead", "alive with disease"]),
    ("OS, months (status)", ("31,2 (DOD)", "9,8+ (AWD)"), [("OS", 31.2, False), ("OS", 9.8, True)], ["dead", "alive with disease"]),
    ("Status/OS (months)", ("DOD/31", "NED/9+"), [("OS", 31, False), ("OS", 9, True)], ["dead", "no evidence of disease"]),
    ("Outcome (follow-up, months)", ("Died of disease (31)", "NED (9)"), [("follow_up", 31, False), ("follow_up", 9, False)], ["dead", "no evidence of disease"]),
    ("Follow-up and outcome", ("31 months, dead", "9 mo, alive with disease"), [("follow_up", 31, False), ("follow_up", 9, False)], ["dead", "alive with disease"]),
    ("Status at follow-up (mo)", ("DOD 31", "AWD 9"), [("follow_up", 31, False), ("follow_up", 9, False)], ["dead", "alive with disease"]),
    ("Survival (months) & vital status", ("31 dead", "9+ alive"), [("OS", 31, False), ("OS", 9, True)], ["dead", "alive"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "cells", "times", "states"), COLUMNS)
def test_a_time_with_a_status(
    header: str, cells: tuple[str, str], times: list[tuple[str, float, bool]], states: list[str]
) -> None:
    rows = [["1", "F", cells[0], "PR"], ["2", "M", cells[1], "SD"]]
    doc = document("Patients", [["Patient", "Sex", header, "Response"]], rows)
    assert [r["value"] for r in records(doc, "patient") if r["field"] == "status"] == states
    found = [(r["endpoint"], float(r["value"]), bool(r.get("censored"))) for r in records(doc, "time_to_event")]
    assert found == times


@pytest.mark.parametrize(
    ("header", "cells", "endpoint"),
    [
        ("Best response (PFS, months)", ("PR (14.5)", "SD (6+)"), "PFS"),
        ("Response/PFS (mo)", ("PR/14.5", "SD/6+"), "PFS"),
        ("Response (duration, months)", ("PR (14.5)", "SD (6+)"), "DOR"),
        ("TTP in months and response", ("14.5; PR", "6+; SD"), "TTP"),
    ],
)
def test_a_response_with_a_time(header: str, cells: tuple[str, str], endpoint: str) -> None:
    rows = [["1", "F", cells[0], "DOD"], ["2", "M", cells[1], "AWD"]]
    doc = document("Patients", [["Patient", "Sex", header, "Status"]], rows)
    assert [r["category"] for r in records(doc, "response")] == ["PR", "SD"]
    found = [(r["endpoint"], float(r["value"]), bool(r.get("censored"))) for r in records(doc, "time_to_event")]
    assert found == [(endpoint, 14.5, False), (endpoint, 6.0, True)]


def test_a_column_of_one_fact_stays_so() -> None:
    rows = [["1", "F", "14.5", "PR (−62)"], ["2", "M", "6+", "SD (+8)"]]
    doc = document("Patients", [["Patient", "Sex", "PFS, months", "Best response (% change)"]], rows)
    assert [r["category"] for r in records(doc, "response")] == ["PR", "SD"]
    assert [r["endpoint"] for r in records(doc, "time_to_event")] == ["PFS", "PFS"]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Alive", ("Yes", "No"), [("status", "alive"), ("status", "dead")]),
        ("INI1 status", ("Lost", "Retained"), []),
        ("EWSR1 partner", ("ATF1", "CREB1"), [("genomic", "ATF1-EWSR1 fusion"), ("genomic", "CREB1-EWSR1 fusion")]),
        ("Chemotherapy before", ("MAP, IE", "None"), [("prior_treatment", "MAP"), ("prior_treatment", "IE"), ("prior_treatment", "none")]),
        ("Site of metastasis", ("MAP, IE", "MAP"), []),
        ("Current status", ("NED, off treatment", "AWD"), [("status", "no evidence of disease"), ("status", "alive with disease")]),
        ("TMB dose", ("1.3", "2.4"), []),
    ],
)  # fmt: skip
def test_columns_of_series(header: str, cells: tuple[str, str], expected: list[tuple[str, str]]) -> None:
    rows = [["1", "F", cells[0], "PR"], ["2", "M", cells[1], "SD"]]
    doc = document("Patients", [["Patient", "Sex", header, "Response"]], rows)
    assert [(r["field"], r["value"]) for r in records(doc, "patient") if r["field"] != "sex"] == expected
    assert not records(doc, "dose")
