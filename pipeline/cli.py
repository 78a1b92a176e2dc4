"""The command line: `seriatim run`, `score`, `schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from extractors.core.document import InputError
from pipeline import collector, loader, schedule_command
from pipeline.audit import show as audit
from pipeline.export import cli as export
from pipeline.records import json_schema
from pipeline.report import cli as report
from pipeline.review import command as review
from pipeline.store_url import not_yet_there, store_url

app = typer.Typer(
    name="seriatim",
    help="Reads oncology case series and writes evidence records that trace to the characters that state them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
audit.register(app)
export.register(app)
report.register(app)
review.register(app)
schedule_command.register(app)
out, err = Console(), Console(stderr=True)

Paths = Annotated[list[Path], typer.Argument(help="Documents, or folders of documents.")]


@app.command()
def run(
    paths: Paths,
    into: Annotated[Path, typer.Option("--out", help="Folder for records, tables and what became of each document.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes on this machine.")] = 1,
    store: Annotated[
        str | None, typer.Option(help="Database URL; else SERIATIM_DATABASE_URL, else outputs/seriatim.db.")
    ] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Documents a task and worker.")] = 20,
    runner: Annotated[str, typer.Option(help="processes, or dask with --address.")] = "processes",
    address: Annotated[str, typer.Option(help="Dask scheduler, tcp://host:port.")] = "",
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that a document may take.")] = 300,
    memory: Annotated[int, typer.Option(min=500, help="Megabytes that a worker may take.")] = 6000,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for a store that another run holds.")] = 0,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read failed documents again.")] = False,
) -> None:
    """Read what is new or changed, and write the evidence records of all documents named.

    Exit code 0 when every document was read, 1 when some could not (they stand in documents.jsonl with the reason), 2
    when nothing could be done.
    """
    if runner not in ("processes", "dask") or (runner == "dask") != bool(address):
        raise InputError("--runner is processes, or dask together with --address tcp://host:port")
    if not address and not_yet_there(store_url(store)) and all(path.exists() for path in paths):
        loader.begin()  # there will be something to read: what the workers need loads while this process does
    with collector.resting():
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        from pipeline.ingest import other_files
        from pipeline.run import Options
        from pipeline.run import run as run_pipeline
        from pipeline.show_run import print_run
    options = Options(workers, batch_size, timeout, memory * 1_000_000, store, wait, retry_failed, address)

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,  # nobody sees it
        refresh_per_second=4,  # each time takes a few milliseconds of a core that reads
    ) as bar:
        task = bar.add_task("starting", total=None)

        def told(outcome: Any, done: int, total: int) -> None:
            bar.update(task, description=f"{done}/{total} {outcome.doc}", total=total, completed=done)

        summary = run_pipeline(paths, into, options, told)
    print_run(summary, into, out, err, other_files(paths, into))
    raise typer.Exit(1 if summary.failed else 0)


@app.command()
def score(
    gold: Annotated[Path, typer.Option(help="Folder of gold: one <doc>.jsonl a document.")],
    pred: Annotated[Path, typer.Option(help="records.jsonl of a run.")],
    errors: Annotated[
        bool, typer.Option("--errors", help="Show each miss and each spurious record with its text.")
    ] = False,
    texts: Annotated[Path | None, typer.Option(help="Folder of the documents, to show the text of a miss.")] = None,
    prose: Annotated[bool, typer.Option("--prose", help="Leave out facts that stand in tables.")] = False,
    elsewhere: Annotated[bool, typer.Option("--elsewhere", help="Offsets belong to another rendering.")] = False,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the scores as JSON.")] = None,
) -> None:
    """Score records against gold by the contract's matching rules."""
    from pipeline.scoring import load_gold, load_jsonl, score
    from pipeline.scoring.show import print_errors, print_report

    report = score(load_gold(gold), load_jsonl(pred), prose=prose, elsewhere=elsewhere)
    print_report(report, out)
    if errors:
        print_errors(report, out, texts)
    if as_json:
        as_json.write_text(json.dumps(report.as_json(), indent=1) + "\n", encoding="utf-8")


@app.command()
def tables(
    file: Annotated[Path, typer.Argument(help="One document: .txt, .pdf, .xml or .nxml.")],
    into: Annotated[Path | None, typer.Option("--out", help="Folder for one CSV a table.")] = None,
) -> None:
    """Print a document's tables as a person would read them, and write them as CSV."""
    from extractors.grids.show import as_csv, as_text
    from pipeline.ingest import read
    from pipeline.process import paper_of

    document = read(file)
    found = paper_of(document).tables
    for number, table in enumerate(found, start=1):
        out.print(as_text(table), markup=False, highlight=False, soft_wrap=True)
        if into:
            into.mkdir(parents=True, exist_ok=True)
            name = "".join(c if c.isalnum() else "_" for c in f"{table.number or number}")
            (into / f"{document.id}.table-{name}.csv").write_text(as_csv(table), encoding="utf-8")
    if not found:
        err.print(f"{file}: no tables found")


@app.command()
def fetch(
    query: Annotated[str, typer.Option(help="What to look for, as the source writes queries.")],
    into: Annotated[Path, typer.Option("--out", help="Folder for the documents; one harvest a folder.")],
    source: Annotated[
        str, typer.Option(help="europepmc, pmc (full texts as JATS) or pubmed (abstracts).")
    ] = "europepmc",
    licence: Annotated[str, typer.Option(help="Licences to keep, e.g. cc0,cc-by; empty keeps all.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many new documents.")] = None,
    base: Annotated[str, typer.Option(help="Another address of the service.", hidden=True)] = "",
) -> None:
    """Harvest open-access papers; run again to go on, or to fetch what is new."""
    from pipeline.fetch import SOURCES, harvest
    from pipeline.fetch.client import Client

    if source not in SOURCES:
        raise InputError(f"--source {source}: must be one of {', '.join(SOURCES)}")
    allowed = frozenset(code.strip() for code in licence.lower().split(",") if code.strip())
    client = Client()
    with err.status(f"asking {source}") as status:
        state = harvest(
            client, SOURCES[source], source, query, into, licences=allowed, limit=limit, base=base, told=status.update
        )
    client.close()
    out.print(f"{len(state.kept)} documents in {into}, {len(state.refused)} refused for their licence")
    for identifier, reason in state.failed.items():
        err.print(f"[red]failed[/] {identifier}: {reason}", soft_wrap=True, highlight=False)
    raise typer.Exit(1 if state.failed else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    print(json.dumps(json_schema(), indent=1))


def main() -> None:
    """Entry point: bad input ends with its message and exit code 2, never a traceback."""
    try:
        app()
    except InputError as error:
        err.print(f"[red]error[/] {error}", soft_wrap=True, highlight=False)
        sys.exit(2)
    finally:
        collector.leave()


if __name__ == "__main__":
    main()
