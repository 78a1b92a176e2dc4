"""The command line as a user meets it: exit codes, messages, files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.ingest import other_files

ROOT = Path(__file__).resolve().parent.parent.parent
PAPER = "Results\n\nEleven patients with chordoma received imatinib 400 mg twice daily. Median PFS was 7.5 months (95 % CI 4.1–9.9).\n"


def seriatim(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "COLUMNS": "150",
            "SERIATIM_DATABASE_URL": "sqlite:////tmp/seriatim-tests.db",
            **environment,
        },
        timeout=300,
    )


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """One run over a folder with a good paper, an empty file and a binary one."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "good.txt").write_text(PAPER)
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(b"\x00\x01" * 500)
    return seriatim(
        "run", str(folder), "--out", str(folder / "out"), "--store", f"sqlite:///{folder}/s.db"
    ), folder / "out"


def test_a_run_does_what_it_can_and_says_what_failed(ran: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, out = ran
    assert done.returncode == 1
    assert "good" in done.stdout
    assert "empty.txt: the file is empty" in done.stderr
    assert "binary data" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    documents = [json.loads(line) for line in (out / "documents.jsonl").read_text().splitlines()]
    assert {d["doc"]: d["status"] for d in documents} == {"good": "complete", "empty": "failed", "binary": "failed"}
    assert all(d["reason"] for d in documents if d["status"] == "failed")


def test_a_run_is_quiet(ran: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, _ = ran
    noise = done.stderr + done.stdout
    for word in ("INFO", "WARNING", "prefect.", "Warning", "server", "http"):
        assert word not in noise


def test_run_json_tells_versions_digests_and_timings(ran: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    run = json.loads((ran[1] / "run.json").read_text())
    assert run["complete"] is True
    assert {"start-up", "prefect", "work", "work by stage"} <= set(run["seconds"])
    assert {"code", "vocabularies", "model"} == set(run["digests"])
    assert run["documents"] == {"complete": 1, "partial": 0, "failed": 2, "read": 3, "unchanged": 0, "gone": 0}


def test_records_trace_to_the_text(ran: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    records = [json.loads(line) for line in (ran[1] / "records.jsonl").read_text().splitlines()]
    assert records
    for record in records:
        for span in record["provenance"]:
            assert PAPER[span["start"] : span["end"]] == span["text"]


def test_there_is_a_csv_for_every_kind_found(ran: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    records = [json.loads(line) for line in (ran[1] / "records.jsonl").read_text().splitlines()]
    assert {p.stem for p in ran[1].glob("*.csv")} == {r["kind"] for r in records}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: [str(p / "absent"), "--out", str(p / "o")], "no such file or folder"),
        (lambda p: [str(p), "--out", str(p / "o")], "no documents in this folder"),
    ],
)
def test_nothing_to_do_is_an_error_with_a_message(tmp_path: Path, make: object, message: str) -> None:
    done = seriatim("run", *make(tmp_path))  # type: ignore[operator]
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_text(PAPER)
    (tmp_path / "file").write_text("")
    done = seriatim("run", str(tmp_path / "paper.txt"), "--out", str(tmp_path / "file"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_score_prints_and_writes_json(ran: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    fact = {
        "doc": "good",
        "kind": "time_to_event",
        "endpoint": "PFS",
        "statistic": "median",
        "value": 9.5,
        "unit": "mo",
    }
    (gold / "good.jsonl").write_text(json.dumps(fact) + "\n")
    done = seriatim(
        *(
            "score",
            "--gold",
            str(gold),
            "--pred",
            str(ran[1] / "records.jsonl"),
            "--errors",
            "--json",
            str(tmp_path / "s.json"),
        )
    )
    assert done.returncode == 0, done.stderr
    assert "MISSED" in done.stdout
    assert json.loads((tmp_path / "s.json").read_text())["kind:time_to_event"]["gold"] == 1


def test_schema_is_json() -> None:
    assert "discriminator" in json.loads(seriatim("schema").stdout)


def test_tables_are_printed_and_written(tmp_path: Path) -> None:
    source = ROOT / "corpus" / "documents" / "c04_paclitaxel_angiosarcoma.txt"
    done = seriatim("tables", str(source), "--out", str(tmp_path / "grids"))
    assert done.returncode == 0, done.stderr
    assert "Table I" in done.stdout
    assert list((tmp_path / "grids").glob("*.csv"))


def test_files_of_other_endings_are_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Results\n\nTwelve patients received eribulin 1.4 mg/m2.\n")
    (tmp_path / "in" / "b.docx").write_bytes(b"PK")
    (tmp_path / "in" / ".hidden").write_text("x")
    (tmp_path / "in" / "out").mkdir()
    (tmp_path / "in" / "out" / "dose.csv").write_text("doc")
    assert [p.name for p in other_files([tmp_path / "in"], tmp_path / "in" / "out")] == ["b.docx"]
