"""Headers of several arms in flattened text, solved by counting: each column has its whole path, or a doubt is raised."""

import pytest

from tests.extractors.grids.reading import only

COUNTS = """Table 3 Side effects of treatment

Side effect Trabectedin

alone (n = 60)
Trabectedin +

hyperthermia (n = 58) P value
No. of

patients %
No. of

patients %

Nausea 12 20.0 9 15.5 0.62
Alopecia 30 50.0 31 53.4 0.71
Infection 6 10.0 4 6.9 0.74
Rash 3 5.0 2 3.4 0.98
"""


def test_leaves_that_repeat_stand_under_their_arms() -> None:
    table = only(COUNTS)
    assert table.columns == (
        "Side effect",
        "Trabectedin alone (n = 60) No. of patients",
        "Trabectedin alone (n = 60) %",
        "Trabectedin + hyperthermia (n = 58) No. of patients",
        "Trabectedin + hyperthermia (n = 58) %",
        "P value",
    )
    assert [c.text for c in table.rows[0]] == ["Nausea", "12", "20.0", "9", "15.5", "0.62"]
    assert not table.untold


def test_grades_repeat_under_lettered_arms_with_sizes_below() -> None:
    text = (
        "Table 2 Toxicity\n\nArm A Arm B\n\n(n = 31) (n = 29)\n\nToxicity Grade 1–2 Grade 3–4 Grade 1–2 Grade 3–4\n\n"
        "Fatigue 9 2 7 1\n\nFever 4 0 5 1\n\nAnaemia 11 3 12 4\n\nCough 2 0 1 0\n"
    )
    assert only(text).columns[1:] == (
        "Arm A (n = 31) Grade 1–2",
        "Arm A (n = 31) Grade 3–4",
        "Arm B (n = 29) Grade 1–2",
        "Arm B (n = 29) Grade 3–4",
    )


def test_arms_told_anew_under_two_phases_of_unlike_width() -> None:
    text = (
        "Table 4 Severe events\n\nEvent Induction Consolidation\n\nGroup 1 Group 2 Group 1 Group 2 Group 3\n\n"
        "Anaemia 1.0 2.5 0.0 4.1 3.3\n\nSepsis 0.0 1.5 2.0 3.1 1.3\n\nPain 3.0 2.0 1.0 4.0 2.3\n\nRash 5.0 0.5 2.2 1.1 6.3\n"
    )
    columns = only(text).columns
    assert columns[1:3] == ("Induction Group 1", "Induction Group 2")
    assert columns[3:] == ("Consolidation Group 1", "Consolidation Group 2", "Consolidation Group 3")


def test_numbers_of_patients_tell_what_a_cell_spans() -> None:
    text = (
        "Table 1 Patients\n\nCharacteristic KIT mutant (n = 30) Wild type (n = 12)\n\n"
        "Cohort I (n = 18) Cohort II (n = 12) Cohort III (n = 12)\n\nMen 9 (50) 6 (50) 5 (42)\n\nWomen 9 (50) 6 (50) 7 (58)\n\n"
        "Limb 12 (67) 4 (33) 6 (50)\n\nTrunk 6 (33) 8 (67) 6 (50)\n"
    )
    assert only(text).columns[1:] == (
        "KIT mutant (n = 30) Cohort I (n = 18)",
        "KIT mutant (n = 30) Cohort II (n = 12)",
        "Wild type (n = 12) Cohort III (n = 12)",
    )


def test_what_spans_the_arms_leaves_out_total_and_p() -> None:
    text = (
        "Table 1 Baseline data\n\nTreatment arm\n\nEribulin Dacarbazine Total\n\nVariable No. % No. % No. % P\n\nSex\n\n"
        "Men 10 50.0 12 60.0 22 55.0 0.52\n\nWomen 10 50.0 8 40.0 18 45.0\n\nSite\n\nLimb 14 70.0 11 55.0 25 62.5 0.33\n\n"
        "Trunk 6 30.0 9 45.0 15 37.5\n"
    )
    table = only(text)
    assert table.columns[1] == "Treatment arm Eribulin No."
    assert table.columns[5:] == ("Total No.", "Total %", "P")
    assert [c.text for c in table.rows[2]] == ["Women", "10", "50.0", "8", "40.0", "18", "45.0", ""]


def test_lone_figures_of_the_arms_stand_under_the_counts_not_the_percentages() -> None:
    text = COUNTS.replace("Nausea", "Mean no. of cycles 3.4 2.9\nNausea")
    row = next(r for r in only(text).rows if r[0].text.startswith("Mean"))
    assert [c.text for c in row] == ["Mean no. of cycles", "3.4", "", "2.9", "", ""]


def test_a_p_glued_to_the_first_arm_heads_the_last_column() -> None:
    text = (
        "Table 2 Events\n\nToxicity\nNo. (%)\n\nPDX (n = 40) DB (n = 41)\nNausea 11 (28) 9 (22) .41\nFatigue 8 (20) 12 (29) .37\n"
        "Rash 2 (5) 3 (7) .66\nCough 1 (3) 5 (12) .10\n"
    )
    table = only(text)
    assert table.columns == ("Toxicity", "No. (%) DX (n = 40)", "No. (%) DB (n = 41)", "P")
    assert text[table.header[-1][1].start : table.header[-1][1].end] == "DX (n = 40)"


def test_a_line_that_heads_rows_is_no_column() -> None:
    text = (
        "Table 5 Adverse events\n\nEvent Docetaxel Placebo\n\nNo. % No. %\n\nBlood and lymph\n\nAnaemia 4 8 3 6\n\n"
        "Neutropenia 9 18 1 2\n\nGut\n\nNausea 5 10 6 12\n\nVomiting 3 6 2 4\n"
    )
    table = only(text)
    assert table.columns[1:] == ("Docetaxel No.", "Docetaxel %", "Placebo No.", "Placebo %")
    assert [r[0].text for r in table.rows if not any(c.text for c in r[1:])] == ["Blood and lymph", "Gut"]


@pytest.mark.parametrize("lost", ["No. % No. %\n\n", ""])
def test_columns_that_the_header_does_not_tell_apart_are_a_doubt(lost: str) -> None:
    text = (
        f"Table 6 Adverse events\n\n{lost}Anaemia 4 8 3 6\n\nNeutropenia 9 18 1 2\n\nNausea 5 10 6 12\n\nVomiting 3 6 2 4\n\n"
        "Rash 2 4 7 14\n"
    )
    table = only(text)
    assert table.untold or not any(table.columns[1:])
    assert not lost or any(d.startswith("header") for d in table.doubts)


SIZED_APART = """Table 1. Features of the patients.

Feature
Eribulin

(n = 21)
Eribulin + Olaparib

(n = 14)
Whole Group

(n = 35) p-Value

Age, median (range) 51 (22–80) 60 (31–77) 56 (22–80) 0.44
Sex, n (%) 0.62

Women 10 (47.6) 8 (57.1) 18 (51.4)
Men 11 (52.4) 6 (42.9) 17 (48.6)

ECOG PS, n (%) 0.81
0 9 (42.9) 5 (35.7) 14 (40.0)
1 12 (57.1) 9 (64.3) 21 (60.0)
"""


def test_columns_that_each_give_their_number_of_patients_are_told_by_it() -> None:
    table = only(SIZED_APART)
    assert table.columns == (
        "Feature",
        "Eribulin (n = 21)",
        "Eribulin + Olaparib (n = 14)",
        "Whole Group (n = 35)",
        "p-Value",
    )
    assert [c.text for c in table.rows[2]] == ["Women", "10 (47.6)", "8 (57.1)", "18 (51.4)", ""]
    assert [c.text for c in table.rows[1]] == ["Sex, n (%)", "", "", "", "0.62"]


GLUED = """Table 4. Side effects by worst grade (n = 40).

Side effect

Grade (CTCAE v5.0), n

All grades, n (%)1 2 3 4

Blood
Anaemia 12 6 3 – 21 (53)
Neutropenia 4 7 8 2 21 (53)

Other
Nausea 9 4 1 – 14 (35)
Rash 5 2 – – 7 (18)
Cough 3 1 – – 4 (10)
Oedema 2 2 1 – 5 (13)
"""


def test_a_total_that_comes_before_the_grades_stands_over_the_counts_with_shares() -> None:
    table = only(GLUED)
    assert table.columns[-1] == "All grades, n (%)"
    assert [c.split()[-1] for c in table.columns[1:5]] == ["1", "2", "3", "4"]
    assert [c.text for c in table.rows[1]] == ["Anaemia", "12", "6", "3", "–", "21 (53)"]
