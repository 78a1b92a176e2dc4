"""Exact binomial intervals, and counts that a percentage implies."""

from __future__ import annotations

from scipy.stats import binomtest

LEVEL = 0.95


def exact_interval(n: int, total: int) -> tuple[float, float]:
    """Clopper–Pearson 95 % interval of n in `total`, in percent (Clopper & Pearson 1934, Biometrika 26:404).

    Raises
    ------
    ValueError
        When n is not a count out of `total`.
    """
    if not 0 <= n <= total or total < 1:
        raise ValueError(f"{n} of {total} is no proportion")
    found = binomtest(n, total).proportion_ci(confidence_level=LEVEL, method="exact")
    return 100 * float(found.low), 100 * float(found.high)


def implied_count(percent: float, total: int) -> int | None:
    """The one count out of `total` whose share rounds to `percent` as printed; None when none or several do."""
    decimals = 0 if float(percent).is_integer() else len(repr(float(percent)).split(".")[1])
    slack = 0.5 * 10**-decimals + 1e-9
    fitting = [n for n in range(total + 1) if abs(100 * n / total - percent) <= slack]
    return fitting[0] if len(fitting) == 1 else None
