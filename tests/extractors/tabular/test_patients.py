"""Tables of patients: every field, and what gives nothing."""

from __future__ import annotations

import pytest

from extractors.tabular.genomics import alterations
from tests.extractors.tabular.typeset import document, only, records

HEADER = [
    [
        "Pt #", "Sex/Age", "Histotype", "Site of primary", "Sites of relapse", "DFI (yrs)", "Prior lines", "ECOG",
        "T dose (mg/day)", "Best RECIST response", "Choi", "PFS (months)", "Toxicity (grade)", "Outcome", "Mutations",
    ]
]  # fmt: skip
ROWS = [
    [
        "1*",
        "F/61",
        "LMS",
        "Uterus",
        "Lung + liver",
        "2",
        "3",
        "1",
        "2",
        "SD",
        "PR",
        "7+",
        "Rash (2), nausea",
        "AWD",
        "TP53 R175H RB1 loss",
    ],
    ["2", "M/44", "MLS", "Thigh", "", "0", "0", "0", "1.5", "PD", "PD", "2", "None", "DOD", ""],
    ["3", "M/39", "SS", "Knee", "Lung", "1", "2", "2", "2", "N/E", "", "1", "-", "NED", "SS18-SSX2 fusion"],
]
NOTES = (
    "LMS: leiomyosarcoma; MLS: myxoid liposarcoma; SS: synovial sarcoma; T: trabectedin; AWD: alive with disease; +: continues.",
    "*Hypertension grade 3 led to withdrawal.",
)
DOC = document("Patients treated with T", HEADER, ROWS, NOTES, prose="Response was assessed by RECIST 1.1.")


def test_fields_of_a_patient() -> None:
    first = only([r for r in records(DOC, "patient") if r["patient"] == "1"], "field", "value")
    assert first == [
        ("sex", "female"),
        ("age", 61),
        ("histotype", "leiomyosarcoma"),
        ("primary_site", "uterus"),
        ("recurrence_sites", "liver; lung"),
        ("dfi", 24),
        ("prior_lines", 3),
        ("performance_status", 1),
        ("status", "alive with disease"),
        ("genomic", "TP53 R175H"),
        ("genomic", "RB1 loss"),
    ]


def test_doses_responses_times_and_toxicities_of_patients() -> None:
    assert only(records(DOC, "dose"), "patient", "drug", "low", "unit", "frequency", "role") == [
        ("1", "trabectedin", 2, "mg", "QD", "patient"),
        ("2", "trabectedin", 1.5, "mg", "QD", "patient"),
        ("3", "trabectedin", 2, "mg", "QD", "patient"),
    ]
    assert only(records(DOC, "response"), "patient", "criteria", "category") == [
        ("1", "RECIST 1.1", "SD"),
        ("1", "Choi", "PR"),
        ("2", "RECIST 1.1", "PD"),
        ("2", "Choi", "PD"),
        ("3", "RECIST 1.1", "NE"),
    ]
    assert only(records(DOC, "time_to_event"), "patient", "endpoint", "value", "unit", "censored") == [
        ("1", "PFS", 7, "mo", True),
        ("2", "PFS", 2, "mo", False),
        ("3", "PFS", 1, "mo", False),
    ]
    assert only(records(DOC, "toxicity"), "patient", "term", "grade") == [
        ("1", "rash maculo-papular", "2"),
        ("1", "nausea", None),
        ("1", "hypertension", "3"),
    ]


def test_evidence_is_the_cell() -> None:
    age = next(r for r in records(DOC, "patient") if r["field"] == "prior_lines")["provenance"][0]
    assert (age["text"], age["table"], age["row"], age["column"], age["section"]) == ("3", "1", 0, 6, "table")


def test_patients_side_by_side() -> None:
    doc = document(
        "The two cases",
        [["", "Patient 1", "Patient 2"]],
        [
            ["Age (years)", "33", "58"],
            ["Sex", "Male", "Female"],
            ["Best response", "CR", "SD"],
            ["OS (months)", "40+", "11"],
        ],
    )
    assert only(records(doc, "patient"), "patient", "field", "value") == [
        ("1", "age", 33),
        ("1", "sex", "male"),
        ("2", "age", 58),
        ("2", "sex", "female"),
    ]
    assert only(records(doc, "response"), "patient", "category") == [("1", "CR"), ("2", "SD")]
    assert only(records(doc, "time_to_event"), "patient", "value", "censored") == [("1", 40, True), ("2", 11, False)]


def test_cases_of_the_literature_are_cited() -> None:
    doc = document(
        "Reported cases",
        [["No.", "Author", "Age", "Sex", "Response"]],
        [["1", "Meyer", "33", "M", "PR"], ["2", "Rossi", "58", "F", "SD"], ["3", "Present case", "40", "F", "CR"]],
    )
    assert only(records(doc, "response"), "patient", "attribution") == [("1", "cited"), ("2", "cited"), ("3", "own")]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            ["No.", "Item", "Remark"],
            [["1", "Blood count", "weekly"], ["2", "ECG", "monthly"], ["3", "CT scan", "at entry"]],
        ),
        (["Patient", "Glucose", "Lipase"], [["1", "5.5", "30"], ["2", "6.1", "44"], ["3", "5.0", "28"]]),
        (["Patient", "Dose (mg)", "Trough (ng/ml)"], [["1", "NA", "8.1"], ["2", "-", "7.7"], ["3", "-", "9.0"]]),
    ],
)
def test_other_tables_give_no_patients(header: list[str], rows: list[list[str]]) -> None:
    doc = document("Laboratory follow-up", [header], rows)
    assert not records(doc, "patient") + records(doc, "dose") + records(doc, "response")


def test_alterations_are_cut_at_genes() -> None:
    assert list(alterations("KIT exon 11 deletion PDGFRA D842V CDK4 amplification")) == [
        "KIT exon 11 deletion",
        "PDGFRA D842V",
        "CDK4 amplification",
    ]
    assert list(alterations("NTRK1 LMNA-NTRK1 fusion; TP53 Q192*")) == ["NTRK1 LMNA-NTRK1 fusion", "TP53 Q192"]
    assert list(alterations("AWD KIT exon 9 insertion")) == ["KIT exon 9 insertion"]
    assert list(alterations("FISH positive (TPM4)", "ALK status (partner)")) == ["TPM4-ALK fusion"]
    assert list(alterations("FISH negative", "ALK status (partner)")) == []
    assert list(alterations("not done")) == []


def test_cells_that_slid_left_are_put_back() -> None:
    header = [["Patient", "Age", "Procedures", "Toxicity", "Status", "Genomic profile"]]
    rows = [
        ["1", "30", "Lobectomy", "Nausea", "Dead", "KIT exon 11 deletion"],
        ["2", "41", "Fatigue", "AWD", "", ""],
        ["3", "28", "NED", "PDGFRA D842V", "", ""],
    ]
    doc = document("Patients", header, rows, ("AWD alive with disease; NED no evidence of disease",))
    assert only(records(doc, "patient"), "patient", "field", "value") == [
        ("1", "age", 30),
        ("1", "procedure", "lobectomy"),
        ("1", "status", "dead"),
        ("1", "genomic", "KIT exon 11 deletion"),
        ("2", "age", 41),
        ("2", "status", "alive with disease"),
        ("3", "age", 28),
        ("3", "status", "no evidence of disease"),
        ("3", "genomic", "PDGFRA D842V"),
    ]
    assert only(records(doc, "toxicity"), "patient", "term") == [("1", "nausea"), ("2", "fatigue")]


def test_a_response_with_its_duration_and_an_event_with_its_grade_in_one_cell() -> None:
    header = [["Pt", "Age (months)", "Gender", "Tumor", "Response (duration, weeks)", "Adverse events"]]
    rows = [
        ["1", "30", "Girl", "Neuroblastoma", "PR (11+)", "Vomiting, grade 3; rash"],
        ["2", "18", "Boy", "Hepatoblastoma", "SD (6)", "None"],
    ]
    doc = document("Children treated", header, rows)
    assert only(records(doc, "patient"), "patient", "field", "value") == [
        ("1", "age", 2.5),
        ("1", "sex", "female"),
        ("1", "histotype", "neuroblastoma"),
        ("2", "age", 1.5),
        ("2", "sex", "male"),
        ("2", "histotype", "hepatoblastoma"),
    ]
    assert only(records(doc, "response"), "patient", "category") == [("1", "PR"), ("2", "SD")]
    assert only(records(doc, "time_to_event"), "patient", "endpoint", "value", "unit", "censored") == [
        ("1", "DOR", 11, "wk", True),
        ("2", "DOR", 6, "wk", False),
    ]
    assert only(records(doc, "toxicity"), "patient", "term", "grade")[0] == ("1", "vomiting", "3")


def test_patients_by_letter_and_patients_whom_only_age_and_sex_tell_apart() -> None:
    header = ["Patient", "Diagnosis", "Best response", "OS (months)"]
    lettered = document("Cases", [header], [["A", "Chordoma", "SD", "9"], ["B", "Chordoma", "PD", "4+"]])
    assert only(records(lettered, "response"), "patient", "category") == [("A", "SD"), ("B", "PD")]
    rows = [["31/F", "Chordoma", "Sacrum", "SD", "AWD"], ["31/F", "Chordoma", "Clivus", "PD", "Died of disease"]]
    unnumbered = document("Cases", [["Age/sex", "Diagnosis", "Site", "Response", "Status"]], rows)
    assert only(records(unnumbered, "patient"), "patient", "field", "value", "subgroup") == [
        ("31F", "age", 31, None),
        ("31F", "sex", "female", None),
        ("31F", "histotype", "chordoma", None),
        ("31F", "primary_site", "sacrum", None),
        ("31F", "status", "alive with disease", None),
        ("31F (2)", "age", 31, None),
        ("31F (2)", "sex", "female", None),
        ("31F (2)", "histotype", "chordoma", None),
        ("31F (2)", "primary_site", "clivus", None),
        ("31F (2)", "status", "dead", None),
    ]


def test_rows_of_letters_that_are_no_patients() -> None:
    doc = document("Stages", [["Stage", "Number", "Alive"]], [["I", "12", "10"], ["II", "20", "11"], ["III", "9", "2"]])
    assert not records(doc, "patient")


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Prior systemic treatment (lines)", ("Doxorubicin, ifosfamide (2)", "0"), ["2", "doxorubicin", "ifosfamide", "0", "none"]),
        ("KIT mutation", ("Exon 9", "WT"), ["KIT Exon 9"]),
        ("ALK fusion partner", ("TPM4", "CLTC"), ["TPM4-ALK fusion", "CLTC-ALK fusion"]),
        ("Treatment", ("WLE + RT", "Amputation"), ["wle", "amputation"]),
        ("Primary tumor", ("Melanoma", "Chordoma"), ["melanoma", "chordoma"]),
        ("Last status", ("Alive (NED)", "Deceased, PD"), ["no evidence of disease", "dead"]),
        ("Histology", ("Liposarcoma (dedifferentiated)", "-"), ["dedifferentiated liposarcoma"]),
    ],
)  # fmt: skip
def test_columns_by_header_and_cells(header: str, cells: tuple[str, str], expected: list[str]) -> None:
    rows = [["1", "F", cells[0], "PR"], ["2", "M", cells[1], "SD"]]
    doc = document("Patients", [["Patient", "Sex", header, "Response"]], rows)
    found = [str(r["value"]) if "value" in r else "0" for r in records(doc, "patient") if r["field"] != "sex"]
    assert found == expected


def test_what_has_run_into_a_cell_is_told_apart_or_left_out() -> None:
    doc = document(
        "Patients",
        [["Patient", "Age", "Diagnosis", "Primary site", "Status"]],
        [
            ["1", "9", "Neuroblastoma ALK F1245C", "Adrenal gland", "NED at 31 mo"],
            ["2", "14", "Osteosarcoma", "+ Femur", "DOD at 8 mo"],
            ["3", "12", "Ewing sarcoma", "Pelvis FISH positive", "AWD"],
        ],
    )
    found = only(records(doc, "patient"), "patient", "field", "value")
    assert ("1", "histotype", "neuroblastoma") in found
    assert ("1", "genomic", "ALK F1245C") in found
    assert ("1", "status", "no evidence of disease") in found
    assert ("2", "primary_site", "femur") in found
    assert not [x for x in found if x[0] == "3" and x[1] == "primary_site"]


def test_a_fusion_in_a_header_is_answered_by_signs() -> None:
    doc = document(
        "Patients",
        [["Patient", "Age", "Sex", "COL1A1-PDGFB (FISH)"]],
        [["1", "33", "F", "+"], ["2", "51", "M", "−"], ["3", "47", "F", "+"]],
    )
    found = [x for x in only(records(doc, "patient"), "patient", "field", "value") if x[1] == "genomic"]
    assert found == [("1", "genomic", "COL1A1-PDGFB fusion"), ("3", "genomic", "COL1A1-PDGFB fusion")]


def test_what_the_key_writes_out_as_something_else_is_no_gene() -> None:
    key = {"SFT": "solitary fibrous tumour", "LNM": "lymph node metastases", "EGFR": "epidermal growth factor receptor"}
    assert list(alterations("SFT yes thigh, LNM", "Molecular findings", key.get)) == []
    assert list(alterations("EGFR L858R", "Molecular findings", key.get)) == ["EGFR L858R"]
    assert list(alterations("NAB2-STAT6 fusion; LN", "Molecular findings", key.get)) == ["NAB2-STAT6 fusion"]
