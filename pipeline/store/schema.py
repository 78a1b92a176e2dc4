"""The store's tables.

History is append-only: a row of `records` or `tables` holds from the reading `since` until the reading `until`; `until`
empty means that the document says it now. A reading is one document's text read by one version of code, vocabularies
and model; what a document said then are the rows with `since` ≤ reading < `until`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables of the store."""


class Run(Base):
    """One run: `state` is running, complete or interrupted; `key` the version it read with."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    started: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(64))
    roots: Mapped[list[str]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)


class DocumentRow(Base):
    """A document by its id: the bytes it was last read from (`digest`, SHA-256), where they lie, and how it stands."""

    __tablename__ = "documents"
    doc: Mapped[str] = mapped_column(String(255), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    path: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    gone: Mapped[bool] = mapped_column(default=False)
    reading: Mapped[int | None]  # the last one; no foreign key, since readings refer to documents
    first_run: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    last_run: Mapped[int] = mapped_column(ForeignKey("runs.id"))


class Reading(Base):
    """One document read once: never changed afterwards. A failed reading keeps its reason."""

    __tablename__ = "readings"
    __table_args__ = (Index("readings_by_doc", "doc", "digest", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    doc: Mapped[str] = mapped_column(ForeignKey("documents.doc"))
    run: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    digest: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class _Held:
    """Columns of what a document says: `position` is its place in the document's output, `digest` its content's."""

    id: Mapped[int] = mapped_column(primary_key=True)
    doc: Mapped[str] = mapped_column(ForeignKey("documents.doc"))
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    since: Mapped[int] = mapped_column(ForeignKey("readings.id"))
    until: Mapped[int | None] = mapped_column(ForeignKey("readings.id"))


class RecordRow(_Held, Base):
    """An evidence record or audit finding as published."""

    __tablename__ = "records"
    __table_args__ = (
        Index("records_now", "doc", "until"),
        Index("records_by_kind", "kind", "until"),
        Index("records_by_id", "record_id"),
        UniqueConstraint("doc", "record_id", "since", name="one_record_a_reading"),
    )
    record_id: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    confidence: Mapped[float]


class TableRow(_Held, Base):
    """A rebuilt table."""

    __tablename__ = "tables"
    __table_args__ = (Index("tables_now", "doc", "until"),)
    number: Mapped[str] = mapped_column(String(32))


class TextRow(Base):
    """The text that a digest's bytes gave, for reviewers: sections, page boxes and format beside it."""

    __tablename__ = "texts"
    __table_args__ = (UniqueConstraint("doc", "digest", "key", name="one_text_a_reading"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    doc: Mapped[str] = mapped_column(ForeignKey("documents.doc"))
    digest: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(16))


class Decision(Base):
    """What a reviewer decided about one record: rows are only ever added, the highest `version` of a lane holds.

    A lane is one reviewer's own series of decisions on a record, or `*` for adjudications. `machine` is the record as
    it stood, `content` the reviewer's own (corrected, added), `digest` the claim decided on (see
    `pipeline.review.claims`), `outcome` what comes of it: a record id, or `reject`. `reading`, `text_digest` and `key`
    say which version of document and pipeline was on the screen. A row that undoes another restates what stood before.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("doc", "record_id", "lane", "version", name="one_decision_a_version"),
        Index("decisions_by_lane", "lane", "doc"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    doc: Mapped[str] = mapped_column(ForeignKey("documents.doc"))
    record_id: Mapped[str] = mapped_column(String(16))
    lane: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    reviewer: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[str] = mapped_column(String(12))
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    machine: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    reading: Mapped[int] = mapped_column(ForeignKey("readings.id"))
    text_digest: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class RecordIndex(Base):
    """What reviewers filter records by, read once from a row of `records` (whose content never changes)."""

    __tablename__ = "record_index"
    record: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    claim: Mapped[str] = mapped_column(String(64))
    drugs: Mapped[str] = mapped_column(Text)
    histotype: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    findings: Mapped[int]
