"""Categories listed before their figures, which follow in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.listed import listed
from extractors.core.paper import Sentence
from extractors.core.strata.pairs import distributed
from extractors.core.verbs import SEEN
from extractors.responses.categories import Category
from extractors.responses.figures import Figure

Told = tuple[Category, Figure]
# "ORR, DCR and CBR at 6 months were 2 %, 67 % and 40 %": in the order of the names, also where nothing says "respectively".
_TOLD_OF = re.compile(
    rf"s?(?: rates?)?(?:\s*\([^()]{{1,12}}\))?,?(?:\s(?:at|after|in|for|among|with|to|by)\s[^;:.()%]{{2,60}}?)?\s+(?:were|was|of|are|reached|at|occurred in)(?:(?: also)? {SEEN} (?:in|for|among))?(?: only| about| approximately)?\s+$",
    re.I,
)
_AND = r"s?(?: rates?)?(?:\s*\([^()]{1,12}\))?,?\s*(?:and|/|&)\s*(?:the\s+)?"
_AND_NEXT = re.compile(_AND + r"|s?(?: rates?)?(?:\s*\([^()]{1,12}\))?,\s*", re.I)
_AND_TIME = re.compile(_AND + r"(?:(?:the\s+)?(?:median|mean|\w+[\s-](?:month|year|week))\s+)?", re.I)
_AND_MORE = re.compile(r"\)?(?:\s*[(\[][^()\[\]]*[)\]])?,?\s(?:and|&)\s(?:only\s)?\d")
_NEXT_SHARE = re.compile(r"\)?(?:\s*[(\[][^()\[\]]*[)\]])?(?:,? (?:and|&) |\s*,\s*)", re.I)


def in_order(sentence: Sentence, categories: Sequence[Category], figures: Sequence[Figure]) -> list[Told]:
    """Each of the categories that a sentence lists with the figure at its place in the list that follows."""
    return _said(sentence, categories, figures) or _paired(sentence, categories, figures)


def _paired(sentence: Sentence, categories: Sequence[Category], figures: Sequence[Figure]) -> list[Told]:
    text = sentence.text
    for first, second in pairwise(categories):
        if first.code and not second.code and _AND_TIME.fullmatch(text, first.end, second.start):
            # "ORR and median TTP were 34 % and 7 months"
            one = next((f for f in figures if f.start >= second.end and f.percent is not None), None)
            if one and _TOLD_OF.fullmatch(text[second.end : one.start]) and _AND_MORE.match(text, one.end):
                return [(first, one)]
    for names in listed(categories, lambda a, b: _AND_NEXT.fullmatch(text, a.end, b.start)):
        behind = [f for f in figures if f.start >= names[-1].end]
        for values in listed(behind, lambda a, b: _NEXT_SHARE.fullmatch(text, a.end, b.start)):
            shares = sum(f.percent is not None for f in values)
            alike = shares == len(values) or (shares == 0 and len(values) > 2)
            if len(names) == len(values) and alike and _TOLD_OF.fullmatch(text[names[-1].end : values[0].start]):
                return [(c, f) for c, f in zip(names, values, strict=True) if c.code]
    return []


def _said(sentence: Sentence, categories: Sequence[Category], figures: Sequence[Figure]) -> list[Told]:
    if len(categories) < 2 or not re.search(r"\brespectively\b", sentence.text):
        return []
    found: list[Told] = []
    for figure in figures:
        kind = figure.percent is None
        numbers = [f.head for f in figures if (f.percent is None) == kind]
        name = distributed(sentence.text, numbers, [(c.start, c.end) for c in categories], figure.head)
        category = next((c for c in categories if (c.start, c.end) == name), None)
        if category is not None and category not in {c for c, _ in found}:
            found.append((category, figure))
    return found
