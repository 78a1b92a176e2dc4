"""A corpus of any size, made by varying the shipped papers: other drugs, other numbers of the copy, same length."""

from __future__ import annotations

import random
import re
from pathlib import Path

from extractors.core.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parent.parent


def vary(count: int, folder: Path, seed: int = 1) -> list[Path]:
    """Write `count` documents into `folder`; each swaps the drugs of a shipped paper for others of the vocabulary."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpus" / "documents").glob("*.txt"))]
    names = [e.concept.label for e in vocabulary().layers["drug"] if re.fullmatch(r"[a-z]{6,14}", e.concept.label)]
    rng = random.Random(seed)
    written = []
    for number in range(count):
        text = sources[number % len(sources)]
        present = [n for n in names if n in text]
        for name, other in zip(present, rng.sample(names, len(present)), strict=True):
            text = re.sub(rf"\b{name}\b", other, text)
        path = folder / f"paper_{number:05d}.txt"
        path.write_text(f"{text}\nCopy {number}.\n", encoding="utf-8")
        written.append(path)
    return written
