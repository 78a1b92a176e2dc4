"""Gold regression: no kind of any collection falls below its recorded floor."""

from __future__ import annotations

import os

import pytest

from tests.gold.measure import collections, floors, measure, reached


@pytest.mark.parametrize("name", ["corpus", "seeds", "seeds prose", "dev_corpus"])
def test_no_score_falls_below_its_floor(name: str) -> None:
    collection = collections()[name]
    if not collection.gold.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{collection.gold} is absent, and CI must have it (SERIATIM_SHARED)")
        pytest.skip(f"{collection.gold} is absent: set SERIATIM_SHARED")
    values, held = reached(measure(collection)), floors()[name]
    assert held, "floors are recorded"
    fallen = {kind: (values.get(kind, 0.0), floor) for kind, floor in held.items() if values.get(kind, 0.0) < floor}
    assert not fallen, f"{name}: reached, floor: {fallen}"
