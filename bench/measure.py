"""Running a module of ours to its end: wall seconds, memory, and what it prints last."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PROPORTIONAL = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Measured:
    """Wall seconds of a process, what it printed last as JSON, and memory (MB).

    `memory` is the most that all its processes held together, `own` the most that it held without those it started. Pages
    that processes share count once (Linux, proportional set size).
    """

    seconds: float
    memory: float
    own: float
    told: dict[str, Any]


@dataclass
class _Peaks:
    together: float = 0.0
    own: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)


def measure(*command: str) -> Measured:
    """Run a Python module to its end.

    Raises
    ------
    SystemExit
        When it fails.
    """
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "SERIATIM_DATABASE_URL": ""}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, env=environment)
    peaks = _Peaks()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks), daemon=True)
    watcher.start()
    printed, _ = process.communicate()
    seconds = time.perf_counter() - started
    peaks.stop.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    last = printed.strip().splitlines()[-1] if printed.strip() else ""
    return Measured(seconds, peaks.together, peaks.own, json.loads(last) if last.startswith("{") else {})


def _watch(root: int, peaks: _Peaks) -> None:
    """Sample once a second until told to stop.

    The exact figure walks all pages of a process and holds it up meanwhile (some 9 ms for 300 MB), which is part of what
    is measured: it is asked for only when what the processes have resident, by the kernel's own count, is a new most.
    """
    most_own = most = 0
    while not peaks.stop.wait(1.0):
        processes = [root, *_below(root)]
        own_pages, *other_pages = map(_resident, processes)
        if own_pages <= most_own and own_pages + sum(other_pages) <= most:
            continue
        most_own, most = max(most_own, own_pages), max(most, own_pages + sum(other_pages))
        own, *others = map(_held, processes)
        peaks.own = max(peaks.own, own)
        peaks.together = max(peaks.together, own + sum(others))


def _resident(pid: int) -> int:
    """Pages that a process has in memory, shared ones included; none when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0


def _held(pid: int) -> float:
    """Memory (MB) of one process, what it shares in proportion; none when it has ended."""
    try:
        found = _PROPORTIONAL.search(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0


def _below(root: int) -> list[int]:
    """All processes that a process, or one of those, has started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.parent.name))
    found, todo = [], [root]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found
