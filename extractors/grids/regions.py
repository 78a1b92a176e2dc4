"""Where a flattened text holds tables: caption, body and notes, without the prose around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.core.document import Range
from extractors.grids.below import captions_stand_below
from extractors.grids.beside import names_group
from extractors.grids.captions import Caption, figure_caption, is_title, table_captions
from extractors.grids.footnotes import is_marked
from extractors.grids.lines import Line, keeps_apart, lines_of
from extractors.grids.notes import block_end, lead_notes, note_length, starts_note
from extractors.grids.prose import (
    body_width,
    fills,
    is_paragraph,
    is_texty,
    is_wordy,
    share_of_function_words,
    starts_prose,
)
from extractors.grids.results_told import tells_results
from extractors.grids.tabbed import tab_block
from extractors.grids.uncaptioned import uncaptioned
from extractors.layout.headings import is_subheading
from extractors.layout.running_heads import running_heads

_HEADING = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:abstract|introduction|background|(?:patients|materials?)(?: and|,)?.{0,20}methods?"
    r"|methods?|results?|discussion|conclusions?|references|acknowledge?ments?|competing interests"
    r"|conflicts? of interest|abbreviations|funding|ethics.*|data availability.*|authors?['’] contributions"
    r"|(?:anti-?tumou?r )?(?:efficacy|activity)|safety|toxicit(?:y|ies)|tolerability|(?:tumou?r )?responses?|survival|adverse events"
    r"|follow-up|outcomes?)\s*[.:]?$",
    re.I,
)
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}\.?\s|\s?[|.]\s|\.\d{1,2}\s?[|.]\s)\s*[A-Z]")
# The number of patients alone on a line below the caption.
_SIZE = re.compile(r"[(\[]\s*[nN]\s*=\s*\d[\d,]*[^()]{0,40}[)\]]\s*\.?$")
# What a header says and no caption ends with; how headers begin that name their labels.
_HEADED = re.compile(r"\(?\b[nN]\s?=|%|\bNo\.|\b[pP]\b|\d")
_LABELLED = re.compile(
    r"(?:(?:baseline|patients?|clinical) )?(?:characteristics?|variables?|parameters?|factors?|covariates?|(?:adverse |side )?(?:events?|effects?)|toxicit(?:y|ies)|items?)\b",
    re.I,
)

# Legends are no longer than so many lines.
_LEGEND = 10
# A line of running text has at least so many characters, and such a share of words of grammar.
_LONG, _GRAMMAR = 45, 0.15
# A sentence of it has no more words than these, nor so large a share of figures.
_SENTENCE, _FIGURES = 45, 0.3


@dataclass(frozen=True, slots=True)
class Region:
    """A table's lines: indices `first` (caption) to `last`, one past the caption (`lead`), where the rows begin
    behind notes that stand above them (`body`), and the first line of the notes. Where captions stand below, `first`
    is the first row and the caption ends the region.

    `figure` regions stand without a caption of their own above a figure's legend, which ends before line `legend`.
    """

    caption: Caption
    first: int
    lead: int
    body: int
    notes: int
    last: int
    figure: bool = False
    legend: int = 0

    def caption_lines(self) -> range:
        """The lines of the caption, with notes between it and the rows."""
        return range(self.caption.line, max(self.lead, self.body) if self.first == self.caption.line else self.lead)

    def note_lines(self) -> Iterator[int]:
        """The lines of notes and keys."""
        if self.figure:
            yield from range(self.caption.line + 1, self.legend)
        elif self.first == self.caption.line:
            yield from range(self.lead, self.body)
            yield from range(self.notes, self.last)
        else:
            yield from range(self.notes, self.caption.line)


def table_regions(text: str) -> tuple[Range, ...]:
    """Character ranges of the tables of a plain text, each from its caption to its last note or key, in order."""
    lines, found = regions_of(text)
    return tuple(Range(lines[r.first].start, lines[r.last - 1].end) for r in found)


@lru_cache(maxsize=1)
def regions_of(text: str) -> tuple[tuple[Line, ...], tuple[Region, ...]]:
    """The lines of a text and its tables among them; kept for the next question about the same text."""
    lines = _within_pages(lines_of(text), running_heads(text))
    return lines, regions(lines)


def _within_pages(lines: tuple[Line, ...], heads: Sequence[Range]) -> tuple[Line, ...]:
    """The lines without running heads and feet; what stands below one begins a page."""
    starts = {r.start for r in heads}
    kept: list[Line] = []
    gap = 0
    for line in lines:
        if line.start in starts:
            gap = max(gap, line.gap, 1)
            continue
        kept.append(replace(line, gap=max(gap, line.gap)) if gap else line)
        gap = 0
    return tuple(kept)


def regions(lines: Sequence[Line]) -> tuple[Region, ...]:
    """The tables among the lines of a whole text."""
    width = body_width(lines)
    captions = table_captions(lines, width)
    found: list[Region] = []
    below = captions_stand_below(lines, captions, lambda i: _prose_above(lines, i, width))
    for k, caption in enumerate(captions):
        stop = captions[k + 1].line if k + 1 < len(captions) else len(lines)
        if below:
            found.append(_region_above(lines, caption, found[-1].last if found else 0, stop, width))
        else:
            found.append(_region(lines, caption, stop, width))
    found = [r for r in found if r.last > r.body]
    found += _figures(lines, found, width)
    taken = [(r.first, r.last) for r in found]
    for k, (first, stop) in enumerate(uncaptioned(lines, taken, width), 1):
        unnamed = Caption(first, "", f"without caption {k}", lines[first].start, False)
        found.append(_below(lines, unnamed, first, stop, width))
    return tuple(sorted(found, key=lambda r: r.first))


def _figures(lines: Sequence[Line], tables: Sequence[Region], width: int) -> list[Region]:
    """Small tables printed as figures: what stands between prose and a figure's legend, where it has rows of words
    and counts rather than the marks of an axis."""
    taken = {i for r in tables for i in range(r.first, r.last)}
    found: list[Region] = []
    for i, line in enumerate(lines):
        match = figure_caption(line)
        if match is None:
            continue
        first = i
        while first > 0 and first - 1 not in taken and not _prose_above(lines, first - 1, width):
            first -= 1
        last = i
        while last > first and len(lines[last - 1].text) <= 2:
            last -= 1
        if _is_small_table(lines[first:last]):
            number = f"Fig {match['number']}"
            caption = Caption(i, "Figure", number, line.start + match.start("title"), False)
            legend = min(block_end(lines, i, len(lines)), i + _LEGEND)
            found.append(Region(caption, first, first, first, last, last, figure=True, legend=legend))
    return found


def _prose_above(lines: Sequence[Line], i: int, width: int) -> bool:
    """Whether line `i`, read upwards, belongs to prose or a legend: a full line, or a short end of a paragraph."""
    if is_wordy(lines[i], width) or figure_caption(lines[i]) is not None:
        return True
    above = lines[max(0, i - 1) : i]
    full = is_texty(lines[i], width) and fills(lines[i], width) and lines[i].gap == 0
    if full and above and is_texty(above[0], width):
        return True
    ends = lines[i].text.endswith(".") and lines[i].gap == 0
    return ends and bool(above) and is_texty(above[-1], width)


def _is_small_table(block: Sequence[Line]) -> bool:
    """Whether lines hold rows: a label with two or more counts, several lines of several words, few lone numbers."""
    if len(block) < 4:
        return False
    ticks = sum(bool(re.fullmatch(r"[\d.,%+\-–− ]+", x.text)) for x in block)
    rows = sum(bool(re.match(r"[^\W\d].*?(?:\s+\d+(?:\s?\(\d+(?:\.\d+)?\s?%?\))?){2,}$", x.text)) for x in block)
    worded = sum(len(x.text.split()) >= 2 for x in block)
    return rows >= 1 and ticks <= 0.1 * len(block) and worded >= 0.6 * len(block)


def _region(lines: Sequence[Line], caption: Caption, stop: int, width: int) -> Region:
    return _below(lines, caption, _caption_end(lines, caption, stop, width), stop, width)


def _below(lines: Sequence[Line], caption: Caption, lead: int, stop: int, width: int) -> Region:
    """The table below its caption, from line `lead` on."""
    body = lead_notes(lines, lead, stop)
    if (notes := tab_block(lines, body, stop)) > body:
        # a note stands right below the rows
        more = block_end(lines, notes - 1, stop)
        return Region(caption, caption.line, lead, body, notes, more)
    grid: list[str] = []
    i = body
    while i < stop:
        below = i > body + 1 and (not lines[i].page or lines[i].indent == 1) and starts_note(lines, i, stop, grid)
        if below or _ends(lines, i, width):
            break
        if i > body + 1 and lines[i].gap and note_length(lines, i, stop, grid):
            break
        grid.append(lines[i].text)
        i += 1
    notes = i
    while i < stop and (i == notes or not _ends(lines, i, width)):
        known = i == notes and not is_paragraph(lines[i]) and starts_note(lines, i, stop, grid)
        if i == notes and not known and _ends(lines, i, width):
            break
        size = note_length(lines, i, stop, grid) or (block_end(lines, i, stop) - i if known else 0)
        if not size:
            break
        i += size
    return Region(caption, caption.line, lead, body, notes, i)


def _region_above(lines: Sequence[Line], caption: Caption, stop: int, ahead: int, width: int) -> Region:
    """The table above its caption, below line `stop`."""
    first = caption.line
    while first > stop and not _prose_above(lines, first - 1, width):
        first -= 1
        if (
            _HEADING.match(lines[first].text)
            and lines[first].gap
            and any(is_wordy(x, width) for x in lines[first + 1 : first + 4])
        ):
            first = caption.line  # a section's heading and its text: no table stands here
            break
        if lines[first].page:
            break
    grid: list[str] = []
    notes = first
    while notes < caption.line:
        if notes > first + 1 and lines[notes].gap and note_length(lines, notes, caption.line, grid):
            break
        grid.append(lines[notes].text)
        notes += 1
    end = _caption_end(lines, caption, ahead, width)
    return Region(caption, first, end, first, notes, end)


def _caption_end(lines: Sequence[Line], caption: Caption, stop: int, width: int) -> int:
    """One past the caption: its line, and those that carry its sentence on in the same block."""
    first = caption.line
    i = first + 1
    bare = lines[first].end <= caption.title_at
    if bare and i < stop and lines[i].gap <= 2 and not lines[i].page and is_title(lines[i].text):
        i += 1
    while i < stop and i < first + 5 and lines[i].gap == 0 and not lines[i].page:
        before, here = lines[i - 1].text, lines[i].text
        if keeps_apart(here):
            break
        if _open_bracket(before) or _SIZE.match(here) or (_BRACKETED.match(here) and not before.endswith(".")):
            i += 1
            continue
        if before.endswith((".", "?")) or (re.search(r"\d", here) and not re.search(r"[^\W\d]{3,}.*[^\W\d]{3,}", here)):
            break
        open_end = here[0].islower() or before.endswith("-") or _cut(before)
        if not (open_end and len(before) >= 0.75 * width) and not _ends_caption(lines, i, stop, open_end):
            break
        i += 1
    return i


# What a caption says of those whom the table counts, on a line of its own.
_BRACKETED = re.compile(r"\([a-z][^()\d%=]{8,}\)[*†‡§a-d]?\.?$")


def _open_bracket(text: str) -> bool:
    """Whether a line ends within brackets that it opened: "... at the start of treatment (N ="."""
    return text.count("(") > text.count(")") and text.rfind("(") > text.rfind(")")


def _ends_caption(lines: Sequence[Line], i: int, stop: int, open_end: bool) -> bool:
    """Whether line `i` goes on with a caption set in a narrow table: one that was open, or with a header right below that
    begins with the labels'."""
    if i + 1 >= stop or _HEADED.search(lines[i].text) or len(lines[i].text.split()) > 8:
        return False
    labels = _LABELLED.fullmatch(lines[i].text) and _LABELLED.match(lines[i + 1].text)
    return open_end or (len(lines[i - 1].text) > 25 and bool(labels))


def _cut(text: str) -> bool:
    """Whether a line ends with a word that cannot end a phrase."""
    return share_of_function_words(text.rsplit(maxsplit=1)[-1]) > 0 or text.endswith((",", ";", ":"))


def _ends(lines: Sequence[Line], i: int, width: int) -> bool:
    """Whether a table cannot hold line `i`: a heading, a legend, running prose."""
    line = lines[i]
    if _HEADING.match(line.text) and (line.gap or line.page):
        return i + 1 < len(lines) and any(is_wordy(x, width) for x in lines[i + 1 : i + 4])
    if is_paragraph(line) or figure_caption(line) is not None or _heads_prose(lines, i, width):
        return True
    if is_paragraph(line) and not is_marked(line.text):
        return True
    if _tells(lines, i) and not is_marked(line.text):
        return True
    return starts_prose(lines, i, width) and not is_marked(line.text) and not _heads_notes(lines, i)


def _tells(lines: Sequence[Line], i: int) -> bool:
    """Whether a paragraph that tells results begins at line `i`."""
    line = lines[i].text
    if len(line) < _LONG or share_of_function_words(line) < _GRAMMAR:
        return False
    block = " ".join(x.text for x in lines[i : block_end(lines, i, len(lines))])
    first = re.split(r"\.\s+(?=[A-Z])", block)[0].split()
    if len(first) > _SENTENCE or sum(any(c.isdigit() for c in w) for w in first) > _FIGURES * len(first):
        return False  # rows, the text right below them
    return tells_results(block)


def _heads_prose(lines: Sequence[Line], i: int, width: int) -> bool:
    """Whether line `i` is a heading of the author's own, running text right below it.

    A last row of words may look like one ("Status AWD AWD DOD"): the heading must be numbered or speak in phrases.
    """
    line = lines[i]
    if not (line.gap or line.page) or i + 1 >= len(lines) or (is_marked(line.text) and not _NUMBERED.match(line.text)):
        return False
    if not _NUMBERED.match(line.text) and not share_of_function_words(line.text):
        return False
    if line.gap and names_group(line.text) and i and names_group(lines[i - 1].text):
        return False  # headings of groups that a tool wrote behind all rows
    return is_subheading(lines[i].text, lines[i + 1].text) and starts_prose(lines, i + 1, width)


def _heads_notes(lines: Sequence[Line], i: int) -> bool:
    """Whether line `i` is a whole sentence right above lines that begin with a footnote mark."""
    line, ahead = lines[i], lines[i + 1 : i + 2]
    return line.text[0].isupper() and line.text.endswith(".") and any(is_marked(x.text) for x in ahead)
