"""Rows whose labels are numbered as an outline, and lists under a heading led by dashes: no patients' numbers."""

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables

ROWS = (
    ("Stomatitis", "2 (5.0%)", "6 (15.0%)"),
    ("Skin rash", "4 (10.0%)", "3 (7.5%)"),
    ("Fatigue", "9 (22.5%)", "8 (20.0%)"),
    ("Fever", "1 (2.5%)", "5 (12.5%)"),
)


@pytest.mark.parametrize(
    "marks",
    [
        ("1. ", "2. ", "3. ", "4. "),
        ("1) ", "2) ", "3) ", "4) "),
        ("(1) ", "(2) ", "(3) ", "(4) "),
        ("a. ", "b. ", "c. ", "d. "),
        ("a) ", "b) ", "c) ", "d) "),
        ("(a) ", "(b) ", "(c) ", "(d) "),
        ("A. ", "B. ", "C. ", "D. "),
        ("I. ", "II. ", "III. ", "IV. "),
        ("i. ", "ii. ", "iii. ", "iv. "),
        ("1.1 ", "1.2 ", "1.3 ", "1.4 "),
        ("- ", "- ", "- ", "- "),
        ("– ", "– ", "– ", "– "),
        ("• ", "• ", "• ", "• "),
        ("▪ ", "▪ ", "▪ ", "▪ "),
    ],
)
def test_marks_before_labels(marks: tuple[str, ...]) -> None:
    body = "\n".join(mark + " ".join(row) for mark, row in zip(marks, ROWS, strict=True))
    (table,) = find_tables(Document("own", f"Table 3. Toxicity\n\nToxicity Grade 1-2 Grade 3-4\n\n{body}\n"))
    assert table.columns == ("Toxicity", "Grade 1-2", "Grade 3-4")
    assert [tuple(c.text for c in row) for row in table.rows] == [
        (mark + row[0], *row[1:]) for mark, row in zip(marks, ROWS, strict=True)
    ]


def test_numbered_headings_with_rows_below() -> None:
    text = (
        "Table 2. Patients\n\nCharacteristics\nCarboplatin (n=40\npts)\n\nControl (n=41\npts)\n\n"
        "1. Median Age (years) 58 59\nRange 31-74 29-75\n\n"
        "2. Stage (FIGO)\nIC 4 (10.0%) 6 (14.6%)\nII 9 (22.5%) 8 (19.5%)\nIII + IV 27 (67.5%) 27 (65.9%)\n\n"
        "3. Histological Type\nSerous 25 (62.5%) 21 (51.2%)\nClear Cell 3 (7.5%) 5 (12.2%)\n"
        "Endometrioid 12 (30.0%) 11 (26.8%)\nMucinous - 4 (9.8%)\n\n"
        "4. Type of Surgery\nLaparoscopy - 2 (4.9%)\nRadical Surgery 40 (100%) 39 (95.1%)\n"
    )
    (table,) = find_tables(Document("own", text))
    assert table.columns == ("Characteristics", "Carboplatin (n=40 pts)", "Control (n=41 pts)")
    rows = [tuple(c.text for c in row) for row in table.rows]
    assert ("2. Stage (FIGO)", "", "") in rows
    assert ("Clear Cell", "3 (7.5%)", "5 (12.2%)") in rows
    assert ("Mucinous", "-", "4 (9.8%)") in rows
    assert rows[:2] == [("1. Median Age (years)", "58", "59"), ("Range", "31-74", "29-75")]


def test_a_list_led_by_dashes_beside_cells_of_dashes() -> None:
    text = (
        "Table 3. Toxicity of topotecan\n\nToxicity Grade 1 Grade 2 Grade 3 Grade 4 Total\n\n"
        "1. Allergy - - 2 (4.0%) - 2 (4.0%)\n2. Alopecia - 5 (10.0%) 1 (2.0%) - 6 (12.0%)\n"
        "3. Hematologic 3 (6.0%) 9 (18.0%) 4 (8.0%) - 16 (32.0%)\n\n- Anemia 2 (4.0%) - - - 2 (4.0%)\n"
        "- Leukopenia 1 (2.0%) 9 (18.0%) - - 10 (20.0%)\n- Neutropenia - - 4 (8.0%) - 4 (8.0%)\n\n"
        "4. Infection 2 (4.0%) - 1 (2.0%) - 3 (6.0%)\n5. Renal 4 (8.0%) - - - 4 (8.0%)\n"
    )
    (table,) = find_tables(Document("own", text))
    rows = [tuple(c.text for c in row) for row in table.rows]
    assert table.columns == ("Toxicity", "Grade 1", "Grade 2", "Grade 3", "Grade 4", "Total")
    assert ("3. Hematologic", "3 (6.0%)", "9 (18.0%)", "4 (8.0%)", "-", "16 (32.0%)") in rows
    assert ("- Anemia", "2 (4.0%)", "-", "-", "-", "2 (4.0%)") in rows


@pytest.mark.parametrize("stop", ["", "."])
def test_patients_keep_their_numbers(stop: str) -> None:
    people = (
        "34 F Thigh Pazopanib PR 12",
        "51 M Lung Sunitinib SD 7",
        "60 F Liver Imatinib PD 2",
        "47 M Knee Sorafenib SD 9",
    )
    body = "\n".join(f"{n}{stop} {row}" for n, row in enumerate(people, 1))
    (table,) = find_tables(Document("own", f"Table 1. Patients\n\nNo. Age Sex Site Drug Response PFS\n\n{body}\n"))
    assert len(table.rows) == 4
    assert table.rows[1][1].text == "51"


def test_a_dash_that_begins_a_wrapped_line_is_a_value() -> None:
    text = "Table 5. Doses\n\nDrug Low High\n\nImatinib 400 800\nSunitinib - 50\nSorafenib 200 -\nPazopanib - 800\n"
    (table,) = find_tables(Document("own", text))
    assert [tuple(c.text for c in row) for row in table.rows][1:3] == [
        ("Sunitinib", "-", "50"),
        ("Sorafenib", "200", "-"),
    ]
