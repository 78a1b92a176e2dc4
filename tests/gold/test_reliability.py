"""The reliability command: its measures, and the shipped counts against what it counts on the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.confidence import SHIPPED, load
from tests.gold.observed import Judged, Read, cells, observe, sources
from tests.gold.reliability import predict, write
from tests.gold.trust import bins, calibration_error, coverage, wilson


def test_the_shipped_counts_of_the_corpus_are_those_that_it_gives_now() -> None:
    corpus = [s for s in sources() if s.collection.name == "corpus"]
    counted = cells(r for source in corpus for r in observe(source, {}))
    shipped = [c for c in load(SHIPPED) if c.collection == "corpus"]
    assert shipped == counted, "count anew: python -m tests.gold.reliability --write extractors/calibration.tsv"


def test_a_document_does_not_teach_its_own_confidence() -> None:
    def read(doc: str, hit: bool) -> Read:
        judged = [Judged(doc, "made", "first", "dose", "dose.a", 0.9, "one", hit)] * 50
        return Read(doc, "made", "first", True, judged, tally=None)  # type: ignore[arg-type]

    predicted = predict([read("good", True), read("bad", False)])
    by_doc = {judged.doc: value for judged, value in predicted}
    assert by_doc["good"] < 0.1
    assert by_doc["bad"] > 0.9


def test_measures_of_trust() -> None:
    pairs = [(0.95, True), (0.95, True), (0.6, True), (0.6, False), (1.0, True)]
    listed = [(low, len(held)) for low, _, held in bins(pairs, (0.0, 0.5, 0.9, 1.0))]
    assert listed == [(0.5, 2), (0.9, 3)]
    assert calibration_error(pairs, (0.0, 0.5, 0.9, 1.0)) == pytest.approx((0.2 + 0.1) / 5)
    assert coverage(pairs, 0.95) == (3, 3)
    low, high = wilson(8, 10)
    assert (low, high) == pytest.approx((0.490, 0.943), abs=0.001)


def test_a_written_calibration_is_read_back(tmp_path: Path) -> None:
    held = load(SHIPPED)
    write(tmp_path / "counts.tsv", held)
    assert load(tmp_path / "counts.tsv") == held
