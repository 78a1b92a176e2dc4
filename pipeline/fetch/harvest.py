"""Harvesting: a search page by page, each document kept with its licence; what was interrupted goes on where it was."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from extractors.core.document import InputError
from pipeline.fetch.client import Client, FetchError
from pipeline.fetch.sources import Hit, Source

STATE = "harvest.json"


@dataclass
class Harvest:
    """What was fetched so far: by id the file, title and licence; by id the reason of a failure or a refusal."""

    query: str
    source: str
    cursor: str = ""
    complete: bool = False
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def load_state(folder: Path, query: str, source: str) -> Harvest:
    """The state of an earlier harvest of the same query; a complete one is begun anew but fetches nothing twice.

    Raises
    ------
    InputError
        When the folder holds the harvest of another query.
    """
    path = folder / STATE
    if not path.is_file():
        return Harvest(query, source)
    try:
        state = Harvest(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: not the state of a harvest: {error}") from error
    if (state.query, state.source) != (query, source):
        raise InputError(f"{folder}: holds the harvest of {state.query!r} from {state.source}; use another folder")
    if state.complete:
        state.cursor, state.complete = "", False
    return state


def save_state(folder: Path, state: Harvest) -> None:
    """Write the state in one step."""
    scratch = folder / f".{STATE}.new"
    scratch.write_text(json.dumps(asdict(state), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(scratch, folder / STATE)


def harvest(
    client: Client,
    source: Source,
    name: str,
    query: str,
    folder: Path,
    *,
    licences: frozenset[str] = frozenset(),
    limit: int | None = None,
    base: str = "",
    told: Callable[[str], None] = lambda _: None,
) -> Harvest:
    """Fetch what `query` finds into `folder`, at most `limit` new documents; `licences` empty allows every licence.

    Documents that failed are tried again at the next harvest; what a licence refuses is noted and not kept.

    Raises
    ------
    FetchError
        When the search itself fails for good; what was fetched before stays, and the next call goes on there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    state = load_state(folder, query, name)
    state.failed.clear()
    new = 0
    while True:
        page = source.search(client, base or source.base, query, state.cursor)
        for hit in page.hits:
            if hit.id in state.kept or hit.id in state.refused:
                continue
            if limit is not None and new >= limit:
                save_state(folder, state)
                return state
            new += _take(client, source, base or source.base, hit, folder, state, licences)
            told(f"{len(state.kept)} of {page.total}")
            save_state(folder, state)
        state.cursor = page.cursor
        state.complete = not page.cursor
        save_state(folder, state)
        if state.complete:
            return state


def _take(
    client: Client, source: Source, base: str, hit: Hit, folder: Path, state: Harvest, licences: frozenset[str]
) -> int:
    """Fetch and keep one hit; 1 when it was kept."""
    if licences and hit.licence and hit.licence != "unknown" and hit.licence not in licences:
        state.refused[hit.id] = f"licence {hit.licence}"
        return 0
    try:
        fetched = source.fetch(client, base, hit)
    except FetchError as error:
        state.failed[hit.id] = str(error)
        return 0
    if licences and fetched.licence not in licences:
        state.refused[hit.id] = f"licence {fetched.licence}"
        return 0
    scratch = folder / f".{fetched.name}.new"
    scratch.write_bytes(fetched.content)
    os.replace(scratch, folder / fetched.name)
    state.kept[hit.id] = {"file": fetched.name, "title": fetched.title, "licence": fetched.licence}
    return 1
