"""The store: every document, every reading, and what it said then and says now."""

from pipeline.store.engine import BusyError, open_engine, writing
from pipeline.store.line import lines_of
from pipeline.store.saving import Result
from pipeline.store.store import Store
from pipeline.store_url import store_url

__all__ = ["BusyError", "Result", "Store", "lines_of", "open_engine", "store_url", "writing"]
