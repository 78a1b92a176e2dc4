"""Python's garbage collector, kept from looking through what stays."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """While libraries load: what they make stays, and looking through it while it grows costs a tenth to a fifth of the
    loading, and later again and again a part of the work."""
    enabled, loaded = gc.isenabled(), len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > loaded:  # else nothing has come to stay: a process may run many times
            gc.freeze()
        if enabled:
            gc.enable()


def leave() -> None:
    """To be called at the very end of a process: what is left goes with it, and Python would look through all of it first,
    which takes most of a second after Prefect."""
    gc.disable()
    gc.freeze()
