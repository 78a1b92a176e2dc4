"""Calibrated confidence: bounded, monotone, honest about what nobody measured; abstention drops the unsure alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractors
from extractors.core.document import Document
from pipeline.confidence import HIGHEST, LOWEST, SHIPPED, Calibration, Cell, load, shipped
from pipeline.process import process
from pipeline.records import SCORED, DoseRecord, Provenance
from pipeline.settings import settings

KINDS = ("dose", "response")
shares = st.floats(0, 1)
counts = st.integers(0, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


def cell(
    method: str, records: int, hits: int, *, raw: float = 0.9, reading: str = "first", places: str = "one"
) -> Cell:
    return Cell("made", reading, method.split(".")[0], method, raw, places, records, hits)


@st.composite
def calibrations(draw: st.DrawFn) -> Calibration:
    cells = []
    for method in ("dose.a", "dose.b", "response.table"):
        for reading in ("first", "tuned"):
            for places in ("one", "several"):
                seen, hits = draw(counts)
                cells.append(cell(method, seen, hits, raw=draw(shares), reading=reading, places=places))
    return Calibration.of(cells)


@given(calibrations(), st.sampled_from(["dose.a", "response.table", "dose.new", "mention.x"]), shares, shares)
def test_confidence_is_never_certain_and_grows_with_the_raw_one(
    calibration: Calibration, method: str, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    kind = method.split(".")[0]
    less, more = (calibration.confidence(kind, method, raw) for raw in (low, high))
    assert 0 < LOWEST <= less <= more + 1e-12
    assert more <= HIGHEST < 1


@given(calibrations(), st.sampled_from(["dose.a", "dose.b", "response.table"]), shares)
def test_more_places_never_make_a_record_less_sure(calibration: Calibration, method: str, raw: float) -> None:
    one, several = (calibration.confidence(method.split(".")[0], method, raw, p) for p in ("one", "several"))
    assert one <= several + 1e-12


@given(st.integers(1, 100), st.integers(0, 100))
def test_more_hits_never_make_a_method_less_sure(seen: int, hits: int) -> None:
    hits = min(hits, seen - 1)
    fewer, more = (Calibration.of([cell("dose.a", seen, h), cell("dose.b", 50, 40)]) for h in (hits, hits + 1))
    assert fewer.confidence("dose", "dose.a", 0.9) < more.confidence("dose", "dose.a", 0.9)


def test_first_readings_set_the_level_and_tuned_ones_hardly_move_it() -> None:
    first = [cell("dose.a", 200, 140)]
    alone = Calibration.of(first).confidence("dose", "dose.a", 0.9)
    flattered = Calibration.of([*first, cell("dose.a", 200, 200, reading="tuned")]).confidence("dose", "dose.a", 0.9)
    assert alone == pytest.approx(0.7, abs=0.02)
    assert alone < flattered < 0.8


def test_a_method_with_few_counts_stays_near_its_kind() -> None:
    calibration = Calibration.of([cell("dose.a", 300, 240), cell("dose.b", 2, 0)])
    assert 0.7 < calibration.confidence("dose", "dose.b", 0.9) < calibration.confidence("dose", "dose.a", 0.9)


def test_a_method_that_nobody_counted_keeps_its_raw_confidence_times_the_rate_of_its_kind() -> None:
    calibration = Calibration.of([cell("dose.a", 90, 45), cell("response.b", 10, 10)])
    level, _ = calibration.groups["dose"]
    assert calibration.confidence("dose", "dose.new", 0.8) == pytest.approx(0.8 * level)
    assert calibration.confidence("dose", "dose.table_new", 0.8) == pytest.approx(0.8 * level)
    assert calibration.confidence("mention", "mention.model", 0.8) == pytest.approx(0.8)


def test_nothing_but_confidence_changes() -> None:
    span = Provenance(start=0, end=4, text="5 mg")
    fields = {"doc": "d", "drug": "x", "low": 5, "high": 5, "unit": "mg", "method": "dose.a", "provenance": [span]}
    record = DoseRecord(**fields, confidence=0.9)  # type: ignore[arg-type]
    applied = Calibration.of([cell("dose.a", 50, 20)]).applied(record)
    assert applied.confidence < 0.6
    assert applied == DoseRecord(**fields, confidence=applied.confidence)  # type: ignore[arg-type]
    assert applied.record_id == record.record_id


@pytest.fixture
def threshold(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


def test_abstention_drops_exactly_the_unsure(threshold: pytest.MonkeyPatch) -> None:
    text = (
        "Results\n\nTwenty patients received imatinib 400 mg daily. Partial response was seen in 5 (25%) patients. "
        "Median progression-free survival was 7.5 months. Grade 3 fatigue occurred in 2 patients (10%).\n"
    )
    document = Document("d", text)
    everything = [r for r in process(document).records if r.kind in SCORED]  # type: ignore[attr-defined]
    levels = sorted({r.confidence for r in everything})
    assert len(levels) > 1
    threshold.setenv("SERIATIM_MIN_CONFIDENCE", str(levels[1]))
    settings.cache_clear()
    sure = [r for r in process(document).records if r.kind in SCORED]  # type: ignore[attr-defined]
    assert [r.record_id for r in sure] == [r.record_id for r in everything if r.confidence >= levels[1]]


def test_the_shipped_counts_are_sound() -> None:
    cells = load(SHIPPED)
    assert len({c[:6] for c in cells}) == len(cells)
    for counted in cells:
        assert 0 <= counted.hits <= counted.records
        assert counted.records
        assert counted.kind in SCORED
        assert counted.reading in ("first", "tuned")
    assert shipped().methods.keys() == {(c.kind, c.method) for c in cells}


def test_every_shipped_method_has_its_rule_in_the_extractors() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in Path(extractors.__file__).parent.rglob("*.py"))
    for kind, method in shipped().methods:
        assert method.startswith(f"{kind}.")
        for rule in method.split(".")[1:]:
            assert f'{rule}"' in source, f"no extractor has the rule of {method}: count anew"
