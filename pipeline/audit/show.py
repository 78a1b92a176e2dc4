"""`seriatim audit FOLDER`: what the audit of a run found, how much it checked, and what it could not and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractors.core.document import InputError

out = Console()


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(audit)


def audit(
    folder: Annotated[Path, typer.Argument(help="The --out folder of a run.")],
    documents: Annotated[list[str] | None, typer.Option("--doc", help="Only this document; may be repeated.")] = None,
) -> None:
    """Print what the audit found in each document of a run, how much it checked, and what it could not and why."""
    findings: dict[str, list[dict[str, Any]]] = {}
    for finding in _lines(folder / "findings.jsonl"):
        findings.setdefault(finding["doc"], []).append(finding)
    for about in _lines(folder / "documents.jsonl"):
        if not documents or about["doc"] in documents:
            _print(about["doc"], about.get("audit") or {}, findings.get(about["doc"], []))


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise InputError(f"{path}: not found; name the --out folder of a run")
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def _print(doc: str, coverage: Mapping[str, Any], findings: Iterable[dict[str, Any]]) -> None:
    out.print(f"[bold]{escape(doc)}[/]")
    table = Table("checked", "of", "what", "could not be checked")
    for what, told in coverage.items():
        reasons = "; ".join(f"{n} {reason}" for reason, n in told["undecided"].items())
        table.add_row(str(told["checked"]), str(told["checked"] + sum(told["undecided"].values())), what, reasons)
    out.print(table if coverage else "nothing to check")
    for finding in findings:
        place = finding["provenance"][0]
        out.print(
            f"{finding['rule']} at {place['start']}-{place['end']}: {finding['message']}", markup=False, soft_wrap=True
        )
    out.print()


def share(coverage: Mapping[str, Any] | None) -> str:
    """How much of a document could be checked, for a table of documents: "41/52"; empty where there was nothing."""
    total: Counter[str] = Counter()
    for told in (coverage or {}).values():
        total["checked"] += told["checked"]
        total["all"] += told["checked"] + sum(told["undecided"].values())
    return f"{total['checked']}/{total['all']}" if total["all"] else ""
