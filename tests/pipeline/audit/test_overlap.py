"""Cohorts of two papers: one registry at one time overlaps, a study that both cite does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.core.document import Document
from pipeline.audit.identity import DocumentFacts, identity
from pipeline.audit.overlap import overlaps
from pipeline.ingest import read
from pipeline.outcome import process_file
from pipeline.outputs import OutputFolder
from pipeline.plan import Plan
from pipeline.process import process
from pipeline.publication import Publication
from pipeline.store import Result, Store, open_engine

PAPER = (
    "Sunitinib for {tumour}\n\nAbstract\nBackground: Little is known. Results: From {start} to {end}, {n} patients with "
    "{tumour} received sunitinib.\n\nMethods\n{source}\n\nResults\nFrom {start} to {end}, {n} patients with {tumour} were "
    "included and received sunitinib 37.5 mg daily.\n"
)
OWN = "Our patients were registered in the SARCONORD registry of our country."
CITED = "The SARCONORD trial showed a gain in survival [4]."


def facts(doc: str, **fields: str) -> DocumentFacts:
    values = {"tumour": "angiosarcoma", "start": "January 2010", "end": "March 2014", "n": "40", "source": OWN}
    document = Document(doc, PAPER.format(**(values | fields)))
    return identity(document, process(document).records)


def test_one_registry_at_one_time_is_told_in_both_papers() -> None:
    found = list(overlaps([facts("a"), facts("b", n="22", start="May 2012", end="June 2016")]))
    assert [f.doc for f in found] == ["a", "b"]
    assert {f.rule for f in found} == {"cohort_overlap"}
    assert "b" in found[0].message.split()
    assert any(p.text == "SARCONORD" for p in found[0].provenance)


@pytest.mark.parametrize(
    "other",
    [
        {"source": CITED},
        {"source": "Charts of one hospital were read."},
        {"start": "May 2015", "end": "June 2018"},
    ],
    ids=["a study that is only cited", "no common source", "another time"],
)
def test_cohorts_apart_are_left_alone(other: dict[str, str]) -> None:
    assert list(overlaps([facts("a"), facts("b", **other)])) == []


def test_the_same_cohort_twice_is_said_to_be_one() -> None:
    found = list(overlaps([facts("a"), facts("b")]))
    assert "published twice" in found[0].message


def test_a_run_writes_overlaps_beside_the_findings(tmp_path: Path) -> None:
    values = {"tumour": "angiosarcoma", "start": "January 2010", "end": "March 2014", "n": "40", "source": OWN}
    store = Store(open_engine(f"sqlite:///{tmp_path}/store.db"))
    number = store.begin("key", [])
    for name in ("one", "two"):
        path = tmp_path / f"{name}.txt"
        path.write_text(PAPER.format(**values) + name, encoding="utf-8")
        outcome = process_file(path, name)
        about = outcome.summary()
        store.save(number, "key", Result(name, str(path), outcome.digest, "complete", "", about, text=outcome.text))
    with OutputFolder(tmp_path / "out") as folder:
        Publication(Plan(order=["one", "two"]), store, folder).finish()
        folder.finish({})
    store.engine.dispose()
    found = [json.loads(line) for line in (tmp_path / "out" / "findings.jsonl").read_text("utf-8").splitlines()]
    assert {f["doc"] for f in found if f["rule"] == "cohort_overlap"} == {"one", "two"}
    told = [json.loads(line) for line in (tmp_path / "out" / "documents.jsonl").read_text("utf-8").splitlines()]
    assert all("audit" in d and "audit" in d["seconds"] and "study" not in d for d in told)


def test_the_registry_papers_among_the_seeds_are_found_from_what_they_say(shared: Path) -> None:
    documents = [read(path, path.stem) for path in sorted((shared / "seeds").glob("*.txt"))]
    found = list(overlaps(identity(d, process(d).records) for d in documents))
    assert {f.doc[:3] for f in found} == {"002", "003"}
