"""Doses of regimens: drugs in the labels, in a column of their own, or told drug by drug in a cell."""

from __future__ import annotations

from tests.extractors.tabular.typeset import document, only, records

_FIELDS = ("drug", "low", "unit", "attribution")


def test_drugs_stand_in_a_column_of_their_own() -> None:
    doc = document(
        "Chemotherapy regimens",
        [["Regimen", "Drug", "Dose", "Days"]],
        [["AI", "Doxorubicin", "60 mg/m2", "1"], ["", "Ifosfamide", "5 g/m2", "1"], ["T", "Trabectedin", "1.5 mg/m2", "1"]],
    )  # fmt: skip
    assert only(records(doc, "dose"), *_FIELDS) == [
        ("doxorubicin", 60.0, "mg/m2", "planned"),
        ("ifosfamide", 5.0, "g/m2", "planned"),
        ("trabectedin", 1.5, "mg/m2", "planned"),
    ]


def test_the_unit_may_stand_in_the_header() -> None:
    doc = document("Regimens", [["Drug", "Dose (mg/m2)"]], [["Cisplatin", "80"], ["Doxorubicin", "50"]])
    assert [x[:3] for x in only(records(doc, "dose"), *_FIELDS)] == [
        ("cisplatin", 80.0, "mg/m2"),
        ("doxorubicin", 50.0, "mg/m2"),
    ]


def test_a_cell_tells_a_regimen_drug_by_drug() -> None:
    doc = document(
        "Regimens",
        [["Regimen", "Dose and schedule", "Patients"]],
        [["GT", "Gemcitabine 900 mg/m2 days 1, 8 and docetaxel 75 mg/m2 day 8", "12"]],
    )
    assert [x[:2] for x in only(records(doc, "dose"), *_FIELDS)] == [("gemcitabine", 900.0), ("docetaxel", 75.0)]


def test_doses_of_other_studies_are_cited() -> None:
    doc = document(
        "Published trials of desmoid tumours",
        [["Author", "Drug", "Dose", "ORR (%)"]],
        [["Hall et al.", "Sorafenib", "400 mg", "33"], ["Berg et al.", "Imatinib", "800 mg", "9"]],
    )
    assert {r["attribution"] for r in records(doc, "dose")} <= {"cited"}


def test_the_most_that_may_be_given_stands_in_brackets() -> None:
    doc = document("Regimen", [["Drug", "Dose"]], [["Vincristine", "1.4 mg/m2 (maximum 2 mg)"]])
    assert [x[:3] for x in only(records(doc, "dose"), *_FIELDS)] == [("vincristine", 1.4, "mg/m2")]


def test_levels_of_a_dose_are_of_the_drug_that_the_caption_names() -> None:
    doc = document(
        "Dose modifications of pazopanib",
        [["Dose level", "Dose", "Patients, n (%)"]],
        [
            ["Starting dose", "800 mg daily", "30 (100)"],
            ["First dose reduction", "600 mg daily", "12 (40)"],
            ["Second dose reduction", "400 mg daily", "5 (17)"],
        ],
    )
    assert only(records(doc, "dose"), "drug", "low", "unit", "frequency", "role", "attribution") == [
        ("pazopanib", 800.0, "mg", "QD", "starting", "planned"),
        ("pazopanib", 600.0, "mg", "QD", "reduced", "planned"),
        ("pazopanib", 400.0, "mg", "QD", "reduced", "planned"),
    ]


def test_levels_of_a_dose_may_stand_under_each_drug() -> None:
    doc = document(
        "Dose levels",
        [["Level", "Gemcitabine (mg/m2)", "Docetaxel (mg/m2)"]],
        [["Starting dose", "900", "75"], ["Level -1", "675", "60"]],
    )
    assert only(records(doc, "dose"), "drug", "low", "role") == [
        ("gemcitabine", 900.0, "starting"),
        ("docetaxel", 75.0, "starting"),
        ("gemcitabine", 675.0, "reduced"),
        ("docetaxel", 60.0, "reduced"),
    ]


def test_reductions_that_are_counted_are_no_doses() -> None:
    doc = document(
        "Dose modifications of pazopanib",
        [["", "Patients (n = 30)"]],
        [["Starting dose", "30 (100)"], ["Dose reduction", "12 (40%)"], ["Dose interruption", "15 (50%)"]],
    )
    assert not records(doc, "dose")
