"""Importing this loads all that reading a paper needs: libraries, vocabularies, model.

The process that worker processes are forked from imports it, so that it is done once for all of them.
"""

from __future__ import annotations

import gc
from functools import lru_cache
from pathlib import Path

gc.disable()  # what loads stays: looking through it again and again while it grows costs a tenth of the loading

from extractors.core.necessary import KEPT  # noqa: E402
from pipeline import reading  # noqa: E402  (and all that it imports)
from pipeline.ingest import jats, pdf  # noqa: E402, F401
from pipeline.plan import Job  # noqa: E402

# A series in little, of our own making: it has something of every kind to read.
_SERIES = Path(__file__).with_name("warm_up.txt")


@lru_cache(maxsize=1)
def load() -> None:
    """Read a small series, so that what is made on first use (patterns, tables of words, the model's buffers) is there before
    the user's first document, and once for all processes that are forked."""
    # written out too, as the sheets' library loads parts of itself with its first row; whatever goes wrong is no failure
    # of this process: each document then tells it itself (a setting names a model that is not installed)
    reading.read_job(Job(_SERIES, "warm-up", ""))
    KEPT.save()
    # what is loaded stays as long as the process: the collector need not walk it again and again
    gc.freeze()
    # a paper makes many small objects and few circles: looking for these every 700 objects costs a tenth of the work
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


load()
