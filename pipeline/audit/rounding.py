"""Whether a printed percentage is what a count of a whole gives, at the precision that it is printed with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

Fit = Literal["rounded", "truncated", "rounded twice", "wrong"]


def decimals(printed: Decimal) -> int:
    """Places behind the decimal point as printed."""
    exponent = printed.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _scaled(percent: Decimal) -> tuple[int, int]:
    """The digits of a percentage as a whole number, and the power of ten they are divided by."""
    scale = 10 ** decimals(percent)
    return int(percent * scale), scale


def fit(n: int, total: int, percent: Decimal) -> Fit:
    """How `percent` stands to 100 n / total: rounded to its places (halves either way), cut off at them,
    rounded to a place more and then again (35.48 as 35.5 as 36; any share below one as one), or none of these.

    In whole numbers: what is compared with `printed` is 100 n scale / total.
    """
    printed, scale = _scaled(percent)
    exact = 100 * n * scale
    over = exact - printed * total
    if 2 * abs(over) <= total:
        return "rounded"
    if 0 < over < total:
        return "truncated"
    once = (20 * exact + total) // (2 * total)
    return "rounded twice" if (once + 5) // 10 == printed or (percent == 1 and 0 < n < total / 100) else "wrong"


def rounds(n: int, total: int, percent: Decimal) -> bool:
    """Whether the percentage is the count's, rounded."""
    if not 0 <= n <= total or total <= 0:
        return False
    printed, scale = _scaled(percent)
    return 2 * abs(100 * n * scale - printed * total) <= total


def share(n: int, total: int, percent: Decimal) -> str:
    """The percentage recomputed, to one place more than printed (at most two)."""
    return f"{Decimal(100 * n) / Decimal(total):.{min(decimals(percent) + 1, 2)}f}"


def fitting_totals(n: int, percent: Decimal, known: Iterable[int] = ()) -> list[int]:
    """Wholes of which `n` is `percent`, those in `known` first; at most four."""
    if percent <= 0 or n <= 0:
        return []
    printed, scale = _scaled(percent)
    high = 100 * n * scale // max(printed - 1, 1) + 1
    low = 100 * n * scale // (printed + 1)
    fits = [t for t in range(max(n, low), min(high, 20 * n + 10) + 1) if rounds(n, t, percent)]
    stated = sorted(set(known) & set(fits))
    return (stated + [t for t in fits if t not in stated])[:4]


def fitting_counts(total: int, percent: Decimal) -> list[int]:
    """Counts that are `percent` of `total`."""
    about = int(percent * total / 100)
    return [n for n in range(max(about - 1, 0), min(about + 2, total) + 1) if rounds(n, total, percent)]
