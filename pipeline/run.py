"""One run: what is new is read and stored, and the output folder says what all documents say now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.collector import resting
from pipeline.digests import version_key
from pipeline.ingest import find_documents
from pipeline.outputs import OutputFolder
from pipeline.plan import Job, Plan, batches, plan
from pipeline.prefect_server import RUN_SERVER
from pipeline.publication import Publication
from pipeline.store import Result, Store, open_engine, store_url, writing
from pipeline.timings import Clock, describe
from pipeline.workers import Workers

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_AHEAD = 64
"""Documents that each process reads while Prefect loads or results are stored, at least."""
Progress = Callable[[Result, int, int], None]
Take = Callable[[list[Result]], None]


@dataclass(frozen=True)
class Options:
    """How to run: processes, documents a batch, bounds a document (seconds, bytes), the store, seconds to wait for it.

    `address` is a Dask scheduler's; on a cluster the bounds are the cluster's own.
    """

    workers: int = 1
    batch_size: int = 20
    timeout: float = 300.0
    memory: int = 6_000_000_000
    store: str | None = None
    wait: float = 0.0
    retry_failed: bool = False
    address: str = ""


@dataclass
class RunSummary:
    """What a run did: a summary a document, how many were read anew, unchanged and gone, and the contents of run.json.

    `without_prefect` says why the flow could not be used, where that is so; `new` are the documents read.
    """

    documents: list[dict[str, Any]] = field(default_factory=list)
    read: int = 0
    unchanged: int = 0
    gone: int = 0
    run: dict[str, Any] = field(default_factory=dict)
    without_prefect: str = ""
    new: frozenset[str] = frozenset()

    @property
    def failed(self) -> list[dict[str, Any]]:
        """Documents that could not be read."""
        return [d for d in self.documents if d["status"] == "failed"]


def run(paths: Sequence[Path], out: Path, options: Options = Options(), progress: Progress | None = None) -> RunSummary:
    """Read what is new under `paths`, store it, and write what every document there says now into `out`.

    Raises
    ------
    InputError
        When a path does not exist, a folder holds no document, the store is held by another run, or `out` or the store
        cannot be written. A document that cannot be read is no error of the run: it stands as failed, with its reason.
    """
    clock = Clock()
    key = version_key()
    with OutputFolder(out) as folder:
        engine = open_engine(store_url(options.store))
        with writing(engine, options.wait):
            folder.sweep()
            store = Store(engine)
            known = store.known()
            todo = plan(
                find_documents(paths), [p.resolve() for p in paths], known, key, retry=_retry(store, known, options)
            )
            number = store.begin(key, [str(p.resolve()) for p in paths])
            clock.mark("start-up")
            published = Publication(todo, store, folder)

            def keep(results: list[Result]) -> None:
                with clock.within("store"):
                    kept = store.keep(number, key, results)
                for result in kept:
                    clock.work(result.summary.get("seconds") or {})
                with clock.within("published"):
                    published.take(kept)

            without = _read(todo, keep, options, clock, progress)
            store.touch(number, todo.unchanged)
            store.mark_gone(number, todo.gone)
            published.finish()
            summary = _summary(todo, published, without)
            clock.mark("output")
            counts = {"read": summary.read, "unchanged": summary.unchanged, "gone": summary.gone}
            summary.run = describe(summary.documents, counts, store.counts(), clock) | {"without prefect": without}
            store.finish(number, summary.run["documents"])
            folder.finish(summary.run)
        engine.dispose()
    return summary


def _retry(store: Store, known: dict[str, tuple[str, str, str, bool]], options: Options) -> frozenset[str]:
    """Failed documents worth another try: those whose failure was not the file's own, or all that failed."""
    failures = store.failures()
    return frozenset(doc for doc in known if doc in failures and (failures[doc] or options.retry_failed))


def _read(todo: Plan, take: Take, options: Options, clock: Clock, progress: Progress | None) -> str:
    """Send the jobs through the flow, each batch of results taken as it comes; why without Prefect, where that is so."""
    if not todo.read:
        return ""
    done: set[str] = set()

    def told(result: Result) -> None:
        done.add(result.doc)
        if progress:
            progress(result, len(done), len(todo.read))

    without = ""
    if options.address:
        without = _read_on_dask(todo.read, options, take, told, clock)
    else:
        without = _read_here(todo.read, options, take, told, clock)
    clock.mark("reading")
    return without


def _read_here(jobs: Sequence[Job], options: Options, take: Take, told: Callable[[Result], None], clock: Clock) -> str:
    size = options.batch_size * options.workers
    count = min(options.workers, len(jobs))
    ahead = max(size, _AHEAD * count)
    with Workers(count, options.timeout, options.memory, jobs, ahead, told) as workers:

        def process(batch: Sequence[Job]) -> list[Result]:
            with clock.within("waiting"):
                return workers.process(batch)

        RUN_SERVER.start()
        return orchestrate(jobs, process, take, size)


def _read_on_dask(
    jobs: Sequence[Job], options: Options, take: Take, told: Callable[[Result], None], clock: Clock
) -> str:
    # a server of this run's answers workers of this machine only; those of others start what they need, or share the
    # user's own
    here = urlsplit(options.address).hostname in _LOOPBACK
    if here:
        RUN_SERVER.start()
        RUN_SERVER.name()
    from pipeline.flow import ingest_on_dask

    def take_and_tell(results: list[Result]) -> None:
        take(results)
        for result in results:
            told(result)

    clock.add("waiting", ingest_on_dask(jobs, options.address, take_and_tell, options.batch_size, RUN_SERVER.ready))
    return ""


def orchestrate(jobs: Sequence[Job], process: Callable[[Sequence[Job]], list[Result]], take: Take, size: int) -> str:
    """Give `take` every job's result, in order and by batch, by way of the flow; why without it, where that is so.

    Should Prefect itself fail, what is left is read without it: a night is not lost for its books.
    """
    taken, refused = 0, False

    def count(results: list[Result]) -> None:
        nonlocal taken, refused
        refused = True
        take(results)
        refused = False
        taken += len(results)

    try:
        RUN_SERVER.name()
        with resting():
            from pipeline.flow import ingest  # Prefect takes seconds to import: only a run with work pays for it
        RUN_SERVER.ready()
        ingest(jobs, process, count, size)
        return ""
    except Exception as error:
        if refused:  # what is done with a result failed, not Prefect
            raise
        told = f"{type(error).__name__}: {error}"
    for batch in batches(jobs[taken:], size):
        take(process(batch))
    return told


def _summary(todo: Plan, published: Publication, without: str) -> RunSummary:
    return RunSummary(
        documents=published.documents,
        read=len(todo.read),
        unchanged=len(todo.unchanged),
        gone=len(todo.gone),
        without_prefect=without,
        new=frozenset(j.doc for j in todo.read),
    )
