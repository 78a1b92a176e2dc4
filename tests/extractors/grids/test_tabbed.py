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


END = "\nAll patients went on with treatment, and nobody left the study for the events that are listed in the table above.\n"


def _grid(rows: str) -> tuple[tuple[str, ...], list[list[str]]]:
    (table,) = find_tables(Document(id="t", text=f"Results\n\nTable 3. Events by arm\n{rows}{END}"))
    return table.columns, [[c.text for c in row] for row in table.rows]


def test_bars_keep_cells_apart_with_edges_and_a_rule() -> None:
    columns, rows = _grid(
        "|  | Arm A (n = 20) |  | Arm B (n = 30) |  |\n|---|---|---|---|---|\n| Event, n (%) | All | Grade 3 | All | Grade 3 |\n"
        "| Skin |  |  |  |  |\n| Rash | 4 (20) | 1 (5) | 6 (20) |  |\n| Itching | 2 (10) |  | 3 (10) | 3 (10) |\n"
    )
    assert columns == (
        "Event, n (%)", "Arm A (n = 20) All", "Arm A (n = 20) Grade 3", "Arm B (n = 30) All", "Arm B (n = 30) Grade 3",
    )  # fmt: skip
    assert rows[1:] == [["Rash", "4 (20)", "1 (5)", "6 (20)", ""], ["Itching", "2 (10)", "", "3 (10)", "3 (10)"]]


def test_a_bar_before_the_first_word_is_an_empty_cell_where_rows_have_no_edges() -> None:
    columns, rows = _grid(" | Arm A | Arm B\nRash | 4 (20) | 6 (20)\nItching | 2 (10) | 3 (10)\n")
    assert columns == ("", "Arm A", "Arm B")
    assert rows[0] == ["Rash", "4 (20)", "6 (20)"]


def test_rows_that_lost_their_empty_cells_keep_their_columns_where_these_are_sure() -> None:
    columns, rows = _grid(
        "Arm A (n = 20) | Arm B (n = 30) | |||\n---|---|---|---|---|\nEvent | All | Grade 3 | All | Grade 3 |\nSkin | ||||\n"
        "Rash | 4 (20) | 1 (5) | 6 (20) | 0 |\nItching | 2 (10) | 0 | 3 (10) | 3 (10) |\n"
    )
    assert columns[1:] == (
        "Arm A (n = 20) All", "Arm A (n = 20) Grade 3", "Arm B (n = 30) All", "Arm B (n = 30) Grade 3",
    )  # fmt: skip
    assert rows[0] == ["Skin", "", "", "", ""]
    assert rows[2] == ["Itching", "2 (10)", "0", "3 (10)", "3 (10)"]


def test_the_labels_may_be_named_on_a_lower_line_of_the_header() -> None:
    columns, _ = _grid(
        "\tDaily\t\tWeekly\t\n\t(n = 20)\t\t(n = 30)\t\nEvent, n (%)\tGr1-2\tGr3\tGr1-2\tGr3\nRash\t4\t1\t6\t2\n"
    )
    assert columns == (
        "Event, n (%)", "Daily (n = 20) Gr1-2", "Daily (n = 20) Gr3", "Weekly (n = 30) Gr1-2", "Weekly (n = 30) Gr3",
    )  # fmt: skip


def test_a_bar_as_a_sign_in_a_row_parts_nothing() -> None:
    columns, rows = _grid("Event Arm A Arm B\nRash|| 4 (20) 6 (20)\nItching|| 2 (10) 3 (10)\nPain 1 (5) 3 (10)\n")
    assert len(columns) == 3
    assert rows[0][1:] == ["4 (20)", "6 (20)"]
