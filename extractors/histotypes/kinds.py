"""Kinds of a counted type by their adjectives alone: "18 liposarcomas (11 dedifferentiated, 5 myxoid, 2 pleomorphic)"."""

from __future__ import annotations

from collections.abc import Iterator

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
        bracket = _BRACKET.match(sentence.text, tumor.end)
        noun = _NOUN.search(sentence.text[tumor.start : tumor.end])
        if bracket is None or noun is None:
            continue
        found = [(m, _known(m["kind"], noun["noun"])) for m in _KIND.finditer(bracket["held"])]
        known = [(m, c) for m, c in found if c is not None and c.label.lower() != tumor.mention.label]
        for m, concept in known if len(known) > 1 else ():
            n, at = parse_number(m["n"]), bracket.start("held")
            if concept is None or n is None:
                continue
            start, end = at + m.start("kind"), at + m.end("kind")
            mention = Mention("histotype", sentence.start + start, sentence.start + end, m["kind"], concept)
            held = Tumor(start, end, mention)
            count = Count(at + m.start("n"), at + m.end("n"), int(n))
            yield Pair(Mark("X", start, end, held), count, None, "kind", 0.85)


def _known(kind: str, noun: str) -> Concept | None:
    if _SITES.fullmatch(kind):
        return None  # where it grew, told of a part of them
    return vocabulary().lookup(f"{kind} {noun}", "histotype")
