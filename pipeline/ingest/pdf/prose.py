"""Running text line by line, with an empty line where a heading or a new paragraph is plain to see."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.ingest.pdf.page import Line, Sheet
from pipeline.ingest.pdf.writer import Writer

_INDENT = 0.7
"""Times the font size: the least indent of a first line."""


def write_lines(lines: Sequence[Line], sheet: Sheet, writer: Writer, body: float) -> None:
    """Write the lines of a stretch of one column as printed, hyphens at line ends kept."""
    leading = _leading(lines)
    above: Line | None = None
    for line, below in zip(lines, [*lines[1:], None], strict=False):
        if _stands_apart(above, line, below, leading, body):
            writer.blank()
        writer.line(line, sheet)
        above = line


def _stands_apart(above: Line | None, line: Line, below: Line | None, leading: float, body: float) -> bool:
    follows = above is not None and _near(above, line, leading)
    if _is_heading(line, body):
        return not (above is not None and follows and _is_heading(above, body))
    return above is not None and (not follows or _is_indented(above, line, below))


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of baselines."""
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    return median(steps) if steps else 12.0


def _near(above: Line, line: Line, leading: float) -> bool:
    return line.baseline - above.baseline < 1.35 * max(leading, line.size)


def _is_heading(line: Line, body: float) -> bool:
    """Bold or larger than the text, short, and more than a number."""
    stands_out = line.bold or line.size > body + 0.7
    return stands_out and len(line.text) < 90 and any(c.isalpha() for c in line.text)


def _is_indented(above: Line, line: Line, below: Line | None) -> bool:
    """A first line set in from both its neighbours, which a hanging list's further lines are not."""
    step = _INDENT * line.size
    return line.x0 - above.x0 > step and (below is None or line.x0 - below.x0 > step) and line.x0 - above.x0 < 6 * step
