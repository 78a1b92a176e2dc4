"""Which grade holds for an event of a list: the one that the list opens with.

"Grade 3 and 4 toxicities were A in ten patients, B in six and C in two", "with grade 3 A in five patients and B in
four": results sections print the grade once, and it holds until another grade, a clause of its own or a contrast.
"""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.symbols import Line
from extractors.quantities import Quantity
from extractors.toxicities.events import Event

_ITEM = r"(?:[,:]|(?<=Q);,?)?o{0,2}X(?:CQ?p?|Q|i?CQ?p?)?"
# Between the grade and the event: the word that the list explains or its first event, one verb, and further items.
_LIST = re.compile(
    rf"(?:o{{0,2}}X(?:,X)*)?(?:Q|i?CQ?p?)?(?:o?[v:]{{1,3}}[:i]?(?:CQ?p?)?(?:o{{0,2}},?w)?)?(?:{_ITEM})*(?:[,:]|(?<=Q);,?)?o{{0,2}}"
)
_PREDICATE = re.compile(r"XQ(?:,o?XQ)*v+o{0,3}(?:(?P<grade>G)o{0,3}(?:X|o)(?![QCi])|X(?P<behind>G)(?![QCiX]))")
_ASIDE = re.compile(r"X[^GX]{0,8}C[;,]$")
_TOLD = re.compile(r"C|Q")


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
