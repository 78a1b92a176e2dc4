"""Cells that left no trace: what may as well stand elsewhere is said, and nothing is said where all is told."""

from extractors.core.annotate import annotate
from extractors.core.document import Document
from pipeline.extract import extract
from tests.extractors.grids.reading import only, rows_of

_LEAD = (
    "Table 1 The patients\n\nPatient Sex Diagnosis Response Toxicity\n\n1\n2\n3\n4\n5\n6\n\nF\nM\nM\nF\nF\nM\n\n"
    "Chordoma\nAngiosarcoma\nChordoma\nMelanoma\nOsteosarcoma\nMelanoma\n\nPR\nSD\nSD\nPD\nCR\nPD\n\n"
)
FOUR_OF_SIX = f"{_LEAD}Nausea\nRaised liver\nenzymes\nRash\nFever\n"
SIX_OF_SIX = f"{_LEAD}Nausea\nRaised liver\nenzymes\nRash\nFever\nCough\nNone\n"
SHORT = (
    "Table 2 The patients\n\nNo. Age Sex Diagnosis Site Dose (mg) Response\n\n1 45 M Chordoma Sacrum 400 PR\n\n"
    "2 51 F Chordoma Sacrum 400 SD\n\n3 38 F Chordoma Clivus 600 PD\n\n4 62 M Angiosarcoma Breast 600 SD\n\n"
    "5 29 M Melanoma 400 SD\n\n6 71 F Melanoma Scalp PD\n\n7 55 F Angiosarcoma Scalp 200 PR\n\n8 47 M Melanoma Trunk 400 PD\n"
)


def test_a_column_with_fewer_cells_than_rows_is_in_doubt() -> None:
    table = only(FOUR_OF_SIX)
    assert table.confidence < 0.5
    assert any("column 5" in doubt for doubt in table.doubts)
    assert {column for _, column in table.tied} == {4}
    assert [row[3] for row in rows_of(table)] == ["PR", "SD", "SD", "PD", "CR", "PD"]


def test_a_column_that_comes_out_even_leaves_no_doubt() -> None:
    table = only(SIX_OF_SIX)
    assert table.confidence > 0.9
    assert not table.doubts
    assert not table.tied
    assert [row[4] for row in rows_of(table)][1] == "Raised liver enzymes"


def test_words_of_a_short_row_that_fit_two_columns_tie() -> None:
    table = only(SHORT)
    assert (4, 3) in table.tied
    assert any(doubt.startswith("row 5 ") for doubt in table.doubts)


def test_a_short_row_whose_kinds_tell_its_columns_does_not_tie() -> None:
    table = only(SHORT)
    assert rows_of(table)[5] == ["6", "71", "F", "Melanoma", "Scalp", "", "PD"]
    assert not any(row == 5 for row, _ in table.tied)
    assert (
        table.confidence
        < only(SHORT.replace("Melanoma 400", "Melanoma Trunk 400").replace("Scalp PD", "Scalp 200 PD")).confidence
    )


def test_tables_with_dashes_for_nothing_do_not_tie() -> None:
    text = (
        "Table 2 Side effects\n\nEvent Grade 1 Grade 2 Grade 3\n\nFatigue 9 4 –\n\nFever 4 – –\n\nAnaemia 11 3 2\n\n"
        "Cough 2 – –\n\nRash 6 5 1\n"
    )
    assert not only(text).doubts
    assert not only(text).tied


def test_what_rests_on_tied_cells_is_less_sure_and_the_tie_is_an_issue() -> None:
    doubted, doubts = extract(annotate(Document("four", FOUR_OF_SIX)))
    sure, none = extract(annotate(Document("six", SIX_OF_SIX)))
    events = [f.confidence for f in doubted if f.kind == "toxicity"]
    assert events
    assert max(events) < min(f.confidence for f in sure if f.kind == "toxicity")
    told = {(f.patient, f.confidence) for f in sure if f.kind == "response"}
    assert told
    assert told == {(f.patient, f.confidence) for f in doubted if f.kind == "response"}
    assert [(i.stage, i.kind) for i in doubts] == [("tables", "doubt")]
    assert "column 5" in doubts[0].message
    assert not none
