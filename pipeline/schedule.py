"""The scheduled run: new papers read, what came in and what failed told as a Prefect artifact, gold scores guarded."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.quiet import quieten

quieten()

from prefect import flow, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.runner import Runner  # noqa: E402

from extractors.core.document import InputError  # noqa: E402
from pipeline.floors import below, read_floors  # noqa: E402
from pipeline.run import Options, RunSummary, run  # noqa: E402
from pipeline.scoring import Report, load_gold, load_jsonl, score  # noqa: E402
from pipeline.store import BusyError  # noqa: E402

_ROWS = 200
"""Most documents that a table of the artifact lists; documents.jsonl has them all."""


class BelowFloorError(Exception):
    """Scores on gold fell below their floors: the run is failed, its outputs stand."""


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Whether another try may fare better: not when what was asked for is wrong."""
    try:
        state.result()
    except BusyError:
        return True
    except InputError:
        return False
    except Exception:
        return True
    return False


@task(
    name="read what is new",
    retries=2,
    retry_delay_seconds=[60, 600],
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_new(paths: Sequence[str], out: str, options: Options) -> RunSummary:
    """One run; what it stored before it failed is not read again by the next try."""
    return run([Path(p) for p in paths], Path(out), options)


@flow(name="seriatim nightly", validate_parameters=False, persist_result=False)
def nightly(
    paths: Sequence[str],
    out: str,
    gold: str = "",
    floors: str = "",
    store: str | None = None,
    workers: int = 1,
    address: str = "",
    timeout: float = 300.0,
    memory: int = 6000,
) -> dict[str, Any]:
    """Read what is new under `paths`, write `out`, score against `gold`, compare with `floors`, leave an artifact.

    `floors` is a JSON file of core F1 by kind (and `all`), `address` a Dask scheduler's, `timeout` and `memory` the
    seconds of a document and the megabytes of a worker. Returns the contents of run.json.

    Raises
    ------
    BelowFloorError
        When a score lies below its floor.
    """
    guarded = read_floors(Path(floors)) if floors else {}
    # another run may hold the store: a nightly run has the time to wait an hour
    options = Options(workers, timeout=timeout, memory=memory * 1_000_000, store=store, wait=3600.0, address=address)
    summary = read_new(paths, out, options)
    report = None
    if gold:
        facts = load_gold(Path(gold))
        report = score(facts, load_jsonl(Path(out) / "records.jsonl", facts.facts))
    fallen = below(report, guarded) if report else {}
    create_markdown_artifact(markdown(summary, report, fallen), key="seriatim-nightly", description="What came in")
    if fallen:
        told = ", ".join(f"{kind} {value:.3f} < {floor:.3f}" for kind, (value, floor) in fallen.items())
        raise BelowFloorError(f"scores on gold fell below their floors: {told}")
    return summary.run


class _Runner(Runner):
    """Prefect's, but for SIGTERM (a service being stopped), which it answers with tracebacks."""

    async def serve(self) -> None:
        """Start what is due until SIGTERM; what runs then is stopped."""
        loop, here = asyncio.get_running_loop(), asyncio.current_task()
        assert here is not None
        self._stop = partial(loop.call_soon_threadsafe, here.cancel)
        loop.set_exception_handler(_told_unless_cancelled)
        with suppress(asyncio.CancelledError):
            await self.start()

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """Leave the event loop as from within."""
        self._stop()


def _told_unless_cancelled(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Python 3.11 reports a cancelled connection as an error."""
    if not isinstance(context.get("exception"), asyncio.CancelledError):
        loop.default_exception_handler(context)


def serve(cron: str, parameters: dict[str, Any]) -> None:
    """Turn the schedule into runs, one at a time, until stopped."""
    runner = _Runner(name="seriatim", limit=1)
    runner.add_flow(nightly, name="seriatim", cron=cron, parameters=parameters)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.serve())


def markdown(summary: RunSummary, report: Report | None, fallen: dict[str, tuple[float, float]]) -> str:
    """The artifact: what came in, what failed and why, how the scores stand."""
    counts = summary.run["documents"]
    lines = [
        "# Seriatim, nightly",
        f"{counts['read']} read, {counts['unchanged']} unchanged, {counts['gone']} gone; {summary.run['records']} records.",
        "",
    ]
    if summary.without_prefect:
        lines += [f"Read without the flow: {_cell(summary.without_prefect)}", ""]
    came = [d for d in summary.documents if d["doc"] in summary.new]
    lines += _table(
        "Came in", [(d["doc"], d["status"], str(sum(d["records"].values()))) for d in came], "status|records"
    )
    lines += _table("Failed", [(d["doc"], d["reason"]) for d in summary.failed], "reason")
    partial = [d for d in summary.documents if d["status"] == "partial"]
    lines += _table("Partly read", [(d["doc"], d["reason"]) for d in partial], "reason")
    if report:
        lines += ["## Scores on gold", "| kind | P | R | F1 | floor |", "|---|---|---|---|---|"]
        for kind, tally in (*report.kinds.items(), ("all", report.total)):
            mark = f"**below {fallen[kind][1]:.3f}**" if kind in fallen else ""
            lines.append(f"| {kind} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1():.3f} | {mark} |")
    return "\n".join(lines) + "\n"


def _table(title: str, rows: Sequence[tuple[str, ...]], columns: str) -> list[str]:
    if not rows:
        return []
    names = ["document", *columns.split("|")]
    lines = [f"## {title}", f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows[:_ROWS]]
    more = len(rows) - _ROWS
    return [*lines, "", f"and {more} more: see documents.jsonl", ""] if more > 0 else [*lines, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
