"""Doses: of each patient, of a regimen's table, and of a key under a table."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.contract import DoseFinding, Evidence, Term
from extractors.core.paper import Paper
from extractors.quantities import Quantity, quantities
from extractors.tabular.grid import Grid, Row, grids
from extractors.tabular.key import bare
from extractors.tabular.patient_rows import Entry, Patient, patient_rows
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
_DRUG_HEADER = re.compile(r"(?:drug|agent|medication|chemotherapy|treatment|compound)s?(?: name)?", re.I)
_DOSE_HEADER = re.compile(r"\bdos(?:e|age|es)\b|\bamount\b", re.I)
_REDUCED = re.compile(r"\blevel\s*[-−–]\s*\d|reduc|de-?escalat", re.I)
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
    """A table of drugs by row with columns of doses: what was planned."""
    columns = [k for k, h in enumerate(grid.columns) if k and _DOSE_HEADER.search(bare(h)) and not _NOT_DOSE.search(h)]
    if not columns or not _DRUG_HEADER.match(bare(grid.columns[0]) or "drug"):
        return
    for row in grid.body:
        drugs = grid.key.drugs(row.label, misspelt=True)
        if len(drugs) != 1 or _NOT_DOSE.search(row.label):
            continue
        for k in columns:
            if k < len(row.cells):
                yield from _planned(grid, row, k, drugs[0])


def _planned(grid: Grid, row: Row, k: int, drug: Term) -> Iterator[DoseFinding]:
    read = [q for q in quantities(row.cells[k].text) if q.kind == "dose"]
    evidence = grid.evidence(row.index, k)
    if len(read) != 1 or not evidence or read[0].low is None or read[0].high is None:
        return
    header = grid.columns[k]
    words = f"{row.label} {row.cells[k].text} {header}"
    yield DoseFinding(
        drug=drug, low=read[0].low, high=read[0].high, unit=read[0].unit, route=route(words), frequency=frequency(words),
        role="reduced" if _REDUCED.search(header) else "planned", attribution="planned",
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
