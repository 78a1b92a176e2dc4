"""Decisions: kept beside what the machine said, undone, carried over a new reading, never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.review.decisions import Choice, ConflictError, save
from pipeline.store import Store
from pipeline.store.schema import Decision
from tests.pipeline.review.conftest import Reviewer
from tests.pipeline.review.papers import TEXT, keep, place, record, records

DOSE, WRONG, AGE, TIME, FINDING = records("paper")


def fields(said: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The fields of a record as the form sends them, some changed."""
    fixed = {"doc", "kind", "provenance", "method", "confidence", "codes", "flags", "record_id", "involves"}
    return {k: v for k, v in said.items() if k not in fixed} | changed


def rows(store: Store) -> list[Decision]:
    """Every decision in the store."""
    with Session(store.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Decision).order_by(Decision.id)))


def status(page: str, record_id: str) -> str:
    """How a record stands on the document's page."""
    return page.split(f'data-id="{record_id}" data-status="')[1].split('"')[0]


def test_accept_and_reject_keep_who_when_and_which_version(ana: Reviewer, store: Store) -> None:
    assert ana.decide(DOSE["record_id"], "accept").json()["card"]["status"] == "accept"
    assert ana.decide(WRONG["record_id"], "reject", reason=" no such patients ").status_code == 200
    accepted, rejected = rows(store)
    assert (accepted.reviewer, accepted.verdict, accepted.machine) == ("Ana", "accept", DOSE)
    assert (accepted.text_digest, accepted.key, accepted.outcome) == ("one", "key", DOSE["record_id"])
    assert (rejected.verdict, rejected.reason, rejected.outcome) == ("reject", "no such patients", "reject")


def test_a_correction_stands_beside_the_machines_value(ana: Reviewer, store: Store) -> None:
    answer = ana.decide(WRONG["record_id"], "correct", fields=fields(WRONG, percent="60", drugs="Glivec; doxorubicin"))
    assert ["percent", "50", "60"] in answer.json()["card"]["rows"]
    (row,) = rows(store)
    assert row.machine == WRONG
    assert row.content is not None
    assert (row.content["percent"], row.content["drugs"]) == (60, ["doxorubicin", "imatinib"])
    assert row.content["record_id"] == row.outcome != WRONG["record_id"]


def test_a_correction_that_changes_nothing_is_an_acceptance(ana: Reviewer, store: Store) -> None:
    ana.decide(DOSE["record_id"], "correct", fields=fields(DOSE))
    assert [r.verdict for r in rows(store)] == ["accept"]


def test_fields_that_make_no_record_are_told_by_name_and_nothing_is_kept(ana: Reviewer, store: Store) -> None:
    wrong = {"n": "three", "total": "2.5", "category": "", "attribution": "theirs", "colour": "red"}
    answer = ana.decide(WRONG["record_id"], "correct", fields=fields(WRONG, **wrong))
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"n", "total", "attribution", "colour"}
    assert set(ana.decide(DOSE["record_id"], "correct", fields={"drug": ""}).json()["fields"]) >= {"drug", "low"}
    assert rows(store) == []


def test_evidence_may_be_corrected_but_not_beyond_the_text(ana: Reviewer, store: Store) -> None:
    start = TEXT.index("44")
    moved = ana.decide(DOSE["record_id"], "correct", fields=fields(DOSE), ranges=[[start, start + 2]])
    assert moved.json()["card"]["ranges"] == [[start, start + 2]]
    content = rows(store)[0].content
    assert content is not None
    assert (content["provenance"][0]["text"], content["provenance"][0]["table"]) == ("44", "1")
    beyond = ana.decide(DOSE["record_id"], "correct", 1, fields=fields(DOSE), ranges=[[0, 9999]])
    assert "evidence" in beyond.json()["fields"]


def test_a_missed_record_is_added_once_with_the_stores_own_characters(ana: Reviewer, store: Store) -> None:
    start = TEXT.index("one had rash")
    body = {"doc": "paper", "kind": "toxicity", "fields": {"term": "rash", "n": "1"}, "ranges": [[start, start + 12]]}
    answer = ana.send("/api/records", **body).json()
    assert answer["card"]["status"] == "add"
    (row,) = rows(store)
    assert row.machine is None
    assert row.content is not None
    assert row.content["provenance"][0]["text"] == "one had rash"
    assert ana.send("/api/records", **body).status_code == 422
    assert ana.send("/api/undo", doc="paper", expected=row.id).json()["card"] is None
    assert ana.send("/api/records", **body).json()["version"] == 3


def test_a_record_that_the_machine_has_cannot_be_added(ana: Reviewer) -> None:
    ranges = [[p["start"], p["end"]] for p in DOSE["provenance"]]
    answer = ana.send("/api/records", doc="paper", kind="dose", fields=fields(DOSE), ranges=ranges)
    assert answer.status_code == 422


def test_undo_goes_back_step_by_step_and_forgets_nothing(ana: Reviewer, store: Store) -> None:
    ana.decide(DOSE["record_id"], "accept")
    ana.decide(DOSE["record_id"], "reject", 1)
    ana.decide(AGE["record_id"], "accept")
    told = []
    for expected in (3, 2, 1):
        answer = ana.send("/api/undo", doc="paper", expected=expected).json()
        told.append((answer["record_id"], answer["card"]["status"]))
    assert told == [
        (AGE["record_id"], "unreviewed"),
        (DOSE["record_id"], "accept"),
        (DOSE["record_id"], "unreviewed"),
    ]
    assert ana.send("/api/undo", doc="paper", expected=1).status_code == 404
    assert [r.undoes for r in rows(store)] == [None, None, None, 3, 2, 1]


def test_undo_of_what_another_window_did_is_a_conflict(ana: Reviewer) -> None:
    ana.decide(DOSE["record_id"], "accept")
    ana.decide(AGE["record_id"], "accept")
    answer = ana.send("/api/undo", doc="paper", expected=1)
    assert answer.status_code == 409
    assert answer.json()["current"]["id"] == 2


def test_a_decision_survives_a_new_reading_of_the_same_content(ana: Reviewer, store: Store) -> None:
    ana.decide(DOSE["record_id"], "accept")
    keep(store, said=[{**DOSE, "confidence": 0.5, "method": "dose.other", "flags": ["f"]}], key="key2")
    assert status(ana.visit("/documents/paper").text, DOSE["record_id"]) == "accept"


def test_a_decision_is_shown_again_when_the_evidence_has_moved(ana: Reviewer, store: Store) -> None:
    ana.decide(DOSE["record_id"], "accept")
    moved = record("dose", "paper", [place(TEXT, "imatinib 400 mg")], role="starting", **_dose())
    assert moved["record_id"] == DOSE["record_id"]
    keep(store, said=[moved], key="key2")
    page = ana.visit("/documents/paper").text
    assert status(page, DOSE["record_id"]) == "recheck"
    assert DOSE["record_id"] in ana.visit("/records?status=recheck").text
    ana.decide(DOSE["record_id"], "accept", 1)
    assert status(ana.visit("/documents/paper").text, DOSE["record_id"]) == "accept"


def _dose() -> dict[str, Any]:
    return {k: DOSE[k] for k in ("drug", "low", "high", "unit", "route", "frequency")}


def test_what_the_machine_stops_saying_is_shown_until_looked_at_again(ana: Reviewer, store: Store) -> None:
    ana.decide(DOSE["record_id"], "accept")
    ana.decide(AGE["record_id"], "reject")
    keep(store, said=[WRONG], key="key2")
    page = ana.visit("/documents/paper").text
    assert status(page, DOSE["record_id"]) == "recheck"
    assert AGE["record_id"] not in page
    assert "1 to look at again" in ana.visit("/").text
    ana.decide(DOSE["record_id"], "accept", 1)
    assert status(ana.visit("/documents/paper").text, DOSE["record_id"]) == "accept"
    assert "to look at again" not in ana.visit("/").text


def test_two_windows_that_save_at_once_do_not_overwrite_each_other(ana: Reviewer, store: Store) -> None:
    assert ana.decide(DOSE["record_id"], "accept").status_code == 200
    late = ana.decide(DOSE["record_id"], "reject")
    assert late.status_code == 409
    assert late.json()["current"]["verdict"] == "accept"
    assert "nothing is lost" in late.json()["error"]
    assert ana.decide(DOSE["record_id"], "reject", late.json()["current"]["version"]).status_code == 200
    assert [r.verdict for r in rows(store)] == ["accept", "reject"]


def test_of_many_saves_at_the_same_moment_one_wins_and_the_rest_are_told(store: Store) -> None:
    def attempt(number: int) -> str:
        try:
            save(store.engine, Choice("paper", DOSE["record_id"], "accept", 0, reason=str(number)), "Ana")
        except ConflictError as error:
            return f"after {error.current.reason if error.current else 'nothing'}"
        return "saved"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(24)))
    assert outcomes.count("saved") == 1
    (row,) = rows(store)
    assert all(o in ("saved", f"after {row.reason}") for o in outcomes)


def test_two_reviewers_decide_on_their_own_and_do_not_see_each_other(reviewer: Callable[[str], Reviewer]) -> None:
    ana, ben = reviewer(""), reviewer("Ben")
    assert ana.decide(DOSE["record_id"], "accept").status_code == 200
    assert ben.decide(DOSE["record_id"], "reject").status_code == 200
    assert status(ana.visit("/documents/paper").text, DOSE["record_id"]) == "accept"
    assert status(ben.visit("/documents/paper").text, DOSE["record_id"]) == "reject"
    assert DOSE["record_id"] in ana.visit("/records?status=disagreement").text


def test_vocabulary_look_up_finds_by_synonym_and_begins_with_what_was_typed(ana: Reviewer) -> None:
    found = ana.client.get("/api/vocabulary", params={"layer": "drug", "q": "gliv"}).json()
    assert "imatinib" in [f["label"] for f in found]
    assert ana.client.get("/api/vocabulary", params={"layer": "toxicity", "q": ""}).json() == []
    assert ana.client.get("/api/vocabulary", params={"layer": "nothing", "q": "a"}).status_code == 422


def test_findings_can_be_decided_too(ana: Reviewer) -> None:
    assert ana.decide(FINDING["record_id"], "accept").status_code == 200
    assert ana.decide(TIME["record_id"], "accept", 7).status_code == 409
