"""Headers whose flat reading is put right."""

from __future__ import annotations

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables

PROSE = """Between 2009 and 2014 we treated fourteen patients with
advanced desmoid tumours at our two hospitals, and all of
them had received at least one line of treatment before.
"""
BODY = """Chordoma 9 0 2 4 3 22.2

Angiosarcoma 11 1 4 2 4 45.5

Epithelioid sarcoma 6 0 1 3 2 16.7

All 26 1 7 9 9 30.8
"""


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("Tumour type N Best overall response ORR (%)\nCR PR SD PD", "Best overall response"),
        ("Tumour type N Response by RECIST, n ORR (%)\n\nCR PR SD PD", "Response by RECIST, n"),
    ],
)
def test_categories_below_the_header_that_spans_them(header: str, span: str) -> None:
    (table,) = find_tables(Document("made", f"{PROSE}\nTable 2 Response by tumour type\n\n{header}\n\n{BODY}\n{PROSE}"))
    assert list(table.columns) == ["Tumour type", "N", *(f"{span} {c}" for c in ("CR", "PR", "SD", "PD")), "ORR (%)"]
    assert [c.text for c in table.rows[0]] == ["Chordoma", "9", "0", "2", "4", "3", "22.2"]


def test_a_small_word_goes_with_the_word_before() -> None:
    rows = "Fatigue 11 (55) 2 (10) 0\n\nRash 8 (40) 1 (5) 0\n\nNausea 7 (35) 0 0\n\nPneumonitis 2 (10) 1 (5) 1 (5)\n"
    (table,) = find_tables(
        Document("made", f"{PROSE}\nTable 3 Toxicity, n (%)\n\nEvent Any grade Grade 3 Grade 4\n\n{rows}\n{PROSE}")
    )
    assert list(table.columns) == ["Event", "Any grade", "Grade 3", "Grade 4"]


def test_categories_a_line_each_belong_below_the_header_that_spans_them() -> None:
    header = "Drug\nNo. of lines\nEvaluable\nBest response\nORR\nMedian PFS (mo)\nCR\nPR\nSD\nPD"
    rows = ["Sirolimus 13 12 0 2 7 3 16.7% 8.1", "Pazopanib 10 10 0 1 6 3 10.0% 4.9", "Imatinib 8 7 1 0 3 3 14.3% 3.2"]
    body = "\n".join(row.replace(" ", "\n") for row in rows)
    (table,) = find_tables(Document("made", f"{PROSE}\nTable 2 Activity of drugs\n{header}\n{body}\n\n{PROSE}"))
    found = [c.replace("Best response ", "") for c in table.columns]
    assert found == ["Drug", "No. of lines", "Evaluable", "CR", "PR", "SD", "PD", "ORR", "Median PFS (mo)"]


def test_rows_of_words_at_the_end_are_no_prose() -> None:
    rows = (
        "Age 50 61 47\nSex F M F\nResponse PR SD PD\nPFS (months) 8.1 4.4 1.7\n"
        "Severe toxicity during treatment None Hypertension Thrombocytopenia\nVital status Dead Dead Alive\n"
    )
    (table,) = find_tables(
        Document("made", f"{PROSE}\nTable 1 Outcomes\n\nCase 1 Case 2 Case 3\n{rows}\nDiscussion\n{PROSE}")
    )
    assert table.rows[-1][0].text == "Vital status"
