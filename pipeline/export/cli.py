"""`seriatim export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractors.core.document import InputError


class Form(StrEnum):
    """What to export."""

    PARQUET = "parquet"
    CSV = "csv"
    PHENOPACKETS = "phenopackets"


def export(
    form: Annotated[Form, typer.Argument(help="parquet or csv: a table a kind; phenopackets: a file a patient.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write into.")],
    documents: Annotated[
        list[str] | None, typer.Argument(help="Documents to export: ids, files or folders; all when left out.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(help="Database URL; else SERIATIM_DATABASE_URL, else outputs/seriatim.db.")
    ] = None,
) -> None:
    """Write records as tables with a data dictionary, or single patients as GA4GH Phenopackets v2.

    Tables hold every record, each with its attribution; phenopackets only what a study says of its own patients.
    """
    from pipeline.report.evidence import existing_store, load

    evidence = load(existing_store(store), documents or [])
    try:
        if form is Form.PHENOPACKETS:
            from pipeline.export.phenopackets import write_packets

            typer.echo(f"{write_packets(evidence, out)} phenopackets in {out}")
            return
        from pipeline.export.dictionary import write_dictionary
        from pipeline.export.tables import write_tables

        every = (*evidence.records, *evidence.others, *evidence.findings)
        rows = write_tables(every, out, "parquet" if form is Form.PARQUET else "csv")
        write_dictionary(out)
        typer.echo(f"{sum(rows.values())} records in {len(rows)} tables and their dictionary in {out}")
    except OSError as error:
        raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)
