"""The faces that the bench sets its pages in: the PDF base fonts and, where installed, DejaVu with its wide repertoire."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")


@dataclass(frozen=True)
class Face:
    """A regular and a bold font by name."""

    regular: str
    bold: str

    def width(self, text: str, size: float) -> float:
        """Points that the text takes in bold."""
        return float(pdfmetrics.stringWidth(text, self.bold, size))


@cache
def faces(plain: bool = True) -> tuple[Face, ...]:
    """Faces that can be used here; the base fonts only for text within their repertoire (`plain`)."""
    found = []
    for stem in ("DejaVuSerif", "DejaVuSansCondensed", "DejaVuSans", "DejaVuSerifCondensed"):
        regular, bold = _DEJAVU / f"{stem}.ttf", _DEJAVU / f"{stem.replace('Condensed', '')}-Bold.ttf"
        if "Condensed" in stem:
            bold = _DEJAVU / f"{stem}-Bold.ttf"
        if regular.exists() and bold.exists():
            pdfmetrics.registerFont(TTFont(stem, str(regular)))
            pdfmetrics.registerFont(TTFont(f"{stem}-Bold", str(bold)))
            found.append(Face(stem, f"{stem}-Bold"))
    if found and not plain:
        return tuple(found)
    return (Face("Times-Roman", "Times-Bold"), Face("Helvetica", "Helvetica-Bold"), *found)
