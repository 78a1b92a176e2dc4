"""Where worker processes come from: on Linux one process loads all that reading needs and forks them, so that they share it
and are replaced in no time."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext


def context() -> BaseContext:
    """How processes are started; elsewhere each loads all by itself."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["pipeline.loaded"])
    return forking


def begin() -> None:
    """Start to load, unless that has begun: it takes seconds, and this process may do other things meanwhile.

    The processes that multiprocessing keeps start here, before other threads start processes of their own.
    """
    context()
    resource_tracker.ensure_running()
    if sys.platform == "linux":
        forkserver.ensure_running()
