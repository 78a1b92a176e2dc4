"""Records as CSV: one header however many pieces, whole numbers whole, one line a record."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline import spreadsheets
from pipeline.records import RECORDS
from pipeline.spreadsheets import Spreadsheets


def test_pieces_make_one_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "_AT_ONCE", 2)
    sheets = Spreadsheets(tmp_path)
    place = {"start": 3, "end": 9, "section": "results", "text": "two\nof nine"}
    for n in (1, None, 3, 4, 5):
        made = RECORDS["response"](
            doc="d", provenance=[place], method="m", confidence=0.9, category="PR", n=n, drugs=["a", "b"]
        )
        sheets.add(made.model_dump(mode="json"))
    sheets.finish()
    with (tmp_path / "response.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["n"] for row in rows] == ["1", "", "3", "4", "5"]
    assert {(row["drugs"], row["text"], row["start"]) for row in rows} == {("a; b", "two of nine", "3")}
    assert "provenance" not in rows[0]
