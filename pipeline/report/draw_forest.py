"""The forest plot: one line a series, its rate and exact interval; nothing is pooled."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import groupby

from pipeline.report import words
from pipeline.report.series import Series
from pipeline.report.study import MIXED_DRUGS, MIXED_HISTOTYPES
from pipeline.report.svg import FAINT, INK, PAPER, RESPONSE, RULE, Drawing, cut

LEAST = 3  # groups of fewer patients stand in the table, not in the plot
PAGE = 26  # rows of a picture on the page


@dataclass(frozen=True)
class Layout:
    """Height of a row, width of the picture, where 0 % and 100 % stand; `stacked` puts labels above the bars."""

    row: float
    width: float
    left: float
    right: float
    stacked: bool = False


WIDE, NARROW = Layout(34, 860, 330, 640), Layout(54, 384, 12, 226, stacked=True)
Groups = list[tuple[str, list[Series]]]


def forest_rows(series: list[Series]) -> list[Series]:
    """Series with a rate, by regimen and document; groups of one or two are left to the table."""
    kept = [s for s in series if s.rate is not None and (s.total is None or s.total >= LEAST)]
    return sorted(kept, key=lambda s: (not s.drugs, s.drugs, s.doc, s.histotype, s.subgroup, s.criteria, s.timepoint))


def forest_groups(rows: list[Series]) -> Groups:
    """Rows by regimen."""
    return [(k, list(g)) for k, g in groupby(rows, key=lambda s: words.regimen(s.drugs) or MIXED_DRUGS)]


def draw_forest(groups: Groups, layout: Layout = WIDE) -> Drawing:
    """Squares are rates (hollow when derived, larger for more patients), bars exact 95 % intervals."""
    height = 76 + sum(30 + len(g) * layout.row for _, g in groups)
    about = "Objective response rate of each series with its exact 95 % interval; not pooled."
    drawing = Drawing(layout.width, height, "Forest plot", about)
    _axis(drawing, height, layout)
    y = 38.0
    for name, members in groups:
        drawing.text(4, y + 20, cut(name, layout.width - 10, 13), size=13, font_weight="600")
        y += 30
        for s in members:
            _row(drawing, s, y, layout)
            y += layout.row
    return drawing


def _x(percent: float, layout: Layout) -> float:
    return layout.left + (layout.right - layout.left) * percent / 100


def _axis(drawing: Drawing, height: float, layout: Layout) -> None:
    for percent in (0, 20, 40, 60, 80, 100):
        x, dashes = _x(percent, layout), "2 3" if percent else ""
        drawing.line(x, 32, x, height - 34, stroke=RULE, stroke_dasharray=dashes)
        for y in (24, height - 16):
            label = f"{percent} %" if percent in (0, 100) or not layout.stacked else f"{percent}"
            drawing.text(x, y, label, fill=FAINT, text_anchor="middle", size=11)
    if layout.stacked:
        drawing.text(layout.width - 4, 24, "rate (exact 95 % CI)", fill=FAINT, size=10, text_anchor="end")
        return
    drawing.text(4, 24, "Series", fill=FAINT, size=11)
    drawing.text(layout.right + 34, 24, "n / total", fill=FAINT, size=11)
    drawing.text(layout.width - 4, 24, "rate (exact 95 % CI)", fill=FAINT, size=11, text_anchor="end")


def _row(drawing: Drawing, s: Series, y: float, layout: Layout) -> None:
    link = drawing.link(words.first(s.records), about(s))
    drawing.rect(0, y, layout.width, layout.row, link, fill=PAPER, fill_opacity=0.8 if layout.stacked else 0.0)
    room = layout.width - 14 if layout.stacked else layout.left - 24
    drawing.text(10, y + 14, cut(s.histotype or MIXED_HISTOTYPES, room), link)
    drawing.text(10, y + 27, cut(where(s), room, 10.5), link, size=10.5, fill=FAINT)
    middle = y + (41 if layout.stacked else layout.row / 2)
    _mark(drawing, s, middle, layout, link)
    bounds = f" ({words.interval(s.interval)})" if s.interval else ""
    counted = words.count(s.n, s.total) if s.interval else "no total"
    if layout.stacked:
        figures = f"{counted} · {words.rate(s.rate)}{bounds}"
        drawing.text(layout.width - 4, middle + 4, figures, link, size=9.5, text_anchor="end")
        return
    drawing.text(layout.right + 34, middle + 4, counted, link)
    drawing.text(layout.width - 4, middle + 4, f"{words.rate(s.rate)}{bounds}", link, text_anchor="end")


def _mark(drawing: Drawing, s: Series, middle: float, layout: Layout, link: ET.Element) -> None:
    """The rate with its interval, or a cross where there is none."""
    x = _x(s.rate or 0.0, layout)
    if not s.interval:
        cross = f"M{x - 5:g} {middle - 5:g}l10 10m-10 0l10 -10"
        drawing.path(cross, link, stroke=RESPONSE["PD"], stroke_width=2, fill="none")
        return
    low, high = (_x(bound, layout) for bound in s.interval)
    drawing.line(low, middle, high, middle, link, stroke=INK, stroke_width=1.6)
    for end in (low, high):
        drawing.line(end, middle - 4, end, middle + 4, link, stroke=INK, stroke_width=1.6)
    half = min(3.0 + (s.total or 1) ** 0.5 * 0.6, 9.0)
    fill, edge = (PAPER if s.derived else RESPONSE["CR"]), RESPONSE["CR"]
    drawing.rect(x - half, middle - half, 2 * half, 2 * half, link, fill=fill, stroke=edge, stroke_width=2)


def where(s: Series) -> str:
    """Document and what narrows the series."""
    marks = "derived" if s.derived else ""
    unit = {"lines": "treatment lines", "unclear": "unit unclear"}.get(s.unit, "")
    parts = (s.doc, s.subgroup, s.criteria or "criteria not stated", s.timepoint and f"at {s.timepoint}", marks, unit)
    return " · ".join(p for p in parts if p)


def about(s: Series) -> str:
    """A series in one sentence."""
    how = f"; {s.derived}" if s.derived else ""
    return f"{where(s)}: {words.count(s.n, s.total)} {s.unit}, {words.rate(s.rate)} {words.interval(s.interval)}{how}"
