from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.core.document import Document, Table
from pipeline.ingest.pdf import read_pdf
from tests.pipeline.ingest.pdf.pages import HEIGHT, LEFT, RIGHT, WIDTH, column, drawn, two_columns

X = (60, 160, 210, 260, 310)
"""Left edges of the columns of the tables drawn here."""
HEAD = (("", "Arm A", "", "Arm B", ""), ("Event", "n", "%", "n", "%"))
BODY = (
    ("Fatigue", "3", "10", "4", "12"),
    ("Increased alanine", "1", "3", "", "0"),
    ("aminotransferase", "", "", "", ""),
    ("Blood", "", "", "", ""),
    ("Anaemia", "7", "23", "8", "24"),
)
GRID = [
    ["Fatigue", "3", "10", "4", "12"],
    ["Increased alanine aminotransferase", "1", "3", "", "0"],
    ["Blood", "", "", "", ""],
    ["Anaemia", "7", "23", "8", "24"],
]
COLUMNS = ("Event", "Arm A n", "Arm A %", "Arm B n", "Arm B %")
STEPS = (14, 9, 14, 14)
"""Distances of the body's baselines: the second line of a cell stands closer than a new row."""


def table(canvas: Canvas, top: float = 100, rules: str = "booktabs", caption: str = "Table 1. Side effects.") -> float:
    """Draw the table above from a height on; return where it ends."""
    canvas.setFont("Times-Roman", 8)
    y = top
    if caption:
        canvas.drawString(X[0], HEIGHT - y, caption)
        y += 5
    if rules == "booktabs":
        canvas.line(X[0] - 3, HEIGHT - y, 360, HEIGHT - y)
    y += 10
    for middle, text in ((190, "Arm A"), (290, "Arm B")):
        canvas.drawCentredString(middle, HEIGHT - y, text)
    y += 14
    row(canvas, HEAD[1], y)
    y += 5
    if rules == "booktabs":
        canvas.line(X[0] - 3, HEIGHT - y, 360, HEIGHT - y)
    y += 10
    for cells, step in zip(BODY, (*STEPS, 0), strict=True):
        row(canvas, cells, y)
        y += step
    y += 5
    if rules == "booktabs":
        canvas.line(X[0] - 3, HEIGHT - y, 360, HEIGHT - y)
    canvas.setFont("Times-Roman", 10)
    return y


def row(canvas: Canvas, cells: Sequence[str], y: float) -> None:
    """One line of cells."""
    for x, text in zip(X, cells, strict=True):
        canvas.drawString(x, HEIGHT - y, text)


def rows_of(found: Table) -> list[list[str]]:
    return [[cell.text for cell in cells] for cells in found.rows]


def read(folder: Path, *draw: Callable[[Canvas], object]) -> Document:
    return read_pdf(drawn(folder / "paper.pdf", *draw), "paper")


def only_table(document: Document) -> Table:
    assert document.tables is not None
    assert len(document.tables) == 1
    return document.tables[0]


@pytest.mark.parametrize("rules", ["booktabs", "none"])
def test_spanning_heads_wrapped_cells_and_group_rows(tmp_path: Path, rules: str) -> None:
    found = only_table(read(tmp_path, lambda canvas: table(canvas, rules=rules)))
    assert found.columns == COLUMNS
    assert rows_of(found) == GRID
    assert (found.number, found.caption.text) == ("1", "Table 1. Side effects.")


def test_every_cell_is_its_range_and_has_its_box(tmp_path: Path) -> None:
    document = read(tmp_path, two_columns, table)
    found = only_table(document)
    cells = [c for cells in (*found.header, *found.rows) for c in cells if c] + [found.caption]
    assert all(document.text[c.start : c.end] == c.text for c in cells)
    assert all(found.start <= c.start < c.end <= found.end for c in cells)
    fatigue = document.box_at(found.rows[0][0].start)
    assert fatigue is not None
    assert fatigue.page == 2
    assert abs(fatigue.bbox[0] - X[0]) < 1


def test_notes_in_small_type_belong_to_the_table_and_text_below_does_not(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        end = table(canvas)
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(X[0], HEIGHT - end - 9, "n, number of patients.")
        canvas.drawString(X[0], HEIGHT - end - 18, "*By the investigator.")
        canvas.setFont("Times-Roman", 10)
        column(canvas, (*LEFT, *RIGHT, *LEFT, *RIGHT), 60, end + 40)

    document = read(tmp_path, page)
    assert [note.text for note in only_table(document).notes] == ["n, number of patients.", "*By the investigator."]
    assert document.text.rstrip().endswith(RIGHT[-1])


def test_a_table_stands_where_its_column_has_it(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT * 2, 60, 60)
        table(canvas, 200)
        column(canvas, LEFT * 3, 60, 340)
        column(canvas, RIGHT * 9, 400, 60, leading=11)

    document = read(tmp_path, page)
    found = only_table(document)
    assert rows_of(found) == GRID
    assert document.text.index(LEFT[0]) < found.start < document.text.rindex(LEFT[0]) < document.text.index(RIGHT[0])


def test_two_columns_of_text_between_rules_are_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for y in (100, 200, 300):
            canvas.line(55, HEIGHT - y, 500, HEIGHT - y)
        two_columns(canvas, 115)
        two_columns(canvas, 215)

    document = read(tmp_path, page)
    assert document.tables == ()
    assert "\n".join(RIGHT) in document.text


def test_a_sentence_that_opens_a_line_with_table_is_no_caption(tmp_path: Path) -> None:
    lines = (
        "Details are listed in the tables, and",
        "Table 1 shows the side effects of all",
        "the patients that were treated.",
    )
    document = read(tmp_path, lambda canvas: column(canvas, (*lines, *LEFT), 60, 100))
    assert document.tables == ()
    assert "\n".join(lines) in document.text


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    document = read(tmp_path, table, lambda canvas: table(canvas, 60, caption="Table 1 (Continued)"))
    assert rows_of(only_table(document)) == GRID + GRID


def test_a_repeated_header_without_caption_goes_on_too(tmp_path: Path) -> None:
    document = read(tmp_path, table, lambda canvas: table(canvas, 60, caption=""))
    assert rows_of(only_table(document)) == GRID + GRID


def test_two_tables_with_one_header_stay_two(tmp_path: Path) -> None:
    document = read(tmp_path, table, lambda canvas: table(canvas, 60, caption="Table 2. Later side effects."))
    assert document.tables is not None
    assert [t.number for t in document.tables] == ["1", "2"]


def test_a_turned_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -HEIGHT + 40)
        table(canvas, 100)

    document = read(tmp_path, page)
    assert rows_of(only_table(document)) == GRID
    box = document.box_at(only_table(document).rows[0][0].start)
    assert box is not None
    assert box.bbox[3] - box.bbox[1] > box.bbox[2] - box.bbox[0]
    assert 0 < box.bbox[0] < WIDTH


def test_framed_cells_with_spans(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, HEIGHT - 95, "Table 3. Doses.")
        for y in (100, 120, 140, 160, 180):
            canvas.line(60 if y != 160 else 160, HEIGHT - y, 360, HEIGHT - y)
        for x in (60, 160, 260, 360):
            canvas.line(x, HEIGHT - (120 if x == 260 else 100), x, HEIGHT - 180)
        for x, y, text in (
            (65, 113, "Drug"), (165, 113, "Dose in mg"), (165, 133, "first"), (265, 133, "last"), (65, 153, "Imatinib"),
            (165, 153, "400"), (265, 153, "300"), (165, 173, "600"), (265, 173, "400"),
        ):  # fmt: skip
            canvas.drawString(x, HEIGHT - y, text)

    found = only_table(read(tmp_path, page))
    assert found.columns == ("Drug", "Dose in mg first", "Dose in mg last")
    assert rows_of(found) == [["Imatinib", "400", "300"], ["Imatinib", "600", "400"]]


def test_tables_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for x, y, number in ((40, 300, "1"), (320, 100, "2")):
            canvas.drawString(x, HEIGHT - y, f"Table {number}. Numbers.")
            for k, line in enumerate(("Name Count", "Alpha 11", "Beta 12", "Gamma 13", "Delta 14") * 4):
                left, right = line.split()
                canvas.drawString(x, HEIGHT - y - 20 - 14 * k, left)
                canvas.drawString(x + 150, HEIGHT - y - 20 - 14 * k, right)
            for rule in (5, 25, 300):
                canvas.line(x, HEIGHT - y - rule, x + 200, HEIGHT - y - rule)

    document = read(tmp_path, page)
    assert document.tables is not None
    assert [t.number for t in document.tables] == ["1", "2"]
    assert document.tables[0].end <= document.tables[1].start


@pytest.mark.parametrize("rules", ["touching", "rows", "shaded"])
def test_heads_set_about_a_centre_over_cells_set_to_the_left(tmp_path: Path, rules: str) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, HEIGHT - 95, "Table 1. Grades.")
        canvas.setFont("Times-Bold", 8)
        canvas.drawString(62, HEIGHT - 112, "Event")
        canvas.drawCentredString(220, HEIGHT - 112, "Docetaxel (n = 20)")
        canvas.drawCentredString(340, HEIGHT - 112, "Imatinib (n = 22)")
        canvas.setFont("Times-Roman", 8)
        for x, text in ((190, "Any"), (250, "Grade 3"), (310, "Any"), (370, "Grade 3")):
            canvas.drawCentredString(x, HEIGHT - 127, text)
        lines = (("Fatigue", "12", "5", "10", "4"), ("Neutropenia", "3", "1", "4", "0"), ("Rash", "9", "", "8", "2"))
        for k, cells in enumerate(lines):
            for x, text in zip((62, 162, 222, 282, 342), cells, strict=True):
                canvas.drawString(x, HEIGHT - 144 - 15 * k, text)
        if rules == "shaded":
            canvas.setFillGray(0.9, 0.3)
            canvas.rect(60, HEIGHT - 132, 340, 32, stroke=0, fill=1)
        inner = {"touching": (132,), "rows": (117, 132, 149, 164), "shaded": ()}[rules]
        for y in (100, *inner, 180):
            canvas.line(60, HEIGHT - y, 400, HEIGHT - y)
        if rules == "touching":
            canvas.line(160, HEIGHT - 117, 280, HEIGHT - 117)
            canvas.line(280, HEIGHT - 117, 400, HEIGHT - 117)

    found = only_table(read(tmp_path, page))
    docetaxel, imatinib = "Docetaxel (n = 20)", "Imatinib (n = 22)"
    assert found.columns == (
        "Event", f"{docetaxel} Any", f"{docetaxel} Grade 3", f"{imatinib} Any", f"{imatinib} Grade 3"
    )  # fmt: skip
    assert rows_of(found)[2] == ["Rash", "9", "", "8", "2"]
