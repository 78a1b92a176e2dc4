"""Tables of trials as journals set them: laboratory names, notes that name the statistic, endpoints as headings."""

from __future__ import annotations

import pytest

from extractors.tabular.key import Key
from extractors.tabular.laboratory import laboratory_term
from tests.extractors.tabular.typeset import document, only, records

_NO_KEY = Key((), ())


@pytest.mark.parametrize(
    ("label", "term"),
    [
        ("Haemoglobin", "Anemia"),
        ("Hb", "Anemia"),
        ("Platelets", "Platelet count decreased"),
        ("Absolute neutrophil count", "Neutrophil count decreased"),
        ("Neutrophils", "Neutrophil count decreased"),
        ("Leucocytes", "White blood cell decreased"),
        ("White blood cells", "White blood cell decreased"),
        ("Low lymphocyte count", "Lymphocyte count decreased"),
        ("AST", "Aspartate aminotransferase increased"),
        ("Elevated ALT level", "Alanine aminotransferase increased"),
        ("Total bilirubin", "Blood bilirubin increased"),
        ("Raised serum creatinine", "Creatinine increased"),
        ("Alkaline phosphatase", "Alkaline phosphatase increased"),
        ("LDH increase", "Blood lactate dehydrogenase increased"),
        ("γ-GT", "GGT increased"),
        ("Transaminases", ""),
        ("Creatinine clearance", ""),
        ("Sodium", ""),
        ("Platelet transfusion", ""),
        ("Low bilirubin", ""),
    ],
)
def test_laboratory_names_are_what_is_graded(label: str, term: str) -> None:
    assert laboratory_term(label, _NO_KEY) == term


def test_days_of_a_toxicity_are_no_patients() -> None:
    doc = document("Grade 3 or 4 toxicity", [["", "Mean days, axitinib", "Axitinib (n = 30)"]], [["Nausea", "36", "4"]])
    assert only(records(doc, "toxicity"), "drugs", "grade", "n") == [(["axitinib"], "3-4", 4)]


def test_names_said_twice_and_late_events() -> None:
    doc = document(
        "Adverse events",
        [["", "Grade 3, within 3 months", "Grade 3, late (>3 months)"]],
        [
            ["Stomatitis (mucositis)", "4", "1"],
            ["Rash (including acne)", "2", "0"],
            ["Fatigue (weight loss)", "1", "0"],
            ["Skin disorder (including nails)", "3", "0"],
        ],
    )
    found = only(records(doc, "toxicity"), "term", "n", "subgroup")
    assert ("mucositis oral", 4, "within 3 months") in found
    assert ("rash maculo-papular", 2, "within 3 months") in found
    assert ("fatigue (weight loss)", 1, "within 3 months") in found
    assert ("skin disorder (including nails)", 3, "within 3 months") in found
    assert len(found) == 8


def test_count_and_share_under_one_heading_with_its_number() -> None:
    doc = document(
        "Adverse events",
        [["Event", "Weekly paclitaxel (n = 20) No.", "Weekly paclitaxel (n = 20) (%)", "3-weekly paclitaxel (n = 25) No.", "3-weekly paclitaxel (n = 25) (%)"]],
        [["Nausea", "4", "20", "10", "40"]],
    )  # fmt: skip
    assert only(records(doc, "toxicity"), "drugs", "subgroup", "n", "total", "percent") == [
        (["paclitaxel"], "Weekly paclitaxel", 4, 20, 20),
        (["paclitaxel"], "3-weekly paclitaxel", 10, 25, 40),
    ]


def _cohort(rows: list[list[str]], *notes: str, header: str = "All patients") -> list[tuple[object, ...]]:
    doc = document("Patient characteristics", [["", header]], rows, notes)
    return only(records(doc, "cohort"), "field", "value", "unit")


@pytest.mark.parametrize("cell", ["58.3 ± 7.2", "58.3±7.2", "58.3 (SD = 7.2)", "58.3 (± 7.2)"])
def test_a_figure_with_its_deviation_is_a_mean(cell: str) -> None:
    assert _cohort([["Age (years)", cell], ["Sex, male", "12 (40%)"]])[0] == ("age_mean", 58.3, "a")


def test_notes_say_which_statistic_all_figures_are() -> None:
    assert _cohort([["Age (years)", "58.3 (7.2)"]], "Data are n (%) or mean (SD).") == [("age_mean", 58.3, "a")]
    assert _cohort([["Age (years)", "58 (31–77)"]], "Values are median (range) or number.") == [
        ("age_median", 58, "a"), ("age_min", 31, "a"), ("age_max", 77, "a"),
    ]  # fmt: skip
    assert _cohort([["Age (years)", "58 (51–66)"]], "Data are median (IQR) or n (%).") == [("age_median", 58, "a")]
    assert _cohort([["Age (years)", "58 (51–66)"]]) == []
    assert _cohort([["Age <60 years", "58 (51)"]], "Data are n (%) or mean (SD).") == []


def test_a_statistic_of_its_own_row_goes_on_with_the_row_above() -> None:
    found = _cohort([["Median age (years)", "61"], ["Range", "33–80"], ["Sex", ""], ["Male", "9 (45%)"]])
    assert found[:3] == [("age_median", 61, "a"), ("age_min", 33, "a"), ("age_max", 80, "a")]
    assert ("age_mean", 61.4, "a") in _cohort([["Age", ""], ["Mean (s.d.)", "61.4±12.0"]])


def test_a_median_after_classes_belongs_to_their_heading() -> None:
    found = _cohort(
        [
            ["Age (years)", ""],
            ["<60", "22 (55%)"],
            ["≥60", "18 (45%)"],
            ["Median", "58"],
            ["Sex", ""],
            ["Male", "9 (45%)"],
        ]
    )
    assert ("age_median", 58, "a") in found


def test_number_rows_are_patients_only_above_all_headings() -> None:
    found = _cohort(
        [["No.", "40"], ["ECOG", ""], ["No.", "38"], ["0", "20 (53)"], ["Smoking", ""], ["No", "12 (30%)"]],
        header="Value",
    )
    assert ("n_patients", 40, None) in found
    assert not any(value == 38 for _, value, _ in found)
    assert ("characteristic:Smoking: No", 12, None) in found


def test_labels_in_two_columns_and_p_values_without_a_header() -> None:
    doc = document(
        "Baseline characteristics",
        [["", "", "Short course (n=40)", "Long course (n=42)", ""]],
        [
            ["Sex", "", "", "", "p = 0.8"], ["", "Male", "10 (25%)", "12 (29%)", ""], ["", "Female", "30 (75%)", "30 (71%)", ""],
            ["Age (years)", "", "", "", "p = 0.2"], ["", "<60", "22 (55%)", "20 (48%)", ""], ["", "≥60", "18 (45%)", "22 (52%)", ""],
        ],
    )  # fmt: skip
    found = only(records(doc, "cohort"), "field", "subgroup", "value")
    assert ("n_male", "Short course", 10) in found
    assert ("characteristic:Age (years): <60", "Long course", 20) in found


def test_medians_and_rates_under_the_endpoint_as_heading() -> None:
    doc = document(
        "Median time to event",
        [["", "Early (n = 30)", "Late (n = 31)", "P value"]],
        [
            ["Time to progression (months)", "", "", ""], ["First trial", "9.1", "8.2", "0.4"],
            ["Overall survival", "", "", ""], ["1 year", "71%", "64%", "0.3"], ["Median (months)", "15.0", "13.1", "0.2"], ["Deaths", "12", "14", ""],
            ["Disease-specific survival (months)", "", "", ""], ["First trial", "19.1", "18.2", "0.5"],
        ],
    )  # fmt: skip
    assert only(records(doc, "time_to_event"), "endpoint", "statistic", "value", "unit", "timepoint", "subgroup") == [
        ("TTP", "median", 9.1, "mo", None, "First trial; Early"),
        ("TTP", "median", 8.2, "mo", None, "First trial; Late"),
        ("OS", "rate", 71, "%", "1 a", "Early"),
        ("OS", "rate", 64, "%", "1 a", "Late"),
        ("OS", "median", 15, "mo", None, "Early"),
        ("OS", "median", 13.1, "mo", None, "Late"),
    ]


def test_hazard_ratios_of_two_endpoints_and_of_none() -> None:
    doc = document(
        "Multivariate analysis",
        [["Covariate", "Progression-free survival HR (95% CI)", "Overall survival HR (95% CI)", "Cancer-specific survival HR (95% CI)"]],
        [["Stage", "1.42 (1.10–1.84)", "1.61 (1.20–2.15)", "1.90 (1.31–2.75)"]],
    )  # fmt: skip
    assert only(records(doc, "time_to_event"), "endpoint", "value", "ci_low", "ci_high") == [
        ("PFS", 1.42, 1.1, 1.84),
        ("OS", 1.61, 1.2, 2.15),
    ]


def test_response_rates_by_their_long_names_and_by_reader() -> None:
    doc = document(
        "Tumour response",
        [["", "Arm 1 (n = 20)"]],
        [
            ["Clinical assessment", ""], ["cCR", "2 (10)"], ["cPR", "8 (40)"], ["Ultrasound", ""], ["cCR", "1 (5)"], ["cPR", "6 (30)"],
            ["Pathological response", ""], ["Complete response", "3 (15)"],
        ],
    )  # fmt: skip
    assert only(records(doc, "response"), "category", "n", "subgroup") == [
        ("CR", 2, "arm 1; Clinical assessment"),
        ("PR", 8, "arm 1; Clinical assessment"),
        ("CR", 1, "arm 1; Ultrasound"),
        ("PR", 6, "arm 1; Ultrasound"),
    ]
    doc = document(
        "Activity",
        [["", "Patients (n = 30)"]],
        [["CR", "1"], ["PR", "9"], ["SD", "12"], ["PD", "8"], ["ORR (CR+PR), n (%)", "10/28 (35.7)"]],
        ("ORR, overall response rate; SD, stable disease.",),
    )
    assert only(records(doc, "response"), "category", "n", "total")[-1] == ("ORR", 10, 28)


def test_the_regimen_of_a_key_with_commas() -> None:
    doc = document(
        "Grade 3 or 4 adverse events",
        [["", "FEC (n = 50)", "Control (n = 52)"]],
        [["Infection", "5 (10%)", "2 (4%)"]],
        ("FEC=fluorouracil, epirubicin, and cyclophosphamide. NS=not significant.",),
    )
    assert only(records(doc, "toxicity"), "drugs", "subgroup", "n") == [
        (["cyclophosphamide", "epirubicin", "fluorouracil"], None, 5),
        (None, "Control", 2),
    ]


def test_arms_by_letter_and_cycles_of_a_treatment_table() -> None:
    told = "Patients were randomly assigned to cisplatin plus pemetrexed (arm A) or pemetrexed (arm B)."
    doc = document(
        "Treatment delivered",
        [["", "Arm A (n = 30)", "Arm B (n = 31)"]],
        [["Median number of cycles (range)", "4 (1–6)", "5 (1–8)"], ["Median cycles to response", "2", "3"]],
        prose=told,
    )
    assert only(records(doc, "cohort"), "field", "value", "drugs") == [
        ("median_cycles", 4, ["cisplatin", "pemetrexed"]),
        ("median_cycles", 5, ["pemetrexed"]),
    ]
    doc = document("Best response", [["", "Arm A", "Arm B"]], [["CR", "1", "0"], ["PR", "7", "5"]])
    assert {r["subgroup"] for r in records(doc, "response")} == {"arm A", "arm B"}


def _times(header: list[str], rows: list[list[str]]) -> list[tuple[object, ...]]:
    doc = document("Univariate analysis of survival", [header], rows)
    return only(records(doc, "time_to_event"), "endpoint", "value", "ci_low", "ci_high")


def test_an_estimate_lies_within_its_interval_where_a_header_has_slipped() -> None:
    rows = [["Stage III", "61", "7.4 (5.9–9.0)", "0.2"], ["Stage IV", "6", "4.1 (0.5–8.8)", ""]]
    assert _times(["", "Median OS (months)", "Median OS 95% CI", "Median OS P (log-rank)"], rows) == [
        ("OS", 7.4, 5.9, 9), ("OS", 4.1, 0.5, 8.8),
    ]  # fmt: skip


def test_a_column_of_rates_beside_medians_has_not_slipped() -> None:
    rows = [["Stage III", "7.4 (5.9–9.0)", "41 (30–52)"], ["Stage IV", "4.1 (0.5–8.8)", "22 (9–35)"]]
    found = _times(["", "Median PFS (months) (95% CI)", "PFS at 6 months, % (95% CI)"], rows)
    assert [value for _, value, *_ in found] == [7.4, 4.1, 41, 22]


def test_the_p_value_of_a_heading_is_no_median() -> None:
    rows = [["Drug", "0.44"], ["Sirolimus", "9.1 (4.4–14.0)"], ["Everolimus", "8.2 (3.9–12.5)"]]
    assert [value for _, value, *_ in _times(["", "Median PFS, months (95% CI)"], rows)] == [9.1, 8.2]


def test_a_fusion_with_its_exons_is_no_earlier_treatment() -> None:
    header = [["Patient", "Age/sex", "Previous treatment", "Best response"]]
    rows = [
        ["1", "41/F", "TPM3(7)–NTRK1(10)", "PR"],
        ["2", "50/M", "Doxorubicin", "SD"],
        ["3", "63/M", "Ifosfamide", "PD"],
    ]
    found = only(records(document("Patients", header, rows), "patient"), "patient", "field", "value")
    assert [(p, v) for p, f, v in found if f == "prior_treatment"] == [("2", "doxorubicin"), ("3", "ifosfamide")]
