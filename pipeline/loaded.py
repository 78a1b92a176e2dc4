"""Importing this loads all that reading a paper needs: libraries, vocabularies, model.

The process that worker processes are forked from imports it, so that it is done once for all of them.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from functools import lru_cache

gc.disable()  # what loads stays: looking through it again and again while it grows costs a tenth of the loading

from extractors.core.document import Document  # noqa: E402
from pipeline import reading  # noqa: E402, F401  (and all that it imports)
from pipeline.ingest import jats, pdf  # noqa: E402, F401
from pipeline.process import process  # noqa: E402


@lru_cache(maxsize=1)
def load() -> None:
    """Read a line, so that what loads with the first document is there before the user's."""
    # a document that cannot be read tells why itself (a setting names a model that is not installed)
    with suppress(Exception):
        process(Document("warm-up", "Results\n\nTwo of nine patients responded.\n"))
    # what is loaded stays as long as the process: the collector need not walk it again and again
    gc.collect()
    gc.freeze()
    # a paper makes many small objects and few circles: looking for these every 700 objects costs a tenth of the work
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


load()
