"""Grids from text whose columns keep their places, or that is written column by column."""

from tests.extractors.grids.reading import only, rows_of, stands_at_its_ranges

LAYOUT = """Table 2  Course of the patients

No.   Age   Histology            Dose       Best        Follow-up
                                 (mg)       response    (months)
1     44    Epithelioid          400        SD          7.5
            sarcoma
2     61    Chordoma             -          PD          2.1
3     39    Clear cell           800        PR          16.0
            sarcoma
4     70    Osteosarcoma                    SD          5.2
"""


def test_wrapped_cells_are_read_by_the_place_of_their_column() -> None:
    table = only(LAYOUT)
    assert table.columns == ("No.", "Age", "Histology", "Dose (mg)", "Best response", "Follow-up (months)")
    assert rows_of(table)[0] == ["1", "44", "Epithelioid sarcoma", "400", "SD", "7.5"]
    assert rows_of(table)[2][2] == "Clear cell sarcoma"


def test_an_empty_cell_stays_empty_where_columns_keep_their_places() -> None:
    assert rows_of(only(LAYOUT))[3] == ["4", "70", "Osteosarcoma", "", "SD", "5.2"]


def test_every_cell_of_a_placed_table_stands_at_its_ranges() -> None:
    assert stands_at_its_ranges(LAYOUT)


def test_columns_written_one_after_the_other_are_turned_into_rows() -> None:
    text = (
        "Table 3 Factors of survival\n\nFactor\n\nHazard ratio\n\n95% CI\n\np\n\nFemale sex\nTumour over 5 cm\n"
        "Prior radiotherapy\n\n1.12\n2.40\n0.87\n\n0.60–2.10\n1.31–4.40\n0.45–1.68\n\n0.71\n0.004\n0.68\n"
    )
    table = only(text)
    assert table.columns == ("Factor", "Hazard ratio", "95% CI", "p")
    assert rows_of(table)[1] == ["Tumour over 5 cm", "2.40", "1.31–4.40", "0.004"]


def test_a_header_in_blocks_stands_above_rows_in_lines() -> None:
    text = (
        "Table 1 Patients\n\nNo.\n\nAge/\nsex\n\nHistology\n\nSite\n\nBest\nresponse\n\nPFS\n(months)\n\nStatus\n\n"
        "1 44/F Chordoma Sacrum PR 9.5 AWD\n\n2 61/M Angiosarcoma Scalp SD 4 Dead\n\n"
        "3 39/F Osteosarcoma Femur PD 1.5 Dead\n\n4 70/M Chordoma Clivus SD 12 AWD\n"
    )
    table = only(text)
    assert table.columns[1:6] == ("Age/sex", "Histology", "Site", "Best response", "PFS (months)")
    assert rows_of(table)[1] == ["2", "61/M", "Angiosarcoma", "Scalp", "SD", "4", "Dead"]


def test_the_numbers_of_patients_are_told_from_a_last_value_that_follows_on() -> None:
    text = "Table 1 Patients\n\nNo. Age Sex Site Dose (mg) Months\n\n" + "".join(
        "\n\n".join(row) + "\n\n"
        for row in (("1", "44", "F", "Arm", "400", "9"), ("2", "61", "M", "Scalp", "800", "4"),
                    ("3", "39", "F", "Back", "600", "12"), ("4", "57", "M", "Neck", "400", "5"))
    )  # fmt: skip
    assert rows_of(only(text))[3] == ["4", "57", "M", "Neck", "400", "5"]


def test_a_number_with_its_spread_or_share_is_one_value() -> None:
    text = (
        "Table 2 Doses\n\nArm Patients Response Dose\n\nHigh 14 6/14 (43%) 250 ± 31\n\nMiddle 12 4/12 (33%) 180 ± 20\n\n"
        "Low 15 2/15 (13%) 95 ± 9\n"
    )
    assert rows_of(only(text))[0] == ["High", "14", "6/14 (43%)", "250 ± 31"]


def test_tabs_do_not_keep_places() -> None:
    text = "Table 2 Best responses\n\tPatients (%)\nComplete\t1 (4)\nPartial response\t6 (24)\nStable\t11 (44)\nProgression\t7 (28)\n"
    assert rows_of(only(text))[1] == ["Partial response", "6 (24)"]
