"""The flow: batches of documents, with retries, on this machine or on a Dask cluster. The only module with Prefect."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pipeline.prefect_database import own_database
from pipeline.quiet import quieten

quieten()
own_database()

from prefect import flow, task  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from extractors.core.document import InputError  # noqa: E402
from pipeline.plan import Job  # noqa: E402
from pipeline.reading import read_jobs  # noqa: E402
from pipeline.store.store import Result  # noqa: E402

Process = Callable[[Sequence[Job]], list[Result]]


@task(name="read batch", retries=2, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE, persist_result=False)
def read_batch(jobs: Sequence[Job], process: Process) -> list[Result]:
    """One batch; a document that cannot be read comes back as a failed result, so that a retry is for crashes only."""
    return process(jobs)


@flow(name="seriatim", validate_parameters=False, persist_result=False)
def ingest(jobs: Sequence[Job], process: Process, batch_size: int = 20) -> Iterator[Result]:
    """Read every job, batch by batch, and yield each result."""
    for batch in batches(jobs, batch_size):
        yield from read_batch(batch, process)


@flow(name="seriatim on dask", validate_parameters=False, persist_result=False)
def ingest_spread(jobs: Sequence[Job], batch_size: int = 20, ahead: int = 8) -> Iterator[Result]:
    """The same with batches submitted to the flow's task runner, at most `ahead` of them at a time."""
    waiting: deque[Any] = deque()
    for batch in batches(jobs, batch_size):
        waiting.append(read_batch.submit(batch, read_jobs))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def ingest_on_dask(jobs: Sequence[Job], address: str, batch_size: int = 20) -> Iterator[Result]:
    """Read on the Dask cluster whose scheduler listens at `address` (`tcp://host:port`).

    Raises
    ------
    InputError
        When prefect-dask is not installed or no scheduler answers.
    """
    try:
        from distributed import Client
        from prefect_dask import DaskTaskRunner
    except ImportError as error:
        raise InputError("--runner dask: prefect-dask is not installed (pip install 'seriatim[dask]')") from error
    try:
        with Client(address, timeout=10) as client:
            ahead = 2 * max(1, len(client.scheduler_info()["workers"]))
    except (OSError, ValueError) as error:
        raise InputError(f"--address {address}: no Dask scheduler answers there: {error}") from error
    spread = ingest_spread.with_options(task_runner=DaskTaskRunner(address=address))
    yield from spread(jobs, batch_size, ahead)


def batches(jobs: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Runs of at most `size` jobs."""
    for at in range(0, len(jobs), size):
        yield jobs[at : at + size]
