"""Which store a run uses, told without loading what opens it."""

from __future__ import annotations

import os
from pathlib import Path

DEFAULT = "sqlite:///outputs/seriatim.db"
_FILE = "sqlite:///"


def store_url(given: str | None = None) -> str:
    """The store's URL: as given, else `SERIATIM_DATABASE_URL`, else SQLite in `outputs/seriatim.db`."""
    url = given or os.environ.get("SERIATIM_DATABASE_URL") or DEFAULT
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    return url


def not_yet_there(url: str) -> bool:
    """Whether it is a file that does not exist yet, so that a run will read every document."""
    return url.startswith(_FILE) and not Path(url.removeprefix(_FILE)).exists()
