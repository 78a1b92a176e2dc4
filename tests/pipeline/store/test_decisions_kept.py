"""Decisions and the worklist do the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from pipeline.review import worklist
from pipeline.review.agreement import overview
from pipeline.review.decisions import Choice, ConflictError, durable, save, undo
from pipeline.review.settle import settle
from pipeline.store import Store
from tests.pipeline.review.papers import keep, records

DOSE, WRONG, AGE, TIME, FINDING = records("paper")


def test_decide_undo_list_and_settle(store: Store) -> None:
    engine = durable(store.engine)
    keep(store)
    first = save(engine, Choice("paper", DOSE["record_id"], "accept", 0), "Ana")
    save(engine, Choice("paper", WRONG["record_id"], "reject", 0, reason="no"), "Ana")
    save(engine, Choice("paper", WRONG["record_id"], "accept", 0), "Ben")
    with pytest.raises(ConflictError):
        save(engine, Choice("paper", DOSE["record_id"], "reject", 0), "Ana")
    listed = worklist.records(engine, "Ana", worklist.Filters(drug="imatinib", words="mouth"))
    assert [(r["record"]["record_id"], r["status"]) for r in listed.rows] == [(DOSE["record_id"], "accept")]
    contested = worklist.records(engine, "Ana", worklist.Filters(status="disagreement"))
    assert [r["record"]["record_id"] for r in contested.rows] == [WRONG["record_id"]]
    assert [(d["records"], d["waiting"], d["findings"]) for d in worklist.documents(engine, "Ana")] == [(5, 3, 1)]
    assert [a.reviewers for _, a in overview(engine)] == [("Ana", "Ben")]
    keep(store, said=[WRONG], key="key2")
    assert worklist.documents(engine, "Ana")[0]["recheck"] == 1
    with Session(engine) as session:
        assert [d.id for d in settle(session, "paper").waiting] == [first.id]
    assert undo(engine, "paper", "Ana", 2).verdict == "withdraw"
    assert worklist.records(engine, "Ana", worklist.Filters(status="disagreement")).total == 0
