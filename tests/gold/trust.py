"""Measures of a probability forecast: bins, Wilson intervals, expected calibration error, coverage at a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scipy.stats import binomtest

Pair = tuple[float, bool]
"""Predicted probability (0..1) and whether it came true."""


def wilson(hits: int, total: int) -> tuple[float, float]:
    """95 % Wilson interval of a share; `total` is at least 1."""
    found = binomtest(hits, total).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def bins(pairs: Sequence[Pair], edges: Sequence[float]) -> Iterator[tuple[float, float, list[Pair]]]:
    """Pairs by predicted probability, from each edge up to (not with) the next; empty bins are left out."""
    for low, high in pairwise(edges):
        held = [p for p in pairs if low <= p[0] < high or p[0] == high == edges[-1]]
        if held:
            yield low, high, held


def calibration_error(pairs: Sequence[Pair], edges: Sequence[float]) -> float:
    """Expected calibration error (Naeini et al., AAAI 2015): |predicted - observed| a bin, weighted by its size."""
    gaps = (abs(sum(p for p, _ in held) - sum(hit for _, hit in held)) for _, _, held in bins(pairs, edges))
    return sum(gaps) / len(pairs)


def coverage(pairs: Sequence[Pair], threshold: float) -> tuple[int, int]:
    """How many pairs a threshold keeps, and how many of these came true."""
    kept = [hit for p, hit in pairs if p >= threshold]
    return len(kept), sum(kept)
