"""Response rates: stated as stated, derived only where the paper's own figures leave no choice."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.report.interval import exact_interval
from pipeline.report.series import Series, all_series
from pipeline.report.tables import series_table
from tests.pipeline.report.papers import evidence, record, series_of


def rates(*records: Any) -> list[Series]:
    return all_series(evidence(*records))


def test_a_stated_rate_is_taken_as_it_is() -> None:
    (s,) = rates(*series_of("p1", 3, 12))
    assert (s.n, s.total, s.derived) == (3, 12, "")
    assert s.interval == exact_interval(3, 12)
    assert (s.drugs, s.assumed_drugs) == (("pazopanib",), True)
    assert (s.histotype, s.assumed_histotype) == ("chordoma", True)


@pytest.mark.parametrize("fields", [{"n": 3, "percent": 25}, {"percent": 25}, {"n": 3}])
def test_no_interval_without_a_total(fields: dict[str, Any]) -> None:
    (s,) = rates(record("response", category="ORR", **fields))
    assert s.interval is None
    assert s.total is None
    assert s.rate == fields.get("percent")


def test_percentage_and_total_give_the_count_marked_as_derived() -> None:
    (s,) = rates(record("response", category="ORR", percent=25, total=12))
    assert (s.n, s.derived) == (3, "count from percentage and total")


def test_complete_and_partial_responses_of_one_total_are_summed() -> None:
    (s,) = rates(
        record("response", category="CR", n=1, total=18, histotype="chordoma"),
        record("response", category="PR", n=4, total=18, histotype="chordoma"),
    )
    assert (s.n, s.total, s.derived) == (5, 18, "complete + partial responses")


def test_parts_of_different_totals_are_not_summed() -> None:
    parts = [record("response", category="CR", n=1, total=18), record("response", category="PR", n=4, total=20)]
    assert rates(*parts) == []


def test_categories_that_make_up_the_whole_group_give_a_rate() -> None:
    parts = [record("response", category=c, n=n) for c, n in (("PR", 2), ("SD", 5), ("PD", 1))]
    (s,) = rates(record("cohort", field="n_evaluable", value=8), *parts)
    assert (s.n, s.total, s.derived) == (2, 8, "categories make up the whole group")
    assert rates(record("cohort", field="n_evaluable", value=9), *parts) == []


def test_two_rates_that_contradict_each_other_both_stand() -> None:
    found = rates(record("response", category="ORR", n=3, total=12), record("response", category="ORR", n=4, total=12))
    assert [s.n for s in found] == [3, 4]
    remarks = [row[-1].text for row in series_table(found).rows]
    assert remarks == ["more than one rate is stated for this group"] * 2


def test_a_percentage_that_its_counts_do_not_make_is_pointed_out() -> None:
    found = rates(record("response", category="ORR", n=3, total=12, percent=33))
    assert found[0].rate == 25
    assert series_table(found).rows[0][-1].text == "percentage as printed does not fit"


def test_a_rate_without_total_is_no_second_series_when_it_fits() -> None:
    found = rates(*series_of("p1", 3, 12), record("response", category="ORR", percent=25, criteria="RECIST 1.1"))
    assert [(s.n, s.total) for s in found] == [(3, 12)]


def test_patients_whom_authors_choose_to_tell_make_no_rate() -> None:
    told = [record("response", category="PR", patient=p, histotype="chordoma") for p in ("1", "2")]
    (chosen,) = rates(record("cohort", field="n_patients", value=30), *told)
    assert (chosen.described, chosen.rate, chosen.interval) == (True, None, None)
    (all_told,) = rates(record("cohort", field="n_patients", value=2), *told)
    assert (all_told.n, all_told.total, all_told.described) == (2, 2, False)


def test_cited_results_do_not_count() -> None:
    assert rates(record("response", category="ORR", n=3, total=12, attribution="cited")) == []


def test_lines_are_told_from_patients() -> None:
    sizes = [record("cohort", field="n_patients", value=20), record("cohort", field="n_treatment_lines", value=31)]
    units = {
        s.total: s.unit for s in rates(*sizes, *(record("response", category="ORR", n=2, total=t) for t in (20, 31, 7)))
    }
    assert units == {20: "patients", 31: "lines", 7: "unclear"}


def test_a_combination_is_assumed_only_when_every_patient_took_it() -> None:
    dose = {"low": 5, "high": 5, "unit": "mg"}
    both = [record("dose", drug=d, patient=p, **dose) for d in ("axitinib", "everolimus") for p in ("1", "2")]
    result = record("response", category="ORR", n=2, total=7)
    assert rates(*both, result)[0].drugs == ("axitinib", "everolimus")
    assert rates(*both[:-1], result)[0].drugs == ()
    assert (
        rates(record("dose", drug="axitinib", **dose), record("dose", drug="everolimus", **dose), result)[0].drugs == ()
    )
