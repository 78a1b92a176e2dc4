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


def test_a_ratio_is_of_the_endpoint_whose_estimates_stand_before_it() -> None:
    doc = document(
        _CAPTION,
        [["", "Median PFS (95% CI), months", "HR (95% CI)", "p", "Median OS (95% CI), months", "HR (95% CI)", "p"]],
        [
            ["Extremity", "5.2 (3.3-7.0)", "1", "", "16.4 (9.1-22.8)", "1", ""],
            ["Trunk", "3.1 (2.0-4.4)", "1.7 (1.1-2.6)", "0.02", "9.9 (6.2-13.5)", "2.0 (1.2-3.3)", "0.01"],
        ],
    )
    ratios = [r for r in records(doc, "time_to_event") if r["statistic"] == "hazard_ratio"]
    assert sorted(only(ratios, "endpoint", "value")) == [("OS", 2.0), ("PFS", 1.7)]


def test_a_count_among_estimates_with_intervals_has_slid() -> None:
    doc = document(
        _CAPTION,
        [["", "n", "Median PFS, months (95% CI)"]],
        [["Grade 2", "31", "6.1 (4.0-8.8)"], ["Grade 3", "22", "3.9 (2.7-5.6)"], ["Size", "", "12"], ["Deep", "41", "4.8 (3.3-6.0)"]],
    )  # fmt: skip
    assert [v for (v,) in only(records(doc, "time_to_event"), "value")] == [6.1, 3.9, 4.8]


def test_medians_that_were_not_reached_have_no_value() -> None:
    doc = document(
        "Efficacy",
        [["", "Pazopanib", "Sunitinib"]],
        [["Median PFS, months", "7.7", "NR"], ["Median OS, months (95% CI)", "Not reached", "NR (11.2-NR)"]],
    )
    found = only(records(doc, "time_to_event"), "endpoint", "value", "ci_low")
    assert sorted(found, key=str) == [("OS", None, 11.2), ("OS", None, None), ("PFS", 7.7, None), ("PFS", None, None)]


def test_what_was_not_reported_is_no_median() -> None:
    doc = document(
        "Efficacy",
        [["", "Value"]],
        [["Median PFS, months", "7.7"], ["Median OS, months", "NR"]],
        ("NR, not reported.",),
    )
    assert only(records(doc, "time_to_event"), "endpoint") == [("PFS",)]


def test_percentages_that_a_label_asks_for_are_no_counts() -> None:
    doc = document(
        "Efficacy",
        [["", "Value"]],
        [["Partial response, n (%)", "5 (20)"], ["ORR, % (95% CI)", "24 (9-45)"], ["Disease control rate, n", "14"]],
    )
    found = only(records(doc, "response"), "category", "n", "percent")
    assert sorted(found, key=str) == [("DCR", 14, None), ("ORR", None, 24.0), ("PR", 5, 20.0)]


def test_a_rate_keeps_the_time_that_it_is_told_for() -> None:
    doc = document(
        "Efficacy",
        [["", "n", "%"]],
        [["PR", "4", "16"], ["SD", "9", "36"], ["CBR at 6 months", "8", "32"], ["SD ≥ 24 weeks", "5", "20"]],
    )
    found = only(records(doc, "response"), "category", "n", "timepoint")
    assert sorted(found, key=str) == [("CBR", 8, "6 mo"), ("PR", 4, None), ("SD", 5, "24 wk"), ("SD", 9, None)]


def test_responses_by_two_criteria_are_two() -> None:
    doc = document(
        "Patients",
        [["Patient", "Age", "RECIST response (% change)", "Choi response"]],
        [["1", "50", "PR (-31%)", "PR"], ["2", "61", "SD (+4%)", "PR"], ["3", "47", "PD (+28%)", "PD"]],
    )
    assert len(records(doc, "response")) == 6


def test_columns_of_a_category_in_brackets_and_of_a_rate_with_its_time() -> None:
    doc = document(
        "Activity by subtype",
        [["Histology", "Patients", "Response (PR)", "Clinical benefit at 6 months"]],
        [["Liposarcoma", "8", "2 (25%)", "3 (38%)"], ["Leiomyosarcoma", "5", "0", "1 (20%)"]],
    )
    found = only(records(doc, "response"), "category", "n", "timepoint")
    assert sorted(found, key=str) == [("CBR", 1, "6 mo"), ("CBR", 3, "6 mo"), ("PR", 0, None), ("PR", 2, None)]


def test_times_of_patients_may_have_words_behind_them() -> None:
    doc = document(
        "Patients",
        [["Patient", "Age", "Response", "Follow-up"]],
        [["1", "50", "PR", "16 months, off therapy"], ["2", "61", "SD", "9 months, died"]],
    )
    found = only(records(doc, "time_to_event"), "endpoint", "value", "unit")
    assert sorted(found) == [("follow_up", 9, "mo"), ("follow_up", 16, "mo")]


def test_medians_may_be_called_by_a_letter() -> None:
    doc = document("Survival", [["", "Value"]], [["mPFS (95% CI), months", "4.2 (3.1-5.4)"], ["mOS, months", "9.9"]])
    found = only(records(doc, "time_to_event"), "endpoint", "statistic", "value")
    assert sorted(found) == [("OS", "median", 9.9), ("PFS", "median", 4.2)]
