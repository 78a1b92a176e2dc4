"""The vocabularies' names: they stay out of the invented ones, so that finding them shows what was learned."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from extractors.ner.corpora import shared_corpora
from extractors.ner.labels import DISEASE, DRUG

FILES = {DRUG: ("drugs.tsv", "preferred_name"), DISEASE: ("histotypes.tsv", "preferred_label")}
SHORTEST = 5  # characters; what is shorter is an abbreviation, and ambiguous


def names(kind: str, folder: Path | None = None) -> frozenset[str]:
    """Return the lower-cased names and synonyms of a kind, five characters or longer; abbreviations are left out.

    `folder` holds the vocabulary files, by default `vocab` beside the corpora.
    """
    file, column = FILES[kind]
    with ((folder or shared_corpora().parent / "vocab") / file).open(encoding="utf-8", newline="") as rows:
        table = list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))
    listed = (name for row in table for name in [row[column], *row["synonyms"].split("|")])
    return frozenset(name.strip().lower() for name in listed if len(name.strip()) >= SHORTEST)


def with_plurals(listed: frozenset[str]) -> frozenset[str]:
    """Return the names and their regular plurals: the vocabularies list singulars only."""
    return listed | {f"{name}s" for name in listed}


def contains_listed(name: str, listed: frozenset[str]) -> bool:
    """Whether a name is listed, or two or more neighbouring words of it are. (One word may be: `sarcoma` is listed.)"""
    words = name.lower().split()
    runs = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 2, len(words) + 1))
    return name.lower() in listed or any(run in listed for run in runs)


def mentions(text: str, listed: frozenset[str]) -> list[tuple[int, int]]:
    """Return the character offsets of the longest listed names in a text, whole words, line ends read as spaces."""
    flat = re.sub(r"\s", " ", text).lower()
    if len(flat) != len(text):
        flat = re.sub(r"\s", " ", text)
    ordered = sorted(listed, key=lambda name: (-len(name), name))
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")s?(?![\w-])")
    return [match.span() for match in pattern.finditer(flat)]
