"""Events that a sentence only names, with the grade that stands at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.quantities import Quantity
from extractors.toxicities.events import Event

# Between an event and the grade behind it: "mucositis of grade 1", "nausea was grade 2", "CPK rose to grade 3".
_OF = re.compile(
    r"[\s(]*(?:of|(?:was|were|is|being|remained|reached|to|rose to|up to)(?: (?:only|mild|maximum|of|a))*)?[\s(]*",
    re.IGNORECASE,
)


# "ALT rose to | 11 times the upper limit of normal | (grade 3)"
_TIMES_NORMAL = re.compile(
    r"[\w\s.×-]{0,30}?\d[\d.]*(?:\s?[x×]|[ -]?fold| times)\s[\w\s]{0,40}?(?:ULN|normal|limit)[\w\s]{0,12}[(,]\s*",
    re.IGNORECASE,
)


def uncounted(sentence: Sentence, found: list[Event], told: set[int]) -> Iterator[tuple[Event, Quantity | None]]:
    """Events that are only named, with the grade that stands at them."""
    grades = sentence.numbers("grade")
    behind = {e.start: g for e in found for g in grades if is_behind(sentence.text, e, g, found)}
    owned = {g.start for g in behind.values()}
    for event in found:
        if event.start in told or (event.general and not grades):
            continue
        before = [
            g
            for g in grades
            if g.start not in owned
            and g.end <= event.start
            and re.fullmatch(r"[\s\w,/-]{0,40}", sentence.text[g.end : event.start])
        ]
        yield event, behind.get(event.start) or (before[-1] if before else None)


def is_behind(text: str, event: Event, grade: Quantity, found: list[Event]) -> bool:
    """Whether a grade stands behind an event as its own: "X of grade 2", "X, grade 2"."""
    if grade.start < event.end:
        return False
    if _OF.fullmatch(text, event.end, grade.start) or _TIMES_NORMAL.fullmatch(text, event.end, grade.start):
        return True
    apart = text[event.end : grade.start].strip() in ("", "(", ",")
    return apart and not any(0 <= e.start - grade.end <= 2 for e in found)


def meant(sentence: Sentence, event: Event, found: list[Event]) -> Event:
    """The event that a bare "event" behind its grade goes on about: "A occurred in six patients, with one grade 3 event"."""
    if sentence.text[event.start : event.end].lower().removesuffix("s") != "event":
        return event
    before = [e for e in found if e.end <= event.start]
    return replace(event, term=before[0].term, general=False) if len(before) == 1 and not before[0].general else event
