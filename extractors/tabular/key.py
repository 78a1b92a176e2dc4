"""What the words of a table mean: the key under it first, then the paper's short forms, then the vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from extractors.core.abbreviations import key_entries
from extractors.core.contract import Term
from extractors.core.document import Table
from extractors.core.paper import Paper
from extractors.core.vocabulary import Concept, vocabulary

_TOKEN = re.compile(r"[^\s+/&,;()\[\]–—]+")
_MARK = re.compile(r"(?:^|(?<=[.;:,\s]))\(?(?P<mark>[*†‡§¶#]{1,3}|\d{1,2}(?=\))|[a-h](?=\s|[A-Z]))\)?\s*(?P<text>[A-Za-z0-9][^*†‡§¶#]*)")
PLAIN = re.compile(r"\s*(?:\(\s*(?:n\s*[=:]|no\.?|%|n\b|pts?\b)[^)]*\)|[,;]?\s*(?:n|no\.?|N)\s*\(%\)|\bn\s*=\s*\d+|%)\s*", re.I)
_FOOT = re.compile(r"[*†‡§¶#]+|(?<=[a-z)])\s?\(\d\)$")


def bare(text: str) -> str:
    """A label without footnote marks, "(n = 23)", "(%)" and a closing colon."""
    return " ".join(_FOOT.sub(" ", PLAIN.sub(" ", text)).split()).strip(" :;,.")


@dataclass(frozen=True)
class Key:
    """Short forms with their long forms, and the notes that footnote marks point to."""

    entries: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]

    def long(self, short: str) -> str | None:
        """The long form, the table's own key before the paper."""
        return next((long for s, long in self.entries if s == short), None)

    def note(self, mark: str) -> str:
        """The text of the note with this mark, empty when there is none."""
        return next((text for m, text in self.notes if m == mark), "")

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(m for m, _ in self.notes)

    def concept(self, phrase: str, layer: str) -> Concept | None:
        """The concept of a whole phrase in one layer."""
        phrase = phrase.strip(" .,;:*")
        if long := self.long(phrase):
            return _named(long, layer)
        if found := vocabulary().lookup(phrase, layer):
            return found
        if layer == "histotype" and (spelt := re.sub(r"(?<=[a-z])\s?S$", " sarcoma", phrase)) != phrase:
            return vocabulary().lookup(spelt.replace(" ", ""), layer) or vocabulary().lookup(spelt, layer)
        usual = [c for c in vocabulary().ambiguous.get(phrase, []) if c.layer == layer]
        return usual[0] if len(usual) == 1 else None

    def term(self, phrase: str, layer: str) -> Term:
        """A phrase as a term, with its concept where one is known, its long form where the key has one."""
        found = self.concept(phrase, layer)
        printed = phrase if found else (self.long(phrase.strip()) or phrase)
        return Term(printed=" ".join(printed.split()), concept=found.label if found else "")

    def drugs(self, text: str, misspelt: bool = False) -> tuple[Term, ...]:
        """Drugs that a text names, in order, each once; `misspelt` also takes a name one letter off."""
        found: dict[int, Term] = {}
        taken: list[tuple[int, int]] = []
        for m in vocabulary().matches(text):
            if m.concept.layer == "drug" and self.long(text[m.start : m.end]) is None:
                found[m.start] = Term(printed=text[m.start : m.end], concept=m.concept.label)
                taken.append((m.start, m.end))
        for m in _TOKEN.finditer(text):
            if any(m.start() < b and a < m.end() for a, b in taken):
                continue
            for at, piece in _pieces(m.start(), m.group()):
                concept = _named(self.long(piece) or "", "drug") or (close_drug(piece) if misspelt else None)
                if concept:
                    found[at] = Term(printed=piece, concept=concept.label)
        return tuple({t.concept: t for _, t in sorted(found.items())}.values())

    def spelt(self, text: str) -> str:
        """A text with its short forms written out, for header words."""
        return _TOKEN.sub(lambda m: self.long(m.group()) or m.group(), text)


def _pieces(start: int, token: str) -> Iterator[tuple[int, str]]:
    yield start, token
    at = 0
    for piece in token.split("-")[: token.count("-") + 1 if "-" in token else 0]:
        yield start + at, piece
        at += len(piece) + 1


@lru_cache(maxsize=4096)
def _named(long: str, layer: str) -> Concept | None:
    """The concept that a long form names, whole or without its leading words, or as its first listed name."""
    words = re.sub(r"\([^)]*\)", " ", long).split()
    for k in range(len(words)):
        if found := vocabulary().lookup(" ".join(words[k:]), layer):
            return found
    if layer == "drug" and words:
        first = next((m for m in vocabulary().matches(long) if m.concept.layer == "drug"), None)
        return first.concept if first else close_drug(words[0])
    return _close(long, layer) if len(long) >= 10 else None


@lru_cache(maxsize=4096)
def close_drug(token: str) -> Concept | None:
    """The drug whose name a word of seven letters or more misspells."""
    return _close(token, "drug") if len(token) >= 7 and token.isalpha() else None


@lru_cache(maxsize=4096)
def _close(phrase: str, layer: str) -> Concept | None:
    best, score = None, 0.9
    low, words = phrase.lower(), len(phrase.split())
    for concept, form in vocabulary().names(layer):
        if abs(len(form) - len(low)) <= 2 and form[0] == low[0] and len(form.split()) == words:
            ratio = SequenceMatcher(None, form, low).ratio()
            if ratio > score:
                best, score = concept, ratio
    return best


def truncated(phrase: str, layer: str) -> Concept | None:
    """The concept whose words all begin with the phrase's: "glu intolerance" for a narrow column's long name."""
    words = phrase.lower().replace(".", " ").split()
    if not words or len(words) > 4 or any(len(w) < 3 for w in words):
        return None
    found = {
        concept.label: concept
        for concept, form in vocabulary().names(layer)
        if len(parts := form.split()) == len(words) and all(p.startswith(w) for p, w in zip(parts, words, strict=True))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def key_of(table: Table, paper: Paper) -> Key:
    """The key of one table: its notes, then the paper's short forms."""
    entries = [entry for note in table.notes for entry in key_entries(note.text)]
    entries += [("".join(short.split()), long) for short, long in _spaced(table)]
    notes = [(m["mark"], m["text"].strip()) for note in table.notes for m in _MARK.finditer(note.text)]
    return Key((*entries, *paper.abbreviations), tuple(notes))


def _spaced(table: Table) -> Iterator[tuple[str, str]]:
    """Entries of two words before a colon ("Unclassified S: ...") are left to the vocabulary; kept for single ones."""
    for note in table.notes:
        for m in re.finditer(r"(?:^|[;.]\s)([A-Z][\w-]{1,6})\s*,\s+([a-z][^;:.]{3,60})", note.text):
            yield m[1], m[2]
