"""Exact intervals against their definition by beta quantiles, and counts that percentages imply."""

from __future__ import annotations

import pytest
from scipy.stats import beta

from pipeline.report.interval import exact_interval, implied_count


@pytest.mark.parametrize(("n", "total"), [(0, 1), (1, 1), (0, 8), (3, 12), (5, 58), (17, 41), (250, 999)])
def test_the_interval_is_clopper_and_pearsons(n: int, total: int) -> None:
    low = 0.0 if n == 0 else 100 * beta.ppf(0.025, n, total - n + 1)
    high = 100.0 if n == total else 100 * beta.ppf(0.975, n + 1, total - n)
    assert exact_interval(n, total) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("n", "total"), [(3, 2), (-1, 4), (0, 0)])
def test_no_interval_of_what_is_no_proportion(n: int, total: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        exact_interval(n, total)


@pytest.mark.parametrize(
    ("percent", "total", "count"),
    [(25, 12, 3), (14.6, 103, 15), (0, 7, 0), (33, 7, None), (5, 1000, None), (28, 18, 5)],
)
def test_a_count_is_implied_only_when_one_fits(percent: float, total: int, count: int | None) -> None:
    assert implied_count(percent, total) == count
