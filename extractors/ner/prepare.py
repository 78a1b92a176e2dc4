"""Write the training corpora: `python -m extractors.ner.prepare --out DIR [--teacher MODEL]`.

Without a teacher: BC5CDR alone, for the model that will mark what the other corpora leave unmarked. With it: BC5CDR,
NCBI-disease with the teacher's drugs, PHEE with its own drugs and the teacher's diseases, and the augmentation.
The same seed gives the same corpora, byte for byte.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from extractors.ner.corpora import Annotated, read, shared_corpora, without_overlap
from extractors.ner.flattened_tables import flattened_tables
from extractors.ner.labels import DISEASE, DRUG
from extractors.ner.oncology_sentences import oncology_sentences
from extractors.ner.replacement import as_printed, with_invented_names
from extractors.ner.tokenization import blank_with_biomedical_tokenizer
from extractors.ner.vocabulary import contains_listed, names, with_plurals

SEED = 20261121
HELD_BACK = 100  # of BC5CDR's development abstracts: they choose the checkpoint and are not trained on
AUGMENTATION = {"drugs": 4000, "tumours": 2500, "sentences": 5000, "tables": 900}  # examples of each sort


def base_model(folder: Path) -> Language:
    """Write a blank pipeline with the tokenizer and the floret vectors, from which the training starts."""
    nlp = blank_with_biomedical_tokenizer()
    nlp.vocab.vectors = spacy.load(shared_corpora() / "floret_bio96").vocab.vectors
    nlp.to_disk(folder)
    return nlp


def to_doc(document: Annotated, nlp: Language) -> Doc:
    """Return a gold Doc; an entity that splits a token and every unknown span become missing annotation."""
    doc = nlp.make_doc(document.text)
    entities, missing = list[Span](), list[Span]()
    for start, end, kind in document.entities:
        span = doc.char_span(start, end, label=kind)
        expanded = doc.char_span(start, end, alignment_mode="expand")
        if span is None or span.text != span.text.strip():
            missing += [expanded] if expanded is not None else []
        else:
            entities.append(span)
    taken = {token.i for span in entities for token in span}
    for start, end in document.unknown:
        expanded = doc.char_span(start, end, alignment_mode="expand")
        missing += [doc[token.i : token.i + 1] for token in expanded or [] if token.i not in taken]
    missing = [span for span in missing if taken.isdisjoint(range(span.start, span.end))]
    doc.set_ents(entities, missing=spacy.util.filter_spans(missing), default="outside")
    return doc


def write(documents: Iterable[Annotated], path: Path, nlp: Language) -> None:
    """Write documents as a spaCy DocBin."""
    DocBin(docs=[to_doc(document, nlp) for document in documents]).to_disk(path)


def overlaps(start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> bool:
    """Whether `[start, end)` shares a character with one of the spans."""
    return any(start < other[1] and other[0] < end for other in spans)


def with_teacher(documents: list[Annotated], kinds: set[str], trusted: set[str], teacher: Language) -> list[Annotated]:
    """Keep the corpus's own entities of the `trusted` kinds and add the teacher's of `kinds` where nothing overlaps.

    The corpus's own entities of other kinds (PHEE's disorders, whose limits differ from BC5CDR's) become unknown
    where the teacher saw nothing.
    """
    marked = []
    for document, doc in zip(documents, teacher.pipe([d.text for d in documents], batch_size=64), strict=True):
        own = [entity for entity in document.entities if entity[2] in trusted]
        silver = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in kinds]
        own += [entity for entity in silver if not overlaps(entity[0], entity[1], own)]
        unknown = tuple((s, e) for s, e, kind in document.entities if kind not in trusted)
        marked.append(replace(document, entities=tuple(sorted(own)), unknown=unknown))
    return marked


def bc5cdr() -> tuple[list[Annotated], list[Annotated]]:
    """Return the abstracts to train on (training and most of development) and the ones held back."""
    development = without_overlap(read("bc5cdr", "dev"))
    return without_overlap(read("bc5cdr", "train")) + development[:-HELD_BACK], development[-HELD_BACK:]


def augmentation(documents: list[Annotated], random: Random) -> list[Annotated]:
    """Return the invented examples: real sentences with new names, own sentences, flattened tables."""
    avoid = with_plurals(names(DRUG) | names(DISEASE))
    made = with_invented_names(documents, DRUG, AUGMENTATION["drugs"], random, avoid)
    made += with_invented_names(documents, DISEASE, AUGMENTATION["tumours"], random, avoid)
    invented = oncology_sentences(AUGMENTATION["sentences"], random) + flattened_tables(AUGMENTATION["tables"], random)
    made += [d for d in invented if not any(contains_listed(d.text[s:e], avoid) for s, e, _ in d.entities)]
    return made


def training_documents(teacher: Language) -> list[Annotated]:
    """Return everything that the shipped model is trained on, shuffled."""
    random = Random(SEED)
    real, _ = bc5cdr()
    ncbi = without_overlap(read("ncbi_disease", "train") + read("ncbi_disease", "dev"))
    phee = without_overlap(read("phee", "train") + read("phee", "dev"))
    phee = with_teacher(phee, {DRUG, DISEASE}, {DRUG}, teacher)
    documents = real + with_teacher(ncbi, {DRUG}, {DISEASE}, teacher) + phee
    documents = as_printed(documents + augmentation(real + phee, random), random)
    random.shuffle(documents)
    return documents


def prepare(out: Path, teacher: Path | None = None) -> None:
    """Write `base/`, `dev.spacy` and, without a teacher, `teacher.spacy`, with one, `train.spacy` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    nlp = base_model(out / "base")
    real, held_back = bc5cdr()
    write(held_back, out / "dev.spacy", nlp)
    if teacher is None:
        write(real, out / "teacher.spacy", nlp)
    else:
        write(training_documents(spacy.load(teacher)), out / "train.spacy", nlp)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=Path("outputs/ner"))
    arguments.add_argument("--teacher", type=Path, default=None)
    chosen = arguments.parse_args()
    prepare(chosen.out, chosen.teacher)
