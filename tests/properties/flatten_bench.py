"""Typeset known tables, flatten the pages with each tool, rebuild the tables, and print how many cells come back.

usage: python -m tests.properties.flatten_bench [--tables N] [--real FOLDER] [--tools tika,...] [--errors K] [--seed S]
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.core.document import Document, Table
from extractors.grids import find_tables
from tests.properties.flatten_corpus import corpus_tables
from tests.properties.flatten_known import Known, fold, grid_of, hits
from tests.properties.flatten_tables import random_table
from tests.properties.flatten_tools import TOOLS, missing
from tests.properties.flatten_typeset import random_style, typeset


@dataclass(frozen=True)
class Outcome:
    """One table through one tool: cells right, printed, predicted; whether all is right; why not."""

    tool: str
    known: Known
    right: int
    gold: int
    pred: int
    whole: bool
    cause: str


def outcome(tool: str, known: Known, text: str) -> Outcome:
    """Rebuild the table in `text` and compare."""
    tables = find_tables(Document("bench", text))
    grid = grid_of(tables[0]) if tables else []
    right, gold, pred = hits(known.grid, grid) if grid else (0, hits(known.grid, known.grid)[1], 0)
    whole = right == gold == pred
    return Outcome(tool, known, right, gold, pred, whole, "" if whole else cause(known, grid, tables, text))


def cause(known: Known, grid: Sequence[Sequence[str]], tables: Sequence[Table], text: str) -> str:
    """The first thing that went wrong, in the order in which one depends on the other."""
    if not tables:
        return "table not found"
    cells = [fold(c) for row in known.grid[1:] for c in row if fold(c)]
    flat = fold(text[tables[0].start : tables[0].end])
    if sum(c in flat for c in cells) < 0.98 * len(cells):
        return "region cut short, or cells torn by the tool"
    if not _in_order(known, text):
        return "rows out of order in the text"
    width = max((len(r) for r in grid), default=0)
    if width != known.width:
        return "too many columns" if width > known.width else "too few columns"
    right, gold, pred = hits(known.grid[1:], list(grid)[1:])
    if right == gold == pred:
        return "header"
    if len(grid) != len(known.grid):
        return "rows joined or split"
    return "cells in a wrong place"


def _in_order(known: Known, text: str) -> bool:
    """Whether row labels of one word stand in the text in the order of the rows."""
    flat, at = fold(text), 0
    for row in known.rows:
        label = fold(row[0])
        if len(label) < 4:
            continue
        found = flat.find(label[:12], at)
        if found < 0:
            return False
        at = found
    return True


def run(tables: Iterable[Known], tools: Sequence[str], seed: int) -> list[Outcome]:
    """All tables through all tools."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for n, known in enumerate(tables):
            rng = random.Random(f"{seed}-{n}")
            pdf = Path(folder) / "page.pdf"
            typeset(known, random_style(rng, known.width), pdf, rng)
            found += [outcome(tool, known, TOOLS[tool](pdf)) for tool in tools]
    return found


def f1(outcomes: Sequence[Outcome]) -> float:
    """Cell F1 over all tables."""
    total = sum(o.gold + o.pred for o in outcomes)
    return 2 * sum(o.right for o in outcomes) / total if total else 1.0


def strict(outcomes: Sequence[Outcome]) -> float:
    """Share of tables that came back whole."""
    return sum(o.whole for o in outcomes) / max(len(outcomes), 1)


def report(title: str, outcomes: Sequence[Outcome]) -> None:
    """Print figures and causes for each tool."""
    tools = defaultdict(list)
    for o in outcomes:
        tools[o.tool].append(o)
    print(title)
    for tool, mine in tools.items():
        print(f"  {tool:18} tables {len(mine):4}  cell F1 {f1(mine):.3f}  strict {strict(mine):.3f}")
        for why, n in Counter(o.cause for o in mine if o.cause).most_common():
            print(f"  {'':18}   {n:4}  {why}")
        kinds = sorted({o.known.kind for o in mine})
        parts = [(k, [o for o in mine if o.known.kind == k]) for k in kinds]
        print(f"  {'':18}   " + "  ".join(f"{k} {f1(os):.2f}/{strict(os):.2f}" for k, os in parts))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=500)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if unknown := [t for t in args.tools.split(",") if t not in TOOLS]:
        parser.error(f"--tools {', '.join(unknown)}: there are {', '.join(TOOLS)}")
    tools = [t for t in args.tools.split(",") if not (missing(t) and print(f"skipped: {missing(t)}") is None)]
    rng = random.Random(args.seed)
    sets = {"tables of our own making": [random_table(rng, f"made-{n}") for n in range(args.tables)]}
    if args.real:
        sets["tables of real articles"] = list(corpus_tables(args.real))
    for title, tables in sets.items():
        if not tables:
            continue
        outcomes = run(tables, tools, args.seed)
        report(title, outcomes)
        for o in sorted(outcomes, key=lambda o: o.right / max(o.gold, 1))[: args.errors]:
            print(f"    {o.tool} {o.known.name} {o.known.kind} {o.right}/{o.gold}/{o.pred} {o.cause}")


if __name__ == "__main__":
    main()
