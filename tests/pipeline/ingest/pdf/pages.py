"""PDF files of our own making for the reader's tests."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT = (
    "The first column opens with a sen-",
    "tence that is broken over lines and",
    "goes on for some time, so that there",
    "are lines enough to see a column in",
    "it, and it ends with the words left",
    "column end.",
)
RIGHT = (
    "The second column is read after the",
    "first, however near their lines stand",
    "on the page; it too goes on for some",
    "time, so that there are lines enough",
    "to see a column in it, and it ends at",
    "the right column end.",
)


def drawn(path: Path, *draw: Callable[[Canvas], None], **options: object) -> Path:
    """A PDF with one page for each drawing."""
    canvas = Canvas(str(path), pagesize=A4, **options)
    for page in draw:
        canvas.setFont("Times-Roman", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def column(canvas: Canvas, lines: tuple[str, ...], x: float, top: float, leading: float = 12) -> None:
    """Lines from a height on downward."""
    for k, line in enumerate(lines):
        canvas.drawString(x, HEIGHT - top - k * leading, line)


def two_columns(canvas: Canvas, top: float = 120) -> None:
    """The two columns above, side by side."""
    column(canvas, LEFT, 60, top)
    column(canvas, RIGHT, 310, top + 3)


def image(canvas: Canvas) -> None:
    """A page that is a picture."""
    buffer = BytesIO()
    Image.new("L", (60, 80), 200).save(buffer, "PNG")
    buffer.seek(0)
    canvas.drawImage(ImageReader(buffer), 0, 0, WIDTH, HEIGHT)
