"""The bench itself: its grids, its scores, and that its own pages are read as they were set."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.tables.grids import Grid, Span, from_rows
from bench.tables.invented import papers
from bench.tables.measure import measure
from bench.tables.metrics import adjacency, compare, strict
from bench.tables.peers import PEERS
from bench.tables.typeset import manner_of, typeset

HEADED = Grid(
    (
        Span("Event", 0, 0, 2), Span("Arm A", 0, 1, 1, 2), Span("n", 1, 1), Span("%", 1, 2),
        Span("Fatigue", 2, 0), Span("3", 2, 1), Span("10", 2, 2),
    ),
    2,
)  # fmt: skip


def test_strict_scores_header_path_label_and_cell() -> None:
    assert set(strict(HEADED)) == {("arma|n", "fatigue", "3"), ("arma|%", "fatigue", "10")}


def test_adjacency_counts_a_spanning_cell_once() -> None:
    assert set(adjacency(HEADED)) == {
        ("event", "arma", "right"), ("event", "n", "right"), ("n", "%", "right"), ("fatigue", "3", "right"),
        ("3", "10", "right"), ("event", "fatigue", "down"), ("arma", "n", "down"), ("arma", "%", "down"),
        ("n", "3", "down"), ("%", "10", "down"),
    }  # fmt: skip


def test_a_cell_in_the_wrong_column_costs_both_ways() -> None:
    moved = Grid(tuple(Span(s.text, s.row, 2) if s.text == "3" else s for s in HEADED.spans if s.text != "10"), 2)
    tally = compare(strict(HEADED), strict(moved))
    assert (tally.hits, tally.known, tally.read) == (0, 2, 1)


def test_missing_positions_are_spans() -> None:
    grid = from_rows([["a", None, "b"], ["c", "", None]], 1)
    assert grid.spans == (Span("a", 0, 0, 1, 2), Span("b", 0, 2), Span("c", 1, 0))


@pytest.mark.parametrize(("rules", "near", "exact"), [("booktabs", 0.93, 0.80), ("ruled", 0.95, 0.95)])
def test_our_own_pages_are_read_as_they_were_set(tmp_path: Path, rules: str, near: float, exact: float) -> None:
    files = []
    for paper in papers(seed=7, count=3):
        path = tmp_path / f"{paper.name}.pdf"
        typeset(paper, manner_of(paper, rules, Random(paper.name)), path)
        files.append((paper, path, 1))
    score = measure(PEERS[0], files)
    assert score.found == score.known
    assert score.prose == 0
    assert score.adjacent.f1 >= near
    assert score.strict.f1 >= exact
