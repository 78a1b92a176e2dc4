"""How fast: whole runs on one and two processes, beside a bare spaCy NER pass and pdfplumber's bare extract_text.

usage: python -m bench [--documents N] [--pdfs N] [--parts one,two,ceiling,spacy,real,memory,pdf]

Everything is measured in one run on one machine, as whole processes; the ratios are what carries over. Each part prints
as soon as it is measured. On a machine whose speed changes meanwhile name parts in turn (`one,two,one,two`): the ratio
of a part is then that of the medians so far.

  one      a run on one process, into an empty store
  two      the same on two processes
  ceiling  what the machine itself gives two processes: a quarter of the documents read without Prefect and store
  spacy    a bare pass of spaCy with the shipped NER beside the work alone, over a quarter of the documents
  real     the same over the real texts of SERIATIM_SHARED (default ../shared), where it is
  memory   a run on a quarter of the documents: whether memory grows with the corpus
  pdf      reading PDF pages, beside pdfplumber's bare extract_text over the same pages
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

import extractors
import pipeline
from bench.corpus import vary
from bench.measure import Measured, measure
from bench.pages import write_pdfs

out = Console(width=160, highlight=False)
STAGES = ("read", "annotate", "extract", "reconcile", "audit")


@dataclass
class Bench:
    """Where the documents are, how many, and what the parts measured so far: runs with their run.json, the bare pass."""

    folder: Path
    documents: int
    pdfs: int
    runs: dict[str, list[tuple[Measured, dict[str, Any]]]] = field(default_factory=lambda: {"one": [], "two": []})

    def papers(self, count: int) -> Path:
        """A folder of so many documents."""
        place = self.folder / f"papers-{count}"
        if not place.exists():
            vary(count, place)
        return place

    def run(self, count: int, workers: int) -> tuple[Measured, dict[str, Any]]:
        """`seriatim run` into an empty store; its run.json."""
        target = Path(tempfile.mkdtemp(prefix=f"out-{count}-{workers}-", dir=self.folder)) / "out"
        options = ["--store", f"sqlite:///{target}.db", "--workers", str(workers)]
        done = measure("pipeline.cli", "run", str(self.papers(count)), "--out", str(target), *options)
        return done, json.loads((target / "run.json").read_text(encoding="utf-8"))

    def wall(self, label: str) -> float:
        """Wall seconds of the runs so far, their median."""
        return median(done.seconds for done, _ in self.runs[label])

    def gain(self) -> float | None:
        """How many times as fast two processes were; None before both were measured."""
        return self.wall("one") / self.wall("two") if self.runs["one"] and self.runs["two"] else None


def one(bench: Bench) -> None:
    """Where the time of a run on one process goes, and what it costs beside the work."""
    done, run = bench.run(bench.documents, 1)
    bench.runs["one"].append((done, run))
    print_run("one process", bench.documents, done, run)
    seconds = run["seconds"]
    flow = (seconds["prefect"] + seconds["store"]) / seconds["work"]
    beside = (done.seconds - seconds["work"]) / seconds["work"]
    out.print(f"  flow (Prefect {seconds['prefect']:.1f} s + store {seconds['store']:.1f} s) / work: {flow:.1%}")
    out.print(f"  everything but the work (wall time of the command less the work) / work: {beside:.1%}")


def two(bench: Bench) -> None:
    """What a second process gains."""
    done, run = bench.run(bench.documents, 2)
    bench.runs["two"].append((done, run))
    print_run("two processes", bench.documents, done, run)
    if gained := bench.gain():
        out.print(f"  speed of two processes / one: {gained:.2f}")


def ceiling(bench: Bench) -> None:
    """What a second process can gain on this machine: the work alone on one process and on two."""
    quarter = max(bench.documents // 4, 1)
    place = str(bench.papers(bench.documents))
    single, double = (measure("bench.bare_work", place, str(quarter), str(n)).told for n in (1, 2))
    most, dearer = single["seconds"] / double["seconds"], double["cpu"] / single["cpu"] - 1
    out.print(
        f"work alone, {quarter} documents: {single['seconds']:.1f} s on one process, {double['seconds']:.1f} on two"
    )
    out.print(f"  most that two processes / one can be here: {most:.2f} (two at once take {dearer:.0%} more CPU)")
    if gained := bench.gain():
        out.print(f"  speed of two processes / one: {gained:.2f} of a ceiling of {most:.2f}")


def spacy(bench: Bench) -> None:
    """The work alone beside a bare spaCy pass over the same texts, in turn and in CPU seconds: a machine may change its speed
    meanwhile."""
    place = bench.folder / "quarter"
    vary(max(bench.documents // 4, 1), place)
    _beside(place, f"{bench.documents // 4} made papers")


def _beside(folder: Path, name: str) -> None:
    """Print the work alone beside the bare pass, three times in turn, and the median of their ratios."""
    ratios, rates = [], []
    papers = len(list(folder.glob("*.txt")))
    for _ in range(3):
        ours = measure("bench.bare_work", str(folder), str(papers), "1").told["cpu"]
        bare = measure("bench.bare_spacy", str(folder)).told
        ratios.append(ours / bare["cpu"])
        rates.append((bare["words"] / ours, bare["words"] / bare["cpu"], ours / papers))
    works, bares, seconds = (median(told) for told in zip(*rates, strict=True))
    out.print(f"{name}: work {works:.0f} words/s, {seconds:.2f} s a paper; bare spaCy NER {bares:.0f} words/s")
    out.print(f"  work alone / bare pass: {median(ratios):.2f} ({', '.join(f'{r:.2f}' for r in ratios)})")


def real(bench: Bench) -> None:
    """The same over real texts: whole papers, and short ones."""
    shared = Path(os.environ.get("SERIATIM_SHARED", Path(extractors.__path__[0]).parents[1] / "shared"))
    for name, folder in (("whole papers", shared / "seeds"), ("short texts", shared / "dev_corpus" / "texts")):
        if folder.is_dir():
            _beside(folder, f"real {name}")
        else:
            out.print(f"real {name}: {folder} is absent")


def memory(bench: Bench) -> None:
    """Whether memory grows with the corpus."""
    quarter = max(bench.documents // 4, 1)
    whole = bench.runs["one"][0] if bench.runs["one"] else bench.run(bench.documents, 1)
    part = bench.run(quarter, 1)
    for count, (done, _) in ((quarter, part), (bench.documents, whole)):
        out.print(
            f"memory, {count} documents: peak {done.memory:.0f} MB, of which the process that stores {done.own:.0f} MB"
        )
    ratio = whole[0].memory / part[0].memory
    out.print(f"  peak of {bench.documents} documents / of {quarter}: {ratio:.2f}")


def pdf(bench: Bench) -> None:
    """Reading PDF pages beside pdfplumber's own text."""
    place = bench.folder / "pdf"
    write_pdfs(bench.papers(bench.documents), place, bench.pdfs)
    ours, bare = (measure("bench.bare_pdf", str(place), who) for who in ("ours", "bare"))
    pages, spent, theirs = ours.told["pages"], ours.told["seconds"], bare.told["seconds"]
    out.print(
        f"PDF, {pages} pages: read_pdf {pages / spent:.2f} pages/s, peak {ours.memory:.0f} MB; bare extract_text "
        f"{pages / theirs:.2f} pages/s, peak {bare.memory:.0f} MB"
    )
    out.print(f"  read_pdf / bare extract_text: {spent / theirs:.2f} times the time")


PARTS: dict[str, Callable[[Bench], None]] = {
    "one": one,
    "spacy": spacy,
    "two": two,
    "ceiling": ceiling,
    "real": real,
    "memory": memory,
    "pdf": pdf,
}


def print_run(label: str, documents: int, done: Measured, run: dict[str, Any]) -> None:
    """Documents and words a second, an hour's worth, and where the time went."""
    seconds = run["seconds"]
    stages = ", ".join(f"{stage} {seconds['work by stage'][stage]:.1f}" for stage in STAGES)
    out.print(
        f"{label}: {documents} documents in {done.seconds:.1f} s, {documents / done.seconds:.2f} documents/s, "
        f"{run['words'] / done.seconds:.0f} words/s, {documents / done.seconds * 3600:.0f} documents an hour, "
        f"peak {done.memory:.0f} MB"
    )
    out.print(f"  work {seconds['work']:.1f} s ({stages})")
    beside = ", ".join(
        f"{part} {seconds[part]:.1f}" for part in ("start-up", "prefect", "store", "published", "output")
    )
    out.print(f"  beside it {beside}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--pdfs", type=int, default=24)
    parser.add_argument("--parts", default=",".join(PARTS), help="comma-separated; all by default")
    given = parser.parse_args()
    chosen = given.parts.split(",")
    if unknown := [part for part in chosen if part not in PARTS]:
        parser.error(f"--parts {','.join(unknown)}: there are {', '.join(PARTS)}")
    for package in (extractors, pipeline):  # as an installation leaves it: no part pays for what another then finds
        compileall.compile_dir(package.__path__[0], quiet=1)
    with tempfile.TemporaryDirectory(prefix="seriatim-bench-") as name:
        bench = Bench(Path(name), given.documents, given.pdfs)
        for part in chosen:
            PARTS[part](bench)


if __name__ == "__main__":
    main()
