"""Times to an event: of each patient, medians and rates by regimen or subgroup, hazard ratios of a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.core.contract import Evidence, TimeFinding
from extractors.core.paper import Paper
from extractors.tabular.columns import TOTAL, Block, blocks, read_columns, stratum
from extractors.tabular.fields import ENDPOINTS, endpoint, time_unit
from extractors.tabular.grid import Grid, Row, grids
from extractors.tabular.key import bare
from extractors.tabular.patient_rows import Entry, Patient, patient_rows
from extractors.tabular.regimens import Part, row_part
from extractors.tabular.roles import attribution, is_plan, is_toxicity
from extractors.tabular.study import Study, study_of
from extractors.tabular.values import Value, read_value

_GOES_ON = re.compile(r"remain|on[- ]?going|continu|still|on treatment|censored|alive|not reached", re.I)
_STATISTIC = re.compile(r"\b(median|mean)\b", re.I)
_RATE = re.compile(r"\b(?P<n>\d{1,2}|one|two|three|five|ten)[- ]?(?P<unit>months?|mo|years?|yr|y|weeks?)\b", re.I)
_MEASURE_WORDS = re.compile(
    r"\b(?:surviv\w*|rates?|times?|estimated?|duration|of|in|response|treatment|therapy|months?|mos?|years?|yrs?|weeks?|wks?|days?|CI|patients|med|the|at|to|for)\b|\d+\s*%|[%()\[\],;/.]",
    re.I,
)
_WORDS = {"one": 1, "two": 2, "three": 3, "five": 5, "ten": 10}
_UNITS = {"m": "mo", "y": "a", "w": "wk"}


class TabularTimes:
    """Reads durations in patients' tables, medians and rates by row or column, and hazard ratios."""

    name = "tabular.times"
    needs = frozenset({"endpoint", "drug"})
    finding = TimeFinding

    def extract(self, paper: Paper) -> Iterator[TimeFinding]:
        """Yield findings table by table, row by row."""
        study = study_of(paper)
        for grid in grids(paper):
            if is_plan(grid):
                continue
            patients = patient_rows(grid, study)
            for patient in patients:
                for entry in patient.of("time"):
                    yield from _of_patient(entry, patient, study)
            if not patients and not is_toxicity(grid):
                yield from _by_column(grid, study)
                yield from _by_row(grid, study)
                yield from _hazards(grid, study)


def _of_patient(entry: Entry, patient: Patient, study: Study) -> Iterator[TimeFinding]:
    value = read_value(entry.text)
    unit = value.unit or entry.field.unit
    if value.number is None or not unit or not entry.field.detail or value.bound:
        return
    drugs = entry.field.drugs if entry.field.detail in ("treatment_duration", "PFS", "TTP") else ()
    if {d.label for d in drugs} == {d.label for d in study.drugs}:
        drugs = ()
    yield TimeFinding(
        endpoint=entry.field.detail, statistic="individual", value=value.number, unit=unit,
        censored=value.ongoing or bool(_GOES_ON.search(entry.note)),
        patient=patient.label, histotype=patient.histotype, drugs=drugs or patient.drugs, attribution=patient.attribution,
        evidence=entry.evidence, method="time_to_event.table_patient", confidence=0.95,
    )  # fmt: skip


def _by_column(grid: Grid, study: Study) -> Iterator[TimeFinding]:
    """A column of medians (or of rates at a time), a regimen or subgroup a row."""
    for k in range(grid.stub, len(grid.columns)):
        header = bare(grid.columns[k])
        name, kind, unit, timepoint = _measure(grid.columns[k])
        if not name or not kind or re.search(r"hazard|\bHR\b|\bp\b[- ]?value", header, re.I):
            continue
        for row in grid.body:
            value = _with_interval(grid, row, k)
            at = unit or value.unit
            under = strict(row.group) or name
            if (value.number if kind != "rate" else value.number or value.percent) is None or not at or value.bound:
                continue
            evidence = grid.evidence(row.index, k)
            if evidence:
                part = _part(grid, row, header, study)
                yield _group(grid, row, part, under, kind, value, at, timepoint, evidence)


def _part(grid: Grid, row: Row, header: str, study: Study) -> Part:
    """The row's part, narrowed by what the header adds to the measure that it names."""
    part = row_part(grid, row, study)
    rest = header
    for pattern in (*(p for _, p in ENDPOINTS), _STATISTIC, _RATE, _MEASURE_WORDS):
        rest = pattern.sub(" ", rest)
    drugs, subgroup = stratum(" ".join(rest.split()), grid.key, study)
    words = "; ".join(w for w in (part.subgroup, subgroup) if w)
    return Part(part.drugs or drugs, part.histotype, words, part.total)


def _measure(text: str) -> tuple[str, str, str, str]:
    """Endpoint, statistic, unit and timepoint of a header or label; empty statistic when it names none."""
    name = endpoint(text)
    if not name:
        return "", "", "", ""
    if m := _STATISTIC.search(text):
        return name, m[1].lower(), time_unit(text), ""
    if (m := _RATE.search(text)) and name not in ("treatment_duration", "follow_up"):
        n = _WORDS.get(m["n"].lower()) or int(m["n"])
        return name, "rate", "%", f"{n} {_UNITS[m['unit'][0].lower()]}"
    return name, "", "", ""


def _with_interval(grid: Grid, row: Row, k: int) -> Value:
    """The value of a cell with the interval that the cell, or a column right of it, gives."""
    value = grid.value(row, k)
    if value.low is None and k + 1 < len(grid.columns) and re.search(r"\bCI\b|\bIC\b|confidence", grid.columns[k + 1]):
        low, high = grid.value(row, k + 1), grid.value(row, k + 2) if k + 2 < len(grid.columns) else Value("none")
        if low.low is not None:
            return Value(
                value.kind,
                value.number,
                percent=value.percent,
                unit=value.unit,
                low=low.low,
                high=low.high,
                bound=value.bound,
            )
        if low.number is not None and high.number is not None and grid.columns[k + 1] == grid.columns[k + 2]:
            return Value(
                value.kind,
                value.number,
                percent=value.percent,
                unit=value.unit,
                low=low.number,
                high=high.number,
                bound=value.bound,
            )
    return value


def _group(
    grid: Grid, row: Row, part: Part, name: str, kind: str, value: Value, unit: str, timepoint: str,
    evidence: tuple[Evidence, ...],
) -> TimeFinding:  # fmt: skip
    number: Decimal | None = value.number if value.number is not None else value.percent
    ranged = bool(re.search(r"\brange\b|min", f"{row.label} {' '.join(grid.columns)}", re.I)) and name in (
        "follow_up",
        "treatment_duration",
    )
    low, high = value.low, value.high
    if kind == "rate" and number is not None and number > 100:
        low = high = None
    return TimeFinding(
        endpoint=name, statistic=kind, value=number, unit=unit, timepoint=timepoint,
        ci_low=None if ranged else low, ci_high=None if ranged else high,
        range_low=low if ranged else None, range_high=high if ranged else None,
        drugs=part.drugs, histotype=part.histotype, subgroup=part.subgroup, attribution=attribution(grid, row),
        evidence=evidence, method="time_to_event.table", confidence=0.9,
    )  # fmt: skip


def _by_row(grid: Grid, study: Study) -> Iterator[TimeFinding]:
    """A row "Median PFS (months)" with a stratum a column."""
    shown: list[Block] = blocks(read_columns(grid, study))
    for row in grid.body:
        name, kind, unit, timepoint = _measure(row.label)
        if not name and row.group and (m := _STATISTIC.search(row.label)):
            name, kind, unit = endpoint(row.group), m[1].lower(), time_unit(f"{row.group} {row.label}")
        if not name or not kind or re.search(r"\bage\b|delay|interval", row.label, re.I):
            continue
        for block in shown:
            value, evidence = block.value(grid, row), grid.evidence(row.index, *block.indices)
            at = unit or value.unit
            if (
                evidence
                and at
                and not value.bound
                and (value.number if kind != "rate" else value.percent or value.number) is not None
            ):
                part = Part(block.first.drugs, None, block.first.subgroup)
                yield _group(grid, row, part, name, kind, value, at, timepoint, evidence)


def _hazards(grid: Grid, study: Study) -> Iterator[TimeFinding]:
    """Hazard ratios with their intervals; the endpoint stands in the header, the heading, or alone in the caption."""
    for column in read_columns(grid, study):
        if column.measure != "ratio" or TOTAL.search(column.header):
            continue
        for row in grid.body:
            value = _with_interval(grid, row, column.index)
            name = strict(row.label) or strict(row.group) or strict(column.header) or _only(grid)
            evidence = grid.evidence(row.index, column.index)
            if value.number is None or value.low is None or value.bound or not name or not evidence:
                continue
            part = row_part(grid, row, study)
            yield TimeFinding(
                endpoint=name, statistic="hazard_ratio", value=value.number, unit="1", ci_low=value.low, ci_high=value.high,
                drugs=part.drugs, histotype=part.histotype, subgroup=part.subgroup or bare(row.label),
                attribution=attribution(grid, row), evidence=evidence, method="time_to_event.table_ratio", confidence=0.95,
            )  # fmt: skip


def strict(text: str) -> str:
    """The endpoint that a heading names in so many words; bare "survival" is none, nor is a long label's mention."""
    name = endpoint(text)
    if len(text.split()) > 8 or (name == "OS" and not re.search(r"\bm?OS\b|overall surviv", text)):
        return ""
    return name


def _only(grid: Grid) -> str:
    """The endpoint of a caption (or of the first header) that names exactly one."""
    for text in (grid.caption, grid.columns[0]):
        found = [code for code, pattern in ENDPOINTS if pattern.search(text)]
        if "OS" in found and not re.search(r"\bOS\b|overall", text):
            found.remove("OS")
        if len(found) == 1:
            return found[0]
    return ""
