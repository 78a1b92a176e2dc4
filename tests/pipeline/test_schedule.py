"""The schedule as a scheduler meets it: new papers read by the clock, scores guarded, what came in told by Prefect."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractors.core.document import InputError
from pipeline.floors import read_floors

ROOT = Path(__file__).resolve().parent.parent.parent
PAPER = "Results\n\nEleven patients with chordoma received imatinib 400 mg twice daily. Median PFS was 7.5 months (95 % CI 4.1–9.9).\n"
GOLD = {"doc": "good", "kind": "time_to_event", "endpoint": "PFS", "statistic": "median", "value": 9.5, "unit": "mo"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of papers, one of gold that no reading agrees with, floors, and a home for Prefect."""
    for name in ("papers", "gold", "prefect"):
        (tmp_path / name).mkdir()
    (tmp_path / "papers" / "good.txt").write_text(PAPER)
    (tmp_path / "papers" / "empty.txt").write_text("")
    (tmp_path / "gold" / "good.jsonl").write_text(json.dumps(GOLD) + "\n")
    (tmp_path / "floors.json").write_text(json.dumps({"time_to_event": 0.9}))
    return tmp_path


def command(place: Path, *more: str) -> dict[str, Any]:
    """How to start `seriatim schedule` there, with a Prefect of its own."""
    arguments = [str(place / "papers"), "--out", str(place / "out"), "--store", f"sqlite:///{place}/s.db", *more]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(place / "prefect"), "COLUMNS": "200"}
    told = {"args": [sys.executable, "-m", "pipeline.cli", "schedule", *arguments], "env": environment, "cwd": ROOT}
    return told | {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}


def prefect(place: Path, query: str) -> list[tuple[Any, ...]]:
    """What Prefect's database says."""
    with closing(sqlite3.connect(place / "prefect" / "prefect.db", timeout=30)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.slow
def test_scores_below_their_floors_fail_the_run_and_tell_why(place: Path) -> None:
    guarded = ["--gold", str(place / "gold"), "--floors", str(place / "floors.json"), "--once"]
    done = subprocess.run(**command(place, *guarded), timeout=500)
    assert done.returncode == 1, done.stderr
    assert "scores on gold fell below their floors: time_to_event 0.000 < 0.900" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    states = dict(prefect(place, "SELECT f.name, r.state_type FROM flow_run r JOIN flow f ON f.id = r.flow_id"))
    assert states == {"seriatim nightly": "FAILED", "seriatim": "COMPLETED"}
    ((artifact,),) = prefect(place, "SELECT data FROM artifact WHERE key = 'seriatim-nightly'")
    assert "2 read, 0 unchanged, 0 gone" in artifact
    assert "the file is empty" in artifact
    assert "**below 0.900**" in artifact
    assert json.loads((place / "out" / "run.json").read_text())["complete"] is True, "its outputs stand"


@pytest.mark.slow
def test_the_clock_starts_runs_until_the_service_is_stopped(place: Path) -> None:
    running = subprocess.Popen(**command(place, "--cron", "* * * * *"))
    deadline = time.monotonic() + 420
    while not (place / "out" / "run.json").exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.5)
    running.send_signal(signal.SIGTERM)
    told, noise = running.communicate(timeout=120)
    assert (place / "out" / "run.json").exists(), told + noise
    assert running.returncode == 0
    assert "scheduled '* * * * *'; Prefect at http://127.0.0.1:" in told
    assert "Traceback" not in told + noise


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--gold", "/nowhere"], "no such folder of gold"),
        (["--floors", "/nowhere.json"], "--floors needs --gold"),
        (["--floors", "floors.json", "--gold", "gold"], "no such kind 'time'"),
    ],
)
def test_what_is_wrong_is_told_at_once(place: Path, more: list[str], message: str) -> None:
    (place / "floors.json").write_text(json.dumps({"time": 0.9}))
    given = [str(place / word) if (place / word).exists() else word for word in more]
    done = subprocess.run(**command(place, *given), timeout=120)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["[]", '{"all": "much"}', '{"all": 1.5}', "nonsense"])
def test_floors_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "floors.json").write_text(text)
    with pytest.raises(InputError, match=r"floors\.json"):
        read_floors(tmp_path / "floors.json")
