"""What all decisions on a document come to: adjudication before agreement, agreement before a single reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.review.claims import Json, claim
from pipeline.review.decisions import ADJUDICATION, KEPT, lanes
from pipeline.store.schema import Decision, RecordRow


@dataclass
class Settled:
    """Records that stand; `optional` ones only one of several reviewers kept. `waiting` are decisions to look at again.

    `contested` holds record ids on which reviewers differ and nobody has adjudicated; `undecided` the machine's records
    without any decision.
    """

    kept: list[tuple[Json, bool]] = field(default_factory=list)
    waiting: list[Decision] = field(default_factory=list)
    contested: list[str] = field(default_factory=list)
    undecided: list[Json] = field(default_factory=list)


def content_of(decision: Decision) -> Json | None:
    """The record that a decision keeps, None when it keeps none."""
    return (decision.content or decision.machine) if decision.verdict in KEPT else None


def current(session: Session, doc: str) -> dict[str, dict[str, Decision]]:
    """Standing decisions by record and lane, without withdrawn ones."""
    found = {
        record_id: {lane: d for lane, d in by_lane.items() if d.verdict != "withdraw"}
        for record_id, by_lane in lanes(session, doc).items()
    }
    return {record_id: by_lane for record_id, by_lane in found.items() if by_lane}


def settle(session: Session, doc: str) -> Settled:
    """What stands on a document."""
    decided = current(session, doc)
    said = {
        r["record_id"]: r
        for r in session.scalars(
            select(RecordRow.content)
            .where(RecordRow.doc == doc, RecordRow.until.is_(None))
            .order_by(RecordRow.position)
        )
    }
    ended = _ended(session, doc)
    annotators = {lane for by_lane in decided.values() for lane in by_lane} - {ADJUDICATION}
    settled = Settled(undecided=[r for record_id, r in said.items() if record_id not in decided])
    for record_id, by_lane in decided.items():
        chosen = [by_lane[ADJUDICATION]] if ADJUDICATION in by_lane else list(by_lane.values())
        stale = [d for d in chosen if _stale(d, said.get(record_id), ended.get(record_id))]
        settled.waiting += stale
        _take(settled, [d for d in chosen if d not in stale], record_id, len(annotators))
    return settled


def _take(settled: Settled, chosen: list[Decision], record_id: str, annotators: int) -> None:
    outcomes: dict[str, Json | None] = {d.outcome: content_of(d) for d in chosen}
    if len(outcomes) > 1:
        settled.contested.append(record_id)
    alone = len(chosen) == 1 and chosen[0].verdict == "add" and annotators > 1 and chosen[0].lane != ADJUDICATION
    optional = len(outcomes) > 1 or alone
    settled.kept += [(content, optional) for content in outcomes.values() if content is not None]


def _ended(session: Session, doc: str) -> dict[str, int]:
    """The reading at which the machine last stopped saying a record."""
    query = select(RecordRow.record_id, func.max(RecordRow.until)).where(
        RecordRow.doc == doc, RecordRow.until.is_not(None)
    )
    rows = session.execute(query.group_by(RecordRow.record_id)).all()
    return {record_id: int(reading) for record_id, reading in rows}


def _stale(decision: Decision, record: Json | None, ended: int | None) -> bool:
    """Whether the machine says something else since the decision was made."""
    if record is not None:
        return decision.digest != claim(record)
    return decision.verdict in KEPT and ended is not None and decision.reading < ended
