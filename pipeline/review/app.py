"""The web app: pages for people, a small JSON interface for the page's own script."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.exceptions import HTTPException

from pipeline.review import compare_pages, interface, pages
from pipeline.review.access import Access, Brake
from pipeline.review.decisions import ConflictError, UnknownError, durable
from pipeline.review.fields import FieldsError
from pipeline.review.guard import guard
from pipeline.review.rendering import failure, templates

_HERE = Path(__file__).parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def create_app(engine: Engine, access: Access, *, name: str = "reviewer", hosts: frozenset[str] = LOOPBACK) -> FastAPI:
    """The app on one store.

    `name` is who reviews when no token is asked for; `hosts` the host names it answers to (empty: any, for servers that
    are reached from elsewhere and ask for tokens).
    """
    app = FastAPI(title="Seriatim review", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.engine = durable(engine)
    app.state.access = access
    app.state.brake = Brake()
    app.state.templates = templates()
    for routes in (pages.routes, compare_pages.routes, interface.routes):
        app.include_router(routes)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    _errors(app)
    guard(app, access, hosts, name)
    return app


def _errors(app: FastAPI) -> None:
    @app.exception_handler(ConflictError)
    def conflict(request: Request, error: ConflictError) -> Response:
        now = error.current
        message = (
            "this record was decided in another window since you opened it; nothing was saved, nothing is lost: "
            "look at what stands now, then decide again"
        )
        if not request.url.path.startswith("/api/"):
            return failure(request, 409, message)
        current = None
        if now is not None:
            current = {
                **{
                    k: getattr(now, k)
                    for k in ("id", "record_id", "version", "verdict", "reviewer", "reason", "content")
                },
                "at": now.at.isoformat(),
            }
        return JSONResponse({"error": message, "current": current}, 409)

    @app.exception_handler(UnknownError)
    def unknown(request: Request, error: UnknownError) -> Response:
        return failure(request, 404, str(error))

    @app.exception_handler(FieldsError)
    def fields(request: Request, error: FieldsError) -> Response:
        return JSONResponse({"error": str(error), "fields": error.fields}, 422)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
        return failure(request, 422, told)

    @app.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> Response:
        return failure(request, error.status_code, str(error.detail))
