"""The report as one HTML page: nothing is loaded, nothing runs, every text is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report import words
from pipeline.report.appendix import entries
from pipeline.report.evidence import Evidence
from pipeline.report.evidence_map import MapCell, evidence_map
from pipeline.report.figures import Figure, figures
from pipeline.report.individuals import Individual, individuals
from pipeline.report.series import Series, all_series
from pipeline.report.study import MIXED_HISTOTYPES, Study, overlapping, study
from pipeline.report.tables import dose_table, finding_table, map_table, patient_table, series_table, toxicity_table

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Report:
    """Everything that the page shows, worked out."""

    evidence: Evidence
    studies: dict[str, Study]
    series: list[Series]
    people: list[Individual]
    cells: list[MapCell]
    overlaps: set[frozenset[str]]
    figures: dict[str, Figure]


def work_out(evidence: Evidence) -> Report:
    """The figures of a report from its evidence."""
    studies = {doc: study(evidence, doc) for doc in evidence.docs}
    series = all_series(evidence)
    people = [p for doc in evidence.docs for p in individuals(evidence, doc)]
    overlaps = overlapping(evidence)
    cells = evidence_map(series, overlaps)
    return Report(evidence, studies, series, people, cells, overlaps, figures(cells, people, series))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(anchor=words.anchor)
    return environment


def render(report: Report, now: datetime | None = None) -> str:
    """The page as text. Only drawings, which escape for themselves, and the style sheet are markup."""
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    evidence = report.evidence
    tables = {
        "map": map_table(report.cells),
        "series": series_table(report.series),
        "patients": patient_table(report.people),
        "doses": dose_table(evidence),
        "toxicities": toxicity_table(evidence, report.studies),
        "findings": finding_table(evidence.findings),
    }
    return (
        _environment()
        .get_template("report.html")
        .render(
            css=Markup(css),
            csp=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            made=(now or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC"),
            sources=evidence.sources,
            studies=report.studies,
            tables=tables,
            drawings={name: _parts(figure) for name, figure in report.figures.items()},
            mixed_histotypes=MIXED_HISTOTYPES,
            headline=_headline(report),
            overlaps=[_pair(p) for p in sorted(report.overlaps, key=sorted)],
            without_duration=len({(p.doc, p.patient) for p in report.people} - _timed(report.people)),
            appendix=entries(evidence),
        )
    )


def _parts(figure: Figure) -> dict[str, list[Markup]]:
    """A figure's parts as markup: drawings escape every text themselves."""
    return {"wide": [Markup(d.inline()) for d in figure.wide], "narrow": [Markup(d.inline()) for d in figure.narrow]}


def _timed(people: Iterable[Individual]) -> set[tuple[str, str]]:
    return {(p.doc, p.patient) for p in people if p.months is not None}


def _headline(report: Report) -> list[tuple[int, str]]:
    """The numbers that open the report."""
    return [
        (len(report.evidence.docs), "documents read"),
        (len(report.evidence.records), "evidence records"),
        (sum(s.rate is not None for s in report.series), "response rates"),
        (len({(p.doc, p.patient) for p in report.people}), "patients told singly"),
        (len(report.evidence.findings), "audit findings"),
    ]


def _pair(docs: frozenset[str]) -> str:
    names = sorted(docs)
    return " and ".join(names) if len(names) > 1 else f"{names[0]} and a paper outside this report"
