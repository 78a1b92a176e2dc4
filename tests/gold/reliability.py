"""How far confidence can be trusted: predicted against observed precision on every gold collection.

    python -m tests.gold.reliability                                  tables, each document left out in turn
    python -m tests.gold.reliability --write extractors/calibration.tsv    and the counts that ship
    python -m tests.gold.reliability --extra TEXTS GOLD --only 'b*'   also papers that no calibration has seen

A document's predicted precisions come from a calibration that other documents gave. `--extra` documents are measured
only (name none that the shipped counts hold); with `--learn` they are counted too. `--write` replaces the rows of the
collections that it read and keeps the others: the first reading of a paper cannot be repeated once rules were written
on it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.confidence import SHIPPED, Calibration, Cell, load
from pipeline.scoring import Tally
from tests.gold.measure import Collection
from tests.gold.observed import Judged, Read, Source, cells, observe, sources
from tests.gold.trust import Pair, bins, calibration_error, coverage, wilson

Predicted = list[tuple[Judged, float]]
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


def predict(reads: Sequence[Read], others: Sequence[Cell] = ()) -> Predicted:
    """Calibrated confidence of every judged record, its own document left out; `others` are counts of absent papers."""
    predicted: Predicted = []
    for held in reads:
        learned = cells(r for r in reads if r.learn and r.doc != held.doc)
        calibration = Calibration.of([*learned, *others])
        predicted += [(j, j.predicted(calibration)) for j in held.judged]
    return predicted


def write(path: Path, counted: Iterable[Cell]) -> None:
    """The calibration file: counts only."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(Cell._fields)
        rows.writerows(counted)


def kept_counts(path: Path, reads: Iterable[Read]) -> list[Cell]:
    """Rows of collections that were not read now."""
    here = {r.collection for r in reads if r.learn}
    return [c for c in (load(path) if path.is_file() else []) if c.collection not in here]


def print_methods(predicted: Predicted, console: Console) -> None:
    """By method: judged records, right ones, observed precision with its Wilson interval, mean raw and calibrated."""
    table = Table("method", "records", "right", "precision", "95 % CI", "raw", "calibrated")
    groups: dict[tuple[str, str], Predicted] = {}
    for judged, value in predicted:
        groups.setdefault((judged.kind, judged.method), []).append((judged, value))
    for (_, method), held in sorted(groups.items()):
        hits = sum(j.hit for j, _ in held)
        low, high = wilson(hits, len(held))
        raw, mean = (sum(v) / len(held) for v in ([j.raw for j, _ in held], [p for _, p in held]))
        cells = (f"{hits / len(held):.3f}", f"{low:.2f}–{high:.2f}", f"{raw:.3f}", f"{mean:.3f}")
        table.add_row(method, str(len(held)), str(hits), *cells)
    console.print(table)


def print_reliability(title: str, predicted: Predicted, console: Console) -> None:
    """Predicted against observed precision in bins, before and after calibration, with the calibration errors."""
    pairs: dict[str, list[Pair]] = {
        "raw": [(j.raw, j.hit) for j, _ in predicted],
        "calibrated": [(value, j.hit) for j, value in predicted],
    }
    table = Table("confidence", "bin", "records", "predicted", "observed", "95 % CI", title=title)
    for name, values in pairs.items():
        for low, high, held in bins(values, BINS):
            hits = sum(hit for _, hit in held)
            bounds = "{:.2f}–{:.2f}".format(*wilson(hits, len(held)))
            mean = sum(p for p, _ in held) / len(held)
            table.add_row(
                name,
                f"{low:g}–{high:g}",
                str(len(held)),
                f"{mean:.3f}",
                f"{hits / len(held):.3f}",
                bounds,
            )
        table.add_section()
    console.print(table)
    errors = ", ".join(f"{name} {calibration_error(values, BINS):.3f}" for name, values in pairs.items())
    console.print(f"{title}: expected calibration error {errors}")


def print_abstention(title: str, predicted: Predicted, gold: int, console: Console) -> None:
    """What a threshold keeps: share of records, precision, recall of firm gold facts."""
    table = Table("min_confidence", "records", "coverage", "precision", "recall", title=f"{title}: abstention")
    for threshold in THRESHOLDS:
        kept, hits = coverage([(value, j.hit) for j, value in predicted], threshold)
        precision = f"{hits / kept:.3f}" if kept else "–"
        share = kept / max(1, len(predicted))
        table.add_row(f"{threshold:g}", str(kept), f"{share:.3f}", precision, f"{hits / max(1, gold):.3f}")
    console.print(table)


def print_scores(reads: Sequence[Read], console: Console) -> None:
    """Core F1 of collections whose papers rules were tuned on, beside those that they were not."""
    table = Table("papers", "collection", "documents", "gold", "records", "P", "R", "core F1")
    for reading, word in (("tuned", "tuned on"), ("first", "not tuned on")):
        listed = [r for r in reads if r.reading == reading]
        for name in (*dict.fromkeys(r.collection for r in listed), "all"):
            held = [r for r in listed if name in (r.collection, "all")]
            total = _total(held)
            scores = (f"{v:.3f}" for v in (total.precision, total.recall, total.f1()))
            table.add_row(word, name, str(len(held)), str(total.gold), str(total.predicted), *scores)
        table.add_section()
    console.print(table)


def _total(reads: Iterable[Read]) -> Tally:
    total = Tally()
    for read in reads:
        total.add(read.tally)
    return total


def print_first(counted: Iterable[Cell], console: Console) -> None:
    """How often records proved right on papers that no rule was written on when they were read, by kind."""
    first: dict[str, list[Cell]] = {}
    for cell in counted:
        if cell.reading == "first":
            first.setdefault(cell.kind, []).append(cell)
            first.setdefault("all", []).append(cell)
    table = Table("first readings", "records", "precision", "95% interval", title="papers that no rule was written on")
    for kind, held in sorted(first.items(), key=lambda item: (item[0] == "all", item[0])):
        records, hits = sum(c.records for c in held), sum(c.hits for c in held)
        low, high = wilson(hits, records)
        table.add_row(kind, str(records), f"{hits / max(1, records):.3f}", f"{low:.3f}-{high:.3f}")
    console.print(table)


def print_all(reads: Sequence[Read], predicted: Predicted, console: Console) -> None:
    """All tables; the held-out papers of `--extra` that nothing learned from have their own."""
    print_methods(predicted, console)
    held_out = {r.doc for r in reads if not r.learn}
    groups = {
        "tuned on": [r for r in reads if r.reading == "tuned"],
        "not tuned on, learned from (left out in turn)": [r for r in reads if r.reading == "first" and r.learn],
        "never learned from": [r for r in reads if r.doc in held_out],
    }
    for title, listed in groups.items():
        docs = {r.doc for r in listed}
        held = [(j, value) for j, value in predicted if j.doc in docs]
        if held:
            print_reliability(title, held, console)
            print_abstention(title, held, _total(listed).gold, console)
    print_scores(reads, console)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extra", nargs=2, type=Path, metavar=("TEXTS", "GOLD"), help="one more collection")
    parser.add_argument("--only", default="*", help="names of its documents to take, as a shell pattern")
    parser.add_argument("--learn", action="store_true", help="let the calibration learn from it")
    parser.add_argument("--write", type=Path, help="write the counts here")
    parser.add_argument("--cache", type=Path, help="JSON file of records to start from and to keep them in")
    given = parser.parse_args()
    wanted = sources()
    if given.extra:
        texts, gold = given.extra
        wanted.append(Source(Collection(gold.resolve().parent.name, texts, gold), given.only, given.learn))
    kept: dict[str, list[dict[str, Any]]] = {}
    if given.cache and given.cache.is_file():
        kept = json.loads(given.cache.read_text(encoding="utf-8"))
    reads = [r for source in wanted for r in observe(source, kept)]
    if given.cache:
        given.cache.write_text(json.dumps(kept), encoding="utf-8")
    others = kept_counts(given.write or SHIPPED, reads)
    console = Console(width=110)
    print_all(reads, predict(reads, others), console)
    print_first(others, console)
    if given.write:
        write(given.write, [*cells(r for r in reads if r.learn), *others])


if __name__ == "__main__":
    main()
