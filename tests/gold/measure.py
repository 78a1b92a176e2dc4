"""Scores of the pipeline on every gold collection, and the floors that they may not fall below.

`python -m tests.gold.measure` prints scores beside floors; with `--raise` it lifts floors to the scores reached and
never lowers one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.outcome import process_file
from pipeline.scoring import Report, load_gold, score

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True)
class Collection:
    """Documents and their gold; `prose` leaves facts in tables out."""

    name: str
    texts: Path
    gold: Path
    prose: bool = False


def shared_folder() -> Path:
    """Where the shared material lies."""
    return Path(os.environ.get("SERIATIM_SHARED", ROOT.parent / "shared"))


def collections() -> dict[str, Collection]:
    """Every gold collection by name; those under the shared folder may be absent."""
    shared = shared_folder()
    listed = (
        Collection("corpus", ROOT / "corpus" / "documents", ROOT / "corpus" / "gold"),
        Collection("seeds", shared / "seeds", shared / "gold"),
        Collection("seeds prose", shared / "seeds", shared / "gold", prose=True),
        Collection("dev_corpus", shared / "dev_corpus" / "texts", shared / "dev_corpus" / "gold"),
    )
    return {c.name: c for c in listed}


def measure(collection: Collection) -> Report:
    """Process every document of a collection and score its records."""
    gold = load_gold(collection.gold)
    records = []
    for doc in gold.facts:
        outcome = process_file(collection.texts / f"{doc}.txt", doc)
        if outcome.status != "complete":
            raise AssertionError(f"{doc}: {outcome.status}: {outcome.reason}")
        records += [r.model_dump() for r in outcome.records]
    return score(gold, records, prose=collection.prose)


def reached(report: Report) -> dict[str, float]:
    """Core F1 by kind and over all, cut (not rounded) to three places."""
    values = {kind: tally.f1() for kind, tally in report.kinds.items() if tally.gold}
    values |= {"all": report.total.f1(), "all exact": report.total.f1(exact=True)}
    return {name: math.floor(value * 1000) / 1000 for name, value in values.items()}


def floors() -> dict[str, dict[str, float]]:
    """The recorded floors by collection and kind."""
    loaded: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return loaded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors to the scores reached")
    lift = parser.parse_args().lift
    held = floors()
    for name, collection in collections().items():
        if not collection.gold.is_dir():
            print(f"{name}: absent")
            continue
        values = reached(measure(collection))
        for kind, value in values.items():
            before = held.setdefault(name, {}).get(kind, 0.0)
            mark = "BELOW" if value < before else ""
            print(f"{name:12} {kind:14} {value:.3f}  floor {before:.3f} {mark}")
            held[name][kind] = max(before, value)
    if lift:
        FLOORS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
