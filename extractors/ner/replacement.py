"""Put invented names in the place of real ones in the corpora's sentences, and wrap lines as PDF text does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from extractors.ner.corpora import Annotated, Span, sentences
from extractors.ner.invented_drugs import drug_name
from extractors.ner.invented_tumours import tumour_name
from extractors.ner.labels import DISEASE, DRUG
from extractors.ner.vocabulary import contains_listed

MAKERS = {DRUG: drug_name, DISEASE: tumour_name}
ADJECTIVE = re.compile(r"(?:ic|al|ive|ed|ous|ant|ary|ting)$", re.IGNORECASE)
TUMOUR = re.compile(r"(?:oma|omas|tumou?rs?|cancers?|neoplasms?|leuka?emias?)$", re.IGNORECASE)
LONG_WORD = re.compile(r"[A-Za-z]{7,}")
LONGEST_SENTENCE = 350  # characters; in longer ones a name is too small a part of what is learned


def rewritten(sentence: Annotated, new: dict[str, str]) -> Annotated:
    """Return the sentence with each entity whose (lower-cased) text is a key replaced by its new name."""
    text, entities, position = "", list[Span](), 0
    for start, end, kind in sentence.entities:
        old = sentence.text[start:end]
        name = new.get(old.lower(), old)
        if name != old and old[:1].isupper() and (start == 0 or old.istitle()):
            name = name[0].upper() + name[1:]
        text += sentence.text[position:start]
        entities.append((len(text), len(text) + len(name), kind))
        text += name
        position = end
    return replace(sentence, text=text + sentence.text[position:], entities=tuple(entities), unknown=())


def invented(kind: str, random: Random, avoid: frozenset[str]) -> str:
    """Return an invented name in which none of the names to `avoid` (lower-cased, to stay unseen) is contained."""
    while contains_listed(name := MAKERS[kind](random), avoid):
        pass
    return name


def with_invented_names(
    documents: Iterable[Annotated], kind: str, count: int, random: Random, avoid: frozenset[str]
) -> list[Annotated]:
    """Return `count` short sentences whose entities of one kind carry invented names, the same mention the same name.

    Of diseases, those that are tumours are replaced, and one in three of the others, so that adverse events stay.
    """
    pool = [
        sentence
        for document in documents
        for sentence in sentences(document)
        if len(sentence.text) <= LONGEST_SENTENCE
        and not sentence.unknown
        and any(k == kind for *_, k in sentence.entities)
    ]
    made = []
    for sentence in random.sample(pool, min(count, len(pool))):
        old = sorted({sentence.text[start:end].lower() for start, end, k in sentence.entities if k == kind})
        if kind == DISEASE:
            old = [
                name for name in old if TUMOUR.search(name) or (not ADJECTIVE.search(name) and random.random() < 0.33)
            ]
        if old:
            made.append(rewritten(sentence, {name: invented(kind, random, avoid) for name in old}))
    return made


def wrapped(document: Annotated, random: Random) -> Annotated:
    """Break the lines at random widths of 40 to 120 characters: offsets stay, spaces become line ends."""
    text, last, width = list(document.text), 0, random.randint(40, 120)
    for position, character in enumerate(document.text):
        if character == " " and position - last >= width:
            text[position] = "\n"
            last = position
    return replace(document, text="".join(text))


def hyphenated(document: Annotated, random: Random) -> Annotated:
    """Cut one long word in twelve by a hyphen and a line end, `pacli-` over `taxel`; an entity keeps both halves."""
    text, shift, position = "", dict[int, int](), 0
    for match in LONG_WORD.finditer(document.text):
        if random.random() < 1 / 12:
            cut = random.randint(match.start() + 3, match.end() - 3)
            text += document.text[position:cut] + "-\n"
            shift[cut] = 2
            position = cut
    text += document.text[position:]

    def moved(offset: int) -> int:
        return offset + sum(by for cut, by in shift.items() if cut < offset)

    return replace(
        document,
        text=text,
        entities=tuple((moved(start), moved(end), kind) for start, end, kind in document.entities),
        unknown=tuple((moved(start), moved(end)) for start, end in document.unknown),
    )


def capitals(document: Annotated) -> Annotated:
    """Return the text in capitals, as headings are; unchanged where that would shift an offset (`ß`)."""
    upper = document.text.upper()
    return replace(document, text=upper) if len(upper) == len(document.text) else document


def as_printed(documents: Iterable[Annotated], random: Random) -> list[Annotated]:
    """Wrap the lines of one document in three, cut words in one in eight, capitalise one short text in forty."""
    printed = []
    for document in documents:
        draw = random.random()
        if draw < 0.33:
            document = wrapped(document, random)
        elif draw < 0.355 and len(document.text) <= LONGEST_SENTENCE:
            document = capitals(document)
        if random.random() < 0.125:
            document = hyphenated(document, random)
        printed.append(document)
    return printed
