"""Tables of adverse events: grade columns against totals, single events against "at least one"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.document import Table
from pipeline.audit.case import Case, Checked, Discrepancy, Statement
from pipeline.audit.percents import name
from pipeline.audit.sheets import Line, lines

_RULE = "sum_mismatch"
_WHAT = "grades against totals"
_GRADE = re.compile(
    r"(?:grades?|gr?\.?|CTC)?\s*\b([1-5]|I{1,3}|IV|V)\s*(?:(?:[-–/]|to|and|or)\s*([1-5]|I{1,3}|IV|V))?\s*(?:N|n|No\.?)?\s*(?:\(\s*(?:%|n|N|No\.?)\s*\))?\s*[*†]*$"
)
_TOTAL = re.compile(r"\b(?:total|any|all)\b", re.I)
_ANY_ROW = re.compile(
    r"\b(?:at least (?:one|1)|≥\s?1|any) (?:[\w-]+ ){0,2}(?:toxicit|event|AE)|^any (?:AE|adverse|toxicit)", re.I
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_ADVERSE = re.compile(r"toxicit|adverse|side[- ]effect|safety|event|grade", re.I)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold totals and grades; `whole` when the grades go from 1 to at least 4."""

    total: int
    grades: tuple[tuple[int, int, int], ...]

    @property
    def whole(self) -> bool:
        """Whether every grade has a column, none of them twice."""
        covered = [g for _, low, high in self.grades for g in range(low, high + 1)]
        return len(covered) == len(set(covered)) and {1, 2, 3, 4} <= {*covered}


def check_grades(case: Case) -> Iterator[Statement]:
    """Relations that cannot hold: grades that add to less than the total, a grade above it, an event above "any"."""
    for table in case.tables:
        if not _ADVERSE.search(" ".join((table.caption.text, *table.columns))):
            continue
        rows = lines(table)
        yield from _any_row(table, rows)
        for columns in _columns(table):
            for line in rows:
                yield from _row(table, line, columns)


def _columns(table: Table) -> Iterator[Columns]:
    """Columns of one arm: a total with the grades beside it; tables with several arms are left alone."""
    headers = [_tail(table, k) for k in range(len(table.columns))]
    grades = []
    for k, header in enumerate(headers):
        m = _GRADE.search(header)
        if m and not _TOTAL.search(table.columns[k].split(m[0])[0][-12:]):
            low, high = (_ROMAN.get(x) or int(x) if x else 0 for x in m.groups())
            if re.search(r"grade|gr\.|CTC", " ".join((*table.columns, table.caption.text)), re.I):
                grades.append((k, low, high or low))
    totals = [k for k, header in enumerate(table.columns) if _TOTAL.search(header) and k not in {g[0] for g in grades}]
    if not totals and grades and grades[0][0] == 2 and len(grades) >= 2:
        totals = [1] if re.search(r"^\W*(?:N|No)\b", table.columns[0]) else []
    found = Columns(totals[0], tuple(grades)) if len(totals) == 1 and grades else None
    if found is not None and len({(low, high) for _, low, high in grades}) == len(grades):
        yield found


def _tail(table: Table, column: int) -> str:
    """The lowest header of a column."""
    texts = [row[column].text for row in table.header if column < len(row) and row[column].text]
    return texts[-1] if texts else ""


def _row(table: Table, line: Line, columns: Columns) -> Iterator[Statement]:
    total = line.value(columns.total).count
    counts = {k: line.value(k).count for k, _, _ in columns.grades}
    given = {k: n for k, n in counts.items() if n is not None}
    if total is None or not given:
        return
    cells = (columns.total, *given)
    top = max(given.values())
    if top > total:
        yield Checked(_WHAT)
        message = f"{name(table)}, {line.label}: {top} events of one grade exceed the total of {total}"
        yield Discrepancy(_RULE, message, line.places(*cells), "grades", 0.85)
        return
    blank = [k for k, n in counts.items() if n is None and line.cells[k].text and line.value(k).kind != "none"]
    if not columns.whole or blank:
        yield Checked(_WHAT, "not every grade has a readable column")
        return
    yield Checked(_WHAT)
    added = sum(given.values())
    if added < total and len(given) >= 2:
        message = f"{name(table)}, {line.label}: the grades add to {added}, the total is {total}"
        yield Discrepancy(_RULE, message, line.places(*cells), "grades", 0.85)


def _any_row(table: Table, rows: list[Line]) -> Iterator[Statement]:
    """No single event can befall more patients than have at least one."""
    blocks: dict[int, Line] = {}
    for line in rows:
        if _ANY_ROW.search(line.label):
            blocks[line.block] = line
    for line in rows:
        whole = blocks.get(line.block)
        if whole is None or line is whole or re.search(r"total|events|cycles", line.label, re.I):
            continue
        for column in range(line.first, len(line.cells)):
            n, most = line.value(column).count, whole.value(column).count
            if n is None or most is None or line.value(column).paren is None:
                continue
            yield Checked(_WHAT)
            if n > most:
                message = f"{name(table)}, {line.label}: {n} exceed the {most} with at least one event"
                yield Discrepancy(_RULE, message, (*line.places(column), *whole.places(column)), "grades", 0.9)
