"""The study's population: tables of characteristics, and counts of a regimen's table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.contract import CohortFinding, Evidence, Term
from extractors.core.document import SectionKind
from extractors.core.paper import Paper
from extractors.tabular.characteristics import Stated, sexed, stated
from extractors.tabular.columns import read_columns
from extractors.tabular.counts import regimen_lines
from extractors.tabular.evaluable import evaluable
from extractors.tabular.fields import endpoint, time_unit
from extractors.tabular.grid import NUMBER_LABEL, STATISTIC, TOTAL, Grid, grids
from extractors.tabular.histology import is_histotype
from extractors.tabular.key import bare
from extractors.tabular.patient_rows import patient_rows
from extractors.tabular.roles import attribution, is_characteristics, is_plan, is_toxicity
from extractors.tabular.study import Study, study_of
from extractors.tabular.values import Value

_SD = re.compile(r"\bs\.\s?d\.|\bSD\b", re.I)
# "60.2 ± 9.5", "65.6 (SD = 9.5)"
_WITH_SPREAD = re.compile(r"\s*(?:±|\+/?[-−]|[(\[]\s*(?:SD|SE|SEM|s\.d\.|±))", re.I)
_MEAN_NOTED = re.compile(r"\bmeans?\b\s*(?:\(|±|\+/?-|and)\s*(?:SD|s\.\s?d\.|standard deviation|SE)", re.I)
_MEDIAN_NOTED = re.compile(r"\bmedians?\b\s*(?:\(|\[|and|with)\s*(?P<what>range|IQR|interquartile|min)", re.I)
_NOT_GIVEN = re.compile(r"respon|planned|prior|previous|recover|until|before|delay|reduc|time", re.I)
Named = tuple[str, int | Decimal | str, str]


# A table counts each sex once, or once a stratum; more rows named by a sex are patients, their numbers lost.
_MANY = 5


class TabularCohorts:
    """Reads tables of patients' characteristics, and the numbers treated in tables by regimen."""

    name = "tabular.cohorts"
    needs = frozenset({"drug", "histotype"})
    finding = CohortFinding

    def extract(self, paper: Paper) -> Iterator[CohortFinding]:
        """Yield findings table by table, row by row."""
        study = study_of(paper)
        for grid in grids(paper):
            if is_plan(grid) or patient_rows(grid, study):
                continue
            if is_characteristics(grid):
                yield from _of_header(grid, study)
                if sum(bool(sexed(row.label)) for row in grid.body) < _MANY:
                    for one in stated(grid, study):
                        yield from _facts(grid, _as_noted(grid, one))
            else:
                yield from regimen_lines(grid, study)
                if not is_toxicity(grid):
                    yield from _cycles(grid, study)
                    yield from evaluable(grid, study)


def _of_header(grid: Grid, study: Study) -> Iterator[CohortFinding]:
    """The number of patients in the header of the column of all of them: "All (n = 22)"."""
    whole = [c for c in read_columns(grid, study) if c.every and c.total and c.measure == "n" and bare(c.header)]
    if len({c.total for c in whole}) != 1:
        return
    column = whole[0]
    cells = [row[column.index] for row in grid.table.header if column.index < len(row)]
    cell = next((c for c in reversed(cells) if TOTAL.search(c.text)), None)
    if cell is None or not cell.ranges or column.total is None:
        return
    evidence = tuple(
        Evidence(start=r.start, end=r.end, section=SectionKind.TABLE.value, table=grid.table.number)
        for r in cell.ranges
    )
    yield CohortFinding(
        field="n_patients", value=column.total, unit="", drugs=(), subgroup="", attribution="own",
        evidence=evidence, method="cohort.table", confidence=grid.trust(0.95),
    )  # fmt: skip


def _cycles(grid: Grid, study: Study) -> Iterator[CohortFinding]:
    """How many cycles were given, in a table of treatment."""
    for one in stated(grid, study):
        if one.topic == "cycles" and not _NOT_GIVEN.search(f"{one.group} {one.label}"):
            for name, value, unit in _named(one):
                yield _finding(grid, one, name, value, unit)


def _as_noted(grid: Grid, one: Stated) -> Stated:
    """A figure with the statistics that the cell itself ("60 ± 9"), or a note for all such figures, says it is."""
    value, told = one.value, one.statistics
    if value.number is None or one.topic != "age":
        return one
    as_noted = _only_age(one) and not told & {"median", "mean"}
    mean = value.paren is not None and value.percent is None and bool(_MEAN_NOTED.search(grid.notes))
    m = _MEDIAN_NOTED.search(grid.notes) if value.low is not None else None
    spread = "range" if m and m["what"].lower() in ("range", "min") else "spread"
    if as_noted and (mean or _WITH_SPREAD.match(value.rest)):
        told |= {"mean", "spread"}
    elif as_noted and m:
        told |= {"median", spread}
    elif "median" in told and m and spread == "range" and not told & {"range", "spread"}:
        told |= {"range"}
    return replace(one, statistics=told)


def _with_spread(value: Value) -> bool:
    """ "84.9 ± 6.5": a mean, whatever of."""
    return value.count is None and bool(_WITH_SPREAD.match(value.rest))


def _only_age(one: Stated) -> bool:
    """Whether a row is about age as a number, not about a class of ages."""
    return bool(re.fullmatch(r"(?:\w+ )?ages?\b[^<>≤≥\d]*", one.label, re.I))


def _facts(grid: Grid, one: Stated) -> Iterator[CohortFinding]:
    if one.group and NUMBER_LABEL.fullmatch(one.row.label):
        return  # how many were assessed for what the heading names
    if one.topic in ("response", "toxicity", "follow_up") or is_histotype(grid, one):
        return
    if one.statistics and endpoint(one.label):
        return
    named = list(_named(one))
    if named:
        for name, value, unit in named:
            yield _finding(grid, one, name, value, unit)
    elif one.topic == "age" and not one.statistics and one.value.count is None:
        return
    else:
        yield from _characteristic(grid, one)


def _named(one: Stated) -> Iterator[Named]:
    """The contract's own fields."""
    value = one.value
    if one.topic == "sex":
        yield from _sexes(one)
    elif one.topic == "patients" and not one.group and value.count is not None and value.percent in (None, 100):
        yield "n_patients", value.count, ""
    elif one.topic == "age":
        unit = value.unit or time_unit(_SD.sub(" ", f"{one.label} {one.group}")) or "a"
        yield from _spread(one, "age", "age_median", "age_mean", unit)
    elif one.topic == "lines" and not time_unit(one.label):
        yield from _spread(one, "prior_lines", "prior_lines_median", "", "")
    elif one.topic == "cycles" and "median" in one.statistics and value.number is not None:
        yield "median_cycles", _plain(value.number), ""


def _sexes(one: Stated) -> Iterator[Named]:
    value = one.value
    words = f"{one.label} {one.row.label}".lower()
    pair = re.search(r"\b(f\w*|wom[ae]n|m\w*)\s*(?:[/:]|to)\s*(f\w*|wom[ae]n|m\w*)\b", words)
    if pair and value.number is not None and value.total is not None:
        first = "n_female" if pair[1][0] in "fw" else "n_male"
        yield first, _plain(value.number), ""
        yield "n_male" if first == "n_female" else "n_female", value.total, ""
    elif value.count is not None and not pair and (name := sexed(one.label)):
        yield name, value.count, ""


def _spread(one: Stated, stem: str, median: str, mean: str, unit: str) -> Iterator[Named]:
    value, told = one.value, one.statistics
    if value.number is not None and not value.bound:
        if "median" in told:
            yield median, _plain(value.number), unit
        elif "mean" in told and mean:
            yield mean, _plain(value.number), unit
    if "range" in told and "spread" not in told and value.low is not None and value.high is not None:
        yield f"{stem}_min", _plain(value.low), unit
        yield f"{stem}_max", _plain(value.high), unit


def _characteristic(grid: Grid, one: Stated) -> Iterator[CohortFinding]:
    """Any other row: a count with its percentage, or a statistic that is named."""
    value = one.value
    label = f"{one.group}: {one.label}" if one.group and one.group != one.label else one.label
    if one.statistics or STATISTIC.fullmatch(one.label):
        yield from _statistic(grid, one, label)
    elif value.count is not None and (value.percent is not None or _counts(one)):
        yield _finding(grid, one, f"characteristic:{label}", value.count, "", value.count, value.percent)
    elif value.number is not None and (_with_spread(value) or _heads_statistics(grid, one)):
        yield _finding(grid, one, f"characteristic:{label}", _plain(value.number), value.unit)
    elif value.number is None and value.percent is not None and value.kind == "percent":
        yield _finding(grid, one, f"characteristic:{label}", _plain(value.percent), "%", None, value.percent)


def _statistic(grid: Grid, one: Stated, label: str) -> Iterator[CohortFinding]:
    value = one.value
    if "spread" in one.statistics and "range" not in one.statistics and value.number is None:
        return
    if value.number is not None and one.statistics & {"median", "mean"}:
        yield _finding(grid, one, f"characteristic:{label}", _plain(value.number), value.unit)
    if value.low is not None and value.high is not None and "range" in one.statistics and one.group:
        if value.number is None:
            printed = " ".join(one.row.cells[one.block.first.index].text.split())
            yield _finding(grid, one, f"characteristic:{label}", printed, value.unit)
        else:
            yield _finding(grid, one, f"characteristic:{one.group}: min", _plain(value.low), value.unit)
            yield _finding(grid, one, f"characteristic:{one.group}: max", _plain(value.high), value.unit)


def _counts(one: Stated) -> bool:
    """Whether a bare whole number counts patients: under a heading, or in a column that says so."""
    if one.value.low is not None or one.value.paren is not None or "±" in one.value.rest:
        return False
    header = one.block.first.header
    return bool(one.group) or bool(re.search(r"\b(?:n|no|number|patients|pts|cases)\b", header, re.I))


def _heads_statistics(grid: Grid, one: Stated) -> bool:
    """A heading with a figure of its own, above rows of bare statistics."""
    after = next((r for r in grid.rows if r.index > one.row.index), None)
    return not one.row.groups and after is not None and after.group == one.row.label and one.value.paren is None


def _finding(
    grid: Grid, one: Stated, name: str, value: int | Decimal | str, unit: str, n: int | None = None, percent: Decimal | None = None
) -> CohortFinding:  # fmt: skip
    if name in ("n_female", "n_male"):
        percent = one.value.percent if not re.search(r"[/:]", one.label) else None
    column = one.block.first
    drugs: tuple[Term, ...] = column.drugs
    evidence: tuple[Evidence, ...] = one.evidence
    return CohortFinding(
        field=name, value=value, unit=unit, n=n, percent=percent, drugs=drugs, histotype=column.histotype,
        subgroup=column.subgroup or _when(one, name), attribution=attribution(grid, one.row),
        evidence=evidence, method="cohort.table", confidence=grid.trust(0.95 if not name.startswith("characteristic") else 0.9),
    )  # fmt: skip


def _when(one: Stated, name: str) -> str:
    """ "at diagnosis" of an age."""
    m = re.search(r"\bat (?:the )?[\w -]{4,40}", f"{one.group} {one.label}") if name.startswith("age_") else None
    return " ".join(m.group().split()).lower() if m else ""


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == int(number) else number
