"""The audit on the seeds and on our own corpus: what gold holds is found, and every finding was judged by hand.

`verdicts.tsv` holds the verdicts, one finding a line: its first span, its rule and the figures of its message. All were
judged against the printed papers; a finding that is not in the table counts as false until someone has judged it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.audit.grids import with_gold_tables
from tests.audit.measure import Audited, audited, audited_document, firm
from tests.conftest import ROOT

CORPUS = ROOT / "corpus"


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[Audited]:
    return list(audited(shared / "seeds", shared / "gold"))


@pytest.fixture(scope="module")
def with_grids() -> list[Audited]:
    """Our own corpus, its tables put in from gold: what the audit finds when every table is rebuilt rightly."""
    texts = sorted((CORPUS / "documents").glob("*.txt"))
    return [audited_document(with_gold_tables(p, CORPUS / "gold"), CORPUS / "gold") for p in texts]


@pytest.fixture(scope="module")
def invented() -> list[Audited]:
    return list(audited(CORPUS / "documents", CORPUS / "gold"))


def test_what_arithmetic_proves_is_found(seeds: list[Audited]) -> None:
    wanted = [(a, line) for a in seeds for line in a.gold if firm(line)]
    assert len(wanted) == 48
    assert sum(a.found(line) for a, line in wanted) >= 0.8 * len(wanted)


def test_every_finding_was_judged_true(seeds: list[Audited]) -> None:
    table = Path(__file__).with_name("verdicts.tsv")
    with table.open(encoding="utf-8", newline="") as lines:
        verdicts = list(csv.DictReader(lines, delimiter="\t"))
    emitted = [(a.doc, f) for a in seeds for f in a.findings]
    unjudged = [
        (doc, f.rule, f.message)
        for doc, f in emitted
        if not any(
            v["doc"] == doc and v["rule"] == f.rule and v["verdict"] == "true"
            and any(p.start < int(v["end"]) and int(v["start"]) < p.end for p in f.provenance)
            for v in verdicts
        )
    ]  # fmt: skip
    assert len(unjudged) <= 0.05 * len(emitted), unjudged


def test_planted_contradictions_are_found(invented: list[Audited]) -> None:
    assert [(a.doc, line["message"]) for a in invented for line in a.gold if not a.found(line)] == []


def test_papers_without_contradictions_give_none(invented: list[Audited]) -> None:
    clean = [a for a in invented if not a.gold]
    assert len(clean) >= 10
    assert [(a.doc, f.message) for a in clean for f in a.findings] == []


def test_nothing_false_is_said_of_the_planted_papers(invented: list[Audited]) -> None:
    assert [(a.doc, f.message) for a in invented if a.gold for f in a.findings if not a.expected(f)] == []


def test_with_right_tables_the_planted_contradictions_are_found_and_nothing_else(with_grids: list[Audited]) -> None:
    assert sum(len(a.gold) for a in with_grids) >= 17
    assert [(a.doc, line["message"]) for a in with_grids for line in a.gold if not a.found(line)] == []
    assert [(a.doc, f.message) for a in with_grids for f in a.findings if not a.expected(f)] == []
