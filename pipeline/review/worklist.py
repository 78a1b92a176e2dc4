"""The worklist: records and documents, what most needs eyes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, and_, case, distinct, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from pipeline.review.claims import Json, keep_index
from pipeline.review.decisions import ADJUDICATION, KEPT, standing
from pipeline.review.fields import preferred
from pipeline.store.schema import Decision, DocumentRow, RecordIndex, RecordRow

PAGE = 50
STATUSES = ("unreviewed", "recheck", "accept", "correct", "reject", "disagreement")


@dataclass(frozen=True)
class Filters:
    """What to show; empty means any. `confidence` is the highest to show (0..1), `finding` yes or no."""

    kind: str = ""
    status: str = ""
    confidence: float | None = None
    finding: str = ""
    drug: str = ""
    histotype: str = ""
    words: str = ""
    doc: str = ""


@dataclass(frozen=True)
class Page:
    """One page of the worklist and how many records there are in all; `number` counts from 1."""

    rows: list[Json]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // PAGE))


def _kept(reviewer: str) -> Any:
    """Subquery: what stands in the reviewer's own lane, withdrawn decisions left out."""
    last = standing()
    return (
        select(Decision.doc, Decision.record_id, Decision.verdict, Decision.digest, Decision.reading)
        .join(
            last,
            and_(
                Decision.doc == last.c.doc,
                Decision.record_id == last.c.record_id,
                Decision.lane == last.c.lane,
                Decision.version == last.c.version,
            ),
        )
        .where(Decision.lane == reviewer, Decision.verdict != "withdraw")
        .subquery()
    )


def _contested() -> Any:
    """Records on which reviewers' decisions differ and nobody has adjudicated."""
    last, other = standing(), aliased(Decision)
    settled = exists().where(
        other.doc == Decision.doc, other.record_id == Decision.record_id, other.lane == ADJUDICATION
    )
    return (
        select(Decision.doc, Decision.record_id)
        .join(
            last,
            and_(
                Decision.doc == last.c.doc,
                Decision.record_id == last.c.record_id,
                Decision.lane == last.c.lane,
                Decision.version == last.c.version,
            ),
        )
        .where(Decision.verdict != "withdraw", Decision.lane != ADJUDICATION, ~settled)
        .group_by(Decision.doc, Decision.record_id)
        .having(func.count(distinct(Decision.outcome)) > 1)
        .subquery()
    )


def _status(mine: Any) -> Any:
    return case(
        (mine.verdict.is_(None), "unreviewed"),
        (mine.digest != RecordIndex.claim, "recheck"),
        else_=mine.verdict,
    )


def records(engine: Engine, reviewer: str, filters: Filters, page: int = 1) -> Page:
    """Records that the filters let through: open ones first, of these findings first, then the least confident."""
    keep_index(engine)
    mine = aliased(Decision)
    status = _status(mine)
    touched = case((or_(RecordRow.kind == "finding", RecordIndex.findings > 0), 1), else_=0)
    joined = _joined(select(RecordRow.id, status), mine, reviewer)
    query = _filtered(joined, filters, status, touched)
    with Session(engine) as session:
        total = session.execute(query.with_only_columns(func.count())).scalar_one()
        number = min(max(1, page), max(1, -(-total // PAGE)))
        done = case((status.in_(("unreviewed", "recheck")), 0), else_=1)
        ordered = query.order_by(done, touched.desc(), RecordRow.confidence, RecordRow.doc, RecordRow.position)
        shown = session.execute(ordered.limit(PAGE).offset((number - 1) * PAGE)).all()
        wanted = select(RecordRow.id, RecordRow.content).where(RecordRow.id.in_([row for row, _ in shown]))
        contents = {row.id: row.content for row in session.execute(wanted)}
    return Page([{"record": contents[row], "status": told} for row, told in shown], total, number)


def _joined(query: Any, mine: Any, reviewer: str) -> Any:
    """Current records with what stands in the reviewer's lane; a look into one index a record, however many there are."""
    later = aliased(Decision)
    same = (later.doc == RecordRow.doc, later.record_id == RecordRow.record_id, later.lane == reviewer)
    last = select(func.max(later.version)).where(*same).correlate(RecordRow).scalar_subquery()
    on = (mine.doc == RecordRow.doc, mine.record_id == RecordRow.record_id, mine.lane == reviewer)
    return (
        query.select_from(RecordRow)
        .join(DocumentRow, and_(DocumentRow.doc == RecordRow.doc, DocumentRow.gone.is_(False)))
        .join(RecordIndex, RecordIndex.record == RecordRow.id)
        .outerjoin(mine, and_(*on, mine.verdict != "withdraw", mine.version == last))
        .where(RecordRow.until.is_(None))
    )


def _filtered(query: Any, filters: Filters, status: Any, touched: Any) -> Any:
    if filters.kind:
        query = query.where(RecordRow.kind == filters.kind)
    if filters.doc:
        query = query.where(RecordRow.doc == filters.doc)
    if filters.confidence is not None:
        query = query.where(RecordRow.confidence <= filters.confidence)
    if filters.finding:
        query = query.where(touched == (1 if filters.finding == "yes" else 0))
    if filters.drug:
        query = query.where(RecordIndex.drugs.contains(preferred("drug", filters.drug), autoescape=True))
    if filters.histotype:
        asked = func.lower(RecordIndex.histotype)
        query = query.where(
            or_(
                asked.contains(preferred("histotype", filters.histotype), autoescape=True),
                asked.contains(filters.histotype.lower(), autoescape=True),
            )
        )
    for word in filters.words.lower().split():
        query = query.where(RecordIndex.words.contains(word, autoescape=True))
    if filters.status == "disagreement":
        contested = _contested()
        return query.join(
            contested, and_(contested.c.doc == RecordRow.doc, contested.c.record_id == RecordRow.record_id)
        )
    return query.where(status == filters.status) if filters.status else query


def documents(engine: Engine, reviewer: str) -> list[Json]:
    """Every document with how many records it has, how many wait for this reviewer, and how many findings touch."""
    keep_index(engine)
    mine = aliased(Decision)
    waits = func.sum(case((_status(mine).in_(("unreviewed", "recheck")), 1), else_=0))
    recheck = func.sum(case((_status(mine) == "recheck", 1), else_=0))
    findings = func.sum(case((RecordRow.kind == "finding", 1), else_=0))
    columns = (RecordRow.doc, func.count(), waits, recheck, findings, func.min(RecordRow.confidence))
    query = _joined(select(*columns), mine, reviewer).group_by(RecordRow.doc)
    with Session(engine) as session:
        counted = {doc: rest for doc, *rest in session.execute(query)}
        gone = lost(session, reviewer)
        known = select(DocumentRow.doc, DocumentRow.status, DocumentRow.reason).where(DocumentRow.gone.is_(False))
        rows = [
            _document(doc, status, reason, counted.get(doc), gone.get(doc, 0))
            for doc, status, reason in session.execute(known)
        ]
    return sorted(rows, key=lambda r: (r["status"] != "failed", -r["findings"], -r["waiting"], r["doc"]))


def _document(doc: str, status: str, reason: str, counts: list[Any] | None, gone: int) -> Json:
    total, waiting, recheck, findings, least = counts or (0, 0, 0, 0, None)
    return {
        "doc": doc,
        "status": status,
        "reason": reason,
        "records": total,
        "waiting": int(waiting) + gone,
        "recheck": int(recheck) + gone,
        "findings": int(findings),
        "least": least,
    }


def lost(session: Session, reviewer: str) -> dict[str, int]:
    """By document: decisions that kept a record which the machine has stopped saying since."""
    mine, now, then = _kept(reviewer), aliased(RecordRow), aliased(RecordRow)
    ended = (
        select(func.max(then.until)).where(then.doc == mine.c.doc, then.record_id == mine.c.record_id).scalar_subquery()
    )
    said = exists().where(now.doc == mine.c.doc, now.record_id == mine.c.record_id, now.until.is_(None))
    query = select(mine.c.doc, func.count()).where(mine.c.verdict.in_(KEPT), ~said, mine.c.reading < ended)
    rows = session.execute(query.group_by(mine.c.doc)).all()
    return {doc: int(count) for doc, count in rows}
