"""The committed corpus is what its sources make, and its gold is sound."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from corpus import build, facts

CORPUS = Path(build.__file__).resolve().parent
NAMES = [entry["id"] for entry in json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))]
FIELDS = {
    "dose": {"drug", "low", "high", "unit", "route", "frequency", "role"},
    "histotype": {"histotype", "n", "total", "percent"},
    "response": {"criteria", "category", "n", "total", "percent", "ci_low", "ci_high", "timepoint"},
    "time_to_event": {"endpoint", "statistic", "value", "unit", "timepoint", "censored"},
    "toxicity": {"term", "grade", "n", "total", "percent"},
    "patient": {"field", "value"},
    "cohort": {"field", "value", "unit", "n", "percent"},
}
ALLOWED = {
    "role": {"planned", "starting", "escalated", "reduced", "maximum", "median", "mean", "patient", "other"},
    "category": {"CR", "PR", "SD", "PD", "NE", "ORR", "DCR", "CBR"},
    "endpoint": {"PFS", "OS", "DOR", "TTP", "TTF", "EFS", "RFS", "follow_up", "treatment_duration", "sd_duration"},
    "statistic": {"", "median", "mean", "rate", "individual", "hazard_ratio"},
    "grade": {"", "any", "1", "2", "3", "4", "5", "1-2", "3-4", "3-5", "2-3", "1-4", "2-4"},
    "attribution": {"own", "planned"},
}


def gold(name: str) -> list[dict[str, Any]]:
    lines = (CORPUS / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def text(name: str) -> str:
    return (CORPUS / "documents" / f"{name}.txt").read_bytes().decode("utf-8")


def vocabulary(name: str, column: str) -> set[str]:
    shared = Path(os.environ.get("SERIATIM_SHARED", CORPUS.parent.parent / "shared"))
    if not (shared / "vocab" / name).exists():
        if os.environ.get("CI"):
            pytest.fail(f"{shared} is absent")
        pytest.skip(f"{shared} is absent")
    with (shared / "vocab" / name).open(encoding="utf-8") as rows:
        return {row[column].lower() for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_committed_files_are_what_the_sources_make() -> None:
    assert build.stale(build.outputs()) == []


def test_stale_files_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "orphan.jsonl").write_text("{}\n")
    assert build.stale({"documents/a.txt": "x"}, tmp_path) == ["documents/a.txt", "gold/orphan.jsonl"]


@pytest.mark.parametrize("name", NAMES)
def test_every_anchor_lies_on_printed_text(name: str) -> None:
    document = text(name)
    for fact in gold(name):
        for start, end in [fact["anchor"], *fact.get("anchor_more", [])]:
            assert 0 <= start < end <= len(document)
            assert document[start:end] == document[start:end].strip(), fact


@pytest.mark.parametrize("name", NAMES)
def test_facts_use_the_words_of_the_contract(name: str) -> None:
    for fact in gold(name):
        assert FIELDS[fact["kind"]] <= fact.keys(), fact
        for field, allowed in ALLOWED.items():
            assert fact.get(field, next(iter(allowed))) in allowed, fact
        if fact["kind"] == "patient":
            assert fact["patient"], fact


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_number_is_in_its_anchor(name: str) -> None:
    """A figure of a fact stands in its anchors as digits or as a number word; a wrong mark would not survive this."""
    document = text(name)
    for fact in gold(name):
        printed = " ".join(document[start:end] for start, end in [fact["anchor"], *fact.get("anchor_more", [])])
        shown = {float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", printed)}
        for field in ("low", "high", "percent", "ci_low", "ci_high", "range_low", "range_high"):
            if fact.get(field) is not None and not fact.get("in_table"):
                assert float(fact[field]) in shown, (field, fact, printed)


@pytest.mark.parametrize("name", NAMES)
def test_no_fact_is_stated_as_two_records(name: str) -> None:
    seen = [json.dumps({k: v for k, v in f.items() if not k.startswith("anchor")}, sort_keys=True) for f in gold(name)]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("name", NAMES)
def test_table_rows_are_as_wide_as_their_header(name: str) -> None:
    for table in json.loads((CORPUS / "gold" / f"{name}.tables.json").read_text(encoding="utf-8")):
        assert {len(row) for row in table["rows"]} == {len(table["columns"])}, table["number"]


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_preferred_labels(name: str) -> None:
    histotypes, drugs = vocabulary("histotypes.tsv", "preferred_label"), vocabulary("drugs.tsv", "preferred_name")
    for fact in gold(name):
        assert not fact["histotype"] or fact["histotype"] in histotypes, fact
        assert set(fact["drugs"]) | ({fact["drug"]} if "drug" in fact else set()) <= drugs, fact
        if fact.get("field") == "histotype":
            assert fact["value"] in histotypes, fact


def test_manifest_describes_the_documents() -> None:
    entries = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
    for entry in entries:
        digest = hashlib.sha256((CORPUS / "documents" / f"{entry['id']}.txt").read_bytes()).hexdigest()
        assert entry["sha256"] == digest
        assert entry["split"] in ("dev", "test")
        assert entry["planted"] == (CORPUS / "gold" / f"{entry['id']}.findings.jsonl").exists()
    assert {path.stem for path in (CORPUS / "documents").glob("*.txt")} == {entry["id"] for entry in entries}


@pytest.mark.parametrize("name", NAMES)
def test_planted_findings_point_into_the_text(name: str) -> None:
    path = CORPUS / "gold" / f"{name}.findings.jsonl"
    document = text(name)
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        finding = json.loads(line)
        assert finding["involves"], finding
        assert all(document[start:end].strip() for start, end in finding["involves"]), finding


def test_a_specification_is_read_by_position_and_key() -> None:
    fact = facts.read('resp ORR 3 12 25 ci=5.5..57.2 drugs=b+a at="6 mo" opt #x', "d", {"crit": "Choi", "pt": "1"})
    assert (fact["category"], fact["n"], fact["total"], fact["percent"]) == ("ORR", 3, 12, 25)
    assert (fact["ci_low"], fact["ci_high"], fact["timepoint"]) == (5.5, 57.2, "6 mo")
    assert (fact["criteria"], fact["patient"], fact["drugs"]) == ("Choi", "1", ["a", "b"])
    assert fact["optional"] is True
    assert fact["name"] == "x"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        facts.read("dosis x 1", "d", {})
