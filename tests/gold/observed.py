"""What gold says of each own record, by collection: right or wrong, with the raw confidence that its author gave."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any, Literal

from pipeline.confidence import Calibration, Cell, places
from pipeline.ingest import read
from pipeline.process import process
from pipeline.records import SCORED
from pipeline.scoring import Gold, Tally, load_gold, score
from tests.gold.measure import ROOT, Collection, collections

Reading = Literal["tuned", "first"]


@dataclass(frozen=True)
class Source:
    """A collection, the names of its documents to take, and whether a calibration may learn from it."""

    collection: Collection
    only: str = "*"
    learn: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """A record that gold can judge: `hit` when it is right."""

    doc: str
    collection: str
    reading: Reading
    kind: str
    method: str
    raw: float
    places: str
    hit: bool

    def predicted(self, calibration: Calibration) -> float:
        """The confidence (0..1) that a calibration gives it."""
        return calibration.confidence(self.kind, self.method, self.raw, self.places)


@dataclass
class Read:
    """One document against its gold: judged records and the tally of core matches."""

    doc: str
    collection: str
    reading: Reading
    learn: bool
    judged: list[Judged]
    tally: Tally


def sources() -> list[Source]:
    """Every collection that is here: the corpus, and what the shared folder holds."""
    return [Source(c) for c in collections().values() if not c.prose and c.gold.is_dir()]


def observe(source: Source, kept: dict[str, list[dict[str, Any]]]) -> list[Read]:
    """Process the documents of a source with raw confidences and judge their records.

    `kept` holds records by text and is added to, so that a run can start from an earlier one's.
    """
    gold = load_gold(source.collection.gold)
    splits = _splits()
    reads = []
    for doc, facts in gold.facts.items():
        if not fnmatch(doc, source.only):
            continue
        path = source.collection.texts / f"{doc}.txt"
        if str(path) not in kept:
            kept[str(path)] = [json.loads(r.model_dump_json()) for r in process(read(path), Calibration()).records]
        reading = _reading(source, doc, splits)
        reads.append(_judge(source, doc, facts, kept[str(path)], reading))
    return reads


def _judge(source: Source, doc: str, facts: list[Any], records: list[dict[str, Any]], reading: Reading) -> Read:
    report = score(Gold({doc: facts}), records)
    judged = [
        Judged(
            doc,
            source.collection.name,
            reading,
            r["kind"],
            r["method"],
            round(r["confidence"], 2),
            places(len(r["provenance"])),
            hit,
        )
        for hit, listed in ((True, report.found), (False, report.spurious))
        for _, r in listed
    ]
    return Read(doc, source.collection.name, reading, source.learn, judged, report.total)


def _splits() -> dict[str, str]:
    manifest = json.loads((ROOT / "corpus" / "manifest.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry["split"] for entry in manifest}


def _reading(source: Source, doc: str, splits: dict[str, str]) -> Reading:
    """Rules were written on the shared papers and on the corpus's `dev` split; all else is read for the first time."""
    shared = source.collection.name in collections() and source.collection.name != "corpus"
    return "tuned" if shared or splits.get(doc) == "dev" else "first"


def cells(reads: Iterable[Read]) -> list[Cell]:
    """Counts of judged records, in the order of the calibration file."""
    seen: Counter[tuple[str, str, str, str, float, str]] = Counter()
    hits: Counter[tuple[str, str, str, str, float, str]] = Counter()
    for judged in (j for r in reads for j in r.judged):
        key = (judged.collection, judged.reading, judged.kind, judged.method, judged.raw, judged.places)
        seen[key] += 1
        hits[key] += judged.hit
    order = {kind: k for k, kind in enumerate(SCORED)}
    return [
        Cell(*key, records=seen[key], hits=hits[key])
        for key in sorted(seen, key=lambda k: (k[0], k[1], order[k[2]], *k[3:]))
    ]
