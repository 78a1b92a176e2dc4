"""The report's tables: rows of cells, each with the records that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.records import AuditRecord, Base, DoseRecord, ToxicityRecord
from pipeline.report import words
from pipeline.report.evidence import Evidence
from pipeline.report.evidence_map import MapCell
from pipeline.report.individuals import Individual
from pipeline.report.series import Series
from pipeline.report.study import MIXED_DRUGS, MIXED_HISTOTYPES, Study


@dataclass(frozen=True)
class Cell:
    """Text of a cell and the ids of the records behind it."""

    text: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: column heads and rows; `groups` are row numbers before which a heading row stands."""

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)


def _who(records: Iterable[Base]) -> str:
    """Group or the patients' labels."""
    labels = list(dict.fromkeys(r.patient or r.subgroup for r in records))
    named = [label for label in labels if label]
    return ", ".join((["group"] if "" in labels else []) + named)


def dose_table(evidence: Evidence) -> Table:
    """Doses by drug: the same amount, route, rhythm and role of one document on one line."""
    table = Table(("dose", "route", "frequency", "role", "stated of", "who", "document"))
    lines: dict[tuple[object, ...], list[DoseRecord]] = {}
    for d in evidence.of(DoseRecord):
        key = (d.drug, d.unit, d.low, d.high, d.route, d.frequency, d.role, d.attribution, d.doc)
        lines.setdefault(key, []).append(d)
    shown = ""
    for _, same in sorted(lines.items(), key=lambda item: tuple(map(_sortable, item[0]))):
        d, ids = same[0], tuple(r.record_id for r in same)
        if d.drug != shown:
            shown = d.drug
            table.groups[len(table.rows)] = d.drug
        given = "own patients" if d.attribution == "own" else "protocol"
        texts = (words.dose(d.low, d.high, d.unit), d.route, d.frequency, d.role, given, _who(same), d.doc)
        table.rows.append(_linked(texts, ids))
    return table


def _sortable(value: object) -> tuple[int, float, str]:
    return (0, float(value), "") if isinstance(value, (int, float)) else (1, 0.0, str(value))


def toxicity_table(evidence: Evidence, studies: dict[str, Study]) -> Table:
    """Adverse events by regimen: group figures, and single patients gathered by event and grade."""
    table = Table(("event", "grade", "n / total", "percent", "who", "document"))
    lines: dict[tuple[str, ...], list[ToxicityRecord]] = {}
    for t in evidence.of(ToxicityRecord):
        drugs = words.regimen(t.drugs or list(studies[t.doc].drugs)) or MIXED_DRUGS
        figures = (str(t.n), str(t.total), str(t.percent), t.subgroup)
        key = (drugs, t.term, t.doc, t.grade, *(("single",) if t.patient else figures))
        lines.setdefault(key, []).append(t)
    shown = ""
    for key, same in sorted(lines.items(), key=lambda i: (i[0][0] == MIXED_DRUGS, i[0])):
        t, ids = same[0], tuple(r.record_id for r in same)
        if key[0] != shown:
            shown = key[0]
            table.groups[len(table.rows)] = shown
        counted = "" if t.patient or (t.n is None and t.total is None) else words.count(t.n, t.total)
        percent = "" if t.percent is None else f"{words.number(t.percent)} %"
        table.rows.append(_linked((t.term, t.grade, counted, percent, _who(same), t.doc), ids))
    return table


def _linked(texts: tuple[str, ...], ids: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(t, ids) if t else Cell("") for t in texts)


def series_table(series: list[Series]) -> Table:
    """All response figures of groups, with how they were come by."""
    head = ("regimen", "tumour", "document", "stratum", "criteria", "n / total", "counts", "rate", "exact 95 % CI")
    table = Table((*head, "CI as printed", "remark"))
    stated = Counter((s.doc, s.stratum) for s in series)
    for s in sorted(series, key=lambda s: (not s.drugs, s.drugs, s.doc, s.histotype, s.subgroup, s.criteria)):
        remark = [s.derived] if s.derived else []
        remark += ["regimen assumed"] if s.assumed_drugs else []
        remark += ["tumour assumed"] if s.assumed_histotype else []
        remark += ["single patients told by the authors: no rate"] if s.described else []
        remark += ["count without total: no interval"] if s.n is not None and s.total is None else []
        remark += ["percentage without total: no interval"] if s.n is None and s.percent is not None else []
        remark += ["more than one rate is stated for this group"] if stated[s.doc, s.stratum] > 1 else []
        remark += ["percentage as printed does not fit"] if _at_odds(s) else []
        remark += ["count exceeds its total"] if s.n is not None and s.total is not None and s.n > s.total else []
        texts = (
            words.regimen(s.drugs) or MIXED_DRUGS,
            s.histotype or MIXED_HISTOTYPES,
            s.doc,
            " ".join(p for p in (s.subgroup, s.timepoint and f"at {s.timepoint}") if p),
            s.criteria or "not stated",
            words.count(s.n, s.total) if s.n is not None or s.total is not None else "–",
            s.unit,
            words.rate(s.rate),
            words.interval(s.interval),
            words.interval(s.printed_interval),
            "; ".join(remark),
        )
        table.rows.append(_linked(texts, s.records))
    return table


def _at_odds(s: Series) -> bool:
    """Whether the printed percentage is another than the counts make, beyond rounding."""
    return s.countable and s.percent is not None and s.rate is not None and abs(s.percent - s.rate) >= 1.01


def map_table(cells: list[MapCell]) -> Table:
    """The evidence map in figures."""
    table = Table(("regimen", "tumour", "n / total", "rate", "exact 95 % CI", "documents", "remark"))
    for c in cells:
        ids = tuple(i for s in c.shown for i in s.records)
        remark = ["sum of several series"] if c.pooled else []
        remark += [f"not added up: {c.why_not}; the largest series is shown"] if c.why_not else []
        remark += list(dict.fromkeys(s.derived for s in c.shown if s.derived))
        remark += ["single patients told by the authors: no rate"] if any(s.described for s in c.shown) else []
        remark += ["regimen or tumour assumed: the study's only one"] if c.assumed else []
        docs = ", ".join(dict.fromkeys(s.doc for s in c.series))
        count = words.count(c.n, c.total)
        texts = (
            c.drugs,
            c.histotype,
            count,
            words.rate(c.percent),
            words.interval(c.interval),
            docs,
            "; ".join(remark),
        )
        table.rows.append(_linked(texts, ids))
    return table


def patient_table(people: list[Individual]) -> Table:
    """Every single patient with a response or a duration."""
    head = ("document", "patient", "age", "sex", "tumour", "regimen", "response", "criteria", "duration", "measures")
    table = Table(head)
    for p in people:
        response = "contradictory" if p.contradicted else p.response
        texts = (p.doc, p.patient, p.facts.get("age", ""), p.facts.get("sex", ""), p.histotype, words.regimen(p.drugs))
        ids = p.response_records + p.duration_records
        cells = _linked(texts, ids)
        judged = _linked((response, p.criteria if p.response else ""), p.response_records)
        lasted = _linked((p.printed, p.endpoint.replace("_", " ")), p.duration_records)
        table.rows.append((*cells, *judged, *lasted))
    return table


def finding_table(findings: Iterable[AuditRecord]) -> Table:
    """What the audit found."""
    table = Table(("rule", "what does not fit", "document", "records involved"))
    for f in findings:
        own = (f.record_id,)
        involved = Cell(f"{len(f.involves)}" if f.involves else "", tuple(f.involves))
        table.rows.append((Cell(f.rule.replace("_", " "), own), Cell(f.message, own), Cell(f.doc, own), involved))
    return table
