"""Two reviewers: figures that can be checked by hand, and adjudication."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pipeline.review.agreement import agreements, kappa
from pipeline.review.settle import settle
from pipeline.store import Store
from tests.pipeline.review.conftest import Reviewer
from tests.pipeline.review.papers import records
from tests.pipeline.review.test_decisions import fields

DOSE, WRONG, AGE, TIME, FINDING = records("paper")


def test_kappa_of_a_table_worked_by_hand() -> None:
    # 20 both keep, 5 and 10 differ, 15 both reject: observed 0.7, expected 0.5 * 0.6 + 0.5 * 0.4 = 0.5
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_is_not_defined_without_variation() -> None:
    assert kappa([]) is None
    assert kappa([(True, True)] * 3) is None
    assert kappa([(True, False), (False, True)]) == pytest.approx(-1)


def test_two_reviewers_figures_and_adjudication(reviewer: Callable[[str], Reviewer], store: Store) -> None:
    ana, ben = reviewer(""), reviewer("Ben")
    for each in (DOSE, AGE):
        ana.decide(each["record_id"], "accept")
        ben.decide(each["record_id"], "accept")
    ana.decide(TIME["record_id"], "accept")
    ben.decide(TIME["record_id"], "correct", fields=fields(TIME, value="8"))
    ana.decide(WRONG["record_id"], "accept")
    ben.decide(WRONG["record_id"], "reject")
    ana.decide(FINDING["record_id"], "accept")  # Ben has not looked: counts for neither
    with Session(store.engine) as session:
        (found,) = agreements(session, "paper")
        assert (found.matched, found.first, found.second) == (2, 4, 3)
        assert found.f1 == pytest.approx(4 / 7)
        assert len(found.pairs) == 4
        assert set(settle(session, "paper").contested) == {TIME["record_id"], WRONG["record_id"]}
    page = ana.visit("/agreement?doc=paper").text
    assert "0.57" in page
    assert page.count("This holds") == 4
    form = next(f for f in page.split("<form")[1:] if f'value="{WRONG["record_id"]}"' in f and "<strong>Ben" in f)
    given = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert ana.client.post("/agreement", data=given).status_code == 200
    with Session(store.engine) as session:
        settled = settle(session, "paper")
    assert settled.contested == [TIME["record_id"]]
    assert WRONG["record_id"] not in {r["record_id"] for r, _ in settled.kept}
    assert {r["value"] for r, optional in settled.kept if optional} == {7.5, 8}
    again = ana.client.post("/agreement", data=given)
    assert again.status_code == 409
    assert "nothing is lost" in again.text
    assert "<html" in again.text
    assert "Ben" in ana.visit("/agreement").text


def test_adjudication_takes_only_decisions_on_that_record(ana: Reviewer) -> None:
    ana.decide(DOSE["record_id"], "accept")
    ana.visit("/agreement")
    given = {"form_token": ana.token, "doc": "paper", "record_id": AGE["record_id"], "version": "0", "decision": "1"}
    assert ana.client.post("/agreement", data=given).status_code == 404
    assert ana.client.post("/agreement", data={**given, "decision": "x"}).status_code == 404
    assert ana.visit("/agreement?doc=none").status_code == 404
