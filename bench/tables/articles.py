"""Known grids and running text out of JATS articles: the markup is the truth.

Reads the markup on its own, apart from the project's reader, so that an error there cannot hide here.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from bench.tables.grids import Grid, KnownPaper, KnownTable, Span, squeezed

_FLOATS = {"table-wrap", "fig", "disp-formula", "supplementary-material", "list", "def-list", "boxed-text"}


def papers_of(folder: Path, most: int) -> list[KnownPaper]:
    """The first `most` articles of a folder of `.nxml` that hold a table with rows."""
    found = []
    for path in sorted(folder.glob("*.nxml")):
        root = etree.parse(
            str(path), etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
        ).getroot()
        tables = [t for n, wrap in enumerate(root.iter("table-wrap"), 1) if (t := _table(wrap, n)) is not None]
        if tables and len(found) < most:
            headings = frozenset(_text(t) for t in root.iterfind("body//sec/title"))
            title = root.find(".//article-title")
            found.append(KnownPaper(path.stem, _text(title), tuple(_flow(root)), tuple(tables), headings))
    return found


def _flow(root: etree._Element) -> list[str]:
    """Headings and paragraphs of the body in order, floats left out."""
    out = []
    for element in root.iterfind("body//*"):
        if element.tag in ("title", "p") and not any(a.tag in _FLOATS for a in element.iterancestors()):
            text = _text(element)
            if text:
                out.append(text)
    return out


def _text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _FLOATS:
            parts.append(" " if child.tag in ("break", "hr") else _text(child))
        parts.append(child.tail or "")
    return squeezed("".join(parts))


def _table(wrap: etree._Element, n: int) -> KnownTable | None:
    table = next(wrap.iter("table"), None)
    if table is None:
        return None
    head = [tr for part in table.findall("thead") for tr in part.findall("tr")]
    body = [tr for part in table.findall("tbody") for tr in part.findall("tr")]
    if not head:
        return None
    top, depth = _spans(head, 0)
    rest, height = _spans(body, depth)
    grid = Grid(tuple(top + rest), depth)
    if height - depth < 2 or grid.width < 2:
        return None
    label = _text(wrap.find("label")) or f"Table {n}"
    number = re.search(r"\d+|[IVX]+$", label.rstrip(".:"))
    notes = tuple(filter(None, (_text(p) for p in wrap.iterfind("table-wrap-foot//p"))))
    caption = squeezed(" ".join(_text(part) for part in wrap.iterfind("caption/*")))
    return KnownTable(number.group() if number else str(n), caption, grid, notes, "jats")


def _spans(rows: list[etree._Element], at: int) -> tuple[list[Span], int]:
    """Cells with their spans from row `at` on, rows without any text dropped; and the row after the last."""
    taken: dict[tuple[int, int], bool] = {}
    cells = []
    for i, tr in enumerate(rows):
        k = 0
        for cell in (c for c in tr if c.tag in ("td", "th")):
            while (i, k) in taken:
                k += 1
            down = min(int(cell.get("rowspan", "1")), len(rows) - i)
            across = int(cell.get("colspan", "1"))
            taken.update({(i + a, k + b): True for a in range(down) for b in range(across)})
            cells.append(Span(_text(cell), i, k, down, across))
            k += across
    kept = sorted({s.row for s in cells if s.text})
    place = {row: at + n for n, row in enumerate(kept)}
    spans = []
    for s in cells:
        covered = [place[r] for r in range(s.row, s.row + s.rows) if r in place]
        if s.text and covered:
            spans.append(Span(s.text, covered[0], s.column, len(covered), s.columns))
    return spans, at + len(kept)
