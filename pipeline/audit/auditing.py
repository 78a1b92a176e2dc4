"""Running every check over one paper, and marking the records that a finding touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.core.document import Document, Table
from extractors.core.paper import Paper
from pipeline.audit.agreement import check_agreement
from pipeline.audit.case import Case, Check, Discrepancy
from pipeline.audit.categories import check_categories
from pipeline.audit.denominators import check_denominators
from pipeline.audit.drugs import check_drugs
from pipeline.audit.durations import check_durations
from pipeline.audit.grades import check_grades
from pipeline.audit.hazards import check_hazards
from pipeline.audit.intervals import check_intervals
from pipeline.audit.meanings import check_meanings
from pipeline.audit.patients import check_patients
from pipeline.audit.percents import check_percents
from pipeline.audit.prose import check_prose
from pipeline.audit.ranges import check_ranges
from pipeline.audit.responders import check_responders
from pipeline.audit.sums import check_sums
from pipeline.normalise import provenance
from pipeline.records import AuditRecord, Base

CHECKS: tuple[Check, ...] = (
    check_percents,
    check_intervals,
    check_hazards,
    check_ranges,
    check_agreement,
    check_sums,
    check_categories,
    check_drugs,
    check_grades,
    check_denominators,
    check_patients,
    check_durations,
    check_responders,
    check_prose,
    check_meanings,
)
TOUCHED = 0.8
"""What the confidence of a record that a finding touches is multiplied with."""


@dataclass(frozen=True)
class AuditResult:
    """Findings in text order, and how much was checked: by kind of thing, how many, and how many could not be and why."""

    findings: tuple[AuditRecord, ...]
    coverage: dict[str, Any]


def audit(
    document: Document,
    records: Sequence[Base],
    tables: Sequence[Table],
    abbreviations: Sequence[tuple[str, str]],
    paper: Paper | None = None,
    checks: Iterable[Check] = CHECKS,
) -> AuditResult:
    """Check one document's records and tables against each other; with `paper` also the counts of its sentences."""
    case = Case(document, tuple(records), tuple(tables), tuple(abbreviations), paper)
    found: list[Discrepancy] = []
    checked: Counter[str] = Counter()
    undecided: dict[str, Counter[str]] = {}
    for check in checks:
        for said in check(case):
            if isinstance(said, Discrepancy):
                found.append(said)
            elif said.undecided:
                undecided.setdefault(said.what, Counter())[said.undecided] += 1
            else:
                checked[said.what] += 1
    kinds = sorted({*checked, *undecided})
    coverage = {k: {"checked": checked[k], "undecided": dict(undecided.get(k, {}))} for k in kinds}
    findings = {f.record_id: f for f in (_record(case, d) for d in found if d.evidence)}
    return AuditResult(tuple(sorted(findings.values(), key=lambda f: f.provenance[0].start)), coverage)


def flag(records: Iterable[Base], findings: Iterable[AuditRecord]) -> list[Base]:
    """The records with the ids of the findings that involve them, and less confidence where there are any."""
    touching: dict[str, list[str]] = {}
    for finding in findings:
        for record_id in finding.involves:
            touching.setdefault(record_id, []).append(finding.record_id)
    if not touching:
        return list(records)  # an id is worked out each time it is asked for
    flagged = []
    for record in records:
        ids = touching.get(record.record_id)
        if ids:
            record = record.model_copy(
                update={"flags": [*record.flags, *ids], "confidence": round(record.confidence * TOUCHED, 4)}
            )
        flagged.append(record)
    return flagged


def _record(case: Case, said: Discrepancy) -> AuditRecord:
    places = {(e.start, e.end): e for e in said.evidence if e.end > e.start}
    return AuditRecord(
        doc=case.document.id,
        rule=said.rule,
        message=said.message,
        involves=case.touching(places),
        provenance=[provenance(case.document, places[k]) for k in sorted(places)],
        method=f"audit.{said.check}",
        confidence=said.confidence,
    )
