"""The prose of a paper, put together again around tables, legends and page furniture."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from extractors.core.document import Document, Range, Section
from extractors.core.document import SectionKind as K
from extractors.layout.blocks import Block, BlockKind, is_figure_text, split
from extractors.layout.clean import Cleaned, WordCounts
from extractors.layout.headings import heading_words, in_abstract, run_in_headings, within
from extractors.layout.signs import plain
from extractors.layout.wording import Wording

# What goes on from a line above: "), respectively", "20 mg".
_GOES_ON = re.compile(r"\s*(?:[,;.)\]%]|\d[\d.,]*\s?(?:%|m?g\b|(?:months?|years?|weeks?|patients?)\b))")
# Lines with a blank line on either side: how many, and which share of all, show that every line stands apart; how near
# to the usual length a line of running text comes.
_MANY, _MOST, _NEARLY = 100, 0.8, 0.6
_FINISHED = re.compile(r"[.?!:;][)\]\"”’']*\*?\s*(?:\[[\d,–\- ]+\])?$")
_KEPT_APART = {K.REFERENCES, K.BACK_MATTER}
_UNHEADED = frozenset({K.TITLE, K.ABSTRACT, K.BODY})
_MAY_HOLD = _UNHEADED | {K.BACKGROUND, K.ABSTRACT_BACKGROUND}
_PARTS = {K.METHODS, K.RESULTS, K.DISCUSSION, K.CASES, K.BACKGROUND}


@dataclass(frozen=True)
class Prose:
    """Cleaned running text; paragraphs end with a newline. `sections` are ranges into `text` (cleaned)."""

    text: str
    offsets: tuple[int, ...]
    sections: tuple[Section, ...]

    def raw(self, start: int, end: int) -> Range:
        """The raw range of cleaned `[start, end)`; `end` must lie behind `start`."""
        if end <= start:
            raise ValueError("an empty range has no place in the raw text")
        return Range(self.offsets[start], self.offsets[end - 1] + 1)

    def cleaned(self, raw: int) -> int:
        """The cleaned offset of a raw one, or of the next character kept; legends stand behind the text they interrupt."""
        return self._places.get(raw, bisect_left(self.offsets, raw))

    @cached_property
    def _places(self) -> dict[int, int]:
        # backwards: of places that one raw offset has, the first counts
        return dict(zip(reversed(self.offsets), range(len(self.offsets) - 1, -1, -1), strict=True))

    def section_at(self, offset: int) -> Section:
        """The section that holds a cleaned offset."""
        k = bisect_right([s.start for s in self.sections], offset) - 1
        return self.sections[max(k, 0)]


def read_prose(document: Document, tables: tuple[Range, ...] = ()) -> Prose:
    """Clean a document's running text: `tables` are raw regions that are no prose."""
    flow = _Flow(document)
    if document.sections is not None:
        for section in document.sections:
            if section.kind not in (K.TABLE, K.REFERENCES, K.BACK_MATTER):
                flow.headed(section, tables)
    else:
        blocks = list(split(document.text, tables))
        for k, block in enumerate(blocks):
            if k and blocks[k - 1].kind is BlockKind.TABLE and flow.interrupts(block, blocks[k + 1 :]):
                flow.aside.append((flow.kind, block))
            else:
                flow.take(block)
    return flow.finish()


def _line(text: str) -> float:
    """The length from which a line alone is running text, in a text with a blank line behind each; 0 in any other.

    Where lines stand apart a short one may be lettering of a figure, one nearly as long as most is not.
    """
    lines = text.split("\n")
    filled = [k for k, line in enumerate(lines) if line.strip()]
    alone = sum(not "".join(lines[max(k - 1, 0) : k] + lines[k + 1 : k + 2]).strip() for k in filled)
    if len(filled) < _MANY or alone < _MOST * len(filled):
        return 0.0
    return _NEARLY * median(len(lines[k]) for k in filled)


class _Flow:
    """Takes blocks in order; legends and keys wait until the end, so that they do not interrupt a sentence."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.out = Cleaned(document.text, WordCounts(document.text))
        self.marks: list[tuple[int, K, str]] = []
        self.aside: list[tuple[K, Block]] = []
        self.kind = K.TITLE
        self.in_abstract = False
        self.line = _line(document.text)

    def take(self, block: Block) -> None:
        if block.kind is BlockKind.HEADING and block.section is not None:
            self._heading(block)
        elif block.kind in (BlockKind.LEGEND, BlockKind.KEY):
            self.aside.append((K.LEGEND if block.kind is BlockKind.LEGEND else K.KEY, block))
        elif block.kind is BlockKind.PROSE and self.kind not in _KEPT_APART:
            self._prose(block.start, block.end)

    def interrupts(self, block: Block, after: list[Block]) -> bool:
        """Whether whole sentences right below a table stand within one that began above it and goes on behind them."""
        going_on = next((b for b in after if b.kind is BlockKind.PROSE), None)
        if block.kind is not BlockKind.PROSE or going_on is None or self.kind in _KEPT_APART or not self.marks:
            return False
        body, rest = (self.document.text[b.start : b.end].strip() for b in (block, going_on))
        whole = body[:1].isupper() and _FINISHED.search(body) is not None
        return whole and rest[:1].islower() and not _FINISHED.search(self.out.tail(80))

    def headed(self, section: Section, tables: tuple[Range, ...]) -> None:
        """A section that the format itself names: paragraphs are lines."""
        self._break()
        self.marks.append((len(self.out), section.kind, section.title))
        for line in re.finditer(r"[^\n]+", self.document.text[section.start : section.end]):
            at = Range(section.start + line.start(), section.start + line.end())
            if (
                line.group().strip()
                and not any(t.overlaps(at) for t in tables)
                and line.group().strip() != section.title
            ):
                self.out.add(at.start, at.end)
                self._break()

    def _heading(self, block: Block) -> None:
        title = self.document.text[block.start : block.end].strip()
        if block.section is K.BODY:
            self._subheading(block, title)
            return
        kind = within(self.kind, block.section or K.BODY, title)
        if kind is K.ABSTRACT:
            self.in_abstract = True
        elif self.in_abstract:
            # a heading alone on its line within an abstract, unless the abstract has had its own parts already
            parts = {k for *_, k, _ in run_in_headings(self.out.text)} | {k for _, k, _ in self.marks}
            self.in_abstract = not parts & {in_abstract(kind), K.CONCLUSION, K.ABSTRACT_CONCLUSION, kind}
            kind = in_abstract(kind) if self.in_abstract else kind
        self._mark(kind, title)

    def _subheading(self, block: Block, title: str) -> None:
        """A heading that no list holds stays within the part that is open; before the first part there is none."""
        if (
            self.kind in _PARTS
            and not self.in_abstract
            and (_FINISHED.search(self.out.tail(80)) or self._just_headed())
        ):
            self._mark(self.kind, heading_words(title))
        elif self.kind not in _KEPT_APART:
            self._prose(block.start, block.end)

    def _just_headed(self) -> bool:
        return bool(self.marks) and self.marks[-1][0] == len(self.out)

    def _mark(self, kind: K, title: str) -> None:
        self._break()
        self.kind = kind
        self.marks.append((len(self.out), kind, title))

    def _break(self) -> None:
        self.out.strip_end()
        if self.out.last() not in ("", "\n"):
            self.out.put("\n", self.out.offsets[-1])

    def _prose(self, start: int, end: int) -> None:
        body = self.document.text[start:end]
        first = start + len(body) - len(body.lstrip())
        if self.out.last() not in ("", "\n"):
            unfinished = not _FINISHED.search(self.out.tail(80))
            running = bool(self.line) and (len(body.strip()) >= self.line or _GOES_ON.match(body) is not None)
            if unfinished and is_figure_text(body) and not body.strip()[0].islower() and not running:
                return
            on = running or body.strip()[0].islower() or len(body.split()) > 8 or not body.strip()[0].isalpha()
            if unfinished and on:
                self.out.join(first)
            else:
                self._paragraph()
        self.out.add(first, end)

    def _paragraph(self) -> None:
        """A new paragraph; after an abstract's conclusion the introduction begins, headed or not."""
        self._break()
        if not self.in_abstract and (self.kind is not K.TITLE or self.marks):
            return
        tail = run_in_headings(self.out.text)
        if self.in_abstract and tail and tail[-1][2] is K.CONCLUSION:
            self.in_abstract = False
            self._mark(K.BACKGROUND, "")
        elif self.kind is K.TITLE and tail and tail[-1][2] is K.CONCLUSION and not self.marks:
            self._mark(K.BACKGROUND, "")

    def finish(self) -> Prose:
        self._break()
        for kind, block in self.aside:
            self._mark(kind, "")
            self.out.add(block.start, block.end)
        self._break()
        usual = Wording(plain(self.out.text), self.out.offsets)
        marks = [(usual.moved(at), kind, title) for at, kind, title in self.marks]
        return Prose(usual.text, tuple(usual.offsets), tuple(_sections(usual.text, marks)))


def _sections(text: str, marks: list[tuple[int, K, str]]) -> list[Section]:
    """Sections from headings on lines and, within abstracts and unheaded text, from run-in headings."""
    bounds = [(0, K.TITLE, ""), *marks] if not marks or marks[0][0] > 0 else list(marks)
    bounds = [(at, _whole(kind, at, bounds, text), title) for at, kind, title in bounds]
    result: list[tuple[int, K, str]] = []
    for k, (at, kind, title) in enumerate(bounds):
        end = bounds[k + 1][0] if k + 1 < len(bounds) else len(text)
        result.append((at, kind, title))
        inside = run_in_headings(text[at:end]) if kind in _MAY_HOLD else []
        named = {found for *_, found, _ in inside}
        whole = kind in _UNHEADED or (kind is K.ABSTRACT_BACKGROUND and not title)
        # an abstract of which only the first part is headed on a line of its own; all of a text may be one
        if whole or {K.METHODS, K.RESULTS} <= named or (K.RESULTS in named and end == len(text)):
            result += [(at + start, in_abstract(found), name) for start, _, found, name in inside]
    ends = [at for at, _, _ in result[1:]] + [len(text)]
    return [Section(kind, title, at, end) for (at, kind, title), end in zip(result, ends, strict=True) if end > at]


def _whole(kind: K, at: int, bounds: list[tuple[int, K, str]], text: str) -> K:
    """Text before the first heading is a title when short, an abstract when not."""
    if kind is not K.TITLE:
        return kind
    end = bounds[1][0] if len(bounds) > 1 else len(text)
    return K.TITLE if len(bounds) > 1 and end - at < 900 else K.ABSTRACT
