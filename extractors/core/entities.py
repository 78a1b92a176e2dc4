"""Names that no vocabulary lists, found by the trained model: new agents, codes, misspellings, rare tumours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from extractors.core import cues as re
from extractors.core.makers import is_maker
from extractors.core.paper import Mention
from extractors.layout.flow import Prose
from extractors.ner.load import load_ner
from extractors.ner.quick import Reader

SHIPPED, NONE = "shipped", "none"
# Short capitals are this genre's abbreviations (TKI, PFS, CR), the model's most frequent false names.
_CAPITALS = re.compile(r"[A-Z]{1,6}s?|[A-Za-z]")
# Names that a model takes for drugs: months, and what is measured in blood.
_NO_DRUG = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?:\s\d|$)"
    r"|(?:(?:serum )?creatinine|bilirubin|ha?emoglobin|transaminases?|platelets?|neutrophils?)\b",
    re.I,
)
_BROKEN = re.compile(r"\n|[()\[\]]\s*$|^\s*[()\[\]]")


@lru_cache(maxsize=2)
def _reader(name: str) -> Callable[[str], Iterable[tuple[str, int, int]]]:
    """What gives label, start and end of the entities of a text."""
    if name == SHIPPED:
        return Reader(load_ner()).entities
    nlp = load_ner(name)
    return lambda text: [(e.label_, e.start_char, e.end_char) for e in nlp(text).ents]


def new_names(prose: Prose, known: Iterable[Mention], shorts: Iterable[str], model: str = SHIPPED) -> Iterator[Mention]:
    """DRUG and DISEASE mentions that overlap no vocabulary mention and are no short form of the paper.

    `model` is `shipped`, `none`, or the name of an installed scispaCy model.
    """
    if model == NONE:
        return
    taken = bytearray(len(prose.text))
    for mention in known:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    introduced = set(shorts)
    for label, start, end in _reader(model)(prose.text):
        text = prose.text[start:end]
        if any(taken[start:end]) or text in introduced:
            continue
        if label == "DRUG" and (is_maker(text) or _NO_DRUG.match(text)):
            continue
        if len(text) < 4 or _CAPITALS.fullmatch(text) or _BROKEN.search(text):
            continue
        yield Mention(label, start, end, text, None, "ner")
