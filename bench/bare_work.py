"""The work alone, without Prefect and store, on so many processes: prints wall and CPU seconds of reading as JSON.

usage: python -m bench.bare_work FOLDER DOCUMENTS PROCESSES
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from pathlib import Path

import pipeline.loaded  # noqa: F401  (before the processes are forked, as a run does)
from pipeline.plan import Job
from pipeline.reading import read_job


def work(path: Path) -> float:
    """CPU seconds of reading one document."""
    started = time.process_time()
    read_job(Job(path, path.stem, ""))
    return time.process_time() - started


def main() -> None:
    folder, documents, processes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    papers = sorted(folder.glob("*.txt"))[:documents]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        started = time.perf_counter()
        spent = sum(pool.imap_unordered(work, papers))
        seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "cpu": spent}))


if __name__ == "__main__":
    main()
