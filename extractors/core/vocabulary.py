"""Vocabularies as data: every `extractors/vocab/*.tsv` becomes a span layer named after its file.

Matching folds case, hyphens, plural -s and British spellings, so that one synonym covers its printed variants.
Dictionary matching on folded tokens follows EDS-NLP's and medspaCy's phrase matchers: vocabulary is data, and each
match knows the concept it came from.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.core import cues as re
from extractors.core.document import InputError

FOLDER = Path(__file__).resolve().parent.parent / "vocab"
COLUMNS = ["label", "synonyms", "abbreviations", "group", "codes", "source"]
_BRITISH = (
    ("tumour", "tumor"),
    ("haem", "hem"),
    ("oedema", "edema"),
    ("aemia", "emia"),
    ("oesoph", "esoph"),
    ("diarrhoea", "diarrhea"),
    ("leuco", "leuko"),
    ("paed", "ped"),
    ("penia", "penia"),
    ("gynaec", "gynec"),
    ("anaes", "anes"),
    ("oestr", "estr"),
    ("colour", "color"),
    ("isation", "ization"),
    ("anaem", "anem"),
)
# So many texts are remembered with what they name: cells and keys are asked about again and again.
_READ = 1024
_SKIP = re.compile(r"^(?:[-‐‑–—'’`/\s.,]|::)+$")
_FUSION_NAME = re.compile(r"([A-Z][A-Z0-9]{2,}-[A-Z][A-Z0-9]{2,}) sarcoma")
_FUSION_HEADS = ("sarcoma", "round cell sarcoma", "small round cell sarcoma", "undifferentiated round cell sarcoma")
_WORD = re.compile(r"\w+(?:['’]s\b)?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Concept:
    """One line of a vocabulary."""

    layer: str
    label: str
    group: str
    codes: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept with the forms that name it; `abbreviations` match as printed, `ambiguous` ones only when introduced."""

    concept: Concept
    forms: tuple[str, ...]
    abbreviations: tuple[str, ...]
    ambiguous: tuple[str, ...]


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """A token as matching sees it: lower case, American spelling, without plural or possessive s."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for british, american in _BRITISH:
        if british in word:
            word = word.replace(british, american)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")):
        word = word.removesuffix("s") if not word.endswith("ies") else word.removesuffix("ies") + "y"
    return word


def fold(text: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(fold_word(w) for w in _WORD.findall(text))


def load(path: Path) -> list[Entry]:
    """Read one vocabulary file.

    Raises
    ------
    InputError
        With file and line, for a wrong header, a missing label, a malformed code or a form that two labels share.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if lines.fieldnames != COLUMNS:
            raise InputError(f"{path}:1: columns must be {', '.join(COLUMNS)}")
        entries: list[Entry] = []
        owner: dict[tuple[str, ...], str] = {}
        for number, row in enumerate(lines, start=2):
            entry = _entry(path, number, row)
            for form in entry.forms:
                held = owner.setdefault(fold(form), entry.concept.label)
                if held != entry.concept.label and path.stem != "toxicity":
                    raise InputError(f"{path}:{number}: {form!r} belongs to {held!r} already")
            entries.append(entry)
    return entries


def _entry(path: Path, number: int, row: dict[str, str]) -> Entry:
    if not row["label"] or None in row.values():
        raise InputError(f"{path}:{number}: needs a label and {len(COLUMNS)} columns")
    codes = []
    for code in filter(None, row["codes"].split("|")):
        system, _, value = code.partition("=")
        if not system or not value:
            raise InputError(f"{path}:{number}: code {code!r} is not system=code")
        codes.append((system, value))
    concept = Concept(path.stem, row["label"], row["group"], tuple(codes), row["source"])
    short = [a for a in row["abbreviations"].split("|") if a]
    printed = (row["label"], *filter(None, row["synonyms"].split("|")))
    forms = [form for name in printed for form in (name, *_by_fusion(name))]
    return Entry(
        concept,
        tuple(dict.fromkeys(forms)),
        tuple(a for a in short if not a.endswith("?")),
        tuple(a.removesuffix("?") for a in short if a.endswith("?")),
    )


def _by_fusion(form: str) -> Iterator[str]:
    """The ways in which a tumour that is named by its fusion is printed: "CIC::DUX4-rearranged round cell sarcoma"."""
    if pair := _FUSION_NAME.fullmatch(form):
        for kind in ("", " rearranged", " fusion", " fusion positive", " positive", " fused"):
            yield from (f"{pair[1]}{kind} {head}" for head in _FUSION_HEADS)


@dataclass(frozen=True, slots=True)
class Match:
    """A vocabulary form found at characters `[start, end)`; `short` when it is an abbreviation as printed."""

    start: int
    end: int
    concept: Concept
    short: bool = False


class Vocabulary:
    """All layers together, compiled once: longest match wins within a layer."""

    def __init__(self, layers: dict[str, list[Entry]], vocab: Vocab | None = None) -> None:
        self.layers = layers
        self._vocab = vocab or Vocab()
        self._concepts: list[Concept] = []
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        self._exact: dict[str, list[Concept]] = {}
        self._folded: dict[tuple[str, ...], list[Concept]] = {}
        self.ambiguous: dict[str, list[Concept]] = {}
        self._read: dict[str, tuple[Match, ...]] = {}
        self._names: dict[str, list[tuple[Concept, str]]] = {}
        self._spellings: dict[str, dict[tuple[str, int], list[tuple[Concept, str]]]] = {}
        for entries in layers.values():
            for entry in entries:
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        key = str(len(self._concepts))
        self._concepts.append(entry.concept)
        words = {fold(f) for f in entry.forms} - {()}
        self._matcher.add(key, [Doc(self._vocab, words=list(w)) for w in words])
        for w in words:
            self._folded.setdefault(w, []).append(entry.concept)
        for short in entry.abbreviations:
            self._exact.setdefault(short, []).append(entry.concept)
        for short in entry.ambiguous:
            self.ambiguous.setdefault(short, []).append(entry.concept)

    def lookup(self, phrase: str, layer: str | None = None) -> Concept | None:
        """The concept that a whole phrase names, by form or unambiguous abbreviation."""
        found = self._folded.get(fold(phrase), []) or self._exact.get(phrase.strip(), [])
        return next((c for c in found if layer is None or c.layer == layer), None)

    def names(self, *layers: str) -> Iterator[tuple[Concept, str]]:
        """Every concept of these layers with each of its forms in lower case."""
        for layer in layers:
            if layer not in self._names:
                entries = self.layers.get(layer, [])
                self._names[layer] = [(entry.concept, form.lower()) for entry in entries for form in entry.forms]
            yield from self._names[layer]

    def alike(self, phrase: str, layer: str, within: int) -> Sequence[tuple[Concept, str]]:
        """Concepts of a layer with a form (lower case) of as many words and the same first letter as a phrase in lower
        case, at most `within` characters longer or shorter: what it may misspell."""
        near = self.begun(phrase[0], layer, len(phrase.split()))
        return [(concept, form) for concept, form in near if abs(len(form) - len(phrase)) <= within]

    def begun(self, letter: str, layer: str, words: int) -> Sequence[tuple[Concept, str]]:
        """Concepts of a layer with a form (lower case) of so many words that begins with a letter."""
        if layer not in self._spellings:
            held: dict[tuple[str, int], list[tuple[Concept, str]]] = {}
            for concept, form in self.names(layer):
                held.setdefault((form[0], len(form.split())), []).append((concept, form))
            self._spellings[layer] = held
        return self._spellings[layer].get((letter, words), [])

    def matches(self, text: str) -> tuple[Match, ...]:
        """Vocabulary forms in a text, sorted by start; within one layer no two overlap."""
        found = self._read.get(text)
        if found is None:
            if len(self._read) >= _READ:
                self._read.clear()
            found = self._read[text] = tuple(self._matches(text))
        return found

    def _matches(self, text: str) -> list[Match]:
        words = list(_WORD.finditer(text))
        if not words:
            return []
        shadow = Doc(self._vocab, words=[fold_word(w.group()) for w in words])
        found = []
        for key, i, j in self._matcher(shadow):
            if self._joined(text, words, i, j):
                concept = self._concepts[int(self._vocab.strings[key])]
                found.append(Match(words[i].start(), words[j - 1].end(), concept))
        found.extend(self._short(text))
        return list(_longest(found))

    @staticmethod
    def _joined(text: str, words: list[re.Match[str]], i: int, j: int) -> bool:
        """Whether only spaces, hyphens, apostrophes and light punctuation stand between the words of a match."""
        if any(
            "," in text[words[k].end() : words[k + 1].start()] and words[k].group().isdigit() for k in range(i, j - 1)
        ):
            return False  # "in 9, NC in 10" is a number and another name
        gaps = (text[words[k].end() : words[k + 1].start()] for k in range(i, j - 1))
        return all(_SKIP.match(g) and "\n" not in g and not g.startswith(". ") for g in gaps)

    def _short(self, text: str) -> Iterator[Match]:
        for token in re.finditer(r"\b[A-Za-z][\w/+-]*\w\b", text):
            for end in (token.group(), token.group().removesuffix("s"), token.group().split("-")[0]):
                if end in self._exact:
                    for concept in self._exact[end]:
                        yield Match(token.start(), token.start() + len(end), concept, short=True)
                    break
            else:
                yield from self._slashed(token)

    def _slashed(self, token: re.Match[str]) -> Iterator[Match]:
        """Short forms joined by a slash: "PFS/OS", "UPS/LMS"; two letters are too few to be sure."""
        if "/" not in token.group():
            return
        for part in re.finditer(r"[A-Z]{3,}(?![\w-])", token.group()):
            start = token.start() + part.start()
            for concept in self._exact.get(part.group(), ()):
                yield Match(start, start + len(part.group()), concept, short=True)


def _longest(found: list[Match]) -> Iterator[Match]:
    kept: dict[str, list[Match]] = {}
    for match in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        same = kept.setdefault(match.concept.layer, [])
        if not any(match.start < k.end and k.start < match.end for k in same):
            same.append(match)
    yield from sorted((m for same in kept.values() for m in same), key=lambda m: (m.start, -m.end))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shipped vocabularies, loaded once a process."""
    paths = sorted(FOLDER.glob("*.tsv"))
    if not paths:
        raise InputError(f"{FOLDER}: no vocabulary")
    return Vocabulary({p.stem: load(p) for p in paths})
