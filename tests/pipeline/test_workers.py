"""Processes with bounds: what one document does to its process costs only itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.core.document import InputError
from pipeline import workers as module
from pipeline.plan import Job
from pipeline.reading import failed
from pipeline.store import Result
from pipeline.workers import Workers


def act(job: Job) -> Result:
    """Stands for reading: does what the document's name says."""
    if job.doc.startswith("slow"):
        time.sleep(600)
    if job.doc.startswith("crash"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job.doc.startswith("huge"):
        bytearray(8_000_000_000)
    return failed(job, f"read by {os.getpid()}")


def jobs(*names: str) -> list[Job]:
    return [Job(Path(f"/nowhere/{name}"), name, "") for name in names]


def end(memory: int, environment: dict[str, str]) -> None:
    """Stands for a start that needs more memory than there is."""
    os._exit(3)


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers that act instead of reading, and load nothing."""
    monkeypatch.setattr(module, "_read", act)
    monkeypatch.setattr(module, "_start", module._bound)
    return


@pytest.mark.usefixtures("acting")
def test_bounds_cost_only_the_document_that_breaks_them() -> None:
    todo = jobs("a", "slow", "b", "crash", "c", "huge", "d")
    with Workers(2, timeout=2, coming=todo) as workers:
        results = workers.process(todo)
    reasons = {r.doc: r.reason for r in results}
    assert [r.doc for r in results] == [j.doc for j in todo]
    assert "took longer than 2 s" in reasons["slow"]
    assert "its process ended (exit code -9)" in reasons["crash"]
    assert "MemoryError" in reasons["huge"]
    assert all("read by" in reasons[doc] for doc in "abcd")
    assert {r.doc for r in results if r.summary["again"]} == {"slow", "crash", "huge"}


@pytest.mark.usefixtures("acting")
def test_jobs_that_are_coming_are_read_ahead_and_each_once() -> None:
    todo = jobs(*(f"j{n}" for n in range(9)))
    told: list[str] = []
    with Workers(1, coming=todo, ahead=4, told=lambda result: told.append(result.doc)) as workers:
        first = workers.process(todo[:2])
        deadline = time.monotonic() + 60
        while not all(future.done() for future in workers._begun.values()) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert [job.doc for job in workers._begun] == ["j2", "j3", "j4", "j5"]
        rest = workers.process(todo[2:])
        again = workers.process(todo[:1])
    assert [r.doc for r in (*first, *rest)] == told[:-1] == [j.doc for j in todo]
    assert again[0].doc == "j0", "a batch that is tried again is read again"


@pytest.mark.usefixtures("acting")
def test_processes_that_end_while_idle_are_replaced() -> None:
    todo = jobs("a", "b", "c")
    with Workers(1, coming=todo[:1]) as workers:
        number = int(workers.process(todo[:1])[0].reason.rsplit(maxsplit=1)[1])
        os.kill(number, signal.SIGKILL)
        time.sleep(1)
        assert ["read by" in r.reason for r in workers.process(todo[1:])] == [True, True]


def test_processes_that_cannot_even_start_end_the_run_with_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_read", act)
    monkeypatch.setattr(module, "_start", end)
    with pytest.raises(InputError, match="end before they have read a document"), Workers(1) as workers:
        workers.process(jobs("a"))


@pytest.mark.usefixtures("acting")
def test_a_pool_that_could_not_start_at_once_starts_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, broken = module.ProcessPool.submit, [True]

    def submit(pool: module.ProcessPool, *given: object) -> object:
        if broken:
            broken.clear()
            raise BrokenPipeError
        return whole(pool, *given)

    monkeypatch.setattr(module.ProcessPool, "submit", submit)
    todo = jobs("a", "b")
    with Workers(1, coming=todo) as workers:
        results = workers.process(todo)
    assert [r.doc for r in results] == ["a", "b"]
    assert all("read by" in r.reason for r in results)
