"""What of the store a report takes, and what it says when there is nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.core.document import InputError
from pipeline.cli import app
from pipeline.report.evidence import choose, existing_store, load
from pipeline.report.sources import describe
from pipeline.store import Result, Store, lines_of, open_engine
from tests.pipeline.report.papers import TEXT, record, series_of


def keep(folder: Path) -> str:
    """A store of two papers; returns its URL."""
    url = f"sqlite:///{folder}/s.db"
    store = Store(open_engine(url))
    run = store.begin("key", [])
    for doc in ("p1", "p2"):
        cited = record("response", doc, category="ORR", n=9, total=9, attribution="cited")
        records = [r.model_dump(mode="json") for r in (*series_of(doc, 3, 12), cited)]
        about = {"doc": doc, "status": "complete", "format": "text", "records": {}}
        store.save(
            run,
            "key",
            Result(
                doc, f"{folder}/in/{doc}.txt", doc, "complete", "", about, list(lines_of(records)), (), TEXT, "text"
            ),
        )
    store.finish(run, {})
    return url


def test_only_own_statements_and_planned_doses_are_evidence(tmp_path: Path) -> None:
    evidence = load(existing_store(keep(tmp_path)))
    assert [len(evidence.of(type(r))) for r in evidence.records[:1]] == [2]
    assert {r.attribution for r in evidence.records} == {"own"}
    assert [r.attribution for r in evidence.others] == ["cited", "cited"]


def test_documents_are_chosen_by_id_file_or_folder() -> None:
    known = {"a": "/x/in/a.txt", "b": "/x/in/b.txt", "c": "/x/other/c.txt"}
    assert choose(known, ["b"]) == ["b"]
    assert choose(known, ["/x/in"]) == ["a", "b"]
    assert choose(known, ["/x/other/c.txt", "a"]) == ["a", "c"]
    with pytest.raises(InputError, match=r"nowhere: no document"):
        choose(known, ["nowhere"])


def test_no_store_and_an_empty_store_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no store here"):
        existing_store(f"sqlite:///{tmp_path}/none.db")
    assert not (tmp_path / "none.db").exists()
    open_engine(f"sqlite:///{tmp_path}/empty.db").dispose()
    with pytest.raises(InputError, match="holds no documents"):
        load(existing_store(f"sqlite:///{tmp_path}/empty.db"))


def test_the_command_writes_page_and_figures(tmp_path: Path) -> None:
    url = keep(tmp_path)
    command = ["report", "p1", "--store", url, "--out", str(tmp_path / "r.html"), "--figures", str(tmp_path / "f")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "4 records of 1 documents" in done.output
    assert (tmp_path / "r.html").read_text().startswith("<!DOCTYPE html>")
    assert "../r.html#r-" in (tmp_path / "f" / "forest.svg").read_text()


def test_title_and_licence_come_from_what_lies_beside(tmp_path: Path) -> None:
    entry = {"file": "PMC7.xml", "title": "A title", "licence": "cc-by"}
    (tmp_path / "harvest.json").write_text(json.dumps({"kept": {"PMC7": entry}}))
    source = describe("PMC7", str(tmp_path / "PMC7.xml"), {"status": "complete"})
    assert (source.title, source.licence) == ("A title", "cc-by")
    assert describe("other", str(tmp_path / "other.xml"), {}).licence == ""
