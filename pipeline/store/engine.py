"""Opening the store: SQLite in a file by default, PostgreSQL by URL; always at the newest schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from extractors.core.document import InputError
from pipeline.store.line import serialise

NEWEST = "0002"
"""The newest migration's revision."""
_LOCK_NUMBER = 7_370_114  # any constant of our own: names the advisory lock in PostgreSQL


class BusyError(InputError):
    """Another run holds the store."""


def open_engine(url: str) -> Engine:
    """An engine on the store, its schema migrated to the newest.

    Raises
    ------
    InputError
        When the URL is malformed or the database cannot be reached or written.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, json_serializer=serialise)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_settings)
        with engine.begin() as connection:
            migrate(connection)
    except (ArgumentError, OperationalError, OSError, ModuleNotFoundError) as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise InputError(f"{_shown(url)}: the store cannot be opened: {cause}") from error
    return engine


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest version (Alembic, migrations shipped with the package), whole or not at all."""
    if _version(connection) == NEWEST:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    if connection.dialect.name == "sqlite":
        # Python's driver opens no transaction for DDL: a kill between two tables would leave half a schema for good
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    command.upgrade(config, "head")


def _version(connection: Connection) -> str:
    """The schema's version; empty before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _sqlite_settings(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _shown(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


@contextmanager
def writing(engine: Engine, wait: float = 0) -> Iterator[None]:
    """Hold the store for one run; a second run waits up to `wait` seconds, then is refused.

    The lock goes with its process, however that ends: a file lock beside SQLite, an advisory lock in PostgreSQL.

    Raises
    ------
    BusyError
        When another run holds the store all the while.
    """
    busy = BusyError(f"{_shown(str(engine.url))}: another run is writing to this store; wait for it or use --wait")
    if engine.dialect.name == "sqlite":
        lock = FileLock(f"{engine.url.database}.lock")
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise busy from None
        try:
            yield
        finally:
            lock.release()
        return
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = {max(int(wait * 1000), 1)}"))
        try:
            connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": _LOCK_NUMBER})
        except OperationalError:
            raise busy from None
        connection.commit()
        yield
        connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _LOCK_NUMBER})
        connection.commit()
