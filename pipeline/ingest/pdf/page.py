"""What stands on a page: words, rules, and lines of words. All lengths in points, origin top left, y downward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Word:
    """Characters printed without a gap; `size` is the font size of most of them, `baseline` where they stand."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke: horizontal from `start` to `end` at height `at`, or vertical the other way round."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """From end to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, left to right."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(w.x1 for w in self.words)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(w.bottom for w in self.words)

    @property
    def baseline(self) -> float:
        """Where most of the words stand."""
        return median(w.baseline for w in self.words)

    @property
    def size(self) -> float:
        """Font size of the larger part."""
        return median(w.size for w in self.words)

    @property
    def bold(self) -> bool:
        """Whether all words but lone signs are bold."""
        solid = [w.bold for w in self.words if any(c.isalnum() for c in w.text)] or [w.bold for w in self.words]
        return all(solid)

    @property
    def text(self) -> str:
        """The words parted by spaces."""
        return " ".join(w.text for w in self.words)

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom."""
        return self.x0, self.top, self.x1, self.bottom


@dataclass(frozen=True)
class Sheet:
    """A page, or the part of it that is printed in one direction, turned upright.

    `turn` (0, 90 or 270 degrees clockwise) is how far the printed page was turned; `on_page` undoes it.
    """

    page: int
    width: float
    height: float
    words: tuple[Word, ...]
    horizontal: tuple[Rule, ...] = ()
    vertical: tuple[Rule, ...] = ()
    turn: int = 0
    main: bool = field(default=True)

    def on_page(self, bbox: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box of this sheet in the coordinates of the page as it is shown."""
        x0, top, x1, bottom = bbox
        if self.turn == 90:
            return round(top, 2), round(self.width - x1, 2), round(bottom, 2), round(self.width - x0, 2)
        if self.turn == 270:
            return round(self.height - bottom, 2), round(x0, 2), round(self.height - top, 2), round(x1, 2)
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words of one column or cell grouped by baseline, top to bottom.

    A word whose baseline is off by less than a third of its size belongs to the line (sub- and superscripts).
    """
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.baseline, w.x0)):
        row = rows[-1] if rows else None
        if row and word.baseline - row[0].baseline < 0.35 * max(word.size, row[0].size):
            row.append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda w: w.x0))) for row in rows]


def chunks_of(line: Line, gap: float) -> list[Line]:
    """A line cut wherever the space between two words is wider than `gap` times the font size."""
    chunks: list[list[Word]] = [[line.words[0]]]
    for left, right in zip(line.words, line.words[1:], strict=False):
        if right.x0 - left.x1 > gap * max(left.size, right.size):
            chunks.append([])
        chunks[-1].append(right)
    return [Line(tuple(chunk)) for chunk in chunks]


def body_size(lines: Sequence[Line]) -> float:
    """The font size that most characters are set in."""
    weight: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 4) / 4
        weight[size] = weight.get(size, 0) + len(line.text)
    return max(weight, key=lambda s: weight[s], default=10.0)
