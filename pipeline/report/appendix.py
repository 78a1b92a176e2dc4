"""The appendix: every record that a figure or cell rests on, with its words and their place in the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.records import AuditRecord, Base, Provenance
from pipeline.report import words
from pipeline.report.evidence import Evidence

CONTEXT = 90  # characters shown on either side of the quoted words


@dataclass(frozen=True)
class Quote:
    """Words of the paper with some of what stands around them, and where."""

    before: str
    text: str
    after: str
    place: str


@dataclass(frozen=True)
class Entry:
    """One record of the appendix; `note` says when it is no evidence of the study's own."""

    record_id: str
    kind: str
    fields: list[tuple[str, str]]
    quotes: list[Quote]
    method: str
    confidence: float
    codes: str
    flags: tuple[str, ...]
    note: str = ""


def entries(evidence: Evidence) -> dict[str, list[Entry]]:
    """Entries by document: all evidence, the findings, and what findings involve."""
    involved = {i for f in evidence.findings for i in f.involves}
    shown: list[Base] = [
        *evidence.records,
        *(r for r in evidence.others if r.record_id in involved),
        *evidence.findings,
    ]
    known = {r.record_id for r in shown}
    by_doc: dict[str, list[Entry]] = {s.doc: [] for s in evidence.sources}
    for record in shown:
        by_doc[record.doc].append(_entry(record, evidence.texts.get(record.doc, ""), known))
    return {doc: found for doc, found in by_doc.items() if found}


def _entry(record: Base, text: str, known: set[str]) -> Entry:
    note = "" if record.attribution == "own" else f"{record.attribution}: not a result of this study's patients"
    derived = record.method.startswith("derived")
    links = record.involves if isinstance(record, AuditRecord) else record.flags
    return Entry(
        record.record_id,
        record.kind,  # type: ignore[attr-defined]
        [(label, value) for label, value in words.statement(record) if label != "involves"],
        [_quote(p, text) for p in record.provenance],
        record.method,
        record.confidence,
        ", ".join(f"{k} {v}" for k, v in record.codes.items()),
        tuple(i for i in links if i in known),
        "derived, not stated by the paper" if derived else note,
    )


def _folded(text: str) -> str:
    """White space as single blanks, at the ends too: a quote must not part "36" from "–74"."""
    return re.sub(r"\s+", " ", text)


def _quote(p: Provenance, text: str) -> Quote:
    place = [f"{p.section}" if p.section else "", f"table {p.table}" if p.table else ""]
    if p.row is not None and p.column is not None:
        place.append(f"row {p.row + 1}, column {p.column + 1}")
    place += [f"page {p.page}" if p.page else "", f"characters {p.start}–{p.end}"]
    before = after = ""
    if text[p.start : p.end] == p.text:
        before = _folded(text[max(0, p.start - CONTEXT) : p.start])
        after = _folded(text[p.end : p.end + CONTEXT])
        if p.start > CONTEXT:
            before = "…" + before.partition(" ")[2]
        if p.end + CONTEXT < len(text):
            after = after.rpartition(" ")[0] + "…"
    return Quote(before, _folded(p.text).strip(), after, ", ".join(x for x in place if x))
