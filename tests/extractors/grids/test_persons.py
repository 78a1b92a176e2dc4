"""Tables with a patient a column."""

from __future__ import annotations

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables

PROSE = """Between 2009 and 2014 we treated fourteen patients with
advanced desmoid tumours at our two hospitals, and all of
them had received at least one line of treatment before.
"""
ROWS = """Age, years 44 9 61

Sex Male Female Male

Site of the primary tumour Left thigh Retroperitoneum Uterus

Prior treatment None Doxorubicin,
ifosfamide

None

Drug and dose Imatinib 400 mg
daily

Sunitinib 37.5 mg daily Imatinib 400 mg daily, then 800 mg

Best response PR SD PD

PFS, months 14+ 7.5 1.8

Status AWD AWD DOD
"""
EXPECTED = [
    ["Age, years", "44", "9", "61"],
    ["Sex", "Male", "Female", "Male"],
    ["Site of the primary tumour", "Left thigh", "Retroperitoneum", "Uterus"],
    ["Prior treatment", "None", "Doxorubicin, ifosfamide", "None"],
    ["Drug and dose", "Imatinib 400 mg daily", "Sunitinib 37.5 mg daily", "Imatinib 400 mg daily, then 800 mg"],
    ["Best response", "PR", "SD", "PD"],
    ["PFS, months", "14+", "7.5", "1.8"],
    ["Status", "AWD", "AWD", "DOD"],
]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Patient 1 Patient 2 Patient 3", ("", "Patient 1", "Patient 2", "Patient 3")),
        ("Characteristic Case 1 Case 2 Case 3", ("Characteristic", "Case 1", "Case 2", "Case 3")),
        ("Feature Patient A Patient B Patient C", ("Feature", "Patient A", "Patient B", "Patient C")),
        ("Case no. 1 Case no. 2 Case no. 3", ("", "Case no. 1", "Case no. 2", "Case no. 3")),
    ],
)
def test_patients_side_by_side(header: str, columns: tuple[str, ...]) -> None:
    (table,) = find_tables(Document("made", f"{PROSE}\nTable 1 The three patients\n\n{header}\n\n{ROWS}\n{PROSE}"))
    assert table.columns == columns
    assert [[c.text for c in row] for row in table.rows] == EXPECTED


def test_rows_without_blank_lines_between() -> None:
    rows = "\n".join(line for line in ROWS.replace("\nifosfamide\n\nNone", " ifosfamide None").splitlines() if line)
    rows = rows.replace("400 mg\ndaily\nSunitinib", "400 mg daily Sunitinib")
    (table,) = find_tables(
        Document("made", f"{PROSE}\nTable 1 Patients\n\nPatient 1 Patient 2 Patient 3\n{rows}\n\n{PROSE}")
    )
    assert [[c.text for c in row] for row in table.rows] == EXPECTED


def test_patients_below_one_another_are_read_as_ever() -> None:
    body = "Patient Age Drug Response\n\n1 44 Imatinib PR\n\n2 9 Sunitinib SD\n\n3 61 Imatinib PD\n"
    (table,) = find_tables(Document("made", f"{PROSE}\nTable 1 Patients\n\n{body}\n{PROSE}"))
    assert [c.text for c in table.rows[0]] == ["1", "44", "Imatinib", "PR"]
