"""Every line is a row where a text wraps no lines."""

from __future__ import annotations

from extractors.core.document import Document
from extractors.grids import find_tables

PARAGRAPH = (
    "The charts of all patients who had been referred to the three hospitals were read by two of the authors, who noted what had "
    "been given and for how long, and how the tumours had been measured; what was not clear was settled by a third of them.\n"
)


def _grid(rows: str, caption: str = "Table 4. Survival by group") -> tuple[tuple[str, ...], list[list[str]]]:
    (table,) = find_tables(Document(id="t", text=f"Results\n{PARAGRAPH}{caption}\n{rows}\n{PARAGRAPH}"))
    return table.columns, [[c.text for c in row] for row in table.rows]


def test_labels_that_are_numbers_begin_rows_and_p_values_stand_beside_headings() -> None:
    columns, rows = _grid(
        "Median PFS (95% CI) PFS at 4 months, % (95% CI) P value Median OS (95% CI) OS at 18 months, % (95% CI) P value\n"
        "Age 0.31 0.62\n 0–50 4.2 (2.1 to 6.3) 40 (30 to 50) 18.1 (12.0 to 24.2) 41 (31 to 51)\n"
        " >50 5.9 (2.0 to 9.8) 51 (41 to 61) NR 60 (50 to 70)\nECOG 0.04 0.01\n"
        " 0 7.1 (4.0 to 10.2) 58 (48 to 68) NR 72 (62 to 82)\n 1 3.3 (2.2 to 4.4) 33 (23 to 43) 14.6 (9.1 to 20.1) 30 (20 to 40)\n"
    )
    assert columns[1:] == (
        "Median PFS (95% CI)", "PFS at 4 months, % (95% CI)", "P value",
        "Median OS (95% CI)", "OS at 18 months, % (95% CI)", "P value",
    )  # fmt: skip
    assert rows[0] == ["Age", "", "", "0.31", "", "", "0.62"]
    assert rows[1] == ["0–50", "4.2 (2.1 to 6.3)", "40 (30 to 50)", "", "18.1 (12.0 to 24.2)", "41 (31 to 51)", ""]
    assert [rows[4][0], rows[5][0]] == ["0", "1"]


def test_a_header_in_lines_of_its_own_stands_over_two_columns() -> None:
    columns, rows = _grid(
        "\nN = 9\n≥G1 ≥G3\n\nn (%)\nn (%)\nAny event 9 (100.0) 4 (44.4)\nClinical findings\nNausea 5 (55.6) 1 (11.1)\n"
        "Fever 3 (33.3) 0 (0.0)\nRash 2 (22.2) 0 (0.0)\n",
        "Table 3 Adverse events",
    )
    assert columns == ("", "N = 9 ≥G1 n (%)", "N = 9 ≥G3 n (%)")
    assert rows[1] == ["Clinical findings", "", ""]


def test_lines_of_a_printed_page_are_not_taken_for_rows() -> None:
    text = "\n".join(PARAGRAPH[k : k + 90] for k in range(0, len(PARAGRAPH), 90))
    table = "Event n (%)\nPalmar-plantar\nerythrodysesthesia 4 (20)\nNausea 3 (15)\nVomiting 2 (10)\nRash 1 (5)\n"
    (found,) = find_tables(Document(id="t", text=f"Results\n\n{text}\n\nTable 1 Adverse events\n{table}\n{text}"))
    assert found.rows[0][0].text.endswith("erythrodysesthesia")
