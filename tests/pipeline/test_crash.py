"""kill -9 at any moment, run again: the same final state as an uninterrupted run."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import Store, open_engine

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 20


def corpus(folder: Path, copies: int) -> Path:
    """The shipped papers several times over, each copy its own document."""
    folder.mkdir()
    for copy in range(copies):
        for path in sorted((ROOT / "corpus" / "documents").glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            (folder / f"{path.stem}_{copy}.txt").write_text(f"{text}\n \nCopy {copy}.\n", encoding="utf-8")
    return folder


def start(papers: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline.cli", "run", str(papers), "--out", str(out)]
    arguments = ["--store", f"sqlite:///{out}.db", "--batch-size", "3"]
    with Path(f"{out}.told").open("wb") as told:  # of the last run only: shown where it fails
        outputs: dict[str, Any] = {"stdout": told, "stderr": told, "cwd": ROOT}
        return subprocess.Popen([*command, *arguments], start_new_session=True, **outputs)


def finish(papers: Path, out: Path) -> None:
    """An uninterrupted run, to its end."""
    code = start(papers, out).wait()
    assert code == 0, Path(f"{out}.told").read_text(encoding="utf-8")


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the run and everything it started: nobody cleans up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def saved(database: Path) -> int:
    """Readings in a store, 0 while there is none."""
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def state(database: Path, docs: list[str]) -> dict[str, Any]:
    """What every document says now, without numbers of runs and readings."""
    engine = open_engine(f"sqlite:///{database}")
    store = Store(engine)
    told = {doc: (list(store.records(doc)), list(store.tables(doc)), store.text(doc)) for doc in docs}
    engine.dispose()
    return told


def published(out: Path) -> dict[str, list[str]]:
    files = ("records.jsonl", "tables.jsonl", "findings.jsonl")
    return {name: (out / name).read_text(encoding="utf-8").splitlines() for name in files}


@pytest.mark.slow
def test_twenty_kills_leave_no_trace(tmp_path: Path) -> None:
    papers = corpus(tmp_path / "papers", copies=4)
    docs = sorted(p.stem for p in papers.iterdir())
    rng = random.Random(20)
    crashed, calm = tmp_path / "crashed", tmp_path / "calm"
    killed_at = []
    for number in range(KILLS):
        if saved(tmp_path / "crashed.db") == len(docs):
            # all was read, by a run that was killed or not: begin anew, so that later kills interrupt something
            for left in tmp_path.glob("crashed.db*"):  # SQLite's log too: it would belong to no database
                left.unlink()
        process = start(papers, crashed)
        # half of the kills fall anywhere in a run's life, half while documents are being saved
        goal = saved(tmp_path / "crashed.db") + rng.randint(1, 3) if number % 2 else None
        deadline = time.monotonic() + (60 if goal else rng.uniform(0.1, 9))
        while time.monotonic() < deadline and process.poll() is None:
            if goal and saved(tmp_path / "crashed.db") >= goal:
                time.sleep(rng.uniform(0, 0.05))
                break
            time.sleep(0.003)
        if process.poll() is None:
            kill(process)
            killed_at.append(saved(tmp_path / "crashed.db"))
    assert len(killed_at) >= KILLS // 2
    finish(papers, crashed)
    finish(papers, calm)
    assert state(tmp_path / "crashed.db", docs) == state(tmp_path / "calm.db", docs)
    assert published(crashed) == published(calm)
    assert json.loads((crashed / "run.json").read_text())["complete"] is True
    assert not [p for p in crashed.iterdir() if p.name.startswith(".writing")], "scratch of killed runs is swept"
