"""Blocks: the paragraphs, headings, legends, keys and furniture that a PDF-to-text tool left behind.

The tools end pages with a newline and begin the next with a space or a form feed; blank lines part blocks, but not
every part of a paragraph belongs together and not every blank line ends one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extractors.core.document import Range, SectionKind
from extractors.layout.headings import heading_kind, heading_words, is_subheading
from extractors.layout.run_in import Heading, run_in_lines
from extractors.layout.running_heads import running_heads


class BlockKind(StrEnum):
    """What a block of lines is."""

    PROSE = "prose"
    HEADING = "heading"
    LEGEND = "legend"
    KEY = "key"
    TABLE = "table"
    FURNITURE = "furniture"
    REFERENCES = "references"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `[start, end)` of the text; `section` is set for a heading."""

    kind: BlockKind
    start: int
    end: int
    section: SectionKind | None = None


LEGEND = re.compile(r"\s*(?:Fig(?:ure|\.)?\s*S?\d+[A-Za-z]?\b|FIGURE \d+|Fig\. \d+)[.:]?\s+(?=[\w(*“\"])")
_KEY_ENTRY = re.compile(r"(?:^|[;.]\s*|\n)\s*\*{0,3}([A-Za-z][\w/+-]{0,14})\s*[:=]\s+\w")
_FURNITURE = re.compile(
    r"(?ix) ^\s*(?: page\s+\d+(\s+of\s+\d+)? | \d{1,4} | \S+@\S+ | (?:https?://|www\.|doi:|DOI\s)\S.* "
    r"| .*\b(?:doi\.org|creativecommons|©|\(c\)\s*(?:19|20)\d\d|all rights reserved|open access"
    r"|terms of the creative)\b.* "
    r"| (?:this\ article\ was\ )?downloaded\ (?:from|by|on)\b.* | .{0,100}\bby\ guest\ on\b.* | .*\bavailable\ in\ PMC\b.*"
    r"| .{0,60}[a-z]\ \d{1,4}\ \((?:19|20)\d\d\)\ e?\d+[–-]e?\d+.{0,10} | .{0,60}\b(?:19|20)\d\d;\s?\d+\s?(?:\(\d+\)\s?)?[:,]\s?e?\d+.{0,20}"
    r"| .{0,50}\bvol(?:ume|\.)\ ?\d+.{0,20}\b(?:no\.|number|issue)\ ?\d+.{0,40}"
    r"| .*\bet\ al\.?.{0,60}\b(?:19|20)\d\d[,;:]?\s*\d+\s*[:(]\s*\d+.* "
    r"| received:?\s.*(?:accepted|published).* | \*?\s*correspondence:?.* | key\ ?words:?\s.* "
    r"| † .* contributed\ equally.* | full\ list\ of\ author\ information.* )\s*$"
)
_MAIN = re.compile(
    r"(?m)^(introduction|background|(?:patients|materials?|subjects) and methods?|methods|results|discussion|references)[ \t]*$"
)
# How far ahead the line below a heading is looked for.
_AHEAD = 300
# How many main headings in small letters show that the journal prints its headings so (Annals of Oncology does).
_SMALL = 3
_CORRESPONDENCE = re.compile(r"[*†]?\s?Correspondence(?: to)?:[^\n]*(?=\n)")
# A short line in capitals' case behind a stop and before a capital: only then can it be a heading within a paragraph.
_LINE_WITHIN = re.compile(
    r"(?:(?<=[.?!:\])])|(?<=[.?!]\d)|(?<=[.?!]\d\d)|(?<=[.?!]\d[,–-]\d)|(?<=[.?!]\d\d[,–-]\d)|(?<=[.?!]\d[,–-]\d\d)|(?<=[.?!]\d\d[,–-]\d\d))[ \t]*\n(?P<line>(?:[■▪●•◆▶►▸§]\s?|(?:[IVX]{1,4}|\d[\d.]{0,4})\s?[|.)]{0,2}\s)?[A-Za-z][^\n.]{2,60}?[:.]?)[ \t]*\n(?=[A-Z\d])"
)
# What opens an abstract, alone on its line below a title or authors that no stop ends.
_OPENS = re.compile(
    r"(?<=\n)(?P<line>Abstract|ABSTRACT|(?:BACKGROUND|PURPOSE|OBJECTIVES?|INTRODUCTION|AIMS?)[:.]?)[ \t]*\n(?=[A-Z\d])"
)
_NUMBER_LINE = re.compile(r"^\s*[-–−]?[\d.,]+\s*%?\s*$")


def split(text: str, tables: tuple[Range, ...] = ()) -> Iterator[Block]:
    """Blocks in text order; `tables` are the regions that are grids already."""
    small = len(set(_MAIN.findall(text))) >= _SMALL
    heads = run_in_lines(text)
    at = 0
    apart = [(r, BlockKind.TABLE) for r in tables] + [(r, BlockKind.FURNITURE) for r in running_heads(text)]
    for region, kind in sorted(apart, key=lambda one: one[0]):
        if region.start >= at:
            yield from _between(text, at, region.start, small, heads)
        if region.end > at:
            yield Block(kind, max(at, region.start), region.end)
        at = max(at, region.end)
    yield from _between(text, at, len(text), small, heads)


def _between(text: str, start: int, end: int, small: bool, heads: tuple[Heading, ...]) -> Iterator[Block]:
    for piece in _pieces(text, start, end):
        at = piece.start
        for head in heads:
            if not piece.start <= head.start < piece.end:
                continue
            if text[at : head.start].strip():
                yield from _classify(text, Range(at, head.start), small)
            yield Block(BlockKind.HEADING, head.start, head.end, head.kind)
            at = head.end
        if text[at : piece.end].strip():
            yield from _classify(text, Range(at, piece.end), small)


def _pieces(text: str, start: int, end: int) -> Iterator[Range]:
    """Runs of lines without a blank line, page start or heading line between them."""
    at = None
    for m in re.finditer(r"[^\n]*\n|[^\n]+$", text[start:end]):
        lo, hi = start + m.start(), start + m.end()
        line = m.group()
        blank = not line.strip()
        page_start = line.startswith((" ", "\f")) and not blank and at is not None and not line.startswith("   ")
        if at is not None and (blank or page_start):
            yield Range(at, lo)
            at = None
        if at is None and not blank:
            at = lo
        if at is not None and hi >= end:
            yield Range(at, hi)
            at = None
    if at is not None:
        yield Range(at, end)


def _classify(text: str, piece: Range, small: bool) -> Iterator[Block]:
    for cut in _CORRESPONDENCE.finditer(text, piece.start, piece.end):
        if cut.start() > piece.start:
            yield from _classify(text, Range(piece.start, cut.start()), small)
        yield Block(BlockKind.FURNITURE, cut.start(), cut.end())
        if cut.end() < piece.end:
            yield from _classify(text, Range(cut.end(), piece.end), small)
        return
    body = text[piece.start : piece.end]
    first, _, rest = body.partition("\n")
    kind = heading_kind(first)
    if kind is not None and _printed_as_heading(first, small):
        yield Block(BlockKind.HEADING, piece.start, piece.start + len(first), kind)
        if rest.strip():
            yield from _classify(text, Range(piece.start + len(first) + 1, piece.end), small)
        return
    if _printed_as_heading(first, small) and is_subheading(
        first, rest or text[piece.end : piece.end + _AHEAD].lstrip()
    ):
        yield Block(BlockKind.HEADING, piece.start, piece.start + len(first), SectionKind.BODY)
        if rest.strip():
            yield from _classify(text, Range(piece.start + len(first) + 1, piece.end), small)
        return
    inner = _inner_heading(body, small)
    if inner:
        yield from _classify(text, Range(piece.start, piece.start + inner), small)
        yield from _classify(text, Range(piece.start + inner, piece.end), small)
        return
    yield Block(_kind(body), piece.start, piece.end)


def _printed_as_heading(line: str, small: bool) -> bool:
    """Headings begin with a capital or a mark, in small letters only where the journal prints all of them so."""
    return small or line.lstrip().startswith("#") or not heading_words(line)[:1].islower()


def _inner_heading(body: str, small: bool) -> int:
    """Where a heading stands alone on a line between a finished sentence and a new one, 0 when nowhere."""
    opens = _OPENS.search(body)
    for m in _LINE_WITHIN.finditer(body):
        if heading_kind(m["line"]) is not None and _printed_as_heading(m["line"], small):
            return min(m.start("line"), opens.start() if opens else len(body))
    return opens.start() if opens else 0


def _kind(body: str) -> BlockKind:
    lines = body.strip().splitlines()
    if all(_FURNITURE.match(line) for line in lines):
        return BlockKind.FURNITURE
    if LEGEND.match(body) and not re.match(
        r"\s*\S+\s+\S+\s+(?:shows?|describes?|illustrates?|depicts?|presents?|summari[sz]es?)\b", body
    ):
        return BlockKind.LEGEND
    entries = sum(heading_kind(name) is None for name in _KEY_ENTRY.findall(body))
    if entries >= 3 and entries * 9 > len(body.split()):
        return BlockKind.KEY
    if sum(bool(_NUMBER_LINE.match(line)) for line in lines) * 2 > len(lines):
        return BlockKind.FURNITURE
    return BlockKind.PROSE


def is_figure_text(body: str) -> bool:
    """Whether a short unpunctuated piece is lettering of a figure (axis, legend box, arrow text)."""
    words = body.split()
    return len(words) <= 8 and not re.search(r"[.:;!?]\s*$", body.strip()) and not re.search(r"[.;]\s", body)
