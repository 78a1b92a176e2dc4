"""Worker processes with bounds: a document that takes too long or too much memory costs only itself."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from itertools import islice
from threading import Thread
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from extractors.core.document import InputError
from pipeline import loader
from pipeline.plan import Job
from pipeline.store import Result

Told = Callable[[Result], None]
_RENEWED = 400
"""Documents that a process reads before another takes its place, so that what libraries never let go stays bounded."""


class Workers:
    """`count` processes; each document has `timeout` seconds and, with the library code, `memory` bytes.

    A document that breaks a bound, or kills its process, comes back as a failed result that says so. Of the jobs that are
    `coming`, in their order, up to `ahead` are read before they are asked for: workers go on while results are stored.
    `told` hears of every result as it comes.
    """

    def __init__(
        self,
        count: int = 1,
        timeout: float = 300.0,
        memory: int = 6_000_000_000,
        coming: Iterable[Job] = (),
        ahead: int = 20,
        told: Told = lambda _: None,
    ) -> None:
        self._count, self.timeout, self._memory = count, timeout, memory
        self._coming, self._ahead, self._told = iter(coming), ahead, told
        self._begun: dict[Job, Future[Result]] = {}
        self._read = self._read_when_renewed = 0
        self._pool = self._new_pool()
        # starting takes seconds (libraries, vocabularies): begin at once, and let the caller do other things meanwhile
        loader.begin()
        self._starting = Thread(target=self._begin, daemon=True)
        self._starting.start()

    def process(self, jobs: Sequence[Job]) -> list[Result]:
        """Results in the order of the jobs.

        Raises
        ------
        InputError
            When processes end before they have read anything: their memory is too small for what they must load.
        """
        self._starting.join()
        results = []
        for job in jobs:
            result = self._result(job, self._begun.pop(job) if job in self._begun else self._submit(job))
            self._read_ahead()
            self._told(result)
            results.append(result)
        return results

    def _result(self, job: Job, future: Future[Result]) -> Result:
        try:
            result = future.result()
            self._read += 1
            return result
        except FutureTimeout:
            return _failed(job, f"took longer than {self.timeout:g} s")
        except ProcessExpired as error:
            return _failed(
                job, f"its process ended (exit code {error.exitcode}); out of memory, or a crash in a library"
            )
        except BrokenExecutor:
            self._renew()
            return self._result(job, self._submit(job))
        except Exception as error:
            return _failed(job, f"{type(error).__name__}: {error}")

    def _begin(self) -> None:
        # once seen: multiprocessing's own resource tracker died while it started; `process` then starts the pool again
        with suppress(OSError):
            self._read_ahead()

    def _read_ahead(self) -> None:
        """Give the processes what is coming next."""
        for job in islice(self._coming, self._ahead - len(self._begun)):
            self._begun[job] = self._submit(job)

    def _submit(self, job: Job) -> Future[Result]:
        try:
            future: Future[Result] = self._pool.submit(_read, self.timeout, job)
        except RuntimeError as error:  # the pool is broken, as its other results will tell
            future = Future()
            future.set_exception(BrokenExecutor(str(error)))
        return future

    def _renew(self) -> None:
        """Begin with new processes: the old ones ended while they read nothing."""
        if self._read == self._read_when_renewed:
            raise InputError(
                f"worker processes end before they have read a document; --memory {self._memory // 1_000_000} MB may be "
                "too little for what they load"
            )
        self._read_when_renewed = self._read
        self._stop()
        self._pool = self._new_pool()
        for job, future in self._begun.items():
            if not future.done() or future.exception() is not None:
                self._begun[job] = self._submit(job)

    def _new_pool(self) -> ProcessPool:
        given = {name: value for name, value in os.environ.items() if name.startswith("SERIATIM_")}
        initial: tuple[Any, ...] = (self._memory, given)
        bounds = {"max_workers": self._count, "max_tasks": _RENEWED}
        return ProcessPool(**bounds, initializer=_start, initargs=initial, context=loader.context())

    def _stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()


def _start(memory: int, environment: dict[str, str]) -> None:
    """A worker's first act: its bound, and the settings of the run (the process it was forked from may be older)."""
    _bound(memory, environment)
    from pipeline.loaded import load
    from pipeline.settings import settings

    settings.cache_clear()
    load()


def _failed(job: Job, cause: str) -> Result:
    from pipeline.reading import failed  # loads all that reading needs: only where it must

    return failed(job, f"{job.path}: {cause}", again=True)


def _bound(memory: int, environment: dict[str, str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.environ.update(environment)


def _read(job: Job) -> Result:
    from pipeline.reading import read_job

    return read_job(job)
