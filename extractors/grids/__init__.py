"""Tables in flattened text: where they stand (`table_regions`) and their grids (`find_tables`)."""

from extractors.grids.regions import table_regions

__all__ = ["table_regions"]
