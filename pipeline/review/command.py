"""The commands `seriatim review` and `seriatim gold`."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from extractors.core.document import InputError

out, err = Console(), Console(stderr=True)
StoreUrl = Annotated[str | None, typer.Option("--store", help="Database URL; else SERIATIM_DATABASE_URL.")]


def review(
    store: StoreUrl = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond this machine only with reviewers.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8321,
    tokens: Annotated[Path | None, typer.Option(help="File of reviewers; with it everybody must log in.")] = None,
    add_reviewer: Annotated[str, typer.Option(help="Give this reviewer a token, print it once, and end.")] = "",
    name: Annotated[str, typer.Option(help="Who reviews when nobody must log in; else the system's user.")] = "",
) -> None:
    """Open the records of a store in a browser: look, accept, correct, reject, add."""
    from pipeline.review.access import NAME, Access

    file = tokens or (Path("reviewers.json") if add_reviewer else None)
    access = Access(file)
    if add_reviewer:
        token = access.add(add_reviewer)
        out.print(f"token of {add_reviewer}, shown this once:", highlight=False)
        print(token)
        return
    who = name or _user()
    if not NAME.fullmatch(who):
        raise InputError(f"--name {who!r}: a reviewer's name is 1 to 60 letters, digits, spaces, dots or hyphens")
    _serve(store, host, port, access, who)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(review)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"


def _serve(store: str | None, host: str, port: int, access: object, who: str) -> None:
    import socket

    import uvicorn

    from pipeline.review.access import Access
    from pipeline.review.app import LOOPBACK, create_app
    from pipeline.store import open_engine, store_url

    assert isinstance(access, Access)
    local = host in LOOPBACK
    if not local and not access.reviewers:
        raise InputError(
            f"--host {host} can be reached from elsewhere: name reviewers first, "
            "seriatim review --tokens FILE --add-reviewer NAME, then start with --tokens FILE"
        )
    app = create_app(open_engine(store_url(store)), access, name=who, hosts=LOOPBACK if local else frozenset())
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise InputError(f"--host {host} --port {port}: {error.strerror or error}") from error
    shown = f"[{host}]" if ":" in host else host
    out.print(f"reviewing at http://{shown}:{listener.getsockname()[1]}/ · stop with Ctrl-C", highlight=False)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listener])
