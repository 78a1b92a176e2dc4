"""The server of a run: up when asked for, gone with its run; and a run that does without it where it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from pipeline.flow import Process, Take
from pipeline.plan import Job
from pipeline.prefect_database import SETTINGS
from pipeline.prefect_server import RUN_SERVER, NoServerError, RunServer
from pipeline.reading import failed
from pipeline.run import orchestrate
from pipeline.store import Result

ROOT = Path(__file__).resolve().parent.parent.parent
JOBS = [Job(Path(f"/nowhere/{n}.txt"), str(n), "") for n in range(5)]


def plain(jobs: Sequence[Job]) -> list[Result]:
    """Stands for the worker processes."""
    return [failed(job, "not read") for job in jobs]


def test_a_flow_that_breaks_midway_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import pipeline.flow

    def breaks(jobs: Sequence[Job], process: Process, take: Take, size: int) -> None:
        take(process(jobs[:2]))
        raise httpx.ReadTimeout("no answer")

    monkeypatch.setattr(pipeline.flow, "ingest", breaks)
    monkeypatch.setattr(RunServer, "name", lambda self: None)
    monkeypatch.setattr(RunServer, "ready", lambda self: None)
    taken: list[Result] = []
    assert orchestrate(JOBS, plain, taken.extend, 2) == "ReadTimeout: no answer"
    assert [r.doc for r in taken] == ["0", "1", "2", "3", "4"]


def test_a_server_that_does_not_come_up_stops_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self: RunServer) -> None:
        raise NoServerError("Prefect's server ended with exit code 3")

    monkeypatch.setattr(RunServer, "ready", never)
    taken: list[Result] = []
    assert orchestrate(JOBS, plain, taken.extend, 2) == "NoServerError: Prefect's server ended with exit code 3"
    assert [r.doc for r in taken] == ["0", "1", "2", "3", "4"]


def test_a_result_that_cannot_be_kept_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(results: list[Result]) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(RunServer, "name", lambda self: None)
    monkeypatch.setattr(RunServer, "ready", lambda self: None)
    with pytest.raises(OSError, match="disk full"):
        orchestrate(JOBS, plain, full, 2)


@pytest.mark.slow
def test_many_batches_pass_through_one_flow() -> None:
    """Batches are made and dropped one after another, so that their places in memory are used again."""
    jobs = [Job(Path(f"/nowhere/{n}.txt"), str(n), "") for n in range(400)]
    taken: list[str] = []
    assert orchestrate(jobs, plain, lambda results: taken.extend(r.doc for r in results), 2) == ""
    assert taken == [job.doc for job in jobs]


def test_a_server_that_ends_at_once_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    server = RunServer()
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    server._process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"], text=True, **pipes)
    with pytest.raises(NoServerError, match="exit code 3"):
        server.ready(wait=20)


def test_the_users_own_server_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    server = RunServer()
    server.start()
    server.ready()
    assert server._process is None
    assert RUN_SERVER._process is None or RUN_SERVER._process.poll() is None


@pytest.mark.slow
def test_the_server_answers_and_goes_when_its_run_is_killed(tmp_path: Path) -> None:
    told = (
        "import json, os, time; from pipeline.prefect_server import RUN_SERVER as s; s.start(); s.ready(); "
        "print(json.dumps([s._process.pid, os.environ['PREFECT_API_URL']]), flush=True); time.sleep(600)"
    )
    environment = {k: v for k, v in os.environ.items() if k not in (*SETTINGS, "PREFECT_API_URL")}
    run = subprocess.Popen([sys.executable, "-c", told], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    pid, address = json.loads(run.stdout.readline())
    assert httpx.get(f"{address}/health", timeout=20).status_code == 200
    run.kill()
    run.wait()
    for _ in range(300):
        if not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes():
            return
        subprocess.run(["sleep", "0.1"], check=True)
    pytest.fail("the server outlived its run by 30 s")
