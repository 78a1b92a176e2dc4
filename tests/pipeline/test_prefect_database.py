"""Every run has its own Prefect database, and leaves nothing but a migrated copy for the next."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.prefect_database import SETTINGS, is_scratch, keep, own_database, sweep

ROOT = Path(__file__).resolve().parent.parent.parent


def test_what_the_user_names_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SETTINGS, "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    own_database()
    assert SETTINGS[0] not in os.environ


def test_a_kept_copy_is_whole(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as a:
        a.execute("CREATE TABLE migrated (n INTEGER)")
        a.execute("INSERT INTO migrated VALUES (7)")
        a.commit()
    keep(tmp_path / "a.db", tmp_path / "cache" / "b.db")
    with closing(sqlite3.connect(tmp_path / "cache" / "b.db")) as b:
        assert b.execute("SELECT n FROM migrated").fetchall() == [(7,)]
    assert [p.name for p in (tmp_path / "cache").iterdir()] == ["b.db"]


def test_sweep_leaves_living_runs_alone(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for pid in (dead.pid, os.getpid()):
        (tmp_path / f"seriatim-prefect-{pid}-x").mkdir()
    sweep(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [f"seriatim-prefect-{os.getpid()}-x"]


@pytest.mark.slow
def test_two_runs_share_nothing_but_the_copy(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in (*SETTINGS, "PREFECT_API_URL")}
    environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path / "scratch")}
    (tmp_path / "scratch").mkdir()
    told = "from pipeline.flow import ingest; ingest([1, 2], lambda jobs: list(jobs), print, 1)"
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", told], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip().endswith("[1]\n[2]")
        assert not list((tmp_path / "scratch").glob("seriatim-prefect-*"))
    assert len(list((tmp_path / "cache" / "seriatim").iterdir())) == 1


def test_only_a_database_of_the_runs_own_is_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert not is_scratch()
    monkeypatch.setenv(SETTINGS[0], "sqlite+aiosqlite:////home/user/prefect.db")
    assert not is_scratch(), "a database of the user's choice keeps what the server writes"
    monkeypatch.setenv(SETTINGS[0], "sqlite+aiosqlite:////tmp/seriatim-prefect-12-x/prefect.db")
    assert is_scratch()
