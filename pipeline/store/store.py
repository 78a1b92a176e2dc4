"""What the store does: remember documents, readings and what they said; one transaction a batch of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from pipeline.store.saving import Result, pieces, save_batch, unkept
from pipeline.store.schema import DocumentRow, Reading, RecordRow, Run, TableRow, TextRow

Json = dict[str, Any]
_READ_AT_ONCE = 50
"""Documents whose records are held in memory at a time."""


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
        return self.save_all(run, key, [result])[0]

    def save_all(self, run: int, key: str, results: Sequence[Result]) -> list[int]:
        """The same for a batch, no document twice in it: all are kept, or none."""
        with self.engine.begin() as connection:
            return save_batch(connection, run, key, results)

    def keep(self, run: int, key: str, results: Sequence[Result]) -> list[Result]:
        """The same, but a document that the database refuses for what it says fails alone. Returns what was kept."""
        try:
            self.save_all(run, key, results)
            return list(results)
        except (DataError, UnicodeError) as error:
            if len(results) == 1:
                refused = unkept(results[0], str(getattr(error, "orig", None) or error).splitlines()[0])
                self.save_all(run, key, [refused])
                return [refused]
        return [kept for result in results for kept in self.keep(run, key, [result])]

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

    def documents(self, docs: Iterable[str]) -> Iterator[tuple[Json, list[Json], list[Json]]]:
        """Summary of the last reading, records and tables of each document as it stands now, in the order given."""
        for piece in pieces(list(docs), _READ_AT_ONCE):
            with Session(self.engine) as session:
                last = select(DocumentRow.doc, Reading.summary).join(Reading, Reading.id == DocumentRow.reading)
                summaries = dict(session.execute(last.where(DocumentRow.doc.in_(piece))).tuples().all())
                records, tables = (_now_said(session, kind, piece) for kind in (RecordRow, TableRow))
            for doc in piece:
                yield summaries[doc], records.get(doc, []), tables.get(doc, [])

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


def _now() -> datetime:
    return datetime.now(UTC)


def _now_said(session: Session, kind: type[RecordRow] | type[TableRow], docs: Sequence[str]) -> dict[str, list[Json]]:
    said: dict[str, list[Json]] = {}
    query = select(kind.doc, kind.content).where(kind.doc.in_(docs), kind.until.is_(None))
    for doc, content in session.execute(query.order_by(kind.position, kind.id)):
        said.setdefault(doc, []).append(content)
    return said


def _as_of(table: type[RecordRow] | type[TableRow], doc: str, at: int | None) -> Any:
    query = select(table.content).where(table.doc == doc).order_by(table.position, table.id)
    if at is None:
        return query.where(table.until.is_(None))
    return query.where(table.since <= at, (table.until.is_(None)) | (table.until > at))
