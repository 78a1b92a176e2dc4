"""The evidence map as a picture: panels of a few tumour types each, so that it fits a printed page."""

from __future__ import annotations

import math

from pipeline.report import words
from pipeline.report.evidence_map import MapCell
from pipeline.report.study import MIXED_DRUGS, MIXED_HISTOTYPES
from pipeline.report.svg import BLUES, FAINT, INK, PAPER, RULE, Drawing, cut

COLUMNS = 8
_CELL_W, _CELL_H, _LABEL, _GAP = 83.0, 42.0, 186.0, 22.0
_SLANT = 32.0
_NAME = 32  # characters of a slanted column name
_STEPS = (1, 5, 10, 20, 40)
_WIDTH = _LABEL + COLUMNS * _CELL_W + 60


def shade(total: int | None) -> tuple[str, str]:
    """Fill and ink of a cell by its patients: from so many on, the next darker blue."""
    step = max((k for k, least in enumerate(_STEPS) if (total or 0) >= least), default=0)
    return (BLUES[step] if total else PAPER), (PAPER if total and step >= 3 else INK)


def draw_map(cells: list[MapCell]) -> Drawing:
    """Rows are regimens, columns tumour types, those with most evidence first; a panel holds eight columns."""
    columns = _ordered(cells, "histotype", MIXED_HISTOTYPES)
    panels = [columns[k : k + COLUMNS] for k in range(0, len(columns), COLUMNS)]
    rows = [_ordered([c for c in cells if c.histotype in p], "drugs", MIXED_DRUGS) for p in panels]
    heads = [_head(p) for p in panels]
    height = 56 + sum(h + len(r) * _CELL_H + _GAP for h, r in zip(heads, rows, strict=True))
    drawing = Drawing(
        _WIDTH, height, "Evidence map", "Responses by regimen and tumour type; darker cells rest on more patients."
    )
    _legend(drawing)
    y = 50.0
    for panel, names, head in zip(panels, rows, heads, strict=True):
        _panel(drawing, cells, panel, names, y + head)
        y += head + len(names) * _CELL_H + _GAP
    return drawing


def _ordered(cells: list[MapCell], name: str, last: str) -> list[str]:
    """Row or column names by patients, most first; what is not told apart comes last."""
    totals: dict[str, int] = {}
    for c in cells:
        totals[getattr(c, name)] = totals.get(getattr(c, name), 0) + (c.total or 0)
    return sorted(totals, key=lambda k: (k == last, -totals[k], k))


def _head(names: list[str]) -> float:
    longest = max(len(n) for n in names)
    return min(longest, _NAME) * 12 * 0.54 * math.sin(math.radians(_SLANT)) + 18


def _legend(drawing: Drawing) -> None:
    drawing.text(4, 20, "Assessed in the cell", fill=FAINT)
    for k, least in enumerate(_STEPS):
        x = 138 + k * 74
        label = f"{least}+" if k == len(_STEPS) - 1 else f"{least}–{_STEPS[k + 1] - 1}"
        drawing.rect(x, 8, 18, 16, fill=BLUES[k], stroke=FAINT, stroke_width=0.6)
        drawing.text(x + 24, 20, label, fill=FAINT)
    drawing.text(510, 20, "* derived   † assumed   ≠ not added up", fill=FAINT)


def _panel(drawing: Drawing, cells: list[MapCell], columns: list[str], rows: list[str], y: float) -> None:
    for k, name in enumerate(columns):
        x = _LABEL + k * _CELL_W + _CELL_W / 2
        turn = f"rotate({-_SLANT:g} {x:g} {y - 8:g})"
        drawing.text(x - 10, y - 8, cut(name, _NAME * 12 * 0.54), transform=turn)
    for j, name in enumerate(rows):
        top = y + j * _CELL_H
        drawing.line(0, top, _LABEL + len(columns) * _CELL_W, top)
        for line, part in enumerate(_lines(name)):
            drawing.text(4, top + _CELL_H / 2 + 4 + (line - (len(_lines(name)) - 1) / 2) * 14, part)
        for k, column in enumerate(columns):
            for cell in cells:
                if (cell.drugs, cell.histotype) == (name, column):
                    _cell(drawing, cell, _LABEL + k * _CELL_W, top)
    bottom = y + len(rows) * _CELL_H
    drawing.line(0, bottom, _LABEL + len(columns) * _CELL_W, bottom)
    for k in range(len(columns) + 1):
        drawing.line(_LABEL + k * _CELL_W, y, _LABEL + k * _CELL_W, bottom, stroke=RULE)


def _lines(name: str) -> list[str]:
    """A regimen on up to two lines."""
    if len(name) * 12 * 0.54 <= _LABEL - 12 or " + " not in name:
        return [cut(name, _LABEL - 12)]
    drugs = name.split(" + ")
    half = (len(drugs) + 1) // 2
    return [cut(" + ".join(drugs[:half]) + " +", _LABEL - 12), cut(" + ".join(drugs[half:]), _LABEL - 12)]


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
