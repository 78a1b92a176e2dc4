"""The flow: batches of documents, with retries, on this machine or on a Dask cluster. The only module with Prefect."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.prefect_database import is_scratch, own_database
from pipeline.quiet import quieten

quieten()
own_database()

from prefect import flow, task  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.events.clients import NullEventsClient  # noqa: E402
from prefect.events.worker import EventsWorker  # noqa: E402
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: E402

from extractors.core.document import InputError  # noqa: E402
from pipeline.plan import Job, batches  # noqa: E402
from pipeline.store import Result  # noqa: E402

if is_scratch():
    # its database goes with the run: nobody looks at what was noted in it, and a run need not wait at its end for the noting
    EventsWorker.set_client_override(NullEventsClient)

Process = Callable[[Sequence[Job]], list[Result]]
Take = Callable[[list[Result]], None]


@task(name="read batch", retries=2, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE, persist_result=False)
def read_batch(jobs: Sequence[Job], process: Process) -> list[Result]:
    """One batch; a document that cannot be read comes back as a failed result, so that a retry is for crashes only."""
    return process(jobs)


# The flows hand each batch to `take` rather than yield it: Prefect notes what a generator flow yields by its address in
# memory, and a later batch that comes to lie at the same address then fails as a child of no task.
def ingest(jobs: Sequence[Job], process: Process, take: Take, batch_size: int = 20) -> None:
    """Read every job, batch by batch, and give the results of each to `take`."""

    # without parameters: Prefect would write every job of the corpus into its database
    @flow(name="seriatim", validate_parameters=False, persist_result=False)
    def seriatim() -> None:
        for batch in batches(jobs, batch_size):
            take(read_batch(batch, process))

    # no beats where nobody looks whether a flow still lives: at its end it would sleep up to a second for the last one
    beats = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None} if is_scratch() else {}
    with temporary_settings(updates=beats):
        seriatim()


@flow(name="seriatim on dask", validate_parameters=False, persist_result=False)
def ingest_spread(jobs: Sequence[Job], take: Take, batch_size: int = 20, ahead: int = 8) -> float:
    """The same with batches submitted to the flow's task runner, at most `ahead` of them at a time.

    A batch that a worker does not survive is read again document by document, so that only the one to blame fails.
    Returns the seconds that were spent waiting for workers.
    """
    from pipeline.reading import failed, read_jobs

    todo = deque(batches(jobs, batch_size))
    waiting: deque[tuple[Sequence[Job], Any]] = deque()
    waited = 0.0
    while todo or waiting:
        while todo and len(waiting) < ahead:
            batch = todo.popleft()
            waiting.append((batch, read_batch.submit(batch, read_jobs)))
        batch, future = waiting.popleft()
        asked = time.perf_counter()
        try:
            results = future.result()
        except Exception as error:  # its worker was killed, again and again: one of its documents is to blame
            if len(batch) > 1:
                todo.extendleft([job] for job in reversed(batch))
                continue
            reason = f"{batch[0].path}: its worker ended: {type(error).__name__}: {error}"
            results = [failed(batch[0], reason, again=True)]
        waited += time.perf_counter() - asked
        take(results)
    return waited


class _Here:
    """A `take` that stays on this machine: a flow's parameters travel to the workers, and the store cannot."""

    def __init__(self, take: Take | None = None) -> None:
        self._take = take

    def __call__(self, results: list[Result]) -> None:
        assert self._take is not None
        self._take(results)

    def __reduce__(self) -> tuple[type[_Here], tuple[()]]:
        return (_Here, ())


def ingest_on_dask(
    jobs: Sequence[Job], address: str, take: Take, batch_size: int = 20, ready: Callable[[], None] = lambda: None
) -> float:
    """Read on the Dask cluster whose scheduler listens at `address` (`tcp://host:port`); seconds spent waiting for it.

    `ready` returns when Prefect's server answers; it is called when a scheduler does.

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
    ready()
    spread = ingest_spread.with_options(task_runner=DaskTaskRunner(address=address))
    return spread(jobs, _Here(take), batch_size, ahead)
