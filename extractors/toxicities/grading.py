"""Which grade holds for an event of a list: the one that the list opens with.

"Grade 3 and 4 toxicities were A in ten patients, B in six and C in two", "with grade 3 A in five patients and B in
four": results sections print the grade once, and it holds until another grade, a clause of its own or a contrast.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.core.symbols import Line
from extractors.quantities import Quantity
from extractors.toxicities.deaths import fatal
from extractors.toxicities.events import Event
from extractors.toxicities.named import is_behind

_ITEM = r"(?:[,:]|(?<=Q);,?)?o{0,2}X(?:CQ?p?|Q|i?CQ?p?)?"
# Between the grade and the event: the word that the list explains or its first event, one verb, and further items.
_LIST = re.compile(
    rf"(?:o{{0,2}}X(?:,X)*)?(?:Q|i?CQ?p?)?(?:o?[v:]{{1,3}}[:i]?(?:CQ?p?)?(?:o{{0,2}},?w)?)?(?:{_ITEM})*(?:[,:]|(?<=Q);,?)?o{{0,2}}"
)
_PREDICATE = re.compile(
    r"X(?:Q|iCQ?p?)(?:,o?X(?:Q|i?CQ?p?))*v+o{0,3}(?:(?P<grade>G)o{0,3}(?:X|o)(?![QCi])|X(?P<behind>G)(?![QCiX]))"
)
_ASIDE = re.compile(r"X[^GX]{0,8}C[;,]$")
_TOLD = re.compile(r"C|Q")
# "...; these were A and B" goes on with the list.
_BREAK = re.compile(
    r"[;.](?!\s*(?:these|they|those)\b)|\b(?:while|whereas|but|although|however|other|any|no|nor|neither|without)\b",
    re.IGNORECASE,
)
# "Two patients had a thrombosis, both grade 3".
_LISTED = re.compile(r",? (?:and )?", re.IGNORECASE)
_ALL_GRADED = re.compile(
    r"(?:\s*\([^()]{0,20}\))?\s*[,(–—-]\s*(?:and )?(?:all|both|each)(?: of (?:them|which|these))?(?: were| being| events were)?(?: of)?\s*",
    re.IGNORECASE,
)
# "Grade 3 treatment-related | toxicities"
_GRADED = re.compile(
    r"\s*(?:(?:treatment|drug|therapy)-?\s?(?:related|emergent)|immune-related|non-?h(?:a)?ematologic(?:al)?|h(?:a)?ematologic(?:al)?|serious|severe|acute|late)?\s*",
    re.I,
)
# A sentence that goes on with what the one before it counted: "These included A (n = 3) and B (n = 1)".
_GOES_ON = re.compile(
    r"(?:These|They|Those|Among (?:these|them),?)\b(?: (?:events|toxicities|AEs|adverse events|effects))?(?: (?:mainly|mostly|all))?"
    r" (?:were|included|comprised|consisted)\b|The (?:most (?:common|frequent)|commonest)(?: (?:ones?|of (?:these|them|which)))? (?:were|was|included)\b"
)


@dataclass
class Heads:
    """The grade of the general word that the sentence before ends with, in text order of the sentences read."""

    index: int = -9
    last: Quantity | None = None

    def grade(self, sentence: Sentence, found: list[Event]) -> Quantity | None:
        """The grade that a sentence takes over from the one before, whose events it names."""
        near = sentence.index == self.index + 1 and _GOES_ON.match(sentence.text) and not sentence.numbers("grade")
        taken = self.last if near else None
        general = [e for e in found if e.general]
        grades = _of_general(sentence, general[-1]) if general and general[-1] is found[-1] else []
        self.index, self.last = sentence.index, grades[-1] if grades else None
        return taken


def _of_general(sentence: Sentence, event: Event) -> list[Quantity]:
    return [g for g in sentence.numbers("grade") if _GRADED.fullmatch(sentence.text, g.end, event.start)]


def grade_at(sentence: Sentence, symbols: Line, event: Event, found: list[Event]) -> Quantity | None:
    """The grade of an event without one beside it: of a death, of the list's head, or of the list."""
    if killed := fatal(sentence, event):
        return killed
    for grade in sentence.numbers("grade"):
        if grade.start > event.end and _ALL_GRADED.fullmatch(
            sentence.text, _list_end(sentence, event, found), grade.start
        ):
            return grade
        if not (event.general or sentence.text[event.end : grade.start].strip(" (")) and is_behind(
            sentence.text, event, grade, found
        ):
            return grade
    if event.general:
        return next(iter(_of_general(sentence, event)), None)
    return _head_grade(sentence, event, found) or governing(symbols, event.start)


def _list_end(sentence: Sentence, event: Event, found: list[Event]) -> int:
    """Where the list ends that an event stands in: "A, B and C"."""
    end = event.end
    for after in found:
        if after.start >= end and _LISTED.fullmatch(sentence.text, end, after.start):
            end = after.end
    return end


def _head_grade(sentence: Sentence, event: Event, found: list[Event]) -> Quantity | None:
    """The grade of the general word that a list of events explains: "grade 3 toxicities consisted of X and Y"."""
    if event.general:
        return None
    for grade in reversed([g for g in sentence.numbers("grade") if g.end <= event.start]):
        head = next((e for e in found if e.general and 0 <= e.start - grade.end <= 25), None)
        if head is None or head.end > event.start:
            return None
        return None if _BREAK.search(sentence.text[head.end : event.start]) else grade
    return None


def governing(line: Line, start: int) -> Quantity | None:
    """The grade that governs the event at `start` of the sentence's text from the head of its list."""
    for inner in (line, *line.inner()):
        at = next((k for k, s in enumerate(inner.symbols) if s.letter == "X" and s.start == start), None)
        if at is not None:
            return _before(inner, at) or _after(inner, at)
    return None


def _is_febrile(event: object) -> bool:
    return isinstance(event, Event) and event.term.label.lower() == "febrile neutropenia"


def _after(line: Line, at: int) -> Quantity | None:
    """ "A (16 %) and B (9 %) were the most common grade 3 events": the grade of the predicate that names them."""
    m = _PREDICATE.match(line.letters, at)
    grade = line.symbols[m.start("grade" if m["grade"] else "behind")].value if m else None
    return grade if isinstance(grade, Quantity) else None


def _before(line: Line, at: int) -> Quantity | None:
    letters = line.letters
    head = letters.rfind("G", 0, at)
    if head < 0 or re.search(r"[nm][ov]{0,2}$", letters[:head]):
        return None
    named = line.symbols[head + 1].value if letters[head + 1 : head + 2] == "X" else None
    if _is_febrile(line.symbols[at].value) and isinstance(named, Event) and not named.general:
        return None  # graded by definition: the grade is that of the events named one by one
    if _ASIDE.search(letters[:head]) and letters[head + 1 : head + 3] == "iC":
        return None  # "nausea in nine, grade 3 in two, vomiting in four": of the part that it counts
    if letters[max(0, head - 1) : head] == "C" and letters[head + 1 : head + 2] in (",", ";"):
        return None  # "A in nine, of which two grade 3, and B": of the part that it counts
    behind = line.symbols[head - 1].value if head and letters[head - 1] == "X" else None
    if isinstance(behind, Event) and not behind.general:
        return None  # "nausea grade 2 in five patients, vomiting in two": the grade is the first event's own
    between = letters[head + 1 : at]
    if not _LIST.fullmatch(between):
        return None
    # "Grade 3 A in six patients, and B was seen in nine": a verb of its own opens a new clause.
    if re.match(r"XG?v", letters[at:]) and _TOLD.search(between.replace("XQ", "X")):
        return None
    grade = line.symbols[head].value
    return grade if isinstance(grade, Quantity) else None
