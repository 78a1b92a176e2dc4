"""Headers of grades read anew: as many grades as columns of figures, under arms, with counts and shares; none otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.core.document import Cell, Table
from extractors.tabular.graded import regraded
from extractors.tabular.grid import Grid, Row
from extractors.tabular.key import Key
from tests.extractors.tabular.typeset import document, records


def _grid(text: str, wide: int, *, left: Sequence[str] = (), stub: int = 1) -> Grid:
    columns = tuple("" for _ in range(wide + stub))
    rows = (
        *(Row(n, label, (), (Cell(label),), head=True) for n, label in enumerate(left)),
        Row(len(left), "Fatigue", (), (Cell("Fatigue"),)),
    )
    table = Table("1", Cell("Toxicity"), (), (), (), 0, 0)
    return Grid(table, Key((), ()), columns, stub, rows, text)


@pytest.mark.parametrize(
    ("text", "left", "told"),
    [
        ("Event\nGrade 1–\n2\nGrade\n3\nGrade", ("4 Total",), ["Grade 1– 2", "Grade 3", "Grade 4", "Total"]),
        ("Toxicity Grade 1 2 3 4", (), ["grade 1", "grade 2", "grade 3", "grade 4"]),
        ("Any grade\nGrade ≥3", (), ["Any grade", "Grade ≥3"]),
        ("Total (N = 30)\nGrade 3 or higher", (), ["Total", "Grade 3 or higher"]),
    ],
)
def test_each_column_has_its_grade(text: str, left: Sequence[str], told: list[str]) -> None:
    assert regraded(_grid(text, len(told), left=left)) == ["", *told]


def test_counts_and_shares_stand_under_each_grade() -> None:
    found = regraded(_grid("All grades Grade 3-4\nn % n %", 4))
    assert found == ["", "All grades n", "All grades %", "Grade 3-4 n", "Grade 3-4 %"]


def test_arms_stand_over_their_grades() -> None:
    text = "Adverse event\nPazopanib (n = 20)\nSunitinib (n = 18)\nGrade 1-2 Grade 3-4 Grade 1-2 Grade 3-4"
    assert regraded(_grid(text, 4)) == [
        "", "Pazopanib Grade 1-2", "Pazopanib Grade 3-4", "Sunitinib Grade 1-2", "Sunitinib Grade 3-4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("Event Grade 1-2 Grade 3 Grade 4", 2),  # more grades than columns
        ("Event Total Pazopanib Sunitinib", 3),  # no grade
        ("Arm A (n = 9) Arm B (n = 8) Grade 1 Grade 2 Grade 3", 3),  # arms do not divide the grades
        ("Grade 3 Grade 3", 2),  # nothing tells them apart
        ("Grade 1-2 Grade 3-4", 4),  # two columns each, nothing says of what
    ],
)
def test_nothing_is_told_where_the_grades_do_not_fit(text: str, wide: int) -> None:
    assert regraded(_grid(text, wide)) is None


def test_events_whose_grade_is_not_known_are_of_no_subgroup() -> None:
    doc = document(
        "Toxicity in 12 patients",
        [["", "Grade 1-2", "Grade 3-4", "Not known"]],
        [["Fatigue", "4", "1", "2"], ["Nausea", "5", "0", "1"]],
    )
    assert {r["grade"] for r in records(doc, "toxicity")} == {"1-2", "3-4"}
