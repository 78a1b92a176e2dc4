"""The annotated paper: prose in sentences, each with its mentions, and the tables."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from extractors.core.contract import Attribution, Evidence, Issue, Term
from extractors.core.document import Document, SectionKind, Table
from extractors.core.vocabulary import Concept
from extractors.layout.flow import Prose
from extractors.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Mention:
    """A named thing at cleaned characters `[start, end)`.

    `layer` is the vocabulary's (`drug`, `histotype`, `toxicity`, `site`, `endpoint`) or `DRUG`/`DISEASE` for a name
    that only the trained model found (`concept` None). `by` says how it was found: vocabulary, abbreviation, ner.
    """

    layer: str
    start: int
    end: int
    text: str
    concept: Concept | None
    by: str = "vocabulary"

    @property
    def label(self) -> str:
        """Preferred label in lower case, else the printed words."""
        return (self.concept.label if self.concept else self.text).lower()

    @property
    def code(self) -> str:
        """The contract's own code of an endpoint, response category or criteria ("PFS", "PR", "RECIST 1.1"), else empty."""
        return dict(self.concept.codes).get("seriatim", "") if self.concept else ""

    def term(self) -> Term:
        """Printed words and concept, for a finding."""
        return Term(printed=self.text, concept=self.concept.label if self.concept else "")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence at cleaned `[start, end)`. Mentions carry absolute cleaned offsets, quantities offsets **within** `text`.

    `attribution` is decided for the sentence as a whole, `own` where any clause is; `clauses` give it from each offset
    of `text` on, and `extractors.core.attribution.attribution_at` looks it up for a place.
    """

    index: int
    start: int
    end: int
    text: str
    section: SectionKind
    title: str
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    attribution: Attribution = "own"
    clauses: tuple[tuple[int, Attribution], ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What layers above read off the sentence once, since many ask for it (its counts, say), by their own name."""

    def of(self, *layers: str) -> list[Mention]:
        """Mentions of these layers, in order."""
        return [m for m in self.mentions if m.layer in layers]

    def numbers(self, *kinds: str) -> list[Quantity]:
        """Quantities of these kinds, in order."""
        return [q for q in self.quantities if q.kind in kinds]

    def at(self, mention: Mention) -> tuple[int, int]:
        """A mention's bounds within `text`."""
        return mention.start - self.start, mention.end - self.start


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """Cleaned characters `[start, end)` about a patient, whose label `patient` is; `together` when about others as well.

    `turn` is the patient's place among so many, where an order is told: "cases 1 and 2 ..., respectively".
    """

    start: int
    end: int
    patient: str
    together: bool = False
    turn: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Paper:
    """A document with everything that extractors read; they change nothing of it."""

    document: Document
    prose: Prose
    doc: Doc
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    abbreviations: tuple[tuple[str, str], ...] = ()
    issues: tuple[Issue, ...] = ()
    layers: frozenset[str] = field(default_factory=frozenset)
    told: tuple[Told, ...] = ()
    told_together: tuple[Told, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What layers above work out once a paper and read again (strata, say), by their own name; no statement of its own."""

    def evidence(self, start: int, end: int) -> Evidence:
        """Evidence for cleaned `[start, end)`, as a range of the raw text."""
        raw = self.prose.raw(start, end)
        return Evidence(start=raw.start, end=raw.end, section=self.prose.section_at(start).kind.value)

    def within(self, sentence: Sentence, start: int, end: int) -> Evidence:
        """Evidence for `[start, end)` within a sentence's text."""
        return self.evidence(sentence.start + start, sentence.start + end)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    @cached_property
    def told_starts(self) -> list[int]:
        """Where the ranges that are about one patient begin."""
        return [t.start for t in self.told]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds a cleaned offset."""
        return self.sentences[max(bisect_right(self._starts, offset) - 1, 0)]
