"""Pages: worklist, documents, one document, its trail, login."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from pipeline.records import RECORDS
from pipeline.review import worklist
from pipeline.review.access import NAME
from pipeline.review.decisions import UnknownError, trail
from pipeline.review.fields import specs
from pipeline.review.guard import give
from pipeline.review.page import headline, opened, shown
from pipeline.review.rendering import page

routes = APIRouter()
Text = Annotated[str, Query(max_length=200)]


@routes.get("/", response_class=HTMLResponse)
def documents(request: Request) -> Response:
    """Documents, most in need of eyes first."""
    rows = worklist.documents(request.app.state.engine, request.state.session.name)
    return page(request, "documents.html", rows=rows)


@routes.get("/records", response_class=HTMLResponse)
def records(
    request: Request,
    kind: Text = "",
    status: Text = "",
    confidence: Text = "",
    finding: Text = "",
    drug: Text = "",
    histotype: Text = "",
    words: Text = "",
    doc: Text = "",
    number: Annotated[int, Query(alias="page", ge=1, le=10**6)] = 1,
) -> Response:
    """The worklist of records; a filter that cannot be read is told, not guessed."""
    try:
        least = float(confidence.replace(",", ".")) if confidence else None
    except ValueError:
        return page(request, "error.html", status=422, message=f"confidence {confidence!r} is no number")
    filters = worklist.Filters(
        kind, status, least, finding, drug.strip(), histotype.strip(), words.strip(), doc.strip()
    )
    found = worklist.records(request.app.state.engine, request.state.session.name, filters, number)
    given = {k: v for k, v in request.query_params.items() if v and k != "page"}
    rows = [{**row, "headline": headline(row["record"])} for row in found.rows]
    shared: dict[str, Any] = {"rows": rows, "found": found, "given": given, "statuses": worklist.STATUSES}
    return page(request, "records.html", query=urlencode(given), **shared)


@routes.get("/documents/{doc:path}/trail", response_class=HTMLResponse)
def document_trail(request: Request, doc: str) -> Response:
    """Every decision on the document: who, what, when, on which version."""
    with Session(request.app.state.engine) as session:
        rows = [(row, headline(row.content or row.machine or {"kind": "mention"})) for row in trail(session, doc)]
    return page(request, "trail.html", doc=doc, rows=rows, shown=shown)


@routes.get("/documents/{doc:path}", response_class=HTMLResponse)
def document(request: Request, doc: str) -> Response:
    """The document's text beside its records."""
    found = opened(request.app.state.engine, doc, request.state.session.name)
    if found is None:
        raise UnknownError(f"no document {doc}")
    data = {
        "doc": doc,
        "undo": found.undo,
        "cards": [card.as_json() for card in found.cards],
        "specs": {kind: [vars(s) for s in specs(kind)] for kind in RECORDS},
    }
    return page(request, "document.html", found=found, data=data)


@routes.get("/login", response_class=HTMLResponse)
def login_page(request: Request) -> Response:
    """Name and token; without tokens, the name alone."""
    return page(request, "login.html", message="", given=request.state.session.name)


@routes.post("/login", response_class=HTMLResponse)
def login(request: Request) -> Response:
    """Log in; five failures a minute from one address or for one name make the next wait."""
    state, form = request.app.state, getattr(request.state, "form", {})
    name = " ".join(form.get("name", "").split())
    keys = (f"address {request.client.host if request.client else ''}", f"name {name[:80]}")
    wait = state.brake.wait(*keys)
    if wait > 0:
        answer: Response = page(
            request, "login.html", status=429, message=f"too many tries: wait {wait:.0f} s", given=name
        )
        answer.headers["Retry-After"] = str(int(wait) + 1)
        return answer
    if not NAME.fullmatch(name) or not (state.access.open or state.access.admits(name, form.get("token", ""))):
        state.brake.failed(*keys)
        return page(request, "login.html", status=403, message="no such name and token", given=name)
    session = state.access.begin(name)
    state.access.end(request.state.session)
    request.state.session = session
    answer = RedirectResponse("/", 303)
    give(answer, request, state.access, session)
    return answer


@routes.post("/logout")
def logout(request: Request) -> Response:
    """End the session."""
    request.app.state.access.end(request.state.session)
    return RedirectResponse("/login", 303)
