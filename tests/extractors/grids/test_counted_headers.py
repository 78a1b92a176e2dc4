"""Headers above rows that all hold as many values: counting tells them, whatever the words."""

from tests.extractors.grids.reading import only, rows_of

_ROWS = "Nausea 7 4 3 3\n\nFever 5 4 6 5\n\nRash 1 2 9 1\n\nCough 6 9 2 8\n\nPain 3 1 2 4\n\nItch 5 2 6 1\n"


def test_limits_that_stand_anew_under_each_arm_are_a_line_of_the_header() -> None:
    text = (
        "Table 2 Worst events in the first nine weeks\n\nRandom allocation, No. (%)\n\nStep I (n = 60) Step II (n = 62)\n\n"
        f"Highest CTCAE grade ≥2 ≥3 ≥2 ≥3\n\n{_ROWS}"
    )
    assert only(text).columns[1:] == (
        "Random allocation, No. (%) Step I (n = 60) ≥2",
        "Random allocation, No. (%) Step I (n = 60) ≥3",
        "Random allocation, No. (%) Step II (n = 62) ≥2",
        "Random allocation, No. (%) Step II (n = 62) ≥3",
    )


def test_counts_of_a_tumours_grade_are_a_row() -> None:
    table = only(f"Table 2 Tumours\n\nItem Arm A Arm B Arm C Arm D\n\nTumour grade 2 3 2 3\n\n{_ROWS}")
    assert rows_of(table)[0] == ["Tumour grade", "2", "3", "2", "3"]


def test_a_grade_whose_number_stands_on_the_next_line() -> None:
    text = (
        "Table 4 Acute events\n\nDaily group Weekly group p\nvalue\n\nGrade\n1–2\n\nGrade 3 Grade\n4\n\nGrade\n1–2\n\nGrade 3 Grade\n4\n\n"
        "Nausea 72 23 2 71 26 1 0.81\n\nFever 12 3 0 11 6 1 0.30\n\nCough 32 2 1 41 2 1 0.44\n\nPain 22 5 1 29 8 0 0.61\n"
    )
    assert only(text).columns[1:] == (
        "Daily group Grade 1–2", "Daily group Grade 3", "Daily group Grade 4",
        "Weekly group Grade 1–2", "Weekly group Grade 3", "Weekly group Grade 4", "p value",
    )  # fmt: skip


def test_groups_that_begin_with_the_same_words_are_cut_there() -> None:
    text = (
        "Table 4 Severe events\n\nEvent Hospitals that gave weekly courses Hospitals that gave monthly courses\n\nStudy drug (n = 54)\n"
        "No drug (n = 52) P value Study drug (n = 87)\nNo drug (n = 82) P value\n\nAnaemia 9 (17) 6 (12) 0.45 4 (5) 8 (10) 0.39\n\n"
        "Sepsis 7 (13) 5 (10) 0.61 9 (10) 6 (7) 0.51\n\nPain 5 (9) 6 (12) 0.70 2 (2) 3 (4) 0.68\n\nRash 3 (6) 1 (2) 0.30 9 (10) 6 (7) 0.52\n"
    )
    columns = only(text).columns
    assert columns[1] == "Hospitals that gave weekly courses Study drug (n = 54)"
    assert columns[4] == "Hospitals that gave monthly courses Study drug (n = 87)"


def test_arms_that_are_told_by_their_dose() -> None:
    text = (
        "Table 1 Efficacy\n\nEfficacy Nivolumab\n2 mg/kg Every 3 Weeks n = 180\nNivolumab\n10 mg/kg Every 3 Weeks n = 181\nPlacebo n = 179\n\n"
        "Response 38 (21) 46 (25) 8 (4)\n\nComplete response 4 (2) 5 (3) 0\n\nPartial response 34 (19) 41 (23) 8 (4)\n\n"
        "Stable disease 32 (18) 31 (17) 33 (18)\n\nProgression 105 (58) 99 (55) 134 (75)\n"
    )
    assert only(text).columns[1:] == (
        "Nivolumab 2 mg/kg Every 3 Weeks n = 180",
        "Nivolumab 10 mg/kg Every 3 Weeks n = 181",
        "Placebo n = 179",
    )


def test_doses_that_arms_got_are_a_row() -> None:
    text = (
        "Table 1 Doses\n\nItem Arm A Arm B\n\nStarting dose 400 mg 800 mg\n\nMedian dose 380 mg 610 mg\n\nLowest dose 200 mg 400 mg\n\n"
        "Highest dose 500 mg 900 mg\n"
    )
    assert rows_of(only(text))[0] == ["Starting dose", "400 mg", "800 mg"]


def test_two_groups_and_a_test_that_some_rows_lack() -> None:
    text = (
        "Table 1 Baseline data\n\nCharacteristics group A Group B p\n\nMen 12 15 0.41\n\nWomen 18 16\n\nYounger 9 11 0.52\n\nOlder 21 20\n\n"
        "Limb 14 12 0.70\n\nTrunk 10 11\n\nHead and neck 6 8\n\nEarly stage 20 19 0.88\n\nLate stage 10 12\n"
    )
    assert only(text).columns == ("Characteristics", "group A", "Group B", "p")


def test_tests_beside_headings_have_the_last_column() -> None:
    text = (
        "Table 1 Two cohorts\n\nWhole trial Cohort\n(n = 92), n (%)\n\nAssessed Cohort (n\n= 56), n (%)\n\np\n\nSex 0.91\nFemale 34 (37) 20 (36)\n"
        "Male 58 (63) 36 (64)\nStage 0.77\nEarly 50 (54) 33 (59)\nLate 42 (46) 23 (41)\nSite 0.20\nLimb 60 (65) 30 (54)\nTrunk 32 (35) 26 (46)\n"
    )
    assert only(text).columns[1:] == ("Whole trial Cohort (n = 92), n (%)", "Assessed Cohort (n = 56), n (%)", "p")


def test_what_others_are_compared_with_is_a_row() -> None:
    text = (
        "Table 3 Models of survival\n\nFactor Crude model Full model\n\nHR (95% CI) P value HR (95% CI) P value\n\nSurgery No Reference NA Reference NA\n\n"
        "Yes 0.61 (0.40–0.92) 0.02 0.70 (0.45–1.09) 0.11\n\nAge over sixty 1.40 (0.95–2.06) 0.09 1.31 (0.88–1.95) 0.18\n\n"
        "High grade 2.10 (1.33–3.31) 0.001 1.95 (1.21–3.14) 0.006\n\nDeep site 1.20 (0.81–1.78) 0.36 1.11 (0.74–1.66) 0.61\n"
    )
    table = only(text)
    assert table.columns[1:] == (
        "Crude model HR (95% CI)", "Crude model P value", "Full model HR (95% CI)", "Full model P value",
    )  # fmt: skip
    assert [row[1] for row in rows_of(table)][-1] == "1.20 (0.81–1.78)"


def test_what_a_caption_says_in_brackets_on_a_line_of_its_own() -> None:
    text = (
        "Table 1 Baseline data of the women in the study\n(all who were treated)*\nCharacteristic Control, No. (%) Epoetin, No. (%)\n"
        "Lobular 31 (41) 33 (43)\nDuctal 45 (59) 44 (57)\nEarly stage 50 (66) 51 (66)\nLate stage 26 (34) 26 (34)\n"
    )
    table = only(text)
    assert table.columns == ("Characteristic", "Control, No. (%)", "Epoetin, No. (%)")
    assert table.caption.text.endswith("(all who were treated)*")


def test_what_all_cells_hold_stands_below_the_arms() -> None:
    text = (
        "Table 3 Toxic effects\n\nToxic effect Interferon alone (N = 93) Interferon with vaccine (N = 85) P value\n\nno. of patients (%)\n\n"
        "Bleeding 1 (1) 2 (2) 0.61\n\nPain 10 (11) 9 (11) 0.97\n\nFever 15 (16) 21 (25) 0.15\n\nRash 3 (3) 4 (5) 0.61\n\nNausea 17 (18) 15 (18) 0.91\n\n"
        "Cough 2 (2) 3 (4) 0.58\n"
    )
    table = only(text)
    assert table.columns == ("Toxic effect", "Interferon alone (N = 93)", "Interferon with vaccine (N = 85)", "P value")
    assert rows_of(table)[0][0] == "no. of patients (%)"


def test_phases_that_end_with_the_same_words_stand_side_by_side() -> None:
    text = (
        "Table 4 Severe events\n\nAdverse effect During induction therapy ≥\ngrade 3 (%)\n\nDuring and after radiotherapy\n≥ grade 3 (%)\n\n"
        "Arm A Arm B Arm C Arm A Arm B Arm C Arm D\n\nAnaemia 1.0 2.5 0.0 4.1 3.3 0.5 1.5\n\nSepsis 0.0 1.5 2.0 3.1 1.3 0.0 2.5\n\n"
        "Pain 3.0 2.0 1.0 4.0 2.3 1.0 1.0\n\nRash 5.0 0.5 2.2 1.1 6.3 2.0 3.5\n"
    )
    columns = only(text).columns
    assert columns[1] == "During induction therapy ≥ grade 3 (%) Arm A"
    assert columns[4] == "During and after radiotherapy ≥ grade 3 (%) Arm A"
