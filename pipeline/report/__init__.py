"""The report: one self-contained page that shows what the papers say, each figure with its evidence."""
