"""Texts set as PDF pages, plainly: one column, for timing readers."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def write_pdfs(texts: Path, folder: Path, count: int) -> None:
    """The first `count` texts of a folder as PDFs of 55 lines a page."""
    folder.mkdir()
    for path in sorted(texts.glob("*.txt"))[:count]:
        canvas = Canvas(str(folder / f"{path.stem}.pdf"), pagesize=A4)
        lines = path.read_text(encoding="utf-8").splitlines()
        for at in range(0, len(lines), 55):
            canvas.setFont("Helvetica", 9)
            for k, line in enumerate(lines[at : at + 55]):
                canvas.drawString(50, 800 - 13.5 * k, line[:120])
            canvas.showPage()
        canvas.save()
