"""A document as the page shows it: text in blocks that carry their offsets, tables as grids, records with decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from extractors.core.document import Range
from extractors.layout.blocks import BlockKind, split
from pipeline.review.claims import Json, claim
from pipeline.review.decisions import ADJUDICATION, KEPT, lanes, last_to_undo
from pipeline.store import Store
from pipeline.store.schema import Decision, DocumentRow, RecordRow

_SHOWN_OTHERWISE = {"provenance", "method", "confidence", "codes", "flags", "record_id", "doc", "kind", "involves"}


@dataclass(frozen=True)
class TextBlock:
    """Characters from `start`; every character on the page is one character of the text, so that offsets hold."""

    kind: str
    start: int
    text: str
    table: Json | None = None


@dataclass
class Card:
    """One record on the page: what the machine says, what this reviewer decided, and which findings touch it."""

    record_id: str
    kind: str
    record: Json
    status: str
    version: int = 0
    human: Json | None = None
    reason: str = ""
    at: str = ""
    findings: list[Json] = field(default_factory=list)
    gone: bool = False

    @property
    def headline(self) -> str:
        """The record in one line, as the reviewer left it."""
        return headline(self.human or self.record)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Field, machine's value, reviewer's value where it differs."""
        both = self.human or self.record
        names = [n for n in both if n not in _SHOWN_OTHERWISE]
        machine = {} if self.status == "add" else self.record
        return [
            (name, shown(machine.get(name)), shown(both.get(name)) if both.get(name) != machine.get(name) else "")
            for name in names
            if shown(both.get(name)) or shown(machine.get(name))
        ]

    def as_json(self) -> Json:
        """What the page's script needs."""
        kept = self.human or self.record
        return {
            "id": self.record_id,
            "kind": self.kind,
            "status": self.status,
            "version": self.version,
            "headline": self.headline,
            "reason": self.reason,
            "fields": {k: v for k, v in kept.items() if k not in _SHOWN_OTHERWISE},
            "rows": self.rows,
            "ranges": [[p["start"], p["end"]] for p in kept.get("provenance", ())],
            "involves": list(self.record.get("involves", ())),
        }


def shown(value: Any) -> str:
    """A field's value in words; empty for an absent one."""
    if value in (None, "", [], False):
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "yes" if value is True else str(value)


def headline(record: Json) -> str:
    """One line that tells a record: its own fields in order, the stratum behind."""
    get = record.get
    count = f"{get('n')}/{get('total')}" if get("total") is not None else shown(get("n"))
    percent = f"{get('percent')} %" if get("percent") is not None else ""
    span = shown(get("low")) if get("low") == get("high") else f"{get('low')}–{get('high')}"
    own: dict[str, list[Any]] = {
        "dose": [get("drug"), span, get("unit"), get("route"), get("frequency"), get("role")],
        "histotype": [get("histotype"), count, percent],
        "response": [get("category"), count, percent, get("timepoint"), get("criteria")],
        "time_to_event": [get("endpoint"), get("statistic"), _time(record), get("unit"), get("timepoint")],
        "toxicity": [get("term"), f"grade {get('grade')}" if get("grade") else "", count, percent],
        "patient": [str(get("field", "")).replace("_", " "), get("value")],
        "cohort": [str(get("field", "")).replace("_", " "), get("value"), get("unit"), percent],
        "mention": [get("term"), "not in the vocabulary"],
        "finding": [str(get("rule", "")).replace("_", " "), get("message")],
    }
    stratum = [f"patient {get('patient')}" if get("patient") else "", shown(get("drugs")), get("subgroup")]
    if record["kind"] != "histotype":
        stratum.insert(1, get("histotype"))
    line = " ".join(str(v) for v in own[record["kind"]] if v not in (None, ""))
    about = ", ".join(str(v) for v in stratum if v)
    return f"{line} · {about}" if about else line


def _time(record: Json) -> str:
    return "not reached" if record.get("value") is None else f"{record['value']}{'+' if record.get('censored') else ''}"


def blocks(text: str, tables: list[Json]) -> Iterator[TextBlock]:
    """The text in order, nothing left out: prose and headings as they stand, each table beside its rebuilt grid."""
    regions: dict[int, Json] = {}
    at = 0
    for table in sorted(tables, key=lambda t: (t["start"], -t["end"])):
        if at <= table["start"] < table["end"] <= len(text):
            regions[table["start"]] = table
            at = table["end"]
    at = 0
    for block in split(text, tuple(Range(t["start"], t["end"]) for t in regions.values())):
        if block.start > at:
            yield TextBlock("gap", at, _faithful(text[at : block.start]))
        table_here = regions.get(block.start) if block.kind is BlockKind.TABLE else None
        yield TextBlock(block.kind.value, block.start, _faithful(text[block.start : block.end]), _grid(table_here))
        at = max(at, block.end)
    if at < len(text):
        yield TextBlock("gap", at, _faithful(text[at:]))


_ALIKE = {0: "\ufffd", 13: " ", **dict.fromkeys(range(55296, 57344), "�")}


def _faithful(text: str) -> str:
    """The text with what HTML would drop or join (NUL, carriage return, lone surrogates) replaced one for one."""
    return text.translate(_ALIKE)


def _grid(table: Json | None) -> Json | None:
    if table is None:
        return None
    cells = table.get("cells") or []
    rows = []
    for r, row in enumerate(table.get("rows", ())):
        places = cells[r] if r < len(cells) else []
        rows.append(
            [
                (text, " ".join(f"{s},{e}" for s, e in (places[c] if c < len(places) else ())))
                for c, text in enumerate(row)
            ]
        )
    return {**table, "rows": rows}


def cards(engine: Engine, doc: str, reviewer: str) -> tuple[list[Card], int]:
    """The document's records with this reviewer's decisions, and the decision that undo would take back (0: none).

    Others' decisions are not shown here: two readings are independent until they are compared.
    """
    with Session(engine) as session:
        decided = lanes(session, doc)
        rows = session.scalars(
            select(RecordRow.content)
            .where(RecordRow.doc == doc, RecordRow.until.is_(None))
            .order_by(RecordRow.position)
        ).all()
        found = [card(record, decided.get(record["record_id"], {}).get(reviewer)) for record in rows]
        now = {c.record_id for c in found}
        for record_id, by_lane in decided.items():
            mine = by_lane.get(reviewer)
            if record_id not in now and mine is not None and mine.verdict in KEPT:
                found.append(_absent(session, mine))
        last = last_to_undo(session, doc, reviewer)
    by_id = {c.record_id: c for c in found}
    for finding in (c for c in found if c.kind == "finding"):
        for touched in {*finding.record.get("involves", ())} & by_id.keys():
            by_id[touched].findings.append(finding.record)
    for c in found:
        told = {f["record_id"] for f in c.findings}
        c.findings += [by_id[f].record for f in c.record.get("flags", ()) if f in by_id and f not in told]
    found.sort(key=_place)
    return found, last.id if last else 0


def _place(c: Card) -> tuple[int, int]:
    spans = (c.human or c.record).get("provenance") or [{"start": 0}]
    return (0 if c.kind == "finding" else 1, spans[0]["start"])


def card(record: Json, mine: Decision | None) -> Card:
    """A record that the machine says now, with what stands in the reviewer's lane."""
    made = Card(record["record_id"], record["kind"], record, "unreviewed", mine.version if mine else 0)
    if mine is not None and mine.verdict != "withdraw":
        made.status = mine.verdict if mine.digest == claim(record) else "recheck"
        made.human, made.reason, made.at = mine.content, mine.reason, mine.at.strftime("%Y-%m-%d %H:%M")
    return made


def _absent(session: Session, mine: Decision) -> Card:
    """A record that only the reviewer holds: added, or no longer said by the machine."""
    record: Json = mine.machine or mine.content or {}
    ended = session.scalars(
        select(RecordRow.until)
        .where(RecordRow.doc == mine.doc, RecordRow.record_id == mine.record_id, RecordRow.until.is_not(None))
        .order_by(RecordRow.until.desc())
        .limit(1)
    ).one_or_none()
    made = Card(mine.record_id, record["kind"], record, mine.verdict, mine.version, mine.content, mine.reason)
    if ended is not None:
        made.gone = True
        made.status = "recheck" if mine.reading < ended else mine.verdict
    return made


@dataclass(frozen=True)
class Opened:
    """A document for its page."""

    doc: str
    status: str
    reason: str
    blocks: list[TextBlock]
    cards: list[Card]
    undo: int
    others: int


def opened(engine: Engine, doc: str, reviewer: str) -> Opened | None:
    """Everything that the document's page shows; None when there is no such document."""
    store = Store(engine)
    with Session(engine) as session:
        row = session.get(DocumentRow, doc)
        if row is None:
            return None
        others = {lane for by_lane in lanes(session, doc).values() for lane in by_lane} - {reviewer, ADJUDICATION}
    found, undo = cards(engine, doc, reviewer)
    shown_blocks = list(blocks(store.text(doc), list(store.tables(doc))))
    return Opened(doc, row.status, row.reason, shown_blocks, found, undo, len(others))
