"""The table of patients against what the text says of them all, and of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from statistics import mean, median
from typing import Any

from pipeline.audit.agreement import half
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, spans
from pipeline.records import Base

_WHAT = "figures against rows of patients"
_NUMBER = re.compile(r"#?\s*(\d+)\W*")
# A header over more columns than this is a sign of columns that were not told apart.
_SPAN = 4
_TIMES = ("treatment_duration", "PFS", "OS", "DOR", "TTP", "follow_up")


def check_patients(case: Case) -> Iterator[Statement]:
    """Ranges, medians, means and counts recomputed from a table with one row a patient; each patient in text and table."""
    yield from _doses(case)
    yield from _ages(case)
    yield from _durations(case)
    yield from _responses(case)
    yield from _each_response(case)
    yield from _each_dose(case)


def _said(rule: str, message: str, records: Iterable[Base], confidence: float = 0.9) -> Discrepancy:
    return Discrepancy(rule, message, spans(*records), "patients", confidence)


def _in_table(record: Base) -> bool:
    return any(p.table for p in record.provenance)


def _rows(records: Iterable[Any]) -> dict[str, list[Any]]:
    """Records of numbered patients that stand in a table."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        if record.patient and _NUMBER.fullmatch(record.patient) and _in_table(record):
            rows[record.patient].append(record)
    return rows


def _one_each(rows: dict[str, list[Any]]) -> dict[str, Any] | None:
    """One record a patient; None when a patient has several."""
    return {p: r[0] for p, r in rows.items()} if rows and all(len(r) == 1 for r in rows.values()) else None


def _complete(case: Case, rows: dict[str, Any] | None) -> bool:
    return rows is not None and len(rows) >= 4 and len(rows) == case.size("n_patients")


def _doubtful(case: Case, rows: dict[str, Any] | None) -> bool:
    """Whether rows come from a table whose headers could not be told apart."""
    numbers = {p.table for r in (rows or {}).values() for p in r.provenance}
    tables = [t for t in case.tables if t.number in numbers]
    headers = (Counter(c.text for c in row if c.text) for t in tables for row in t.header)
    return any(max(h.values(), default=0) > _SPAN for h in headers)


def _doses(case: Case) -> Iterator[Statement]:
    doses: list[Any] = [*case.of("dose"), *case.of("dose", "planned")]
    for whole in doses:
        if (
            whole.patient
            or whole.drugs
            or whole.subgroup
            or whole.low == whole.high
            or whole.role in ("maximum", "other")
        ):
            continue
        given = _rows(d for d in doses if d.drug == whole.drug and d.unit == whole.unit)
        rows = [r for found in given.values() for r in found]
        outside = [r for r in rows if r.high < whole.low or r.low > whole.high]
        if len(rows) < 3:
            continue
        # columns that were mixed up give other orders of magnitude
        wild = [r for r in outside if r.high < whole.low / 5 or r.low > whole.high * 5]
        if wild or 2 * len(outside) > len(rows):
            yield Checked(_WHAT, "the column of doses is in doubt")
            continue
        yield Checked(_WHAT)
        if outside:
            listed = ", ".join(f"patient {r.patient} {r.low:g}" for r in outside)
            message = (
                f"{whole.drug} is said to be given at {whole.low:g}-{whole.high:g} {whole.unit}; outside: {listed}"
            )
            yield _said("range_violation", message, [whole, *outside])


def _cohort(case: Case, field: str) -> list[Any]:
    return [
        r for r in case.of("cohort") if r.field == field and not (r.drugs or r.histotype or r.subgroup or r.patient)
    ]


def _ages(case: Case) -> Iterator[Statement]:
    rows = _one_each(_rows(r for r in case.of("patient") if r.field == "age"))
    if rows is None or len(rows) < 4 or not all(isinstance(r.value, (int, float)) for r in rows.values()):
        return
    ages = {p: float(r.value) for p, r in rows.items()}
    low, high = _cohort(case, "age_min"), _cohort(case, "age_max")
    if len(low) == len(high) == 1:
        yield Checked(_WHAT)
        outside = [p for p, a in ages.items() if not low[0].value <= a <= high[0].value]
        if outside and 3 * len(outside) <= len(ages):
            listed = ", ".join(f"patient {p} {ages[p]:g}" for p in outside)
            message = f"ages are said to lie between {low[0].value} and {high[0].value}; outside: {listed}"
            yield _said("range_violation", message, [low[0], high[0], *(rows[p] for p in outside)])
    for field, of in (("age_median", median), ("age_mean", mean)):
        stated = _cohort(case, field)
        if not _complete(case, rows) or len(stated) != 1:
            continue
        yield Checked(_WHAT)
        found = of(list(ages.values()))
        if abs(found - float(stated[0].value)) > half(float(stated[0].value)) + (0.5 if field == "age_mean" else 0):
            message = f"{field.replace('_', ' ')} is stated as {stated[0].value}; the {len(ages)} rows give {found:g}"
            yield _said("recomputed_median", message, [*stated, *rows.values()])


def _durations(case: Case) -> Iterator[Statement]:
    times: list[Any] = case.of("time_to_event")
    for endpoint in _TIMES:
        yield from _two_medians(case, endpoint, times)
        individual = [
            r for r in times if r.endpoint == endpoint and r.statistic == "individual" and r.value is not None
        ]
        rows = _one_each(_rows(individual))
        stated = [
            r for r in times
            if r.endpoint == endpoint and r.statistic in ("median", "mean") and r.value is not None
            and not (r.drugs or r.histotype or r.subgroup or r.patient)
        ]  # fmt: skip
        if rows is None or not stated or not _complete(case, rows) or _doubtful(case, rows):
            continue
        yield from _statistics(rows, stated)
        yield from _ranges(rows, stated)


def _two_medians(case: Case, endpoint: str, times: list[Any]) -> Iterator[Statement]:
    """Two medians of one time for the same patients, told by the rows where there are any."""
    plain = [
        r for r in times
        if r.endpoint == endpoint and r.statistic == "median" and r.value is not None and not _in_table(r)
        and not (r.drugs or r.histotype or r.subgroup or r.patient) and any("results" in p.section for p in r.provenance)
    ]  # fmt: skip
    if len(plain) != 2 or plain[0].unit != plain[1].unit or endpoint not in ("treatment_duration",):
        return
    a, b = plain
    if min(abs(p.start - q.start) for p in a.provenance for q in b.provenance) < 300:
        return
    individual = [r for r in times if r.endpoint == endpoint and r.statistic == "individual" and r.unit == a.unit]
    rows = _one_each(_rows(r for r in individual if r.value is not None))
    yield Checked(_WHAT)
    if abs(a.value - b.value) <= half(a.value) + half(b.value):
        return
    message = f"two medians of {endpoint.replace('_', ' ')} for the same patients: {a.value:g} and {b.value:g} {a.unit}"
    involved: list[Base] = [a, b]
    if rows is not None and _complete(case, rows) and not _doubtful(case, rows):
        found = median(float(r.value) for r in rows.values())
        message += f"; the {len(rows)} rows give {found:g}"
        involved += rows.values()
    yield _said("recomputed_median", message, involved, 0.85)


def _statistics(rows: dict[str, Any], stated: list[Any]) -> Iterator[Statement]:
    """Stated medians and means against the rows; ongoing times count as they stand, or leave the median undecided."""
    values = [float(r.value) for r in rows.values()]
    for record in stated:
        if any(r.unit != record.unit for r in rows.values()):
            yield Checked(_WHAT, "rows and statistic in different units")
            continue
        censored = [r for r in rows.values() if r.censored]
        if censored and record.endpoint != "treatment_duration":
            yield Checked(_WHAT, "ongoing times")
            continue
        found = median(values) if record.statistic == "median" else mean(values)
        yield Checked(_WHAT)
        if abs(found - float(record.value)) > half(float(record.value)) + (0.5 if record.statistic == "mean" else 0):
            if censored and _kaplan_meier(rows) == float(record.value):
                continue
            endpoint = record.endpoint.replace("_", " ")
            message = (
                f"{record.statistic} {endpoint} is stated as {record.value:g} {record.unit}; "
                f"the {len(values)} rows give {found:g}"
            )
            yield _said("recomputed_median", message, [record, *rows.values()])


def _kaplan_meier(rows: dict[str, Any]) -> float | None:
    """The median survival of the rows, ongoing times censored; None when it is not reached."""
    surviving, left = 1.0, len(rows)
    for row in sorted(rows.values(), key=lambda r: (float(r.value), r.censored)):
        if not row.censored:
            surviving *= (left - 1) / left
        left -= 1
        if surviving <= 0.5:
            return float(row.value)
    return None


def _ranges(rows: dict[str, Any], stated: list[Any]) -> Iterator[Statement]:
    for record in stated:
        if record.range_low is None or record.range_high is None or any(r.unit != record.unit for r in rows.values()):
            continue
        yield Checked(_WHAT)
        slack = half(float(record.range_low))
        outside = [
            r for r in rows.values()
            if float(r.value) > record.range_high + slack or (float(r.value) < record.range_low - slack and not r.censored)
        ]  # fmt: skip
        if outside and 3 * len(outside) <= len(rows):
            listed = ", ".join(f"patient {r.patient} {r.value:g}" for r in outside)
            message = f"{record.endpoint.replace('_', ' ')} is said to range from {record.range_low:g} to {record.range_high:g} {record.unit}; outside: {listed}"
            yield _said("range_violation", message, [record, *outside])


def _responses(case: Case) -> Iterator[Statement]:
    """Stated counts of a category against the rows with it."""
    responses: list[Any] = [r for r in case.of("response") if not r.timepoint]
    for criteria in dict.fromkeys(r.criteria for r in responses if r.patient):
        rows = _one_each(_rows(r for r in responses if r.criteria == criteria))
        if not _complete(case, rows) or _doubtful(case, rows):
            continue
        assert rows is not None
        counted = Counter(r.category for r in rows.values())
        for record in responses:
            if (
                record.patient or record.n is None or record.criteria != criteria or record.category not in ("CR", "PR", "SD", "PD")
                or record.drugs or record.histotype or record.subgroup
            ):  # fmt: skip
                continue
            others = [
                r
                for r in responses
                if r.category == record.category and r.criteria == criteria and r.n not in (None, record.n)
            ]
            if others:
                yield Checked(_WHAT, "several counts of one category")
                continue
            yield Checked(_WHAT)
            if counted[record.category] != record.n:
                message = f"{record.n} {record.category} ({criteria or 'response'}) are stated; {counted[record.category]} rows have it"
                with_it = [r for r in rows.values() if r.category == record.category]
                yield _said("text_vs_table", message, [record, *with_it], 0.8)


def _each_response(case: Case) -> Iterator[Statement]:
    """One patient's best response in text and table."""
    responses: list[Any] = [r for r in case.of("response") if r.patient and not r.timepoint]
    rows = _rows(responses)
    for record in responses:
        row = [r for r in rows.get(record.patient, []) if r.criteria == record.criteria]
        if _in_table(record) or len(row) != 1 or record.category == "PD" or row[0].category == record.category:
            continue
        told = {
            r.category
            for r in responses
            if r.patient == record.patient and not _in_table(r) and r.criteria == record.criteria
        }
        if len(told) != 1 or (record.drugs and row[0].drugs and record.drugs != row[0].drugs):
            yield Checked(_WHAT, "several responses of one patient")
            continue
        yield Checked(_WHAT)
        message = f"patient {record.patient}: {record.category} in the text, {row[0].category} in the table"
        yield _said("text_vs_table", message, [record, *row], 0.8)


def _each_dose(case: Case) -> Iterator[Statement]:
    """One patient's dose in text and table."""
    doses: list[Any] = [d for d in case.of("dose") if d.patient and d.role in ("patient", "starting", "other")]
    rows = _rows(doses)
    for record in doses:
        row = [d for d in rows.get(record.patient, []) if d.drug == record.drug and d.unit == record.unit]
        told = [d for d in doses if d.patient == record.patient and d.drug == record.drug and not _in_table(d)]
        if _in_table(record) or len(row) != 1 or len(told) != 1:
            continue
        if row[0].low > 5 * record.high or row[0].high < record.low / 5:
            yield Checked(_WHAT, "the column of doses is in doubt")
            continue
        yield Checked(_WHAT)
        if record.low > row[0].high or record.high < row[0].low:
            message = (
                f"patient {record.patient}: {record.drug} {record.low:g} {record.unit} in the text, "
                f"{row[0].low:g} in the table"
            )
            yield _said("text_vs_table", message, [record, *row])
