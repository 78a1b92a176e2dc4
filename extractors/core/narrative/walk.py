"""Walking through the sentences: who is on stage, who enters, when a group takes over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.narrative.entrances import PEOPLE, Entrance, entrances
from extractors.core.narrative.persons import Person, labels, unify
from extractors.core.narrative.sole import sole_person
from extractors.core.paper import Sentence, Told
from extractors.core.people import KIN
from extractors.quantities.numbers import WORD

# "Her brother" brings someone else in.
_OF_KIN = rf"(?!\s(?:(?:elder|older|younger|twin|\d+-year-old|identical)\s){{0,2}}{KIN}\b)"
PRONOUN = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Hh]is{_OF_KIN}|[Hh]er(?!-?\d){_OF_KIN}|[Hh]im|[Tt]his (?:patient|man|woman|girl|boy|child|case|lady"
    r"|gentleman)|[Tt]he same patient"
    r"|[Tt]he (?:patient|child|boy|girl|woman|man|lady)(?:['’]s)?)\b"
)
_FEMALE = re.compile(rf"\b(?:[Ss]he|[Hh]er(?!-?\d){_OF_KIN})\b")
_MALE = re.compile(rf"\b(?:[Hh]e|[Hh]is{_OF_KIN}|[Hh]im)\b")
GROUP = re.compile(
    rf"\b(?:(?:\d+|{WORD}|all|both|most|many|several|some|few|no|our|these|those|the|other|of|remaining|patients"
    rf"|cases)\b[\s(]+)(?:[\w-]+\s){{0,5}}?{PEOPLE}\b"
    rf"|^{PEOPLE}\b|\b(?:[Mm]edian|[Mm]ean (?:age|duration|time|survival|follow)|response rates?|survival rates?"
    rf"|(?:this|our) (?:series|cohort)|toxicit(?:y|ies) (?:was|were)|adverse events|side effects|there (?:was"
    rf"|were) (?:one|no|two|three|only))\b|both (?=had|have|were|are|received|died|showed|achieved|underwent)"
    rf"|^overall,|\bn\s?=\s?(?!1\b)\d|\b(?:patients|cases|pts)\s(?:nos?\.?\s|numbers\s)?#?\d{{1,3}}\s?(?:,|and|&|to|[-–])",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[;:.]\s")
_COUNTS = re.compile(rf"\b(?!one\b|1\b)(?:\d+|{WORD})\s", re.IGNORECASE)
_CLOSES = re.compile(r"[)\];]|$")
_HEADING = re.compile(r"(?:patient|case)\s*(?:no\.?|number|#)?\s*(\d{1,3}|[A-H]|I{1,3}|IV|V)\b", re.IGNORECASE)
_FOLLOW = re.compile(r"^.{0,60}?\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Tt]his patient|[Tt]he patient)\b")
_CASE_OF = re.compile(r"\s+of\s")
_WE_REPORT = re.compile(
    r"\b(?:we|authors) (?:\w+ly |also |here |herein )?(?:report|present|describe)\w*\s+(?:here |herein )?an?\s(?:[\w-]+\s){0,3}case$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\b(?:[Aa]|[Tt]he) (?:second|third|other) (?:patient|case|woman|man|child|one)\b")


_ONE_BY_ONE = re.compile(r"(?::|\b(?:namely|i\.e\.|including|included|comprising),?)\s*$")
_INDEFINITE = re.compile(r"\ban?\s(?:[\w-]+\s){0,4}$")
_PLURAL = re.compile(
    rf"\b(?:(?:\d+|{WORD}|all|both|most|many|several|some|few|no|our|these|those|other)\s(?:[\w-]+\s){{0,5}}?)?"
    r"(?:patients|women|men|children|adults|subjects|people|individuals|\d+ (?:[\w-]+ )?cases)\b",
    re.IGNORECASE,
)
_VAGUE = {"sarcoma", "malignant neoplasm", "soft tissue sarcoma", "bone sarcoma", "solid tumor", "carcinoma"}


@dataclass(frozen=True, slots=True)
class Event:
    """What changes the stage at `[start, end)` of a sentence: an entrance, a pronoun, or (neither) a group."""

    start: int
    end: int
    entrance: Entrance | None = None
    pronoun: bool = False


def tell(text: str, sentences: tuple[Sentence, ...]) -> tuple[Told, ...]:
    """Which cleaned ranges of a paper's text are about which patient, in text order."""
    walked = _Walk(text, sentences).persons()
    _name_together(walked, sentences)
    persons = unify(walked)
    only = sole_person(sentences, persons)
    if only is not None:
        return tuple(Told(start, end, labels([only])[only]) for start, end in _whole(sentences))
    names = labels(persons)
    apart = [Told(a, b, names[p]) for p in persons for a, b in p.spans]
    return tuple(sorted([*apart, *(Told(a, b, names[p], together=True) for p in persons for a, b in p.together)]))


def _name_together(persons: list[Person], sentences: tuple[Sentence, ...]) -> None:
    """Those told of together have the tumour that is named of them all."""
    starts = [s.start for s in sentences]
    for person in persons:
        for start, end in person.together if not person.histotype else ():
            sentence = sentences[bisect_right(starts, start) - 1]
            named = (m.label.removesuffix(", nos") for m in sentence.of("histotype") if start <= m.start < end)
            person.histotype = next((n for n in named if n not in _VAGUE), "")


def _whole(sentences: tuple[Sentence, ...]) -> Iterator[tuple[int, int]]:
    for sentence in sentences:
        if sentence.attribution == "cited":
            continue
        group = _PLURAL.search(sentence.text)
        end = sentence.end if group is None else sentence.start + group.start()
        if end > sentence.start:
            yield sentence.start, end


class _Walk:
    """The walk's state: the person on stage, and the paragraph that they stand in."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        self.text, self.sentences = text, sentences
        self.found: list[Person] = []
        self.current: Person | None = None
        self.paragraph = 0
        self.group: tuple[int, int] | None = None
        self.entered: list[Person] = []

    def persons(self) -> list[Person]:
        """Everyone told of, with their spans."""
        before: Sentence | None = None
        for k, sentence in enumerate(self.sentences):
            self._place(before, sentence)
            if sentence.attribution != "own":
                self.current = None
            else:
                self._sentence(k, sentence)
            before = sentence
        return self.found

    def _place(self, before: Sentence | None, sentence: Sentence) -> None:
        """A new section empties the stage, a heading "Case 2" fills it; a new paragraph does not among cases."""
        new_section = before is None or (before.section, before.title) != (sentence.section, sentence.title)
        if new_section or (before is not None and "\n" in self.text[before.end - 1 : sentence.start + 1]):
            self.paragraph += 1
            if sentence.section is not K.CASES and not PRONOUN.match(sentence.text):
                self.current = None
        if new_section:
            heading = _HEADING.match(sentence.title)
            self.current = None
            if heading:
                self._enter(sentence, Entrance(0, 0, number=heading[1]))

    def _sentence(self, k: int, sentence: Sentence) -> None:
        events = self._events(k, sentence)
        first = events[0] if events else None
        stays = self.current is not None and (
            (first is not None and first.pronoun) or self.current.strong or sentence.section is K.CASES
        )
        if not stays:
            self.current = None
        at, held = 0, self.current
        self.group, self.entered = None, []
        for event in events:
            if event.pronoun:
                if held is None and self.current is None:
                    continue
                self._note_sex(event, sentence, held)
            elif event.entrance is None:
                self._span(held, sentence, at, event.start)
                at, held = event.start, None
                self._group(sentence, event)
            else:
                at, held = self._on_entrance(sentence, event.entrance, at, held)
        self._span(held, sentence, at, len(sentence.text))
        self.current = held if held is not None or sentence.section is not K.CASES else self.current

    def _on_entrance(
        self, sentence: Sentence, entrance: Entrance, at: int, held: Person | None
    ) -> tuple[int, Person | None]:
        """Someone enters; an aside in parentheses holds only to its end. Gives where the stage changed, for whom."""
        if entrance.aside:
            close = _CLOSES.search(sentence.text, entrance.end)
            end = close.start() if close else len(sentence.text)
            self._span(held, sentence, at, entrance.start)
            person = self._enter(sentence, entrance)
            self._span(person, sentence, entrance.start, end)
            return end, held
        begin = self._begin(sentence, entrance, at, held)
        self._span(held, sentence, at, begin)
        person = self._enter(sentence, entrance, held)
        self.entered.append(person)
        if self.group is not None and (entrance.bare or self._introduced(sentence, begin)):
            self.group = (self.group[0], min(self.group[1], sentence.start + begin))
            person.together.append(self.group)
        return begin, person

    def _introduced(self, sentence: Sentence, begin: int) -> bool:
        """Whether a group is told one by one: "three patients with chordoma: a man of 45, a woman of 60"."""
        if self.group is None:
            return False
        start, end = self.group[0] - sentence.start, min(self.group[1] - sentence.start, begin)
        return bool(_ONE_BY_ONE.search(sentence.text[start:end]))

    def _group(self, sentence: Sentence, event: Event) -> None:
        """A group takes over: "two patients with chordoma, one ..., the other ..." or "both had chordoma"."""
        self.group = (sentence.start + event.start, sentence.end)
        if len(self.entered) > 1 and sentence.text[event.start : event.end].lower().startswith("both"):
            for person in self.entered:
                person.together.append(self.group)

    def _begin(self, sentence: Sentence, entrance: Entrance, at: int, held: Person | None) -> int:
        """Where the clause begins that an entrance stands in: "a second response was seen in a man of 45"."""
        cuts = [m.end() for m in _SEPARATOR.finditer(sentence.text[at : entrance.start])]
        begin = at + (cuts[-1] if cuts else 0)
        before = sentence.text[begin : entrance.start]
        pronoun = held is not None and PRONOUN.search(before)
        if (begin == 0 or cuts) and not pronoun and not _COUNTS.search(before):
            return begin
        commas = [m.end() for m in re.finditer(r",\s|\band\s|\bwhile\s|\bwhereas\s", before)]
        return begin + commas[-1] if commas else entrance.start

    def _enter(self, sentence: Sentence, entrance: Entrance, held: Person | None = None) -> Person:
        on_stage = held or self.current
        heads = on_stage is not None and on_stage.fits(entrance) and self._same_person(on_stage, entrance)
        person = on_stage if heads and on_stage is not None else Person(sentence.section, self.paragraph)
        if not heads:
            self.found.append(person)
        person.take(entrance)
        self.current = person
        return person

    def _same_person(self, person: Person, entrance: Entrance) -> bool:
        """ "Case 2. A 40-year-old man": an age completes a number; "(patient 3)" completes an age."""
        if entrance.age is not None:
            return (bool(person.number) and person.age is None) or person.age == entrance.age
        if entrance.number:
            return person.number == entrance.number
        # a heading "Case 2" above "A male patient ..."
        return bool(person.number) and not person.spans and not entrance.ordinal and not entrance.bare

    def _span(self, person: Person | None, sentence: Sentence, start: int, end: int) -> None:
        if person is None or end <= start:
            return
        person.spans.append((sentence.start + start, sentence.start + end))
        inside = [m for m in sentence.mentions if start <= m.start - sentence.start < end]
        tumours = [m.label.removesuffix(", nos") for m in inside if m.layer == "histotype"]
        person.histotype = person.histotype or next((t for t in tumours if t not in _VAGUE), "")
        person.sites |= {m.label for m in inside if m.layer == "site"}
        for name, pattern in (("female", _FEMALE), ("male", _MALE)):
            if not person.sex and pattern.search(sentence.text[start:end]):
                person.sex = name

    def _note_sex(self, event: Event, sentence: Sentence, held: Person | None) -> None:
        said = sentence.text[event.start : event.end].lower()
        if held is not None and not held.sex:
            held.sex = "female" if said in ("she", "her") else "male" if said in ("he", "his", "him") else ""

    def _events(self, k: int, sentence: Sentence) -> list[Event]:
        events = []
        for entrance in entrances(sentence):
            person = not entrance.count or self._goes_on(k, sentence, entrance)
            events.append(Event(entrance.start, entrance.end, entrance if person else None))
        for pattern, pronoun in ((GROUP, False), (PRONOUN, True)):
            taken = [(e.start, e.end) for e in events]
            free = (
                m for m in pattern.finditer(sentence.text) if not any(a < m.end() and m.start() < b for a, b in taken)
            )
            events += [Event(m.start(), m.end(), pronoun=pronoun) for m in free]
        return sorted(events, key=lambda e: e.start)

    def _goes_on(self, k: int, sentence: Sentence, entrance: Entrance) -> bool:
        """Whether the text goes on about a bare "one patient": he or she follows, or a second patient does."""
        rest = sentence.text[entrance.end :]
        group = GROUP.search(rest)
        if _FEMALE.search(rest[: group.start() if group else None]) or _MALE.search(
            rest[: group.start() if group else None]
        ):
            return True
        clause = re.split(r"[;:]", rest, maxsplit=1)[0]
        for mention in sentence.of("histotype"):
            at = sentence.at(mention)[0] - entrance.end
            if 0 <= at < len(clause) and _INDEFINITE.search(rest[:at]) and not GROUP.search(rest[:at]):
                return True
        if self._reported(k, sentence, rest):
            return True
        following = [s.text for s in self.sentences[k + 1 : k + 3] if s.section is sentence.section]
        if following and _FOLLOW.match(following[0]) and not entrances_of_new(following[0]):
            return True
        return bool(_CONTINUED.search(rest)) or any(_CONTINUED.search(t) for t in following)

    def _reported(self, k: int, sentence: Sentence, rest: str) -> bool:
        """Whether "a case of X" that the authors report is told soon after, by pronouns and without an age."""
        if not _CASE_OF.match(rest) or not _WE_REPORT.search(sentence.text[: len(sentence.text) - len(rest)]):
            return False
        near = [s for s in self.sentences[k + 1 : k + 5] if s.attribution == "own"]
        return any(_FOLLOW.match(s.text) for s in near) and not any(entrances(s) for s in near)


def entrances_of_new(text: str) -> bool:
    """Whether a sentence opens with someone else ("Another patient ...")."""
    return bool(re.match(r"(?:An?|One|Another|The (?:second|other))\s", text))
