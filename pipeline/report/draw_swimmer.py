"""The swimmer plot: one bar a patient and treatment, with best response and an arrow where it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from pipeline.report import words
from pipeline.report.individuals import BEST, Individual
from pipeline.report.svg import FAINT, INK, PAPER, RESPONSE, RULE, Drawing, cut

PAGE = 36  # rows of a picture on the page


@dataclass(frozen=True)
class Layout:
    """Height of a row, width of the picture, where bars begin and the longest may end; `stacked` puts labels above."""

    row: float
    width: float
    left: float
    right: float
    stacked: bool = False


WIDE, NARROW = Layout(24, 860, 270, 770), Layout(42, 384, 10, 316, stacked=True)
Groups = list[tuple[str, list[Individual]]]
_BAR = {True: "#7a93ac", False: "#c3ccd5"}  # on treatment; time to an event
_NAMES = {
    "treatment_duration": "treatment",
    "TTF": "time to treatment failure",
    "PFS": "progression-free survival",
    "TTP": "time to progression",
    "EFS": "event-free survival",
    "RFS": "relapse-free survival",
    "sd_duration": "stable disease",
    "DOR": "duration of response",
    "follow_up": "follow-up",
    "OS": "overall survival",
}


def swimmer_rows(people: list[Individual]) -> list[Individual]:
    """Patients with a duration, one row a treatment (its responses by several criteria share it), longest first."""
    rows: dict[tuple[object, ...], Individual] = {}
    for p in people:
        if p.months is not None:
            rows.setdefault((p.doc, p.patient, p.drugs), p)
    return sorted(rows.values(), key=lambda p: (p.doc, -(p.months or 0.0), p.patient))


def swimmer_groups(rows: list[Individual]) -> Groups:
    """Rows by document."""
    return [(doc, list(g)) for doc, g in groupby(rows, key=lambda p: p.doc)]


def draw_swimmer(groups: Groups, people: list[Individual], longest: float, layout: Layout = WIDE) -> Drawing:
    """Bars in months from the start of what they measure; letters tell the best response beside its colour."""
    head = 112.0 if layout.stacked else 56.0
    height = head + 26 + sum(30 + len(g) * layout.row for _, g in groups)
    drawing = Drawing(
        layout.width, height, "Swimmer plot", "Durations of single patients in months with best response; arrows go on."
    )
    most = 5 if layout.stacked else 10
    step = next(s for s in (1, 2, 3, 6, 12, 24, 48, 96, 192, 10_000) if longest / s <= most)
    top = (int(longest / step) + 1) * step
    _legend(drawing, layout)
    for month in range(0, top + 1, step):
        x = layout.left + (layout.right - layout.left) * month / top
        drawing.line(x, head, x, height - 24, stroke=RULE, stroke_dasharray="2 3" if month else "")
        for y in (head - 6, height - 8):
            drawing.text(x, y, f"{month}", fill=FAINT, size=11, text_anchor="middle")
    drawing.text(layout.width, head - 6, "months", fill=FAINT, size=11, text_anchor="end")
    y = head
    for doc, members in groups:
        drawing.text(4, y + 20, cut(doc, layout.width - 10, 13), size=13, font_weight="600")
        y += 30
        for p in members:
            judged = [q for q in people if (q.doc, q.patient, q.drugs) == (p.doc, p.patient, p.drugs)]
            _row(drawing, p, judged, y, (layout, (layout.right - layout.left) / top))
            y += layout.row
    return drawing


def _legend(drawing: Drawing, layout: Layout) -> None:
    for k, category in enumerate(BEST):
        _chip(drawing, 19 + k * 36, 16, category)
    drawing.text(188, 20, "best response", fill=FAINT, size=11)
    x, y = (4.0, 32.0) if layout.stacked else (300.0, 4.0)
    for treated, label, room in ((True, "on treatment", 106), (False, "time to event or follow-up", 184)):
        drawing.rect(x, y + 5, 18, 13, fill=_BAR[treated])
        drawing.text(x + 24, y + 16, label, fill=FAINT, size=11)
        x += room
    x, y = (4.0, 56.0) if layout.stacked else (x, y)
    _arrow(drawing, x + 2, y + 12)
    drawing.text(x + 24, y + 16, "ongoing", fill=FAINT, size=11)
    drawing.path(f"M{x + 88:g} {y + 5:g}l6 7l-6 7l-6 -7z", fill=RESPONSE["PR"])
    drawing.text(x + 100, y + 16, "response seen", fill=FAINT, size=11)


def _row(drawing: Drawing, p: Individual, judged: list[Individual], y: float, at: tuple[Layout, float]) -> None:
    layout, scale = at
    middle, length = y + layout.row - 12, (p.months or 0.0) * scale
    link = drawing.link(words.first(p.duration_records), about(p))
    drawing.rect(0, y, layout.width, layout.row, link, fill=PAPER, fill_opacity=0.0)
    who = " · ".join(w for w in (p.patient, words.regimen(p.drugs) or p.histotype) if w)
    edge, line = (layout.width, y + 12) if layout.stacked else (layout.left, middle)
    drawing.text(10, line + 4, cut(who, edge - 24 - 34 * max(len(judged), 1), 11.5), link, size=11.5)
    colour = _BAR[p.endpoint in ("treatment_duration", "TTF")]
    drawing.rect(layout.left, middle - 7, max(length, 1.5), 14, link, fill=colour)
    if p.censored:
        _arrow(drawing, layout.left + length, middle)
    after = layout.left + length + (18 if p.censored else 6)
    drawing.text(after, middle + 4, p.printed, link, size=10.5, fill=FAINT)
    for k, q in enumerate(judged):
        tip = f"{q.criteria or 'criteria not stated'}: {q.response or 'contradictory'}"
        if q.response or q.contradicted:
            x = edge - 20 - 34 * (len(judged) - 1 - k)
            _chip(drawing, x, line, q.response or "?", words.first(q.response_records), tip)
        if q.response and q.response_month is not None and q.response_month <= (p.months or 0.0):
            x = layout.left + q.response_month * scale
            diamond = f"M{x:g} {middle - 7:g}l6 7l-6 7l-6 -7z"
            drawing.path(diamond, fill=RESPONSE[q.response], stroke=PAPER, stroke_width=1)


def _chip(drawing: Drawing, x: float, y: float, category: str, target: str = "", tip: str = "") -> None:
    """A response as a coloured chip with its letters."""
    into = drawing.link(target, tip) if target else None
    fill = RESPONSE.get(category, PAPER)
    drawing.rect(x - 15, y - 8.5, 30, 17, into, fill=fill, rx=8.5, stroke=INK if category == "?" else fill)
    ink = PAPER if category == "CR" else INK
    drawing.text(x, y + 4, category, into, size=10.5, fill=ink, text_anchor="middle", font_weight="600")


def _arrow(drawing: Drawing, x: float, y: float) -> None:
    drawing.path(f"M{x:g} {y:g}h8m-4 -4l5 4l-5 4", stroke=INK, stroke_width=1.8, fill="none")


def about(p: Individual) -> str:
    """A patient's row in one sentence."""
    goes_on = ", ongoing" if p.censored else ""
    return f"{p.doc}, patient {p.patient}: {_NAMES.get(p.endpoint, p.endpoint)} {p.printed}{goes_on}"
