"""Quantiles, and the usual intervals of a proportion: for one pair of counts, or for arrays of them.

By the functions that `scipy.stats` and `statsmodels` rest on: those two would double what a process loads before its
first document, and ask for one value as slowly as for thousands.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special


def normal_quantile(share: float) -> float:
    """The point below which a share of the normal distribution lies."""
    return float(special.ndtri(share))


def normal_beyond(z: float) -> float:
    """The share of the normal distribution above a point."""
    return float(special.ndtr(-z))


def student_quantile(share: float, freedom: int) -> float:
    """The point below which a share of Student's distribution lies."""
    return float(special.stdtrit(freedom, share))


def proportion_interval(n: Any, total: Any, method: str, alpha: float = 0.05) -> tuple[Any, Any]:
    """Bounds (0 to 1) of the two-sided interval of n/total: normal, wilson, beta, agresti_coull or jeffreys.

    Brown, Cai and DasGupta 2001, doi:10.1214/ss/1009213286.
    """
    n, total = np.asarray(n), np.asarray(total)
    tail = alpha / 2
    if method == "jeffreys":
        a, b = n + 0.5, total - n + 0.5
        return special.betaincinv(a, b, tail), special.betainccinv(a, b, tail)
    if method == "beta":
        # without events the lower bound is 0, with nothing else the upper one 1: the distribution is then none
        few, most = np.maximum(n, 1), np.minimum(n, total - 1)
        low = special.betaincinv(few, total - few + 1, tail)
        high = special.betainccinv(most + 1, total - most, tail)
        return np.where(n == 0, 0.0, low), np.where(n == total, 1.0, high)
    middle, half = _around(n, total, method, normal_quantile(1 - tail))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def _around(n: Any, total: Any, method: str, z: float) -> tuple[Any, Any]:
    """Middle and half width of an interval that lies evenly around its middle."""
    share = n / total
    if method == "normal":
        return share, z * np.sqrt(share * (1 - share) / total)
    if method == "wilson":
        whole = 1 + z * z / total
        half = z * np.sqrt(share * (1 - share) / total + z * z / (4.0 * total**2)) / whole
        return (share + z * z / (2 * total)) / whole, half
    if method == "agresti_coull":
        more = total + z * z
        middle = (n + z * z / 2) / more
        return middle, z * np.sqrt(middle * (1 - middle) / more)
    raise ValueError(f"no interval of a proportion is called {method}")
