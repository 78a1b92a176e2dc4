"""A database of its own for the Prefect server of each run, so that runs beside one another never wait for a lock.

Prefect's default is one SQLite file in the user's home for all. A fresh file costs seconds of migrations: the first
run leaves a migrated copy in the user's cache, and later runs begin with it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path

SETTINGS = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")
"""Either names a database of the user's choice."""
_PREFIX = "seriatim-prefect-"


def own_database() -> None:
    """Point Prefect at a scratch database, gone with this process; to be called before Prefect is imported.

    Does nothing where the user names a server or a database, a run in this process has one already, or Prefect is
    imported and so settled: a schedule keeps its history in the user's own.
    """
    if "prefect" in sys.modules or any(os.environ.get(name) for name in (*SETTINGS, "PREFECT_API_URL")):
        return
    sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    database, migrated = folder / "prefect.db", template()
    with suppress(OSError):  # no template yet, or not readable: Prefect migrates an empty file
        shutil.copyfile(migrated, database)
    os.environ[SETTINGS[0]] = f"sqlite+aiosqlite:///{database}"
    atexit.register(_leave, folder, database, migrated)


def is_scratch() -> bool:
    """Whether Prefect's database is gone with this run (or the run that started this process), so that nobody looks at it."""
    return any(_PREFIX in os.environ.get(name, "") for name in SETTINGS)


def template() -> Path:
    """Where the migrated copy for the installed Prefect lies, there or not."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "seriatim" / f"prefect-{version('prefect')}.db"


def _leave(folder: Path, database: Path, migrated: Path) -> None:
    """Runs after Prefect's own exit handlers, which stop the server: keep a first copy, drop the rest."""
    if database.exists() and not migrated.exists():
        with suppress(OSError, sqlite3.Error):
            keep(database, migrated)
    shutil.rmtree(folder, ignore_errors=True)


def keep(database: Path, migrated: Path) -> None:
    """Copy a database, whole or not at all: another run may do the same."""
    migrated.parent.mkdir(parents=True, exist_ok=True)
    scratch = migrated.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(scratch)) as target:
        source.backup(target)
    scratch.replace(migrated)


def sweep(folder: Path) -> None:
    """Remove what killed runs left behind (a folder is named after the process that made it)."""
    for left in folder.glob(f"{_PREFIX}*-*"):
        pid = left.name.removeprefix(_PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)
