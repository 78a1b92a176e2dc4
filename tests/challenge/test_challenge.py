"""Marked sentences of our own: exactly the records that a passage states come out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.core.document import Document
from pipeline.process import process
from pipeline.scoring.agree import agrees
from pipeline.scoring.match import core, match
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


_STRATA = ("drugs", "histotype", "subgroup", "timepoint")
_PLAIN = ("", None, [])


def _astray(expected: list[dict[str, Any]], found: list[dict[str, Any]], strict: bool) -> list[dict[str, Any]]:
    """Facts that no record tells of the same stratum: core matching asks no stratum of times, and never a subgroup.

    Where a line is not about strata, only those are compared that it names.
    """
    left, astray = list(found), []
    for fact in sorted(expected, key=lambda f: -len(f)):
        asked = [f for f in (*_STRATA, "criteria") if fact.get(f) not in _PLAIN]
        asked = [*dict.fromkeys((*_STRATA, *asked))] if strict else asked
        here = next((r for r in left if core(fact, r, True) and all(_same(f, fact, r) for f in asked)), None)
        if here is None:
            astray.append(fact)
        else:
            left.remove(here)
    return astray


def _same(name: str, fact: dict[str, Any], record: dict[str, Any]) -> bool:
    given, read = fact.get(name), record.get(name)
    return (given in _PLAIN and read in _PLAIN) or agrees(name, {**record, name: given}, record)


def read(line: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The facts that a line states, and the records of its kind that come out of it."""
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
    return [{"kind": line["kind"], "doc": "challenge", "drugs": [], **fact} for fact in line["expect"]], found


def differences(
    expected: list[dict[str, Any]], found: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Facts that no record tells, and records that tell none of the facts."""
    paired = match(expected, found, elsewhere=True)
    missed = [f for i, f in enumerate(expected) if i not in paired.gold]
    return missed, [_short(r) for j, r in enumerate(found) if j not in paired.predicted]


@pytest.mark.parametrize(("name", "line"), LINES, ids=[name for name, _ in LINES])
def test_exactly_what_is_stated_comes_out(name: str, line: dict[str, Any]) -> None:
    expected, found = read(line)
    missed, spurious = differences(expected, found)
    told = line["kind"] == "time_to_event" or "strata" in name
    astray = _astray(expected, found, strict="strata" in name) if told and not missed else []
    assert not missed, f"{line['why']}: missed {missed}; found {spurious}"
    assert not spurious, f"{line['why']}: spurious {spurious}"
    assert not astray, f"{line['why']}: of another stratum {astray}; found {[_short(r) for r in found]}"


def _short(record: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in record.items() if v not in _PLAIN and k not in ("provenance", "codes")}
