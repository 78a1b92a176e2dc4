"""One run: documents found, sent through the flow, written out, and told."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.digests import digests, versions
from pipeline.identify import identify
from pipeline.ingest import find_documents
from pipeline.outcome import Outcome
from pipeline.outputs import OutputFolder


@dataclass
class RunSummary:
    """What a run found: a line a document, and its timings in seconds."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    run: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> list[dict[str, Any]]:
        """Documents that could not be read."""
        return [d for d in self.documents if d["status"] == "failed"]


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    batch_size: int = 20,
    progress: Callable[[Outcome, int, int], None] | None = None,
) -> RunSummary:
    """Process all documents under `paths` into `out`.

    Raises
    ------
    InputError
        When a path does not exist, a folder holds no document, or `out` cannot be written. A document that cannot be
        read is no error of the run: it stands as failed in `documents.jsonl`.
    """
    started = time.time()
    files = list(identify(find_documents(paths)))
    summary = RunSummary()
    with OutputFolder(out) as folder:
        from pipeline.flow import ingest  # Prefect takes seconds to import: only a run pays for it

        work = dict.fromkeys(("read", "annotate", "extract", "reconcile"), 0.0)

        def take(outcome: Outcome) -> None:
            folder.add(outcome)
            summary.documents.append(outcome.summary())
            for stage, seconds in (outcome.seconds or {}).items():
                work[stage] = work.get(stage, 0.0) + seconds
            if progress:
                progress(outcome, len(summary.documents), len(files))

        imported = time.time()
        ingest(files, take, batch_size)
        done = time.time()
        summary.run = describe(summary, work, started, imported, done)
        folder.finish(summary.run)
    return summary


def process_start() -> float:
    """When this process began, in seconds since the epoch (Linux; elsewhere now)."""
    try:
        with open("/proc/self/stat", encoding="ascii") as stat:
            ticks = float(stat.read().rsplit(")", 1)[1].split()[19])
        with open("/proc/uptime", encoding="ascii") as uptime:
            return time.time() - (float(uptime.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK"))
    except (OSError, IndexError, ValueError):
        return time.time()


def describe(
    summary: RunSummary, work: dict[str, float], started: float, imported: float, done: float
) -> dict[str, Any]:
    """The contents of `run.json`: versions, digests, counts and timings (seconds)."""
    status = [d["status"] for d in summary.documents]
    worked = sum(work.values())
    first = process_start()
    return {
        "complete": True,
        "started": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "digests": digests(),
        "documents": {s: status.count(s) for s in ("complete", "partial", "failed")},
        "records": sum(sum(d["records"].values()) for d in summary.documents),
        "words": sum(d["words"] for d in summary.documents),
        "seconds": {
            "start-up": round(imported - min(first, started), 3),
            "prefect": round(max(done - imported - worked, 0.0), 3),
            "work": round(worked, 3),
            "work by stage": {k: round(v, 3) for k, v in work.items()},
            "total": round(time.time() - min(first, started), 3),
        },
    }
