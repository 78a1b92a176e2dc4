"""Times of sentences of our own: which endpoint, which statistic, which timepoint, and what is no result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.core.annotate import annotate
from extractors.core.contract import TimeFinding
from extractors.core.document import Document
from extractors.times import Times


def times(text: str, section: str = "Results") -> list[TimeFinding]:
    return list(Times().extract(annotate(Document("x", f"{section}\n\n{text}\n"))))


def facts(text: str, section: str = "Results") -> list[tuple[str, str, float | None, str, str]]:
    return [
        (t.endpoint, t.statistic, None if t.value is None else float(t.value), t.unit, t.timepoint)
        for t in times(text, section)
    ]


def test_two_endpoints_share_out_their_values() -> None:
    assert facts("The median PFS and OS were 3.1 and 9.8 months, respectively.") == [
        ("PFS", "median", 3.1, "mo", ""),
        ("OS", "median", 9.8, "mo", ""),
    ]


def test_timepoints_and_endpoints_share_out_their_rates() -> None:
    assert facts("EFS and OS at 2 years were 41% and 66%.") == [
        ("EFS", "rate", 41, "%", "2 a"),
        ("OS", "rate", 66, "%", "2 a"),
    ]
    assert facts("The 6- and 12-month PFS rates were 48% and 23%.") == [
        ("PFS", "rate", 48, "%", "6 mo"),
        ("PFS", "rate", 23, "%", "12 mo"),
    ]


def test_interval_and_range_stay_with_their_value() -> None:
    found = times("Median OS was 17.5 months (95% CI 11.0–22.3; range 2–60).")[0]
    assert (found.ci_low, found.ci_high, found.range_low, found.range_high) == (11, Decimal("22.3"), 2, 60)


def test_quartiles_are_no_range() -> None:
    assert times("The median follow-up was 31 months (IQR 20-44).")[0].range_low is None


def test_a_unit_behind_the_range_is_the_values_unit() -> None:
    found = times("Median follow-up was 22 (4-75) months.")[0]
    assert (found.value, found.unit, found.range_high) == (22, "mo", 75)


def test_an_open_interval_keeps_its_lower_limit() -> None:
    found = times("Median DOR was 7 months (95% CI, 4.1 to not reached).")
    assert [(f.value, f.ci_high) for f in found] == [(7, None)]


def test_not_reached_counts_for_all_named_endpoints() -> None:
    assert facts("Median PFS and OS have not been reached.") == [
        ("PFS", "median", None, "", ""),
        ("OS", "median", None, "", ""),
    ]


def test_states_of_patients_are_rates() -> None:
    assert facts("At 3 years, 58% of the women were alive.") == [("OS", "rate", 58, "%", "3 a")]
    assert facts("Thirty percent of patients had a PFS of more than 9 months.") == [("PFS", "rate", 30, "%", "9 mo")]


def test_other_numbers_belong_to_what_they_are_named_after() -> None:
    assert facts("Five-year disease-specific survival was 70% and median age 44 years.") == []
    assert facts("The median time from surgery to relapse was 13 months.") == []


def test_a_methods_section_describes_but_promises_no_results() -> None:
    assert facts("The median follow-up was 50 months.", "Methods") == [("follow_up", "median", 50, "mo", "")]
    assert facts("A 6-month PFS rate of 40% was considered promising.", "Methods") == []


@pytest.mark.parametrize(
    ("text", "endpoint", "value", "censored"),
    [
        ("She died of disease 8 months after diagnosis.", "OS", 8, False),
        ("Her disease remained stable for 15 months.", "sd_duration", 15, False),
        ("She is alive without recurrence at 36 months.", "RFS", 36, True),
        ("She received trabectedin for five months.", "treatment_duration", 5, False),
    ],
)
def test_single_patients(text: str, endpoint: str, value: int, censored: bool) -> None:
    found = times(f"A 51-year-old woman presented with liposarcoma. {text}", "Case report")
    assert [(t.endpoint, t.statistic, t.value, t.censored) for t in found] == [
        (endpoint, "individual", value, censored)
    ]
    assert found[0].patient


def test_evidence_is_endpoint_and_value() -> None:
    paper = annotate(Document("x", "Results\n\nAfter all, median PFS was 4.5 months in this group.\n"))
    evidence = next(iter(Times().extract(paper))).evidence[0]
    assert paper.document.text[evidence.start : evidence.end] == "PFS was 4.5 months"


def test_a_comparison_holds_two_studies() -> None:
    found = times(
        "Our median PFS of 4.1 months compares with 6.3 months in the trial of Reed et al. [8].", "Discussion"
    )
    told = {float(t.value or 0): t.attribution for t in found}
    assert told[6.3] == "cited"


def test_a_pronoun_takes_up_the_endpoint() -> None:
    assert facts("Median PFS was 4.0 months. It was 6.5 months with eribulin and 2.0 months with sunitinib.") == [
        ("PFS", "median", 4.0, "mo", ""),
        ("PFS", "median", 6.5, "mo", ""),
        ("PFS", "median", 2.0, "mo", ""),
    ]
