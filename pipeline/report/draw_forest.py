"""The forest plot: one line a series, its rate and exact interval; nothing is pooled."""

from __future__ import annotations

from itertools import groupby

from pipeline.report import words
from pipeline.report.series import Series
from pipeline.report.study import MIXED_DRUGS, MIXED_HISTOTYPES
from pipeline.report.svg import FAINT, INK, PAPER, RESPONSE, RULE, Drawing, cut

LEAST = 3  # groups of fewer patients stand in the table, not in the plot
_ROW, _WIDTH, _LEFT, _RIGHT = 34.0, 860.0, 330.0, 640.0


def forest_rows(series: list[Series]) -> list[Series]:
    """Series with a rate, by regimen and document; groups of one or two are left to the table."""
    kept = [s for s in series if s.rate is not None and (s.total is None or s.total >= LEAST)]
    return sorted(kept, key=lambda s: (not s.drugs, s.drugs, s.doc, s.histotype, s.subgroup, s.criteria, s.timepoint))


def draw_forest(series: list[Series]) -> Drawing:
    """Squares are rates (hollow when derived, larger for more patients), bars exact 95 % intervals."""
    groups = [(k, list(g)) for k, g in groupby(series, key=lambda s: words.regimen(s.drugs) or MIXED_DRUGS)]
    height = 84 + sum(30 + len(g) * _ROW for _, g in groups)
    drawing = Drawing(
        _WIDTH,
        height,
        "Forest plot",
        "Objective response rate of each series with its exact 95 % interval; not pooled.",
    )
    _axis(drawing, height)
    y = 44.0
    for name, members in groups:
        drawing.text(4, y + 20, name, size=13, font_weight="600")
        y += 30
        for s in members:
            _row(drawing, s, y)
            y += _ROW
    return drawing


def _x(percent: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * percent / 100


def _axis(drawing: Drawing, height: float) -> None:
    for percent in (0, 20, 40, 60, 80, 100):
        drawing.line(
            _x(percent), 34, _x(percent), height - 34, stroke=RULE, stroke_dasharray="" if not percent else "2 3"
        )
        for y in (26, height - 16):
            drawing.text(_x(percent), y, f"{percent} %", fill=FAINT, text_anchor="middle", size=11)
    drawing.text(4, 26, "Series", fill=FAINT, size=11)
    drawing.text(_RIGHT + 34, 26, "n / total", fill=FAINT, size=11)
    drawing.text(_WIDTH - 4, 26, "rate (exact 95 % CI)", fill=FAINT, size=11, text_anchor="end")


def _row(drawing: Drawing, s: Series, y: float) -> None:
    link = drawing.link(words.first(s.records), about(s))
    drawing.rect(0, y, _WIDTH, _ROW, link, fill=PAPER, fill_opacity=0.0)
    drawing.text(10, y + 14, cut(s.histotype or MIXED_HISTOTYPES, _LEFT - 24), link)
    drawing.text(10, y + 28, cut(where(s), _LEFT - 24, 10.5), link, size=10.5, fill=FAINT)
    middle, rate = y + _ROW / 2, s.rate or 0.0
    if s.interval:
        low, high = s.interval
        drawing.line(_x(low), middle, _x(high), middle, link, stroke=INK, stroke_width=1.6)
        for end in (low, high):
            drawing.line(_x(end), middle - 4, _x(end), middle + 4, link, stroke=INK, stroke_width=1.6)
        half = min(3.0 + (s.total or 1) ** 0.5 * 0.6, 9.0)
        fill = PAPER if s.derived else RESPONSE["CR"]
        drawing.rect(
            _x(rate) - half, middle - half, 2 * half, 2 * half, link, fill=fill, stroke=RESPONSE["CR"], stroke_width=2
        )
    else:
        x = _x(rate)
        cross = f"M{x - 5:g} {middle - 5:g}L{x + 5:g} {middle + 5:g}M{x - 5:g} {middle + 5:g}L{x + 5:g} {middle - 5:g}"
        drawing.path(cross, link, stroke=RESPONSE["PD"], stroke_width=2, fill="none")
    drawing.text(_RIGHT + 34, middle + 4, words.count(s.n, s.total) if s.interval else "no total", link)
    bounds = f" ({words.interval(s.interval)})" if s.interval else ""
    drawing.text(_WIDTH - 4, middle + 4, f"{words.rate(s.rate)}{bounds}", link, text_anchor="end")


def where(s: Series) -> str:
    """Document and what narrows the series."""
    marks = "derived" if s.derived else ""
    unit = {"lines": "treatment lines", "unclear": "patients or lines"}.get(s.unit, "")
    parts = (s.doc, s.subgroup, s.criteria or "criteria not stated", s.timepoint and f"at {s.timepoint}", unit, marks)
    return " · ".join(p for p in parts if p)


def about(s: Series) -> str:
    """A series in one sentence."""
    how = f"; {s.derived}" if s.derived else ""
    return f"{where(s)}: {words.count(s.n, s.total)} {s.unit}, {words.rate(s.rate)} {words.interval(s.interval)}{how}"
