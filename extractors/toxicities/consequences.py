"""Events told by their consequence.

"A led to dose reduction in six patients and discontinuation in two", "dose reductions were needed in six patients for
A", "six patients stopped treatment for A".
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.counts import Count, counts
from extractors.core.paper import Sentence
from extractors.core.symbols import Line, Mark
from extractors.core.things import Pair

# What an event brings on: less treatment, or treatment of its own.
_REMEDY = (
    r"(?:(?:hospital )?(?:admissions?|readmissions?)|hospitali[sz]ations?|(?:blood |platelet |red[- ](?:blood )?cell |erythrocyte )*transfusions?|"
    r"(?:hormone |thyroid |thyroxine )*(?:replacement|substitution)|(?:\w+ )?antibiotics|(?:systemic )?(?:cortico)?steroids|"
    r"(?:surgical )?interventions?|surgery|intensive care|G-CSF(?: support)?)"
)
_CHANGE = (
    r"(?:discontinu\w+|withdraw\w+|interrupt\w+|cessation|stopping|terminat\w+|(?:dose|dosage) \w+|delays?|"
    rf"reductions?|{_REMEDY})"
)
_LED = re.compile(
    r"\s*(?:,? ?(?:which|that)\s+)?(?:necessitat(?:ed|ing)|led to|leading to|result(?:ed|ing) in|forced|forcing|"
    rf"caused|causing|prompted|requir(?:ed|ing)|(?:was|were) the (?:[\w-]+ ){{0,3}}?(?:causes?|reasons?) (?:of|for))\s+(?:[\w-]+\s+){{0,4}}?{_CHANGE}"
    r"(?:\s+(?:of|in|from|with|to)(?!\s+\d)\s+(?:the\s+)?(?!patients?\b)[\w-]+(?:\s+(?:therapy|treatment|drug|dose))?)?(?:\s+(?:from|to)\s+\d[^;,()]{0,30}?)?"
    r"(?:\s+(?:in|for|among)\s+|\s*\((?:in\s+)?)",
    re.IGNORECASE,
)
_AND = re.compile(
    rf"\s*,?\s*(?:and|or)\s+(?:to\s+)?(?:[\w-]+\s+){{0,3}}?{_CHANGE}(?:\s+(?:of|from)\s+(?:the\s+)?[\w-]+)?\s+(?:in|for)\s+",
    re.IGNORECASE,
)

_GRADED = r"(?:(?:grades?|G)\s*[1-5IV]+(?:\s*(?:[-–/,]|or|and|to)\s*[1-5IV]+)?\s+)?(?:[\w-]+\s+){0,2}?"
# "Dose reductions were required in | six patients | for A", "treatment was stopped in | two | due to A"
_CHANGED_IN = re.compile(
    rf"\b(?:{_CHANGE}|discontinued|stopped|withdrawn|interrupted|delayed|reduced|modified|ceased)\b[^.;]{{0,60}}?\b(?:in|for|by)\s+(?:only\s+)?$",
    re.IGNORECASE,
)
# "Ten patients had dose interruptions, | six | for A and | four | for B"
_CHANGED_AND = re.compile(
    rf"\b(?:{_CHANGE}|discontinued|stopped|withdrawn|interrupted|reduced|ceased|hospitali[sz]ed|admitted)\b[^.;]{{0,80}}?(?:[,:(]|\band)\s+$",
    re.IGNORECASE,
)
_REASON = re.compile(
    rf"\s*,?\s*(?:for|because of|due to|owing to|on account of|as a result of|secondary to|mainly for|mostly for)\s+{_GRADED}",
    re.IGNORECASE,
)
_STOPPED_FOR = re.compile(
    r"\s*(?:who\s+)?(?:had to\s+)?(?:stop(?:ped)?|discontinue[d]?|interrupt(?:ed)?|came off|went off|were taken off|withdrew(?: from)?|left|"
    r"(?:required|needed|had|underwent|received|were given)(?: an?| their)?(?: [\w-]+){0,2}? (?:(?:dose|dosage|treatment|drug) ?\w*"
    rf"|{_REMEDY}))"
    rf"(?:\s+(?!for\b)[\w-]+){{0,6}}?\s+for\s+{_GRADED}"
    rf"|\s*(?:(?:was|were)\s+)?(?:hospitali[sz]ed|(?:re-?)?admitted)(?:\s+to\s+(?:the\s+)?hospital)?\s+(?:for|with|because of|due to|owing to)\s+{_GRADED}",
    re.IGNORECASE,
)


# "Because of A, | the dose was reduced in | ten | and treatment was stopped in | two"
_FRONTED = re.compile(rf"^(?:because of|due to|owing to|on account of|as a result of|for)\s+{_GRADED}$", re.IGNORECASE)
_CHANGED_FOR_IT = re.compile(
    rf"\s*,?\s*(?:and\s+)?(?:[\w-]+\s+){{0,4}}?(?:{_CHANGE}|discontinued|stopped|withdrawn|interrupted|delayed|reduced|modified|ceased)"
    r"(?:\s+(?:was|were)\s+(?:required|needed|necessary))?\s+(?:in|for|by)\s+",
    re.IGNORECASE,
)


def consequences(sentence: Sentence, line: Line) -> Iterator[Pair]:
    """Events of the line that changed the treatment of so many."""
    counted = counts(sentence)
    by_start = {c.start: c for c in counted}
    yield from _because(sentence.text, line, counted)
    yield from _fronted(sentence.text, line, counted)
    for symbol in line.symbols:
        if symbol.letter != "X":
            continue
        for count in _behind(sentence.text, symbol.end, by_start):
            if count.n is not None or count.percent is not None:
                yield Pair(Mark("X", symbol.start, symbol.end, symbol.value), count, None, "consequence", 0.85)


def _because(text: str, line: Line, counted: tuple[Count, ...]) -> Iterator[Pair]:
    """The event behind a count whose treatment changed: the change told before the count, or between it and the event."""
    events = [s for s in line.symbols if s.letter == "X"]
    for k, count in enumerate(counted):
        until = counted[k + 1].start if k + 1 < len(counted) else len(text)
        event = next((e for e in events if count.end <= e.start < until), None)
        if event is None or (count.percent is None and count.n is None):
            continue
        between = text[count.end : event.start]
        changed = _CHANGED_IN.search(text[: count.start]) or _CHANGED_AND.search(text[: count.start])
        if (changed and _REASON.fullmatch(between)) or _STOPPED_FOR.fullmatch(between):
            yield Pair(Mark("X", event.start, event.end, event.value), count, None, "consequence", 0.85)


def _fronted(text: str, line: Line, counted: tuple[Count, ...]) -> Iterator[Pair]:
    """The event that a sentence opens with as the cause, with the counts of those whose treatment it changed."""
    event = next((s for s in line.symbols if s.letter == "X"), None)
    if event is None or not _FRONTED.match(text[: event.start]):
        return
    at = event.end
    for count in counted:
        if not _CHANGED_FOR_IT.fullmatch(text, at, count.start):
            return
        yield Pair(Mark("X", event.start, event.end, event.value), count, None, "consequence", 0.85)
        at = count.end


def _behind(text: str, at: int, by_start: dict[int, Count]) -> Iterator[Count]:
    pattern = _LED
    while (m := pattern.match(text, at)) and (count := by_start.get(m.end())) is not None:
        yield count
        at, pattern = count.end, _AND
