"""Papers written for these tests, as a run would leave them in a store."""

from __future__ import annotations

from typing import Any

from pipeline.records import RECORDS
from pipeline.store import Result, Store, lines_of

TEXT = (
    "Zorbatinib in sarcoma \U0001d6fd: five cases\n\n"
    "Methods\n\n"
    "Everyone took imatinib 400 mg by mouth\nonce daily, <script>window.harmed = true</script> as printed.\n\n"
    "Results\n\n"
    "Three of five patients (50%) had a partial response & one had rash.\n\n"
    "Table 1. Patients\nNo. Age Best\n1 44 PR\n2 61 SD\n\n"
    "Discussion\n\nMedian progression-free survival was 7.5 months in liposarcoma.\n"
)


def place(text: str, words: str, section: str = "results", **cell: Any) -> dict[str, Any]:
    """Provenance of words in a text."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, "section": section, **cell}


def record(kind: str, doc: str, provenance: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """A record as published."""
    given = {"method": f"{kind}.rule", "confidence": 0.9, **fields}
    return RECORDS[kind](doc=doc, provenance=provenance, **given).model_dump(mode="json")  # type: ignore[arg-type]


def records(doc: str, text: str = TEXT) -> list[dict[str, Any]]:
    """A dose, a response with an impossible percentage, a finding that touches it, a cell, a survival time."""
    dose = {"drug": "imatinib", "low": 400, "high": 400, "unit": "mg", "route": "PO", "frequency": "QD"}
    wrong = record(
        "response", doc, [place(text, "Three of five patients (50%)")], category="PR", n=3, total=5, percent=50
    )
    finding = record(
        "finding",
        doc,
        wrong["provenance"],
        rule="count_vs_percent",
        message="3/5 is 60 %, not 50 %",
        involves=[wrong["record_id"]],
    )
    wrong["flags"] = [finding["record_id"]]
    start = text.index("44")
    cell = {"start": start, "end": start + 2, "text": "44", "section": "table", "table": "1", "row": 0, "column": 1}
    time = {"endpoint": "PFS", "statistic": "median", "value": 7.5, "unit": "mo", "histotype": "liposarcoma"}
    survival = place(text, "Median progression-free survival was 7.5 months", "discussion")
    return [
        record("dose", doc, [place(text, "imatinib 400 mg by mouth\nonce daily", "methods")], role="starting", **dose),
        wrong,
        record("patient", doc, [cell], patient="1", field="age", value=44, confidence=0.6),
        record("time_to_event", doc, [survival], confidence=0.7, **time),
        finding,
    ]


def table(doc: str, text: str = TEXT) -> dict[str, Any]:
    """The paper's one table, rebuilt."""
    start = text.index("Table 1.")
    rows = [["1", "44", "PR"], ["2", "61", "SD"]]
    at = text.index("1 44 PR")
    cells: list[list[list[list[int]]]] = []
    for row in rows:
        line = []
        for word in row:
            at = text.index(word, at)
            line.append([[at, at + len(word)]])
            at += len(word)
        cells.append(line)
    return {
        "doc": doc,
        "kind": "table",
        "number": "1",
        "caption": "Patients",
        "columns": ["No.", "Age", "Best"],
        "rows": rows,
        "notes": [],
        "start": start,
        "end": text.index("\n\nDiscussion"),
        "confidence": 0.9,
        "doubts": [],
        "cells": cells,
    }


def keep(store: Store, doc: str = "paper", said: list[dict[str, Any]] | None = None, **how: Any) -> int:
    """Save a reading of the paper; `said` replaces its records, `text` its text. Returns the reading's number."""
    text = how.get("text", TEXT)
    run = store.begin(how.get("key", "key"), ["/papers"])
    result = Result(
        doc,
        f"/papers/{doc}.txt",
        how.get("digest", "one"),
        "complete",
        "",
        {"doc": doc, "again": False},
        list(lines_of(records(doc, text) if said is None else said)),
        list(lines_of([table(doc, text)] if text == TEXT else [])),
        text,
        "text",
    )
    number = store.save(run, how.get("key", "key"), result)
    store.finish(run, {})
    return number
