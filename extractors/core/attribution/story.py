"""A patient's story told in an introduction, in papers that have no section for it (letters, brief reports)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution import signals
from extractors.core.document import SectionKind as K

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

# "A 47-year-old woman presented with ...", "In May 2001, a 5-year-old boy was admitted to our hospital".
_BEGINS = re.compile(
    r"(?:In \w+,? (?:of )?\d{4},? )?(?:[Aa]n?|[Oo]ur|[Tt]he|[Tt]his) (?:patient,? an? |(?:[\w-]+ ){0,2})\d+(?:\.\d)?[\s‐-]?(?:years?|months?)[\s‐-]old\b"
    r"[^.;]{0,120}?\b(?:present(?:ed|ing)|was|came|visited|consulted|complained|noticed|developed|underwent|sought|attended|had)\b"
)


def unheaded(sentences: tuple[Sentence, ...]) -> bool:
    """Whether no section of a paper is there for its own patients."""
    return not {s.section for s in sentences} & {K.CASES, K.METHODS, K.RESULTS}


def begins(sentence: Sentence) -> bool:
    """Whether a story of a patient begins with the sentence."""
    return _BEGINS.match(sentence.text) is not None


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence tells what happened or how it is now, as a story does."""
    return bool(signals.PAST.search(sentence.text) or signals.DEFINITE.search(sentence.text))
