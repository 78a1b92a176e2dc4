"""What the garbage collector is kept from."""

from __future__ import annotations

import gc
import sys
from types import ModuleType

from pipeline.collector import resting


def test_only_what_libraries_made_is_kept_for_good() -> None:
    before = gc.get_freeze_count()
    try:
        with resting():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() == before
        with resting():
            sys.modules["a_library_of_the_test"] = ModuleType("a_library_of_the_test")
        assert gc.get_freeze_count() > before
    finally:
        del sys.modules["a_library_of_the_test"]
        gc.unfreeze()
