"""Survival by subgroup: which column holds the estimate, and which the interval around it."""

from __future__ import annotations

from tests.extractors.tabular.typeset import document, only, records

_CAPTION = "Survival by subgroup"


def test_a_header_that_slipped_by_a_column_is_told_by_the_interval() -> None:
    doc = document(
        _CAPTION,
        [["", "Median PFS (months)", "95% CI", "P"]],
        [["Liposarcoma", "21", "4.2 (2.9-6.8)", ""], ["Leiomyosarcoma", "14", "6.6 (3.1-9.9)", "0.3"]],
    )
    assert only(records(doc, "time_to_event"), "value") == [(4.2,), (6.6,)]


def test_two_endpoints_beside_each_other_keep_their_own_estimates() -> None:
    doc = document(
        _CAPTION,
        [["", "Median PFS (95% CI), months", "Median OS (95% CI), months"]],
        [["Liposarcoma", "4.2 (2.9-6.8)", "17.3 (9.4-25.0)"], ["Leiomyosarcoma", "6.6 (3.1-9.9)", "20.5 (11.2-31.8)"]],
    )
    found = only(records(doc, "time_to_event"), "endpoint", "value")
    assert sorted(found) == [("OS", 17.3), ("OS", 20.5), ("PFS", 4.2), ("PFS", 6.6)]
