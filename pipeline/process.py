"""One document through the house: the only place that knows the order of the stages."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Literal

from extractors.core.annotate import annotate
from extractors.core.contract import Issue
from extractors.core.document import Document, Table
from extractors.core.paper import Paper
from extractors.tabular.run_together import apart
from pipeline.audit.auditing import AuditResult, audit, flag
from pipeline.confidence import Calibration, shipped
from pipeline.extract import extract
from pipeline.normalise import normalise
from pipeline.reconcile import reconcile
from pipeline.records import Base
from pipeline.settings import settings


@dataclass(frozen=True)
class Processed:
    """What one document gave; `status` is complete, or partial when part of it could not be read. Seconds by stage."""

    document: Document
    records: tuple[Base, ...]
    tables: tuple[Table, ...]
    issues: tuple[Issue, ...]
    seconds: dict[str, float]
    coverage: dict[str, Any] = field(default_factory=dict)
    """What the audit checked, and what it could not and why."""

    @property
    def status(self) -> Literal["complete", "partial"]:
        return "partial" if self.reasons else "complete"

    @property
    def reasons(self) -> tuple[str, ...]:
        """What could not be read, and why."""
        return tuple(i.message for i in self.issues if i.kind in ("failed", "unread"))


def process(document: Document, calibration: Calibration | None = None) -> Processed:
    """Annotate, extract, normalise, reconcile, calibrate and audit one document; pure but for the timings.

    Records less sure than `settings().min_confidence` are left out before the audit, which so never names one of them.
    `calibration` is the shipped one unless given.
    """
    clock = [perf_counter()]
    chosen = settings()
    paper = paper_of(document)
    clock.append(perf_counter())
    findings, failed = extract(paper)
    clock.append(perf_counter())
    calibrated = map((calibration or shipped()).applied, reconcile(normalise(document, f) for f in findings))
    records = [r for r in calibrated if r.confidence >= chosen.min_confidence]
    clock.append(perf_counter())
    audited, told = _audit(paper, records)
    clock.append(perf_counter())
    warnings = (
        *(Issue(document.id, "read", "doubt", w) for w in document.warnings),
        *(Issue(document.id, "read", "unread", w) for w in document.unread),
    )
    stages = ("annotate", "extract", "reconcile", "audit")
    seconds = {name: clock[k + 1] - clock[k] for k, name in enumerate(stages)}
    issues = (*warnings, *paper.issues, *failed, *told)
    found = (*flag(records, audited.findings), *audited.findings)
    return Processed(document, found, paper.tables, issues, seconds, audited.coverage)


def paper_of(document: Document) -> Paper:
    """The annotated document, its tables as the extractors read them."""
    return apart(annotate(document, settings().ner_model))


def _audit(paper: Paper, records: list[Base]) -> tuple[AuditResult, list[Issue]]:
    """The audit of a paper; an exception in it costs its findings alone, and is told."""
    try:
        return audit(paper.document, records, paper.tables, paper.abbreviations, paper), []
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        message = f"audit: {type(error).__name__}: {error} ({frame.filename.rsplit('/', 1)[-1]}:{frame.lineno})"
        return AuditResult((), {}), [Issue(paper.document.id, "audit", "failed", message)]
