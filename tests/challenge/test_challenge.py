"""Marked sentences of our own: exactly the records that a passage states come out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.core.document import Document
from pipeline.process import process
from pipeline.scoring.match import match
from pipeline.scoring.score import is_evidence, uncounted

FOLDER = Path(__file__).resolve().parent


def _lines() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip() and json.loads(line)["kind"] != "attribution":  # test_attribution.py
                found.append((f"{path.stem}:{number}", json.loads(line)))
    return found


LINES = _lines()


def test_the_set_is_large_enough_and_holds_negatives() -> None:
    assert len(LINES) >= 150
    assert sum(not line["expect"] for _, line in LINES) >= 40


@pytest.mark.parametrize("line", [line for _, line in LINES], ids=[name for name, _ in LINES])
def test_exactly_what_is_stated_comes_out(line: dict[str, Any]) -> None:
    before = f"{line['before']}\n\n" if line.get("before") else ""
    text = f"{before}{line.get('section', 'Results')}\n\n{line['text']}\n"
    inside = text.index(line["text"])
    records = [r.model_dump() for r in process(Document("challenge", text)).records]
    found = [
        r
        for r in records
        if r["kind"] == line["kind"]
        and is_evidence(r)
        and not uncounted(r)
        and any(p["start"] >= inside for p in r["provenance"])
    ]
    expected = [{"kind": line["kind"], "doc": "challenge", "drugs": [], **fact} for fact in line["expect"]]
    paired = match(expected, found, elsewhere=True)
    missed = [f for i, f in enumerate(expected) if i not in paired.gold]
    spurious = [
        {k: v for k, v in r.items() if v not in (None, "", [], {}) and k not in ("provenance", "codes")}
        for j, r in enumerate(found)
        if j not in paired.predicted
    ]
    assert not missed, f"{line['why']}: missed {missed}; found {spurious}"
    assert not spurious, f"{line['why']}: spurious {spurious}"
