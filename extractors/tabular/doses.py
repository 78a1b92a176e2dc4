"""Doses: of each patient, of a regimen's table, and of a key under a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.contract import DoseFinding, Evidence, Term
from extractors.core.paper import Paper
from extractors.quantities import Quantity, quantities
from extractors.quantities.units import AMOUNT, amount_unit
from extractors.tabular.grid import Grid, Row, grids
from extractors.tabular.key import bare
from extractors.tabular.patient_rows import Entry, Patient, patient_rows
from extractors.tabular.roles import attribution
from extractors.tabular.study import Study, study_of
from extractors.tabular.values import read_value

_FREQUENCIES = tuple(
    (code, re.compile(pattern, re.I))
    for code, pattern in (
        ("BID", r"\bb\.?i\.?d\b|twice (?:a day|daily)|(?:two|2) times (?:a|per) day|/12 ?h\b"),
        ("TID", r"\bt\.?i\.?d\b|three times (?:a day|daily)"),
        ("QOD", r"every other day|\bq\.?o\.?d\b|alternate days"),
        ("QW", r"\bweekly\b(?! x)|once a week|(?:/|per )\s?w(?:ee)?k\b|\bq\.?w\b"),
        ("QD", r"\bdaily\b|\bq\.?d\b|once (?:a day|daily)|/\s?d(?:ay)?\b|(?:per|a) day\b|every day"),
    )
)
_ROUTES = (
    ("PO", re.compile(r"\bp\.?o\b|\boral", re.I)),
    ("IV", re.compile(r"\bi\.?v\b|intraven", re.I)),
    ("SC", re.compile(r"\bs\.?c\b|subcutan", re.I)),
)
_DRUG_HEADER = re.compile(
    r"(?:drug|agent|medication|chemotherapy|treatment|compound|regimen|protocol|component)s?(?: names?)?", re.I
)
_DOSE_HEADER = re.compile(r"\bdos(?:e|age|es|ing)\b|\bamount\b|\bschedules?\b", re.I)
_HEADED_UNIT = re.compile(rf"[(\[,]\s*({AMOUNT})\s*[)\]]?", re.I)
_BRACKETED = re.compile(r"\([^()]*\)")
Amount = tuple[Decimal | None, Decimal | None, str]
# So many of the cells of a column of drugs name one.
_NAMED = 0.8
_REDUCED = re.compile(r"\blevel\s*[-−–]\s*\d|reduc|de-?escalat", re.I)
_LEVEL = re.compile(
    r"(?P<start>(?:starting|initial|full|standard|planned)(?: dose)?(?: level)?|(?:dose )?level 0(?: \([^()]*\))?)"
    r"|(?P<reduced>(?:(?:1st|2nd|3rd|first|second|third) )?(?:dose )?(?:level )?(?:reduction|de-?escalation)(?: (?:step|level))?(?: [1-3])?"
    r"|(?:(?:1st|2nd|3rd|first|second|third) )?reduced dose|(?:dose )?level [-−–]\s?[1-3])",
    re.I,
)
_NOT_DOSE = re.compile(r"cumulative|intensity|total dose|radi|\bGy\b|\bAUC0|toxicit", re.I)
_IN_KEY = re.compile(r"^[\s,:(]{0,3}")


class TabularDoses:
    """Reads dose columns of patients' tables, tables of a regimen, and keys that state a dose."""

    name = "tabular.doses"
    needs = frozenset({"drug"})
    finding = DoseFinding

    def extract(self, paper: Paper) -> Iterator[DoseFinding]:
        """Yield findings table by table."""
        study = study_of(paper)
        for grid in grids(paper):
            patients = patient_rows(grid, study)
            for patient in patients:
                for entry in patient.of("dose"):
                    yield from _of_patient(entry, patient, grid, study)
            if not patients:
                yield from _regimen(grid)
                yield from _levels(grid, study)
            yield from _in_notes(grid)


def _of_patient(entry: Entry, patient: Patient, grid: Grid, study: Study) -> Iterator[DoseFinding]:
    """The dose of a cell: its own drug and unit, or those of the header, or the study's only drug."""
    header = entry.field.header
    if _NOT_DOSE.search(header):
        return
    drugs = (
        grid.key.drugs(entry.text) or entry.field.drugs or patient.drugs or grid.key.drugs(grid.caption) or study.drugs
    )
    if len(drugs) != 1:
        return
    read = [q for q in quantities(entry.text) if q.kind == "dose"]
    value = read_value(entry.text)
    if read:
        low, high, unit = read[0].low, read[0].high, read[0].unit
    else:
        low, high, unit = (
            (value.low, value.high, entry.field.unit)
            if value.kind == "range"
            else (value.number, value.number, entry.field.unit)
        )
    if low is None or high is None or not unit or low == 0:
        return
    yield DoseFinding(
        drug=drugs[0], low=low, high=high, unit=unit, route=route(header), frequency=frequency(entry.text) or frequency(header),
        role="patient", patient=patient.label, histotype=patient.histotype, attribution=patient.attribution,
        evidence=entry.evidence, method="dose.table_patient", confidence=0.95,
    )  # fmt: skip


def _regimen(grid: Grid) -> Iterator[DoseFinding]:
    """A table of regimens or drugs by row with columns of doses or schedules: what was planned."""
    columns = [k for k, h in enumerate(grid.columns) if k and _DOSE_HEADER.search(bare(h)) and not _NOT_DOSE.search(h)]
    named = _drug_column(grid)
    if named is None or not columns:
        return
    for row in grid.body:
        drugs = grid.key.drugs(row.cells[named].text if named else row.label, misspelt=True)
        if _NOT_DOSE.search(row.label):
            continue
        for k in columns:
            if k < len(row.cells) and len(drugs) == 1:
                yield from _planned(grid, row, k, drugs[0])
            elif k < len(row.cells):
                yield from _each(grid, row, k)


def _levels(grid: Grid, study: Study) -> Iterator[DoseFinding]:
    """Rows of dose levels ("Starting dose", "First reduction", "Level −1") of a drug that a column's header names, or the
    caption, or the study's only one."""
    told = {row.index: m for row in grid.body if (m := _LEVEL.fullmatch(row.label.strip()))}
    if len(told) < 2 or not any(m["reduced"] for m in told.values()) or _NOT_DOSE.search(grid.caption):
        return
    of_all = grid.key.drugs(grid.caption) or study.drugs
    for row in grid.body:
        if row.index not in told:
            continue
        role = "reduced" if told[row.index]["reduced"] else "starting"
        for k in range(grid.stub, len(row.cells)):
            drugs = grid.key.drugs(grid.columns[k]) or grid.key.drugs(row.cells[k].text) or of_all
            if len(drugs) == 1 and not _NOT_DOSE.search(grid.columns[k]):
                yield from _planned(grid, row, k, drugs[0], role)


def _drug_column(grid: Grid) -> int | None:
    """The column that names the drugs: the labels, or one of its own behind the regimens' names."""
    for k, header in enumerate(grid.columns):
        if k and _DRUG_HEADER.fullmatch(bare(header)):
            cells = [r.cells[k].text for r in grid.body if k < len(r.cells) and r.cells[k].text]
            if cells and sum(len(grid.key.drugs(c, misspelt=True)) == 1 for c in cells) >= _NAMED * len(cells):
                return k
    return 0 if _DRUG_HEADER.match(bare(grid.columns[0]) or "drug") else None


def _each(grid: Grid, row: Row, k: int) -> Iterator[DoseFinding]:
    """A cell that tells a regimen drug by drug: "gemcitabine 900 mg/m2 d1, 8 + docetaxel 75 mg/m2 d8"."""
    text = row.cells[k].text
    before = 0
    for q in quantities(text):
        if q.kind != "dose":
            continue
        drugs = grid.key.drugs(text[before : q.start])
        before = q.end
        if len(drugs) == 1:
            yield from _planned_dose(grid, row, k, drugs[0], (q.low, q.high, q.unit))


def _planned(grid: Grid, row: Row, k: int, drug: Term, role: str = "") -> Iterator[DoseFinding]:
    text, header = row.cells[k].text, grid.columns[k]
    read = [q for q in quantities(text) if q.kind == "dose"]
    if len(read) > 1:
        # "1.4 mg/m2 (maximum 2 mg)"
        read = [q for q in quantities(_BRACKETED.sub(" ", text)) if q.kind == "dose"]
    if len(read) == 1:
        yield from _planned_dose(grid, row, k, drug, (read[0].low, read[0].high, read[0].unit), role)
    elif not read and (m := _HEADED_UNIT.search(header)):
        # "Dose (mg/m2)" above "75"
        value = read_value(text)
        low, high = (value.number, value.number) if value.kind == "number" else (value.low, value.high)
        if low and not value.rest and not value.bound:
            yield from _planned_dose(grid, row, k, drug, (low, high, amount_unit(m[1])), role)


def _planned_dose(grid: Grid, row: Row, k: int, drug: Term, amount: Amount, role: str = "") -> Iterator[DoseFinding]:
    evidence, (low, high, unit) = grid.evidence(row.index, k), amount
    if not evidence or low is None or high is None:
        return
    header = grid.columns[k]
    words = f"{row.label} {row.cells[k].text} {header}"
    yield DoseFinding(
        drug=drug, low=low, high=high, unit=unit, route=route(words), frequency=frequency(words),
        role=role or ("reduced" if _REDUCED.search(header) else "planned"),
        attribution="planned" if attribution(grid, row) == "own" else "cited",
        evidence=evidence, method="dose.table_regimen", confidence=0.9,
    )  # fmt: skip


def _in_notes(grid: Grid) -> Iterator[DoseFinding]:
    """A key that names a drug and at once its dose: "X drugname, 5 mg po daily"."""
    for note in grid.table.notes:
        if len(note.ranges) != 1:
            continue
        for q in quantities(note.text):
            if q.kind == "dose" and q.low is not None and q.high is not None:
                yield from _keyed(grid, note.text, note.start, note.ranges[0].end - note.start == len(note.text), q)


def _keyed(grid: Grid, text: str, start: int, exact: bool, q: Quantity) -> Iterator[DoseFinding]:
    before = text[: q.start]
    drugs = grid.key.drugs(before[-40:])
    if (
        not drugs
        or not before.lower().rstrip(" ,:(").endswith(drugs[-1].printed.lower())
        or q.low is None
        or q.high is None
    ):
        return
    after = re.split(r"[;.]\s", text[q.end : q.end + 40])[0]
    length = q.end - q.start
    place = Evidence(
        start=start + (q.start if exact else 0), end=start + (q.start + length if exact else max(len(text), 1)),
        section="table", table=grid.table.number,
    )  # fmt: skip
    yield DoseFinding(
        drug=drugs[-1], low=q.low, high=q.high, unit=q.unit, route=route(after), frequency=frequency(after), role="planned",
        attribution="planned", evidence=(place,), method="dose.table_key", confidence=0.85,
    )  # fmt: skip


def frequency(text: str) -> str:
    """The contract's frequency that a header or cell names, empty for none."""
    return next((code for code, pattern in _FREQUENCIES if pattern.search(text)), "")


def route(text: str) -> str:
    """The contract's route that a header or cell names, empty for none."""
    return next((code for code, pattern in _ROUTES if pattern.search(text)), "")
