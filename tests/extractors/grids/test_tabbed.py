"""Cells kept apart by tabs stand as the text has them."""

from __future__ import annotations

from extractors.core.document import Document
from extractors.grids import find_tables

TEXT = """Results

Table 2 Adverse events
Event\tLow dose\t\tHigh dose\t
\tGrade 1-2\tGrade 3\tGrade 1-2\tGrade 3
Skin
Rash\t4 (20)\t1 (5)\t6 (30)\t
Itching\t2 (10)\t\t3 (15)\t2 (10)
*Worst grade of each patient; NE, not evaluable.

All patients went on with treatment, and nobody left the study for the events that are listed in the table above.
"""


def test_rows_header_and_notes() -> None:
    (table,) = find_tables(Document(id="t", text=TEXT))
    assert table.columns == (
        "Event", "Low dose Grade 1-2", "Low dose Grade 3", "High dose Grade 1-2", "High dose Grade 3",
    )  # fmt: skip
    assert [[c.text for c in row] for row in table.rows] == [
        ["Skin", "", "", "", ""],
        ["Rash", "4 (20)", "1 (5)", "6 (30)", ""],
        ["Itching", "2 (10)", "", "3 (15)", "2 (10)"],
    ]
    assert [n.text[:6] for n in table.notes] == ["*Worst"]
    cell = table.rows[2][3].ranges[0]
    assert TEXT[cell.start : cell.end] == "3 (15)"


def test_a_tab_in_prose_makes_no_table() -> None:
    assert not find_tables(Document(id="t", text="Table 1\tshows the patients.\n\nThey were few and they were old.\n"))
