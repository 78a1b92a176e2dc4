"""References as marks in the text: numbers in brackets, and brackets that a converter has emptied of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution.signals import BRACKETED, EMPTIED, EMPTIED_ROUND
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


# "(7)", "(3, 4)" behind a word or a figure and before a stop or another clause.
_ROUND = re.compile(
    r"(?<=[\w%)] )\((\d{1,3})(?:\s?[,;–-]\s?\d{1,3}){0,6}\)(?=[.,;]|$|\s(?:and|but|which|with|while|whereas|although)\b)"
)
_FIRST, _FEWEST, _STEP = 2, 4, 3


def result_of_reference(sentence: Sentence, clause: str, numbered: bool = False) -> bool:
    """Whether a result is followed by the number of a reference: "a response rate of 9% [31]", or `numbered` "(31)"."""
    if not sentence.numbers("percent", "fraction", "duration", "count", "n_equals"):
        return False
    marks = [*_REFERENCE.finditer(clause), *(_ROUND.finditer(clause) if numbered else ())]
    return any(
        not _READ_BY.search(clause[max(0, m.start() - 60) : m.start()]) and re.search(r"\d", clause[: m.start()])
        for m in marks
    )


def cites_numbers(sentences: tuple[Sentence, ...]) -> bool:
    """Whether round brackets count up through the text, 1, 2, 3 ...: so references do, and counts of people do not."""
    told = [int(m[1]) for s in sentences for m in _ROUND.finditer(s.text)]
    highest, new = 0, 0
    for number in told:
        if number > highest + _STEP:
            return False
        new += number > highest
        highest = max(highest, number)
    return new >= _FEWEST and told[0] <= _FIRST


def cites_round(sentences: tuple[Sentence, ...]) -> bool:
    """Whether a paper's references were printed in round brackets, of which a converter has left the brackets alone."""
    if any(_EMPTIED.search(s.text) for s in sentences):
        return False
    return sum(s.section in _BACKGROUND and bool(EMPTIED_ROUND.search(s.text)) for s in sentences) > 1


_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|several|other|previous|earlier|both|\d{1,2}) (?:[\w-]+ ){0,3}?(?:trials|studies|series|reports|cohorts) "
    rf"(?:{BRACKETED})"
)


def of_several_studies(text: str) -> bool:
    """Whether people are told of who were in several studies, with their references: a model's, or a pooled analysis's."""
    return bool(_SEVERAL.search(text))
