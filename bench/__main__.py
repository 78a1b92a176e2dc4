"""How fast: whole runs on one and two processes, beside a bare spaCy NER pass and pdfplumber's bare extract_text.

usage: python -m bench [--documents N]

Everything is measured in one run on one machine, as whole processes; the ratios are what carries over.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.corpus import vary
from bench.pages import write_pdfs

out = Console(width=130)


@dataclass(frozen=True)
class Measured:
    """Wall seconds of a process, the most memory of all its processes together (MB), and what it printed last as JSON."""

    seconds: float
    memory: float
    told: dict[str, Any]


def measure(*command: str) -> Measured:
    """Run a Python module of ours to its end."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "SERIATIM_DATABASE_URL": ""}
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, env=environment)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    printed, _ = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    last = printed.strip().splitlines()[-1] if printed.strip() else ""
    return Measured(seconds, peak[0], json.loads(last) if last.startswith("{") else {})


def _watch(root: int, peak: list[float]) -> None:
    """Sample the resident memory of a process and all below it, twice a second (Linux)."""
    while Path(f"/proc/{root}").exists():
        children: dict[int, list[int]] = {}
        memory: dict[int, float] = {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
            memory[int(entry.parent.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        total, todo = 0.0, [root]
        while todo:
            pid = todo.pop()
            total += memory.get(pid, 0.0)
            todo += children.get(pid, [])
        peak[0] = max(peak[0], total)
        time.sleep(0.5)


def whole_run(papers: Path, folder: Path, workers: int) -> tuple[Measured, dict[str, Any]]:
    """`seriatim run` into a fresh store; its run.json."""
    target = folder / f"out-{papers.name}-{workers}"
    store = f"sqlite:///{target}.db"
    done = measure(
        "pipeline.cli", "run", str(papers), "--out", str(target), "--store", store, "--workers", str(workers)
    )
    return done, json.loads((target / "run.json").read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--pdfs", type=int, default=24)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="seriatim-bench-") as name:
        folder = Path(name)
        vary(given.documents, folder / "all")
        vary(max(given.documents // 5, 1), folder / "fifth")
        runs = {"1 process": whole_run(folder / "all", folder, 1), "2 processes": whole_run(folder / "all", folder, 2)}
        fifth = whole_run(folder / "fifth", folder, 1)
        bare = measure("bench.bare_spacy", str(folder / "all"))
        print_runs(runs, bare, given.documents)
        print_memory(runs["1 process"][0], fifth[0], given.documents)
        write_pdfs(folder / "all", folder / "pdf", given.pdfs)
        print_pdfs(
            measure("bench.bare_pdf", str(folder / "pdf"), "ours"),
            measure("bench.bare_pdf", str(folder / "pdf"), "bare"),
        )


def print_runs(runs: dict[str, tuple[Measured, dict[str, Any]]], bare: Measured, documents: int) -> None:
    """Documents and words a second, where the time went, and the ratios."""
    table = Table(
        "", "wall s", "docs/s", "words/s", "peak MB", "annotate", "extract", "reconcile", "audit", "prefect", "store"
    )
    for label, (done, run) in runs.items():
        seconds, stages = run["seconds"], run["seconds"]["work by stage"]
        cells = [
            f"{done.seconds:.1f}",
            f"{documents / done.seconds:.1f}",
            f"{run['words'] / done.seconds:.0f}",
            f"{done.memory:.0f}",
        ]
        cells += [f"{stages[s]:.1f}" for s in ("annotate", "extract", "reconcile", "audit")]
        table.add_row(label, *cells, f"{seconds['prefect']:.1f}", f"{seconds['store']:.1f}")
    words, spent = bare.told["words"], bare.told["seconds"]
    table.add_row("bare spaCy NER", f"{bare.seconds:.1f}", "", f"{words / spent:.0f}", f"{bare.memory:.0f}")
    out.print(table)
    one, two = runs["1 process"][1]["seconds"], runs["2 processes"][1]["seconds"]
    out.print(f"work on one process / bare spaCy pass: {one['work'] / spent:.2f}")
    overhead = (runs["1 process"][0].seconds - one["work"]) / one["work"]
    out.print(f"everything but the work (start-up, Prefect, store, output) / work, one process: {overhead:.1%}")
    out.print(f"speed of 2 processes / 1 process: {runs['1 process'][0].seconds / runs['2 processes'][0].seconds:.2f}")
    out.print(
        f"documents an hour: {documents / one['total'] * 3600:.0f} on one process, {documents / two['total'] * 3600:.0f} on two"
    )


def print_memory(whole: Measured, fifth: Measured, documents: int) -> None:
    """Whether memory grows with the corpus."""
    out.print(f"peak memory of {documents} documents / of a fifth of them: {whole.memory / fifth.memory:.2f}")


def print_pdfs(ours: Measured, bare: Measured) -> None:
    """Reading PDF pages beside pdfplumber's own text."""
    pages = ours.told["pages"]
    out.print(
        f"PDF: {pages} pages; read_pdf {pages / ours.told['seconds']:.2f} pages/s, bare extract_text "
        f"{pages / bare.told['seconds']:.2f} pages/s; ratio of times {ours.told['seconds'] / bare.told['seconds']:.2f}"
    )


if __name__ == "__main__":
    main()
