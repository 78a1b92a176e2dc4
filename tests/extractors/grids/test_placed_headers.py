"""Headers of several rows whose cells are told by where they stand (`pdftotext -layout`)."""

from tests.extractors.grids.reading import only, rows_of, stands_at_its_ranges

ARMS = """Table 2  Side effects

                       Study arm
                       Vinflunine plus         Best care
                       etoposide (n =          (n = 61)
                       48)
Side effect            Any     3      4        Any     3      4

Fever                  20      7      2        9       2      0
Hand swelling          11      4      1        3       1      0
Hoarse voice           6       1      0        12      3      1
Itching                15      2      1        8       2      2
"""


def test_cells_stand_over_the_columns_below_them() -> None:
    table = only(ARMS)
    assert table.columns[1] == "Study arm Vinflunine plus etoposide (n = 48) Any"
    assert table.columns[6] == "Study arm Best care (n = 61) 4"
    assert rows_of(table)[1] == ["Hand swelling", "11", "4", "1", "3", "1", "0"]


def test_every_cell_of_such_a_table_stands_at_its_ranges() -> None:
    assert stands_at_its_ranges(ARMS)


def test_a_word_that_counts_stands_over_all_its_numbers() -> None:
    text = (
        "Table 1 Events\n\n                Grade\nEvent           1–2      3–4\nFever           12 (20)  3 (5)\n"
        "Hiccups         4 (7)    -\nItching         9 (15)   1 (2)\nBurning feet    6 (10)   2 (3)\n"
    )
    assert only(text).columns == ("Event", "Grade 1–2", "Grade 3–4")


def test_columns_that_stand_close_are_told_by_the_order_of_their_values() -> None:
    text = (
        "Table 3 Traits of the arms\n\n             Early       Late\nTrait        No. %      No. %\n\nSex\n"
        "Women        141 60.0 26 66.7\nMen          94 40.0 13     33.3\nSide\nLeft         62 26.4 5      12.8\n"
        "Right        163 69.4 30 76.9\nBoth         10     4.3 4   10.3\n"
    )
    rows = rows_of(only(text))
    assert ["Women", "141", "60.0", "26", "66.7"] in rows
    assert ["Men", "94", "40.0", "13", "33.3"] in rows


def test_values_beside_the_middle_of_a_tall_label() -> None:
    text = (
        "Table 4 Factors\n\n  Factor                 Hazard ratio     p\n\n  Women                  1.21             0.31\n"
        "  Tumour size > 10\n                         1.90             0.02\n  cm\n  Prior surgery\n"
        "                         0.75             0.14\n  of the primary\n  Age over 70            2.85             0.27\n"
    )
    rows = rows_of(only(text))
    assert ["Tumour size > 10 cm", "1.90", "0.02"] in rows
    assert ["Prior surgery of the primary", "0.75", "0.14"] in rows


def test_a_share_below_its_number_belongs_to_it() -> None:
    text = (
        "Table 1 Patients\n\nTrait                 Early        Late\n\nMen                   37 (20.8)    15\n"
        "                                   (19.7)\nWomen                 90 (50.6)    7 (9.2)\n"
        "Previous surgery      12 (6.7)     31\nof the limb                        (40.8)\nNo surgery            22 (12.3)    9 (11.8)\n"
    )
    rows = rows_of(only(text))
    assert ["Men", "37 (20.8)", "15 (19.7)"] in rows
    assert ["Previous surgery of the limb", "12 (6.7)", "31 (40.8)"] in rows
