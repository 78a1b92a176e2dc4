"""A single patient told by age, and such a story in an introduction, in papers that have no section for it (letters, brief
reports)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution import signals
from extractors.core.document import SectionKind as K

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

_AGED = r"\d+(?:\.\d)?[\s‐-]?(?:years?|months?)[\s‐-]old\b"
_CASE = re.compile(rf"\b(?:an?|one|the|this) (?:[\w-]+ ){{0,2}}{_AGED}", re.IGNORECASE)
# "A 47-year-old woman presented with ...", "In May 2001, a 5-year-old boy was admitted to our hospital".
_BEGINS = re.compile(
    rf"(?:In \w+,? (?:of )?\d{{4}},? )?(?:[Aa]n?|[Oo]ur|[Tt]he|[Tt]his) (?:patient,? an? |(?:[\w-]+ ){{0,2}}){_AGED}"
    r"[^.;]{0,120}?\b(?:present(?:ed|ing)|was|came|visited|consulted|complained|noticed|developed|underwent|sought|attended|had)\b"
)


def tells_case(sentence: Sentence) -> bool:
    """A single patient told by age: "A 31-year-old woman presented with ..."."""
    return bool(_CASE.search(sentence.text))


def unheaded(sentences: tuple[Sentence, ...]) -> bool:
    """Whether no section of a paper is there for its own patients."""
    return not {s.section for s in sentences} & {K.CASES, K.METHODS, K.RESULTS}


def begins(sentence: Sentence) -> bool:
    """Whether a story of a patient begins with the sentence."""
    return _BEGINS.match(sentence.text) is not None


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence tells what happened or how it is now, as a story does."""
    return bool(signals.PAST.search(sentence.text) or signals.DEFINITE.search(sentence.text))
