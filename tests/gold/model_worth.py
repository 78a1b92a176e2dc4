"""What the trained model is worth: every gold collection read with it and without, in one run.

    python -m tests.gold.model_worth

The model names what no vocabulary lists; such a name becomes a `mention` for a reviewer, and may name the regimen,
tumour or event of a record of another kind. Printed a collection: core precision and F1, records right and wrong,
records and mentions in all, CPU seconds of the reading.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from pipeline.outcome import process_file
from pipeline.scoring import Report, load_gold, score
from pipeline.settings import settings
from tests.gold.measure import Collection, collections

MODELS = ("shipped", "none")


@dataclass(frozen=True)
class Worth:
    """One collection read with one model."""

    report: Report
    records: int
    mentions: int
    seconds: float


def read_with(collection: Collection, model: str) -> Worth:
    """Read and score a collection with `SERIATIM_NER_MODEL` set to `model`; the setting is put back."""
    before = os.environ.get("SERIATIM_NER_MODEL")
    os.environ["SERIATIM_NER_MODEL"] = model
    settings.cache_clear()
    try:
        gold = load_gold(collection.gold)
        started = time.process_time()
        outcomes = [process_file(collection.texts / f"{doc}.txt", doc) for doc in gold.facts]
        seconds = time.process_time() - started
    finally:
        os.environ.pop("SERIATIM_NER_MODEL")
        if before is not None:
            os.environ["SERIATIM_NER_MODEL"] = before
        settings.cache_clear()
    records = [r.model_dump() for o in outcomes for r in o.records]
    mentions = sum(r["kind"] == "mention" for r in records)
    return Worth(score(gold, records, prose=collection.prose), len(records) - mentions, mentions, seconds)


def main() -> None:
    console = Console(width=110)
    table = Table("collection", "model", "P", "F1", "matched", "spurious", "records", "mentions", "CPU s")
    for collection in collections().values():
        if collection.prose or not collection.gold.is_dir():
            continue
        read_with(collection, MODELS[0])  # libraries and vocabularies load with the first reading
        for model in MODELS:
            worth = read_with(collection, model)
            total = worth.report.total
            figures = (f"{total.precision:.3f}", f"{total.f1():.3f}", str(total.matched))
            counts = (str(total.predicted - total.matched), str(worth.records), str(worth.mentions))
            table.add_row(collection.name, model, *figures, *counts, f"{worth.seconds:.1f}")
    console.print(table)


if __name__ == "__main__":
    main()
