"""Back to gold: what reviewers kept, in the contract's format, every offset verified; and gold as decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from extractors.core.document import InputError
from pipeline.records import RECORDS, SCORED, parse
from pipeline.review.claims import Json
from pipeline.review.decisions import Choice, latest, save
from pipeline.review.settle import settle
from pipeline.scoring.match import core
from pipeline.store import Store

_STRATUM = ("doc", "kind", "attribution", "drugs", "histotype", "patient", "subgroup")
_OURS = {"provenance", "method", "confidence", "codes", "flags", "record_id"}


@dataclass
class Told:
    """What an export or import did: facts by document, and what was left out and why."""

    facts: dict[str, int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def fact_of(record: Json, optional: bool = False) -> Json:
    """A record as gold holds it: fields and offsets, no words of the paper."""
    places = [[p["start"], p["end"]] for p in record["provenance"]]
    fact = {k: record[k] for k in _STRATUM} | {k: v for k, v in record.items() if k not in _OURS}
    if record["kind"] == "finding":
        kept = {k: record[k] for k in ("doc", "kind", "rule", "message")}
        return {**kept, "involves": places}
    fact["anchor"] = places[0]
    if len(places) > 1:
        fact["anchor_more"] = places[1:]
    if record["provenance"][0].get("table"):
        fact["in_table"] = True
    if optional:
        fact["optional"] = True
    return fact


def facts(engine: Engine, doc: str, told: Told, machine: bool = False) -> list[Json]:
    """What stands on a document as gold, in text order; `machine` adds the records that nobody has decided on."""
    text = Store(engine).text(doc)
    with Session(engine) as session:
        settled = settle(session, doc)
    told.left_out += [f"{doc}: {d.record_id} ({d.reviewer}) waits to be looked at again" for d in settled.waiting]
    kept = [*settled.kept, *((r, False) for r in settled.undecided if machine)]
    merged: dict[str, Json] = {}
    for record, optional in kept:
        if record["kind"] not in (*SCORED, "finding"):
            continue
        wrong = [p for p in record["provenance"] if text[p["start"] : p["end"]] != p["text"]]
        if wrong:
            place = f"{wrong[0]['start']}..{wrong[0]['end']}"
            told.left_out.append(f"{doc}: {record['record_id']}: the text at {place} is not what was reviewed")
            continue
        fact = fact_of(record, optional)
        held = merged.setdefault(record["record_id"], fact)
        if held is not fact:
            _join(held, fact)
    return sorted(merged.values(), key=lambda f: (f.get("anchor") or f["involves"][0], f["kind"]))


def _join(held: Json, other: Json) -> None:
    """One fact kept twice: all its anchors, firm when either is."""
    if held["kind"] == "finding":
        return
    seen = [held["anchor"], *held.get("anchor_more", [])]
    more = [a for a in (other["anchor"], *other.get("anchor_more", [])) if a not in seen]
    if more:
        held["anchor_more"] = [*held.get("anchor_more", []), *more]
    if not other.get("optional"):
        held.pop("optional", None)


def file_of(folder: Path, doc: str, suffix: str) -> Path:
    """The document's file in a folder.

    Raises
    ------
    InputError
        When the document's id cannot be a file's name.
    """
    if Path(doc).name != doc or doc.startswith("."):
        raise InputError(f"{doc!r}: this document id cannot be a file name")
    return folder / f"{doc}{suffix}"


def export(engine: Engine, out: Path) -> Told:
    """Write `<doc>.jsonl` (and `<doc>.findings.jsonl`) for every document with decisions."""
    told = Told()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for doc in sorted(Store(engine).known()):
            found = facts(engine, doc, told)
            for suffix, finding in ((".jsonl", False), (".findings.jsonl", True)):
                lines = [f for f in found if (f["kind"] == "finding") == finding]
                if lines:
                    text = "".join(json.dumps(f, ensure_ascii=False) + "\n" for f in lines)
                    file_of(out, doc, suffix).write_text(text, encoding="utf-8")
            if found:
                told.facts[doc] = len(found)
    except OSError as error:
        raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error
    return told


def record_of(fact: Json, text: str) -> Json:
    """A gold fact as a record on this text.

    Raises
    ------
    ValueError
        When it has no anchor in the text, or its fields make no record.
    """
    anchors = [a for a in (fact.get("anchor"), *fact.get("anchor_more", [])) if a]
    if not anchors:
        raise ValueError("has no anchor")
    for start, end in anchors:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"anchor {start}..{end} lies outside the text")
    model = RECORDS[fact["kind"]].model_fields
    fields: dict[str, Any] = {k: v for k, v in fact.items() if k in model and k not in _OURS and v is not None}
    places = [{"start": s, "end": e, "text": text[s:e]} for s, e in anchors]
    try:
        record = parse({**fields, "provenance": places, "method": "gold", "confidence": 1.0})
    except ValidationError as error:
        raise ValueError("; ".join(f"{e['loc'][-1]}: {e['msg']}" for e in error.errors())) from error
    return record.model_dump(mode="json")


def take(
    engine: Engine, doc: str, given: Iterable[Json], reviewer: str, told: Told, *, reject_rest: bool = False
) -> None:
    """Gold facts of one document as a reviewer's decisions: accept what the machine has, correct what is near, add."""
    store = Store(engine)
    text = store.text(doc)
    open_records = {r["record_id"]: r for r in store.records(doc)}
    wanted: list[tuple[Json, Json]] = []
    for number, fact in enumerate(given, start=1):
        try:
            wanted.append((fact, record_of({**fact, "doc": doc}, text)))
        except ValueError as error:
            told.left_out.append(f"{doc}: fact {number} ({fact['kind']}): {error}")
    for fact, record in sorted(wanted, key=lambda pair: pair[1]["record_id"] not in open_records):
        same = open_records.pop(record["record_id"], None)
        if same is not None:
            _keep(engine, doc, record["record_id"], "accept", None, reviewer)
        elif near := _near(fact, record, list(open_records.values())):
            del open_records[near["record_id"]]
            _keep(engine, doc, near["record_id"], "correct", record, reviewer)
        else:
            _keep(engine, doc, record["record_id"], "add", record, reviewer)
        told.facts[doc] = told.facts.get(doc, 0) + 1
    for record_id, rest in open_records.items():
        if reject_rest and rest["kind"] in SCORED:
            _keep(engine, doc, record_id, "reject", None, reviewer)


def _near(fact: Json, record: Json, open_records: list[Json]) -> Json | None:
    """The machine's record that a fact corrects: alike in its core fields, else the only one of its kind just there."""
    of_kind = [r for r in open_records if r["kind"] == fact["kind"]]
    alike = next((r for r in of_kind if core(fact, r)), None)
    there = [r for r in of_kind if _ranges(r) == _ranges(record)]
    return alike or (there[0] if len(there) == 1 else None)


def _ranges(record: Json) -> set[tuple[int, int]]:
    return {(p["start"], p["end"]) for p in record["provenance"]}


def _keep(engine: Engine, doc: str, record_id: str, verdict: str, content: Json | None, reviewer: str) -> None:
    """Save unless this very decision stands already."""
    with Session(engine) as session:
        held = latest(session, doc, record_id, reviewer)
    if held is not None and held.verdict == verdict and held.content == content:
        return
    choice = Choice(doc, record_id, verdict, held.version if held else 0, content, "imported")
    save(engine, choice, reviewer)
