"""Records as CSV: whole numbers whole, what is not told empty, one line a record."""

from __future__ import annotations

import csv
from io import StringIO

import pandas as pd

from pipeline.records import RECORDS
from pipeline.spreadsheets import header, rows


def test_rows_under_their_header_make_one_sheet() -> None:
    place = {"start": 3, "end": 9, "section": "results", "text": 'two\nof "nine"'}
    made = [
        RECORDS["response"](
            doc="d, e", provenance=[place], method="m", confidence=0.9, category="PR", n=n, drugs=["a", "b"]
        )
        for n in (1, None, 3)
    ]
    sheet = header("response") + "".join(rows([m.model_dump(mode="json")])["response"] for m in made)
    read = list(csv.DictReader(StringIO(sheet)))
    assert [row["n"] for row in read] == ["1", "", "3"]
    assert {(row["doc"], row["drugs"], row["text"], row["start"]) for row in read} == {
        ("d, e", "a; b", 'two of "nine"', "3")
    }
    assert "provenance" not in read[0]
    assert sheet.count("\n") == 4


def test_each_kind_has_a_sheet_of_its_own() -> None:
    place = {"start": 3, "end": 9, "section": "results", "text": "nine"}
    about = {"doc": "d", "provenance": [place], "method": "m", "confidence": 0.9}
    made = [RECORDS["response"](**about, category="PR"), RECORDS["histotype"](**about, n=9)]
    assert set(rows(m.model_dump(mode="json") for m in made)) == {"response", "histotype"}


def test_a_header_is_written_as_pandas_writes_it() -> None:
    for kind in RECORDS:
        columns = header(kind).strip().split(",")
        assert header(kind) == pd.DataFrame(columns=columns).to_csv(index=False, lineterminator="\n")
