"""`seriatim report`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from extractors.core.document import InputError


def report(
    documents: Annotated[
        list[str] | None, typer.Argument(help="Documents to report on: ids, files or folders; all when left out.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="The HTML file to write.")] = Path("report.html"),
    store: Annotated[
        str | None, typer.Option(help="Database URL; else SERIATIM_DATABASE_URL, else outputs/seriatim.db.")
    ] = None,
    figures: Annotated[Path | None, typer.Option(help="Folder for each figure as SVG and its data as CSV.")] = None,
) -> None:
    """Write one self-contained HTML page: evidence map, single patients, response rates, doses, toxicities, findings."""
    from pipeline.report.evidence import existing_store, load
    from pipeline.report.figures import write
    from pipeline.report.page import render, work_out

    done = work_out(load(existing_store(store), documents or []))
    page = render(done)
    scratch = out.with_name(f".{out.name}.new")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(page, encoding="utf-8")
        os.replace(scratch, out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error
    typer.echo(f"{out}: {len(done.evidence.records)} records of {len(done.evidence.docs)} documents")
    if figures:
        write(done.figures, figures, os.path.relpath(out, figures).replace(os.sep, "/"))
        typer.echo(f"{figures}: {', '.join(f for f in done.figures if done.figures[f].drawing) or 'no figures'}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)
