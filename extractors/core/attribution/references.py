"""References as marks in the text: numbers in brackets, and brackets that a converter has emptied of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution.signals import EMPTIED, EMPTIED_ROUND
from extractors.core.document import SectionKind as K

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

_BACKGROUND = {K.BACKGROUND, K.ABSTRACT_BACKGROUND}
_EMPTIED = re.compile(EMPTIED)
_REFERENCE = re.compile(
    rf"{EMPTIED}|"
    r"(?<![\[\w])\[\s*\d{1,3}\s*\](?!\w)|(?<![\d%] )(?<!months )(?<!CI )\[\s*\d{1,3}(?:\s?[,;–-]\s?\d{1,3})+\s*\]"
)
# What results are read by is cited too: criteria, scales, methods.
_READ_BY = re.compile(
    r"RECIST|Choi|CTC|criteri|method|version|classif|scale|scor|grad|system|questionnaire|guideline|Kaplan|\btest|assay"
    r"|protocol|described|defin|software|regimen|schedule|update|table|fig",
    re.IGNORECASE,
)


def result_of_reference(sentence: Sentence, clause: str) -> bool:
    """Whether a result is followed by the number of a reference: "a response rate of 9% [31]"."""
    if not sentence.numbers("percent", "fraction", "duration", "count", "n_equals"):
        return False
    return any(
        not _READ_BY.search(clause[max(0, m.start() - 60) : m.start()]) and re.search(r"\d", clause[: m.start()])
        for m in _REFERENCE.finditer(clause)
    )


def cites_round(sentences: tuple[Sentence, ...]) -> bool:
    """Whether a paper's references were printed in round brackets, of which a converter has left the brackets alone."""
    if any(_EMPTIED.search(s.text) for s in sentences):
        return False
    return sum(s.section in _BACKGROUND and bool(EMPTIED_ROUND.search(s.text)) for s in sentences) > 1
