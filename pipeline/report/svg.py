"""Drawing: SVG elements with every text escaped, and the colours of all figures.

Presentation attributes only, no style elements, so that a page may forbid inline styles. Colours are distinct to the
colour-blind (Okabe & Ito 2008; the blues are ColorBrewer's, Brewer 2003) and never the only carrier of a meaning.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TypeVar

INK, FAINT, RULE, PAPER = "#1a1f26", "#5b6570", "#d5dae0", "#ffffff"
BLUES = ("#eff3ff", "#c6dbef", "#9ecae1", "#4292c6", "#08519c")
RESPONSE = {"CR": "#0072B2", "PR": "#56B4E9", "SD": "#E69F00", "PD": "#D55E00", "NE": "#999999"}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Mean advance of a proportional sans-serif, in em: good enough to break and cut labels.
_ADVANCE = 0.56


T = TypeVar("T")


def packed(groups: list[tuple[str, list[T]]], size: int) -> list[list[tuple[str, list[T]]]]:
    """Groups of rows on pages of about `size` rows, so that each picture fits a printed page; large groups go on."""
    pages: list[list[tuple[str, list[T]]]] = [[]]
    for name, members in groups:
        for start in range(0, len(members), size):
            piece = members[start : start + size]
            if pages[-1] and sum(len(m) + 1 for _, m in pages[-1]) + len(piece) > size:
                pages.append([])
            pages[-1].append((name if not start else f"{name} (continued)", piece))
    return [p for p in pages if p]


def clean(text: str) -> str:
    """Text without characters that XML forbids, white space folded."""
    return " ".join(_FORBIDDEN.sub(" ", text).split())


def cut(text: str, width: float, size: float = 12) -> str:
    """The text, shortened with an ellipsis where it is wider than `width` pixels."""
    keep = int(width / (size * _ADVANCE))
    return text if len(text) <= keep else text[: max(keep - 1, 1)].rstrip() + "…"


class Drawing:
    """An SVG of so many pixels; every method draws one thing and returns it."""

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        self.width, self.height = width, height
        box = f"0 0 {_px(width)} {_px(height)}"
        self.root = ET.Element(
            "svg", {"viewBox": box, "width": _px(width), "height": _px(height), "role": "img", "font-family": FONT}
        )
        ET.SubElement(self.root, "title").text = clean(title)
        ET.SubElement(self.root, "desc").text = clean(description)
        self._draw(self.root, "rect", x=0, y=0, width=width, height=height, fill=PAPER)

    def _draw(self, parent: ET.Element, name: str, **attributes: float | str) -> ET.Element:
        given = {k.replace("_", "-"): v if isinstance(v, str) else _px(v) for k, v in attributes.items() if v != ""}
        return ET.SubElement(parent, name, given)

    def link(self, target: str, tip: str, parent: ET.Element | None = None) -> ET.Element:
        """A link to `target` with a tip; what is drawn into it is clickable."""
        link = self._draw(self.root if parent is None else parent, "a", href=target)
        ET.SubElement(link, "title").text = clean(tip)
        return link

    def text(
        self,
        x: float,
        y: float,
        text: str,
        parent: ET.Element | None = None,
        size: float = 12,
        fill: str = INK,
        **more: float | str,
    ) -> ET.Element:
        """A line of text, by default starting at x on the base line y."""
        into = self.root if parent is None else parent
        element = self._draw(into, "text", x=x, y=y, font_size=size, fill=fill, **more)
        element.text = clean(text)
        return element

    def rect(
        self, x: float, y: float, width: float, height: float, parent: ET.Element | None = None, **more: float | str
    ) -> ET.Element:
        """A rectangle."""
        into = self.root if parent is None else parent
        return self._draw(into, "rect", x=x, y=y, width=width, height=height, **more)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, parent: ET.Element | None = None, **more: float | str
    ) -> ET.Element:
        """A straight line; `stroke` is a faint rule unless given."""
        into = self.root if parent is None else parent
        return self._draw(into, "line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": RULE, **more})

    def path(self, d: str, parent: ET.Element | None = None, **more: float | str) -> ET.Element:
        """A path."""
        return self._draw(self.root if parent is None else parent, "path", d=d, **more)

    def inline(self) -> str:
        """As markup for an HTML page."""
        return ET.tostring(self.root, encoding="unicode")

    def standalone(self, page: str = "") -> str:
        """As a file of its own; links within the page become links into `page`."""
        copy = ET.fromstring(self.inline())
        copy.set("xmlns", "http://www.w3.org/2000/svg")
        for link in copy.iter("a"):
            link.set("href", page + link.get("href", ""))
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(copy, encoding="unicode") + "\n"


def _px(value: float) -> str:
    return f"{round(value, 2):g}"
