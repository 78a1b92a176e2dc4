"""The same records from a Dask cluster of two workers as from this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.plan import Job
from pipeline.store import Result

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = """
import sys
from pathlib import Path
from distributed import LocalCluster
from pipeline.run import Options, run

if __name__ == "__main__":
    out = Path(sys.argv[1])
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        options = Options(store=f"sqlite:///{out}.db", address=cluster.scheduler_address, batch_size=2)
        summary = run([Path("corpus/documents")], out, options)
        print("read", summary.read, "failed", len(summary.failed))
"""


@pytest.mark.slow
def test_two_dask_workers_give_the_same_records(tmp_path: Path) -> None:
    pytest.importorskip("prefect_dask", reason="prefect-dask is not installed")
    script = tmp_path / "spread.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(tmp_path / "spread")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    documents = len(list((ROOT / "corpus" / "documents").glob("*.txt")))
    assert f"read {documents} failed 0" in done.stdout
    here = [sys.executable, "-m", "pipeline.cli", "run", "corpus/documents", "--out", str(tmp_path / "here")]
    store = ["--store", f"sqlite:///{tmp_path}/here.db"]
    subprocess.run([*here, *store], check=True, capture_output=True, cwd=ROOT, env=environment, timeout=900)
    assert (tmp_path / "spread" / "records.jsonl").read_text() == (tmp_path / "here" / "records.jsonl").read_text()
    assert json.loads((tmp_path / "spread" / "run.json").read_text())["complete"] is True


def test_an_address_without_a_scheduler_is_told(tmp_path: Path) -> None:
    pytest.importorskip("prefect_dask", reason="prefect-dask is not installed")
    command = [sys.executable, "-m", "pipeline.cli", "run", "corpus/documents", "--out", str(tmp_path / "o")]
    arguments = ["--store", f"sqlite:///{tmp_path}/s.db", "--runner", "dask", "--address", "tcp://127.0.0.1:9"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 2
    assert "no Dask scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_document_that_no_worker_survives_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """On threads of this process, where an exception stands for the loss of a worker."""
    from pipeline import flow, reading

    def read(jobs: Sequence[Job]) -> list[Result]:
        if any(job.doc == "2" for job in jobs):
            raise OSError("killed")
        return [reading.failed(job, "not read") for job in jobs]

    monkeypatch.setattr(reading, "read_jobs", read)
    monkeypatch.setattr(flow.read_batch, "retries", 0)
    taken: list[Result] = []
    flow.ingest_spread([Job(Path(f"/nowhere/{n}.txt"), str(n), "") for n in range(6)], taken.extend, 4, 1)
    assert sorted(r.doc for r in taken) == [str(n) for n in range(6)]
    told = {r.doc: r for r in taken}
    assert "its worker ended: OSError: killed" in told["2"].reason
    assert told["2"].summary["again"] is True
    assert all(told[doc].reason == "not read" for doc in "01345")
