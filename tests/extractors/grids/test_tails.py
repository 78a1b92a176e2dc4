"""Tables that a tool writes line by line over all columns: what a wrapped cell leaves below its row is put back."""

import pytest

from tests.extractors.grids.reading import only, rows_of, stands_at_its_ranges


def _table(*lines: str) -> str:
    return "Table 2 Events of the study\n\n" + "\n".join(lines) + "\n"


def test_the_rest_of_a_label_stands_in_its_row() -> None:
    text = _table(
        "Event Grade 1 Grade 2 All", "Anaemia 5 2 7", "Increased alanine 6 2 8", "aminotransferase in", "serum", "Rash 1 1 2",
        "Haemorrhage of the 1 0 1", "tumour (local)", "Fatigue 9 3 12",
    )  # fmt: skip
    assert rows_of(only(text))[1] == ["Increased alanine aminotransferase in serum", "6", "2", "8"]
    assert [row[0] for row in rows_of(only(text))][2:4] == ["Rash", "Haemorrhage of the tumour (local)"]
    assert stands_at_its_ranges(text)


def test_a_bracket_below_a_row_is_its_labels() -> None:
    text = _table("Tumour (n) CR PR SD", "Leiomyosarcoma 0 2 5", "(9)", "Liposarcoma (6) 0 0 3", "Chordoma (4) 1 1 2")
    assert rows_of(only(text))[0] == ["Leiomyosarcoma (9)", "0", "2", "5"]


def test_headings_in_small_letters_stay_rows() -> None:
    text = _table(
        "item all early", "treated 31 20", "sex", "male 14 6", "female 17 9", "site", "limb 12 5", "trunk 19 10"
    )
    assert rows_of(only(text))[0] == ["treated", "31", "20"]


@pytest.mark.parametrize("head", ["of whom", "including", "without", "and then"])
def test_rows_that_go_on_with_a_count_stay_rows(head: str) -> None:
    text = _table("Item All Early", "Male 14 6", "Treated before 17 9", f"{head} others", "Limb 12 5", "Trunk 19 10")
    assert "Treated before" in [row[0] for row in rows_of(only(text))]


def test_like_units_on_a_line_stand_in_their_cells() -> None:
    text = _table(
        "Adverse event Grade 1–2, n Grade 3, n Grade 4, n", "(%) (%) (%)", "Anaemia 8 (27) 2 (7) 0", "Rash 5 (17) 3 (10) 1 (3)",
        "Fatigue 15 (50) 2 (7) 0", "Nausea 9 (30) 6 (20) 0",
    )  # fmt: skip
    assert only(text).columns == ("Adverse event", "Grade 1–2, n (%)", "Grade 3, n (%)", "Grade 4, n (%)")


def test_what_closes_a_bracket_stands_in_its_cell() -> None:
    text = _table(
        "Variable Early Late P", "Age (years) 65.6 (SD = 63.1 (SD = 0.141", "9.5) 10.1)", "Male 43 (63.2) 50 (69.4) 0.437",
        "Time from the end of 48.0 (SD = 47.1 (SD = 0.622", "treatment to first 12.5) 8.6)", "relapse", "Treated before (yes vs 1.71 1.12 0.700",
        "no)", "Female 25 (36.8) 22 (30.6) 0.5",
    )  # fmt: skip
    assert rows_of(only(text)) == [
        ["Age (years)", "65.6 (SD = 9.5)", "63.1 (SD = 10.1)", "0.141"],
        ["Male", "43 (63.2)", "50 (69.4)", "0.437"],
        ["Time from the end of treatment to first relapse", "48.0 (SD = 12.5)", "47.1 (SD = 8.6)", "0.622"],
        ["Treated before (yes vs no)", "1.71", "1.12", "0.700"],
        ["Female", "25 (36.8)", "22 (30.6)", "0.5"],
    ]


def test_shares_below_a_row_stand_behind_its_counts() -> None:
    text = _table(
        "Cycles Arm A n (%) Arm A Total Arm B n (%) Arm B Total", "Five 115 (5.6%) 12.3% 30 (1.4%) 4.0%", "Six 73 (3.5%) 15.8% 24 (1.2%) 15.7%",
        "Eight 1671 100.0% 1686 100.0%", "(80.6%) (80.7%)", "Seven 74 (3.6%) 19.4% 76 (3.6%) 19.3%",
    )  # fmt: skip
    assert rows_of(only(text))[2] == ["Eight", "1671 (80.6%)", "100.0%", "1686 (80.7%)", "100.0%"]


def test_a_version_belongs_to_the_criteria_above_the_categories() -> None:
    text = _table(
        "RECIST 1.1 Choi", "Tumour CR PR SD PD CR PR SD PD", "Leiomyosarcoma 0 2 5 2 0 4 3 2", "Liposarcoma 0 0 3 3 0 1 2 3",
        "Chordoma 1 3 2 1 1 4 1 1", "All 1 5 10 6 1 9 6 6",
    )  # fmt: skip
    assert only(text).columns[:3] == ("Tumour", "RECIST 1.1 CR", "RECIST 1.1 PR")
    assert only(text).columns[-1] == "Choi PD"


@pytest.mark.parametrize(("heading", "first"), [("Stage at diagnosis of the disease", "II"), ("Differentiation", "G1")])
def test_a_heading_ends_where_a_category_begins(heading: str, first: str) -> None:
    other = {"II": ("III", "IV"), "G1": ("G2", "G3")}[first]
    text = _table(
        "Characteristic All (n = 22)", "Female 12 (55%)", "Male 10 (45%)", heading, f"{first} 4 (18%)", f"{other[0]} 6 (27%)",
        f"{other[1]} 12 (55%)",
    )  # fmt: skip
    assert [row[0] for row in rows_of(only(text))][2:4] == [heading, first]


def test_names_of_arms_stand_above_their_sizes() -> None:
    text = _table(
        "Treatment arm", "Docetaxel Docetaxel", "+ sorafenib + placebo", "(n = 39) (n = 37)", "Toxicity Number % Number %",
        "Neutropenia 8 21 7 19", "Anaemia 5 13 2 5.5", "Nausea 2 5 3 8", "Rash 1 2.5 2 5.5",
    )  # fmt: skip
    assert only(text).columns == (
        "Toxicity",
        "Treatment arm Docetaxel + sorafenib (n = 39) Number",
        "Treatment arm Docetaxel + sorafenib (n = 39) %",
        "Treatment arm Docetaxel + placebo (n = 37) Number",
        "Treatment arm Docetaxel + placebo (n = 37) %",
    )
    assert stands_at_its_ranges(text)


def test_names_of_arms_may_be_parted_at_capitals() -> None:
    text = _table(
        "Event Dense (experimental) Usual treatment P", "group (n = 39) (n = 37)", "Neutropenia 8 7 0.5", "Anaemia 5 2 0.3", "Nausea 2 3 0.6",
    )  # fmt: skip
    assert only(text).columns == ("Event", "Dense (experimental) group (n = 39)", "Usual treatment (n = 37)", "P")


@pytest.mark.parametrize(
    "header",
    [["Toxicity No. (%) P", "Early (n = 53) Late (n = 52)"], ["Adverse event P", "Early (n = 53) Late (n = 52)"]],
)
def test_arms_that_have_their_names_keep_what_stands_above_them(header: list[str]) -> None:
    text = _table(
        *header, "Anaemia 5 (9) 2 (4) .44", "Rash 7 (13) 4 (8) .53", "Nausea 6 (11) 5 (9) 1.0", "Fever 4 (8) 7 (13) .53"
    )
    assert only(text).columns[0] == header[0].split(" No.")[0].removesuffix(" P")


def test_a_limit_stays_within_its_bracket() -> None:
    text = _table(
        "Margin Early Late", "Positive margin", "(edge ≤1", "mm)", "8 8", "Negative 9 4", "Both 3 2", "Neither 1 0"
    )
    assert rows_of(only(text))[0] == ["Positive margin (edge ≤1 mm)", "8", "8"]


def test_a_number_behind_a_colon_or_an_or_is_the_labels() -> None:
    text = _table(
        "Variable Patients Response rate (%) P value", "Age 0.045", "Above 50 years 108 29", "Below that age 50 14", "Status 0.81",
        "Good 77 23", "1 or 2 80 25", "Stain of HER2 0.026", "Strong: 3 30 23", "Weak: 2 46 35", "Prior treatment 0.83", "Yes 94 24", "No 61 23",
    )  # fmt: skip
    assert only(text).columns == ("Variable", "Patients", "Response rate (%)", "P value")
