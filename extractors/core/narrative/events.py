"""What changes the stage of a narrative: someone enters, several do by number, a pronoun goes on, a group takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.narrative.entrances import PEOPLE, Entrance, entrances
from extractors.core.paper import Sentence
from extractors.quantities.numbered import numbered
from extractors.quantities.numbers import WORD
from extractors.quantities.people import KIN

# "Her brother" brings someone else in.
OF_KIN = rf"(?!\s(?:(?:elder|older|younger|twin|\d+-year-old|identical)\s){{0,2}}{KIN}\b)"
PRONOUN = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Hh]is{OF_KIN}|[Hh]er(?!-?\d){OF_KIN}|[Hh]im|[Tt]his (?:patient|man|woman|girl|boy|child|case|lady"
    r"|gentleman)|[Tt]he same patient"
    r"|[Tt]he (?:patient|child|boy|girl|woman|man|lady)(?:['’]s)?)\b"
)
FEMALE = re.compile(rf"\b(?:[Ss]he|[Hh]er(?!-?\d){OF_KIN})\b")
MALE = re.compile(rf"\b(?:[Hh]e|[Hh]is{OF_KIN}|[Hh]im)\b")
GROUP = re.compile(
    rf"\b(?:(?:\d+|{WORD}|all|both|most|many|several|some|few|no|our|these|those|the|other|of|remaining|patients"
    rf"|cases)\b[\s(]+)(?:[\w-]+\s){{0,5}}?{PEOPLE}\b"
    rf"|^{PEOPLE}\b|\b(?:[Mm]edian|[Mm]ean (?:age|duration|time|survival|follow)|response rates?|survival rates?"
    rf"|(?:this|our) (?:series|cohort)|toxicit(?:y|ies) (?:was|were)|adverse events|side effects|there (?:was"
    rf"|were) (?:one|no|two|three|only))\b|both (?=had|have|were|are|received|died|showed|achieved|underwent)"
    rf"|^overall,|\bn\s?=\s?(?!1\b)\d|\b(?:patients|cases|pts)\s(?:nos?\.?\s|numbers\s)?#?\d{{1,3}}\s?(?:,|and|&|to|[-–])",
    re.IGNORECASE,
)
_FOLLOW = re.compile(r"^.{0,60}?\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Tt]his patient|[Tt]he patient)\b")
_CASE_OF = re.compile(r"\s+of\s")
_WE_REPORT = re.compile(
    r"\b(?:we|authors) (?:\w+ly |also |here |herein )?(?:report|present|describe)\w*\s+(?:here |herein )?an?\s(?:[\w-]+\s){0,3}case$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\b(?:[Aa]|[Tt]he) (?:second|third|other) (?:patient|case|woman|man|child|one)\b")


_INDEFINITE = re.compile(r"\ban?\s(?:[\w-]+\s){0,4}$")


@dataclass(frozen=True, slots=True)
class Event:
    """What changes the stage at `[start, end)` of a sentence: an entrance, several by number, a pronoun, else a group."""

    start: int
    end: int
    entrance: Entrance | None = None
    pronoun: bool = False
    numbers: tuple[str, ...] = ()


def events(sentences: Sequence[Sentence], k: int) -> list[Event]:
    """Every event of a sentence in text order."""
    sentence = sentences[k]
    found = [Event(a, b, numbers=members) for a, b, members in numbered(sentence.text)]
    several = [(e.start, e.end) for e in found]
    for entrance in entrances(sentence):
        if any(a < entrance.end and entrance.start < b for a, b in several):
            continue
        person = not entrance.count or _goes_on(sentences, k, entrance)
        found.append(Event(entrance.start, entrance.end, entrance if person else None))
    for pattern, pronoun in ((GROUP, False), (PRONOUN, True)):
        taken = [(e.start, e.end) for e in found]
        free = (m for m in pattern.finditer(sentence.text) if not any(a < m.end() and m.start() < b for a, b in taken))
        found += [Event(m.start(), m.end(), pronoun=pronoun) for m in free]
    return sorted(found, key=lambda e: e.start)


def _goes_on(sentences: Sequence[Sentence], k: int, entrance: Entrance) -> bool:
    """Whether the text goes on about a bare "one patient": he or she follows, or a second patient does."""
    sentence = sentences[k]
    rest = sentence.text[entrance.end :]
    group = GROUP.search(rest)
    if FEMALE.search(rest[: group.start() if group else None]) or MALE.search(rest[: group.start() if group else None]):
        return True
    clause = re.split(r"[;:]", rest, maxsplit=1)[0]
    for mention in sentence.of("histotype"):
        at = sentence.at(mention)[0] - entrance.end
        if 0 <= at < len(clause) and _INDEFINITE.search(rest[:at]) and not GROUP.search(rest[:at]):
            return True
    if _reported(sentences, k, rest):
        return True
    following = [s.text for s in sentences[k + 1 : k + 3] if s.section is sentence.section]
    if following and _FOLLOW.match(following[0]) and not entrances_of_new(following[0]):
        return True
    return bool(_CONTINUED.search(rest)) or any(_CONTINUED.search(t) for t in following)


def _reported(sentences: Sequence[Sentence], k: int, rest: str) -> bool:
    """Whether "a case of X" that the authors report is told soon after, by pronouns and without an age."""
    sentence = sentences[k]
    if not _CASE_OF.match(rest) or not _WE_REPORT.search(sentence.text[: len(sentence.text) - len(rest)]):
        return False
    near = [s for s in sentences[k + 1 : k + 5] if s.attribution == "own"]
    return any(_FOLLOW.match(s.text) for s in near) and not any(entrances(s) for s in near)


def entrances_of_new(text: str) -> bool:
    """Whether a sentence opens with someone else ("Another patient ...")."""
    return bool(re.match(r"(?:An?|One|Another|The (?:second|other))\s", text))
