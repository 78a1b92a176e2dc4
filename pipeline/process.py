"""One document through the house: the only place that knows the order of the stages."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from extractors.core.annotate import annotate
from extractors.core.contract import Issue
from extractors.core.document import Document, Table
from pipeline.extract import extract
from pipeline.normalise import normalise
from pipeline.reconcile import reconcile
from pipeline.records import Base
from pipeline.settings import settings


@dataclass(frozen=True)
class Processed:
    """What one document gave; `status` is complete, or partial when a stage could not read all. Seconds by stage."""

    document: Document
    records: tuple[Base, ...]
    tables: tuple[Table, ...]
    issues: tuple[Issue, ...]
    seconds: dict[str, float]

    @property
    def status(self) -> str:
        return "partial" if any(i.kind == "failed" for i in self.issues) else "complete"


def process(document: Document) -> Processed:
    """Annotate, extract, normalise and reconcile one document; pure and deterministic but for the timings."""
    clock = [perf_counter()]
    chosen = settings()
    paper = annotate(document, chosen.ner_model)
    clock.append(perf_counter())
    findings, failed = extract(paper)
    clock.append(perf_counter())
    sure = [f for f in findings if f.confidence >= chosen.min_confidence]
    records = reconcile(normalise(document, f) for f in sure)
    clock.append(perf_counter())
    warnings = tuple(Issue(document.id, "read", "doubt", w) for w in document.warnings)
    stages = ("annotate", "extract", "reconcile")
    seconds = {name: clock[k + 1] - clock[k] for k, name in enumerate(stages)}
    return Processed(document, tuple(records), paper.tables, (*warnings, *paper.issues, *failed), seconds)
