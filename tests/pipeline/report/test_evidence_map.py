"""What the map adds up, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.records import Base
from pipeline.report.evidence_map import MapCell, evidence_map
from pipeline.report.interval import exact_interval
from pipeline.report.page import work_out
from pipeline.report.series import all_series
from pipeline.report.study import overlapping
from tests.pipeline.report.papers import evidence, record, series_of


def cells(*records: Base) -> list[MapCell]:
    given = evidence(*records)
    return evidence_map(all_series(given), overlapping(given))


def test_comparable_series_are_added_and_marked() -> None:
    (cell,) = cells(*series_of("p1", 3, 12), *series_of("p2", 1, 8))
    assert (cell.n, cell.total, cell.pooled, cell.derived, cell.why_not) == (4, 20, True, True, "")
    assert cell.interval == exact_interval(4, 20)


@pytest.mark.parametrize("named", ["ids", "words", "alone"])
def test_overlapping_cohorts_are_not_added(named: str) -> None:
    one, two = series_of("p1", 3, 12), series_of("p2", 1, 8)
    involves = [one[-1].record_id, two[-1].record_id] if named == "ids" else []
    message = "p1 and p2 share patients" if named == "words" else "shares patients"
    finding = record("finding", "p1", rule="cohort_overlap", message=message, involves=involves)
    (cell,) = cells(*one, *two, finding)
    assert (cell.n, cell.total, cell.pooled) == (3, 12, False)
    assert "same patients" in cell.why_not or "another paper" in cell.why_not


@pytest.mark.parametrize(
    ("second", "why"),
    [({"criteria": "Choi"}, "criteria"), ({"timepoint": "2 mo", "criteria": "RECIST 1.1"}, "times")],
)
def test_different_judgements_are_not_added(second: dict[str, Any], why: str) -> None:
    other = [r for r in series_of("p2", 1, 8) if r.kind != "response"]  # type: ignore[attr-defined]
    (cell,) = cells(*series_of("p1", 3, 12), *other, record("response", "p2", category="ORR", n=1, total=8, **second))
    assert (cell.total, cell.pooled) == (12, False)
    assert why in cell.why_not


def test_lines_are_not_added_to_patients() -> None:
    sizes = [
        record("cohort", "p2", field="n_patients", value=6),
        record("cohort", "p2", field="n_treatment_lines", value=8),
    ]
    (cell,) = cells(*series_of("p1", 3, 12), *(r for r in series_of("p2", 1, 8) if r.kind != "cohort"), *sizes)  # type: ignore[attr-defined]
    assert not cell.pooled
    assert "treatment lines" in cell.why_not


def test_one_paper_stands_once_in_a_cell() -> None:
    choi = record("response", category="ORR", n=9, total=12, criteria="Choi")
    (cell,) = cells(*series_of("p1", 3, 12), choi)
    assert (cell.n, cell.total, len(cell.series)) == (3, 12, 2)


def test_figures_say_what_the_records_say() -> None:
    report = work_out(evidence(*series_of("p1", 3, 12)))
    (row,) = report.figures["evidence_map"].data
    assert (row["n"], row["total"], row["percent"]) == (3, 12, 25.0)
    (line,) = report.figures["forest"].data
    assert (line["n"], line["total"], line["ci_low"], line["ci_high"]) == (3, 12, *map(_rounded, exact_interval(3, 12)))


def _rounded(value: float) -> float:
    return round(value, 4)
