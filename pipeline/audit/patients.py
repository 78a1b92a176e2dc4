"""The table of patients against what the text says of them all, and of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from statistics import mean, median
from typing import Any

from extractors.core import cues as re
from pipeline.audit.agreement import half
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, places, spans
from pipeline.records import Base

WHAT = "figures against rows of patients"
_NUMBER = re.compile(r"#?\s*(\d+)\W*")
# A header over more columns than this is a sign of columns that were not told apart.
_SPAN = 4
# The best responses that a category holds.
_MEMBERS = {
    "CR": ("CR",), "PR": ("PR",), "SD": ("SD",), "PD": ("PD",), "ORR": ("CR", "PR"), "DCR": ("CR", "PR", "SD")
}  # fmt: skip


def check_patients(case: Case) -> Iterator[Statement]:
    """Ranges, medians, means and counts recomputed from a table with one row a patient; each patient in text and table."""
    yield from _doses(case)
    yield from _numbers(case, "age", "ages")
    yield from _numbers(case, "prior_lines", "prior lines")
    yield from _sexes(case)
    yield from _responses(case)
    yield from _each_response(case)
    yield from _each_dose(case)


def said(rule: str, message: str, records: Iterable[Base], confidence: float = 0.9) -> Discrepancy:
    return Discrepancy(rule, message, spans(*records), "patients", confidence)


def in_table(record: Base) -> bool:
    return any(p.table for p in record.provenance)


def rows_of(records: Iterable[Any]) -> dict[str, list[Any]]:
    """Records of numbered patients that stand in a table."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        if record.patient and _NUMBER.fullmatch(record.patient) and in_table(record):
            rows[record.patient].append(record)
    return rows


def one_each(rows: dict[str, list[Any]]) -> dict[str, Any] | None:
    """One record a patient, that of the study's own treatment; None when a patient has several."""
    own = {p: [x for x in r if not x.drugs] or r for p, r in rows.items()}
    return {p: r[0] for p, r in own.items()} if own and all(len(r) == 1 for r in own.values()) else None


def complete(case: Case, rows: dict[str, Any] | None) -> bool:
    return rows is not None and len(rows) >= 4 and len(rows) == case.size("n_patients")


def doubtful(case: Case, rows: dict[str, Any] | None) -> bool:
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
        given = rows_of(d for d in doses if d.drug == whole.drug and d.unit == whole.unit)
        rows = [r for found in given.values() for r in found]
        outside = [r for r in rows if r.high < whole.low or r.low > whole.high]
        if len(rows) < 3:
            continue
        # columns that were mixed up give other orders of magnitude
        wild = [r for r in outside if r.high < whole.low / 5 or r.low > whole.high * 5]
        if wild or 2 * len(outside) > len(rows):
            yield Checked(WHAT, "the column of doses is in doubt")
            continue
        yield Checked(WHAT)
        if outside:
            listed = ", ".join(f"patient {r.patient} {r.low:g}" for r in outside)
            message = (
                f"{whole.drug} is said to be given at {whole.low:g}-{whole.high:g} {whole.unit}; outside: {listed}"
            )
            # what the abstract tells is what was given; a range of the methods alone is a rule
            rule = "text_vs_table" if "abstract" in places(whole) else "range_violation"
            yield said(rule, message, [whole, *outside])


def _cohort(case: Case, field: str) -> list[Any]:
    return [
        r for r in case.of("cohort") if r.field == field and not (r.drugs or r.histotype or r.subgroup or r.patient)
    ]


def _numbers(case: Case, field: str, words: str) -> Iterator[Statement]:
    """A number of every patient (age, lines before) against the range, median and mean that are told of all."""
    rows = one_each(rows_of(r for r in case.of("patient") if r.field == field))
    if rows is None or len(rows) < 4 or not all(isinstance(r.value, (int, float)) for r in rows.values()):
        return
    values = {p: float(r.value) for p, r in rows.items()}
    low, high = _cohort(case, f"{field}_min"), _cohort(case, f"{field}_max")
    if len(low) == len(high) == 1:
        yield Checked(WHAT)
        outside = [p for p, a in values.items() if not low[0].value <= a <= high[0].value]
        if outside and 3 * len(outside) <= len(values):
            listed = ", ".join(f"patient {p} {values[p]:g}" for p in outside)
            message = f"{words} are said to lie between {low[0].value} and {high[0].value}; outside: {listed}"
            yield said("range_violation", message, [low[0], high[0], *(rows[p] for p in outside)])
    for name, of in ((f"{field}_median", median), (f"{field}_mean", mean)):
        stated = _cohort(case, name)
        if len(stated) != 1:
            continue
        if not complete(case, rows):
            yield Checked(WHAT, "not every patient has one row")
            continue
        yield Checked(WHAT)
        found = of(list(values.values()))
        if abs(found - float(stated[0].value)) > half(float(stated[0].value)) + (0.5 if of is mean else 0):
            message = f"{name.replace('_', ' ')} is stated as {stated[0].value}; the {len(values)} rows give {found:g}"
            yield said("recomputed_median", message, [*stated, *rows.values()])


def _sexes(case: Case) -> Iterator[Statement]:
    """Women and men of the text against the rows."""
    rows = one_each(rows_of(r for r in case.of("patient") if r.field == "sex"))
    if rows is None or not complete(case, rows) or doubtful(case, rows):
        return
    for field, sex in (("n_female", "female"), ("n_male", "male")):
        stated = [r for r in _cohort(case, field) if not in_table(r)]
        if len({r.value for r in stated}) != 1:
            continue
        yield Checked(WHAT)
        with_it = [r for r in rows.values() if r.value == sex]
        if len(with_it) != stated[0].value:
            message = f"{stated[0].value} patients are said to be {sex}; {len(with_it)} rows have it"
            yield said("text_vs_table", message, [*stated, *with_it])


def _responses(case: Case) -> Iterator[Statement]:
    """Stated counts of a category against the rows with it."""
    responses: list[Any] = [r for r in case.of("response") if not r.timepoint]
    for criteria in dict.fromkeys(r.criteria for r in responses if r.patient):
        rows = one_each(rows_of(r for r in responses if r.criteria == criteria))
        if not complete(case, rows) or doubtful(case, rows):
            continue
        assert rows is not None
        if not {r.category for r in rows.values()} <= {"CR", "PR", "SD", "PD", "NE"}:
            continue
        for record in responses:
            if (
                record.patient or record.n is None or record.criteria != criteria or record.category not in _MEMBERS
                or record.drugs or record.histotype or record.subgroup
            ):  # fmt: skip
                continue
            if record.category in ("ORR", "DCR") and (
                record.total or not any("results" in p.section for p in record.provenance)
            ):
                continue
            others = [
                r
                for r in responses
                if r.category == record.category and r.criteria == criteria and r.n not in (None, record.n)
            ]
            if others:
                yield Checked(WHAT, "several counts of one category")
                continue
            yield Checked(WHAT)
            with_it = [r for r in rows.values() if r.category in _MEMBERS[record.category]]
            if len(with_it) != record.n:
                message = (
                    f"{record.n} {record.category} ({criteria or 'response'}) are stated; {len(with_it)} rows have it"
                )
                yield said("text_vs_table", message, [record, *with_it], 0.8)


def _each_response(case: Case) -> Iterator[Statement]:
    """One patient's best response in text and table."""
    responses: list[Any] = [r for r in case.of("response") if r.patient and not r.timepoint]
    rows = rows_of(responses)
    for record in responses:
        row = [r for r in rows.get(record.patient, []) if r.criteria == record.criteria]
        if in_table(record) or len(row) != 1 or record.category == "PD" or row[0].category == record.category:
            continue
        told = {
            r.category
            for r in responses
            if r.patient == record.patient and not in_table(r) and r.criteria == record.criteria
        }
        if len(told) != 1 or (record.drugs and row[0].drugs and record.drugs != row[0].drugs):
            yield Checked(WHAT, "several responses of one patient")
            continue
        yield Checked(WHAT)
        message = f"patient {record.patient}: {record.category} in the text, {row[0].category} in the table"
        yield said("text_vs_table", message, [record, *row], 0.8)


def _each_dose(case: Case) -> Iterator[Statement]:
    """One patient's dose in text and table."""
    doses: list[Any] = [d for d in case.of("dose") if d.patient and d.role in ("patient", "starting", "other")]
    rows = rows_of(doses)
    for record in doses:
        row = [d for d in rows.get(record.patient, []) if d.drug == record.drug and d.unit == record.unit]
        told = [d for d in doses if d.patient == record.patient and d.drug == record.drug and not in_table(d)]
        if in_table(record) or len(row) != 1 or len(told) != 1:
            continue
        if row[0].low > 5 * record.high or row[0].high < record.low / 5:
            yield Checked(WHAT, "the column of doses is in doubt")
            continue
        yield Checked(WHAT)
        if record.low > row[0].high or record.high < row[0].low:
            message = (
                f"patient {record.patient}: {record.drug} {record.low:g} {record.unit} in the text, "
                f"{row[0].low:g} in the table"
            )
            yield said("text_vs_table", message, [record, *row])
