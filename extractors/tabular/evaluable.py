"""How many patients (or lines) could be judged for response: a row or a column of tables of results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.core.contract import CohortFinding, Evidence, Term
from extractors.tabular.columns import Block, blocks, read_columns
from extractors.tabular.grid import Grid, Row
from extractors.tabular.key import bare
from extractors.tabular.regimens import row_part
from extractors.tabular.roles import attribution
from extractors.tabular.study import Study

_WHO = r"(?:patients?|pts\.?|subjects?|cases?|lines?|courses?)"
_JUDGED = r"(?:(?:response|RECIST|efficacy)[- ])?(?:evaluable|assessable|evaluated|assessed)"
_COUNT = r"(?:(?:total )?(?:no\.?|n|number)(?: of)? )?"
_EVALUABLE = re.compile(
    rf"{_COUNT}(?:{_WHO} )?(?:\(?{_JUDGED}\)?)(?: {_WHO})?"
    r"(?: (?:for|by|in|according to) (?:(?:best|objective|overall|tumou?r|the) )*(?:responses?(?: analysis)?|RECIST|efficacy))?"
    r"(?:,? ?\(?(?:n|no\.?|%|\(%\)| )*\)?)",
    re.I,
)


def counts_evaluable(text: str) -> bool:
    """Whether a label or header says that those are counted whose response could be told."""
    return bool(_EVALUABLE.fullmatch(" ".join(bare(text).split())))


def evaluable_of(grid: Grid, block: Block) -> int | None:
    """How many of a column's patients could be judged, where a row of the table says so."""
    row = next((r for r in grid.body if counts_evaluable(r.label)), None)
    return block.value(grid, row).count if row is not None else None


def denominator(total: int | None, n: int | None, percent: Decimal | None, judged: int | None = None) -> int | None:
    """Of how many a count is: of those judged where its percentage says so, of none that the percentage contradicts."""
    for whole in (total, judged):
        if whole and (n is None or percent is None or abs(100 * n / whole - float(percent)) <= _ROUNDED):
            return whole
    return None


# A percentage may be rounded to a whole number, or cut off.
_ROUNDED = 1.01


def evaluable(grid: Grid, study: Study) -> Iterator[CohortFinding]:
    """Counts of evaluable patients, by stratum."""
    for row in grid.body:
        if not counts_evaluable(row.label):
            continue
        for block in blocks(read_columns(grid, study)):
            n, column, evidence = block.value(grid, row).count, block.first, grid.evidence(row.index, block.first.index)
            if n is not None and evidence and (column.total is None or n <= column.total):
                yield _finding(grid, row, n, column.drugs, column.histotype, column.subgroup, evidence)
    for k in range(grid.stub, len(grid.columns)):
        if not counts_evaluable(grid.columns[k]):
            continue
        for row in grid.body:
            n, evidence = grid.value(row, k).count, grid.evidence(row.index, k)
            if n is not None and evidence:
                part = row_part(grid, row, study)
                yield _finding(grid, row, n, part.drugs, part.histotype, part.subgroup, evidence)


def _finding(
    grid: Grid, row: Row, n: int, drugs: tuple[Term, ...], histotype: Term | None, subgroup: str, evidence: tuple[Evidence, ...]
) -> CohortFinding:  # fmt: skip
    return CohortFinding(
        field="n_evaluable", value=n, drugs=drugs, histotype=histotype, subgroup=subgroup,
        attribution=attribution(grid, row), evidence=evidence, method="cohort.table_evaluable", confidence=0.9,
    )  # fmt: skip
