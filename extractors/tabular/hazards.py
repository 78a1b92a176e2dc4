"""Hazard ratios of a model, and of subgroups beside their survival."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import TimeFinding
from extractors.tabular.columns import read_columns
from extractors.tabular.grid import TOTAL, Grid
from extractors.tabular.key import bare
from extractors.tabular.measures import OTHER_SURVIVAL, measure, only, slid, strict, with_interval
from extractors.tabular.regimens import row_part
from extractors.tabular.roles import attribution
from extractors.tabular.study import Study

# A ratio stands no further behind its endpoint's estimates than so many columns.
_NEAR = 2


def hazards(grid: Grid, study: Study) -> Iterator[TimeFinding]:
    """Hazard ratios with their intervals; the endpoint stands in the header, the heading, or alone in the caption."""
    for column in read_columns(grid, study):
        if column.measure != "ratio" or TOTAL.search(column.header):
            continue
        for row in grid.body:
            value = with_interval(grid, row, column.index)
            told = (row.label, *(c.text for c in row.cells[: column.index]), row.group, column.header)
            if any(OTHER_SURVIVAL.search(text) for text in told):
                continue
            beside, estimates = _beside(grid, column.index)
            name = next((found for text in told if (found := strict(text))), "") or beside or only(grid)
            open_cell = row.index in grid.table.unsettled or (row.index, column.index) in grid.table.tied
            if beside and (open_cell or slid(grid, row, estimates)):
                continue
            evidence = grid.evidence(row.index, column.index)
            if value.number is None or value.low is None or value.bound or not name or not evidence:
                continue
            part = row_part(grid, row, study)
            yield TimeFinding(
                endpoint=name, statistic="hazard_ratio", value=value.number, unit="1", ci_low=value.low, ci_high=value.high,
                drugs=part.drugs, histotype=part.histotype, subgroup=part.subgroup or bare(row.label),
                attribution=attribution(grid, row), evidence=evidence, method="time_to_event.table_ratio", confidence=0.95,
            )  # fmt: skip


def _beside(grid: Grid, column: int) -> tuple[str, int]:
    """The endpoint and column of the estimates that a ratio stands right behind: "Median OS | HR | p"."""
    named = [(name, k) for k in range(column) if (name := measure(grid.columns[k])[0])]
    return named[-1] if named and column - named[-1][1] <= _NEAR else ("", column)
