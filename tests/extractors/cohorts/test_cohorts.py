"""Cohort facts in wordings of our own."""

from __future__ import annotations

from decimal import Decimal

from extractors.cohorts import Cohorts
from tests.extractors.reading import findings


def facts(text: str, section: str = "Results") -> dict[str, object]:
    return {f.field: f.value for f in findings(Cohorts(), text, section)}


def test_sizes_sexes_and_ages():
    text = (
        "Altogether, 24 patients (15 women and 9 men) were recruited; their median age was 61.5 years (range 30 to 84)."
    )
    expected = {
        "n_patients": 24,
        "n_female": 15,
        "n_male": 9,
        "age_median": Decimal("61.5"),
        "age_min": 30,
        "age_max": 84,
    }
    assert facts(text) == expected


def test_dates_keep_their_precision_and_months_share_a_year():
    text = "From March to November 2012, 30 patients were seen at two hospitals."
    assert facts(text) == {"n_patients": 30, "n_centers": 2, "accrual_start": "2012-03", "accrual_end": "2012-11"}


def test_quartiles_are_no_range():
    assert facts("The median age was 58 years (IQR 49-66).") == {"age_median": 58}


def test_lines_of_treatment_are_never_fewer_than_patients():
    assert facts("Ten patients were enrolled and received 14 lines of therapy.")["n_treatment_lines"] == 14
    assert "n_treatment_lines" not in facts("Ten patients were enrolled after 2 lines of therapy.")


def test_a_combination_is_one_regimen():
    found = findings(Cohorts(), "Twenty patients were treated: imatinib plus everolimus was given to six patients.")
    assert [[t.label for t in f.drugs] for f in found if f.drugs] == [["everolimus", "imatinib"]]


def test_evidence_is_what_is_printed():
    text = "Results\n\nAltogether, 24 patients were recruited.\n"
    (found,) = findings(Cohorts(), "Altogether, 24 patients were recruited.")
    assert text[found.evidence[0].start : found.evidence[0].end] == "24 patients"


def test_planned_sizes_are_none():
    assert (
        facts("We aim to recruit 40 patients in three centres if the trial is funded.", "Methods").get("n_patients")
        is None
    )


def test_men_and_women_beside_each_other_are_no_size():
    expected = {"n_male": 14, "n_female": 12, "age_min": 20, "age_max": 70, "age_median": 49}
    assert facts("The group comprised 14 men and 12 women aged 20 to 70 years (median, 49).") == expected


def test_an_arm_is_not_the_study():
    assert "n_patients" not in facts("Nine patients received sunitinib and 12 received placebo.")


def test_cycles_and_prior_lines_keep_their_range_apart():
    assert facts("Patients received a median of 6 cycles (range, 2-14).") == {"median_cycles": 6}
    text = "They had a median of 3 (range, 1-7) prior lines of therapy."
    assert facts(text) == {"prior_lines_median": 3, "prior_lines_min": 1, "prior_lines_max": 7}


def test_an_age_is_a_whole_number_of_the_text():
    assert "age_median" not in facts("Median age and stage of 143 patients were alike.")


def test_hospitals_told_country_by_country_give_no_number_of_centres():
    assert "n_centers" not in facts(
        "Thirty patients were enrolled at 12 hospitals in France and one hospital in Spain."
    )
