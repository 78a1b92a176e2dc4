"""The evidence map as a picture: panels of a few tumour types each, so that it fits a printed page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.report import words
from pipeline.report.evidence_map import MapCell
from pipeline.report.study import MIXED_DRUGS, MIXED_HISTOTYPES
from pipeline.report.svg import BLUES, FAINT, INK, PAPER, Drawing, cut

_CELL_W, _CELL_H, _GAP = 83.0, 42.0, 22.0
_STEPS = (1, 5, 10, 20, 40)


@dataclass(frozen=True)
class Layout:
    """Columns a panel, width of the row labels, slant (degrees) and length of column names, width, rows a page."""

    columns: int
    label: float
    slant: float
    name: int
    width: float
    rows: int = 18


WIDE, NARROW = Layout(8, 186, 32, 34, 1010), Layout(3, 108, 72, 26, 384)
Panel = tuple[list[str], list[str]]


def shade(total: int | None) -> tuple[str, str]:
    """Fill and ink of a cell by its patients: from so many on, the next darker blue."""
    step = max((k for k, least in enumerate(_STEPS) if (total or 0) >= least), default=0)
    return (BLUES[step] if total else PAPER), (PAPER if total and step >= 3 else INK)


def panels(cells: list[MapCell], layout: Layout = WIDE) -> list[Panel]:
    """Columns (tumour types) and rows (regimens) of each panel, those with most evidence first."""
    columns = _ordered(cells, "histotype", MIXED_HISTOTYPES)
    found: list[Panel] = []
    for k in range(0, len(columns), layout.columns):
        shown = columns[k : k + layout.columns]
        rows = _ordered([c for c in cells if c.histotype in shown], "drugs", MIXED_DRUGS)
        found += [(shown, rows[j : j + layout.rows]) for j in range(0, len(rows), layout.rows)]
    return found


def draw_map(cells: list[MapCell], shown: list[Panel], layout: Layout = WIDE) -> Drawing:
    """Rows are regimens, columns tumour types; the panels shown stand one under the other."""
    heads = [_head(columns, layout) for columns, _ in shown]
    start = 34.0 if layout is WIDE else 58.0
    height = start + sum(h + len(r) * _CELL_H + _GAP for h, (_, r) in zip(heads, shown, strict=True))
    drawing = Drawing(
        layout.width,
        height,
        "Evidence map",
        "Responses by regimen and tumour type; darker cells rest on more patients.",
    )
    _legend(drawing, layout)
    y = start
    for (columns, rows), head in zip(shown, heads, strict=True):
        _panel(drawing, cells, (columns, rows), y + head, layout)
        y += head + len(rows) * _CELL_H + _GAP
    return drawing


def _ordered(cells: list[MapCell], name: str, last: str) -> list[str]:
    """Row or column names by patients, most first; what is not told apart comes last."""
    totals: dict[str, int] = {}
    for c in cells:
        totals[getattr(c, name)] = totals.get(getattr(c, name), 0) + (c.total or 0)
    return sorted(totals, key=lambda k: (k == last, -totals[k], k))


def _head(names: list[str], layout: Layout) -> float:
    longest = min(max(len(n) for n in names), layout.name)
    return longest * 12 * 0.58 * math.sin(math.radians(layout.slant)) + 22


def _legend(drawing: Drawing, layout: Layout) -> None:
    drawing.text(4, 20, "Assessed", fill=FAINT, size=11)
    for k, least in enumerate(_STEPS):
        x = 66 + k * 62
        label = f"{least}+" if k == len(_STEPS) - 1 else f"{least}–{_STEPS[k + 1] - 1}"
        drawing.rect(x, 9, 16, 14, fill=BLUES[k], stroke=FAINT, stroke_width=0.6)
        drawing.text(x + 20, 20, label, fill=FAINT, size=11)
    x, y = (400, 20) if layout is WIDE else (4, 44)
    drawing.text(x, y, "* derived   † assumed   ≠ not added up", fill=FAINT, size=11)


def _panel(drawing: Drawing, cells: list[MapCell], panel: Panel, y: float, layout: Layout) -> None:
    columns, rows = panel
    right, bottom = layout.label + len(columns) * _CELL_W, y + len(rows) * _CELL_H
    for k, name in enumerate(columns):
        x = layout.label + k * _CELL_W + _CELL_W / 2 - 4
        turn = f"rotate({-layout.slant:g} {x:g} {y - 8:g})"
        drawing.text(x, y - 8, cut(name, layout.name * 12 * 0.56), transform=turn)
    for j, name in enumerate(rows):
        top = y + j * _CELL_H
        drawing.line(0, top, right, top)
        lines = _lines(name, layout.label - 10)
        for k, part in enumerate(lines):
            drawing.text(4, top + _CELL_H / 2 + 4 + (k - (len(lines) - 1) / 2) * 14, part)
    drawing.line(0, bottom, right, bottom)
    for k in range(len(columns) + 1):
        drawing.line(layout.label + k * _CELL_W, y, layout.label + k * _CELL_W, bottom)
    for cell in cells:
        if cell.histotype in columns and cell.drugs in rows:
            x = layout.label + columns.index(cell.histotype) * _CELL_W
            _cell(drawing, cell, x, y + rows.index(cell.drugs) * _CELL_H)


def _lines(name: str, room: float) -> list[str]:
    """A regimen on up to two lines."""
    parts = name.split(" ")
    if cut(name, room) == name or len(parts) == 1:
        return [cut(name, room)]
    most = max(k for k in range(1, len(parts) + 1) if k == 1 or cut(" ".join(parts[:k]), room) == " ".join(parts[:k]))
    return [cut(" ".join(parts[:most]), room), cut(" ".join(parts[most:]), room)]


def _cell(drawing: Drawing, cell: MapCell, x: float, y: float) -> None:
    fill, ink = shade(cell.total)
    link = drawing.link(words.first(cell.shown[0].records), tip(cell))
    drawing.rect(x + 1.5, y + 1.5, _CELL_W - 3, _CELL_H - 3, link, fill=fill, rx=3.0)
    marks = ("*" if cell.derived else "") + ("†" if cell.assumed else "") + ("≠" if cell.why_not else "")
    middle = x + _CELL_W / 2
    top = f"{words.count(cell.n, cell.total)}{marks}" if cell.n is not None or cell.total else words.rate(cell.percent)
    drawing.text(middle, y + 18, top, link, size=13, fill=ink, text_anchor="middle", font_weight="600")
    if cell.interval:
        drawing.text(middle, y + 33, figures(cell), link, size=10, fill=ink, text_anchor="middle")
    elif cell.percent is None:
        told = "told singly" if cell.shown[0].described else "no total"
        drawing.text(middle, y + 33, told, link, size=10, fill=ink, text_anchor="middle")
    else:
        drawing.text(middle, y + 33, "as printed", link, size=10, fill=ink, text_anchor="middle")


def figures(cell: MapCell) -> str:
    """Rate and interval in short: `28 % (10–54)`."""
    if cell.interval is None or cell.percent is None:
        return ""
    return f"{cell.percent:.0f} % ({cell.interval[0]:.0f}–{cell.interval[1]:.0f})"


def tip(cell: MapCell) -> str:
    """All of a cell in one sentence."""
    said = f"{cell.drugs} in {cell.histotype}: {words.count(cell.n, cell.total)} responded {figures(cell)}"
    return said + (f"; not added up: {cell.why_not}" if cell.why_not else "")
