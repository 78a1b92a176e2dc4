"""Patients enumerated by number."""

from __future__ import annotations

import pytest

from extractors.quantities.numbered import numbered


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Patients 1, 3 and 4 relapsed.", ("1", "3", "4")),
        ("Cases 2–4 relapsed.", ("2", "3", "4")),
        ("Cases 1 to 3 relapsed.", ("1", "2", "3")),
        ("Cases I through III relapsed.", ("I", "II", "III")),
        ("Patient 1 and patient 5 relapsed.", ("1", "5")),
        ("Patients #1 & #2 relapsed.", ("1", "2")),
        ("Patients A and C relapsed.", ("A", "C")),
        ("Pts nos. 2, 5, and 7 relapsed.", ("2", "5", "7")),
    ],
)
def test_numbers_of_several_patients(text: str, members: tuple[str, ...]) -> None:
    assert [m for _, _, m in numbered(text)] == [members]


@pytest.mark.parametrize(
    "text",
    [
        "Patients 18 to 65 years of age were eligible.",
        "Patients 1 to 40 came from one centre.",
        "Patient 3 relapsed after 2 and 5 months.",
        "Two patients and 3 controls were tested.",
        "Cases 10 and 12% of the total were lost.",
    ],
)
def test_no_numbers_of_several_patients(text: str) -> None:
    assert not list(numbered(text))
