"""Tables whose cells stand in blocks of their own, row after row, with headers of several rows (`pdftotext` by default)."""

from tests.extractors.grids.reading import only, rows_of, stands_at_its_ranges


def _blocks(*cells: str) -> str:
    return "Table 2 Effects of treatment\n\n" + "\n\n".join(cells) + "\n"


PHASES = _blocks(
    "Event", "Early phase", "Late phase", "Arm A", "Arm B", "Arm A", "Arm B",
    "Fever", "20.4", "11.0", "9.1", "5.9", "Burning\nfeet", "6.8", "42.5", "25.8", "7.3",
    "Itching", "16.5", "13.1", "8.1", "9.6", "Hoarse voice", "6.5", "1.9", "2.4", "3.4",
    "Hiccups", "26.0", "5.5", "4.9", "7.1",
)  # fmt: skip


def test_a_header_of_two_rows_stands_over_rows_in_blocks() -> None:
    table = only(PHASES)
    assert table.columns == ("Event", "Early phase Arm A", "Early phase Arm B", "Late phase Arm A", "Late phase Arm B")
    assert rows_of(table)[1] == ["Burning feet", "6.8", "42.5", "25.8", "7.3"]


def test_every_cell_of_such_a_table_stands_at_its_ranges() -> None:
    assert stands_at_its_ranges(PHASES)


def test_headings_behind_their_rows_are_put_above_them() -> None:
    text = _blocks(
        "Variable", "Early (n = 225)", "Late (n = 107)", "Men", "143 (64)", "71 (66)", "Women", "82 (36)", "36 (34)",
        "Limb", "40 (18)", "9 (8)", "Trunk", "12 (5)", "39 (36)", "Uterus", "129 (57)", "17 (16)", "Sex", "Origin",
        "ECOG performance status\n0", "83 (37)", "5 (5)", "1", "127 (56)", "5 (5)", "2", "15 (7)", "97 (90)",
    )  # fmt: skip
    labels = [row[0] for row in rows_of(only(text))]
    assert labels == [
        "Sex",
        "Men",
        "Women",
        "Origin",
        "Limb",
        "Trunk",
        "Uterus",
        "ECOG performance status",
        "0",
        "1",
        "2",
    ]


def test_columns_of_words_keep_rows_as_they_are() -> None:
    text = _blocks(
        "Regimen", "Dose", "Route", "Patients", "Ifosfamide", "75 mg", "IV", "5", "Trabectedin", "20 mg", "Oral", "4",
        "Sorafenib", "400 mg", "IV", "30", "Imatinib", "100 mg", "Oral", "3",
    )  # fmt: skip
    assert rows_of(only(text))[1] == ["Trabectedin", "20 mg", "Oral", "4"]


def test_leaves_between_the_arms_above_them_are_put_in_their_row() -> None:
    text = (
        "Table 3 Events by arm\n\nEvent\nFever\nItching\nHoarse voice\nHiccups\nBurning feet\n\nArm A\nMedian\n\nRange\n\n"
        "Arm B\nMedian\n\nRange\n\n52\n65\n60\n43\n42\n\n25–79\n23–90\n10–81\n13–90\n19–89\n\n70\n33\n41\n51\n49\n\n"
        "17–80\n20–90\n26–89\n6–75\n16–81\n"
    )
    table = only(text)
    assert table.columns == ("Event", "Arm A Median", "Arm A Range", "Arm B Median", "Arm B Range")
    assert rows_of(table)[1] == ["Itching", "65", "23–90", "33", "20–90"]


def test_labels_stacked_in_a_block_each_take_their_own_values() -> None:
    table = only(
        "Table 2 Adverse events\n\nAdverse event\n\n1\n\n2\n\n3\n\nCough\nDry skin\n\n12\n\n3\n\n6\n\n14\n\n11\n\n5\n\n"
        "Itching\n\n16\n\n4\n\n12\n\nVomiting\n\n23\n\n3\n\n7\n\nTinnitus\n\n22\n\n6\n\n8\n\nOedema\n\n9\n\n8\n\n7"
    )
    assert rows_of(table)[:2] == [["Cough", "12", "3", "6"], ["Dry skin", "14", "11", "5"]]


def test_a_heading_behind_all_rows_breaks_nothing() -> None:
    text = _blocks(
        "Variable", "Early (n = 225)", "Late (n = 107)", "P", "Men", "143 (64)", "71 (66)", "Women", "82 (36)", "36 (34)",
        "0.7", "Limb", "40 (18)", "9 (8)", "Trunk", "12 (5)", "39 (36)", "0.03", "Origin unknown to us",
    )  # fmt: skip
    assert len(rows_of(only(text))) >= 4
