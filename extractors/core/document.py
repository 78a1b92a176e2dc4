"""The document as read: one text, and character ranges into it.

Every reader (plain text, PDF, JATS) gives a `Document`. All offsets in this project are half-open character ranges
into `Document.text`; a cleaned view keeps a map back to it, and a table cell is a set of such ranges.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class InputError(Exception):
    """A file, vocabulary, gold line or setting cannot be used; the message names it and the cause."""


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Half-open character range `[start, end)` into a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a range: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Range) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Range) -> bool:
        """Whether `other` lies wholly within."""
        return self.start <= other.start and other.end <= self.end


class SectionKind(StrEnum):
    """Where in a paper a passage stands; decides what its numbers are likely to be about."""

    TITLE = "title"
    ABSTRACT = "abstract"
    ABSTRACT_BACKGROUND = "abstract background"
    ABSTRACT_METHODS = "abstract methods"
    ABSTRACT_RESULTS = "abstract results"
    ABSTRACT_CONCLUSION = "abstract conclusion"
    BACKGROUND = "background"
    METHODS = "methods"
    CASES = "cases"
    RESULTS = "results"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    LEGEND = "legend"
    TABLE = "table"
    KEY = "key"
    REFERENCES = "references"
    BACK_MATTER = "back matter"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the text; `title` is the heading as printed, empty where there is none."""

    kind: SectionKind
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its text with line breaks rejoined, and the ranges it was read from (none when empty)."""

    text: str = ""
    ranges: tuple[Range, ...] = ()

    @property
    def start(self) -> int:
        """First character; -1 when the cell left no trace in the text."""
        return min((r.start for r in self.ranges), default=-1)

    @property
    def end(self) -> int:
        """End of the last character; -1 when the cell left no trace in the text."""
        return max((r.end for r in self.ranges), default=-1)

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid: `header` rows above `rows`, each a tuple of cells of equal width; ranges count as in `Document.text`.

    `number` is as printed after the word Table ("1", "II"), empty for a figure that is a small table without number.
    `start`/`end` cover caption to last note. `confidence` (0..1) is the share of what the chosen reading explains;
    `doubts` say in words where two readings tie; `unsettled` are body rows (0-based) whose cells may belong to other
    columns than those they stand in, `tied` single cells (row, column) that may as well stand elsewhere; `untold` says that
    the header leaves columns of figures that it does not tell apart.
    """

    number: str
    caption: Cell
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Cell, ...] = ()
    start: int = 0
    end: int = 0
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()
    unsettled: tuple[int, ...] = ()
    untold: bool = False
    tied: frozenset[tuple[int, int]] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """Header text a column, joined over header rows with a space, a cell repeated over a span counted once."""
        width = max((len(r) for r in (*self.header, *self.rows)), default=0)
        joined = []
        for k in range(width):
            parts: list[str] = []
            for row in self.header:
                text = row[k].text if k < len(row) else ""
                if text and (not parts or parts[-1] != text):
                    parts.append(text)
            joined.append(" ".join(parts))
        return tuple(joined)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a range stands on a PDF page: 1-based page, box in points from the top left (x0, top, x1, bottom)."""

    start: int
    end: int
    page: int
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True)
class Document:
    """One paper as a reader leaves it.

    `sections` and `tables` are None when the format does not carry them (plain text): the layout stage finds them.
    `boxes` (PDF) are sorted by start. `warnings` say what is odd about the file, `unread`
    which whole pages or tables of it could not be read.
    """

    id: str
    text: str
    format: str = "text"
    source: str = ""
    sections: tuple[Section, ...] | None = None
    tables: tuple[Table, ...] | None = None
    boxes: tuple[Box, ...] = ()
    title: str = ""
    licence: str = ""
    warnings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text: the identity of what was read, whatever the file is called."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _box_starts(self) -> list[int]:
        return [b.start for b in self.boxes]

    def box_at(self, offset: int) -> Box | None:
        """The page box that holds a character, where the format has pages."""
        k = bisect_right(self._box_starts, offset) - 1
        return self.boxes[k] if k >= 0 and offset < self.boxes[k].end else None
