"""The swimmer plot: one bar a patient and treatment, with best response and an arrow where it goes on."""

from __future__ import annotations

from itertools import groupby

from pipeline.report import words
from pipeline.report.individuals import BEST, Individual
from pipeline.report.svg import FAINT, INK, PAPER, RESPONSE, RULE, Drawing, cut

_ROW, _WIDTH, _LEFT, _RIGHT = 24.0, 860.0, 270.0, 770.0
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


def draw_swimmer(rows: list[Individual], people: list[Individual]) -> Drawing:
    """Bars in months from the start of what they measure; letters tell the best response beside its colour."""
    groups = [(doc, list(g)) for doc, g in groupby(rows, key=lambda p: p.doc)]
    height = 92 + sum(30 + len(g) * _ROW for _, g in groups)
    drawing = Drawing(
        _WIDTH, height, "Swimmer plot", "Durations of single patients in months with best response; arrows go on."
    )
    longest = max((p.months or 0.0 for p in rows), default=1.0)
    step = next(s for s in (1, 2, 3, 6, 12, 24, 48, 96, 192, 1000) if longest / s <= 10)
    top = (int(longest / step) + 1) * step
    _axis(drawing, top, step, height)
    y = 66.0
    for doc, members in groups:
        drawing.text(4, y + 20, cut(doc, 400, 13), size=13, font_weight="600")
        y += 30
        for p in members:
            judged = [q for q in people if (q.doc, q.patient, q.drugs) == (p.doc, p.patient, p.drugs)]
            _row(drawing, p, judged, y, (_RIGHT - _LEFT) / top)
            y += _ROW
    return drawing


def _axis(drawing: Drawing, top: int, step: int, height: float) -> None:
    for k, category in enumerate(BEST):
        _chip(drawing, 34 + k * 46, 16, category)
    drawing.text(262, 20, "best response", fill=FAINT, size=11)
    for k, (treated, label) in enumerate(((True, "on treatment"), (False, "time to event or follow-up"))):
        drawing.rect(380 + k * 120, 9, 18, 13, fill=_BAR[treated])
        drawing.text(404 + k * 120, 20, label, fill=FAINT, size=11)
    _arrow(drawing, 680, 15.5)
    drawing.text(700, 20, "ongoing", fill=FAINT, size=11)
    for month in range(0, top + 1, step):
        x = _LEFT + (_RIGHT - _LEFT) * month / top
        drawing.line(x, 56, x, height - 24, stroke=RULE, stroke_dasharray="" if not month else "2 3")
        for y in (50.0, height - 8):
            drawing.text(x, y, f"{month}", fill=FAINT, size=11, text_anchor="middle")
    drawing.text(_WIDTH, 50, "months", fill=FAINT, size=11, text_anchor="end")


def _row(drawing: Drawing, p: Individual, judged: list[Individual], y: float, scale: float) -> None:
    middle, length = y + _ROW / 2, (p.months or 0.0) * scale
    link = drawing.link(words.first(p.duration_records), about(p))
    drawing.rect(0, y, _WIDTH, _ROW, link, fill=PAPER, fill_opacity=0.0)
    who = f"{p.patient} · {words.regimen(p.drugs) or p.histotype or 'treatment not stated'}"
    drawing.text(10, middle + 4, cut(who, _LEFT - 10 - 34 * max(len(judged), 1) - 8, 11.5), link, size=11.5)
    drawing.rect(_LEFT, middle - 7, max(length, 1.5), 14, link, fill=_BAR[p.endpoint in ("treatment_duration", "TTF")])
    if p.censored:
        _arrow(drawing, _LEFT + length, middle)
    drawing.text(_LEFT + length + (18 if p.censored else 6), middle + 4, p.printed, link, size=10.5, fill=FAINT)
    for k, q in enumerate(judged):
        tip = f"{q.criteria or 'criteria not stated'}: {q.response or 'contradictory'}"
        x = _LEFT - 20 - 34 * (len(judged) - 1 - k)
        if q.response or q.contradicted:
            _chip(drawing, x, middle, q.response or "?", words.first(q.response_records), tip)
        if q.response and q.response_month is not None and q.response_month <= (p.months or 0.0):
            at = _LEFT + q.response_month * scale
            diamond = f"M{at:g} {middle - 7:g}l6 7l-6 7l-6 -7z"
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
