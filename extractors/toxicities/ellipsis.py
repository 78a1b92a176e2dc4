"""Counts whose event is told before them: "22 % had grade 1 or 2", "18 % of those on A and 9 % of those on B"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.counts import Count, counts
from extractors.core.paper import Sentence
from extractors.core.symbols import Mark
from extractors.core.things import Pair
from extractors.core.verbs import SEEN, SUFFERED
from extractors.quantities.people import PEOPLE
from extractors.toxicities.events import Event

# Between a count and a grade that stands for the event of that grade.
_HAD = re.compile(
    rf"\s*(?:of (?:the |these )?{PEOPLE})?\s*(?:had|have had|{SUFFERED}|experiencing|developing|having|with|were|was)\s+"
    r"(?:only\s+)?",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:[.;,)]|$|(?:and|but|while|whereas)\s+(?:only\s+|just\s+)?(?:\d+|none|one|two|three|four|five|six|seven|eight|nine)\b)"
)
_SHARED = re.compile(r"\s*(?:/|and|or|,)\s*", re.IGNORECASE)
_TREATED = r"(?:in|on|of|with|for|among|receiving|who (?:had )?received|treated with|given|assigned to)"
_PEOPLE = r"(?:(?:of (?:the |those )?)?(?:patients|cases|women|men|subjects|those)\s+)?"
_FIRST_ARM = re.compile(
    rf"\s*{_PEOPLE}{_TREATED} (?:the )?(?:[^.;:,()%\d]{{2,60}}?|(?:group|arm|cohort|level) \w+),? (?:and|vs\.?|versus|(?:as )?compared (?:with|to)|while|whereas|but) "
    r"(?:(?:in|for|only|just) )?(?:in )?",
    re.IGNORECASE,
)
_OTHER_ARM = re.compile(
    rf"\s*{_PEOPLE}{_TREATED} (?P<rest>(?:the )?[\w/+-][^.;:,()]{{1,70}}?)(?=[.;:,()]|$)", re.IGNORECASE
)
# "Toxicity was assessed in 26 of 30 on A and 25 of 29 on B" counts no events.
_LOOKED_FOR = re.compile(r"assess|evaluab|evaluated|available|monitored|reported by", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:had|has|was|were|{SUFFERED}|required|died|discontinued|withdrew)\b", re.I)


def elliptic(sentence: Sentence, found: Sequence[Event], joined: Sequence[Pair]) -> Iterator[Pair]:
    """Further counts of events of the sentence, by grade and by arm; each count is given away once."""
    numbers = counts(sentence)
    used = {p.count.start for p in joined if p.count}
    for count in numbers:
        if count.start not in used:
            yield from _of_grade(sentence, found, count, joined)
    yield from _at_a_rate(sentence, found, [c for c in numbers if c.start not in used])
    yield from _most_frequent(sentence, found, [c for c in numbers if c.start not in used])
    for pair in joined:
        event = pair.thing.value
        if pair.count is None or not isinstance(event, Event) or pair.thing.end > pair.count.start:
            continue
        if not (event.general and _LOOKED_FOR.search(sentence.text, pair.thing.end, pair.count.start)):
            second = _second_arm(sentence, found, pair.count, [c for c in numbers if c.start not in used])
            if second is not None:
                yield Pair(pair.thing, second, pair.grade, "arm", 0.8)
    yield from _behind_both(sentence, found, joined, [c for c in numbers if c.start not in used])


def _behind_both(
    sentence: Sentence, found: Sequence[Event], joined: Sequence[Pair], left: Sequence[Count]
) -> Iterator[Pair]:
    """ "61 of 64 on A had an event, versus 60 of 65 in the B group": the other arm's count behind the event."""
    for pair in joined:
        second = next((c for c in left if c.start >= pair.thing.end), None)
        if pair.count is None or second is None or pair.thing.start < pair.count.end:
            continue
        if (second.percent is None) != (pair.count.percent is None) or (second.n is None) != (pair.count.n is None):
            continue
        other = _OTHER_ARM.match(sentence.text, second.end)
        versus = _VERSUS.fullmatch(sentence.text, pair.thing.end, second.start)
        if versus and other and _PART.search(other["rest"]) and not _VERB.search(other["rest"]):
            yield Pair(pair.thing, second, pair.grade, "arm", 0.8)


_VERSUS = re.compile(r",? (?:versus|vs\.?|(?:as )?compared (?:with|to)|while|whereas|and)(?: only)? ", re.IGNORECASE)
_PART = re.compile(r"\b(?:group|arm|cohort|placebo|control)\b", re.IGNORECASE)


_MOST = re.compile(
    r"\s*(?:was|were|being)\s+(?:by far\s+)?(?:the\s+)?(?:single\s+)?(?:most|commonest|main|predominant|leading)\b[^.;:,()%\d]{0,40}?"
    r"(?:(?:[≥>]\s?)?grades?\s*(?:[≥>]\s?)?[1-5IV]+(?:\s*(?:[-–/]|or|and|to)\s*(?:[1-5IV]+|higher|greater|more|above|worse))?\s+(?:[\w-]+\s+){0,2}?)?"
    r"(?:toxicit(?:y|ies)|(?:adverse|side)[- ](?:events?|effects?|reactions?)|(?:TR|TE)?AEs?|events?)"
    rf"(?:,?\s+(?:{SEEN}|occurring))?\s*(?:\(|,\s|in\s|affecting\s)\s*",
    re.I,
)


_RATE_BEHIND = re.compile(r"(?:\s*\([^()]*\))?\s+(?:rate|incidence|frequency)\s+of\s+", re.I)
_RATE_BEFORE = re.compile(r"\b(?:rates?|incidence|frequency) of (?:[\w/-]+\s+){0,4}$", re.I)


def _at_a_rate(sentence: Sentence, found: Sequence[Event], left: Sequence[Count]) -> Iterator[Pair]:
    """ "A toxic death rate of 2 %", "an incidence of X of 15 %"."""
    for event in found:
        for count in left:
            if count.percent is None or count.start < event.end:
                continue
            behind = _RATE_BEHIND.fullmatch(sentence.text, event.end, count.start)
            of = sentence.text[event.end : count.start].strip() == "of"
            if behind or (of and _RATE_BEFORE.search(sentence.text[: event.start])):
                yield Pair(Mark("X", event.start, event.end, event), count, None, "ellipsis", 0.85)


def _most_frequent(sentence: Sentence, found: Sequence[Event], left: Sequence[Count]) -> Iterator[Pair]:
    """ "X was the most frequent grade 3 toxicity (15 %)": the count behind the general word is that of what it names."""
    for event in (e for e in found if not e.general):
        for count in left:
            if event.end < count.start and not count.bare and _MOST.fullmatch(sentence.text, event.end, count.start):
                grades = sentence.numbers("grade")
                grade = next((g for g in grades if event.end <= g.start and g.end <= count.start), None)
                yield Pair(Mark("X", event.start, event.end, event), count, grade, "ellipsis", 0.85)


def _of_grade(sentence: Sentence, found: Sequence[Event], count: Count, joined: Sequence[Pair]) -> Iterator[Pair]:
    text = sentence.text
    grade = next((g for g in sentence.numbers("grade") if g.start >= count.end), None)
    if grade is None or not _ENDS.match(text, grade.end):
        return
    bare, had = text[count.end : grade.start].isspace(), _HAD.fullmatch(text, count.end, grade.start)
    counted = [p for p in joined if p.count and max(p.count.end, p.thing.end) <= count.start]
    if (bare or had) and len(found) == 1 and counted and _GOES_ON.search(text[: count.start]):
        yield Pair(
            counted[-1].thing, count, grade, "ellipsis", 0.8
        )  # "75 % had toxicity, 60 % grade 1 and 15 % grade 3"
        return
    if not had and not (bare and _OF_WHICH.search(text[: count.start])):  # "and one grade 4"
        return
    for event in _told_before(text, found, count.start):
        yield Pair(Mark("X", event.start, event.end, event), count, grade, "ellipsis", 0.8)


# "Adverse events were seen in 19 patients, of which | seven | were grade 3"
_OF_WHICH = re.compile(
    r"(?:\b(?:of|in) (?:which|whom|these|them)(?: (?:events|cases))?,?|;|\bgrades? ?[1-5IV]+,? (?:and|,))\s+$",
    re.IGNORECASE,
)


_GOES_ON = re.compile(r"(?:[,;:(]|\band|\bwith|\bincluding)\s*(?:only\s)?$", re.IGNORECASE)


def _told_before(text: str, found: Sequence[Event], at: int) -> list[Event]:
    """The one event, or the list told as one, that the sentence names before a place; nothing where there are several."""
    before = [e for e in found if e.end <= at and not e.general]
    if not before and len(found) == 1 and found[0].end <= at and _OF_WHICH.search(text[:at]):
        return list(found)
    if any(not _SHARED.fullmatch(text[a.end : b.start]) for a, b in pairwise(before)):
        return before[:1] if len({e.term.label for e in before}) == 1 else []
    return before


def _second_arm(sentence: Sentence, found: Sequence[Event], first: Count, left: Sequence[Count]) -> Count | None:
    """The other arm's count right behind the first's, when no event or verb of its own follows it."""
    text = sentence.text
    second = next((c for c in left if c.start >= first.end), None)
    if second is None or (first.percent is None) != (second.percent is None) or (first.n is None) != (second.n is None):
        return None
    if not _FIRST_ARM.fullmatch(text, first.end, second.start):
        return None
    other = _OTHER_ARM.match(text, second.end)
    if other is None or _VERB.search(other["rest"]) or any(first.end <= e.start < other.end() for e in found):
        return None
    return second
