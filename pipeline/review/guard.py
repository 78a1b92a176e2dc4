"""What every request passes: whose it is, whether it may act, and what the browser may do with the answer."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request, Response
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

from pipeline.review.access import Access, Session

COOKIE = "seriatim_review"
_LARGEST = 1_000_000  # bytes of a request
_FREE = ("/login", "/static/")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Next = Callable[[Request], Awaitable[Response]]


def guard(app: FastAPI, access: Access, hosts: frozenset[str], default_name: str) -> None:
    """Put every request through the checks; `hosts` are the names that the server answers to (empty: any)."""

    @app.middleware("http")
    async def checked(request: Request, call_next: Next) -> Response:
        response = await _answer(request, call_next, access, hosts, default_name)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if not request.url.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response


async def _answer(
    request: Request, call_next: Next, access: Access, hosts: frozenset[str], default_name: str
) -> Response:
    host = (urlsplit(f"//{request.headers.get('host', '')}").hostname or "").lower()
    if hosts and host not in hosts:  # a name that another site pointed at this machine (DNS rebinding)
        return PlainTextResponse(f"this server does not answer to {host!r}", 421)
    session = access.opened(request.cookies.get(COOKIE, ""))
    fresh = session is None
    session = session or access.begin(default_name if access.open and request.method == "GET" else "")
    request.state.session = session
    request.state.form_token = access.form_token(session)
    refusal = await _refusal(request, session)
    response = refusal or await call_next(request)
    if fresh and refusal is None and not request.url.path.startswith("/static/"):
        give(response, request, access, request.state.session)
    return response


async def _refusal(request: Request, session: Session) -> Response | None:
    """Why the request may not go on, None when it may."""
    free = request.url.path.startswith(_FREE)
    if request.method not in ("GET", "HEAD"):
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > _LARGEST:
            return _no(request, 413, "the request is too large, or does not say how large it is")
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            return _no(request, 403, "the request comes from another site")
        given = request.headers.get("x-form-token") or ""
        if not given and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            form = parse_qs((await request.body()).decode("utf-8", "replace"))
            request.state.form = {k: v[0] for k, v in form.items()}
            given = request.state.form.get("form_token", "")
        if not hmac.compare_digest(given.encode(), request.state.form_token.encode()):
            return _no(request, 403, "this page is out of date: load it again, then repeat what you did")
    if not session.name and not free:
        if request.url.path.startswith("/api/") or request.method != "GET":
            return _no(request, 401, "log in first")
        return RedirectResponse("/login", 303)
    return None


def _no(request: Request, status: int, message: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message}, status)
    return PlainTextResponse(message, status)


def give(response: Response, request: Request, access: Access, session: Session) -> None:
    """Set the session's cookie: out of scripts' reach, never sent along from other sites."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, access.sealed(session), httponly=True, samesite="strict", secure=secure, path="/")
