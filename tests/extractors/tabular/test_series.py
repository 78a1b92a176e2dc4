"""Tables of results as series give them: tumour types as columns or rows, evaluable patients, shares with intervals."""

from __future__ import annotations

from decimal import Decimal

from extractors.tabular.evaluable import counts_evaluable, denominator
from extractors.tabular.values import read_value
from tests.extractors.tabular.typeset import document, only, records


def test_tumour_types_as_columns_are_no_subgroups() -> None:
    doc = document(
        "Efficacy by cohort",
        [["", "Liposarcoma (n = 20)", "Angiosarcoma cohort (n = 10)", "All (n = 30)"]],
        [
            ["Partial response, n (%)", "3 (15.0)", "4 (40.0)", "7 (23.3)"],
            ["Stable disease, n (%)", "9 (45.0)", "2 (20.0)", "11 (36.7)"],
            ["Progressive disease, n (%)", "8 (40.0)", "4 (40.0)", "12 (40.0)"],
            ["Median PFS, months (95% CI)", "3.1 (1.9–4.4)", "5.0 (2.2–8.1)", "3.9 (2.8–5.1)"],
        ],
    )
    assert only(records(doc, "response"), "category", "histotype", "subgroup", "n")[:3] == [
        ("PR", "liposarcoma, nos", None, 3),
        ("PR", "angiosarcoma", None, 4),
        ("PR", None, None, 7),
    ]
    assert only(records(doc, "time_to_event"), "histotype", "value") == [
        ("liposarcoma, nos", 3.1),
        ("angiosarcoma", 5),
        (None, 3.9),
    ]


def test_columns_that_only_mention_a_tumour_keep_their_words() -> None:
    doc = document(
        "Response",
        [["", "Other than liposarcoma (n = 20)", "Uterine primary (n = 10)"]],
        [["Partial response", "3 (15%)", "4 (40%)"], ["Stable disease", "9 (45%)", "2 (20%)"]],
    )
    assert {r.get("histotype") for r in records(doc, "response")} == {None}


def test_evaluable_patients_are_counted_and_shares_are_of_them() -> None:
    doc = document(
        "Best response",
        [["", "Pazopanib (n = 50)", "Trabectedin (n = 40)"]],
        [
            ["Patients evaluable for response", "45", "40"],
            ["Partial response", "9 (20.0%)", "4 (10.0%)"],
            ["Stable disease", "18 (40.0%)", "20 (50.0%)"],
        ],
    )
    assert only(records(doc, "cohort"), "field", "value", "drugs") == [
        ("n_evaluable", 45, ["pazopanib"]),
        ("n_evaluable", 40, ["trabectedin"]),
    ]
    assert only(records(doc, "response"), "category", "n", "total") == [
        ("PR", 9, 45), ("PR", 4, 40), ("SD", 18, 45), ("SD", 20, 40),
    ]  # fmt: skip


def test_rows_of_tumour_types_give_treated_and_evaluable() -> None:
    doc = document(
        "Response by histology",
        [["Histology", "Lines", "Evaluable", "PR, n (%)", "SD, n (%)"]],
        [
            ["Leiomyosarcoma", "20", "18", "2 (11.1)", "9 (50.0)"],
            ["Chordoma", "9", "9", "0 (0.0)", "6 (66.7)"],
        ],
    )
    assert only(records(doc, "histotype"), "histotype", "n") == [("leiomyosarcoma", 20), ("chordoma", 9)]
    assert [(r["value"], r["histotype"]) for r in records(doc, "cohort") if r["field"] == "n_evaluable"] == [
        (18, "leiomyosarcoma"),
        (9, "chordoma"),
    ]
    assert only(records(doc, "response"), "category", "total") == [("PR", 18), ("SD", 18), ("PR", 9), ("SD", 9)]


def test_labels_of_evaluable_patients() -> None:
    for label in (
        "Evaluable", "Evaluable, n", "Evaluable patients", "No. evaluable", "Assessable for response", "Response-evaluable patients",
        "Number of evaluable patients", "Patients assessable for response, n", "Evaluable (n)", "Evaluable lines",
    ):  # fmt: skip
        assert counts_evaluable(label), label
    for label in (
        "Not evaluable",
        "Inevaluable",
        "Non-evaluable",
        "Evaluable disease only",
        "Assessed by PET",
        "Evaluable, median",
    ):
        assert not counts_evaluable(label), label


def test_a_percentage_tells_of_how_many() -> None:
    assert denominator(50, 9, Decimal("20.0"), 45) == 45
    assert denominator(50, 10, Decimal("20.0"), 45) == 50
    assert denominator(50, 9, Decimal("31.0"), 45) is None
    assert denominator(50, 9, None) == 50


def test_a_share_with_its_interval_in_one_pair_of_brackets() -> None:
    for text in ("4 (28.6; 8.4–58.1)", "4 (28.6%; 95% CI 8.4–58.1)", "4 (28.6%, 95% CI: 8.4 to 58.1%)"):
        value = read_value(text)
        assert (value.count, value.percent or value.paren, value.low, value.high) == (
            4,
            Decimal("28.6"),
            Decimal("8.4"),
            Decimal("58.1"),
        ), text
