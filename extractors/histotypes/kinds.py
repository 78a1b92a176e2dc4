"""Kinds of a type by their adjectives alone: "18 liposarcomas (11 dedifferentiated, 5 myxoid)", "11 dedifferentiated and 5 myxoid liposarcomas"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.core import cues as re
from extractors.core.counts import Count
from extractors.core.paper import Mention, Sentence
from extractors.core.symbols import Mark
from extractors.core.things import Pair
from extractors.core.vocabulary import Concept, vocabulary
from extractors.histotypes.tumors import Tumor
from extractors.quantities import parse_number
from extractors.quantities.numbers import WORD

_BRACKET = re.compile(r"\s*[(\[](?P<held>[^()\[\]]{5,160})[)\]]")
_KIND = re.compile(
    rf"(?:^|[,;]\s*(?:and\s+)?|\s+and\s+)(?P<n>\d{{1,3}}|{WORD})\s+(?P<kind>[a-z][a-z]+(?:[- ][a-z]+){{0,2}})(?=\s*(?:[,;]|$|and\b))",
    re.IGNORECASE,
)
# "(alveolar, 2; embryonal, 1)", "(myxoid: 4, pleomorphic: 2)", "(alveolar n = 2, embryonal n = 1)".
_KIND_FIRST = re.compile(
    rf"(?:^|[,;]\s*(?:and\s+)?|\s+and\s+)(?P<kind>[a-z][a-z]+(?:[- ][a-z]+){{0,2}}?)\s*[,:=]?\s*(?:n\s*=\s*|in\s+)?(?P<n>\d{{1,3}}|{WORD})(?:\s*,?\s*\d[\d.]*\s?%)?(?=\s*(?:[,;]|$|and\b))",
    re.IGNORECASE,
)
# Kinds or places that no name is made of, each with its number: "(uterine, 18; retroperitoneal, 12)", "(type B2, 6; type B3, 10)".
_PART = (
    rf"[a-z][\w-]+(?:[ -][\w-]+){{0,3}}?\s*[,:=]?\s*(?:n\s*=\s*|in\s+)?(?:\d{{1,3}}|{WORD})(?:\s*,?\s*\d[\d.]*\s?%)?"
)
_PARTS = re.compile(rf"\s*{_PART}(?:\s*(?:[;,]\s*(?:and\s+)?|and\s+){_PART})+\s*", re.IGNORECASE)
# The same in running text: "11 dedifferentiated (61 %), 5 myxoid and two pleomorphic liposarcomas".
_SHARE = r"(?:\s*[(\[][^()\[\]]{1,25}[)\]])?"
_RUN = re.compile(
    rf"(?<![\w.,%-])(?P<n>\d{{1,3}}|{WORD}){_SHARE}\s+(?:were\s+|had\s+)?(?P<kind>[a-z][a-z]+(?:[- ][a-z]+){{0,2}}){_SHARE}(?=\s*(?:[,;.]|$|and\s+(?:\d|{WORD}\b)))",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\b(?P<noun>[a-z]+ sarcoma|[a-z]+oma|tumou?r|neoplasm)s?$", re.IGNORECASE)
# Sites that tumours are also named after: "ten leiomyosarcomas (six uterine, four cutaneous)" counts places.
_SITES = re.compile(
    r"uterine|cutaneous|cardiac|vascular|gastrointestinal|renal|breast|ovarian|retroperitoneal|hepatic|pulmonary|skin|bone"
    r"|gastric|intestinal|spinal|cranial|sacral|primary|metastatic|recurrent",
    re.IGNORECASE,
)


def kinds(sentence: Sentence, named: list[Tumor]) -> Iterator[Pair]:
    """Counts of a type's kinds; two or more of them must be types that are known."""
    for tumor in named:
        at, known = _bracketed(sentence.text, tumor)
        for m, concept in known:
            yield from _pair(sentence, m, at, concept)


def of_kinds(sentence: Sentence, named: list[Tumor], count: Count) -> bool:
    """Whether a count stands in brackets behind a type and is of one of its kinds."""
    for tumor in named:
        at, known = _bracketed(sentence.text, tumor)
        if any(count.start <= at + m.start("n") < count.end for m, _ in known):
            return True
        bracket = _BRACKET.match(sentence.text, tumor.end)
        inside = bracket is not None and bracket.start("held") <= count.start < bracket.end("held")
        if inside and bracket is not None and _PARTS.fullmatch(bracket["held"]):
            return not any(bracket.start("held") <= t.start < bracket.end("held") for t in named)
    return False


def _bracketed(text: str, tumor: Tumor) -> tuple[int, list[tuple[re.Match[str], Concept]]]:
    """The kinds with their numbers in the brackets behind a type, and where the brackets' words begin."""
    bracket = _BRACKET.match(text, tumor.end)
    noun = noun_of(text[tumor.start : tumor.end]) if bracket else ""
    if bracket is None or not noun:
        return 0, []
    for pattern in (_KIND, _KIND_FIRST):
        found = [(m, _known(m["kind"], noun)) for m in pattern.finditer(bracket["held"])]
        known = [(m, c) for m, c in found if c is not None and c.label.lower() != tumor.mention.label]
        if len(known) > 1:
            return bracket.start("held"), known
    return 0, []


def noun_of(printed: str) -> str:
    """The noun that kinds of a type share, without the plural: "liposarcoma"."""
    m = _NOUN.search(printed)
    return m["noun"] if m else ""


def elided(sentence: Sentence, named: list[Tumor], nouns: Iterable[str]) -> Iterator[Pair]:
    """Counts of kinds whose noun stands elsewhere: behind the last of them, or `nouns` of what all patients have.

    Two members at least, one of which may be a whole name.
    """
    text, taken = sentence.text, [(t.start, t.end) for t in named]
    free = [m for m in _RUN.finditer(text) if not any(a < m.end("kind") and m.start("kind") < b for a, b in taken)]
    if not free:
        return
    here = [n for t in named if t.start > free[0].start() and (n := noun_of(text[t.start : t.end]))]
    for noun in dict.fromkeys((*here, *nouns)):
        known = [(m, c) for m in free if (c := _known(m["kind"], noun)) is not None]
        if len(known) + bool(noun in here) > 1:
            for m, concept in known:
                yield from _pair(sentence, m, 0, concept)
            return


def _pair(sentence: Sentence, m: re.Match[str], at: int, concept: Concept) -> Iterator[Pair]:
    n = parse_number(m["n"])
    if n is None:
        return
    start, end = at + m.start("kind"), at + m.end("kind")
    mention = Mention("histotype", sentence.start + start, sentence.start + end, m["kind"], concept)
    held = Tumor(start, end, mention)
    count = Count(at + m.start("n"), at + m.end("n"), int(n))
    yield Pair(Mark("X", start, end, held), count, None, "kind", 0.85)


def _known(kind: str, noun: str) -> Concept | None:
    if _SITES.fullmatch(kind):
        return None  # where it grew, told of a part of them
    return vocabulary().lookup(f"{kind} {noun}", "histotype")
