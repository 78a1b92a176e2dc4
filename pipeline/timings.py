"""Where the time of a run went: start-up, Prefect, store, and the work itself by stage (seconds)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pipeline.digests import digests, versions

STAGES = ("read", "annotate", "extract", "reconcile", "audit")


class Clock:
    """Marks phases of a run in wall time and adds up the work that documents report."""

    def __init__(self) -> None:
        self.started = min(process_start(), time.time())
        self._last = self.started
        self.phases: dict[str, float] = {}
        self.stages = dict.fromkeys(STAGES, 0.0)

    def mark(self, phase: str) -> None:
        """End a phase: the time since the last mark is its."""
        now = time.time()
        self.phases[phase] = self.phases.get(phase, 0.0) + now - self._last
        self._last = now

    def add(self, part: str, seconds: float) -> None:
        """Add to a part that lies within a phase."""
        self.phases[part] = self.phases.get(part, 0.0) + seconds

    @contextmanager
    def within(self, part: str) -> Iterator[None]:
        """Add what a block takes to a part that lies within a phase."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.add(part, time.perf_counter() - started)

    def work(self, seconds: dict[str, float]) -> None:
        """Add a document's seconds by stage."""
        for stage, value in seconds.items():
            self.stages[stage] = self.stages.get(stage, 0.0) + value


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
    documents: Sequence[dict[str, Any]], counts: dict[str, int], store: dict[str, int], clock: Clock
) -> dict[str, Any]:
    """The contents of `run.json`: versions, digests, counts and timings.

    `documents` are the summaries of all, `counts` how many were read, unchanged and gone, `store` what the store holds.
    `prefect` is what the reading phase took beside waiting for the workers and keeping their results; the workers go on
    meanwhile, so that the parts of a run may sum up to more than its total. `output` is what came after it, `published`
    what was written within it.
    """
    status = [d["status"] for d in documents]
    worked = sum(clock.stages.values())
    reading, stored, waited, published = (
        clock.phases.get(part, 0.0) for part in ("reading", "store", "waiting", "published")
    )
    return {
        "complete": True,
        "started": datetime.fromtimestamp(clock.started, UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "digests": digests(),
        "documents": {s: status.count(s) for s in ("complete", "partial", "failed")} | counts,
        "records": sum(sum(d["records"].values()) for d in documents),
        "words": sum(d["words"] for d in documents),
        "store": store,
        "seconds": {
            "start-up": round(clock.phases.get("start-up", 0.0), 3),
            "prefect": round(max(reading - waited - stored - published, 0.0), 3),
            "work": round(worked, 3),
            "work by stage": {k: round(v, 3) for k, v in clock.stages.items()},
            "store": round(stored, 3),
            "published": round(published, 3),
            "output": round(clock.phases.get("output", 0.0), 3),
            "total": round(time.time() - clock.started, 3),
        },
    }
