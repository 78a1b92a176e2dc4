"""The commands `seriatim review` and `seriatim gold`."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from extractors.core.document import InputError

if TYPE_CHECKING:
    from pipeline.review.gold import Told

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
    gold = typer.Typer(help="Reviewers' decisions as gold, and gold as decisions.", no_args_is_help=True)
    gold.command("export")(export_gold)
    gold.command("import")(import_gold)
    app.add_typer(gold, name="gold")


def export_gold(
    into: Annotated[Path, typer.Option("--out", help="Folder for one file a document.")],
    store: StoreUrl = None,
    form: Annotated[str, typer.Option("--format", help="gold (JSON lines) or brat (standoff).")] = "gold",
    machine: Annotated[
        bool, typer.Option("--machine", help="brat: also the records that nobody has decided on, to annotate.")
    ] = False,
) -> None:
    """Write what reviewers kept, every offset verified; exit code 1 when something had to be left out."""
    from pipeline.review import gold, standoff
    from pipeline.store import open_engine, store_url

    _check_form(form)
    engine = open_engine(store_url(store))
    told = standoff.export(engine, into, machine) if form == "brat" else gold.export(engine, into)
    _report(told, f"facts in {into}")


def import_gold(
    folder: Annotated[Path, typer.Argument(help="Folder of <doc>.jsonl, or of <doc>.ann for brat.")],
    reviewer: Annotated[str, typer.Option(help="In whose name the decisions are kept.")],
    store: StoreUrl = None,
    form: Annotated[str, typer.Option("--format", help="gold (JSON lines) or brat (standoff).")] = "gold",
    reject_rest: Annotated[
        bool, typer.Option("--reject-rest", help="Reject records of these documents that the gold does not hold.")
    ] = False,
) -> None:
    """Keep gold as decisions: accept what the machine has, correct what is near, add the rest."""
    from pipeline.review import gold, standoff
    from pipeline.review.access import NAME
    from pipeline.scoring import load_gold
    from pipeline.store import Store, open_engine, store_url

    _check_form(form)
    if not NAME.fullmatch(reviewer):
        raise InputError(f"--reviewer {reviewer!r}: 1 to 60 letters, digits, spaces, dots or hyphens")
    engine = open_engine(store_url(store))
    known = Store(engine).known()
    given = standoff.read(engine, folder, known) if form == "brat" else load_gold(folder).facts
    told = gold.Told(left_out=[f"{doc}: not in the store" for doc in given if doc not in known])
    for doc in (d for d in given if d in known):
        gold.take(engine, doc, given[doc], reviewer, told, reject_rest=reject_rest)
    _report(told, f"facts kept for {reviewer}")


def _check_form(form: str) -> None:
    if form not in ("gold", "brat"):
        raise InputError(f"--format {form}: must be gold or brat")


def _report(told: Told, what: str) -> None:
    out.print(f"{sum(told.facts.values())} {what}, {len(told.facts)} documents", highlight=False)
    for reason in told.left_out:
        err.print(f"left out: {reason}", soft_wrap=True, highlight=False, markup=False)
    raise typer.Exit(1 if told.left_out else 0)


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
