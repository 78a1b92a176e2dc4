"""The figures of a report, and each as an SVG file with its data as CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.core.document import InputError
from pipeline.report import draw_forest, draw_map, draw_swimmer, words
from pipeline.report.evidence_map import MapCell
from pipeline.report.individuals import Individual
from pipeline.report.series import Series
from pipeline.report.svg import Drawing, packed

Row = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """A picture with the rows that it shows, one mark or cell each; `drawing` is None when there is nothing to show.

    `wide` and `narrow` are the same in parts that fit a printed page, and a phone.
    """

    name: str
    data: list[Row]
    drawing: Drawing | None = None
    wide: tuple[Drawing, ...] = ()
    narrow: tuple[Drawing, ...] = ()


def figures(cells: list[MapCell], people: list[Individual], series: list[Series]) -> dict[str, Figure]:
    """Evidence map, swimmer and forest plot by name."""
    made = (_map(cells), _swimmer(people), _forest(draw_forest.forest_rows(series)))
    return {f.name: f for f in made}


def _map(cells: list[MapCell]) -> Figure:
    data = [_cell_row(c) for c in cells]
    if not cells:
        return Figure("evidence_map", data)
    wide, narrow = draw_map.panels(cells), draw_map.panels(cells, draw_map.NARROW)
    return Figure(
        "evidence_map",
        data,
        draw_map.draw_map(cells, wide),
        tuple(draw_map.draw_map(cells, [p]) for p in wide),
        tuple(draw_map.draw_map(cells, [p], draw_map.NARROW) for p in narrow),
    )


def _swimmer(people: list[Individual]) -> Figure:
    rows = draw_swimmer.swimmer_rows(people)
    data = [_bar_row(p) for p in people]
    if not rows:
        return Figure("swimmer", data)
    groups, longest = draw_swimmer.swimmer_groups(rows), max(p.months or 0.0 for p in rows)
    pages = packed(groups, draw_swimmer.PAGE)
    return Figure(
        "swimmer",
        data,
        draw_swimmer.draw_swimmer(groups, people, longest),
        tuple(draw_swimmer.draw_swimmer(p, people, longest) for p in pages),
        tuple(draw_swimmer.draw_swimmer(p, people, longest, draw_swimmer.NARROW) for p in pages),
    )


def _forest(rows: list[Series]) -> Figure:
    data = [_series_row(s) for s in rows]
    if not rows:
        return Figure("forest", data)
    groups = draw_forest.forest_groups(rows)
    pages = packed(groups, draw_forest.PAGE)
    return Figure(
        "forest",
        data,
        draw_forest.draw_forest(groups),
        tuple(draw_forest.draw_forest(p) for p in pages),
        tuple(draw_forest.draw_forest(p, draw_forest.NARROW) for p in pages),
    )


def write(figures: dict[str, Figure], folder: Path, page: str) -> None:
    """Each figure as `<name>.svg`, its data as `<name>.csv`; links in the pictures lead into `page`.

    Raises
    ------
    InputError
        When the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for figure in figures.values():
            if figure.drawing is None:
                continue
            (folder / f"{figure.name}.svg").write_text(figure.drawing.standalone(page), encoding="utf-8")
            with (folder / f"{figure.name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(figure.data[0]))
                writer.writeheader()
                writer.writerows(figure.data)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error


def _bounds(interval: tuple[float, float] | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (round(interval[0], 4), round(interval[1], 4))


def _cell_row(c: MapCell) -> Row:
    low, high = _bounds(c.interval)
    return {
        "drugs": c.drugs,
        "histotype": c.histotype,
        "n": c.n,
        "total": c.total,
        "percent": None if c.percent is None else round(c.percent, 4),
        "ci_low": low,
        "ci_high": high,
        "derived": c.derived,
        "assumed": c.assumed,
        "sum_of_series": c.pooled,
        "not_added_up": c.why_not,
        "documents": "; ".join(dict.fromkeys(s.doc for s in c.series)),
        "records": "; ".join(i for s in c.shown for i in s.records),
    }


def _series_row(s: Series) -> Row:
    low, high = _bounds(s.interval)
    printed_low, printed_high = s.printed_interval or (None, None)
    return {
        "doc": s.doc,
        "drugs": words.regimen(s.drugs),
        "histotype": s.histotype,
        "subgroup": s.subgroup,
        "criteria": s.criteria,
        "timepoint": s.timepoint,
        "unit": s.unit,
        "n": s.n,
        "total": s.total,
        "percent": None if s.rate is None else round(s.rate, 4),
        "ci_low": low,
        "ci_high": high,
        "printed_percent": s.percent,
        "printed_ci_low": printed_low,
        "printed_ci_high": printed_high,
        "derived": s.derived,
        "assumed_drugs": s.assumed_drugs,
        "assumed_histotype": s.assumed_histotype,
        "records": "; ".join(s.records),
    }


def _bar_row(p: Individual) -> Row:
    return {
        "doc": p.doc,
        "patient": p.patient,
        "drugs": words.regimen(p.drugs),
        "histotype": p.histotype,
        "endpoint": p.endpoint,
        "months": None if p.months is None else round(p.months, 4),
        "printed": p.printed,
        "ongoing": p.censored,
        "criteria": p.criteria,
        "response": "contradictory" if p.contradicted else p.response,
        "response_month": p.response_month,
        "records": "; ".join(p.response_records + p.duration_records),
    }
