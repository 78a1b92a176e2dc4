from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.pdf import read_pdf
from tests.pipeline.ingest.pdf.pages import HEIGHT, LEFT, RIGHT, WIDTH, column, drawn, image, two_columns


def test_columns_follow_each_other_with_hyphens_kept(tmp_path: Path) -> None:
    text = read_pdf(drawn(tmp_path / "a.pdf", two_columns), "a").text
    assert text.split("\n")[: len(LEFT)] == list(LEFT)
    assert "\n".join(RIGHT) in text
    assert text.index("left") < text.index("The second column")


def test_a_title_across_the_page_and_a_later_heading_keep_their_place(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 16)
        canvas.drawString(60, HEIGHT - 80, "A title that runs across both of the columns below it")
        canvas.setFont("Times-Roman", 10)
        two_columns(canvas)
        canvas.drawString(
            60,
            HEIGHT - 230,
            "A line that stands between the columns and runs from edge to edge of the text, as a note would.",
        )
        two_columns(canvas, 270)

    text = read_pdf(drawn(tmp_path / "a.pdf", page), "a").text
    order = [
        text.index("A title"),
        text.index(LEFT[0]),
        text.index(RIGHT[0]),
        text.index("A line that"),
        text.rindex(LEFT[0]),
    ]
    assert order == sorted(order)
    assert text.startswith("A title that runs across both of the columns below it\n\n")


def test_headings_stand_after_an_empty_line(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, 60, 100)
        canvas.setFont("Times-Bold", 10)
        canvas.drawString(60, HEIGHT - 100 - 6 * 12, "Methods")
        canvas.setFont("Times-Roman", 10)
        column(canvas, RIGHT, 60, 100 + 7 * 12)

    assert "column end.\n\nMethods\n" in read_pdf(drawn(tmp_path / "a.pdf", page), "a").text


def test_running_heads_and_page_numbers_go_and_numbers_in_the_text_stay(tmp_path: Path) -> None:
    def page(number: int) -> object:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(60, HEIGHT - 30, f"Roe et al. Journal of Invented Oncology 12:{number}")
            canvas.drawCentredString(WIDTH / 2, 30, str(number))
            column(canvas, (*LEFT, f"Sentence number {number} of this book.", "17"), 60, 100)

        return draw

    text = read_pdf(drawn(tmp_path / "a.pdf", *(page(n) for n in range(1, 4))), "a").text  # type: ignore[arg-type]
    assert "Invented" not in text
    assert [f"Sentence number {n}" in text for n in (1, 2, 3)] == [True] * 3
    assert text.count("17") == 3
    assert "\n1\n" not in text


def test_superscripts_never_change_a_number(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        line = canvas.beginText(60, HEIGHT - 100)
        for part, rise in (
            ("given 5 × 10", 0),
            ("9", 4),
            ("/L at 75 mg/m", 0),
            ("2", 4),
            (" in arm A", 0),
            ("a", 4),
            (" as before.", 0),
            ("12", 4),
        ):
            line.setFont("Times-Roman", 6 if rise else 10)
            line.setRise(rise)
            line.textOut(part)
        canvas.drawText(line)

    assert "given 5 × 10⁹/L at 75 mg/m² in arm Aa as before.¹²" in read_pdf(drawn(tmp_path / "a.pdf", page), "a").text


def test_boxes_lead_back_to_the_page(tmp_path: Path) -> None:
    document = read_pdf(drawn(tmp_path / "a.pdf", two_columns, two_columns), "a")
    assert all(a.end <= b.start for a, b in pairwise(document.boxes))
    second = document.box_at(document.text.rindex("The second column"))
    assert second is not None
    assert second.page == 2
    assert abs(second.bbox[0] - 310) < 1
    assert abs(second.bbox[3] - 123) < 5
    assert document.text[second.start : second.end] == RIGHT[0]


def test_a_turned_page_is_read_upright_and_its_boxes_lie_on_the_page(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -WIDTH)
        for k, line in enumerate(LEFT):
            canvas.drawString(100, WIDTH - 200 - 12 * k, line)

    document = read_pdf(drawn(tmp_path / "a.pdf", page), "a")
    assert document.text.split("\n")[: len(LEFT)] == list(LEFT)
    x0, top, x1, bottom = document.boxes[0].bbox
    assert x1 - x0 < 15 < bottom - top
    assert abs(x0 - 192) < 5


def test_a_scanned_page_among_others_is_named(tmp_path: Path) -> None:
    document = read_pdf(drawn(tmp_path / "a.pdf", two_columns, image), "a")
    assert document.unread == ("page 2: an image without text (scanned); nothing read from it",)
    assert document.metadata["pages"] == "2"


def test_a_book_of_three_hundred_pages_is_read_whole(tmp_path: Path) -> None:
    def page(number: int) -> object:
        return lambda canvas: column(canvas, (f"Leaf {number} says this.", *LEFT[:3]), 60, 100)

    document = read_pdf(drawn(tmp_path / "book.pdf", *(page(n) for n in range(300))), "book")  # type: ignore[arg-type]
    assert document.metadata["pages"] == "300"
    assert all(f"Leaf {n} says" in document.text for n in range(300))
    assert document.boxes[-1].page == 300
