"""Tables hold what the records say, in both forms, and every column is explained."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.export.dictionary import entries, meaning, write_dictionary
from pipeline.export.tables import arrow_type, columns, schema, write_tables
from pipeline.records import RECORDS, Base, Provenance, parse
from tests.pipeline.report.papers import record

RECORD = [
    record("dose", drug="pazopanib", low=400, high=800, unit="mg", drugs=["pazopanib"], codes={"ncit": "C74547"}),
    record("response", category="ORR", n=0, total=12, percent=0, histotype="chordoma, conventional"),
    record("cohort", field="n_patients", value=12),
    record("cohort", field="accrual_start", value="2010-03"),
    record("patient", patient="1", field="age", value=61.5),
    record("time_to_event", endpoint="OS", statistic="median", value=None),
    record("finding", rule="sum_mismatch", message='1 + 1, "not" 3;\nodd', involves=["a", "b"]),
    record(
        "toxicity",
        term="fatigue",
        flags=["f1"],
        provenance=[Provenance(start=1, end=2, text="x", page=3, bbox=(0, 1, 2, 3.5), table="1", row=0, column=2)],
    ),
]


def restored(row: dict[str, Any], kind: str) -> Base:
    """A record from its row: maps back to mappings, whole numbers to integers, empty cells left out."""
    given = dict(row, codes=dict(row["codes"]))
    if "value_number" in given:
        number = given.pop("value_number")
        given["value"] = given["value"] if number is None else number
    whole = {k: int(v) for k, v in given.items() if isinstance(v, float) and v.is_integer() and k != "confidence"}
    return parse({k: v for k, v in (given | whole).items() if v is not None} | {"kind": kind})


def test_parquet_gives_back_the_very_records(tmp_path: Path) -> None:
    counts = write_tables(RECORD, tmp_path, "parquet")
    assert counts["cohort"] == 2
    back = []
    for kind in RECORDS:
        table = pq.read_table(tmp_path / f"{kind}.parquet")
        assert table.schema.names == [c.name for c in columns(kind)]
        back += [restored(r, kind) for r in table.to_pylist()]
    assert {r.record_id: r.model_dump() for r in back} == {r.record_id: r.model_dump() for r in RECORD}


def test_csv_has_a_row_a_record_and_keeps_odd_texts(tmp_path: Path) -> None:
    write_tables(RECORD, tmp_path, "csv")
    with (tmp_path / "finding.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["message"] == '1 + 1, "not" 3;\nodd'
    assert row["involves"] == "a; b"
    assert json.loads(row["provenance"])[0]["start"] == 0
    with (tmp_path / "response.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["n"], row["total"], row["ci_low"]) == ("0", "12", "")


def test_a_kind_without_records_is_an_empty_table_with_its_columns(tmp_path: Path) -> None:
    write_tables([], tmp_path, "csv")
    assert (tmp_path / "dose.csv").read_text().strip().split(",") == [c.name for c in columns("dose")]


def test_the_dictionary_covers_every_column(tmp_path: Path) -> None:
    write_dictionary(tmp_path)
    with (tmp_path / "dictionary.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == entries()
    assert {(r["table"], r["column"]) for r in rows} == {(k, n) for k in RECORDS for n in schema(k).names}
    assert all(r["meaning"] for r in rows)
    text = (tmp_path / "dictionary.md").read_text()
    for kind in RECORDS:
        section = text.partition(f"## {kind}\n")[2].partition("\n## ")[0]
        assert all(f"| `{c.name}` |" in section for c in columns(kind)), kind


def test_a_column_that_nothing_describes_is_an_error() -> None:
    with pytest.raises(KeyError):
        meaning("dose", "colour")
    with pytest.raises(TypeError, match="no column type"):
        arrow_type(complex)
