"""Numbers as papers print them: words, decimal commas, ranges, fractions, percentages, intervals, durations, doses."""

from extractors.quantities.numbers import NUMBER, parse_number
from extractors.quantities.patterns import quantities
from extractors.quantities.quantity import Quantity

__all__ = ["NUMBER", "Quantity", "parse_number", "quantities"]
