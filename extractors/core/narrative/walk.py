"""Walking through the sentences: who is on stage, who enters, when a group takes over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.narrative.entrances import PEOPLE, TOLD_OF_KIN, Entrance
from extractors.core.narrative.events import FEMALE, MALE, PRONOUN, Event, events
from extractors.core.narrative.persons import Person, Shared, labels, unify
from extractors.core.narrative.sole import sole_person
from extractors.core.paper import Sentence, Told
from extractors.quantities.numbered import ONE_IN_BRACKETS
from extractors.quantities.numbers import WORD

_SEPARATOR = re.compile(r"[;:.]\s")
_COUNTS = re.compile(rf"\b(?!one\b|1\b)(?:\d+|{WORD})\s", re.IGNORECASE)
# A grade's number before several who are told of by theirs: "grade 3 rash was seen in patients 1 and 4".
_GRADED = re.compile(r"\bgrades?\s\d", re.IGNORECASE)
_CLOSES = re.compile(r"[)\];]|$")
_HEADING = re.compile(r"(?:patient|case)\s*(?:no\.?|number|#)?\s*(\d{1,3}|[A-H]|I{1,3}|IV|V)\b", re.IGNORECASE)
_ONE_BY_ONE = re.compile(r"(?::|\b(?:namely|i\.e\.|including|included|comprising),?)\s*$")
# "Two patients (cases 1 and 3) relapsed": the count and the numbers are the same people.
_COUNTED = re.compile(rf"\b{PEOPLE}\b[\s,:]*[(\[]\s*$|\b(?:\d+|{WORD})\s[(\[]\s*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]\s|,?\s(?:while|whereas|but)\s|,\s(?:and\s)?", re.IGNORECASE)
_NAMED_ASIDE = re.compile(ONE_IN_BRACKETS, re.IGNORECASE)
_ITEM_BEGINS = re.compile(
    r"[)\]],?\s(?:and\s|or\s)?|[:;]\s|\b(?:included|were|comprised|namely|with|had|and)\s", re.IGNORECASE
)
_OF_THEM = re.compile(r"(?:both|all|these|those|of)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r",?\s(?:and|but|while|whereas|with)\s(?:the\s(?:other|remain|rest\b|latter|former)|others\b|neither\b|none\b|another\b|(?:one|two|three|four)\b(?!\s(?:of (?:them|these)|years?|months?|weeks?|days?|cycles?)))",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    rf"\b(?:(?:\d+|{WORD}|all|both|most|many|several|some|few|no|our|these|those|other)\s(?:[\w-]+\s){{0,5}}?)?"
    r"(?:patients|women|men|children|adults|subjects|people|individuals|\d+ (?:[\w-]+ )?cases)\b",
    re.IGNORECASE,
)
_ASIDE = {K.DISCUSSION, K.BACKGROUND}
# What is told of other cases, or of the disease: "was detected in one case of ...", "about half of these tumours".
_OF_OTHERS = re.compile(
    r"\b(?:in|of|for|among|from)\s(?:an?|one|two|three|four|five|\d+|another|some|several|most|many|other|few)\s(?:[\w'’-]+\s){0,4}(?:cases?|patients?|tumou?rs|individuals|samples|series|stud(?:y|ies))\b"
    r"|\bpreviously (?:been )?(?:reported|described|published)\b|\b(?:has|have) been (?:reported|described|published|identified|detected|observed|documented)\b"
    r"|\b(?:about|approximately|around|nearly|almost|up to|only|in)\s(?:\d+\s?%|half|one[- ](?:third|half|quarter)|two[- ]thirds)|\b(?:the|vast) majority of\b|\b(?:usually|typically|frequently|commonly|generally|often)\b",
    re.IGNORECASE,
)
# How the disease is treated, in an abstract as well: "current treatment relies on surgery".
_IN_GENERAL = re.compile(
    r"\b(?:current|standard|main|available|established|first-line|mainstay|common|usual|conventional|optimal|primary)\s(?:of\s)?(?:therapeutic |treatment |systemic |medical )?(?:treatments?|therap(?:y|ies)|management|options?|strateg(?:y|ies)|methods?|modalit(?:y|ies)|approach(?:es)?|standard of care)\b"
    r"[^.;]{0,40}?\b(?:is|are|rel(?:y|ies)|includes?|consists?|remains?|comprises?|involves?)\b",
    re.IGNORECASE,
)
_OWN_CASE = re.compile(
    r"\b(?:our|ours|we|us|here|herein|this|he|she|his|her|him)\b|\bthe (?:patient|case|(?:present|current|index|reported) (?:case|patient|report|tumou?r)|child|boy|girl|woman|man|authors)\b",
    re.IGNORECASE,
)
_VAGUE = {"sarcoma", "malignant neoplasm", "soft tissue sarcoma", "bone sarcoma", "solid tumor", "carcinoma"}


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
    shared = [Told(t.start, t.end, names[p], together=True, turn=t.turn) for p in persons for t in p.together]
    return tuple(sorted([*apart, *shared]))


def _name_together(persons: list[Person], sentences: tuple[Sentence, ...]) -> None:
    """Those told of together have the tumour that is named of them all."""
    starts = [s.start for s in sentences]
    for person in persons:
        for told in person.together if not person.histotype else ():
            sentence = sentences[bisect_right(starts, told.start) - 1]
            named = (
                m.label.removesuffix(", nos") for m in sentence.of("histotype") if told.start <= m.start < told.end
            )
            person.histotype = next((n for n in named if n not in _VAGUE), "")


def _clause(before: str) -> int:
    """Where the clause begins that a text ends in."""
    return max((m.end() for m in _CLAUSE.finditer(before)), default=0)


def _whole(sentences: tuple[Sentence, ...]) -> Iterator[tuple[int, int]]:
    """Where the only patient is told of; a discussion tells of others and of the disease, but for what it says is theirs."""
    for sentence in sentences:
        if sentence.attribution == "cited":
            continue
        others = sentence.section in _ASIDE and _OF_OTHERS.search(sentence.text)
        if (others or _IN_GENERAL.search(sentence.text)) and not _OWN_CASE.search(sentence.text):
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
        self.several: list[Person] = []

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
        found = events(self.sentences, k)
        first = found[0] if found else None
        stays = self.current is not None and (
            (first is not None and first.pronoun) or self.current.strong or sentence.section is K.CASES
        )
        if not stays:
            self.current = None
        at, held = 0, self.current
        self.group, self.entered, self.several = None, [], []
        for event in found:
            if event.pronoun:
                if held is None and self.current is None:
                    continue
                self._note_sex(event, sentence, held)
            elif event.numbers:
                at, held = self._on_several(sentence, event, at, held), None
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
            item = self._item(sentence, entrance, at) if held is None else entrance.start
            self._span(held, sentence, at, item)
            self.several = []
            person = self._enter(sentence, entrance)
            self._span(person, sentence, item, end)
            return end, held
        begin = self._begin(sentence, entrance, at, held)
        self._span(held, sentence, at, begin)
        self.several = []
        person = self._enter(sentence, entrance, held)
        self.entered.append(person)
        if self.group is not None and (entrance.bare or self._introduced(sentence, begin)):
            self.group = (self.group[0], min(self.group[1], sentence.start + begin))
            person.together.append(Shared(*self.group))
        return begin, person

    def _item(self, sentence: Sentence, entrance: Entrance, at: int) -> int:
        """Where a list's item begins that is told of the patient named behind it: "A (patient 1), B (patient 2) and C (...)"."""
        if not entrance.number or len(_NAMED_ASIDE.findall(sentence.text)) < 2:
            return entrance.start
        before = sentence.text[at : entrance.start]
        if _COUNTED.search(before) or _PLURAL.search(before):
            return entrance.start
        return at + max((m.end() for m in _ITEM_BEGINS.finditer(before)), default=0)

    def _on_several(self, sentence: Sentence, event: Event, at: int, held: Person | None) -> int:
        """Several enter by number: what their clause tells is told of each. Gives where its reading goes on."""
        before = sentence.text[at : event.start]
        counted = _COUNTED.search(before)
        begin = (
            at + _clause(before) if counted else self._begin(sentence, Entrance(event.start, event.end), at, held, True)
        )
        self._span(held, sentence, at, begin)
        self.several = [Person(sentence.section, self.paragraph, number=n) for n in event.numbers]
        self.found += self.several
        self.current = None
        self._span(None, sentence, begin, event.end)
        return event.end

    def _introduced(self, sentence: Sentence, begin: int) -> bool:
        """Whether a group is told one by one: "three patients with chordoma: a man of 45, a woman of 60"."""
        if self.group is None:
            return False
        start, end = self.group[0] - sentence.start, min(self.group[1] - sentence.start, begin)
        return bool(_ONE_BY_ONE.search(sentence.text[start:end]))

    def _group(self, sentence: Sentence, event: Event) -> None:
        """A group takes over: "two patients with chordoma, one ..., the other ..." or "both had chordoma"."""
        if not _OF_THEM.match(sentence.text, event.start):
            self.several = []
        self.group = (sentence.start + event.start, sentence.end)
        if len(self.entered) > 1 and sentence.text[event.start : event.end].lower().startswith("both"):
            for person in self.entered:
                person.together.append(Shared(*self.group))

    def _begin(
        self, sentence: Sentence, entrance: Entrance, at: int, held: Person | None, several: bool = False
    ) -> int:
        """Where the clause begins that an entrance stands in: "a second response was seen in a man of 45"."""
        cuts = [m.end() for m in _SEPARATOR.finditer(sentence.text[at : entrance.start])]
        begin = at + (cuts[-1] if cuts else 0)
        before = sentence.text[begin : entrance.start]
        pronoun = held is not None and PRONOUN.search(before)
        counted = _COUNTS.search(_GRADED.sub("", before) if several else before)
        if (begin == 0 or cuts) and not pronoun and not counted:
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
        if entrance.other:
            return False
        if entrance.age is not None:
            return (bool(person.number) and person.age is None) or person.age == entrance.age
        if entrance.number:
            return person.number == entrance.number
        # a heading "Case 2" above "A male patient ..."
        return bool(person.number) and not person.spans and not entrance.ordinal and not entrance.bare

    def _span(self, person: Person | None, sentence: Sentence, start: int, end: int) -> None:
        if person is None or end <= start:
            self._share(sentence, start, end)
            return
        # a relative's tumour is not the patient's, unless the relative is who has just come in
        kin = TOLD_OF_KIN.search(sentence.text, start, end) if person.spans else None
        own = kin.start() if kin else end
        person.spans.append((sentence.start + start, sentence.start + end))
        inside = [m for m in sentence.mentions if start <= m.start - sentence.start < own]
        tumours = [m.label.removesuffix(", nos") for m in inside if m.layer == "histotype"]
        person.histotype = person.histotype or next((t for t in tumours if t not in _VAGUE), "")
        person.sites |= {m.label for m in inside if m.layer == "site"}
        for name, pattern in (("female", FEMALE), ("male", MALE)):
            if not person.sex and pattern.search(sentence.text[start:end]):
                person.sex = name

    def _share(self, sentence: Sentence, start: int, end: int) -> None:
        """A stretch about several, up to where it turns to others, each having their turn in it."""
        other = _OTHERS.search(sentence.text, start, end)
        first, last = sentence.start + start, sentence.start + (other.start() if other else end)
        for k, person in enumerate(self.several if last > first else ()):
            joined = bool(person.together) and person.together[-1].end == first
            begin = person.together.pop().start if joined else first
            person.together.append(Shared(begin, last, (k, len(self.several))))
        self.several = [] if other else self.several

    def _note_sex(self, event: Event, sentence: Sentence, held: Person | None) -> None:
        said = sentence.text[event.start : event.end].lower()
        if held is not None and not held.sex:
            held.sex = "female" if said in ("she", "her") else "male" if said in ("he", "his", "him") else ""
