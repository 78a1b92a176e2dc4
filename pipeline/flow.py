"""The flow: batches of documents, with retries, on this machine or on a Dask cluster. The only module with Prefect."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from pipeline.prefect_database import own_database
from pipeline.quiet import quieten

quieten()
own_database()

from prefect import flow, task  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from extractors.core.document import InputError  # noqa: E402
from pipeline.plan import Job, batches  # noqa: E402
from pipeline.store import Result  # noqa: E402

Process = Callable[[Sequence[Job]], list[Result]]
Take = Callable[[list[Result]], None]


@task(name="read batch", retries=2, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE, persist_result=False)
def read_batch(jobs: Sequence[Job], process: Process) -> list[Result]:
    """One batch; a document that cannot be read comes back as a failed result, so that a retry is for crashes only."""
    return process(jobs)


# The flows hand each batch to `take` rather than yield it: Prefect notes what a generator flow yields by its address in
# memory, and a later batch that comes to lie at the same address then fails as a child of no task.
@flow(name="seriatim", validate_parameters=False, persist_result=False)
def ingest(jobs: Sequence[Job], process: Process, take: Take, batch_size: int = 20) -> None:
    """Read every job, batch by batch, and give the results of each to `take`."""
    for batch in batches(jobs, batch_size):
        take(read_batch(batch, process))


@flow(name="seriatim on dask", validate_parameters=False, persist_result=False)
def ingest_spread(jobs: Sequence[Job], take: Take, batch_size: int = 20, ahead: int = 8) -> float:
    """The same with batches submitted to the flow's task runner, at most `ahead` of them at a time.

    Returns the seconds that were spent waiting for workers.
    """
    from pipeline.reading import read_jobs

    waiting: deque[Any] = deque()
    waited = 0.0
    todo = batches(jobs, batch_size)
    while True:
        for batch in islice(todo, ahead - len(waiting)):
            waiting.append(read_batch.submit(batch, read_jobs))
        if not waiting:
            return waited
        asked = time.perf_counter()
        results = waiting.popleft().result()
        waited += time.perf_counter() - asked
        take(results)


class _Here:
    """A `take` that stays on this machine: a flow's parameters travel to the workers, and the store cannot."""

    def __init__(self, take: Take | None = None) -> None:
        self._take = take

    def __call__(self, results: list[Result]) -> None:
        assert self._take is not None
        self._take(results)

    def __reduce__(self) -> tuple[type[_Here], tuple[()]]:
        return (_Here, ())


def ingest_on_dask(jobs: Sequence[Job], address: str, take: Take, batch_size: int = 20) -> float:
    """Read on the Dask cluster whose scheduler listens at `address` (`tcp://host:port`); seconds spent waiting for it.

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
    return spread(jobs, _Here(take), batch_size, ahead)
