"""The JSON interface: decide, add, undo, look up. Every saving answer is sent after its commit."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from pipeline.records import parse
from pipeline.review.claims import Json, claim
from pipeline.review.decisions import (
    Choice,
    UnknownError,
    last_to_undo,
    latest,
    said,
    save,
    undo,
)
from pipeline.review.fields import FieldsError, build, suggestions
from pipeline.review.page import Card, cards
from pipeline.store import Store
from pipeline.store.schema import Decision

routes = APIRouter(prefix="/api")
Spans = Annotated[list[tuple[int, int]], Field(max_length=20)]


class Decide(BaseModel):
    """A decision on a record; `fields` and `ranges` (characters) only to correct."""

    doc: str
    record_id: str = Field(max_length=16)
    verdict: Literal["accept", "correct", "reject"]
    version: int = Field(ge=0)
    fields: dict[str, Any] = {}
    ranges: Spans | None = None
    reason: str = Field("", max_length=2000)


class Add(BaseModel):
    """A record that the machine missed, with the characters that state it."""

    doc: str
    kind: str
    fields: dict[str, Any]
    ranges: Annotated[Spans, Field(min_length=1)]
    reason: str = Field("", max_length=2000)


class Undo(BaseModel):
    """Take back the last decision; `expected` is its number as last told."""

    doc: str
    expected: int


@routes.post("/decisions")
def decide(request: Request, body: Decide) -> Json:
    """Keep a decision on a record."""
    engine, who = request.app.state.engine, request.state.session.name
    content = None
    verdict: str = body.verdict
    if body.verdict == "correct":
        with Session(engine) as session:
            mine = latest(session, body.doc, body.record_id, who)
            base = said(session, body.doc, body.record_id) or (mine.content if mine else None)
        if base is None:
            raise UnknownError(f"{body.doc} has no record {body.record_id}")
        content = _corrected(request, body, base)
        if claim(content) == claim(base):
            verdict, content = "accept", None
    elif body.verdict == "accept":
        content = _own(request, body)
    choice = Choice(body.doc, body.record_id, verdict, body.version, content, body.reason.strip())
    return _state(request, save(engine, choice, who))


def _own(request: Request, body: Decide) -> Json | None:
    """The content of a record that only this reviewer holds: accepting it again keeps it."""
    with Session(request.app.state.engine) as session:
        if said(session, body.doc, body.record_id) is not None:
            return None
        mine = latest(session, body.doc, body.record_id, request.state.session.name)
        return mine.content if mine else None


def _corrected(request: Request, body: Decide, base: Json) -> Json:
    places = base["provenance"] if body.ranges is None else _places(request, body.doc, body.ranges)
    return build(body.doc, base["kind"], body.fields, places, "reviewer.correct")


def _places(request: Request, doc: str, ranges: list[tuple[int, int]]) -> list[Json]:
    """Evidence as published, from offsets; the characters are the store's, never the browser's.

    Raises
    ------
    FieldsError
        When a range lies outside the text.
    """
    store = Store(request.app.state.engine)
    text, tables = store.text(doc), list(store.tables(doc))
    places = []
    for start, end in ranges:
        if not 0 <= start < end <= len(text):
            raise FieldsError({"evidence": f"{start}..{end} lies outside the text"})
        inside = next((t for t in tables if t["start"] <= start and end <= t["end"]), None)
        number = str(inside["number"]) if inside else ""
        places.append({"start": start, "end": end, "text": text[start:end], "table": number})
    return places


@routes.post("/records")
def add(request: Request, body: Add) -> Json:
    """Keep a record that the machine missed."""
    engine, who = request.app.state.engine, request.state.session.name
    content = build(body.doc, body.kind, body.fields, _places(request, body.doc, body.ranges), "reviewer.add")
    record_id = parse(content).record_id
    with Session(engine) as session:
        if said(session, body.doc, record_id) is not None:
            raise FieldsError({"record": "the machine has this very record: accept it"})
        mine = latest(session, body.doc, record_id, who)
        if mine is not None and mine.verdict == "add":
            raise FieldsError({"record": "you have added this very record already"})
    choice = Choice(body.doc, record_id, "add", mine.version if mine else 0, content, body.reason.strip())
    return _state(request, save(engine, choice, who))


@routes.post("/undo")
def take_back(request: Request, body: Undo) -> Json:
    """Undo the reviewer's last decision on the document."""
    return _state(request, undo(request.app.state.engine, body.doc, request.state.session.name, body.expected))


@routes.get("/vocabulary")
def look_up(
    layer: Annotated[str, Query(pattern="^(drug|histotype|toxicity)$")], q: Annotated[str, Query(max_length=100)] = ""
) -> list[dict[str, str]]:
    """Preferred labels whose forms hold what was typed."""
    return suggestions(layer, q)


def _state(request: Request, row: Decision) -> Json:
    """What the page needs after a save: the card as it stands, and what undo would take back now."""
    engine, who = request.app.state.engine, request.state.session.name
    found, _ = cards(engine, row.doc, who)
    card: Card | None = next((c for c in found if c.record_id == row.record_id), None)
    with Session(engine) as session:
        last = last_to_undo(session, row.doc, who)
    return {
        "decision": row.id,
        "record_id": row.record_id,
        "version": row.version,
        "undo": last.id if last else 0,
        "card": card.as_json() if card else None,
    }
