"""Tables about groups: toxicity, response, characteristics, regimens, survival."""

from __future__ import annotations

import pytest

from extractors.core.document import Cell
from extractors.tabular.graded import under_grades
from extractors.tabular.grid import _draft
from tests.extractors.tabular.typeset import document, only, records


def test_toxicity_by_grade_under_headings_of_drugs() -> None:
    doc = document(
        "Adverse events",
        [["", "All N (%)", "Grade 1/2", "Grade ≥3"]],
        [
            ["Axitinib (n = 20)", "", "", ""], ["Hypertension", "9 (45)", "6 (30)", "3 (15)"], ["Diarrhoea", "2 (10)", "2 (10)", "0"],
            ["Regorafenib (n = 10)", "", "", ""], ["Skin toxicity", "4 (40)", "–", "4 (40)"], ["Total", "15", "8", "7"],
        ],
    )  # fmt: skip
    assert only(records(doc, "toxicity"), "drugs", "term", "grade", "n", "total", "percent") == [
        (["axitinib"], "hypertension", "any", 9, 20, 45),
        (["axitinib"], "hypertension", "1-2", 6, 20, 30),
        (["axitinib"], "hypertension", "3-5", 3, 20, 15),
        (["axitinib"], "diarrhea", "any", 2, 20, 10),
        (["axitinib"], "diarrhea", "1-2", 2, 20, 10),
        (["axitinib"], "diarrhea", "3-5", 0, 20, None),
        (["regorafenib"], "skin toxicity", "any", 4, 10, 40),
        (["regorafenib"], "skin toxicity", "3-5", 4, 10, 40),
    ]


def test_toxicity_strata_with_and_without_a_partner_drug() -> None:
    doc = document(
        "Side effects",
        [["Event", "Gr1–2 with B", "Gr1–2 without B", "Gr3–4 total"]],
        [["Fatigue", "4", "2", "1"]],
        ("B bevacizumab 15 mg/kg iv q3w",),
        title="Atezolizumab and bevacizumab in sarcoma",
    )
    assert only(records(doc, "toxicity"), "drugs", "grade", "n") == [
        (["atezolizumab", "bevacizumab"], "1-2", 4),
        (["atezolizumab"], "1-2", 2),
        (None, "3-4", 1),
    ]
    assert only(records(doc, "dose"), "drug", "low", "unit", "route", "attribution") == [
        ("bevacizumab", 15, "mg/kg", "IV", "planned")
    ]


def test_grade_of_the_caption_and_arms() -> None:
    doc = document(
        "Grade 3-4 toxicities",
        [["", "Trabectedin (n = 40) No.", "Trabectedin (n = 40) %", "Control (n = 41) No.", "Control (n = 41) %", "P"]],
        [["Vomiting", "6", "15", "1", "2", "0.04"]],
    )
    assert only(records(doc, "toxicity"), "drugs", "subgroup", "grade", "n", "total", "percent") == [
        (["trabectedin"], None, "3-4", 6, 40, 15),
        (None, "Control", "3-4", 1, 41, 2),
    ]


def test_responses_by_histotype_and_two_drugs() -> None:
    doc = document(
        "Response by histotype",
        [["", "", "First drug", "n", "CR", "PR", "RR (%)", "Second drug", "n", "CR", "PR", "RR (%)", "Other PRs (n)"]],
        [
            ["LMS", "20", "eribulin", "12", "0", "3", "25", "pazopanib", "6", "1", "0", "17", "trabectedin (1)"],
            ["Chordoma", "4", "imatinib", "4", "0", "0", "0", "NA", "-", "-", "-", "-", "-"],
        ],
        ("LMS: leiomyosarcoma. RR: response rate.",),
    )
    found = only(records(doc, "response"), "drugs", "histotype", "category", "n", "percent", "total")
    assert found == [
        (["eribulin"], "leiomyosarcoma", "CR", 0, None, 12),
        (["eribulin"], "leiomyosarcoma", "PR", 3, None, 12),
        (["eribulin"], "leiomyosarcoma", "ORR", None, 25, 12),
        (["pazopanib"], "leiomyosarcoma", "CR", 1, None, 6),
        (["pazopanib"], "leiomyosarcoma", "PR", 0, None, 6),
        (["pazopanib"], "leiomyosarcoma", "ORR", None, 17, 6),
        (["trabectedin"], "leiomyosarcoma", "PR", 1, None, None),
        (["imatinib"], "chordoma", "CR", 0, None, 4),
        (["imatinib"], "chordoma", "PR", 0, None, 4),
        (["imatinib"], "chordoma", "ORR", None, 0, 4),
    ]
    assert (["eribulin"], "leiomyosarcoma", 12) in only(records(doc, "histotype"), "drugs", "histotype", "n")


def test_responses_as_rows_and_lists_of_tumours() -> None:
    rows = document(
        "Best response",
        [["Response", "Arm A (n = 9)", "Arm B (n = 8)"]],
        [["PR", "2", "1"], ["Stable disease", "5 (56)", "4"], ["PD", "2", "3"]],
    )
    assert only(records(rows, "response"), "subgroup", "category", "n", "percent") == [
        ("arm A", "PR", 2, None),
        ("arm B", "PR", 1, None),
        ("arm A", "SD", 5, 56),
        ("arm B", "SD", 4, None),
        ("arm A", "PD", 2, None),
        ("arm B", "PD", 3, None),
    ]
    lists = document(
        "Responses",
        [["", "PR", "SD"]],
        [["Histology", "2 LMS, SS", "EHE"]],
        ("LMS leiomyosarcoma; SS synovial sarcoma; EHE epithelioid hemangioendothelioma",),
    )
    assert only(records(lists, "response"), "category", "histotype", "n") == [
        ("PR", "leiomyosarcoma", 2),
        ("PR", "synovial sarcoma", 1),
        ("SD", "epithelioid hemangioendothelioma", 1),
    ]


def test_standard_deviation_is_no_stable_disease() -> None:
    doc = document("Weight", [["", "Mean", "SD"]], [["Before", "70", "12"], ["After", "68", "11"]])
    assert not records(doc, "response")


def test_characteristics() -> None:
    doc = document(
        "Patient characteristics (n = 40)",
        [["Characteristic", "n (%)"]],
        [
            ["Age, years", ""], ["Median (range)", "55 (21–79)"], ["≥65", "9 (22)"], ["Sex", ""], ["Women", "22 (55)"], ["Men", "18 (45)"],
            ["Histology", ""], ["Liposarcoma", "15 (38)"], ["Dedifferentiated", "10 (25)"], ["Other", "3 (8)"], ["Unknown", "2 (5)"],
            ["Previous lines", ""], ["Median", "2"], ["Range", "0–5"], ["ECOG PS 0", "30 (75)"],
        ],
    )  # fmt: skip
    named = only(records(doc, "cohort"), "field", "value", "percent")
    assert ("age_median", 55, None) in named
    assert ("age_min", 21, None) in named
    assert ("n_female", 22, 55) in named
    assert ("n_male", 18, 45) in named
    assert ("prior_lines_median", 2, None) in named
    assert ("prior_lines_max", 5, None) in named
    assert ("characteristic:Age, years: ≥65", 9, 22) in named
    assert ("characteristic:Histology: Unknown", 2, 5) in named
    assert only(records(doc, "histotype"), "histotype", "n", "total", "percent") == [
        ("liposarcoma, nos", 15, 40, 38),
        ("dedifferentiated liposarcoma", 10, 40, 25),
        ("other", 3, 40, 8),
    ]


def test_counts_and_percentages_in_columns_of_their_own() -> None:
    doc = document(
        "Patient characteristics",
        [["", "Treated population N", "Treated population (%)", "Declined N", "Declined (%)"]],
        [["Sex", "", "", "", ""], ["Female", "12", "(60.0)", "3", "(30.0)"], ["Male", "8", "(40.0)", "7", "(70.0)"]],
    )
    assert only(records(doc, "cohort"), "subgroup", "field", "value", "percent") == [
        ("Treated population", "n_female", 12, 60),
        ("Declined", "n_female", 3, 30),
        ("Treated population", "n_male", 8, 40),
        ("Declined", "n_male", 7, 70),
    ]


def test_a_key_with_commas_names_arms_and_percent_heads_hold_percentages() -> None:
    doc = document(
        "Adverse events of grade 3 or higher",
        [["Event", "Grade ≥3 (%)", "Grade ≥3 (%)"], ["", "TD (n = 20)", "TP (n = 22)"]],
        [["Nausea", "5.0", "0.0"], ["Vomiting", "10.0", "4.5"], ["Anaemia", "–", "50.0"]],
        ("Abbreviations: TD, trabectedin plus doxorubicin; TP, trabectedin plus placebo.",),
    )
    assert only(records(doc, "toxicity"), "drugs", "term", "n", "percent") == [
        (["doxorubicin", "trabectedin"], "nausea", None, 5),
        (["trabectedin"], "nausea", None, 0),
        (["doxorubicin", "trabectedin"], "vomiting", None, 10),
        (["trabectedin"], "vomiting", None, 4.5),
        (["trabectedin"], "anemia", None, 50),
    ]


def test_figures_of_an_analysis_are_no_characteristics() -> None:
    doc = document(
        "Univariate analysis of survival by baseline characteristics",
        [["", "N", "Median OS (months)", "95% CI", "P"]],
        [["Sex", "", "", "", ""], ["Female", "20", "11.2", "8.0–14.1", "0.3"], ["Male", "18", "9.0", "5.5–12.0", ""]],
    )
    assert not records(doc, "cohort")
    assert only(records(doc, "time_to_event"), "endpoint", "statistic", "value", "ci_low", "ci_high") == [
        ("OS", "median", 11.2, 8, 14.1),
        ("OS", "median", 9, 5.5, 12),
    ]


def test_hazard_ratios_need_an_interval_and_an_endpoint() -> None:
    header = [["Factor", "Hazard ratio", "95 % CI", "p"]]
    rows = [
        ["Chordoma", "2.1", "1.2–3.9", "0.01"],
        ["Age <40", "1", "", ""],
        ["Treatment with imatinib", "0.5", "0.3–0.8", "0.02"],
    ]
    doc = document("Multivariate analysis for PFS", header, rows)
    assert only(records(doc, "time_to_event"), "endpoint", "value", "histotype", "drugs") == [
        ("PFS", 2.1, "chordoma", None),
        ("PFS", 0.5, None, ["imatinib"]),
    ]
    assert not records(document("Multivariate analysis", header, rows), "time_to_event")


def test_a_regimen_a_row() -> None:
    doc = document(
        "Outcome by drug",
        [["Drug", "N = 30 lines", "Stable disease (best)", "Duration of response, median (mo)"]],
        [
            ["Everolimus alone", "10", "4", "5.1"],
            ["Everolimus + letrozole", "15", "6 (2 PR)", "7"],
            ["Sunitinb", "5", "0", "-"],
        ],
    )
    assert only(records(doc, "cohort"), "field", "drugs", "value") == [
        ("n_treatment_lines", ["everolimus"], 10),
        ("n_treatment_lines", ["everolimus", "letrozole"], 15),
        ("n_treatment_lines", ["sunitinib"], 5),
    ]
    assert only(records(doc, "response"), "drugs", "category", "n", "total") == [
        (["everolimus"], "SD", 4, 10),
        (["everolimus", "letrozole"], "SD", 6, 15),
        (["everolimus", "letrozole"], "PR", 2, 15),
        (["sunitinib"], "SD", 0, 5),
    ]
    assert only(records(doc, "time_to_event"), "endpoint", "value", "unit") == [("DOR", 5.1, "mo"), ("DOR", 7, "mo")]


def test_doses_of_a_regimen() -> None:
    doc = document(
        "The regimen",
        [["Drug", "Dose", "Days"]],
        [["Doxorubicin i.v.", "25 mg/m2", "1–3"], ["Ifosfamide", "3 g/m2", "1–3"], ["Radiotherapy", "50 Gy", "-"]],
    )
    assert only(records(doc, "dose"), "drug", "low", "unit", "route", "role", "attribution") == [
        ("doxorubicin", 25, "mg/m2", "IV", "planned", "planned"),
        ("ifosfamide", 3, "g/m2", None, "planned", "planned"),
    ]


def test_headings_that_ran_into_their_first_row() -> None:
    doc = document(
        "Characteristics of the cohort",
        [["", "n (%)"]],
        [
            ["Sex Male", "12 (60)"],
            ["Female", "8 (40)"],
            ["Histology Chordoma", "11 (55)"],
            ["Chondrosarcoma", "9 (45)"],
        ],
    )
    assert only(records(doc, "cohort"), "field", "value") == [("n_male", 12), ("n_female", 8)]
    assert only(records(doc, "histotype"), "histotype", "n") == [("chordoma", 11), ("chondrosarcoma", 9)]


def test_other_studies_are_cited() -> None:
    doc = document(
        "Trials in chordoma",
        [["Study", "Drug", "n", "PR", "SD"]],
        [["Meyer 2010", "imatinib", "50", "1", "35"], ["Rossi 2012", "lapatinib", "18", "0", "15"]],
    )
    assert {r["attribution"] for r in records(doc, "response") + records(doc, "histotype")} <= {"cited"}


def test_adverse_features_are_no_toxicity() -> None:
    doc = document(
        "Adverse features of the tumours (n = 30)", [["", "n (%)"]], [["Necrosis", "12 (40)"], ["pT3", "5 (17)"]]
    )
    assert not records(doc, "toxicity")


def test_plans_give_nothing() -> None:
    doc = document(
        "Eligibility criteria",
        [["Criterion", "Value"]],
        [["Age (years)", "18–70"], ["Sex", ""], ["Female", "1"], ["ECOG PS", "0"]],
    )
    assert not records(doc, "cohort")


def test_grades_under_a_heading_that_names_scale_and_unit() -> None:
    doc = document(
        "Adverse events by worst grade",
        [["Event", "Grade (CTCAE v5.0), n 1", "Grade (CTCAE v5.0), n 2", "Grade (CTCAE v5.0), n 3-4", "Any grade, n (%)"]],
        [["Anaemia", "9", "4", "2", "15 (50)"], ["Nausea", "3", "1", "–", "4 (13)"]],
    )  # fmt: skip
    assert only(records(doc, "toxicity"), "term", "grade", "n", "percent") == [
        ("anemia", "1", 9, None), ("anemia", "2", 4, None), ("anemia", "3-4", 2, None), ("anemia", "any", 15, 50),
        ("nausea", "1", 3, None), ("nausea", "2", 1, None), ("nausea", "any", 4, 13),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("CTCAE grade, no. (%) 3", "CTCAE grade 3 (%)"),
        ("Toxicity grade (NCI-CTC) 3-4", "Toxicity grade 3-4"),
        ("Worst grade (n = 82) 2", "Worst grade 2 (n = 82)"),
        ("WHO grade, n (%) III", "WHO grade III (%)"),
        ("Grade 3, n (%)", "Grade 3, n (%)"),
        ("Any grade, n (%)", "Any grade, n (%)"),
        ("Tumour grade 2", "Tumour grade 2"),
    ],
)
def test_the_grade_beside_the_word_that_spans_it(header: str, read: str) -> None:
    assert under_grades(header) == read


def test_responses_by_pathological_diagnosis_are_no_pathological_responses() -> None:
    rows = [["Chordoma", "9", "1", "5", "3"], ["Osteosarcoma", "12", "2", "4", "6"]]
    header = [["Diagnosis", "n", "PR", "SD", "PD"]]
    told = records(document("Efficacy by pathological diagnosis", header, rows), "response")
    assert only(told, "histotype", "category", "n")[:3] == [
        ("chordoma", "PR", 1),
        ("chordoma", "SD", 5),
        ("chordoma", "PD", 3),
    ]
    assert not records(document("Pathological response by diagnosis", header, rows), "response")


def test_subtypes_by_the_column_that_they_fill() -> None:
    doc = document(
        "Patient characteristics",
        [["", "All patients (n = 30)", "Liposarcoma (n = 18)", "Leiomyosarcoma (n = 12)"]],
        [
            ["Histological subtype, n (%)", "", "", ""], ["Myxoid/round cell", "10 (33)", "10 (56)", "–"], ["Pleomorphic", "8 (27)", "8 (44)", "–"],
            ["Uterine", "7 (23)", "–", "7 (58)"], ["Non-uterine", "5 (17)", "–", "5 (42)"],
        ],
        title="Trabectedin in sarcoma",
    )  # fmt: skip
    found = {(r["histotype"], r["n"]) for r in records(doc, "histotype")}
    assert {("myxoid liposarcoma", 10), ("pleomorphic liposarcoma", 8), ("uterine leiomyosarcoma", 7)} <= found
    assert ("leiomyosarcoma", 5) in found


def test_subtypes_below_the_type_that_they_add_up_to() -> None:
    doc = document(
        "Best response by histology, n (%)",
        [["", "n", "PR", "SD", "PD", "Disease controla"]],
        [
            ["Liposarcoma", "18", "3 (17)", "9 (50)", "6 (33)", "12 (67)"], ["Dedifferentiated", "10", "1 (10)", "5 (50)", "4 (40)", "6 (60)"],
            ["Pleomorphic", "8", "2 (25)", "4 (50)", "2 (25)", "6 (75)"], ["Synovial", "8", "1 (13)", "3 (38)", "4 (50)", "4 (50)"],
            ["Chondrosarcoma (all subtypes)", "4", "0", "3 (75)", "1 (25)", "3 (75)"],
        ],
        ("aPR or SD as best response",),
        title="Trabectedin in sarcoma",
    )  # fmt: skip
    told = only(records(doc, "response"), "histotype", "category", "n")
    assert ("dedifferentiated liposarcoma", "PR", 1) in told
    assert ("pleomorphic liposarcoma", "DCR", 6) in told
    assert ("synovial sarcoma", "PR", 1) in told
    assert ("chondrosarcoma", "SD", 3) in told


@pytest.mark.parametrize("mark", ["2. ", "2) ", "(2) ", "b. ", "b) ", "(ii) ", "1.2 ", "- ", "– ", "• ", "▪ "])
def test_the_marks_of_a_list_are_no_part_of_a_label(mark: str) -> None:
    draft, _ = _draft(0, (Cell(f"{mark}Skin rash"), Cell("4 (10)"), Cell("2 (5)")), 1, frozenset())
    assert draft.label == "Skin rash"


@pytest.mark.parametrize("label", ["1-2", "- ", "2", "A", "I. V. bolus 3", "II", "T1", "c-kit", "5-FU", "-7q"])
def test_labels_that_begin_as_a_list_does(label: str) -> None:
    draft, _ = _draft(0, (Cell(label), Cell("4 (10)"), Cell("2 (5)")), 1, frozenset())
    assert draft.label == label.strip()


def test_an_interval_is_never_taken_from_the_value_of_another_endpoint() -> None:
    doc = document(
        "Survival by tumour type",
        [["", "Median PFS, months (95% CI)", "1-year PFS, % (95% CI)"]],
        [["Chordoma", "9.2", "38.1 (20.3–55.7)"], ["Desmoid", "19.5 (9.8–NR)", "66.0 (36.5–84.3)"]],
    )
    told = only(records(doc, "time_to_event"), "statistic", "value", "ci_low", "ci_high")
    assert ("median", 9.2, None, None) in told
    assert ("median", 19.5, 9.8, None) in told
    assert ("rate", 38.1, 20.3, 55.7) in told


def test_an_interval_in_a_column_of_its_own_belongs_to_the_value_left_of_it() -> None:
    doc = document("Survival by tumour type", [["", "Median PFS, months", "95% CI"]], [["Chordoma", "9.2", "6.4–12.3"]])
    assert only(records(doc, "time_to_event"), "value", "ci_low", "ci_high") == [(9.2, 6.4, 12.3)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Characteristic", "All patients (n = 22)"], [22]),
        (["Characteristic", "Early (n = 12)", "Late (n = 10)"], []),
        (["Characteristic", "All (n = 22)", "Total (n = 25)"], []),
    ],
)
def test_a_column_of_all_patients_says_how_many_they_are(header: list[str], expected: list[int]) -> None:
    width = len(header) - 1
    rows = [["Sex"] + [""] * width, ["Female"] + ["12"] * width, ["Male"] + ["10"] * width]
    found = records(document("Patients' characteristics", [header], rows), "cohort")
    assert [r["value"] for r in found if r["field"] == "n_patients"] == expected
