"""Scores and errors on the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.scoring.agree import Fact, spans
from pipeline.scoring.match import EXACT
from pipeline.scoring.score import Report, Tally


def print_report(report: Report, console: Console) -> None:
    """A line a kind and a document: gold, predicted, precision, recall, F1, exact F1."""
    table = Table("", *(("gold", "pred", "P", "R", "F1", "exact F1")))
    for label, tally in (*report.kinds.items(), *report.docs.items()):
        table.add_row(label, *_cells(tally))
    table.add_section()
    table.add_row("all (micro)", *_cells(report.total))
    table.add_row("all (macro over kinds)", "", "", "", "", f"{report.macro_f1:.3f}", "")
    console.print(table)


def _cells(tally: Tally) -> list[str]:
    return [
        str(tally.gold),
        str(tally.predicted),
        f"{tally.precision:.3f}",
        f"{tally.recall:.3f}",
        f"{tally.f1():.3f}",
        f"{tally.f1(exact=True):.3f}",
    ]


def print_errors(report: Report, console: Console, texts: Path | None) -> None:
    """Each missed fact and spurious record beside the text at its place."""
    for word, colour, facts in (("MISSED", "red", report.missed), ("SPURIOUS", "yellow", report.spurious)):
        for doc, fact in facts:
            fields = {k: fact[k] for k in EXACT[fact["kind"]] if fact.get(k) not in (None, "", [])}
            shown = " ".join(f"{k}={v!r}" for k, v in fields.items())
            console.print(f"[{colour}]{word}[/] {doc} {fact['kind']} {escape(shown)}", soft_wrap=True, highlight=False)
            if place := _place(fact, doc, texts):
                console.print(f"    [dim]{escape(place)}[/]", soft_wrap=True, highlight=False)


def _place(fact: Fact, doc: str, texts: Path | None, around: int = 60) -> str:
    """The text at a fact's first span, from the document when its folder is given, else the record's own."""
    where = next(iter(spans(fact)), None)
    path = texts / f"{doc}.txt" if texts else None
    if where and path and path.is_file():
        text = path.read_bytes().decode("utf-8", errors="replace")
        before, at, after = (
            text[max(0, where[0] - around) : where[0]],
            text[slice(*where)],
            text[where[1] : where[1] + around],
        )
        return " ".join(f"{before}»{at}«{after}".split())
    return " ".join(fact["provenance"][0]["text"].split()) if fact.get("provenance") else ""
