"""Gold annotations: one JSON object a line, checked before they are trusted."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.core.document import InputError
from pipeline.records import SCORED
from pipeline.scoring.agree import Fact


@dataclass(frozen=True)
class Gold:
    """The facts of every gold document, by document id in file order."""

    facts: dict[str, list[Fact]]


def load_jsonl(path: Path, docs: Container[str] | None = None) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file, or only those of the documents named.

    Raises
    ------
    InputError
        With file and line, when the file cannot be read or a line is no JSON object.
    """
    objects = []
    try:
        with path.open(encoding="utf-8") as lines:  # only "\n" ends a line: a text may hold U+2028
            for number, line in enumerate(lines, start=1):
                parsed = _object(path, number, line) if line.strip() else None
                if parsed is not None and (docs is None or parsed.get("doc") in docs):
                    objects.append(parsed)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return objects


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        parsed = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{number}: not JSON: {error.msg}") from error
    if not isinstance(parsed, dict):
        raise InputError(f"{path}:{number}: not a JSON object")
    return parsed


def load_gold(folder: Path) -> Gold:
    """Every `<doc>.jsonl` of a folder but findings.

    Raises
    ------
    InputError
        When the folder holds none, or a fact has no kind, another document's id, or a malformed anchor.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder of gold")
    facts: dict[str, list[Fact]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        if not path.name.endswith(".findings.jsonl"):
            doc = path.name.removesuffix(".jsonl")
            facts[doc] = load_jsonl(path)
            for number, fact in enumerate(facts[doc], start=1):
                _check(path, number, fact, doc)
    if not facts:
        raise InputError(f"{folder}: holds no gold (<doc>.jsonl)")
    return Gold(facts)


def _check(path: Path, number: int, fact: Fact, doc: str) -> None:
    if fact.get("kind") not in SCORED:
        raise InputError(f"{path}:{number}: kind {fact.get('kind')!r} is not one of {', '.join(SCORED)}")
    if fact.get("doc", doc) != doc:
        raise InputError(f"{path}:{number}: doc {fact['doc']!r} in the file of {doc!r}")
    for anchor in (fact.get("anchor"), *fact.get("anchor_more", [])):
        if anchor is not None and not (len(anchor) == 2 and 0 <= anchor[0] < anchor[1]):
            raise InputError(f"{path}:{number}: anchor {anchor} is no range")
