"""The output folder holds every document in the plan's order, whatever was read, kept from before, failed or came late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.outcome import Outcome
from pipeline.outputs import OutputFolder, added
from pipeline.plan import Job, Plan
from pipeline.publication import Publication
from pipeline.reading import failed
from pipeline.records import RECORDS
from pipeline.store import Result, Store, lines_of, open_engine


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    engine = open_engine(f"sqlite:///{tmp_path}/store.db")
    yield Store(engine)
    engine.dispose()


def job(doc: str) -> Job:
    return Job(Path(f"/papers/{doc}.txt"), doc, doc)


def read(doc: str, term: str) -> Result:
    place = {"start": 0, "end": 4, "text": "rash"}
    record = RECORDS["toxicity"](doc=doc, provenance=[place], method="m", confidence=0.5, term=term, n=3)
    records = [record.model_dump(mode="json")]
    about = Outcome(doc, f"/papers/{doc}.txt", "complete").summary()
    lines = list(lines_of(records))
    adds = added(about, records, [line.text for line in lines], [])
    return Result(doc, f"/papers/{doc}.txt", doc, "complete", "", about, lines, adds=adds)


def publish(store: Store, folder: Path, order: str, results: list[Result]) -> tuple[list[str], list[tuple[str, str]]]:
    """Documents and (document, term) of the records, as written."""
    todo = Plan(read=[job(r.doc) for r in sorted(results, key=lambda r: order.index(r.doc))], order=list(order))
    run = store.begin("key", [])
    with OutputFolder(folder) as out:
        published = Publication(todo, store, out)
        for result in results:
            published.take(store.keep(run, "key", [result]))
        published.finish()
        out.finish({})
    assert [d["doc"] for d in published.documents] == list(order)

    def lines(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]

    rows = (folder / "toxicity.csv").read_text("utf-8").splitlines()
    assert len(rows) == 1 + len(lines("records.jsonl"))
    return [d["doc"] for d in lines("documents.jsonl")], [(r["doc"], r["term"]) for r in lines("records.jsonl")]


def test_what_was_read_stands_among_what_was_kept(store: Store, tmp_path: Path) -> None:
    publish(store, tmp_path / "out", "abcd", [read(doc, "rash") for doc in "abcd"])
    documents, said = publish(store, tmp_path / "out", "abcde", [read("b", "nausea"), read("e", "nausea")])
    assert documents == list("abcde")
    assert said == [("a", "rash"), ("b", "nausea"), ("c", "rash"), ("d", "rash"), ("e", "nausea")]


def test_a_document_that_fails_says_what_it_said(store: Store, tmp_path: Path) -> None:
    publish(store, tmp_path / "out", "ab", [read(doc, "rash") for doc in "ab"])
    documents, said = publish(
        store, tmp_path / "out", "abc", [failed(job("a"), "no text"), failed(job("c"), "no text")]
    )
    assert documents == list("abc")
    assert said == [("a", "rash"), ("b", "rash")]


def test_results_out_of_turn_are_written_in_order(store: Store, tmp_path: Path) -> None:
    documents, said = publish(store, tmp_path / "out", "abcd", [read(doc, "rash") for doc in "cabd"])
    assert documents == list("abcd")
    assert [doc for doc, _ in said] == list("abcd")
