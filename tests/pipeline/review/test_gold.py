"""Gold out and in again, brat out and in again: the same facts, offsets verified."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractors.core.document import InputError
from pipeline.cli import app
from pipeline.review.brat import read_standoff
from pipeline.scoring import load_gold, score
from pipeline.store import Store, open_engine
from tests.pipeline.review.conftest import Reviewer
from tests.pipeline.review.papers import TEXT, keep, records
from tests.pipeline.review.test_decisions import fields, rows

DOSE, WRONG, AGE, TIME, FINDING = records("paper")


@pytest.fixture
def decided(ana: Reviewer, store: Store) -> Store:
    """A paper reviewed: two accepted, one corrected, one rejected, one added, the finding accepted."""
    for each in (DOSE, AGE, FINDING):
        ana.decide(each["record_id"], "accept")
    ana.decide(WRONG["record_id"], "correct", fields=fields(WRONG, percent=60))
    ana.decide(TIME["record_id"], "reject")
    start = TEXT.index("one had rash")
    added = {"kind": "toxicity", "fields": {"term": "rash", "n": "1"}, "ranges": [[start, start + 12], [0, 10]]}
    assert ana.send("/api/records", doc="paper", **added).status_code == 200
    return store


def seriatim(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=True)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_gold_holds_facts_and_verified_offsets_and_the_scorer_takes_it(decided: Store, tmp_path: Path) -> None:
    done = seriatim("gold", "export", "--store", decided.engine.url, "--out", tmp_path / "gold")
    assert done.exit_code == 0, done.output
    found = {f["kind"]: f for f in lines(tmp_path / "gold" / "paper.jsonl")}
    assert set(found) == {"dose", "patient", "response", "toxicity"}
    assert found["response"]["percent"] == 60
    assert TEXT[slice(*found["toxicity"]["anchor"])] == "one had rash"
    assert found["toxicity"]["anchor_more"] == [[0, 10]]
    assert found["patient"]["in_table"] is True
    assert not any({"provenance", "text", "method"} & f.keys() for f in found.values())
    (finding,) = lines(tmp_path / "gold" / "paper.findings.jsonl")
    assert finding["involves"] == [[p["start"], p["end"]] for p in FINDING["provenance"]]
    report = score(load_gold(tmp_path / "gold"), decided.records("paper"))
    assert (report.kinds["dose"].f1(), report.kinds["time_to_event"].predicted) == (1.0, 1)


def test_what_the_text_no_longer_says_is_left_out_and_told(decided: Store, tmp_path: Path) -> None:
    keep(decided, said=[DOSE], text="Other words. " + TEXT, digest="two")
    done = seriatim("gold", "export", "--store", decided.engine.url, "--out", tmp_path / "gold")
    assert done.exit_code == 1
    assert not (tmp_path / "gold" / "paper.jsonl").exists()
    assert "left out" in done.output


@pytest.mark.parametrize("form", ["gold", "brat"])
def test_export_and_import_come_back_the_same(decided: Store, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert seriatim("gold", "export", "--format", form, "--store", decided.engine.url, "--out", out).exit_code == 0
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    keep(Store(open_engine(fresh)))
    done = seriatim("gold", "import", out, "--format", form, "--store", fresh, "--reviewer", "Ben", "--reject-rest")
    assert done.exit_code == 0, done.output
    verdicts = {r.record_id: r.verdict for r in rows(Store(open_engine(fresh)))}
    assert verdicts[DOSE["record_id"]] == verdicts[AGE["record_id"]] == "accept"
    assert verdicts[WRONG["record_id"]] == "correct"
    assert verdicts[TIME["record_id"]] == "reject"
    seriatim("gold", "export", "--store", decided.engine.url, "--out", tmp_path / "first")
    seriatim("gold", "export", "--store", fresh, "--out", tmp_path / "second")

    def plain(folder: str) -> list[dict[str, Any]]:
        return [{k: v for k, v in f.items() if k != "in_table"} for f in lines(tmp_path / folder / "paper.jsonl")]

    assert plain("first") == plain("second")
    before = len(rows(Store(open_engine(fresh))))
    seriatim("gold", "import", out, "--format", form, "--store", fresh, "--reviewer", "Ben", "--reject-rest")
    assert len(rows(Store(open_engine(fresh)))) == before


def test_a_disagreement_is_optional_gold_until_settled(
    reviewer: Callable[[str], Reviewer], store: Store, tmp_path: Path
) -> None:
    reviewer("").decide(DOSE["record_id"], "accept")
    reviewer("Ben").decide(DOSE["record_id"], "reject")
    seriatim("gold", "export", "--store", store.engine.url, "--out", tmp_path)
    (fact,) = lines(tmp_path / "paper.jsonl")
    assert fact["optional"] is True


def test_brat_shows_spans_over_line_breaks_in_pieces_and_undecided_records_on_demand(
    decided: Store, tmp_path: Path
) -> None:
    keep(decided, "second")
    assert (
        seriatim("gold", "export", "--format", "brat", "--store", decided.engine.url, "--out", tmp_path).exit_code == 0
    )
    assert not (tmp_path / "second.ann").exists()
    ann = (tmp_path / "paper.ann").read_text(encoding="utf-8")
    start = TEXT.index("imatinib 400")
    assert f"dose {start} {start + 24};{start + 25} {start + 35}\timatinib 400 mg by mouth once daily\n" in ann
    seriatim("gold", "export", "--format", "brat", "--machine", "--store", decided.engine.url, "--out", tmp_path)
    assert (tmp_path / "second.ann").exists()
    assert (tmp_path / "second.txt").read_bytes().decode() == TEXT


def test_an_annotators_own_note_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.ann"
    path.write_text("T1\tToxicity 0 4\trash\n#1\tAnnotatorNotes T1\tterm=rash; grade=3; n=2\nA1\tOther T1\n")
    (fact,) = read_standoff(path, "rash in two")
    assert (fact["kind"], fact["term"], fact["grade"], fact["n"], fact["anchor"]) == (
        "toxicity",
        "rash",
        "3",
        2,
        [0, 4],
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("T1\tdose 0 4\twrong\n", ":1: T1: the text at 0 4"),
        ("T1\tnonsense 0 4\trash\n", ":1: 'nonsense'"),
        ("T1\tdose 0 4\trash\n#1\tAnnotatorNotes T1\tjust words\n", ":2: a note holds"),
        ("T1\n", ":1:"),
    ],
)
def test_malformed_standoff_is_told_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "d.ann"
    path.write_text(content)
    with pytest.raises(InputError, match=f"d.ann{told}"):
        read_standoff(path, "rash in two")


def test_gold_that_does_not_fit_is_told_not_kept(store: Store, tmp_path: Path) -> None:
    beyond = {"doc": "paper", "kind": "toxicity", "term": "rash", "anchor": [5, 99999]}
    bare = {"doc": "paper", "kind": "toxicity", "term": "rash"}
    (tmp_path / "paper.jsonl").write_text("".join(json.dumps(f) + "\n" for f in (beyond, bare)))
    (tmp_path / "other.jsonl").write_text("")
    done = seriatim("gold", "import", tmp_path, "--store", store.engine.url, "--reviewer", "Ben")
    assert done.exit_code == 1
    assert done.output.count("left out") == 3
    assert rows(store) == []
