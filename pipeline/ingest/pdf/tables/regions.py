"""Where tables stand: between rules of one extent, or below a caption where no rules are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest.pdf.page import Line, Rule, Sheet, Word, chunks_of, lines_of
from pipeline.ingest.pdf.tables.captions import CaptionStart
from pipeline.ingest.pdf.tables.part import Region, within

SHORTEST_RULE = 50.0
"""Points: a table's full rule is at least as long."""
ALIKE = 4.0
"""Points by which ends of rules of one table may differ."""


def ruled_regions(sheet: Sheet, captions: Sequence[CaptionStart], body: float) -> list[Region]:
    """Regions between two or more rules of one extent, top to bottom, none inside another."""
    found: list[Region] = []
    for rules in _extents(sheet.horizontal):
        found += [_region(sheet, group) for group in _groups(rules, sheet, captions, body) if len(group) > 1]
    found.sort(key=lambda r: -(r.bbox[2] - r.bbox[0]) * (r.bbox[3] - r.bbox[1]))
    kept: list[Region] = []
    for region in found:
        if region.words and not any(_overlap(region, other) for other in kept):
            kept.append(region)
    return sorted(kept, key=lambda r: (r.bbox[1], r.bbox[0]))


def _extents(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules with the same two ends, together."""
    sets: list[list[Rule]] = []
    for rule in sorted((r for r in rules if r.length >= SHORTEST_RULE), key=lambda r: r.at):
        for known in sets:
            if abs(known[0].start - rule.start) < ALIKE and abs(known[0].end - rule.end) < ALIKE:
                known.append(rule)
                break
        else:
            sets.append([rule])
    return [s for s in sets if len(s) > 1]


def _groups(rules: list[Rule], sheet: Sheet, captions: Sequence[CaptionStart], body: float) -> list[list[Rule]]:
    """The rules of one extent cut wherever a caption or running text stands between two of them."""
    groups = [[rules[0]]]
    for above, below in pairwise(rules):
        box = (above.start, above.at, above.end, below.at)
        framed = any(
            v.start <= above.at + 3 and v.end >= below.at - 3 and above.start - 3 < v.at < above.end + 3
            for v in sheet.vertical
        )
        captioned = any(
            above.at - 2 < c.word.top < below.at and above.start - 10 < c.word.x0 < above.end for c in captions
        )
        content = lines_of(within(sheet.words, box, 0))
        if not framed and (captioned or is_prose(content, body, full=len(groups[-1]) >= 3)):
            groups.append([])
        groups[-1].append(below)
    return groups


def is_prose(lines: Sequence[Line], body: float, full: bool = False) -> bool:
    """Whether lines are running text: many words on end, in the size of the text.

    `full` asks it of what follows a table that is complete already: there notes in small type count too.
    """
    if len(lines) < (1 if full else 4):
        return False
    chunks = [chunk for line in lines for chunk in chunks_of(line, 0.9)]
    wordy = [c for c in chunks if len(c.words) >= 5 and sum(w.text[0].isalpha() for w in c.words) > 0.6 * len(c.words)]
    share = sum(len(c.words) for c in wordy) / max(1, sum(len(c.words) for c in chunks))
    small = sum(line.size < body - 0.4 for line in lines) > 0.5 * len(lines)
    return share > (0.75 if full else 0.9 if small else 0.6)


def _region(sheet: Sheet, rules: list[Rule]) -> Region:
    x0, x1 = min(r.start for r in rules), max(r.end for r in rules)
    top, bottom = rules[0].at, rules[-1].at
    partial = tuple(
        (r.at, r.start, r.end)
        for r in sheet.horizontal
        if top - 1 < r.at < bottom + 1
        and r.start > x0 - ALIKE
        and r.end < x1 + ALIKE
        and r.length < (x1 - x0) - 2 * ALIKE
    )
    verticals = tuple(
        (v.at, max(v.start, top), min(v.end, bottom))
        for v in sheet.vertical
        if x0 - ALIKE < v.at < x1 + ALIKE and min(v.end, bottom) - max(v.start, top) > 5
    )
    box = (x0, top, x1, bottom)
    return Region(box, tuple(r.at for r in rules), partial, verticals, tuple(within(sheet.words, box, 0.5)))


def _overlap(a: Region, b: Region) -> bool:
    return (
        min(a.bbox[2], b.bbox[2]) - max(a.bbox[0], b.bbox[0]) > 5
        and min(a.bbox[3], b.bbox[3]) - max(a.bbox[1], b.bbox[1]) > 1
    )


def bare_region(
    sheet: Sheet,
    caption_lines: Sequence[Line],
    words: Sequence[Word],
    gutter: tuple[float, float] | None,
    body: float,
    limit: float,
) -> Region | None:
    """The lines below a caption that stand in columns, where no rules are drawn, if there are some."""
    low, x0, x1 = caption_lines[-1].bottom, caption_lines[0].x0, max(line.x1 for line in caption_lines)
    for left, right in _ranges(words, gutter, x0, x1, low):
        lines = [
            line
            for line in lines_of(w for w in words if left <= w.middle <= right and low < w.baseline and w.top < limit)
            if line.top > low - 2
        ]
        taken = _tabular(lines, low, body)
        if len(taken) >= 3 and sum(len(chunks_of(line, 0.8)) > 1 for line in taken) >= 2:
            inside = tuple(w for line in taken for w in line.words)
            box = (min(w.x0 for w in inside) - 2, taken[0].top - 1, max(w.x1 for w in inside) + 2, taken[-1].bottom + 1)
            return Region(box, words=inside)
    return None


def _ranges(
    words: Sequence[Word], gutter: tuple[float, float] | None, x0: float, x1: float, low: float
) -> list[tuple[float, float]]:
    """Where the table may reach: over its caption's column, or over the page where its type goes on beyond the gutter."""
    edges = min(w.x0 for w in words) - 1, max(w.x1 for w in words) + 1
    if gutter is None:
        return [edges]
    middle = (gutter[0] + gutter[1]) / 2
    if x0 > middle:
        return [(middle, edges[1])]
    near = [w for w in words if low < w.baseline < low + 60]
    here = [w.size for w in near if w.x1 < middle]
    beyond = [w for w in near if w.x0 > middle]
    crossed = x1 > middle + 5 or any(w.x0 < gutter[0] + 1 and w.x1 > gutter[1] - 1 for w in near)
    alike = [w for w in beyond if here and abs(w.size - sorted(here)[len(here) // 2]) < 0.4]
    if beyond and not crossed:
        wordy = is_prose(lines_of(beyond), 0.0, full=True)
        crossed = len(alike) > 0.7 * len(beyond) and not wordy
    return [edges] if crossed else [(edges[0], middle)]


def _tabular(lines: list[Line], low: float, body: float) -> list[Line]:
    """Leading lines that stand in columns, with lines of one cell among them, up to running text or a wide gap."""
    taken: list[Line] = []
    last = low
    for k, line in enumerate(lines):
        if taken and (line.top - last > 2.2 * line.size or line.size > taken[0].size + 0.6):
            break
        in_type = line.size > body - 0.4 or len(chunks_of(line, 0.8)) == 1
        if in_type and is_prose(lines[k : k + 2], body, full=True):
            break
        taken.append(line)
        last = line.bottom
    while taken and len(chunks_of(taken[-1], 0.8)) == 1 and len(taken[-1].words) > 3:
        taken.pop()
    return taken
