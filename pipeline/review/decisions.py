"""Decisions: kept for good, one transaction each; the last of a lane holds.

An acknowledged decision is on disk: SQLite syncs its log at each commit here, PostgreSQL by its own default.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from pipeline.records import parse
from pipeline.review.claims import Json, claim
from pipeline.store.schema import Decision, DocumentRow, Reading, RecordRow

ADJUDICATION = "*"
KEPT = ("accept", "correct", "add")


class ConflictError(Exception):
    """The lane moved on since the reviewer saw it; `current` is what stands now. Nothing was saved or lost."""

    def __init__(self, current: Decision | None) -> None:
        super().__init__("somebody decided on this record since it was opened")
        self.current = current
        if current is not None and (session := object_session(current)) is not None:
            session.expunge(current)  # a rollback would empty it


class UnknownError(Exception):
    """No such document, record or decision."""


@dataclass(frozen=True)
class Choice:
    """What a reviewer wants kept; `version` is the last of the lane that was on the screen, 0 for none.

    `content` is the whole record as the reviewer has it (verdicts correct and add).
    """

    doc: str
    record_id: str
    verdict: str
    version: int
    content: Json | None = None
    reason: str = ""


def durable(engine: Engine) -> Engine:
    """The engine, every new connection syncing its commits to disk before they are acknowledged."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=FULL"))
    return engine


def save(engine: Engine, choice: Choice, reviewer: str, lane: str = "") -> Decision:
    """Append one decision to the reviewer's lane (or to `lane`) and commit it.

    Raises
    ------
    ConflictError
        When the lane has moved on from `choice.version`.
    UnknownError
        When the document or record is not in the store.
    """
    lane = lane or reviewer
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            machine = said(session, choice.doc, choice.record_id)
            current = latest(session, choice.doc, choice.record_id, lane)
            if machine is None and choice.verdict != "add" and current is None and lane != ADJUDICATION:
                raise UnknownError(f"{choice.doc} has no record {choice.record_id}")
            if (current.version if current else 0) != choice.version:
                raise ConflictError(current)
            return _row(session, choice, machine, lane, reviewer)
    except IntegrityError:  # the unique version: another request committed between our look and our save
        with Session(engine) as session:
            raise ConflictError(latest(session, choice.doc, choice.record_id, lane)) from None


def _row(session: Session, choice: Choice, machine: Json | None, lane: str, reviewer: str) -> Decision:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL synchronous_commit = on"))
    stand = session.execute(
        select(Reading.id, Reading.digest, Reading.key)
        .join(DocumentRow, DocumentRow.reading == Reading.id)
        .where(DocumentRow.doc == choice.doc)
    ).one_or_none()
    if stand is None:
        raise UnknownError(f"no document {choice.doc}")
    about = machine or choice.content
    row = Decision(
        doc=choice.doc,
        record_id=choice.record_id,
        lane=lane,
        version=choice.version + 1,
        reviewer=reviewer,
        verdict=choice.verdict,
        content=choice.content,
        machine=machine,
        digest=claim(about) if about else "",
        outcome=_outcome(choice),
        reading=stand.id,
        text_digest=stand.digest,
        key=stand.key,
        reason=choice.reason,
        at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def _outcome(choice: Choice) -> str:
    if choice.verdict in ("reject", "withdraw"):
        return choice.verdict
    return parse({**choice.content, "record_id": None}).record_id if choice.content else choice.record_id


def undo(engine: Engine, doc: str, reviewer: str, expected: int) -> Decision:
    """Undo the reviewer's last decision on a document that is not undone yet: what stood before stands again.

    Raises
    ------
    ConflictError
        When the last decision is not `expected`: another window decided meanwhile.
    UnknownError
        When there is nothing to undo.
    """
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            row = last_to_undo(session, doc, reviewer)
            if row is None:
                raise UnknownError("nothing to undo")
            if row.id != expected:
                raise ConflictError(row)
            return _undone(session, row)
    except IntegrityError:
        with Session(engine) as session:
            raise ConflictError(last_to_undo(session, doc, reviewer)) from None


def _undone(session: Session, row: Decision) -> Decision:
    current = latest(session, row.doc, row.record_id, row.lane)
    before = _plain(session, row.doc, row.lane).where(Decision.record_id == row.record_id, Decision.id < row.id)
    previous = session.scalars(before.order_by(Decision.id.desc()).limit(1)).one_or_none()
    copied = ("doc", "record_id", "lane", "reviewer")
    restated = ("verdict", "content", "machine", "digest", "outcome", "reading", "text_digest", "key", "reason")
    values: Json = {name: getattr(row, name) for name in copied}
    values |= {name: getattr(previous or row, name) for name in restated}
    if previous is None:
        values |= {"verdict": "withdraw", "outcome": "withdraw", "reason": ""}
    new = Decision(**values, version=(current or row).version + 1, undoes=row.id, at=datetime.now(UTC))
    session.add(new)
    session.flush()
    return new


def _plain(session: Session, doc: str, lane: str) -> Any:
    """A lane's decisions on a document that were neither undone nor undo another."""
    undone = select(Decision.undoes).where(Decision.undoes.is_not(None), Decision.doc == doc)
    return select(Decision).where(
        Decision.doc == doc, Decision.lane == lane, Decision.undoes.is_(None), Decision.id.not_in(undone)
    )


def last_to_undo(session: Session, doc: str, reviewer: str) -> Decision | None:
    """The decision that undo would take back."""
    query = _plain(session, doc, reviewer).order_by(Decision.id.desc()).limit(1)
    row: Decision | None = session.scalars(query).one_or_none()
    return row


def latest(session: Session, doc: str, record_id: str, lane: str) -> Decision | None:
    """What stands in a lane for a record, withdrawn or not."""
    same = (Decision.doc == doc, Decision.record_id == record_id, Decision.lane == lane)
    return session.scalars(select(Decision).where(*same).order_by(Decision.version.desc()).limit(1)).one_or_none()


def standing() -> Any:
    """Subquery: the last version of every lane of every record."""
    keys = (Decision.doc, Decision.record_id, Decision.lane)
    return select(*keys, func.max(Decision.version).label("version")).group_by(*keys).subquery()


def lanes(session: Session, doc: str) -> dict[str, dict[str, Decision]]:
    """What stands on a document: by record id, by lane; withdrawn decisions are left in."""
    last = standing()
    query = select(Decision).join(
        last,
        (Decision.doc == last.c.doc)
        & (Decision.record_id == last.c.record_id)
        & (Decision.lane == last.c.lane)
        & (Decision.version == last.c.version),
    )
    found: dict[str, dict[str, Decision]] = {}
    for row in session.scalars(query.where(Decision.doc == doc).order_by(Decision.id)):
        found.setdefault(row.record_id, {})[row.lane] = row
    return found


def said(session: Session, doc: str, record_id: str) -> Json | None:
    """A record as the machine says it now, else as it last said it; None when it never did."""
    query = select(RecordRow.content).where(RecordRow.doc == doc, RecordRow.record_id == record_id)
    newest = query.order_by(RecordRow.until.is_not(None), RecordRow.id.desc()).limit(1)
    return session.scalars(newest).one_or_none()


def trail(session: Session, doc: str) -> Iterable[Decision]:
    """Every decision ever made on a document, newest first."""
    return session.scalars(select(Decision).where(Decision.doc == doc).order_by(Decision.id.desc())).all()
