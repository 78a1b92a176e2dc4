"""Groups in words of the paper's own that are set against another: "7 months in chordoma and 3 in round cell variants".

What such a group is called no vocabulary says; it keeps its words as subgroup, and it never takes the name of the
group that it is set against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.core.strata.units import Unit

_WORD = (
    r"(?!(?:all|both|each|them|these|those|whom|which|this|total|other|whole|entire|overall|patients?|cases?|study"
    r"|trial|series|cohort|months?|weeks?|years?|days?|median|mean|and|or|but|versus|vs|a|an|the|of|in|at|with|for|on|to"
    r"|by|was|were|had|who|respectively|treatment|therapy|evaluable|assessable|follow|our|their|one|two|three)\b)[^\W\d][\w/+-]*"
)
_PHRASE = re.compile(
    rf"[)\]]?\s(?:of (?:the )?(?:patients|cases|women|men) )?(?P<prep>in|for|with|on|under|among)\s"
    rf"(?:(?:the|patients|those|women|men|cases|with|treated|receiving|given|having)\s)*(?P<words>{_WORD}(?:\s{_WORD}){{0,3}}?)"
    r"(?=\s*(?:[,.;)(]|$|(?:and|but|while|whereas|versus|vs|against|than|as opposed|compared|respectively)\b))"
)
_LINK = re.compile(
    r"(?:\([^()]*\))?[\s,;]*(?:and|but|while|whereas|versus|vs\.?|against|compared (?:with|to)|as opposed to)\s(?:(?:only|just|was|of)\s)*",
    re.I,
)
_NOUN = r"(?:tumou?rs|lesions|cases|patients|forms|variants|subtypes|metastases|sarcomas|women|men|children)"
_ADJECTIVE = r"(?!(?:the|all|other|remaining|these|those|evaluable|assessable|treated|of|most|many|some|several|few|such|one|two|three|four|five|six|seven|eight|nine|ten|both|responding|and|in|with|as|no|for|among)\b)[^\W\d][\w-]*"
_SUBJECTS = re.compile(
    rf"(?:^|[,;:]\s)\W*(?:[Tt]he )?(?P<one>{_ADJECTIVE} (?P<noun>{_NOUN})) (?:responded|progressed|had|showed|achieved|reached|did|were|survived)\b"
    rf"[^;.()]{{0,40}}\d[\d.,]*[^;.()]{{0,30}}?[,;]?\s(?:and|but|while|whereas)\s(?:the )?(?P<other>{_ADJECTIVE} (?:ones|(?P=noun)))\b"
)


def contrasts(sentence: Sentence, units: Sequence[Unit]) -> list[Unit]:
    """Units that no vocabulary gives, as subgroups."""
    return [*_behind(sentence, units), *_subjects(sentence, units)]


def _behind(sentence: Sentence, units: Sequence[Unit]) -> Iterator[Unit]:
    """The unknown one of two groups that follow their numbers."""
    text = sentence.text
    numbers = [q for q in sentence.quantities if q.kind in ("count", "percent", "duration", "fraction")]
    if len(numbers) < 2 or not units:
        return
    told = [(q, m) for q in numbers if (m := _PHRASE.match(text, q.end)) is not None]
    for (_, one), (number, other) in pairwise(told):
        if one["prep"] != other["prep"] or not _LINK.fullmatch(text[one.end() : number.start]):
            continue
        first, second = ([u for u in units if m.start() <= u.start < m.end()] for m in (one, other))
        if second and not first:
            yield Unit("subgroup", *one.span("words"), label=one["words"], rival=second[0].dimension)
        elif first and not second:
            yield Unit("subgroup", *other.span("words"), label=other["words"], rival=first[0].dimension)


def _subjects(sentence: Sentence, units: Sequence[Unit]) -> Iterator[Unit]:
    """ "Pleural tumours responded in 40 % and peritoneal ones in 11 %"."""
    for m in _SUBJECTS.finditer(sentence.text):
        for name in ("one", "other"):
            start, end = m.span(name)
            if not any(u.start < end and start < u.end for u in units):
                yield Unit("subgroup", start, end, label=m[name].lower())
