"""Tables in flattened text: where they stand (`table_regions`) and their grids (`find_tables`)."""

from extractors.grids.regions import table_regions
from extractors.grids.tables import find_tables

__all__ = ["find_tables", "table_regions"]
