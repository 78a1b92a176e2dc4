"""Repetitions become one record with all evidence; contradictions stay two."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.reconcile import reconcile
from pipeline.records import DoseRecord, Provenance, ResponseRecord, TimeRecord, parse


def span(start: int) -> list[Provenance]:
    return [Provenance(start=start, end=start + 4, text="text")]


def response(start: int, **fields: Any) -> ResponseRecord:
    return ResponseRecord(doc="d", category="PR", provenance=span(start), method="m", confidence=0.8, **fields)


def test_a_repetition_keeps_both_places_and_the_fuller_figures() -> None:
    (merged,) = reconcile([response(10, n=3), response(90, n=3, percent=12.5, criteria="RECIST 1.1")])
    assert isinstance(merged, ResponseRecord)
    assert [p.start for p in merged.provenance] == [10, 90]
    assert (merged.n, merged.percent, merged.criteria) == (3, 12.5, "RECIST 1.1")


def test_contradictions_stay_apart() -> None:
    assert len(reconcile([response(10, n=3), response(90, n=4)])) == 2


def test_strata_stay_apart() -> None:
    assert len(reconcile([response(10, n=3), response(90, n=3, drugs=["sunitinib"])])) == 2


def test_a_count_and_another_statement_s_percentage_are_not_joined() -> None:
    assert len(reconcile([response(10, n=3), response(90, percent=40)])) == 2


def median(value: float, start: int, **more: Any) -> TimeRecord:
    fields: dict[str, Any] = {"endpoint": "PFS", "statistic": "median", "unit": "mo", "value": value, **more}
    return TimeRecord(doc="d", provenance=span(start), method="m", confidence=0.9, **fields)


@pytest.mark.parametrize(("one", "other"), [(2.73, 2.7), (2.7, 2.73), (2.75, 2.8), (11.6, 12), (0.765, 0.76)])
def test_a_rounded_repetition_is_the_same(one: float, other: float) -> None:
    assert len(reconcile([median(one, 1), median(other, 9)])) == 1


@pytest.mark.parametrize(("one", "other"), [(2.7, 2.9), (2.73, 2.74), (2.73, 2.8), (1000, 1004), (24, 25)])
def test_what_no_rounding_makes_equal_is_not_the_same(one: float, other: float) -> None:
    assert len(reconcile([median(one, 1), median(other, 9)])) == 2


def test_a_rounded_figure_of_a_subgroup_is_not_that_of_all() -> None:
    assert len(reconcile([median(3, 1), median(2.7, 9, subgroup="in combination")])) == 2
    assert len(reconcile([median(3, 1), median(3, 9, subgroup="in combination")])) == 1


def test_a_fraction_and_the_percentage_that_it_makes_are_one_statement() -> None:
    (merged,) = reconcile([response(10, n=12, total=24), response(90, percent=50)])
    assert isinstance(merged, ResponseRecord)
    assert (merged.n, merged.total, merged.percent) == (12, 24, 50)


def test_a_fraction_and_another_percentage_stay_two() -> None:
    assert len(reconcile([response(10, n=5, total=7), response(90, percent=50)])) == 2


def test_ids_depend_on_the_fields_alone() -> None:
    one, two = response(10, n=3), response(500, n=3)
    assert one.record_id == two.record_id
    assert one.record_id != response(10, n=4).record_id
    assert one.record_id == "".join(c for c in one.record_id if c in "0123456789abcdef")


def test_a_record_round_trips_and_a_forged_id_is_refused() -> None:
    record = response(10, n=3)
    assert parse(record.model_dump()) == record
    with pytest.raises(ValueError, match="does not belong"):
        parse({**record.model_dump(), "record_id": "0" * 16})


def test_a_misspelt_field_is_an_error() -> None:
    with pytest.raises(ValidationError):
        DoseRecord(doc="d", drug="x", low=1, high=1, unit="mg", rout="PO", provenance=span(1), method="m", confidence=1)  # type: ignore[call-arg]
