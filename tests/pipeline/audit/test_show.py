"""`seriatim audit`: what was checked, what could not be and why, and what was found."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from extractors.core.document import InputError
from pipeline.audit.show import share
from pipeline.cli import app

COVERAGE = {
    "sums": {"checked": 3, "undecided": {}},
    "denominators": {"checked": 1, "undecided": {"the whole is not stated": 2}},
}


def folder(path: Path) -> Path:
    finding = {
        "doc": "one",
        "rule": "sum_mismatch",
        "message": "2 and [3] are 6",
        "provenance": [{"start": 7, "end": 9}],
    }
    documents = [{"doc": "one", "audit": COVERAGE}, {"doc": "two", "audit": {}}]
    (path / "findings.jsonl").write_text(json.dumps(finding) + "\n", encoding="utf-8")
    (path / "documents.jsonl").write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    return path


def test_coverage_and_findings_are_printed(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["audit", str(folder(tmp_path))])
    assert told.exit_code == 0
    assert "2 the whole is not stated" in told.output
    assert "sum_mismatch at 7-9: 2 and [3] are 6" in told.output
    assert "nothing to check" in told.output
    only = CliRunner().invoke(app, ["audit", str(tmp_path), "--doc", "two"])
    assert "sum_mismatch" not in only.output


def test_a_folder_of_no_run_is_bad_input(tmp_path: Path) -> None:
    assert isinstance(CliRunner().invoke(app, ["audit", str(tmp_path)]).exception, InputError)


def test_the_share_of_a_document() -> None:
    assert share(COVERAGE) == "4/6"
    assert share({}) == ""
