"""Age and sex of a patient, from the words that bring them in and the pronouns that go on."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.narrative.entrances import FEMALE, MALE, RELATIVE
from extractors.patients.passages import Fact, Passage

_AGE = re.compile(
    r"\d+(?:\.\d|\s?½|\s1/2)?(?=[\s\-‐‑–]*(?:years?|yrs?|y|mo|months?|weeks?|days?)\b)|(?<=aged )\d+|(?<=of )\d+"
    r"|(?<=[(\s])\d+(?=[,;)\s])"
)
_NOUN = {"female": re.compile(rf"\b{FEMALE}\b", re.IGNORECASE), "male": re.compile(rf"\b{MALE}\b", re.IGNORECASE)}
_KIN = {
    "female": re.compile(r"\b(?:sister|mother|daughter|aunt|wife)\b", re.IGNORECASE),
    "male": re.compile(r"\b(?:brother|father|son|uncle|husband)\b", re.IGNORECASE),
}
_LETTER = {"female": re.compile(r"\bF\b"), "male": re.compile(r"\bM\b")}
_TITLE = {"female": re.compile(r"\b(?:Mrs|Ms|Miss)\b"), "male": re.compile(r"\bMr\b")}
_PRONOUN = {
    "female": re.compile(r"\b(?:[Ss]he|[Hh]er(?![-\s]?2))\b"),
    "male": re.compile(r"\b(?:[Hh]e|[Hh]is|[Hh]im)\b"),
}


def ages(told: list[Passage]) -> Iterator[Fact]:
    """Every age at which the patient enters, in years."""
    for passage in told:
        for entrance in passage.entrances:
            if entrance.age is None or not passage.start <= entrance.start < passage.end:
                continue
            number = _AGE.search(passage.sentence.text[entrance.start : entrance.end])
            start = entrance.start + (number.start() if number else 0) - passage.start
            old = re.search(r"\b(?:old|age)\b", passage.sentence.text[entrance.start : entrance.end])
            end = (entrance.start + old.end() if old else entrance.end) - passage.start
            yield Fact(passage.patient, "age", entrance.age, passage.evidence(start, end), "age", 0.95)


def sexes(told: list[Passage]) -> Iterator[Fact]:
    """The sex, once: by a noun where the patient enters, else by the first pronoun."""
    for passage in told:
        for entrance in passage.entrances:
            if not entrance.sex or not passage.start <= entrance.start < passage.end:
                continue
            first = max(entrance.start - 22, passage.start) - passage.start
            for pattern in (_NOUN[entrance.sex], _KIN[entrance.sex], _LETTER[entrance.sex], _TITLE[entrance.sex]):
                m = pattern.search(passage.text, first)
                if m and m.end() <= entrance.end - passage.start + 60:
                    yield Fact(passage.patient, "sex", entrance.sex, passage.evidence(*m.span()), "sex", 0.95)
                    return
    for passage in told:
        if RELATIVE.search(passage.text):
            continue
        found = [(m.start(), name, m) for name, p in _PRONOUN.items() if (m := p.search(passage.text))]
        if found:
            _, name, m = min(found, key=lambda f: f[0])
            yield Fact(passage.patient, "sex", name, passage.evidence(*m.span()), "pronoun", 0.9)
            return
