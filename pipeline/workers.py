"""Worker processes with bounds: a document that takes too long or too much memory costs only itself."""

from __future__ import annotations

import gc
import multiprocessing
import resource
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from pipeline.plan import Job
from pipeline.reading import failed, read_job
from pipeline.store.store import Result


class Workers:
    """`count` processes; each document has `timeout` seconds and, with the library code, `memory` bytes.

    A document that breaks a bound, or kills its process, comes back as a failed result that says so.
    """

    def __init__(self, count: int = 1, timeout: float = 300.0, memory: int = 6_000_000_000) -> None:
        self.timeout = timeout
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(max_workers=count, initializer=_start, initargs=(memory,), context=context)
        # processes take seconds to load libraries and vocabularies: begin before there is work
        self._warm = [self._pool.submit(_nothing, None) for _ in range(count)]

    def process(self, jobs: Sequence[Job]) -> list[Result]:
        """Results in the order of the jobs."""
        return list(self._results(jobs))

    def _results(self, jobs: Sequence[Job]) -> Iterator[Result]:
        futures = [self._pool.submit(read_job, self.timeout, job) for job in jobs]
        for job, future in zip(jobs, futures, strict=True):
            try:
                yield future.result()
            except FutureTimeout:
                yield failed(job, f"{job.path}: took longer than {self.timeout:g} s", again=True)
            except ProcessExpired as error:
                cause = f"its process ended (exit code {error.exitcode}); out of memory, or a crash in a library"
                yield failed(job, f"{job.path}: {cause}", again=True)
            except Exception as error:
                yield failed(job, f"{job.path}: {type(error).__name__}: {error}", again=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _start(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    from extractors.core.document import Document
    from pipeline.process import process

    # vocabularies, model and libraries load with the first document: let that be none of the user's
    process(Document("warm-up", "Results\n\nTwo of nine patients responded.\n"))
    # and what they hold stays as long as the process: the collector need not walk it again and again
    gc.collect()
    gc.freeze()


def _nothing() -> None:
    """A task that only waits for its process to be ready."""
