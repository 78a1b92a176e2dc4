"""Grids from text that a tool writes column by column, and what the rows of any table hold together."""

from tests.extractors.grids.reading import only, rows_of, stands_at_its_ranges

RESPONSES = """Table 3 Response by tumour

Tumour

n

CR

PR

SD

PD

Chordoma
Myxoid
liposarcoma
Angiosarcoma
Total

12

0

3

5

4

9
21

1
1

2
5

4
9

2
6
"""


def test_a_wrapped_label_leaves_a_gap_in_the_columns_of_values() -> None:
    text = (
        "Table 2 Factors\n\nFactor\n\nHazard ratio\n\n95% CI\n\np\n\nFemale sex\nRetroperitoneal\nprimary tumour\n"
        "Grade 3\nPoor margins\n\n1.20\n2.41\n\n0.61–2.30\n1.35–4.30\n\n0.41\n0.003\n\n1.90\n1.05\n\n1.10–3.28\n"
        "0.55–2.00\n\n0.02\n0.88\n"
    )
    table = only(text)
    assert table.columns == ("Factor", "Hazard ratio", "95% CI", "p")
    assert rows_of(table)[1] == ["Retroperitoneal primary tumour", "2.41", "1.35–4.30", "0.003"]
    assert rows_of(table)[3] == ["Poor margins", "1.05", "0.55–2.00", "0.88"]


def test_headings_over_groups_have_no_values_beside_them() -> None:
    text = (
        "Table 1 Patients\n\nVariable\nSex\nMale\nFemale\nAge (years)\nMedian\nRange\nPerformance status\n0\n1\n\n"
        "Pazopanib N = 41, n (%)\n\nPlacebo N = 38, n (%)\n\n22 (53.7)\n19 (46.3)\n\n20 (52.6)\n18 (47.4)\n\n51\n19–77\n\n"
        "54\n22–80\n\n30 (73.2)\n11 (26.8)\n\n25 (65.8)\n13 (34.2)\n"
    )
    rows = rows_of(only(text))
    assert rows[0] == ["Sex", "", ""]
    assert ["Female", "19 (46.3)", "18 (47.4)"] in rows
    assert ["Range", "19–77", "22–80"] in rows
    assert rows[-1] == ["1", "11 (26.8)", "13 (34.2)"]


def test_every_cell_of_a_turned_table_stands_at_its_ranges() -> None:
    assert stands_at_its_ranges(RESPONSES)


def test_rows_with_their_values_in_a_line_are_not_turned() -> None:
    text = (
        "Table 4 Toxicity\n\nEvent\n\nGrade 1\n\nGrade 2\n\nRash 3 4\nNausea 5 6\nFatigue 7 8\n\nFever 1 0\nCough 2 2\n"
    )
    assert ["Nausea", "5", "6"] in rows_of(only(text))


def test_totals_stand_where_the_columns_can_reach_them() -> None:
    text = (
        "Table 5 Adverse events\n\nEvent All n (%) Grade 1 Grade 2 Grade 3\n\nRash 9 (45) 5 3 1\n\nAny event 15 (75)\n\n"
        "Nausea 6 (30) 4 2\n\nFatigue 8 (40) 3 4 1\n\nDose reduced 4 (20)\n\nCough 2 (10) 2\n\nTotal 14 9 2\n"
    )
    rows = rows_of(only(text))
    assert ["Any event", "15 (75)", "", "", ""] in rows
    assert rows[-1] == ["Total", "", "14", "9", "2"]


def test_a_list_of_short_forms_with_counts_is_one_cell() -> None:
    text = (
        "Table 6 Best response\n\nPartial response\n(PR) Stable disease (SD) Progression of\n\ndisease (PD)\n\nN 2 6 5\n\n"
        "Tumour LMS, UPS ASPS, 3 LMS,\nEpS, DC\n\n2 UPS, SS, MC,\nOS\n"
    )
    table = only(text)
    assert table.columns[1:3] == ("Partial response (PR)", "Stable disease (SD)")
    assert rows_of(table)[0] == ["N", "2", "6", "5"]
