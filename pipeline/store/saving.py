"""Keeping what documents gave: a batch in one transaction, a handful of statements whatever the number of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from pipeline.store.line import Line, Written
from pipeline.store.schema import DocumentRow, Reading, RecordRow, TableRow, TextRow

_AT_ONCE = 500
"""Most values named in one query: databases bound how many there may be."""


@dataclass(frozen=True)
class Result:
    """What one document gave, ready to be kept, records and tables in the order of the output files.

    `adds` is what it adds to each output file, by name: empty where the store must be asked what the document says now.
    """

    doc: str
    path: str
    digest: str
    status: str
    reason: str
    summary: dict[str, Any]
    records: Sequence[Line] = ()
    tables: Sequence[Line] = ()
    text: str = ""
    format: str = ""
    adds: Mapping[str, str] = field(default_factory=dict)


def unkept(result: Result, cause: str) -> Result:
    """A result that no database takes (it holds characters that are none), as a failure that says so."""
    reason = f"{result.path}: what was read cannot be stored: {cause}"
    summary = result.summary | {"status": "failed", "reason": reason, "records": {}, "tables": 0, "study": None}
    return Result(result.doc, result.path, result.digest, "failed", reason, summary)


def save_batch(connection: Connection, run: int, key: str, results: Sequence[Result]) -> list[int]:
    """Keep the readings of documents, no document twice among them; the readings' numbers, in their order."""
    documents = _documents(run, results)
    known = _known(connection, [r.doc for r in results])
    _insert(
        connection, DocumentRow, [d | {"first_run": run, "reading": None} for d in documents if d["doc"] not in known]
    )
    readings = _readings(connection, run, key, results)
    _update(connection, DocumentRow, "doc", [d | {"reading": n} for d, n in zip(documents, readings, strict=True)])
    read = [(result, n) for result, n in zip(results, readings, strict=True) if result.status != "failed"]
    _replace(connection, RecordRow, known, [(r.doc, n, r.records) for r, n in read])
    _replace(connection, TableRow, known, [(r.doc, n, r.tables) for r, n in read])
    _keep_texts(connection, key, known, [r for r, _ in read])
    return readings


def pieces(values: Sequence[Any], size: int = _AT_ONCE) -> Iterable[Sequence[Any]]:
    """Values in runs that one query may name."""
    return (values[at : at + size] for at in range(0, len(values), size))


def _documents(run: int, results: Sequence[Result]) -> list[dict[str, Any]]:
    return [
        {
            "doc": r.doc,
            "digest": r.digest,
            "path": r.path,
            "status": r.status,
            "reason": r.reason,
            "gone": False,
            "last_run": run,
        }
        for r in results
    ]


def _known(connection: Connection, docs: Sequence[str]) -> set[str]:
    return {
        doc
        for piece in pieces(docs)
        for doc in connection.scalars(select(DocumentRow.doc).where(DocumentRow.doc.in_(piece)))
    }


def _readings(connection: Connection, run: int, key: str, results: Sequence[Result]) -> list[int]:
    at = datetime.now(UTC)
    rows = [
        {
            "doc": r.doc,
            "run": run,
            "digest": r.digest,
            "key": key,
            "status": r.status,
            "reason": r.reason,
            "summary": r.summary,
            "at": at,
        }
        for r in results
    ]
    numbered = insert(Reading).returning(Reading.id, sort_by_parameter_order=True)
    return list(connection.scalars(numbered, rows)) if rows else []


def _replace(
    connection: Connection,
    kind: type[RecordRow] | type[TableRow],
    known: set[str],
    said: Sequence[tuple[str, int, Sequence[Line]]],
) -> None:
    """Rows for what is said anew, an end for rows of what is said no longer; what is said still stays as it is.

    `said` holds document, reading, and what it says in order.
    """
    held: dict[tuple[str, str], tuple[int, int]] = {}
    for piece in pieces([doc for doc, *_ in said if doc in known]):
        now = select(kind.id, kind.doc, kind.digest, kind.position).where(kind.doc.in_(piece), kind.until.is_(None))
        held |= {(doc, digest): (number, position) for number, doc, digest, position in connection.execute(now)}
    new, moved = [], []
    ended = dict.fromkeys(held)
    reading_of = {doc: reading for doc, reading, *_ in said}
    for doc, reading, lines in said:
        for position, line in enumerate(lines):
            digest = line.digest
            if (doc, digest) not in held:
                row = {"doc": doc, "position": position, "digest": digest, "since": reading, "until": None}
                new.append(row | {"content": Written(line.text)} | line.columns)
                held[doc, digest] = (0, position)  # said twice is kept once
            elif (doc, digest) in ended:
                del ended[doc, digest]
                number, before = held[doc, digest]
                if before != position:
                    moved.append({"id": number, "position": position})
    _update(connection, kind, "id", [{"id": held[k][0], "until": reading_of[k[0]]} for k in ended])
    _update(connection, kind, "id", moved)
    _insert(connection, kind, new)


def _keep_texts(connection: Connection, key: str, known: set[str], results: Sequence[Result]) -> None:
    held: set[tuple[str, str]] = set()
    for piece in pieces([r.doc for r in results if r.doc in known]):
        query = select(TextRow.doc, TextRow.digest).where(TextRow.doc.in_(piece), TextRow.key == key)
        held |= {(doc, digest) for doc, digest in connection.execute(query)}
    rows = [
        {"doc": r.doc, "digest": r.digest, "key": key, "text": _told(r.text), "format": r.format}
        for r in results
        if (r.doc, r.digest) not in held
    ]
    _insert(connection, TextRow, rows)


def _told(text: str) -> str:
    """A text that every database takes, character by character: PostgreSQL holds no zero, as PDF tools write for a lost glyph."""
    return text.replace("\0", "\ufffd")


def _insert(connection: Connection, kind: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(_table(kind)), rows)


def _update(connection: Connection, kind: Any, key: str, rows: list[dict[str, Any]]) -> None:
    """Set the columns of each row where its `key` fits."""
    if rows:
        table = _table(kind)
        named = [{f"_{name}": value for name, value in row.items()} for row in rows]
        values: dict[str, Any] = {name: bindparam(f"_{name}") for name in rows[0] if name != key}
        connection.execute(update(table).where(table.c[key] == bindparam(f"_{key}")).values(values), named)


def _table(kind: Any) -> Table:
    table: Table = kind.__table__
    return table
