"""`seriatim schedule`: a growing corpus read by the clock, or once now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from extractors.core.document import InputError

out, err = Console(), Console(stderr=True)


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(schedule)


def schedule(
    paths: Annotated[list[Path], typer.Argument(help="Documents, or folders of documents.")],
    into: Annotated[Path, typer.Option("--out", help="Folder for records, tables and what became of each document.")],
    cron: Annotated[str, typer.Option(help="When to run, as cron writes it.")] = "0 3 * * *",
    gold: Annotated[Path | None, typer.Option(help="Gold to score every run against.")] = None,
    floors: Annotated[Path | None, typer.Option(help="JSON of core F1 by kind; below it the run fails.")] = None,
    store: Annotated[str | None, typer.Option(help="Database URL; else SERIATIM_DATABASE_URL.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes on this machine.")] = 1,
    address: Annotated[str, typer.Option(help="Read on the Dask cluster of this scheduler, tcp://host:port.")] = "",
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that a document may take.")] = 300,
    memory: Annotated[int, typer.Option(min=500, help="Megabytes that a worker may take.")] = 6000,
    once: Annotated[bool, typer.Option("--once", help="Run now and end; exit code 1 when scores fell.")] = False,
) -> None:
    """Read a growing corpus on schedule; Prefect keeps the schedule until the command is stopped."""
    _check(paths, gold, floors)
    parameters: dict[str, Any] = {
        "paths": [str(p.resolve()) for p in paths],
        "out": str(into.resolve()),
        "gold": str(gold.resolve()) if gold else "",
        "floors": str(floors.resolve()) if floors else "",
        "store": store,
        "workers": workers,
        "address": address,
        "timeout": timeout,
        "memory": memory,
    }
    if once:
        _once(parameters)
    else:
        _serve(cron, parameters)


def _check(paths: list[Path], gold: Path | None, floors: Path | None) -> None:
    """What is wrong is told now, not at three in the morning."""
    from pipeline.floors import read_floors
    from pipeline.scoring import load_gold

    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
    if gold:
        load_gold(gold)
    if floors:
        if not gold:
            raise InputError("--floors needs --gold: scores are what it guards")
        read_floors(floors)


def _serve(cron: str, parameters: dict[str, Any]) -> None:
    from pipeline.prefect_server import prefect_server

    with prefect_server() as address:
        from prefect.client.schemas.schedules import CronSchedule

        from pipeline.schedule import serve

        try:
            CronSchedule(cron=cron)
        except ValueError as error:
            raise InputError(
                f"--cron {cron!r}: not a schedule as cron writes it (minute hour day month weekday)"
            ) from error
        out.print(f"scheduled {cron!r}; Prefect at {address}; stop with Ctrl-C", soft_wrap=True, highlight=False)
        serve(cron, parameters)
        out.print("stopped")


def _once(parameters: dict[str, Any]) -> None:
    from pipeline.schedule import BelowFloorError, nightly, read_new

    read_new.retries = 0
    try:
        told = nightly(**parameters)["documents"]
    except BelowFloorError as error:
        err.print(f"[red]error[/] {error}", soft_wrap=True, highlight=False)
        raise typer.Exit(1) from None
    failed = f", {told['failed']} failed" if told["failed"] else ""
    out.print(f"{told['read']} read, {told['unchanged']} unchanged, {told['gone']} gone{failed}")
