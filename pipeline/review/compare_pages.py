"""Pages for two reviewers: how far they agree, and where one must be chosen."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from pipeline.review.agreement import agreements, overview
from pipeline.review.claims import Json
from pipeline.review.decisions import ADJUDICATION, Choice, UnknownError, lanes, save
from pipeline.review.page import headline
from pipeline.review.rendering import page
from pipeline.review.settle import content_of
from pipeline.store.schema import Decision, DocumentRow

routes = APIRouter()


@routes.get("/agreement", response_class=HTMLResponse)
def agreement(request: Request, doc: Annotated[str, Query(max_length=255)] = "") -> Response:
    """Kappa and F1 of every pair; on one document also what is to be adjudicated."""
    engine = request.app.state.engine
    if not doc:
        return page(request, "agreement.html", doc="", found=overview(engine), contested=[])
    with Session(engine) as session:
        if session.get(DocumentRow, doc) is None:
            raise UnknownError(f"no document {doc}")
        found = [(doc, a) for a in agreements(session, doc)]
        contested = [_contested(by_lane) for by_lane in lanes(session, doc).values()]
    return page(request, "agreement.html", doc=doc, found=found, contested=[c for c in contested if c])


def _contested(by_lane: dict[str, Decision]) -> Json | None:
    """A record on which reviewers differ, with each one's decision; None when they do not."""
    read = [d for lane, d in by_lane.items() if lane != ADJUDICATION and d.verdict != "withdraw"]
    if len({d.outcome for d in read}) < 2:
        return None
    settled = by_lane.get(ADJUDICATION)
    machine = next((d.machine for d in read if d.machine), None)
    return {
        "record_id": read[0].record_id,
        "machine": headline(machine) if machine else "",
        "version": settled.version if settled else 0,
        "settled": settled,
        "sides": [(d, headline(content)) if (content := content_of(d)) else (d, "") for d in read],
    }


@routes.post("/agreement")
def adjudicate(request: Request) -> Response:
    """Let one reviewer's decision hold for all."""
    engine, form = request.app.state.engine, getattr(request.state, "form", {})
    doc, record_id = form.get("doc", ""), form.get("record_id", "")
    try:
        version, number = int(form.get("version", "")), int(form.get("decision", ""))
    except ValueError:
        raise UnknownError("the form names no decision") from None
    with Session(engine) as session:
        chosen = session.get(Decision, number)
        if chosen is None or (chosen.doc, chosen.record_id) != (doc, record_id) or chosen.lane == ADJUDICATION:
            raise UnknownError(f"no decision {number} on {record_id}")
        choice = Choice(doc, record_id, chosen.verdict, version, chosen.content, form.get("reason", "").strip()[:2000])
    save(engine, choice, request.state.session.name, ADJUDICATION)
    return RedirectResponse(str(request.url_for("agreement").include_query_params(doc=doc)), 303)
