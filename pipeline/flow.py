"""The flow: batches of documents through `process_files`, with retries. The only module that imports Prefect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.quiet import quieten

quieten()

from prefect import flow, task  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from pipeline.outcome import Outcome, process_files  # noqa: E402

File = tuple[Path, str]


@task(name="process batch", retries=2, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE, persist_result=False)
def process_batch(files: Sequence[File]) -> list[Outcome]:
    """One batch; documents that cannot be read come back as failed outcomes, so that a retry is for crashes only."""
    return process_files(files)


@flow(name="seriatim", validate_parameters=False, persist_result=False)
def ingest(files: Sequence[File], take: Callable[[Outcome], None], batch_size: int = 20) -> int:
    """Process every file and hand each outcome to `take`, batch by batch; returns how many were taken."""
    count = 0
    for batch in batches(files, batch_size):
        for outcome in process_batch(batch):
            take(outcome)
            count += 1
    return count


def batches(files: Sequence[File], size: int) -> Iterator[Sequence[File]]:
    """Runs of at most `size` files."""
    for at in range(0, len(files), size):
        yield files[at : at + size]
