"""What is read before the first document has something of every kind, so that it makes ready all that reads."""

from __future__ import annotations

from pathlib import Path

import pipeline
from extractors.core.document import Document
from pipeline.process import process


def test_the_series_read_beforehand_has_every_kind() -> None:
    text = (Path(pipeline.__file__).parent / "warm_up.txt").read_text(encoding="utf-8")
    done = process(Document("warm-up", text))
    kinds = {record.kind for record in done.records}
    assert kinds >= {"dose", "histotype", "response", "time_to_event", "toxicity", "patient", "cohort"}
    assert [table.number for table in done.tables] == ["1", "2", "3"]
    assert all(text[p.start : p.end] == p.text for record in done.records for p in record.provenance)
