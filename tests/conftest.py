"""Where the shared material lies; tests that need it skip with a reason, and fail in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material (seeds, gold, vocabularies)."""
    folder = Path(os.environ.get("SERIATIM_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"SERIATIM_SHARED: {folder} is absent, and CI must have it")
        pytest.skip(f"{folder} is absent: set SERIATIM_SHARED")
    return folder
