"""Grades of which the word is told once."""

from __future__ import annotations

import pytest

from extractors.quantities import quantities


def _grades(text: str) -> list[str]:
    return [q.unit for q in quantities(text) if q.kind == "grade"]


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("toxicity was grade 1 (31%), 2 (12%), and 3 (4%)", ["1", "2", "3"]),
        ("15 had grade 1, 5 grade 2 events", ["1", "2"]),
        ("toxicity > grade 2 or grade >= 2", ["3-5", "2-5"]),
        ("rash of grade 1 in six patients, 2 in three and 4 in one", ["1", "2", "4"]),
        ("grade 3 (n = 4, 20%), 4 (n = 2, 10%)", ["3", "4"]),
        ("grade 3 in six patients, 2 in the other arm", ["3"]),
        ("grade 3 neutropenia (4), 4 (20%) patients had anaemia", ["3"]),
        ("(any grade, 31%; grade 3, 4%)", ["any", "3"]),
        ("(grade 3, 2 patients)", ["3"]),
        ("grades 2, 3 and 4", ["2-4"]),
    ],
)
def test_levels_go_on_where_each_has_its_figure(text: str, grades: list[str]) -> None:
    assert _grades(text) == grades
