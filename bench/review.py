"""The review app on a large store: the worklist and a document's page beside an empty page, at the server.

usage: python -m bench.review [--records N] [--repeat N]

The app is called in its own process, without a network; the ratios to the empty page are what carries over.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from rich.console import Console
from rich.table import Table

from pipeline.records import RECORDS
from pipeline.review.access import Access
from pipeline.review.app import create_app
from pipeline.review.decisions import Choice, save
from pipeline.store import Result, Store, lines_of, open_engine

out = Console(width=110)
PER_DOCUMENT = 100
_SENTENCE = "Of the {n} patients who were given drug {n} some had rash of grade 2, and {n} went on unharmed. "


def paper(number: int, size: int) -> Result:
    """A made-up document with `size` records, each on a sentence of its own."""
    doc = f"d{number:04}"
    sentences = [_SENTENCE.format(n=n) for n in range(size)]
    text = "Results\n\n" + "\n\n".join("".join(sentences[k : k + 8]) for k in range(0, size, 8))
    records = []
    for n, sentence in enumerate(sentences):
        start = text.index(sentence)
        place = {"start": start, "end": start + len(sentence) - 1, "text": sentence[:-1], "section": "results"}
        fields: dict[str, Any] = {"term": f"event {n}", "n": n, "grade": "2", "drugs": [f"drug {n % 9}"]}
        sure = round(0.5 + (n * 7 + number) % 50 / 100, 2)
        made = RECORDS["toxicity"](doc=doc, provenance=[place], method="bench", confidence=sure, **fields)
        records.append(made.model_dump(mode="json"))
    return Result(
        doc, f"/{doc}.txt", doc, "complete", "", {"doc": doc, "again": False}, list(lines_of(records)), (), text, "text"
    )


def fill(store: Store, records: int) -> None:
    """As many records as asked for, a tenth of them decided."""
    run = store.begin("bench", ["/"])
    for number in range(max(1, records // PER_DOCUMENT)):
        result = paper(number, PER_DOCUMENT)
        store.save(run, "bench", result)
        for record in result.records[:: PER_DOCUMENT // 10]:
            save(store.engine, Choice(result.doc, record["record_id"], "accept", 0), "reviewer")
    store.finish(run, {})


def measure(client: TestClient, path: str, repeat: int) -> float:
    """Median milliseconds of a page, the first visit left out."""
    times = []
    for _ in range(repeat + 1):
        started = time.perf_counter()
        answer = client.get(path)
        times.append(1000 * (time.perf_counter() - started))
        if answer.status_code not in (200, 404):
            raise SystemExit(f"{path}: {answer.status_code}")
    return statistics.median(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--repeat", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        app = create_app(engine, Access())
        fill(Store(engine), arguments.records)
        pages = {
            "empty page": "/nothing",
            "documents": "/",
            "worklist": "/records",
            "worklist, filtered": "/records?kind=toxicity&status=unreviewed&drug=drug+3&words=rash+unharmed&page=5",
            "worklist, disagreements": "/records?status=disagreement",
            f"document of {PER_DOCUMENT} records": "/documents/d0003",
        }
        with TestClient(app, base_url="http://localhost") as client:
            client.get("/")
            told = {name: measure(client, path, arguments.repeat) for name, path in pages.items()}
        engine.dispose()
    table = Table("page", "ms (median)", "times the empty page", title=f"{arguments.records} records")
    for name, milliseconds in told.items():
        table.add_row(name, f"{milliseconds:.1f}", f"{milliseconds / told['empty page']:.1f}")
    out.print(table)


if __name__ == "__main__":
    main()
