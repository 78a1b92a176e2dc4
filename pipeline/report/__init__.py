"""The report: one self-contained page that shows what the papers say, each figure with its evidence."""

from pipeline.report.evidence import Evidence, existing_store, load
from pipeline.report.page import Report, render, work_out

__all__ = ["Evidence", "Report", "existing_store", "load", "render", "work_out"]
