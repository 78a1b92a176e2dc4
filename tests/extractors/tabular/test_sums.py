"""Rows that lost an empty cell: what sums leave certain."""

from __future__ import annotations

from extractors.core.annotate import annotate
from extractors.tabular.columns import blocks, read_columns
from extractors.tabular.grid import Grid, grid_of
from extractors.tabular.study import study_of
from extractors.tabular.sums import certain, sum_rules
from tests.extractors.tabular.typeset import document


def _counts(rows: list[list[str]]) -> list[dict[str, int | None]]:
    """The certain counts of the rows by header, under a table of two complete rows."""
    header = ["", "Grade 1–2", "Grade 3–4", "Any"]
    whole = [["Rash", "4", "1", "5"], ["Cough", "2", "–", "2"], ["Fever", "3", "3", "6"]]
    paper = annotate(document("Toxicity", [header], [*whole, *rows]))
    grid: Grid = grid_of(paper.tables[0], paper)
    shown = blocks(read_columns(grid, study_of(paper)))
    rules = sum_rules(grid, shown)
    assert rules == [((0, 1), 2)]
    return [
        {shown[c].first.header: shown[k].value(grid, row).count for c, k in certain(grid, row, shown, rules).items()}
        for row in grid.body[len(whole) :]
    ]


def test_only_the_sum_is_certain_where_two_seatings_keep_it() -> None:
    assert _counts([["Pain", "2", "2", ""]]) == [{"Any": 2}]


def test_a_complete_row_stays_as_printed() -> None:
    assert _counts([["Pain", "1", "2", "3"]]) == [{"Grade 1–2": 1, "Grade 3–4": 2, "Any": 3}]


def test_a_row_that_no_seating_explains_stays_as_printed() -> None:
    assert _counts([["Pain", "4", "1", ""]]) == [{"Grade 1–2": 4, "Grade 3–4": 1}]
