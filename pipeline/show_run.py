"""What a run prints: a line a document and kind, a total, and where the time went."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.records import SCORED
from pipeline.run import RunSummary

_ROWS = 60
"""Most documents that are listed: of more, only those that were read now, or only the total."""
_NAMED = 5
_SHORT = {
    "histotype": "hist.",
    "response": "resp.",
    "time_to_event": "time",
    "toxicity": "tox.",
    "patient": "pat.",
    "cohort": "coh.",
}


def print_run(summary: RunSummary, into: object, out: Console, err: Console, others: Sequence[Path] = ()) -> None:
    """The table, what was read and kept, what failed and why; `others` are files that no reader knows."""
    listed = _listed(summary)
    out.print(_table(listed, summary.documents))
    if hidden := len(summary.documents) - len(listed):
        out.print(f"{hidden} more in {into}/documents.jsonl", soft_wrap=True, highlight=False)
    seconds = summary.run["seconds"]
    out.print(f"{summary.read} read, {summary.unchanged} unchanged, {summary.gone} gone", highlight=False)
    parts = ", ".join(
        f"{part} {seconds[part]:.1f} s" for part in ("start-up", "prefect", "work", "store", "published", "output")
    )
    out.print(f"{summary.run['records']} records in {into} · {parts}", soft_wrap=True, highlight=False)
    if summary.without_prefect:
        err.print(f"[yellow]without Prefect[/] {summary.without_prefect}", soft_wrap=True, highlight=False)
    if others:
        named = ", ".join(p.name for p in others[:_NAMED]) + (" ..." if len(others) > _NAMED else "")
        err.print(
            f"[yellow]left alone[/] {len(others)} file(s) of other endings: {named}", soft_wrap=True, highlight=False
        )
    for document in summary.documents:
        if document["status"] == "partial":
            err.print(f"[yellow]partial[/] {document['doc']}: {document['reason']}", soft_wrap=True, highlight=False)
    for document in summary.failed:
        err.print(f"[red]failed[/] {document['doc']}: {document['reason']}", soft_wrap=True, highlight=False)


def _listed(summary: RunSummary) -> list[dict[str, Any]]:
    if len(summary.documents) <= _ROWS:
        return summary.documents
    new = [d for d in summary.documents if d["doc"] in summary.new]
    return new if len(new) <= _ROWS else []


def _table(listed: Sequence[dict[str, Any]], everything: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_footer=True)
    table.add_column("document", f"{len(everything)} documents", overflow="fold")
    table.add_column("status", no_wrap=True)
    for kind in SCORED:
        total = sum(d["records"].get(kind, 0) for d in everything)
        table.add_column(_SHORT.get(kind, kind), str(total), justify="right", no_wrap=True)
    table.add_column("tab.", str(sum(d["tables"] for d in everything)), justify="right", no_wrap=True)
    table.add_column(
        "find.", str(sum(d["records"].get("finding", 0) for d in everything)), justify="right", no_wrap=True
    )
    table.add_column("checked", justify="right", no_wrap=True)
    for document in listed:
        counts = document["records"]
        cells = [str(counts.get(k, 0)) for k in SCORED]
        found = str(counts.get("finding", 0))
        table.add_row(document["doc"], document["status"], *cells, str(document["tables"]), found, document["checked"])
    return table
