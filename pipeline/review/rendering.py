"""How answers are rendered: the templates, a page with what every page needs, an error as its asker reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.templating import Jinja2Templates

from pipeline.records import RECORDS

_HERE = Path(__file__).parent
VERDICTS = {
    "unreviewed": ("○", "unreviewed"),
    "recheck": ("↻", "look again"),
    "accept": ("✓", "accepted"),
    "correct": ("✎", "corrected"),
    "reject": ("✗", "rejected"),
    "add": ("+", "added"),
    "withdraw": ("○", "withdrawn"),
    "disagreement": ("≠", "disagreement"),
}


def templates() -> Jinja2Templates:
    """The templates; every value is escaped."""
    made = Jinja2Templates(directory=_HERE / "templates")
    made.env.autoescape = True
    made.env.trim_blocks = made.env.lstrip_blocks = True
    made.env.globals.update(verdicts=VERDICTS, kinds=tuple(RECORDS))
    made.env.filters["words"] = lambda s: str(s).replace("_", " ")
    return made


def failure(request: Request, status: int, message: str) -> Response:
    """An error as its asker reads it: JSON for the script, a page for people."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message}, status)
    return page(request, "error.html", status=status, message=message)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A rendered page with what every page needs."""
    session = request.state.session
    shared = {"reviewer": session.name, "form_token": request.state.form_token, "open": request.app.state.access.open}
    made: Jinja2Templates = request.app.state.templates
    return made.TemplateResponse(request, template, {**shared, "status": status, **values}, status_code=status)
