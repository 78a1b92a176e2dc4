"""Names that no vocabulary lists, found by the trained model: new agents, codes, misspellings, rare tumours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.language import Language

from extractors.core.paper import Mention
from extractors.layout.flow import Prose
from extractors.ner.load import load_ner

SHIPPED, NONE = "shipped", "none"
# Short capitals are this genre's abbreviations (TKI, PFS, CR), the model's most frequent false names.
_CAPITALS = re.compile(r"[A-Z]{1,6}s?|[A-Za-z]")
_BROKEN = re.compile(r"\n|[()\[\]]\s*$|^\s*[()\[\]]")


@lru_cache(maxsize=2)
def _model(name: str) -> Language:
    return load_ner(None if name == SHIPPED else name)


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
    for entity in _model(model)(prose.text).ents:
        text = entity.text
        if any(taken[entity.start_char : entity.end_char]) or text in introduced:
            continue
        if len(text) < 4 or _CAPITALS.fullmatch(text) or _BROKEN.search(text):
            continue
        yield Mention(entity.label_, entity.start_char, entity.end_char, text, None, "ner")
