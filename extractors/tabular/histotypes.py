"""Counts of tumour types: in tables of characteristics, by regimen, beside responses, and in notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.core import cues as re
from extractors.core.contract import Evidence, HistotypeFinding, Term
from extractors.core.document import Cell
from extractors.core.paper import Paper
from extractors.tabular.arms import arms
from extractors.tabular.characteristics import stated, total_of
from extractors.tabular.grid import Grid, grids
from extractors.tabular.histology import histotype_term, is_histotype
from extractors.tabular.key import bare
from extractors.tabular.lists import slashed
from extractors.tabular.patient_rows import patient_rows
from extractors.tabular.regimens import Part, regimen, row_part
from extractors.tabular.responses import _part_of_arm as part_of_arm
from extractors.tabular.roles import attribution, is_characteristics, is_plan, is_toxicity
from extractors.tabular.study import Study, study_of

_NOTED = re.compile(
    r"(?:histolog(?:y|ies)|histotypes?|sub-?types?|tumou?rs?|diagnos[ei]s|entities)\b[^:.;]{0,30}:\s*(?P<list>.+)",
    re.I | re.S,
)
_ITEM = re.compile(
    r"\s*(?:and\s+)?(?P<name>[A-Za-z][^(),;.:]{2,70}?)\s*\(\s*(?:n\s*=\s*)?(?P<n>\d{1,3})\s*\)\s*(?:[,;.]|and\b|$)"
)
_TYPE_HEADER = re.compile(r"h[iy]stolog|histotype|sub-?type|tumou?r type", re.I)


class TabularHistotypes:
    """Reads counts of tumour types wherever a table gives them."""

    name = "tabular.histotypes"
    needs = frozenset({"histotype", "drug"})
    finding = HistotypeFinding

    def extract(self, paper: Paper) -> Iterator[HistotypeFinding]:
        """Yield findings table by table, row by row."""
        study = study_of(paper)
        for grid in grids(paper):
            if is_plan(grid) or is_toxicity(grid) or patient_rows(grid, study):
                continue
            if is_characteristics(grid):
                yield from _characteristics(grid, study)
            yield from _by_regimen(grid)
            yield from _beside_responses(grid, study)
            for note in grid.table.notes:
                yield from _noted(grid, note)


def _characteristics(grid: Grid, study: Study) -> Iterator[HistotypeFinding]:
    whole = total_of(grid)
    for one in stated(grid, study):
        if is_histotype(grid, one):
            column = one.block.first
            total = one.value.total or column.total or (whole if column.every else None)
            if one.value.count is not None and total is not None and one.value.count > total:
                continue
            term, added = histotype_term(grid, one.row, study)
            yield HistotypeFinding(
                histotype=term, n=one.value.count, total=total, percent=one.value.percent,
                drugs=column.drugs, subgroup="; ".join(w for w in (column.subgroup, added) if w), attribution=attribution(grid, one.row),
                evidence=one.evidence, method="histotype.table", confidence=0.95,
            )  # fmt: skip


def _by_regimen(grid: Grid) -> Iterator[HistotypeFinding]:
    """A regimen a row, its commonest tumour types side by side, each followed by a count."""
    pairs = [
        k
        for k in range(1, len(grid.columns) - 1)
        if _TYPE_HEADER.search(grid.columns[k]) and re.search(r"\bn\b|no\.?|%", grid.columns[k + 1], re.I)
    ]
    for row in grid.body:
        drugs, alone = regimen(row.label, grid.key)
        if not drugs or not pairs:
            continue
        total = next(
            (grid.value(row, k).count for k in range(1, pairs[0]) if bare(grid.columns[k]) in ("N", "n", "No", "")),
            None,
        )
        for k in pairs:
            value, evidence = grid.value(row, k + 1), grid.evidence(row.index, k, k + 1)
            if value.count is None or not evidence or k >= len(row.cells) or not row.cells[k].text:
                continue
            each = re.search(r"\beach\b", row.cells[k + 1].text)
            names = (
                slashed(row.cells[k].text, grid.key) if each else [grid.key.term(bare(row.cells[k].text), "histotype")]
            )
            for term in names:
                yield HistotypeFinding(
                    histotype=term, n=value.count, total=total, percent=value.percent or value.paren, drugs=drugs,
                    subgroup=alone, attribution=attribution(grid, row), evidence=evidence,
                    method="histotype.table_regimen", confidence=0.9,
                )  # fmt: skip


def _beside_responses(grid: Grid, study: Study) -> Iterator[HistotypeFinding]:
    """How many patients (of a drug) had a tumour type, beside their responses."""
    found = [replace(a, total=a.treated) for a in arms(grid, study) if a.treated is not None]
    for row in grid.body if found else ():
        base = row_part(grid, row, study)
        for arm in found:
            part, known = part_of_arm(grid, row, base, arm)
            evidence = grid.evidence(row.index, arm.total or 0)
            named = part.histotype is not None and (part.drugs or part.histotype.concept)
            if known and named and part.total is not None and evidence:
                yield _counted(grid, part, evidence, attribution(grid, row) == "own")


def _counted(grid: Grid, part: Part, evidence: tuple[Evidence, ...], own: bool) -> HistotypeFinding:
    return HistotypeFinding(
        histotype=part.histotype or Term(printed=""), n=part.total, drugs=part.drugs, subgroup=part.subgroup,
        attribution="own" if own else "cited", evidence=evidence, method="histotype.table_response", confidence=0.9,
    )  # fmt: skip


def _noted(grid: Grid, note: Cell) -> Iterator[HistotypeFinding]:
    """ "Other histologies: a (n = 2), b (n = 1)" below a table."""
    m = _NOTED.search(note.text)
    if not m or not note.ranges:
        return
    at = 0
    while item := _ITEM.match(m["list"], at):
        at = item.end()
        name = re.sub(r"^and\s+", "", item["name"].strip())
        yield HistotypeFinding(
            histotype=grid.key.term(name, "histotype"), n=int(item["n"]),
            evidence=(Evidence(start=note.start, end=note.end, section="table", table=grid.table.number),),
            method="histotype.table_note", confidence=0.9,
        )  # fmt: skip
