"""What a quantity of a sentence is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity at `[start, end)`; `low` and `high` are equal when single, None when the kind has no number."""

    kind: str
    start: int
    end: int
    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""

    @property
    def value(self) -> Decimal | None:
        """The single value, None for a range."""
        return self.low if self.low == self.high else None

    @property
    def count(self) -> int | None:
        """The value as a whole number, None when it is none."""
        return int(self.low) if self.low is not None and self.low == self.high and self.low == int(self.low) else None
