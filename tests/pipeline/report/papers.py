"""Invented papers for the report's tests: records as the pipeline would give them, each quoting its document."""

from __future__ import annotations

from typing import Any

from pipeline.records import RECORDS, Base, Provenance
from pipeline.report.evidence import Evidence, gather
from pipeline.report.sources import Source

TEXT = "Of 12 patients 3 responded <script>alert('x')</script> & more; see https://example.org/paper for all of it."


def record(kind: str, doc: str = "p1", **fields: Any) -> Base:
    """A record of a kind in a document, with the document's first words as evidence."""
    fields.setdefault("provenance", [Provenance(start=0, end=26, section="results", text=TEXT[:26])])
    fields.setdefault("method", f"{kind}.test")
    fields.setdefault("confidence", 0.9)
    return RECORDS[kind](doc=doc, **fields)


def evidence(*records: Base, **texts: str) -> Evidence:
    """Evidence of some records, with a source a document."""
    docs = list(dict.fromkeys(r.doc for r in records))
    return gather(records, [Source(d) for d in docs], {d: texts.get(d, TEXT) for d in docs})


def series_of(doc: str, n: int, total: int, **fields: Any) -> list[Base]:
    """One paper on pazopanib in chordoma with a stated response rate."""
    return [
        record("cohort", doc, field="n_patients", value=total),
        record("histotype", doc, histotype="chordoma", n=total),
        record("dose", doc, drug="pazopanib", low=800, high=800, unit="mg", frequency="QD", role="planned"),
        record("response", doc, category="ORR", n=n, total=total, criteria="RECIST 1.1", **fields),
    ]
