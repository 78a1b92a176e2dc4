"""Quantiles and intervals agree with those of scipy.stats and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from pipeline.audit.proportions import normal_beyond, normal_quantile, proportion_interval, student_quantile

TOTALS = np.repeat(np.arange(1, 61), 61)
COUNTS = np.minimum(np.tile(np.arange(61), 60), TOTALS)


@pytest.mark.parametrize("alpha", [0.05, 0.1])
@pytest.mark.parametrize("method", ["normal", "wilson", "beta", "agresti_coull", "jeffreys"])
def test_intervals_are_those_of_statsmodels(method: str, alpha: float) -> None:
    given = proportion_interval(COUNTS, TOTALS, method, alpha)
    for bound, expected in zip(given, proportion_confint(COUNTS, TOTALS, alpha=alpha, method=method), strict=True):
        np.testing.assert_allclose(bound, expected, atol=1e-12)
    for n, total in ((0, 7), (3, 11), (9, 9)):
        one = [float(x) for x in proportion_interval(n, total, method, alpha)]
        np.testing.assert_allclose(one, proportion_confint(n, total, alpha=alpha, method=method), atol=1e-12)


def test_quantiles_are_those_of_scipy_stats() -> None:
    for share in (0.01, 0.5, 0.975):
        assert normal_quantile(share) == pytest.approx(stats.norm.ppf(share))
        assert student_quantile(share, 7) == pytest.approx(stats.t.ppf(share, 7))
    assert normal_beyond(2.5) == pytest.approx(stats.norm.sf(2.5))


def test_an_unknown_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="beloved"):
        proportion_interval(1, 2, "beloved")
