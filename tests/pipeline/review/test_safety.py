"""What a stranger, another site's page or a clumsy script cannot do."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from pipeline.cli import app as cli
from pipeline.review.access import Access, Brake
from pipeline.review.app import create_app
from pipeline.review.guard import COOKIE
from pipeline.store import Store
from tests.pipeline.review.conftest import Reviewer
from tests.pipeline.review.papers import records
from tests.pipeline.review.test_decisions import rows

DOSE = records("paper")[0]["record_id"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reviewers.json"


@pytest.fixture
def guarded(store: Store, file: Path) -> tuple[Reviewer, str]:
    """A client that is not logged in, on a server that asks for tokens, and Ana's token."""
    access = Access(file)
    token = access.add("Ana")
    app = create_app(store.engine, Access(file), hosts=frozenset())
    return Reviewer(TestClient(app, base_url="http://review.example"), ""), token


def login(reviewer: Reviewer, name: str, token: str) -> httpx.Response:
    reviewer.visit("/login")
    body = {"name": name, "token": token, "form_token": reviewer.token}
    return reviewer.client.post("/login", data=body, follow_redirects=False)


def test_nobody_sees_or_does_anything_without_a_token(guarded: tuple[Reviewer, str], store: Store) -> None:
    reviewer, _ = guarded
    for path in ("/", "/records", "/documents/paper", "/documents/paper/trail", "/agreement", "/none"):
        answer = reviewer.client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login"), path
    assert reviewer.client.get("/api/vocabulary?layer=drug&q=a").status_code == 401
    assert reviewer.decide(DOSE, "accept").status_code == 401
    assert rows(store) == []


def test_a_token_opens_and_logging_out_closes(guarded: tuple[Reviewer, str]) -> None:
    reviewer, token = guarded
    assert login(reviewer, "Ana", token).status_code == 303
    reviewer.visit("/")
    assert reviewer.decide(DOSE, "accept").status_code == 200
    cookie = reviewer.client.cookies[COOKIE]
    reviewer.client.post("/logout", data={"form_token": reviewer.token})
    reviewer.client.cookies.clear()
    stolen = reviewer.client.get("/", headers={"Cookie": f"{COOKIE}={cookie}"}, follow_redirects=False)
    assert stolen.status_code == 303


def test_guessing_is_braked_for_name_and_address(guarded: tuple[Reviewer, str]) -> None:
    reviewer, token = guarded
    tries = [login(reviewer, "Ana", f"guess{n}").status_code for n in range(6)]
    assert tries == [403] * 5 + [429]
    late = login(reviewer, "Ana", token)
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert login(reviewer, "Ben", "x").status_code == 429


def test_the_brake_lets_go() -> None:
    brake = Brake(failures=2, seconds=0.0)
    brake.failed("a")
    brake.failed("a")
    assert brake.wait("a") == 0
    held = Brake(failures=2, seconds=60)
    held.failed("a")
    assert held.wait("a", "b") == 0
    held.failed("a", "b")
    assert held.wait("a") > 0
    assert held.wait("b") == 0


def test_tokens_are_kept_as_slow_hashes_for_their_owner_alone(file: Path) -> None:
    done = CliRunner().invoke(cli, ["review", "--tokens", str(file), "--add-reviewer", "Ana"])
    token = done.output.strip().splitlines()[-1]
    kept = file.read_text()
    assert token not in kept
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Access(file).admits("Ana", token)
    assert not Access(file).admits("Ana", token + "x")
    assert not Access(file).admits("Ben", token)
    newer = Access(file).add("Ana")
    assert not Access(file).admits("Ana", token)
    assert Access(file).admits("Ana", newer)


def test_a_reviewer_taken_out_of_the_file_is_out_at_once(guarded: tuple[Reviewer, str], file: Path) -> None:
    reviewer, token = guarded
    login(reviewer, "Ana", token)
    assert reviewer.client.get("/", follow_redirects=False).status_code == 200
    kept = json.loads(file.read_text())
    file.write_text(json.dumps({**kept, "reviewers": {}}))
    assert reviewer.client.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "e30=.abc", "WyJhIiwiQW5hIiw5OTk5OTk5OTk5XQ==.00", "é.ü"])
def test_a_forged_session_is_none(file: Path, cookie: str) -> None:
    access = Access(file)
    assert access.opened(cookie) is None
    sealed = access.sealed(access.begin("Ana"))
    assert access.opened(f"A{sealed}") is None


def test_beyond_this_machine_only_with_reviewers(file: Path) -> None:
    done = CliRunner().invoke(cli, ["review", "--host", "0.0.0.0", "--tokens", str(file), "--store", "sqlite://"])
    assert done.exit_code != 0
    assert "add-reviewer" in str(done.exception)


@pytest.mark.parametrize("name", ["", "*", "a" * 61, "a\nb", "../x"])
def test_names_that_cannot_be(file: Path, name: str) -> None:
    done = CliRunner().invoke(
        cli, ["review", "--tokens", str(file), "--name", name or " ", "--add-reviewer", name or "*"]
    )
    assert done.exit_code != 0
    assert not file.exists()


def test_other_sites_cannot_act_for_a_reviewer(ana: Reviewer, store: Store) -> None:
    body = {"doc": "paper", "record_id": DOSE, "verdict": "accept", "version": 0}
    good = {"X-Form-Token": ana.token}
    for headers in (
        {},
        {"X-Form-Token": "wrong"},
        {**good, "Origin": "http://evil.example"},
        {**good, "Origin": "null"},
        {"Content-Type": "text/plain"},
    ):
        assert ana.client.post("/api/decisions", json=body, headers=headers).status_code == 403, headers
    assert ana.client.post("/login", data={"name": "Ben"}).status_code == 403
    assert ana.client.post("/logout").status_code == 403
    assert ana.client.post("/agreement", data={"doc": "paper"}).status_code == 403
    assert rows(store) == []
    assert (
        ana.client.post("/api/decisions", json=body, headers={**good, "Origin": "http://localhost"}).status_code == 200
    )


def test_a_name_pointed_at_this_machine_is_not_answered(ana: Reviewer) -> None:
    assert ana.client.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert ana.client.get("/", headers={"Host": "127.0.0.1:8321"}).status_code == 200
    assert ana.client.get("/", headers={"Host": "[::1]:8321"}).status_code == 200


def test_every_answer_carries_the_policy(ana: Reviewer) -> None:
    for path in ("/", "/records", "/documents/paper", "/static/review.js", "/login", "/none", "/api/vocabulary"):
        headers = ana.client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
    cookie = ana.client.get("/login", headers={"Cookie": f"{COOKIE}=bad"}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_large_and_malformed_requests_are_refused(ana: Reviewer) -> None:
    headers = {"X-Form-Token": ana.token, "Content-Type": "application/json"}
    assert ana.client.post("/api/decisions", content=b" " * 1_000_001, headers=headers).status_code == 413
    streamed = ana.client.post("/api/decisions", content=iter([b"{}"]), headers=headers)
    assert streamed.status_code == 413
    assert ana.client.post("/api/decisions", content=b"{", headers=headers).status_code == 422
    assert ana.decide(DOSE, "burn").status_code == 422
    assert ana.decide(DOSE, "accept", -1).status_code == 422
    assert ana.decide(DOSE, "reject", reason="x" * 2001).status_code == 422


def test_words_of_a_reviewer_are_escaped_too(ana: Reviewer) -> None:
    ana.decide(DOSE, "reject", reason="<img src=x onerror=alert(1)>")
    for path in ("/documents/paper", "/documents/paper/trail", "/agreement?doc=paper"):
        assert "<img" not in ana.visit(path).text
