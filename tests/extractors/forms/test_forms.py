"""A trial's form: the journal's fixed keys with values of our own."""

from __future__ import annotations

from typing import Any

from extractors.core.document import Document
from pipeline.process import process

FORM = """Clinical Trial Results

Nilotinib with or without trametinib for chordoma

Abstract

Background. Chordoma needs drugs.

Drug Information for Phase II Control

Generic/Working name Nilotinib

Dose 400 milligrams (mg) per flat dose

Route p.o.

Schedule of administration Twice daily

Drug Information for Phase II Experimental

Generic/Working name Nilotinib

Dose 300 mg

Route p.o.

Generic/Working name Trametinib

Dose 1.5 mg

Route p.o.

Patient Characteristics for Phase II Control

Number of Patients, Male 13

Number of Patients, Female 8

Age Median (range): 58 (31–79) years

Number of Prior Systemic Therapies Median (range): 1 (0–4)

Performance Status: ECOG 0 — 9
1 — 12
2 —

Patient Characteristics for Phase II Experimental

Number of Patients, Male 11

Number of Patients, Female 12

Primary Assessment Method for Phase II Control

Number of Patients Enrolled 21

Number of Patients Evaluable for Toxicity 20

Evaluation Method RECIST 1.1

Response Assessment PR n = 2 (9.5%)

Response Assessment SD n = 11 (52.4%)

(Median) Duration Assessments PFS 4.4 months, CI: 2.1–7.9

(Median) Duration Assessments OS not reached

Primary Assessment Method for Phase II
Experimental

Number of Patients Enrolled 23

Evaluation Method RECIST 1.1

Response Assessment PR n = 5 (21.7%)

(Median) Duration Assessments PFS 8.1

Kaplan-Meier Time Units months

Adverse Events

Name NC/NA 1 2 3 4 5 All grades
Fatigue 45% 35% 15% 5% 0% 0% 55%

Assessment, Analysis, and Discussion
"""


def _records(kind: str) -> list[dict[str, Any]]:
    records = process(Document(id="form", text=FORM)).records
    return [r.model_dump(mode="json") for r in records if r.kind == kind and r.method.endswith(".form")]  # type: ignore[attr-defined]


def test_doses_with_amount_route_and_schedule() -> None:
    told = {(r["drug"], float(r["low"]), r["unit"], r["route"]) for r in _records("dose")}
    assert told == {("nilotinib", 400, "mg", "PO"), ("nilotinib", 300, "mg", "PO"), ("trametinib", 1.5, "mg", "PO")}
    assert next(r["frequency"] for r in _records("dose")) == "BID"


def test_patients_of_each_arm() -> None:
    told = {(tuple(r["drugs"]), r["field"], float(r["value"])) for r in _records("cohort")}
    control, both = ("nilotinib",), ("nilotinib", "trametinib")
    assert {(control, "n_male", 13), (control, "age_max", 79), (control, "prior_lines_median", 1)} <= told
    assert {(control, "n_patients", 21), (control, "n_evaluable", 20), (both, "n_patients", 23)} <= told
    assert (control, "characteristic:ECOG performance status: 1", 12) in told


def test_responses_and_times_with_the_unit_of_the_curves() -> None:
    told = {(tuple(r["drugs"]), r["category"], r["n"]) for r in _records("response")}
    assert told == {(("nilotinib",), "PR", 2), (("nilotinib",), "SD", 11), (("nilotinib", "trametinib"), "PR", 5)}
    times = {(r["endpoint"], r["value"] and float(r["value"]), r["unit"]) for r in _records("time_to_event")}
    assert {("PFS", 4.4, "mo"), ("PFS", 8.1, "mo"), ("OS", None, "")} <= times or ("OS", None, "mo") in times


def test_adverse_events_by_grade() -> None:
    told = {(r["grade"], float(r["percent"])) for r in _records("toxicity")}
    assert {("1", 35), ("3", 5), ("any", 55)} <= told
    assert ("", 45) not in told


def test_a_paper_that_only_speaks_of_assessment_holds_no_form() -> None:
    text = "Results\n\nResponse assessment was done in 20 patients. The evaluation method was RECIST.\n"
    assert not [r for r in process(Document(id="x", text=text)).records if r.method.endswith(".form")]  # type: ignore[attr-defined]
