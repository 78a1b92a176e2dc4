"""The strokes of a page: lines, thin rectangles and the edges of framed ones, as horizontal and vertical rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.ingest.pdf.page import Rule

THIN = 2.5
"""Points: a rectangle no thicker than this is a rule."""
SHORTEST = 4.0
MOST = 20_000
"""Strokes a page; a drawing of more is no table."""


def rules_of(lines: Iterable[dict[str, Any]], rects: Iterable[dict[str, Any]]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules, collinear pieces that touch joined."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for n, stroke in enumerate((*lines, *rects)):
        if n > MOST:
            return [], []
        x0, top, x1, bottom = (float(stroke[k]) for k in ("x0", "top", "x1", "bottom"))
        wide, high = x1 - x0, bottom - top
        if high <= THIN and wide >= SHORTEST:
            horizontal.append(Rule((top + bottom) / 2, x0, x1))
        elif wide <= THIN and high >= SHORTEST:
            vertical.append(Rule((x0 + x1) / 2, top, bottom))
        elif stroke.get("object_type") == "rect" and stroke.get("stroke") and wide > THIN and high > THIN:
            horizontal += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
            vertical += [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    return _joined(horizontal), _joined(vertical)


def _joined(rules: list[Rule], off: float = 1.5, apart: float = 3.0) -> list[Rule]:
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if levels and rule.at - levels[-1][0].at <= off:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    out: list[Rule] = []
    for level in levels:
        run: Rule | None = None
        for rule in sorted(level, key=lambda r: r.start):
            if run is not None and rule.start <= run.end + apart:
                run = Rule(run.at, run.start, max(run.end, rule.end))
            else:
                if run is not None:
                    out.append(run)
                run = rule
        if run is not None:
            out.append(run)
    return out
