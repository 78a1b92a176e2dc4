"""Whether a printed percentage is what a count of a whole gives, at the precision that it is printed with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Fit = Literal["rounded", "truncated", "rounded twice", "wrong"]


def decimals(printed: Decimal) -> int:
    """Places behind the decimal point as printed."""
    exponent = printed.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def fit(n: int, total: int, percent: Decimal) -> Fit:
    """How `percent` stands to 100 n / total: rounded to its places (halves either way), cut off at them,
    rounded to a place more and then again (35.48 as 35.5 as 36; any share below one as one), or none of these."""
    exact = Decimal(100 * n) / Decimal(total)
    unit = Decimal(1).scaleb(-decimals(percent))
    if abs(exact - percent) <= unit / 2:
        return "rounded"
    if 0 < exact - percent < unit:
        return "truncated"
    twice = exact.quantize(unit / 10, ROUND_HALF_UP).quantize(unit, ROUND_HALF_UP)
    return "rounded twice" if twice == percent or (percent == 1 and 0 < exact < 1) else "wrong"


def rounds(n: int, total: int, percent: Decimal) -> bool:
    """Whether the percentage is the count's, rounded."""
    return 0 <= n <= total and total > 0 and fit(n, total, percent) == "rounded"


def share(n: int, total: int, percent: Decimal) -> str:
    """The percentage recomputed, to one place more than printed (at most two)."""
    return f"{Decimal(100 * n) / Decimal(total):.{min(decimals(percent) + 1, 2)}f}"


def fitting_totals(n: int, percent: Decimal, known: Iterable[int] = ()) -> list[int]:
    """Wholes of which `n` is `percent`, those in `known` first; at most four."""
    if percent <= 0 or n <= 0:
        return []
    unit = Decimal(1).scaleb(-decimals(percent))
    high = int(100 * n / max(percent - unit, unit / 2)) + 1
    fits = [t for t in range(n, min(high, 20 * n + 10) + 1) if rounds(n, t, percent)]
    stated = sorted(set(known) & set(fits))
    return (stated + [t for t in fits if t not in stated])[:4]


def fitting_counts(total: int, percent: Decimal) -> list[int]:
    """Counts that are `percent` of `total`."""
    about = int(percent * total / 100)
    return [n for n in range(max(about - 1, 0), min(about + 2, total) + 1) if rounds(n, total, percent)]
