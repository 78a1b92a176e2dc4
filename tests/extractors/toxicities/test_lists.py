"""Grades that govern lists, figures of two arms, and events told by their consequence."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.toxicities import Toxicities


def _read(text: str) -> list[tuple[str, str, int | None]]:
    found = Toxicities().extract(annotate(Document("d", f"Results\n\n{text}\n")))
    return [(f.term.label.lower(), f.grade, f.n) for f in found]


@pytest.mark.parametrize("printed", ["Grade 3 and 4", "Grade 3/4", "Grades III-IV"])
def test_a_grade_governs_the_list_that_it_opens(printed: str) -> None:
    text = f"{printed} toxicities included nausea in 8 patients, fatigue in 5 patients and anemia in 2 patients."
    assert _read(text) == [("nausea", "3-4", 8), ("fatigue", "3-4", 5), ("anemia", "3-4", 2)]


def test_a_verb_of_its_own_ends_the_grade() -> None:
    text = "Grade 3 anemia was seen in six patients, and nausea was seen in nine patients."
    assert _read(text) == [("anemia", "3", 6), ("nausea", "", 9)]


def test_a_bracketed_grade_counts_as_the_event_s() -> None:
    assert _read("Diarrhea (grade 2) occurred in four patients.") == [("diarrhea", "2", 4)]


def test_arms_are_read_only_where_they_are_named() -> None:
    listed = "included nausea (12 vs 20%) and rash (3 vs 9%)."
    found = list(Toxicities().extract(annotate(Document("d", f"Results\n\nToxicities in arms A and B {listed}\n"))))
    assert [(f.subgroup, int(f.percent or 0)) for f in found] == [
        ("arm A", 12),
        ("arm B", 20),
        ("arm A", 3),
        ("arm B", 9),
    ]
    assert {n for _, _, n in _read(f"Toxicities {listed}")} == {None}


def test_a_consequence_counts_the_event() -> None:
    assert _read("Rash led to dose reduction in three patients.") == [("rash", "", 3)]


def test_a_grade_behind_its_event_is_that_event_s_alone() -> None:
    assert _read("Toxicity: nausea grade 2 in 5 patients, vomiting in 2 patients.") == [
        ("nausea", "2", 5),
        ("vomiting", "", 2),
    ]
