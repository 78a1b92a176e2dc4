"""Times to an event: of each patient, medians and rates by regimen or subgroup, hazard ratios of a model."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.contract import Evidence, TimeFinding
from extractors.core.paper import Paper
from extractors.tabular.columns import Block, blocks, read_columns, stratum
from extractors.tabular.fields import ENDPOINTS, endpoint, time_unit
from extractors.tabular.grid import Grid, Row, grids
from extractors.tabular.hazards import hazards
from extractors.tabular.key import bare
from extractors.tabular.measures import (
    INTERVAL,
    OTHER_SURVIVAL,
    RATE,
    STATISTIC,
    UNITS,
    WORDS,
    measure,
    slid,
    statistic,
    strict,
    unreached,
    with_interval,
)
from extractors.tabular.patient_rows import Entry, Patient, patient_rows
from extractors.tabular.regimens import Part, row_part
from extractors.tabular.roles import attribution, is_plan, is_toxicity
from extractors.tabular.study import Study, study_of
from extractors.tabular.values import Value, timed

_GOES_ON = re.compile(r"remain|on[- ]?going|continu|still|on treatment|censored|alive|not reached", re.I)
_NOT_A_TIME = branched(
    r"\bhazard|\bHR\b|\bodds\b|\bp\b[- ]?values?|\bevents?\b|\bdeaths?\b|\bnumber\b|\bno\.|\bn\b|log[- ]?rank", re.I
)
_MEASURE_WORDS = re.compile(
    r"\b(?:surviv\w*|rates?|times?|estimated?|duration|of|in|response|treatment|therapy|months?|mos?|years?|yrs?|weeks?|wks?|days?|CI|patients|med|the|at|to|for)\b|\d+\s*%|[%()\[\],;/.]",
    re.I,
)
_NO_ESTIMATE = re.compile(r"hazard|\bHR\b|\bp\b[- ]?value|log-?\s?rank|\bP\s*(?:\(|$)", re.I)


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
                yield from hazards(grid, study)


def _of_patient(entry: Entry, patient: Patient, study: Study) -> Iterator[TimeFinding]:
    value = timed(entry.text)
    unit = value.unit or entry.field.unit or study.time_unit
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
        name, kind, unit, timepoint = measure(grid.columns[k])
        if not name or not kind or _NO_ESTIMATE.search(header):
            continue
        held = k + _slipped(grid, k)
        spread = kind == "median" and 2 * sum(grid.value(r, held).low is not None for r in grid.body) >= len(grid.body)
        for row in grid.body:
            value = _or_unreached(with_interval(grid, row, held), grid, row, held, kind)
            if kind == "median" and slid(grid, row, held):
                continue
            if spread and value.low is None and value.number is not None and value.number < 1:
                continue  # of a heading's row: a p-value
            at = unit or value.unit or study.time_unit
            under = strict(row.group) or name
            if not _states(value, kind) or not at or value.bound or OTHER_SURVIVAL.search(row.group):
                continue
            evidence = grid.evidence(row.index, held)
            if evidence:
                part = _part(grid, row, header, study)
                yield _group(grid, row, part, under, kind, value, at, timepoint, evidence)


def _states(value: Value, kind: str) -> bool:
    """Whether a cell states a number for a statistic (a rate may stand as a percentage), or that there is none yet."""
    share = kind == "rate" and value.percent is not None
    return share or value.number is not None or value.kind == "unreached"


def _or_unreached(value: Value, grid: Grid, row: Row, column: int, kind: str) -> Value:
    """The value of a cell, or of a median that was not reached."""
    if kind != "median" or value.number is not None or column >= len(row.cells):
        return value
    return unreached(row.cells[column].text, grid.key) or value


def _part(grid: Grid, row: Row, header: str, study: Study) -> Part:
    """The row's part, narrowed by what the header adds to the measure that it names."""
    part = row_part(grid, row, study)
    rest = header
    for pattern in (*(p for _, p in ENDPOINTS), STATISTIC, RATE, _MEASURE_WORDS):
        rest = pattern.sub(" ", rest)
    drugs, subgroup = stratum(" ".join(rest.split()), grid.key, study)
    words = "; ".join(w for w in (part.subgroup, subgroup) if w)
    return Part(part.drugs or drugs, part.histotype, words, part.total)


def _slipped(grid: Grid, k: int) -> bool:
    """Whether a header has slipped by one column: an estimate lies within its interval.

    Under the header stand sizes then, and under "95% CI" estimate and interval in one cell.
    """
    beside = grid.columns[k + 1] if k + 1 < len(grid.columns) else ""
    name = measure(grid.columns[k])[:2]
    # a measure of its own is no interval: "Median OS (95% CI)" beside "Median PFS (95% CI)"
    if not INTERVAL.search(beside) or measure(beside)[:2] not in (("", ""), name, (name[0], "")):
        return False
    outside = 0
    for row in grid.body:
        here, after = grid.value(row, k), grid.value(row, k + 1)
        number = here.number
        if here.low is not None:
            return False
        if number is None or after.low is None or after.high is None:
            continue
        if after.number is None or not after.low <= after.number <= after.high:
            return False
        outside += not after.low <= number <= after.high
    return outside > 0


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
        evidence=evidence, method="time_to_event.table", confidence=grid.trust(0.9),
    )  # fmt: skip


def _by_row(grid: Grid, study: Study) -> Iterator[TimeFinding]:
    """A row "Median PFS (months)" with a stratum a column."""
    shown: list[Block] = blocks(read_columns(grid, study))
    for row in grid.body:
        name, kind, unit, timepoint = measure(row.label)
        whose = ""
        if not name and row.group and not OTHER_SURVIVAL.search(f"{row.group} {row.label}"):
            name, kind, unit, timepoint, whose = _under_heading(grid, row)
        if not name or not kind or re.search(r"\bage\b|delay|interval", row.label, re.I):
            continue
        for block in shown:
            value = _or_unreached(block.value(grid, row), grid, row, block.first.index, kind)
            evidence = grid.evidence(row.index, *block.indices)
            at = unit or value.unit or study.time_unit
            if evidence and at and not value.bound and _states(value, kind):
                part = _crossed(grid, block, whose, study)
                yield _group(grid, row, part, name, kind, value, at, timepoint, evidence)


def _under_heading(grid: Grid, row: Row) -> tuple[str, str, str, str, str]:
    """What a row states under a heading that names the endpoint: endpoint, statistic, unit, timepoint, and whose it is.

    The label is the statistic ("Median"), the time of a rate ("1 year"), or a part of the patients under a heading (or a
    caption) that says which statistic it is.
    """
    group, label = row.group, row.label
    if len(group.split()) > 10 or not (name := endpoint(group)) or name in ("follow_up", "treatment_duration"):
        name = endpoint(group) if STATISTIC.search(label) else ""
    if not name or _NOT_A_TIME.search(label) or _NOT_A_TIME.search(group):
        return "", "", "", "", ""
    if m := STATISTIC.search(label):
        return name, statistic(m), time_unit(f"{group} {label}"), "", ""
    if (m := RATE.search(label)) and not _rest_of_rate(label):
        n = WORDS.get(m["n"].lower()) or int(m["n"])
        return name, "rate", "%", f"{n} {UNITS[m['unit'][0].lower()]}", ""
    named, kind, unit, timepoint = measure(group)
    if named and not kind and time_unit(group) and re.search(r"\bmedian\b", grid.caption, re.I):
        kind, unit = "median", time_unit(group)
    return (named, kind, unit, timepoint, label) if named and kind else ("", "", "", "", "")


def _rest_of_rate(label: str) -> str:
    """What a label says beyond the time of a rate: nothing in "6-month rate, % (95% CI)"."""
    return _MEASURE_WORDS.sub(" ", RATE.sub("", label)).strip(" ,;:()%-–")


def _crossed(grid: Grid, block: Block, whose: str, study: Study) -> Part:
    """The part of a cell: its column's, and the row's where its label names one."""
    column = block.first
    drugs, subgroup = stratum(whose, grid.key, study) if whose else ((), "")
    words = "; ".join(w for w in (subgroup, column.subgroup) if w)
    return Part(column.drugs or drugs, column.histotype, words)
