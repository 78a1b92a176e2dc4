"""A quick part of the bench: random tables typeset, flattened by the real tools, rebuilt."""

import os
import random

import pytest

from tests.properties.flatten_bench import f1, run
from tests.properties.flatten_tables import random_table
from tests.properties.flatten_tools import missing

pytest.importorskip("reportlab") if "CI" not in os.environ else __import__("reportlab")

# Cell F1 that each tool's text reached when last measured on these tables, less what a wording more or less moves.
FLOORS = {"tika": 0.85, "pdftotext -raw": 0.7}


@pytest.mark.parametrize("tool", FLOORS)
def test_cells_come_back(tool: str) -> None:
    why = missing(tool)
    if why:
        assert "CI" not in os.environ, why
        pytest.skip(why)
    rng = random.Random(1)
    tables = [random_table(rng, f"made-{n}") for n in range(12)]
    assert f1(run(tables, [tool], 1)) >= FLOORS[tool]
