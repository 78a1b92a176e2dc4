"""Counts and percentages: rounded, cut off, or wrong; and what would fit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.audit.rounding import fit, fitting_counts, fitting_totals, rounds, share


@pytest.mark.parametrize(
    ("n", "total", "printed", "verdict"),
    [
        (1, 3, "33.3", "rounded"),
        (2, 3, "66.6", "truncated"),
        (2, 3, "67", "rounded"),
        (1, 8, "12.5", "rounded"),
        (1, 8, "12", "rounded"),
        (1, 8, "13", "rounded"),
        (11, 31, "36", "rounded twice"),
        (2, 8, "33", "wrong"),
        (1, 400, "1", "rounded twice"),
    ],
)
def test_fit(n: int, total: int, printed: str, verdict: str) -> None:
    assert fit(n, total, Decimal(printed)) == verdict


def test_what_would_fit_names_the_papers_own_groups_first() -> None:
    assert fitting_totals(20, Decimal("33.3"), [60, 61])[0] == 60
    assert all(rounds(20, t, Decimal("33.3")) for t in fitting_totals(20, Decimal("33.3")))
    assert fitting_counts(58, Decimal(47)) == [27]


def test_share_has_a_place_more_than_printed() -> None:
    assert share(2, 3, Decimal(67)) == "66.7"
    assert share(2, 3, Decimal("66.6")) == "66.67"
