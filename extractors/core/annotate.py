"""Annotation: a document becomes a paper. One spaCy pipeline, vocabulary layers, the document's own abbreviations."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from scispacy.abbreviation import AbbreviationDetector  # noqa: F401  (registers the component)
from spacy.language import Language

from extractors.core import cues as re
from extractors.core.abbreviations import Introduction, introductions
from extractors.core.attribution import attribute
from extractors.core.contract import Issue
from extractors.core.document import Document, Range, Table
from extractors.core.entities import new_names
from extractors.core.narrative import tell
from extractors.core.paper import Mention, Paper, Sentence
from extractors.core.tokenizer import Remembering, blank, parentheses
from extractors.core.vocabulary import Concept, Vocabulary, vocabulary
from extractors.grids import find_tables, table_regions
from extractors.layout import Prose, read_prose
from extractors.layout.sentences import sentence_bounds
from extractors.quantities import quantities

__all__ = ["Paper", "annotate"]

_ENDPOINT_NEAR = re.compile(
    r"(?:median|mean|estimated|actuarial|year|month|week|improve\w*|prolong\w*|longer|shorter|for|and|in|of|PFS|both)[\s-]*$"
)
_ENDPOINT_AFTER = re.compile(
    r"^\s*(?:rates?|times?|was|were|is|of \d|at \d|\d|\(|from|data|curves?|estimates?|and PFS|compared|benefit)"
)
# Cell, pattern and grade make a subtype; where it grew is told apart.
_QUALIFIER = re.compile(
    r"(?<![\w-])(?:(?:(?:well|poorly|de|un)[- ]?differentiated|atypical|malignant|myxoid|pleomorphic|(?:round|spindle|clear|small|giant)[- ]cell|embryonal"
    r"|alveolar|sclerosing|mesenchymal|epithelioid|biphasic|monophasic|telangiectatic|parosteal|periosteal|extraskeletal|extraosseous|fibrosarcomatous"
    r"|conventional|central|chondroid|(?:proximal|distal)[- ]type|infantile|(?:low|high)[- ]grade|myxoid/round cell|squamous(?:[- ]cell)?|papillary|serous)[- ]){1,2}$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The spaCy pipeline, made once a process: tokenizer and abbreviation detector."""
    # the detector's global matcher is empty in a document without short forms: no news to a user
    warnings.filterwarnings("ignore", message=r"\[W036\]")
    nlp = blank()
    nlp.tokenizer = Remembering(nlp.tokenizer, nlp)
    detector: Any = nlp.add_pipe("abbreviation_detector")
    # spaCy's own matcher pairs every parenthesis with all behind it
    detector.matcher = parentheses
    nlp.max_length = 20_000_000
    # the detector asks for nothing that spaCy notes of a new word
    vocab: Any = nlp.vocab
    vocab.lex_attr_getters = {}
    return nlp


def annotate(document: Document, model: str = "shipped") -> Paper:
    """Find tables, clean the prose, split sentences and mark what stands in them.

    `model` finds names that no vocabulary lists: `shipped`, `none`, or an installed scispaCy model's name. Pure: the
    same document and model always give the same paper.
    """
    lost: list[Issue] = []
    tables = document.tables if document.tables is not None else find_tables(document, lost)
    regions = table_regions(document.text) if document.tables is None else tuple(Range(t.start, t.end) for t in tables)
    prose = read_prose(document, regions)
    words = vocabulary()
    doc = pipeline()(prose.text)
    known = introductions(doc, prose, _keys(tables), words)
    listed = list(_mentions(prose, known, words))
    unlisted = new_names(prose, listed, (i.short for i in known), model)
    mentions = sorted([*listed, *unlisted], key=lambda m: (m.start, -m.end))
    sentences = attribute(tuple(_sentences(prose, mentions)))
    told = tell(prose.text, sentences)
    return Paper(
        document=document,
        prose=prose,
        doc=doc,
        sentences=sentences,
        tables=tables,
        abbreviations=tuple((i.short, i.long) for i in known),
        layers=frozenset(words.layers),
        told=tuple(t for t in told if not t.together),
        told_together=tuple(t for t in told if t.together),
        issues=tuple(lost),
    )


def _keys(tables: Iterable[Table]) -> list[tuple[str, int]]:
    return [(note.text, -1) for table in tables for note in table.notes]


def _mentions(prose: Prose, known: list[Introduction], words: Vocabulary) -> Iterator[Mention]:
    local: dict[str, list[Introduction]] = {}
    for intro in known:
        local.setdefault(intro.short, []).append(intro)
    for short, intros in local.items():
        # what usually names an endpoint may do so here too, though the paper introduced the letters for a tumour
        usual = [c for c in words.ambiguous.get(short, []) if c.layer == "endpoint" and c.group != "performance status"]
        intros = [*intros, *(Introduction(short, c.label, len(prose.text), c) for c in usual[:1])]
        for start, end in _standing(prose.text, _singular(short)):
            meant = meaning(prose.text, start, end, intros).concept
            if meant is not None:
                first, meant = _qualified(prose.text, start, meant, words)
                yield Mention(meant.layer, first, end, prose.text[first:end], meant, "abbreviation")
    for match in words.matches(prose.text):
        printed = prose.text[match.start : match.end]
        if match.short and (printed in local or printed.removesuffix("s") in local or f"{printed}s" in local):
            continue
        if match.short:
            first, meant = _qualified(prose.text, match.start, match.concept, words)
            yield Mention(meant.layer, first, match.end, prose.text[first : match.end], meant)
        else:
            yield Mention(match.concept.layer, match.start, match.end, printed, match.concept)
    if "OS" not in local:
        survival = next(c for c in words.ambiguous["OS"] if c.layer == "endpoint")
        for m in re.finditer(r"\bOS\b", prose.text):
            yield Mention("endpoint", m.start(), m.end(), m.group(), survival, "abbreviation")


def _qualified(text: str, start: int, concept: Concept, words: Vocabulary) -> tuple[int, Concept]:
    """Where a tumour's short form begins and what it means with the words that make a subtype of it: "myxoid LPS"."""
    before = _QUALIFIER.search(text[max(0, start - 60) : start]) if concept.layer == "histotype" else None
    if before is None:
        return start, concept
    said = before.group()
    for m in re.finditer(r"(?<![\w-])[A-Za-z]", said):
        named = words.lookup(f"{said[m.start() :]}{concept.label.removesuffix(', NOS')}", "histotype")
        if named is not None and named != concept:
            return start - len(said) + m.start(), named
    return start, concept


def _singular(short: str) -> str:
    """A short form without the plural that it was introduced in: "GISTs"."""
    return short[:-1] if len(short) > 3 and short.endswith("s") and short[:-1].isupper() else short


def _standing(text: str, short: str) -> Iterator[tuple[int, int]]:
    """Where a short form stands as a word of its own, an s of the plural with it."""

    def within_word(at: int) -> bool:
        return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")

    start = text.find(short)
    while short and start >= 0:
        end = start + len(short)
        if text[end : end + 1] == "s" and not within_word(end + 1):
            end += 1
        if within_word(start - 1) or within_word(end):
            start = text.find(short, start + 1)
        else:
            yield start, end
            start = text.find(short, end)


def meaning(text: str, start: int, end: int, intros: list[Introduction]) -> Introduction:
    """Which of a short form's introductions a place uses: the kind its neighbours ask for, else the nearest before."""
    if len({i.concept.label if i.concept else i.long for i in intros}) == 1:
        return intros[0]
    before, after = text[max(0, start - 30) : start], text[end : end + 25]
    survival = bool(_ENDPOINT_NEAR.search(before) or _ENDPOINT_AFTER.match(after))
    fitting = [i for i in intros if i.concept is not None and (i.concept.layer == "endpoint") == survival]
    nearest = sorted(fitting or intros, key=lambda i: (i.start > start, abs(start - i.start)))
    return nearest[0]


def _sentences(prose: Prose, mentions: list[Mention]) -> Iterator[Sentence]:
    index, k = 0, 0
    for section in prose.sections:
        for start, end in sentence_bounds(prose.text, section.start, section.end):
            while k < len(mentions) and mentions[k].start < start:
                k += 1
            j = k
            while j < len(mentions) and mentions[j].start < end:
                j += 1
            text = prose.text[start:end]
            yield Sentence(
                index, start, end, text, section.kind, section.title, tuple(mentions[k:j]), tuple(quantities(text))
            )
            index, k = index + 1, j
