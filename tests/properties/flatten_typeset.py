"""Sets a known table on pages between paragraphs of prose, in the ways that journals do."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.properties.flatten_known import Known

_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")


@dataclass(frozen=True)
class Style:
    """Measures in points. `inner` is the space between columns, `row_gap` between rows, `linewise` sets a row line by
    line over all its columns instead of cell by cell."""

    font: str = "Times-Roman"
    size: float = 8.0
    width: float = 500.0
    inner: float = 8.0
    row_gap: float = 3.0
    indent: float = 0.0
    middle: bool = False
    linewise: bool = False
    centred: bool = False


def random_style(rng: random.Random, columns: int) -> Style:
    """A style as journals have them: a column or the page wide, tight or open rows, three font families."""
    narrow = columns <= 4 and rng.random() < 0.5
    return Style(
        font=rng.choice(["Times-Roman", "Helvetica", "DejaVu"])
        if _DEJAVU.exists()
        else rng.choice(["Times-Roman", "Helvetica"]),
        size=rng.choice([7.0, 8.0, 9.0]),
        width=240.0 if narrow else 500.0,
        inner=rng.choice([6.0, 10.0, 16.0]),
        row_gap=rng.choice([0.5, 2.0, 4.0, 7.0]),
        indent=rng.choice([0.0, 0.0, 8.0]),
        middle=rng.random() < 0.25,
        linewise=rng.random() < 0.08,
        centred=rng.random() < 0.3,
    )


def typeset(known: Known, style: Style, path: Path, rng: random.Random) -> None:
    """Write a PDF of prose, the table, prose."""
    font = _font(style.font)
    setter = _Setter(Canvas(str(path), pagesize=(612, 792)), font, style)
    setter.prose(_prose(rng, 9))
    setter.table(known)
    setter.prose(_prose(rng, 14))
    setter.canvas.save()


def _font(name: str) -> str:
    if name == "DejaVu":
        registerFont(TTFont("DejaVu", str(_DEJAVU / "DejaVuSans.ttf")))
    return name


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines of at most `width` points; a word that is too long is broken after a slash or a hyphen, else anywhere."""
    lines: list[str] = []
    for word in text.split():
        if lines and stringWidth(f"{lines[-1]} {word}", font, size) <= width:
            lines[-1] += f" {word}"
            continue
        while stringWidth(word, font, size) > width and len(word) > 1:
            fit = next((k for k in range(len(word), 0, -1) if stringWidth(word[:k], font, size) <= width), 1)
            soft = max(word.rfind("/", 0, fit), word.rfind("-", 0, fit), word.rfind("–", 0, fit)) + 1
            lines.append(word[: soft or fit])
            word = word[soft or fit :]
        lines.append(word)
    return lines


class _Setter:
    def __init__(self, canvas: Canvas, font: str, style: Style) -> None:
        self.canvas, self.font, self.style = canvas, font, style
        self.left, self.y = 56.0, 740.0

    def room(self, height: float) -> None:
        if self.y - height < 50:
            self.canvas.showPage()
            self.y = 740.0

    def lines(self, lines: list[str], x: float, size: float, font: str) -> None:
        for line in lines:
            self.room(size * 1.2)
            self.canvas.setFont(font, size)
            self.y -= size * 1.2
            self.canvas.drawString(x, self.y, line)

    def prose(self, text: str) -> None:
        self.y -= 14
        self.lines(wrap(text, "Times-Roman", 10, 240 if self.style.width < 300 else 500), self.left, 10, "Times-Roman")

    def table(self, known: Known) -> None:
        style = self.style
        self.y -= 16
        title = f"Table {known.number} {known.caption}"
        self.lines(wrap(title, self.font, style.size, style.width), self.left, style.size, self.font)
        self.y -= 5
        widths = self.widths(known)
        for row in known.header:
            self.row([(t, n) for t, n in row], widths, group=False)
        self.y -= 4
        for cells in known.rows:
            alone = bool(cells[0]) and not any(cells[1:])
            if alone:
                self.row([(cells[0], len(widths))], widths, group=True)
            else:
                self.row([(c, 1) for c in cells], widths, group=False)
        self.y -= 5
        for note in known.notes:
            self.lines(wrap(note, self.font, style.size - 1, style.width), self.left, style.size - 1, self.font)

    def widths(self, known: Known) -> list[float]:
        """Natural widths where they fit; else the wide columns give way, none below its longest word."""
        size, style = self.style.size, self.style
        natural, least = [1.0] * known.width, [1.0] * known.width
        singles = [[(c, 1) for c in r] for r in known.rows if any(r[1:])] + [list(r) for r in known.header]
        for row in singles:
            at = 0
            for text, span in row:
                if span == 1 and at < known.width:
                    natural[at] = max(natural[at], stringWidth(text, self.font, size))
                    words = [stringWidth(w, self.font, size) for w in text.split()]
                    least[at] = max(least[at], min(max(words, default=1.0), 70.0))
                at += span
        free = style.width - style.inner * (known.width - 1)
        if sum(natural) <= free:
            return natural
        spare = max(free - sum(least), 0.0)
        need = [n - m for n, m in zip(natural, least, strict=True)]
        widths = [m + spare * d / max(sum(need), 1.0) for m, d in zip(least, need, strict=True)]
        return widths if sum(least) <= free else [w * free / sum(least) for w in least]

    def row(self, cells: list[tuple[str, int]], widths: list[float], group: bool) -> None:
        style, size = self.style, self.style.size
        placed: list[tuple[float, float, list[str]]] = []
        x, at = self.left, 0
        for text, span in cells:
            wide = sum(widths[at : at + span]) + style.inner * (min(span, len(widths) - at) - 1)
            wide = max(wide, style.width if group else 0.0)
            shift = style.indent if at == 0 and not group and style.indent and wide > 60 else 0.0
            placed.append((x + shift, wide - shift, wrap(text, self.font, size, max(wide - shift, 12.0))))
            x += wide + style.inner
            at += span
        tall = max((len(lines) for _, _, lines in placed), default=1)
        self.room(tall * size * 1.15 + style.row_gap)
        self.canvas.setFont(self.font, size)
        drawn = [
            (self.y - size * 1.15 * (n + 1 + ((tall - len(lines)) / 2 if style.middle else 0)), k, line, px, wide)
            for k, (px, wide, lines) in enumerate(placed)
            for n, line in enumerate(lines)
        ]
        if style.linewise:
            drawn.sort(key=lambda d: (-d[0], d[1]))
        for y, k, line, px, wide in drawn:
            centre = style.centred and k > 0
            self.canvas.drawString(px + ((wide - stringWidth(line, self.font, size)) / 2 if centre else 0.0), y, line)
        self.y -= tall * size * 1.15 + style.row_gap


_SUBJECTS = [
    "the patients",
    "most of the tumours",
    "all of these lesions",
    "two of the investigators",
    "the physicians",
]
_VERBS = ["were seen at", "had been referred to", "were followed up by", "have been described in", "did return to"]
_OBJECTS = ["the clinic of our hospital", "a centre that is near to them", "the registry which was set up for this"]
_TAILS = [
    "after the end of treatment",
    "before the second cycle was begun",
    "when the disease had progressed",
    "as it was planned",
]


def _prose(rng: random.Random, sentences: int) -> str:
    """Plain sentences without facts, long enough to fill lines."""
    made = []
    for _ in range(sentences):
        parts = [rng.choice(x) for x in (_SUBJECTS, _VERBS, _OBJECTS, _TAILS)]
        made.append(" ".join(parts).capitalize() + ".")
    return " ".join(made)
