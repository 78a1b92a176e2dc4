"""Single patients: who they are, what they received, how they responded, how long it lasted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.records import Base, PatientRecord, ResponseRecord, TimeRecord
from pipeline.report.evidence import Evidence

BEST = ("CR", "PR", "SD", "PD", "NE")
# What a bar may stand for, the first that is stated: time on the drug before time to an event.
DURATIONS = ("treatment_duration", "TTF", "PFS", "TTP", "EFS", "RFS", "sd_duration", "DOR", "follow_up", "OS")
_MONTHS = {"d": 12 / 365.25, "wk": 7 * 12 / 365.25, "mo": 1.0, "a": 12.0}


@dataclass(frozen=True)
class Individual:
    """One patient under one treatment (`drugs` empty: not stated with the figures) judged by one criterion.

    `response` is the best stated; empty when none is, or when the paper contradicts itself (`contradicted`). `months` is
    the duration of `endpoint`; `censored` that it goes on. `response_month` is the timepoint of the best response.
    """

    doc: str
    patient: str
    drugs: tuple[str, ...] = ()
    histotype: str = ""
    criteria: str = ""
    response: str = ""
    contradicted: bool = False
    response_month: float | None = None
    endpoint: str = ""
    months: float | None = None
    printed: str = ""
    censored: bool = False
    response_records: tuple[str, ...] = ()
    duration_records: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


def months(value: float, unit: str) -> float | None:
    """A time in months of 365.25 / 12 days; None for what is no time."""
    factor = _MONTHS.get(unit)
    return None if factor is None else value * factor


def individuals(evidence: Evidence, doc: str) -> list[Individual]:
    """Each patient of a document under each treatment and criterion, in the order in which the paper tells them."""
    people: dict[str, list[Base]] = {}
    for record in evidence.records:
        if record.doc == doc and record.patient and record.attribution == "own":
            people.setdefault(record.patient, []).append(record)
    return [p for label, records in people.items() for p in _lines(doc, label, records)]


def _lines(doc: str, label: str, records: list[Base]) -> list[Individual]:
    """One patient's treatment lines."""
    facts = {r.field: str(r.value) for r in records if isinstance(r, PatientRecord) and not r.drugs}
    responses = [r for r in records if isinstance(r, ResponseRecord) and r.category in BEST]
    times = [r for r in records if isinstance(r, TimeRecord) and r.statistic == "individual" and r.value is not None]
    tumour = facts.get("histotype") or next((r.histotype for r in records if r.histotype), "")
    strata = dict.fromkeys((tuple(r.drugs), r.criteria) for r in responses)
    lines = []
    for drugs in dict.fromkeys(tuple(r.drugs) for r in (*responses, *times)):
        duration = _duration([t for t in times if tuple(t.drugs) == drugs])
        for criteria in [c for d, c in strata if d == drugs] or [""]:
            best = _best([r for r in responses if (tuple(r.drugs), r.criteria) == (drugs, criteria)])
            lines.append(Individual(doc, label, drugs, tumour, criteria, **best, **duration, facts=facts))
    return lines


def _best(responses: list[ResponseRecord]) -> dict[str, Any]:
    """The best response; a statement of the best response as such outranks those at a timepoint."""
    overall = [r for r in responses if not r.timepoint] or responses
    if not overall:
        return {}
    ids = tuple(r.record_id for r in overall)
    if len({r.category for r in overall if not r.timepoint}) > 1:
        return {"contradicted": True, "response_records": ids}
    best = min(overall, key=lambda r: BEST.index(r.category))
    at = next((r.timepoint for r in responses if r.category == best.category and r.timepoint), "")
    amount, _, unit = at.partition(" ")
    month = months(float(amount), unit) if amount.replace(".", "", 1).isdigit() else None
    return {"response": best.category, "response_month": month, "response_records": ids}


def _duration(times: list[TimeRecord]) -> dict[str, Any]:
    """The time that the bar stands for."""
    for endpoint in DURATIONS:
        for t in times:
            length = months(float(t.value), t.unit) if t.endpoint == endpoint and t.value is not None else None
            if length is not None:
                return {
                    "endpoint": endpoint,
                    "months": length,
                    "printed": f"{t.value:g}{'+' if t.censored else ''} {t.unit}",
                    "censored": t.censored,
                    "duration_records": (t.record_id,),
                }
    return {}
