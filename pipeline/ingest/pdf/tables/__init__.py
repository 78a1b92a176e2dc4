"""Tables of a page: where they stand, their grids, captions and notes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest.pdf.flow import gutter_of
from pipeline.ingest.pdf.page import Line, Sheet, Word, lines_of
from pipeline.ingest.pdf.tables.captions import CaptionStart, caption_starts
from pipeline.ingest.pdf.tables.lattice import is_lattice, lattice
from pipeline.ingest.pdf.tables.part import Grid, Region, TablePart, within
from pipeline.ingest.pdf.tables.regions import bare_region, ruled_regions
from pipeline.ingest.pdf.tables.stream import stream

__all__ = ["TablePart", "tables_on"]


def tables_on(sheet: Sheet, body: float) -> list[TablePart]:
    """The tables of a sheet, top to bottom. `body` is the font size of the running text."""
    starts = caption_starts(sheet.words)
    regions = ruled_regions(sheet, starts, body)
    parts: list[TablePart] = []
    used: set[int] = set()
    for region in regions:
        start = _caption_above(region, starts, regions, used)
        part = _part(sheet, region, start, body)
        if part is not None:
            parts.append(part)
            if start is not None:
                used.add(id(start))
    taken = {w for part in parts for w in part.taken}
    for start in starts:
        if id(start) not in used and id(start.word) not in taken:
            part = _bare(sheet, start, [w for w in sheet.words if id(w) not in taken], starts, body)
            if part is not None:
                parts.append(part)
                taken |= part.taken
    return sorted(parts, key=lambda p: (p.bbox[1], p.bbox[0]))


def _caption_above(
    region: Region, starts: Sequence[CaptionStart], regions: Sequence[Region], used: set[int]
) -> CaptionStart | None:
    """The nearest caption above a region and over it, with no other region between."""
    x0, top, x1, _ = region.bbox
    above = [
        s for s in starts
        if id(s) not in used and s.word.bottom < top + 3 and top - s.word.top < 130 and x0 - 12 < s.word.x0 < x1
    ]  # fmt: skip
    nearest = max(above, key=lambda s: s.word.top, default=None)
    if nearest is None:
        return None
    between = any(
        r is not region and nearest.word.top < r.bbox[1] < top and r.bbox[0] < x1 and x0 < r.bbox[2] for r in regions
    )
    return None if between else nearest


def _part(sheet: Sheet, region: Region, start: CaptionStart | None, body: float) -> TablePart | None:
    grid = lattice(region) if is_lattice(region) else stream(region)
    if grid is None or grid.width < 2 or grid.height - grid.depth < 1:
        return None
    if start is None and grid.height < 3:
        return None
    caption = _caption_lines(sheet.words, start, region) if start is not None else ()
    if start is not None and len(caption) > 9:
        return None
    return _assembled(sheet, region, start, caption, grid, body)


def _bare(
    sheet: Sheet, start: CaptionStart, words: Sequence[Word], starts: Sequence[CaptionStart], body: float
) -> TablePart | None:
    gutter = gutter_of(words)
    limit = min(
        (s.word.top for s in starts if s.word.top > start.word.bottom and _beside(s, start)), default=sheet.height
    )
    lines = _caption_without_rule(words, start, gutter)
    region = bare_region(sheet, lines, words, gutter, body, limit)
    if region is None:
        return None
    grid = stream(region)
    if grid is None or grid.width < 2 or grid.height - grid.depth < 2:
        return None
    return _assembled(sheet, region, start, tuple(lines), grid, body)


def _beside(a: CaptionStart, b: CaptionStart) -> bool:
    return abs(a.word.x0 - b.word.x0) < 60


def _caption_lines(words: Sequence[Word], start: CaptionStart, region: Region) -> tuple[Line, ...]:
    """The lines from the caption's start to the table."""
    x0, top, x1, _ = region.bbox
    box = (min(x0, start.word.x0) - 2, start.word.top - 1, x1 + 2, top + 1)
    return tuple(line for line in lines_of(within(words, box, 0)) if line.baseline > start.word.baseline - 3)


def _caption_without_rule(words: Sequence[Word], start: CaptionStart, gutter: tuple[float, float] | None) -> list[Line]:
    """The caption's first line, and those that follow as closely in one piece and the same type."""
    right = float("inf")
    if gutter is not None and start.word.x0 < gutter[0]:
        first = [w for w in words if abs(w.baseline - start.word.baseline) < 2]
        crossing = any(w.x0 < gutter[0] + 1 and w.x1 > gutter[1] - 1 for w in first)
        right = right if crossing else gutter[1]
    side = [w for w in words if start.word.x0 - 3 <= w.x0 < right and w.baseline > start.word.baseline - 3]
    lines = lines_of(side)
    taken = lines[:1]
    for line in lines[1:5]:
        step = line.baseline - taken[-1].baseline
        gaps = [b.x0 - a.x1 for a, b in pairwise(line.words)]
        wide = max(gaps, default=0.0) > 0.8 * line.size
        full = taken[-1].x1 > max(x.x1 for x in lines[:6]) - 12 * line.size
        if step > 1.3 * max(line.size, taken[-1].size) or wide or line.size != taken[-1].size or not full or line.bold:
            break
        taken.append(line)
    return taken


def _assembled(
    sheet: Sheet, region: Region, start: CaptionStart | None, caption: tuple[Line, ...], grid: Grid, body: float
) -> TablePart:
    inside = {id(w) for w in region.words} | {id(w) for line in caption for w in line.words}
    notes = _notes(sheet, region, inside, body)
    lines = [*caption, *(line for note in notes for line in note)]
    x0, top, x1, bottom = region.bbox
    box = (
        min([x0, *(line.x0 for line in lines)]),
        min([top, *(line.top for line in lines)]),
        max([x1, *(line.x1 for line in lines)]),
        max([bottom, *(line.bottom for line in lines)]),
    )
    taken = inside | {id(w) for line in lines for w in line.words}
    number, continued = (start.number, start.continued) if start is not None else ("", False)
    return TablePart(number, continued, caption, grid, notes, box, frozenset(taken))


def _notes(sheet: Sheet, region: Region, inside: set[int], body: float) -> tuple[tuple[Line, ...], ...]:
    """Lines close below the table in smaller type than the text, parted where a new mark or sentence opens a line."""
    x0, _, x1, bottom = region.bbox
    below = [w for w in sheet.words if x0 - 3 <= w.middle <= x1 + 3 and w.top > bottom - 1.5 and id(w) not in inside]
    taken: list[Line] = []
    last = bottom
    for line in lines_of(below):
        limit = 1.6 if not taken else 0.8
        if line.top - last > limit * line.size or line.size > body - 0.4 or (taken and line.size > taken[0].size + 0.3):
            break
        if line.text.startswith(("Table ", "TABLE ", "Fig", "FIG")):
            break
        taken.append(line)
        last = line.bottom
    notes: list[list[Line]] = []
    for line in taken:
        full = notes and notes[-1][-1].x1 > x1 - 8 * line.size
        if full and line.text[:1] not in "*†‡§¶#":
            notes[-1].append(line)
        else:
            notes.append([line])
    return tuple(tuple(note) for note in notes)
