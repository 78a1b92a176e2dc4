"""Harvesting against a loopback server: paging, licences, faults, resume, politeness."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.core.document import InputError
from pipeline.fetch import SOURCES, Harvest, harvest
from pipeline.fetch.client import Client, FetchError
from pipeline.fetch.licences import licence_code
from pipeline.ingest import read
from tests.pipeline.fetch.server import Library


@pytest.fixture
def library() -> Iterator[Library]:
    server = Library()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def client() -> Iterator[Client]:
    """A client that is in a hurry: no pause between requests, none after faults."""
    quick = Client(interval=0, timeout=3, sleep=lambda _: None)
    yield quick
    quick.close()


def fetch(client: Client, library: Library, folder: Path, name: str = "europepmc", **options: Any) -> Harvest:
    return harvest(client, SOURCES[name], name, "chordoma imatinib", folder, base=library.base, **options)


@pytest.mark.parametrize("name", ["europepmc", "pmc", "pubmed"])
def test_every_page_is_fetched_and_every_document_can_be_read(
    client: Client, library: Library, tmp_path: Path, name: str
) -> None:
    state = fetch(client, library, tmp_path, name)
    assert state.complete
    assert len(state.kept) == 5
    for entry in state.kept.values():
        text = read(tmp_path / entry["file"]).text
        assert "Nine" in text
        assert entry["title"].startswith("Series")


def test_abstracts_keep_their_labels(client: Client, library: Library, tmp_path: Path) -> None:
    fetch(client, library, tmp_path, "pubmed", limit=1)
    assert "Results: Nine < ten." in (tmp_path / "PMID1.txt").read_text()


def test_only_allowed_licences_are_kept_and_refusals_noted(client: Client, library: Library, tmp_path: Path) -> None:
    state = fetch(client, library, tmp_path, licences=frozenset({"cc-by", "cc0"}))
    assert set(state.kept) == {"PMC1", "PMC2", "PMC4", "PMC5"}
    assert state.refused == {"PMC3": "licence cc-by-nc-nd"}
    assert not (tmp_path / "PMC3.xml").exists()
    assert {e["licence"] for e in state.kept.values()} == {"cc-by"}


@pytest.mark.parametrize("faults", [["503"], ["429", "500"], ["drop"], ["drop", "502", "503"]])
def test_passing_faults_are_waited_out(client: Client, library: Library, tmp_path: Path, faults: list[str]) -> None:
    library.faults = {"/PMC2/": list(faults), "/search": list(faults)}
    assert len(fetch(client, library, tmp_path).kept) == 5


@pytest.mark.parametrize(("fault", "cause"), [("404", "HTTP 404"), ("garbage", "not well-formed")])
def test_a_lasting_fault_costs_one_document_and_is_told(
    client: Client, library: Library, tmp_path: Path, fault: str, cause: str
) -> None:
    library.faults = {"/PMC2/": [fault] * 9}
    state = fetch(client, library, tmp_path)
    assert cause in state.failed["PMC2"]
    assert len(state.kept) == 4
    library.faults = {}
    assert "PMC2" in fetch(client, library, tmp_path).kept, "tried again at the next harvest"


def test_an_interrupted_harvest_goes_on_where_it_was(client: Client, library: Library, tmp_path: Path) -> None:
    library.faults = {"/search?4": ["500"] * 5}
    with pytest.raises(FetchError, match="HTTP 500"):
        fetch(client, library, tmp_path)
    assert sorted(p.name for p in tmp_path.glob("*.xml")) == [f"PMC{k}.xml" for k in range(1, 5)]
    before = library.asked.copy()
    library.faults = {}
    assert fetch(client, library, tmp_path).complete
    assert all(library.asked[f"/PMC{k}/fullTextXML?"] == 1 for k in range(1, 6))
    assert library.asked["/search?*"] == before["/search?*"], "the first page is not asked again"


def test_a_complete_harvest_fetches_only_what_is_new(client: Client, library: Library, tmp_path: Path) -> None:
    fetch(client, library, tmp_path)
    library.count = 6
    state = fetch(client, library, tmp_path)
    assert len(state.kept) == 6
    assert library.asked["/PMC1/fullTextXML?"] == 1


def test_a_limit_stops_and_the_next_call_goes_on(client: Client, library: Library, tmp_path: Path) -> None:
    assert len(fetch(client, library, tmp_path, limit=3).kept) == 3
    assert len(fetch(client, library, tmp_path).kept) == 5


def test_a_folder_holds_one_harvest(client: Client, library: Library, tmp_path: Path) -> None:
    fetch(client, library, tmp_path)
    with pytest.raises(InputError, match="use another folder"):
        harvest(client, SOURCES["europepmc"], "europepmc", "another query", tmp_path, base=library.base)


def test_a_slow_answer_is_given_up_and_told(library: Library, tmp_path: Path) -> None:
    client = Client(interval=0, tries=2, timeout=0.3, sleep=lambda _: None)
    with pytest.raises(FetchError, match="Timeout"):
        _stalled(client)
    client.close()


def _stalled(client: Client) -> None:
    """Ask a listener that accepts and never answers."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")


def test_requests_keep_their_distance(library: Library) -> None:
    client = Client(interval=0.05)
    started = time.monotonic()
    for _ in range(5):
        client.get(f"{library.base}/PMC1/fullTextXML")
    client.close()
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("cc by", "cc-by"),
        ("CC BY-NC-ND 4.0", "cc-by-nc-nd"),
        ("http://creativecommons.org/licenses/by-sa/3.0/", "cc-by-sa"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0"),
        ("This is distributed under the Creative Commons Attribution Non-Commercial License", "cc-by-nc"),
        ("All rights reserved", "unknown"),
        ("", "unknown"),
    ],
)
def test_licences_have_one_spelling(printed: str, code: str) -> None:
    assert licence_code(printed) == code
