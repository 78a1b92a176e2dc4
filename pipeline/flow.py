"""The flow: batches of documents, with retries. The only module that imports Prefect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pipeline.quiet import quieten

quieten()

from prefect import flow, task  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from pipeline.plan import Job  # noqa: E402
from pipeline.store.store import Result  # noqa: E402

Process = Callable[[Sequence[Job]], list[Result]]


@task(name="read batch", retries=2, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE, persist_result=False)
def read_batch(jobs: Sequence[Job], process: Process) -> list[Result]:
    """One batch; a document that cannot be read comes back as a failed result, so that a retry is for crashes only."""
    return process(jobs)


@flow(name="seriatim", validate_parameters=False, persist_result=False)
def ingest(jobs: Sequence[Job], process: Process, take: Callable[[Result], None], batch_size: int = 20) -> int:
    """Read every job and hand each result to `take`, batch by batch; returns how many were taken."""
    count = 0
    for batch in batches(jobs, batch_size):
        for result in read_batch(batch, process):
            take(result)
            count += 1
    return count


def batches(jobs: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Runs of at most `size` jobs."""
    for at in range(0, len(jobs), size):
        yield jobs[at : at + size]
