"""kill -9 of the server at random moments while decisions are saved: each acknowledged one is there afterwards."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from pipeline.store import Store, open_engine
from tests.pipeline.review.conftest import Reviewer, Served
from tests.pipeline.review.papers import keep, records
from tests.pipeline.review.test_decisions import rows

KILLS = 6


def test_no_acknowledged_decision_is_lost(tmp_path: Path, serve: Callable[..., Served]) -> None:
    path = tmp_path / "store.db"
    store = Store(open_engine(f"sqlite:///{path}"))
    keep(store)
    record_id = records("paper")[0]["record_id"]
    acknowledged: list[tuple[int, str]] = []
    chance = random.Random(7)
    for life in range(KILLS):
        server = serve(path)
        killer = threading.Timer(0.3 + chance.random() * 0.7, server.kill)
        with httpx.Client(base_url=server.address) as client:
            reviewer = Reviewer(client)
            version = max((r.version for r in rows(store)), default=0)
            killer.start()
            for number in range(100_000):
                verdict, reason = ("accept", "reject")[number % 2], f"{life}/{number}"
                try:
                    answer = reviewer.decide(record_id, verdict, version, reason=reason)
                except httpx.TransportError:
                    break
                assert answer.status_code == 200, answer.text
                version = answer.json()["version"]
                acknowledged.append((version, reason))
        killer.join()
        time.sleep(0.05)
        kept = {(r.version, r.reason) for r in rows(store)}
        assert set(acknowledged) <= kept
    assert len(acknowledged) > KILLS
    assert [r.version for r in rows(store)] == list(range(1, len(rows(store)) + 1))
