"""What the store does: remember documents, readings and what they said; one transaction a document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from pipeline.store.schema import DocumentRow, Reading, RecordRow, Run, TableRow, TextRow


@dataclass(frozen=True)
class Result:
    """What one document gave, ready to be kept: JSON objects in the order of the output files."""

    doc: str
    path: str
    digest: str
    status: str
    reason: str
    summary: dict[str, Any]
    records: Sequence[dict[str, Any]] = ()
    tables: Sequence[dict[str, Any]] = ()
    text: str = ""
    format: str = ""


class Store:
    """The documents of a corpus and what they say, now and before."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def begin(self, key: str, roots: Sequence[str]) -> int:
        """Open a run; runs that a crash left open become interrupted. Returns the run's number."""
        with Session(self.engine) as session, session.begin():
            session.execute(update(Run).where(Run.state == "running").values(state="interrupted"))
            run = Run(started=_now(), state="running", key=key, roots=list(roots), counts={})
            session.add(run)
            session.flush()
            return run.id

    def finish(self, run: int, counts: dict[str, Any]) -> None:
        """Close a run."""
        with Session(self.engine) as session, session.begin():
            session.execute(update(Run).where(Run.id == run).values(state="complete", finished=_now(), counts=counts))

    def known(self) -> dict[str, tuple[str, str, str, bool]]:
        """Digest, key of the last reading, path and gone, by document id."""
        with Session(self.engine) as session:
            rows = session.execute(
                select(DocumentRow.doc, DocumentRow.digest, Reading.key, DocumentRow.path, DocumentRow.gone).join(
                    Reading, Reading.id == DocumentRow.reading
                )
            )
            return {doc: (digest, key, path, gone) for doc, digest, key, path, gone in rows}

    def save(self, run: int, key: str, result: Result) -> int:
        """Keep one document's reading; what it no longer says is superseded, not erased. Returns the reading's number."""
        with Session(self.engine) as session, session.begin():
            row = session.get(DocumentRow, result.doc)
            if row is None:
                row = DocumentRow(doc=result.doc, first_run=run, reading=None)
                session.add(row)
            row.digest, row.path, row.status = result.digest, result.path, result.status
            row.reason, row.gone, row.last_run = result.reason, False, run
            session.flush()
            reading = Reading(
                doc=result.doc,
                run=run,
                digest=result.digest,
                key=key,
                status=result.status,
                reason=result.reason,
                summary=result.summary,
                at=_now(),
            )
            session.add(reading)
            session.flush()
            row.reading = reading.id
            if result.status != "failed":
                _replace_records(session, result, reading.id)
                _replace_tables(session, result, reading.id)
                _keep_text(session, result, key)
            return reading.id

    def touch(self, run: int, seen: Iterable[tuple[str, str]]) -> None:
        """Note that documents were seen unchanged: pairs of id and path."""
        with Session(self.engine) as session, session.begin():
            for doc, path in seen:
                values = {"path": path, "last_run": run, "gone": False}
                session.execute(update(DocumentRow).where(DocumentRow.doc == doc).values(**values))

    def mark_gone(self, run: int, docs: Iterable[str]) -> None:
        """Note that documents are no longer there; what they said stays."""
        with Session(self.engine) as session, session.begin():
            for doc in docs:
                session.execute(update(DocumentRow).where(DocumentRow.doc == doc).values(gone=True, last_run=run))

    def failures(self) -> dict[str, bool]:
        """Failed documents, and whether another run may fare better."""
        with Session(self.engine) as session:
            query = select(DocumentRow.doc, Reading.summary).join(Reading, Reading.id == DocumentRow.reading)
            rows = session.execute(query.where(DocumentRow.status == "failed"))
            return {doc: bool(summary.get("again")) for doc, summary in rows}

    def summary(self, doc: str) -> dict[str, Any]:
        """The summary of a document's last reading."""
        with Session(self.engine) as session:
            query = select(Reading.summary).join(DocumentRow, DocumentRow.reading == Reading.id)
            return dict(session.execute(query.where(DocumentRow.doc == doc)).scalar_one())

    def records(self, doc: str, at: int | None = None) -> Iterator[dict[str, Any]]:
        """What a document says now, or said as of the reading `at`, in output order."""
        with Session(self.engine) as session:
            yield from session.scalars(_as_of(RecordRow, doc, at))

    def tables(self, doc: str, at: int | None = None) -> Iterator[dict[str, Any]]:
        """A document's tables now, or as of the reading `at`."""
        with Session(self.engine) as session:
            yield from session.scalars(_as_of(TableRow, doc, at))

    def text(self, doc: str) -> str:
        """The text that a document's last successful reading read."""
        with Session(self.engine) as session:
            query = select(TextRow.text).where(TextRow.doc == doc).order_by(TextRow.id.desc()).limit(1)
            return session.execute(query).scalar_one_or_none() or ""

    def counts(self) -> dict[str, int]:
        """How many documents, current records and superseded records there are."""
        with Session(self.engine) as session:

            def count(query: Any) -> int:
                return int(session.execute(query).scalar_one())

            return {
                "documents": count(select(func.count()).select_from(DocumentRow).where(DocumentRow.gone.is_(False))),
                "records": count(select(func.count()).select_from(RecordRow).where(RecordRow.until.is_(None))),
                "superseded": count(select(func.count()).select_from(RecordRow).where(RecordRow.until.is_not(None))),
            }


def content_digest(content: dict[str, Any]) -> str:
    """SHA-256 of a JSON object, keys sorted."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _as_of(table: type[RecordRow] | type[TableRow], doc: str, at: int | None) -> Any:
    query = select(table.content).where(table.doc == doc).order_by(table.position, table.id)
    if at is None:
        return query.where(table.until.is_(None))
    return query.where(table.since <= at, (table.until.is_(None)) | (table.until > at))


def _replace_records(session: Session, result: Result, reading: int) -> None:
    held = {
        r.digest: r
        for r in session.scalars(select(RecordRow).where(RecordRow.doc == result.doc, RecordRow.until.is_(None)))
    }
    said = {content_digest(r): (k, r) for k, r in enumerate(result.records)}
    for digest, row in held.items():
        if digest not in said:
            row.until = reading
        else:
            row.position = said[digest][0]
    session.flush()
    session.add_all(
        RecordRow(
            doc=result.doc,
            position=position,
            digest=digest,
            content=record,
            since=reading,
            record_id=record["record_id"],
            kind=record["kind"],
            confidence=record["confidence"],
        )
        for digest, (position, record) in said.items()
        if digest not in held
    )


def _replace_tables(session: Session, result: Result, reading: int) -> None:
    held = {
        t.digest: t
        for t in session.scalars(select(TableRow).where(TableRow.doc == result.doc, TableRow.until.is_(None)))
    }
    said = {content_digest(t): (k, t) for k, t in enumerate(result.tables)}
    for digest, row in held.items():
        if digest not in said:
            row.until = reading
    for digest, (position, table) in said.items():
        if digest not in held:
            number = str(table.get("number", ""))[:32]
            session.add(
                TableRow(doc=result.doc, position=position, digest=digest, content=table, since=reading, number=number)
            )


def _keep_text(session: Session, result: Result, key: str) -> None:
    same = (TextRow.doc == result.doc, TextRow.digest == result.digest, TextRow.key == key)
    if session.execute(select(TextRow.id).where(*same)).scalar_one_or_none() is None:
        session.add(TextRow(doc=result.doc, digest=result.digest, key=key, text=result.text, format=result.format))
