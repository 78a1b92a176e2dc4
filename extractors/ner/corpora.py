"""Read the licence-clean corpora (BC5CDR, NCBI-disease, PHEE) from their character-offset JSONL, with our labels."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from extractors.ner.labels import DISEASE, DRUG

Span = tuple[int, int, str]

LABELS = {
    "CHEMICAL": DRUG,
    "DRUG": DRUG,
    "DISEASE": DISEASE,
    "SpecificDisease": DISEASE,
    "Modifier": DISEASE,
    "DiseaseClass": DISEASE,
    "CompositeMention": DISEASE,
    "EFFECT": DISEASE,
    "TREAT_DISORDER": DISEASE,
    "SUB_DISORDER": DISEASE,
}
# What a corpus marks exhaustively. PHEE marks only the drugs and disorders of the event that the sentence reports.
EXHAUSTIVE = {"bc5cdr": {DRUG, DISEASE}, "ncbi_disease": {DISEASE}, "phee": set[str]()}
SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]%][.?!])\s+(?=[A-Z(])|\n+")


@dataclass(frozen=True)
class Annotated:
    """A text and its entities: character offsets `[start, end)`, sorted, not overlapping.

    `unknown` spans are offsets that may hold entities or not.
    """

    id: str
    text: str
    entities: tuple[Span, ...]
    unknown: tuple[tuple[int, int], ...] = field(default=())

    @property
    def pmid(self) -> str:
        """PHEE numbers its sentences `<PMID>_<n>`; the others are whole abstracts."""
        return self.id.split("_")[0]


def shared_corpora() -> Path:
    """Return the folder of the corpora: `$SERIATIM_SHARED/ner_corpora`, by default `../shared/ner_corpora`."""
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("SERIATIM_SHARED", root.parent / "shared")) / "ner_corpora"


def read(corpus: str, split: str) -> list[Annotated]:
    """Return one split with our labels, without entities of other kinds; a text that occurs twice is kept once."""
    documents: dict[str, Annotated] = {}
    with (shared_corpora() / corpus / f"{split}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            entities = tuple(sorted((start, end, LABELS[kind]) for start, end, kind in row["ents"] if kind in LABELS))
            documents.setdefault(row["text"], Annotated(row["id"], row["text"], entities))
    return list(documents.values())


def held_out_pmids() -> set[str]:
    """Return the PMIDs of all three test sets: no abstract and no sentence of theirs may be trained on."""
    return {document.pmid for corpus in EXHAUSTIVE for document in read(corpus, "test")}


def without_overlap(documents: Iterable[Annotated]) -> list[Annotated]:
    """Drop every document whose PMID is in a test set (PHEE and BC5CDR share a few abstracts)."""
    held_out = held_out_pmids()
    return [document for document in documents if document.pmid not in held_out]


def sentences(document: Annotated) -> Iterator[Annotated]:
    """Yield the sentences of a document with their entities; a break inside an entity is not taken."""
    inner = [
        match.end()
        for match in SENTENCE_END.finditer(document.text)
        if not any(start < match.end() and match.start() < end for start, end, _ in document.entities)
    ]
    breaks = [0, *inner, len(document.text)]
    for number, (begin, end) in enumerate(pairwise(breaks)):
        text = document.text[begin:end].rstrip()
        if text:
            inside = tuple(
                (s - begin, e - begin, k) for s, e, k in document.entities if begin <= s and e <= begin + len(text)
            )
            hidden = tuple((s - begin, e - begin) for s, e in document.unknown if begin <= s and e <= begin + len(text))
            yield replace(document, id=f"{document.id}#{number}", text=text, entities=inside, unknown=hidden)
