"""Numbers treated with each regimen, from tables with a regimen a row and from the notes that split them."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.contract import CohortFinding, Evidence, Term
from extractors.tabular.grid import TOTAL, Grid, Row
from extractors.tabular.key import bare
from extractors.tabular.regimens import regimen
from extractors.tabular.roles import attribution, is_toxicity
from extractors.tabular.study import Study

_N_HEADER = re.compile(
    r"(?:n|no\.?|number|patients|pts|lines|cases)(?: of (?:patients|pts|lines|cases|treatments))?(?:,? \(?(?:n|no\.?)\)?)?",
    re.I,
)
_SPLIT = re.compile(
    r"(?P<how>alone|single[- ]agent|monotherapy|(?:in )?combination)\s+in\s+(?P<n>\d{1,4})\s+(?:cases?|patients?|lines?)",
    re.I,
)


def regimen_lines(grid: Grid, study: Study) -> Iterator[CohortFinding]:
    """How many lines (or patients, as the paper counts) each regimen had."""
    if is_toxicity(grid):
        return
    column = next((k for k in range(1, len(grid.columns)) if _is_count(grid.columns[k])), None)
    rows = [(r, *regimen(r.label, grid.key)) for r in grid.body]
    regimens = [(r, drugs, alone) for r, drugs, alone in rows if drugs]
    if column is None or len(regimens) < 2 or len(regimens) < 0.6 * len(rows):
        return
    counts = [n for r, _, _ in regimens if (n := grid.value(r, column).count) is not None]
    total = TOTAL.search(grid.columns[column])
    name = "n_treatment_lines" if _lines(grid, study, int(total[1]) if total else sum(counts)) else "n_patients"
    for row, drugs, alone in regimens:
        n, evidence = grid.value(row, column).count, grid.evidence(row.index, column)
        if n is not None and evidence:
            yield _finding(grid, row, name, n, drugs, alone, evidence)
        yield from _noted(grid, row, name, drugs)


def _lines(grid: Grid, study: Study, total: int) -> bool:
    return (
        study.counts_lines(total)
        or bool(re.search(r"\blines?\b", f"{grid.caption} {grid.notes} {' '.join(grid.columns)}", re.I))
        or bool(study.lines)
    )


def _is_count(header: str) -> bool:
    return bool(_N_HEADER.fullmatch(bare(header)) or re.fullmatch(r"\W*[nN]\s*=\s*\d+\W*", header))


def _noted(grid: Grid, row: Row, name: str, drugs: tuple[Term, ...]) -> Iterator[CohortFinding]:
    """ "(1) alone in 120 cases, combination in 5 cases" for a label that carries the mark."""
    mark = re.search(r"\((\d)\)\s*$", row.label)
    for note in grid.table.notes if mark else ():
        if not note.ranges or mark is None:
            continue
        for m in re.finditer(rf"\({mark[1]}\)\s*([^().]+)", note.text):
            for split in _SPLIT.finditer(m[1]):
                how = "in combination" if "combination" in split["how"].lower() else "single agent"
                at = (Evidence(start=note.start, end=note.end, section="table", table=grid.table.number),)
                yield _finding(grid, row, name, int(split["n"]), drugs, how, at)


def _finding(
    grid: Grid, row: Row, name: str, n: int, drugs: tuple[Term, ...], how: str, evidence: tuple[Evidence, ...]
) -> CohortFinding:
    return CohortFinding(
        field=name, value=n, drugs=drugs, subgroup=how, attribution=attribution(grid, row), evidence=evidence,
        method="cohort.table_regimen", confidence=0.9,
    )  # fmt: skip
