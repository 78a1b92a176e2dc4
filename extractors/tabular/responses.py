"""Responses: of each patient, by drug and histotype, by category in rows or in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extractors.core import cues as re
from extractors.core.contract import Attribution, Evidence, ResponseFinding
from extractors.core.paper import Paper
from extractors.tabular.arms import Arm, Counted, arms
from extractors.tabular.categories import category, timepoint
from extractors.tabular.columns import blocks, read_columns
from extractors.tabular.evaluable import denominator, evaluable_of
from extractors.tabular.grid import Grid, Row, grids
from extractors.tabular.key import bare
from extractors.tabular.lists import counted_terms, regimen_counts
from extractors.tabular.patient_rows import Patient, patient_rows
from extractors.tabular.regimens import Part, regimen, row_part
from extractors.tabular.roles import attribution, is_plan, is_toxicity
from extractors.tabular.study import Study, study_of
from extractors.tabular.values import Value, read_value

_OTHER = re.compile(
    r"patholog\w*,? (?:(?:complete|partial|major|tumou?r|near|minor)[- ,]*)*(?:response|remission|regression|CR\b|effect)|\b[pm]PR\b|\bpCR\b|histologic(?:al)? response|necrosis|serolog|CA[- ]?125|\bPSA\b|cytogenetic|biochemical|symptom|\bpain\b|emesis|nausea",
    re.I,
)
_RATES = re.compile(
    r"\bORR\b|\bDCR\b|(?:objective|overall|tumou?r) response|response rate|disease control|(?<!local )control rate|clinical benefit rate",
    re.I,
)
_RESPONSE = re.compile(r"response|efficacy|outcome|RECIST|Choi|result|activity|benefit", re.I)


# What asks for percentages, where no count is asked for as well: "ORR, % (95 % CI)".
_LEVEL = re.compile(r"9[059]\s*%\s*-?(?:CI|IC|confidence)", re.I)
_ASKED = re.compile(r"%|\bper ?cent", re.I)
_COUNTS = re.compile(r"\b(?:n|no\.?|number|patients|pts|cases)\b", re.I)


def share_asked(value: Value, row: Row) -> Value:
    """The value as a percentage where the label, or the heading over it, asks for one and for no count."""
    if value.number is None or value.percent is not None or value.paren is not None or value.total is not None:
        return value
    label, group = (_LEVEL.sub(" ", text) for text in (row.label, row.group))
    asks = label if _ASKED.search(label) or _COUNTS.search(label) else group
    if not _ASKED.search(asks) or _COUNTS.search(asks) or value.number > 100 or value.bound:
        return value
    return replace(value, number=None, percent=value.number)


class TabularResponses:
    """Reads response columns of patients' tables, and tables of response by regimen, histotype or category."""

    name = "tabular.responses"
    needs = frozenset({"drug", "histotype", "endpoint"})
    finding = ResponseFinding

    def extract(self, paper: Paper) -> Iterator[ResponseFinding]:
        """Yield findings table by table, row by row."""
        study = study_of(paper)
        for grid in grids(paper):
            if is_plan(grid):
                continue
            patients = patient_rows(grid, study)
            for patient in patients:
                yield from _of_patient(patient, study)
            if not patients and not is_toxicity(grid) and not _OTHER.search(grid.caption):
                yield from _by_row(grid, study)
                yield from _by_category(grid, study)


def criteria(text: str, study: Study) -> str:
    """The criteria that a header or caption names, else the paper's."""
    if re.search(r"\bChoi\b", text, re.I):
        return "Choi"
    if m := re.search(r"\b(iRECIST|irRC|PERCIST|mRECIST|WHO)\b", text):
        return m[1]
    if m := re.search(r"RECIST\D{0,12}(1\.[01])", text, re.I):
        return f"RECIST {m[1]}"
    if re.search(r"\bclinical (?:response|benefit)", text, re.I):
        return "clinical"
    return study.criteria or ("RECIST" if "RECIST" in text else "")


def _of_patient(patient: Patient, study: Study) -> Iterator[ResponseFinding]:
    for entry in patient.of("response"):
        if _OTHER.search(entry.field.header):
            continue
        if found := category(entry.text, patient.key):
            yield ResponseFinding(
                category=found, criteria=criteria(entry.field.header, study), patient=patient.label,
                histotype=patient.histotype, drugs=patient.drugs, attribution=patient.attribution,
                evidence=entry.evidence, method="response.table_patient", confidence=0.95,
            )  # fmt: skip


def _by_row(grid: Grid, study: Study) -> Iterator[ResponseFinding]:
    """Categories as columns, a regimen or tumour type a row."""
    found = arms(grid, study)
    if not found:
        return
    lone = sum(len(arm.counted) for arm in found) == 1
    for row in grid.body:
        part = row_part(grid, row, study)
        for arm in found:
            yield from _arm(grid, row, part, arm, study, lone)


def _arm(grid: Grid, row: Row, part: Part, arm: Arm, study: Study, lone: bool) -> Iterator[ResponseFinding]:
    """What a row says under one arm; `lone` when the table has a single column of responses."""
    part, known = _part_of_arm(grid, row, part, arm)
    if not known:
        return
    for column in arm.counted:
        text = row.cells[column.index].text if column.index < len(row.cells) else ""
        evidence = grid.evidence(row.index, column.index, *column.percents)
        if not evidence:
            continue
        value = read_value(text)
        if column.percents:
            shares = [grid.value(row, k) for k in column.percents]
            share = shares[0].percent if shares[0].percent is not None else shares[0].number or shares[0].paren
        else:
            share = value.percent if value.percent is not None else value.paren
        if value.kind in ("number", "percent"):
            yield from _counted(grid, row, part, column, value, share, evidence, study)
        elif value.kind == "text" and not lone:
            # tumour types listed under a lone category are those of a figure whose other columns were lost
            yield from _listed(grid, row, part, column, text, evidence, study)


def _part_of_arm(grid: Grid, row: Row, part: Part, arm: Arm) -> tuple[Part, bool]:
    """The row's part under an arm's drug and total; unknown when the arm's drug cell names none that is a drug."""
    total = grid.value(row, arm.total).count if arm.total is not None else None
    subgroup = part.subgroup or arm.subgroup
    if arm.drug is None:
        return Part(part.drugs or arm.drugs, part.histotype, subgroup, total if total is not None else part.total), True
    text = row.cells[arm.drug].text
    drugs, alone = regimen(text, grid.key)
    if not text and part == Part(total=part.total):
        words = grid.key.spelt(grid.columns[arm.drug])
        return Part((), part.histotype, words, total), True
    return Part(drugs, part.histotype, alone or part.subgroup, total), bool(drugs)


def _counted(
    grid: Grid, row: Row, part: Part, column: Counted, value: Value, share: object, evidence: tuple[Evidence, ...], study: Study
) -> Iterator[ResponseFinding]:  # fmt: skip
    n, percent = value.count, value.percent
    if percent is None and share is not None:
        percent = share if not column.percents else percent or share  # type: ignore[assignment]
    if column.rate:
        n, percent = None, value.number if value.number is not None else value.percent
    if (n is None and percent is None) or (n is not None and part.total is not None and n > part.total):
        return
    if not column.rate:
        part = replace(part, total=denominator(part.total, n, percent))
    found = _finding(grid, row, part, column.category, n, percent, value, evidence, study, column.subgroup)
    yield found.model_copy(update={"timepoint": column.timepoint})
    for inner in re.findall(r"\((\d{1,3})\s+([CP]R)s?\)", value.rest):
        if inner[1] != column.category:
            yield _finding(grid, row, part, inner[1], int(inner[0]), None, Value("number"), evidence, study)


def _finding(
    grid: Grid, row: Row, part: Part, name: str, n: int | None, percent: object, value: Value,
    evidence: tuple[Evidence, ...], study: Study, subgroup: str = "",
) -> ResponseFinding:  # fmt: skip
    whose: Attribution = attribution(grid, row)
    words = " ".join((grid.caption, *grid.columns))
    return ResponseFinding(
        category=name, criteria=criteria(words, study), n=n, total=value.total or part.total, percent=percent,  # type: ignore[arg-type]
        ci_low=value.low if name in ("ORR", "DCR", "CBR") else None, ci_high=value.high if name in ("ORR", "DCR", "CBR") else None,
        drugs=part.drugs, histotype=part.histotype, subgroup=subgroup or part.subgroup, attribution=whose,
        evidence=evidence, method="response.table", confidence=grid.trust(0.95),
    )  # fmt: skip


def _listed(
    grid: Grid, row: Row, part: Part, column: Counted, text: str, evidence: tuple[Evidence, ...], study: Study
) -> Iterator[ResponseFinding]:
    """A cell that lists tumour types or regimens in place of a number."""
    for drugs, n in regimen_counts(text, grid.key):
        yield _finding(
            grid, row, Part(drugs, part.histotype, ""), column.category, n, None, Value("text"), evidence, study
        )
    if part.histotype is None:
        for term, n in counted_terms(text, grid.key):
            yield _finding(
                grid,
                row,
                Part(part.drugs, term, part.subgroup),
                column.category,
                n,
                None,
                Value("text"),
                evidence,
                study,
            )


def _by_category(grid: Grid, study: Study) -> Iterator[ResponseFinding]:
    """Categories as rows, strata as columns; a lone row counts only when it is a rate by its whole name."""
    named = [(r, c) for r in grid.body if (c := category(r.label, grid.key))]
    mixed = {r.group for r in grid.body if _OTHER.search(f"{r.group} {r.label}")}
    named = [(r, c) for r, c in named if r.group not in mixed or (not r.group and not _OTHER.search(r.label))]
    found = {c for _, c in named}
    lone = len(found) == 1 and all(_RATES.search(r.label) for r, _ in named)
    if len(found) < 2 and not lone:
        return
    told = len(found & {"CR", "PR", "SD", "PD"}) >= 3
    repeated = Counter(c for _, c in named).most_common(1)[0][1] > 1
    shown = blocks(read_columns(grid, study))
    for row, name in named:
        around = f"{grid.caption} {row.group} {grid.columns[0]}"
        if not (told or lone or _RESPONSE.search(around)):
            continue
        for block in shown:
            value = share_asked(block.value(grid, row), row)
            evidence = grid.evidence(row.index, *block.indices)
            column = block.first
            if not evidence or (value.count is None and value.percent is None):
                continue
            if lone and value.percent is None and value.total is None:
                continue
            words = "; ".join(w for w in (column.subgroup, bare(row.group) if repeated else "") if w)
            total = denominator(column.total, value.count, value.percent, evaluable_of(grid, block))
            part = Part(column.drugs, column.histotype, words, total)
            stated = _finding(grid, row, part, name, value.count, value.percent, value, evidence, study)
            yield stated.model_copy(update={"timepoint": timepoint(row.label)})
