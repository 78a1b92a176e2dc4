"""Tables of real JATS articles as known grids, from the shared development corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tests.properties.flatten_known import Known, Span

_DROP = {"xref", "sup", "label"}


def corpus_tables(folder: Path) -> Iterator[Known]:
    """Every table of the articles in `folder` that has a header, two columns or more and at most twelve."""
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, recover=True)
    for path in sorted(folder.glob("*.nxml")):
        tree = etree.parse(str(path), parser)
        for k, wrap in enumerate(tree.iter("table-wrap")):
            known = _known(wrap, f"{path.stem}-{k}")
            if known is not None:
                yield known


def _known(wrap: etree._Element, name: str) -> Known | None:
    table = wrap.find(".//table")
    if table is None or table.find("./thead/tr") is None:
        return None
    header = [_spans(tr) for tr in table.findall("./thead/tr")]
    width = sum(n for _, n in header[0])
    if not 2 <= width <= 12 or any(c.get("rowspan") not in (None, "1") for c in table.findall("./tbody/tr/td")):
        return None
    head = _square(table.findall("./thead/tr"), width)
    rows = []
    for tr in table.iter("tr"):
        if tr.getparent().tag == "thead":
            continue
        cells: list[str] = []
        for text, span in _spans(tr):
            cells += [text, *[""] * (span - 1)]
        if any(cells):
            rows.append(tuple((cells + [""] * width)[:width]))
    if len(rows) < 2 or max(len(c) for r in rows for c in r) > 160:
        return None
    label = _text(wrap.find("label")) or "Table 1"
    caption = " ".join(_text(x) for x in wrap.findall("caption/*"))
    notes = tuple(t for t in (_text(x) for x in wrap.findall("table-wrap-foot/*")) if t)
    number = re.sub(r"^\W*(?:Table|TABLE)\s*|[.:\s]+$", "", label)
    return Known(name, "real", number or "1", caption[:140], head, tuple(rows), notes)


def _spans(tr: etree._Element) -> list[Span]:
    return [(_text(c), int(c.get("colspan") or 1)) for c in tr if c.tag in ("td", "th")]


def _square(trs: list[etree._Element], width: int) -> tuple[tuple[Span, ...], ...]:
    """Header rows with the columns that a cell of the row above runs down into left empty."""
    down = [0] * width
    head = []
    for tr in trs:
        row: list[Span] = []
        at = 0
        for cell in [c for c in tr if c.tag in ("td", "th")]:
            while at < width and down[at] > 0:
                down[at] -= 1
                row.append(("", 1))
                at += 1
            span = min(int(cell.get("colspan") or 1), max(width - at, 1))
            for k in range(at, min(at + span, width)):
                down[k] = int(cell.get("rowspan") or 1) - 1
            row.append((_text(cell), span))
            at += span
        row += [("", 1)] * (width - at)
        head.append(tuple(row))
    return tuple(r for r in head if any(t for t, _ in r))


def _text(node: etree._Element | None) -> str:
    """Text without the markers of footnotes; superscripts and the like are set on the line."""
    if node is None:
        return ""
    parts: list[str] = []

    def walk(x: etree._Element) -> None:
        if x.tag == "xref":
            pass
        else:
            if x.text:
                parts.append(x.text)
            for child in x:
                walk(child)
                if child.tail:
                    parts.append(child.tail)
        if x.tag in ("break", "p"):
            parts.append(" ")

    walk(node)
    return re.sub(r"\s+", " ", "".join(parts)).strip()
