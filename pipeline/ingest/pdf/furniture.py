"""Running heads, running feet and page numbers: what stands in the margins of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.pdf.page import Line, Sheet, lines_of

MARGIN = 0.12
"""Share of the page's height at its top and bottom in which running heads and feet stand."""

_NUMBER = re.compile(r"[\W_]*(?:page|p\.|pp\.)?\s*(?:\d{1,4}|[ivxl]+)(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*", re.IGNORECASE)
_TABLE = re.compile(r"table\b", re.IGNORECASE)
_FOLDED = re.compile(r"\d+|[ivxl]+(?=\b)", re.IGNORECASE)


def without_furniture(pages: Sequence[Sequence[Sheet]]) -> list[list[Sheet]]:
    """The sheets without lines that repeat, numbers aside, at one height of two or more pages, and page numbers.

    Such a line is separated from the text by white space, so that the repeated header of a continued table stays.
    """
    candidates = [[_margin_lines(sheet) for sheet in sheets] for sheets in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for page in candidates:
        seen.update({key for lines in page for line in lines for key in _keys(line)})
    out: list[list[Sheet]] = []
    for sheets, found in zip(pages, candidates, strict=True):
        cleaned = []
        for sheet, lines in zip(sheets, found, strict=True):
            dropped = {id(w) for line in lines if _is_furniture(line, seen) for w in line.words}
            words = tuple(w for w in sheet.words if id(w) not in dropped)
            cleaned.append(replace(sheet, words=words) if dropped else sheet)
        out.append(cleaned)
    return out


def _margin_lines(sheet: Sheet) -> list[Line]:
    """Lines in the margins that white space parts from the text."""
    lines = lines_of(sheet.words)
    out: list[Line] = []
    for above in (True, False):
        ordered = lines if above else lines[::-1]
        run: list[Line] = []
        for line, after in zip(ordered[:4], [*ordered[1:4], None], strict=False):
            inside = line.bottom < MARGIN * sheet.height if above else line.top > (1 - MARGIN) * sheet.height
            if not inside or _TABLE.match(line.text) or _in_rules(line, sheet, above):
                break
            run.append(line)
            gap = float("inf") if after is None else (after.top - line.bottom if above else line.top - after.bottom)
            if gap > 0.6 * line.size:
                out += run
                run = []
    return out


def _in_rules(line: Line, sheet: Sheet, above: bool) -> bool:
    """Whether a rule parts the line from its edge of the page: then it is a table's, not a running head."""
    return any(r.length > 50 and (r.at < line.top if above else r.at > line.bottom) for r in sheet.horizontal)


def _keys(line: Line) -> list[tuple[str, int]]:
    folded = _FOLDED.sub("#", line.text.casefold())
    height = round(line.baseline / 4)
    return [(folded, height - 1), (folded, height), (folded, height + 1)]


def _is_furniture(line: Line, seen: Counter[tuple[str, int]]) -> bool:
    return bool(_NUMBER.fullmatch(line.text)) or seen[_keys(line)[1]] >= 2
