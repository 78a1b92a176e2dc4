"""Papers to PDF pages: two justified, hyphenated columns, captions above tables and notes below them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Paragraph, Spacer, Table

from bench.tables.fonts import Face, faces
from bench.tables.grids import KnownPaper, KnownTable

STYLES = ("ruled", "booktabs", "ruleless")
MARGIN, GUTTER = 48.0, 16.0
WIDTH, HEIGHT = A4
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2


@dataclass(frozen=True)
class Manner:
    """How one paper is set: rules, faces, sizes, where cells sit, how landscape tables are turned."""

    rules: str
    face: Face
    size: float
    padding: float
    valign: str
    centred: bool
    landscape: str
    bold_head: bool = True


def manner_of(paper: KnownPaper, rules: str, rng: Random) -> Manner:
    """A random manner with the given rules, in a face that has the paper's characters where one is installed."""
    cells = "".join(s.text for t in paper.tables for s in t.grid.spans)
    return Manner(
        rules=rules,
        face=rng.choice(faces(plain=_is_plain(cells + "".join(paper.paragraphs)))),
        size=rng.choice((7.0, 7.5, 8.0)),
        padding=rng.choice((0.0, 0.7, 1.5, 2.5)),
        valign=rng.choice(("TOP", "TOP", "MIDDLE", "BOTTOM")),
        centred=rng.random() < 0.5,
        landscape=rng.choice(("page", "turned", "rotate")),
        bold_head=rng.random() < 0.6,
    )


def _is_plain(text: str) -> bool:
    return all(c.encode("cp1252", "ignore") for c in text)


def typeset(paper: KnownPaper, manner: Manner, path: Path) -> None:
    """Write the paper as a PDF."""
    canvas = Canvas(str(path), pagesize=A4)
    text = ParagraphStyle(
        "text", fontName=manner.face.regular, fontSize=9.5, leading=11.4, alignment=TA_JUSTIFY, firstLineIndent=9,
        hyphenationLang="en_GB", hyphenationMinWordLength=6,
    )  # fmt: skip
    heading = ParagraphStyle(
        "heading", fontName=manner.face.bold, fontSize=10.5, leading=13, spaceBefore=8, spaceAfter=2
    )
    queue: list[Flowable] = [Paragraph(escape(t), heading if t in paper.headings else text) for t in paper.paragraphs]
    groups = [_group(t, manner) for t in paper.tables]
    step = max(2, len(queue) // (len(groups) + 1))
    _Pages(canvas, paper, manner).run(queue, groups, step)
    canvas.save()


@dataclass
class _Group:
    """Caption, table and notes with the place that suits the table's width."""

    parts: list[Flowable]
    place: str


def _group(table: KnownTable, manner: Manner) -> _Group:
    small = ParagraphStyle("note", fontName=manner.face.regular, fontSize=manner.size - 0.5, leading=manner.size + 1)
    over = ParagraphStyle("caption", parent=small, fontSize=manner.size + 0.5, leading=manner.size + 2.5, spaceAfter=3)
    caption = Paragraph(f"<font name='{manner.face.bold}'>Table {table.number}</font> {escape(table.caption)}", over)
    natural = _natural(table, manner)
    wide = sum(min(w, 130) for w in natural)
    room = {"column": COLUMN, "page": WIDTH - 2 * MARGIN, "landscape": HEIGHT - 2 * MARGIN}
    place = "column" if wide <= COLUMN * 1.25 else "page" if wide <= room["page"] * 1.25 else "landscape"
    flowable = _table(table, manner, _shared(natural, _longest(table, manner), room[place]))
    notes = [Paragraph(escape(note), small) for note in table.notes]
    return _Group([caption, flowable, *([Spacer(1, 2)] if notes else []), *notes, Spacer(1, 8)], place)


def _natural(table: KnownTable, manner: Manner) -> list[float]:
    """Each column's width were nothing wrapped, points."""
    widths = [10.0] * table.grid.width
    for s in table.grid.spans:
        if s.columns == 1:
            widths[s.column] = max(widths[s.column], manner.face.width(s.text, manner.size) + 8)
    return widths


def _longest(table: KnownTable, manner: Manner) -> list[float]:
    """Each column's longest word, points: what it cannot go below."""
    widths = [10.0] * table.grid.width
    for s in table.grid.spans:
        share = max(manner.face.width(w, manner.size) for w in s.text.split()) + 7 if s.text else 0
        if s.columns == 1:
            widths[s.column] = max(widths[s.column], share)
    return widths


def _shared(natural: list[float], least: list[float], room: float) -> list[float]:
    """Column widths that fill the room: the natural ones where they fit, else the wide ones give way."""
    if sum(natural) <= room:
        spare = (room - sum(natural)) / len(natural)
        return [w + spare for w in natural]
    low, high = 0.0, max(natural)
    for _ in range(40):
        cap = (low + high) / 2
        low, high = (
            (cap, high) if sum(max(n, min(w, cap)) for w, n in zip(natural, least, strict=True)) <= room else (low, cap)
        )
    widths = [max(n, min(w, low)) for w, n in zip(natural, least, strict=True)]
    scale = min(1.0, room / sum(widths))
    return [w * scale for w in widths]


def _table(table: KnownTable, manner: Manner, widths: list[float]) -> Table:
    grid, size = table.grid, manner.size
    left = ParagraphStyle("cell", fontName=manner.face.regular, fontSize=size, leading=size * 1.18)
    middle = ParagraphStyle("centred", parent=left, alignment=TA_CENTER)
    bold = ParagraphStyle("head", parent=left, fontName=manner.face.bold if manner.bold_head else manner.face.regular)
    bold_middle = ParagraphStyle("head centred", parent=bold, alignment=TA_CENTER)
    cells: list[list[Paragraph | str]] = [[""] * grid.width for _ in range(grid.height)]
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), manner.valign),
        ("TOPPADDING", (0, 0), (-1, -1), manner.padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), manner.padding),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    for s in grid.spans:
        header = s.row < grid.depth
        centred = (manner.centred or s.columns > 1) and s.column > 0
        style = (bold_middle if centred else bold) if header else (middle if centred else left)
        cells[s.row][s.column] = Paragraph(escape(s.text), style)
        if s.rows > 1 or s.columns > 1:
            commands.append(("SPAN", (s.column, s.row), (s.column + s.columns - 1, s.row + s.rows - 1)))
    if manner.rules == "ruled":
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    elif manner.rules == "booktabs":
        commands += [
            ("LINEABOVE", (0, 0), (-1, 0), 0.8, "black"),
            ("LINEBELOW", (0, grid.depth - 1), (-1, grid.depth - 1), 0.5, "black"),
            ("LINEBELOW", (0, -1), (-1, -1), 0.8, "black"),
            ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.8, "black"),
        ]
    return Table(cells, colWidths=widths, repeatRows=grid.depth, style=commands)


class _Pages:
    """Fills pages: a wide table on top, then two columns; landscape tables on pages of their own."""

    def __init__(self, canvas: Canvas, paper: KnownPaper, manner: Manner) -> None:
        self.canvas, self.paper, self.manner, self.number = canvas, paper, manner, 0
        self.label = ""  # of the table placed last

    def run(self, queue: list[Flowable], groups: list[_Group], step: int) -> None:
        """Place everything; a table stands about where its share of the text ends."""
        flow: list[Flowable | _Group] = []
        for k, item in enumerate(queue):
            if k and k % step == 0 and groups:
                flow.append(groups.pop(0))
            flow.append(item)
        flow += groups
        while flow:
            first = next((g for g in flow[:12] if isinstance(g, _Group) and g.place != "column"), None)
            if first is not None and first.place == "landscape":
                flow.remove(first)
                self._landscape(first)
                continue
            self._head()
            top = HEIGHT - MARGIN
            if first is not None:
                top = self._across(first, flow, top)
            for n in range(2):
                if top > MARGIN + 60:
                    self._fill(Frame(MARGIN + n * (COLUMN + GUTTER), MARGIN, COLUMN, top - MARGIN, 0, 0, 0, 0), flow)
            self.canvas.showPage()

    def _head(self) -> None:
        self.number += 1
        self.canvas.setFont(self.manner.face.regular, 7.5)
        self.canvas.drawString(MARGIN, HEIGHT - 32, f"Roe et al. Journal of Invented Oncology (2019) 12:{34}")
        self.canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 32, f"Page {self.number} of 9")

    def _across(self, group: _Group, flow: list[Flowable | _Group], top: float) -> float:
        flow.remove(group)
        frame = Frame(MARGIN, MARGIN, WIDTH - 2 * MARGIN, top - MARGIN, 0, 0, 0, 0)
        rest = self._add(frame, group.parts)
        if rest:
            flow.insert(0, _Group(self._continued(rest), group.place))
        return float(frame._y) - 6

    def _landscape(self, group: _Group) -> None:
        rest = group.parts
        while rest:
            canvas, how = self.canvas, self.manner.landscape
            if how == "page":
                canvas.setPageSize((HEIGHT, WIDTH))
            else:
                canvas.rotate(90)
                canvas.translate(0, -WIDTH)
                canvas.setPageRotation(90 if how == "rotate" else 0)
            before = len(rest)
            rest = self._add(Frame(MARGIN, MARGIN, HEIGHT - 2 * MARGIN, WIDTH - 2 * MARGIN, 0, 0, 0, 0), rest)
            canvas.showPage()
            canvas.setPageSize(A4)
            canvas.setPageRotation(0)
            self.number += 1
            if rest and len(rest) < before:
                rest = self._continued(rest)

    def _continued(self, rest: list[Flowable]) -> list[Flowable]:
        """What a broken table goes on with: its caption's number and the word, where rows are left."""
        if not any(isinstance(p, Table) for p in rest):
            return rest
        face, size = self.manner.face.bold, self.manner.size
        style = ParagraphStyle("continued", fontName=face, fontSize=size, leading=10, spaceAfter=3)
        return [Paragraph(f"Table {self.label} (Continued)", style), *rest]

    def _fill(self, frame: Frame, flow: list[Flowable | _Group]) -> None:
        while flow:
            item = flow[0]
            if isinstance(item, _Group):
                if item.place != "column":
                    return
                height = sum(p.wrap(COLUMN, HEIGHT)[1] + p.getSpaceBefore() + p.getSpaceAfter() for p in item.parts)
                if height > frame._y - frame._y1p and not frame._atTop:
                    return
                flow.pop(0)
                rest = self._add(frame, item.parts)
                if rest:
                    flow.insert(0, _Group(self._continued(rest), "column"))
                    return
            elif frame.add(item, self.canvas):
                flow.pop(0)
            else:
                parts = frame.split(item, self.canvas)
                if len(parts) > 1 and frame.add(parts[0], self.canvas):
                    flow[:1] = parts[1:]
                return

    def _add(self, frame: Frame, parts: list[Flowable]) -> list[Flowable]:
        """Add what fits; return the rest, a table cut between rows."""
        rest = list(parts)
        first = rest[0]
        if isinstance(first, Paragraph) and first.style.name in ("caption", "continued"):
            self.label = first.text.split("Table ")[1].split("<")[0].split(" ")[0]
        while rest:
            if frame.add(rest[0], self.canvas):
                rest.pop(0)
                continue
            cut = frame.split(rest[0], self.canvas)
            if len(cut) > 1 and frame.add(cut[0], self.canvas):
                rest[:1] = cut[1:]
            elif frame._atTop:
                raise RuntimeError(f"{self.paper.name}: a part is too large for its page")
            break
        return rest
