"""Patient tables without a caption are tables all the same, not sentences."""

from __future__ import annotations

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables
from pipeline.process import process

BEFORE = "Results\nEleven adults were offered the drug at the two hospitals between 2011 and 2016.\n\n"
AFTER = (
    "\nDiscussion\nThe drug was well borne by most of these heavily treated patients, as others have found before.\n"
)
HEADER = ["Case", "Age", "Sex", "Diagnosis", "Best response", "PFS (months)"]
ROWS = [
    ["1", "44", "F", "Chordoma", "PR", "11"],
    ["2", "61", "M", "Angiosarcoma", "PD", "2"],
    ["3", "38", "M", "Chordoma", "SD", "14+"],
    ["4", "57", "F", "Leiomyosarcoma", "SD", "7"],
    ["5", "70", "F", "Angiosarcoma", "CR", "20+"],
]


def _printed(cell: str, row: str) -> str:
    return BEFORE + row.join(cell.join(r) for r in [HEADER, *ROWS]) + "\n" + AFTER


@pytest.mark.parametrize(("cell", "row"), [(" ", "\n"), (" ", "\n\n"), ("\n", "\n"), ("\n\n", "\n\n")])
def test_numbered_rows_below_a_header_are_a_table(cell: str, row: str) -> None:
    (table,) = find_tables(Document("made", _printed(cell, row)))
    assert [[c.text for c in r] for r in table.rows] == ROWS
    assert table.columns == tuple(HEADER)


@pytest.mark.parametrize(("cell", "row"), [(" ", "\n"), ("\n", "\n")])
def test_no_counts_are_read_over_the_borders_of_its_cells(cell: str, row: str) -> None:
    found = process(Document("made", _printed(cell, row))).records
    assert not [r for r in found if r.kind == "response" and not r.patient]
    assert {r.patient for r in found if r.kind == "response"} == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize(
    "text",
    [
        "Patients\n1. Adults with sarcoma and age over 18 were eligible.\n2. Performance status had to be below 3.\n3. No prior "
        "treatment.\n4. Measurable disease.\n5. Response data.\n",
        "No. 1 had the best response.\n2 others were stable.\n",
    ],
)
def test_numbered_sentences_are_none(text: str) -> None:
    assert find_tables(Document("made", BEFORE + text + AFTER)) == ()
