"""Adverse events in wordings of our own."""

from __future__ import annotations

import pytest

from extractors.toxicities import Toxicities
from tests.extractors.reading import findings


def told(text: str) -> set[tuple[str, str, int | None]]:
    return {(f.term.label, f.grade, f.n) for f in findings(Toxicities(), text) if f.n is not None}


def test_a_grade_at_the_head_holds_for_the_list():
    text = "Grade 3 adverse events were fatigue (n = 4) and hypertension (n = 2)."
    assert told(text) == {("fatigue", "3", 4), ("hypertension", "3", 2)}


def test_elided_organ_systems_are_toxicities():
    text = "Toxicities were mainly hematologic (12 patients) and cutaneous (7 patients)."
    assert told(text) == {("hematologic toxicity", "", 12), ("cutaneous toxicity", "", 7)}


def test_raised_laboratory_values():
    text = "Increased ALT and bilirubin were recorded as adverse events in three patients."
    assert {t for t, _, n in told(text) if n == 3} >= {
        "alanine aminotransferase increased",
        "blood bilirubin increased",
    }


def test_the_event_that_a_general_word_announces():
    assert ("colitis", "", 1) in told("One serious adverse event (colitis) was recorded.")


def test_events_are_not_people():
    assert told("Four patients experienced six grade 4 adverse events.") == {("adverse event", "4", 4)}


@pytest.mark.parametrize(
    "text",
    [
        "Nausea was present at diagnosis in five patients.",
        "Toxicity would be acceptable if fewer than five patients developed neutropenia.",
        "Pain relief was obtained in nine patients.",
        "No adverse event of grade 3 occurred in more than 5% of patients.",
    ],
)
def test_symptoms_plans_and_bounds_are_no_events(text):
    assert told(text) == set()


def test_a_count_divided_by_grade():
    text = "Fatigue was reported by 9 patients (grade 1 in 5, grade 2 in 4)."
    assert told(text) >= {("fatigue", "", 9), ("fatigue", "1", 5), ("fatigue", "2", 4)}


def test_figures_of_arms_are_not_the_groups():
    assert findings(Toxicities(), "Rash was an adverse event of note (20% vs 5%).")[0].percent is None


def test_one_patient_each_and_at_least_one_event():
    assert told("One patient each experienced grade 3 diarrhea and grade 4 anemia.") == {
        ("diarrhea", "3", 1),
        ("anemia", "4", 1),
    }
    assert told("Eight patients (40%) had at least one adverse event.") == {("adverse event", "", 8)}
