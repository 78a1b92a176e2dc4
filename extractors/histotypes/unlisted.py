"""Tumour types that the vocabulary does not list, read by how pathology builds its names: "large cell carcinoma"."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.paper import Mention, Sentence

# What makes a name a type: the cell, the pattern, the origin; not stage, course or place.
_CELL = (
    r"(?:large|small|clear|spindle|giant|signet[- ]ring|acinar|acinic|basal|round|granular|merkel|squamous|germ|mixed)"
)
_PATTERN = (
    r"(?:mucoepidermoid|adenoid cystic|papillary|follicular|medullary|anaplastic|ductal|lobular|mucinous|serous|"
    r"endometrioid|tubular|cribriform|sarcomatoid|neuroendocrine|undifferentiated|adenosquamous|basaloid|verrucous|"
    r"myoepithelial|epithelial-myoepithelial|lymphoepithelial|urothelial|transitional cell|hepatocellular|"
    r"salivary duct|invasive|infiltrating|secretory|sebaceous|apocrine|chromophobe|colloid|bronchioloalveolar)"
)
_HEAD = r"(?:adeno|cystadeno|chorio)?carcinoma"
_NAME = re.compile(
    rf"(?<![\w-])(?:(?:{_PATTERN}|{_CELL}[- ]cell)[ -])+(?:{_HEAD})s?(?: in situ)?(?![\w-])"
    rf"|(?<![\w-])carcinomas? ex[ -]pleomorphic adenomas?(?![\w-])",
    re.IGNORECASE,
)
# The vocabulary's name is cut out of a longer compound: "epithelial-|myoepithelial carcinoma".
_COMPOUND = re.compile(r"[^\W\d_]{4,}[-‐‑]$")


def cut(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention begins inside a hyphenated tumour word, so that it is another tumour than the paper's."""
    return bool(_COMPOUND.search(sentence.text[: sentence.at(mention)[0]]))


def unlisted(sentence: Sentence, known: list[Mention]) -> Iterator[Mention]:
    """Names of types that touch no mention in `known`, as mentions without a concept."""
    taken = [sentence.at(m) for m in known]
    for m in _NAME.finditer(sentence.text):
        if any(start < m.end() and m.start() < end for start, end in taken):
            continue
        place = sentence.start + m.start(), sentence.start + m.end()
        yield Mention("histotype", *place, m.group().lower().removesuffix("s"), None, "pattern")
