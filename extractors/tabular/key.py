"""What the words of a table mean: the key under it first, then the paper's short forms, then the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from extractors.core import cues as re
from extractors.core.abbreviations import fits, key_entries
from extractors.core.contract import Term
from extractors.core.document import Table
from extractors.core.paper import Paper
from extractors.core.vocabulary import Concept, vocabulary

_TOKEN = re.compile(r"[^\s+/&,;()\[\]–—]+")
_MARK = re.compile(
    r"(?:^|(?<=[.;:,\s]))\(?(?P<mark>[*†‡§¶#]{1,3}|\d{1,2}(?=\))|[a-h](?=\s|[A-Z]))\)?\s*(?P<text>[A-Za-z0-9][^*†‡§¶#]*)"
)
PLAIN = re.compile(
    r"\s*(?:\(\s*(?:n\s*[=:]|no\.?|%|n\b|pts?\b)[^)]*\)|[,;]?\s*(?<![A-Za-z])(?:n|no\.?|N)\s*\(%\)|\bn\s*=\s*\d[\d,]*[a-d]?\b|%)\s*",
    re.I,
)
_FOOT = re.compile(r"[*†‡§¶#]+|(?<=[a-z)])\s?\(\d\)$")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A label without footnote marks, "(n = 23)", "(%)" and a closing colon."""
    return " ".join(_FOOT.sub(" ", PLAIN.sub(" ", text)).split()).strip(" :;,.")


_NAMED_LAYERS = ("toxicity", "site", "histotype", "drug")


@dataclass(frozen=True)
class Key:
    """Short forms with their long forms, and the notes that footnote marks point to.

    `sarcomas` says that the table is about sarcomas, so that "Ewing" or "synovial" alone is one.
    """

    entries: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    text: str = ""
    sarcomas: bool = False

    def long(self, short: str) -> str | None:
        """The long form, the table's own key before the paper."""
        return self._longs.get(short)

    @cached_property
    def _longs(self) -> dict[str, str]:
        return dict(reversed(self.entries))

    def unmarked(self, label: str) -> str:
        """A label without the letter of a note that was printed high ("Haemorrhagea"), unless it is a word so."""
        m = re.fullmatch(r"(.*[a-z]{4})([a-h])", label)
        if m is None or not self.note(m[2]) or any(vocabulary().lookup(label, x) for x in _NAMED_LAYERS):
            return label
        known = any(vocabulary().lookup(m[1], x) for x in _NAMED_LAYERS)
        return m[1] if known or (m[2] == "a" and m[1][-1] in "esyn") else label

    def note(self, mark: str) -> str:
        """The text of the note with this mark, empty when there is none."""
        if found := next((text for m, text in self.notes if m == mark), ""):
            return found
        glued = (
            re.search(rf"(?:^|[;.]\s*){re.escape(mark)}(?=[a-z]{{3}})([^;]+)", self.text)
            if re.fullmatch(r"[a-h]", mark)
            else None
        )
        return glued[1] if glued else ""

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(m for m, _ in self.notes)

    @cached_property
    def _concepts(self) -> dict[tuple[str, str], Concept | None]:
        return {}

    def concept(self, phrase: str, layer: str) -> Concept | None:
        """The concept of a whole phrase in one layer."""
        if (phrase, layer) not in self._concepts:
            self._concepts[phrase, layer] = self._concept(phrase, layer)
        return self._concepts[phrase, layer]

    def _concept(self, phrase: str, layer: str) -> Concept | None:
        phrase = phrase.strip(" .,;:*")
        if long := self.long(phrase):
            return _named(long, layer)
        if found := vocabulary().lookup(phrase, layer):
            return found
        if layer == "histotype" and (found := self._tumour(phrase)):
            return found
        usual = [c for c in vocabulary().ambiguous.get(phrase, []) if c.layer == layer]
        return usual[0] if len(usual) == 1 else None

    def _tumour(self, phrase: str) -> Concept | None:
        """A tumour type with its short forms written out, "S" for sarcoma, "sarcoma" left out, or one letter off."""
        forms = [
            self.spelt(phrase),
            re.sub(r"(?<=[a-z])\s?S$", "sarcoma", phrase),
            re.sub(r"(?<=[a-z])\s?S$", " sarcoma", phrase),
        ]
        forms += [re.sub(r"\s*/\s*", " sarcoma/", phrase), re.sub(r"\s*/\s*", "/", self.spelt(phrase))]
        for form in forms:
            if form != phrase and (found := vocabulary().lookup(form, "histotype")):
                return found
        return _close(phrase, "histotype") if len(phrase) >= 10 else None

    def term(self, phrase: str, layer: str) -> Term:
        """A phrase as a term, with its concept where one is known, its long form where the key has one."""
        found = self.concept(phrase, layer)
        if found is None and layer == "histotype" and self.sarcomas and vocabulary().lookup(phrase, "site") is None:
            found = vocabulary().lookup(f"{phrase} sarcoma", layer)
        printed = phrase if found else (self.long(phrase.strip()) or phrase)
        return Term(printed=" ".join(printed.split()), concept=found.label if found else "")

    def drugs(self, text: str, misspelt: bool = False) -> tuple[Term, ...]:
        """Drugs that a text names, in order, each once; `misspelt` also takes a name one letter off."""
        if (text, misspelt) not in self._drugs:
            self._drugs[text, misspelt] = self._read_drugs(text, misspelt)
        return self._drugs[text, misspelt]

    @cached_property
    def _drugs(self) -> dict[tuple[str, bool], tuple[Term, ...]]:
        return {}

    def _read_drugs(self, text: str, misspelt: bool) -> tuple[Term, ...]:
        found: dict[int, Term] = {}
        taken: list[tuple[int, int]] = []
        for m in vocabulary().matches(text):
            if m.concept.layer == "drug" and self.long(text[m.start : m.end]) is None:
                found[m.start] = Term(printed=text[m.start : m.end], concept=m.concept.label)
                taken.append((m.start, m.end))
        for word in _TOKEN.finditer(text):
            if any(word.start() < b and a < word.end() for a, b in taken):
                continue
            for at, piece in _pieces(word.start(), word.group()):
                meant = _drugs_of(self.long(piece) or "") or ([c] if misspelt and (c := close_drug(piece)) else [])
                for k, concept in enumerate(meant):
                    found[at + k] = Term(printed=piece, concept=concept.label)
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
def _drugs_of(long: str) -> list[Concept]:
    """The drugs that a long form names, all of a combination; or the one that its first word misspells."""
    found = [m.concept for m in vocabulary().matches(long) if m.concept.layer == "drug"]
    close = close_drug(long.split()[0]) if long and not found else None
    return found or ([close] if close else [])


@lru_cache(maxsize=4096)
def _named(long: str, layer: str) -> Concept | None:
    """The concept that a long form names, whole or without its leading words, or as its first listed name."""
    words = re.sub(r"\([^)]*\)", " ", long).split()
    if layer != "drug" and (found := vocabulary().lookup(" ".join(words), layer) or _close(" ".join(words), layer)):
        return found
    for k in range(len(words)):
        if found := vocabulary().lookup(" ".join(words[k:]), layer):
            return found
    return None


@lru_cache(maxsize=4096)
def close_drug(token: str) -> Concept | None:
    """The drug whose name a word of seven letters or more misspells."""
    return _close(token, "drug") if len(token) >= 7 and token.isalpha() else None


@lru_cache(maxsize=4096)
def _close(phrase: str, layer: str) -> Concept | None:
    """The concept with a form whose every word is spelt almost so."""
    best, score = None, 0.88
    low = phrase.lower()
    if len(low) < 7:
        return None
    matcher = SequenceMatcher(None, "", low)
    for concept, form in vocabulary().alike(low, layer, within=2):
        matcher.set_seq1(form)
        # the quick ratio is an upper bound
        if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score and _word_for_word(form, low):
            best, score = concept, ratio
    return best


def _word_for_word(form: str, phrase: str) -> bool:
    """Whether each word of a phrase is spelt almost as the form's, which has as many."""
    words = zip(form.split(), phrase.split(), strict=True)
    return all(a == b or SequenceMatcher(None, a, b).ratio() > 0.85 for a, b in words)


def truncated(phrase: str, layer: str) -> Concept | None:
    """The concept whose words all begin with the phrase's: "glu intolerance" for a narrow column's long name."""
    words = phrase.lower().replace(".", " ").split()
    if not words or len(words) > 4 or any(len(w) < 3 for w in words):
        return None
    found = {
        concept.label: concept
        for concept, form in vocabulary().begun(words[0][0], layer, len(words))
        if all(p.startswith(w) for p, w in zip(form.split(), words, strict=True))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def key_of(table: Table, paper: Paper) -> Key:
    """The key of one table: its notes, then the paper's short forms."""
    told = list(_rejoined([note.text for note in table.notes]))
    entries = [entry for note in told for entry in key_entries(note)]
    entries += [entry for note in told for entry in _before_names(note)]
    entries = [*(entry for note in told for entry in _combinations(note)), *entries]
    notes = [(m["mark"], m["text"].strip()) for note in told for m in _MARK.finditer(note)]
    text = "\n".join(note.text for note in table.notes)
    cells = " ".join(c.text for row in (*table.header, *table.rows) for c in row)
    sarcomas = bool(re.search("sarcoma", f"{table.caption.text} {cells} {text} {paper.prose.text[:400]}", re.I))
    return Key((*entries, *paper.abbreviations), tuple(notes), text, sarcomas)


_GOES_ON = re.compile(r"[a-z]{3,}[\s,;.)]")


def _rejoined(notes: Sequence[str]) -> Iterator[str]:
    """Notes with the lines of each put together: one that begins with a small word goes on with the line before it."""
    whole = ""
    for note in notes:
        if whole and _GOES_ON.match(note) and not whole.endswith((".", ";", ":")):
            whole = f"{whole} {note}"
            continue
        if whole:
            yield whole
        whole = note
    if whole:
        yield whole


_COMBINED = re.compile(
    r"(?:^|(?<=[\s(]))(?P<short>[A-Z][\w/+-]{1,11})\s*[=:]\s*(?P<long>[a-z][^=:;.]{8,140}?)(?=[;.]|$|,\s+[A-Z][\w/+-]{1,11}\s*[=:])"
)


def _combinations(text: str) -> Iterator[tuple[str, str]]:
    """A regimen's short form with all its drugs, whose list has commas: "FAC=fluorouracil, doxorubicin, and ..."."""
    for m in _COMBINED.finditer(text):
        named = {found.concept.label for found in vocabulary().matches(m["long"]) if found.concept.layer == "drug"}
        if len(named) > 1 and "," in m["long"]:
            yield m["short"], " ".join(m["long"].split())


def _before_names(text: str) -> Iterator[tuple[str, str]]:
    """A short form right before the vocabulary name that it fits: "P pazopanib, L lenvatinib 14 mg"."""
    for match in vocabulary().matches(text):
        if m := re.search(r"(?:^|[;,.:]\s*)([A-Z][\w+-]{0,7})[\s:=]+$", text[: match.start]):
            name = text[match.start : match.end]
            if fits(m[1], name):
                yield m[1], name
