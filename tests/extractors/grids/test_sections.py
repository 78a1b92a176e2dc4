"""Tables of values that a tool writes in blocks of columns, their header as blocks of its own."""

from __future__ import annotations

from extractors.core.document import Table
from tests.extractors.grids import reading
from tests.extractors.grids.reading import rows_of

_AROUND = "\n\nThe median age was 54 years and most of the patients had had an operation before.\n"


def only(text: str) -> Table:
    return reading.only(text + _AROUND)


def test_the_first_column_stands_beside_the_labels_of_groups_and_the_second_below_all() -> None:
    table = only(
        "Table 1 Patients by arm\nCharacteristic Eribulin (n = 50) Placebo (n = 40)\nSex\nFemale\n30 (60)\nMale 20 (40)\nSite\nTrunk\n"
        "20 (40)\nLimb\n15 (30)\nPelvis\n10 (20)\nNeck\n5 (10)\nECOG performance status\n0\n28 (56)\n1\n22 (44)\n\n"
        "22 (55)\n18 (45)\n18 (45)\n12 (30)\n8 (20)\n2 (5)\n21 (53)\n19 (48)"
    )
    assert table.columns == ("Characteristic", "Eribulin (n = 50)", "Placebo (n = 40)")
    assert rows_of(table) == [
        ["Sex", "", ""],
        ["Female", "30 (60)", "22 (55)"],
        ["Male", "20 (40)", "18 (45)"],
        ["Site", "", ""],
        ["Trunk", "20 (40)", "18 (45)"],
        ["Limb", "15 (30)", "12 (30)"],
        ["Pelvis", "10 (20)", "8 (20)"],
        ["Neck", "5 (10)", "2 (5)"],
        ["ECOG performance status", "", ""],
        ["0", "28 (56)", "21 (53)"],
        ["1", "22 (44)", "19 (48)"],
    ]


def test_two_columns_share_a_block_behind_labels_with_the_first() -> None:
    table = only(
        "Table 3 Cox model\nCovariate\n\nHazard ratio 95% CI\n\nGrade 3 tumour 1.84\nFemale sex\n0.91\nAge ≥ 65 years\n1.33\n"
        "Lung metastases 2.10\nPrior radiotherapy\n1.07\n\np\n\n1.12–3.02 0.016\n0.55–1.50 0.710\n0.80–2.21 0.270\n"
        "1.25–3.53 0.005\n0.62–1.85 0.810"
    )
    assert table.columns == ("Covariate", "Hazard ratio", "95% CI", "p")
    assert rows_of(table)[2] == ["Age ≥ 65 years", "1.33", "0.80–2.21", "0.270"]
    assert rows_of(table)[4] == ["Prior radiotherapy", "1.07", "0.62–1.85", "0.810"]


def test_leaves_of_each_phase_stand_under_it() -> None:
    table = only(
        "Table 4 Adverse events by phase\nEvent\n\nConcurrent\nArm A Arm B\n\nAdjuvant\nArm A Arm B\n\nNausea\nFebrile neutropenia\n"
        "Mucositis\nFatigue\nAnaemia\n\n21.2\n44.8\n16.5\n9.5\n17.6\n\n8.1\n15.8\n18.1\n14.3\n19.6\n\n27.0\n32.5\n13.4\n41.9\n31.4\n\n"
        "15.9\n47.3\n29.6\n12.4\n19.1"
    )
    assert table.columns == ("Event", "Concurrent Arm A", "Concurrent Arm B", "Adjuvant Arm A", "Adjuvant Arm B")
    told = rows_of(table)
    assert [row[0] for row in told] == ["Nausea", "Febrile neutropenia", "Mucositis", "Fatigue", "Anaemia"]
    # blocks lie in the order in which the tool goes through the columns under the header: the first of each group first
    assert told[0] == ["Nausea", "21.2", "27.0", "8.1", "15.9"]


def test_a_column_of_percentages_has_none_beside_medians() -> None:
    table = only(
        "Table 1 Patients\nItem\n\nNo.\n\nSex\nMale\n90\nFemale\n91\nAge (years)\nMedian\n33\nRange\n11–86\n"
        "Performance status\n0\n72\n1\n66\n2\n97\n\n%\n38.3 %\n38.7 %\n\n31.1 %\n28.1 %\n41.3 %"
    )
    assert rows_of(table)[1:5] == [
        ["Male", "90", "38.3 %"],
        ["Female", "91", "38.7 %"],
        ["Age (years)", "", ""],
        ["Median", "33", ""],
    ]
