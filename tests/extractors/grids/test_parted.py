"""Counts and shares in columns of their own under a header that names both at once."""

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables

BODY = "T1 1 2 0 0\n\nT2 32 79 35 86\nT3 7 17 5 12\n\nT4 1 2 1 2\n\nDuctal 35 85 38 93\nLobular 6 15 3 7\n\nIIA 22 53 15 37\nIIB 15 37 18 44\n"


@pytest.mark.parametrize(
    "both", ["No. (%)", "n (%)", "N (%)", "Number (%)", "No. %", "n %", "Patients (%)", "Pts (%)", "Patients %"]
)
def test_two_arms(both: str) -> None:
    text = f"Table 1 Patients\n\nCharacteristic\n\nWeekly\narm (n =\n41)\n\nStandard\narm (n =\n41)\n\n{both} {both}\n{BODY}"
    (table,) = find_tables(Document("own", text))
    assert len(table.columns) == 5
    assert all("Weekly" in c for c in table.columns[1:3])
    assert all("Standard" in c for c in table.columns[3:])
    assert "%" in table.columns[2]
    assert "%" not in table.columns[1]


def test_a_test_beside_the_headings_of_rows() -> None:
    text = (
        "Table 1 Patients\n\nCharacteristic\n\nWeekly\narm (n =\n41)\n\nStandard\narm (n =\n41)\n\nP-\nvalue\n\nNo. (%) No. (%)\n"
        "Age (years) 0.38\n\nMean 50.1 48.3\nRange 27-68 32-70\n\nMenopausal status 0.66\n\nPremenopausal 22 54 24 58\n"
        "Postmenopausal 19 46 17 42\n\nTumour stage 0.77\n\nT1 1 2 0 0\n\nT2 32 79 35 86\nT3 7 17 5 12\n\nT4 1 2 1 2\n\n"
        "Tumour type 0.48\nDuctal 35 85 38 93\nLobular 6 15 3 7\n\nStaging 0.39\n\nIIA 22 53 15 37\nIIB 15 37 18 44\n"
    )
    (table,) = find_tables(Document("own", text))
    assert len(table.columns) == 6
    assert table.columns[5].startswith("P")
    rows = {row[0].text: [c.text for c in row[1:]] for row in table.rows}
    assert rows["T2"] == ["32", "79", "35", "86", ""]
    assert rows["Tumour stage"] == ["", "", "", "", "0.77"]


def test_counts_with_their_shares_stay_whole() -> None:
    text = "Table 1 Patients\n\nCharacteristic Weekly Standard\n\nNo. (%) No. (%)\nT1 1 (2) 0 (0)\nT2 32 (79) 35 (86)\nT3 7 (17) 5 (12)\n"
    (table,) = find_tables(Document("own", text))
    assert len(table.columns) == 3


def test_a_paragraph_alone_above_a_caption_breaks_nothing() -> None:
    line = "The patients who were treated with the drug at our hospital were seen again"
    text = f"{line}\nTable 1 Doses\n\nDrug Low High\n\nImatinib 400 800\nSunitinib 25 50\n"
    assert len(find_tables(Document("own", text))) <= 1
