"""Events of single patients: whose they are, and what the patient was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.contract import Term, ToxicityFinding
from extractors.core.counts import Count
from extractors.core.document import SectionKind
from extractors.core.narrative import patient_at, patients_at
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import population, stratum
from extractors.core.study import study_of
from extractors.core.verbs import SEEN
from extractors.quantities import Quantity
from extractors.toxicities.events import Event

# One of a group that the sentence before has introduced: "four patients, all on X. One patient ... A second patient ..."
_MEMBER = re.compile(
    r"(?:One|The first|(?:A|The) (?:second|third|fourth|fifth|sixth)|Another|The other|The last) (?:patient|case|"
    r"woman|man)\b"
)
# A label that tells who it is: the paper's number, or age and sex.
_IDENTIFIED = re.compile(r"\d|\b(?:first|second|third|fourth|fifth|last)\b")
_FURTHER = re.compile(r"(?:A|The|Another) (?:(?:second|third|other) )?(?:patient|case|woman|man)\b")
# "Grade 3 colitis in a 62-year-old woman resolved": the patient enters behind the event.
_IN_ONE = re.compile(rf"\s+(?:(?:was|occurred|developed|appeared|{SEEN})\s+){{0,2}}in (?:an?|one)\s")
_BACK = 8  # sentences that a patient's treatment is looked for
_FEW = 5


# What follows was given for an event.
_TREATED = re.compile(
    r"\b(?:treated|managed|controlled|resolved|improved|relieved|subsided|responded|reversed|requir(?:ed|ing)|needing)\b[^.;]{0,25}?"
    r"\b(?:with|by|to|on|under|after|ing|required|needing)\b[^.;]{0,60}$"
)


def _remedies(sentence: Sentence, event: Event) -> Iterator[str]:
    """Drugs that the sentence says the event was treated with."""
    for mention in sentence.of("drug"):
        start, _ = sentence.at(mention)
        if start >= event.end and _TREATED.search(sentence.text[event.end : start]):
            yield mention.label


def _any_of(drugs: tuple[Term, ...], labels: frozenset[str]) -> bool:
    return any(d.label in labels for d in drugs)


@dataclass
class Narratives:
    """Reads passages in order; remembers the drugs of the group that the last counted event was about."""

    paper: Paper
    group: tuple[Term, ...] = ()
    told: int = -9

    def introduce(self, sentence: Sentence, drugs: tuple[Term, ...]) -> None:
        """A sentence that counts a group's events, and the drugs that the group had."""
        self.group, self.told = drugs, sentence.index

    def patient(self, sentence: Sentence, event: Event, count: Count | None) -> str:
        """The patient of an event: where people are counted, only where it is one."""
        if count is not None and count.n != 0 and (count.n != 1 or not count.noun):
            return ""
        label = patient_at(self.paper, sentence, event.start)
        if not label and count is None and (m := _IN_ONE.match(sentence.text, event.end)):
            label = patient_at(self.paper, sentence, m.end())
        # "One patient with X had ..." among counts of a group is a count too.
        told = count is None or _IDENTIFIED.search(label) or sentence.section is SectionKind.CASES
        return label if told or (_MEMBER.match(sentence.text) and self._goes_on(sentence)) else ""

    def patients(self, sentence: Sentence, event: Event) -> tuple[str, ...]:
        """Those of an event that is told without a count: one patient, or several by their numbers."""
        one = self.patient(sentence, event, None)
        return (one,) if one else patients_at(self.paper, sentence, event.start)

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a group was just introduced, or the next sentences tell of its further members."""
        later = self.paper.sentences[sentence.index + 1 : sentence.index + 4]
        return sentence.index - self.told <= 2 or any(_FURTHER.match(s.text) for s in later)

    def finding(
        self, sentence: Sentence, event: Event, grade: Quantity | None, patient: str, n: int | None = None
    ) -> ToxicityFinding:
        """One patient's event, without counts; `n` is 0 for one that did not happen."""
        return ToxicityFinding(
            attribution=sentence.attribution,
            drugs=self._drugs(sentence, event, patient),
            patient=patient,
            term=event.term,
            grade=grade.unit if grade else "",
            n=0 if n == 0 else None,
            evidence=(self.paper.within(sentence, event.start, event.end),),
            method="toxicity.patient",
            confidence=0.8,
        )

    def _drugs(self, sentence: Sentence, event: Event, patient: str) -> tuple[Term, ...]:
        if self.group and _MEMBER.match(sentence.text) and sentence.index - self.told <= 2:
            self.told = sentence.index
            return self.group
        remedies = frozenset(_remedies(sentence, event))
        own = stratum(self.paper, sentence, event.start, event.end, whole=False).drugs
        if any(d.label in remedies for d in own):
            own = ()
        drugs = own or next((d for d in self._given_before(sentence, patient) if not _any_of(d, remedies)), ())
        # earlier treatment, or the remedy, in a series where everybody had one regimen
        studied = {t.label for t in population(self.paper).terms} if (study_of(self.paper).n or 0) > _FEW else set()
        return () if studied and studied.isdisjoint(t.label for t in drugs) else drugs

    def _given_before(self, sentence: Sentence, patient: str) -> Iterator[tuple[Term, ...]]:
        """What the same patient was said to have, the nearest sentence first."""
        for index in range(sentence.index, max(sentence.index - _BACK, -1), -1):
            earlier = self.paper.sentences[index]
            for mention in reversed(earlier.of("drug")):
                start, end = earlier.at(mention)
                if patient_at(self.paper, earlier, start) == patient:
                    drugs = stratum(self.paper, earlier, start, end, whole=False).drugs
                    if drugs:
                        yield drugs
