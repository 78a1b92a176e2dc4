"""`python -m bench.tables`: typeset papers with known tables, read them with every tool, print the scores."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from random import Random

import pdfplumber

from bench.tables.articles import papers_of
from bench.tables.grids import KnownPaper
from bench.tables.invented import papers
from bench.tables.measure import Score, measure
from bench.tables.peers import PEERS, silence
from bench.tables.typeset import STYLES, manner_of, typeset


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m bench.tables", description=__doc__)
    parser.add_argument(
        "--articles", type=int, default=30, help="JATS articles of the shared corpus to typeset, at most"
    )
    parser.add_argument("--invented", type=int, default=10, help="papers of our own making")
    parser.add_argument("--seed", type=int, default=1, help="manner of setting: the same seed, the same pages")
    parser.add_argument("--styles", nargs="+", default=list(STYLES), choices=STYLES)
    parser.add_argument("--peers", nargs="*", help="only these tools, by the start of their names")
    parser.add_argument("--worst", type=int, default=0, help="print so many of Seriatim's worst tables a style")
    parser.add_argument("--keep", type=Path, help="folder to keep the pages in")
    options = parser.parse_args()
    known = _papers(options.articles, options.invented, options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for style in options.styles:
            _run(style, known, folder, options)


def _papers(articles: int, invented: int, seed: int) -> list[KnownPaper]:
    shared = Path(os.environ.get("SERIATIM_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
    folder = shared / "dev_corpus" / "nxml"
    found = papers_of(folder, articles) if folder.is_dir() else []
    if not found and articles:
        print(f"{folder} is absent: tables of our own making only")
    return found + papers(seed, invented)


def _run(style: str, known: list[KnownPaper], folder: Path, options: argparse.Namespace) -> None:
    files = []
    for paper in known:
        path = folder / f"{paper.name}.{style}.pdf"
        typeset(paper, manner_of(paper, style, Random(f"{options.seed} {paper.name} {style}")), path)
        with pdfplumber.open(path) as pdf:
            files.append((paper, path, len(pdf.pages)))
    tables = sum(len(p.tables) for p in known)
    print(f"\n{style}: {len(files)} papers, {tables} tables, {sum(n for _, _, n in files)} pages")
    print(f"{'tool':22} {'adjacency':>9} {'strict':>7} {'found':>6} {'prose as table':>14} {'CPU s/page':>10}")
    for peer in PEERS:
        if options.peers is not None and not any(peer.name.casefold().startswith(p.casefold()) for p in options.peers):
            continue
        if not peer.installed:
            print(f"{peer.name:22} not installed")
            continue
        with silence():
            score = measure(peer, files)
        _print(peer.name, score)
        if peer.name == "Seriatim":
            for exact, near, name in score.worst[: options.worst]:
                print(f"    strict {exact:.2f} adjacency {near:.2f} {name}")


def _print(name: str, score: Score) -> None:
    share = score.found / max(1, score.known)
    print(
        f"{name:22} {score.adjacent.f1:9.3f} {score.strict.f1:7.3f} {share:6.2f} {score.prose:14d} "
        f"{score.seconds / max(1, score.pages):10.2f}"
        + (f"   failed on {score.failed} file(s)" if score.failed else ""),
        flush=True,
    )


if __name__ == "__main__":
    main()
