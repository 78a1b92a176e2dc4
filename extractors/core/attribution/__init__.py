"""Whose result a sentence tells: this study's (`own`), another's (`cited`), a plan, or a definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution import signals
from extractors.core.attribution.clauses import split
from extractors.core.attribution.named import CARRIED, Named
from extractors.core.attribution.references import (
    cites_numbers,
    cites_round,
    of_several_studies,
    result_of_reference,
)
from extractors.core.attribution.secondary import announces
from extractors.core.attribution.settling import attribution_at, settle
from extractors.core.attribution.story import begins, goes_on, tells_case, unheaded
from extractors.core.attribution.study import has_own_patients, own_names, tells_one_case
from extractors.core.contract import Attribution
from extractors.core.document import SectionKind as K
from extractors.quantities.numbered import ONE_IN_BRACKETS

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

__all__ = ["attribute", "attribution_at", "settle"]

_PLANS = {K.METHODS, K.ABSTRACT_METHODS}
_BACKGROUND = {K.BACKGROUND, K.ABSTRACT_BACKGROUND}
_UNHEADED = {K.ABSTRACT, K.BODY, K.TITLE}
_OWN_PLACES = {
    *(K.RESULTS, K.ABSTRACT_RESULTS, K.ABSTRACT_METHODS, K.METHODS, K.CASES),
    *(K.LEGEND, K.TABLE, K.KEY, K.ABSTRACT, K.TITLE),
}
# Patients told by their numbers, as methods do who was treated: "angiosarcoma (patient 1), chordoma (patient 2)".
_BY_NUMBER = re.compile(ONE_IN_BRACKETS, re.IGNORECASE)
# Where a silent clause beside a cited one is the paper's own.
_TOLD_APART = {K.RESULTS, K.ABSTRACT_RESULTS, K.ABSTRACT, K.TITLE, K.BODY, K.CASES}
_REPORTING = {K.RESULTS, K.ABSTRACT_RESULTS, K.DISCUSSION}
_NUMBERS = ("percent", "fraction", "duration", "count", "n_equals", "percent_range", "age")


def attribute(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences with their attribution set, as a whole and clause by clause."""
    if not has_own_patients(sentences):
        protocol = announces(sentences[0].text[:250])
        return tuple(_nobodys(s, protocol) for s in sentences)
    reader = _Reader(
        own_names(sentences),
        Named(sentences),
        tells_one_case(sentences),
        round=cites_round(sentences),
        numbered=cites_numbers(sentences),
        unheaded_case=unheaded(sentences),
    )
    return tuple(reader.read(sentences))


def _nobodys(sentence: Sentence, protocol: bool) -> Sentence:
    """A sentence of a paper without patients of its own: a plan (a registration's) or another's."""
    text = sentence.text
    planned = sentence.section in _PLANS and sentence.numbers("dose") and not signals.CITATION.search(text)
    said: Attribution = "planned" if signals.FUTURE.search(text) or (protocol and planned) else "cited"
    return replace(sentence, attribution=said, clauses=((0, said),))


_COUNTED = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|single)[\s-](?:[\w-]+\s){0,4}?(?:patients|cases"
    r"|women|men|children|adults|subjects|samples|specimens|cent(?:er|re)s|sites|institutions?|hospitals)\b",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(r"\b[Mm]edian (?:[\w-]+ )?(?:follow|age|time|duration|number)[\w -]* was\b")
_MEASURED = re.compile(r"\b(?:median|mean|range|n\s?=|p\s?[=<]|CI\b|of the evaluable)", re.IGNORECASE)
# "The response is ongoing at 41 months": how it is now, no plan.
_LASTS = re.compile(
    r"\b(?:responses?|remissions?|treatment|therapy|disease (?:control|stabili[sz]ation)|stable disease|patients?|he|she)\b[^.;]{0,40}\b(?:is|are|remains?) (?:still |currently )?(?:ongoing|maintained|continuing)\b"
    r"[^.;]{0,20}?\b(?:\d|after|at|for)\b",
    re.IGNORECASE,
)
# The present of a story's end: "The patient is currently in good health."
_THE_PATIENT = re.compile(
    r"\b(?:(?:[Tt]he|[Tt]his|[Oo]ur) (?:patient|child|infant|boy|girl|woman|man|lady|gentleman)|(?<=^)(?:He|She)|(?<=\. )(?:He|She)) (?:is|has been|remains|continues)\b(?! (?:required|advised|likely))"
)
_FIGURE = re.compile(r"\b(?:is|are) (?:about |approximately )?(?:[\d<>≥]|not reached|still)")
_MEDIAN = re.compile(r"\b(?:median|mean) (?:[\w-]+ ){0,4}(?:survival|PFS|OS|TTP|follow)", re.IGNORECASE)


@dataclass
class _Reader:
    """Reads in order: who spoke last in a paragraph goes on speaking until someone else does."""

    names: frozenset[str]
    named: Named
    one_case: bool = False
    round: bool = False  # references leave empty round brackets
    numbered: bool = False  # references are numbers in round brackets
    unheaded_case: bool = False  # no section of its own tells of patients
    story: bool = False  # a patient's story goes on in the introduction
    voice: str = ""
    one_study: bool = False
    told_of: bool = False  # the sentence before was all about another study

    def read(self, sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
        before: Sentence | None = None
        for sentence in sentences:
            if before is None or before.section is not sentence.section or sentence.start > before.end + 1:
                self.voice, self.one_study, self.told_of = "", False, False
            if before is None or before.section is not sentence.section:
                self.story = False
            clauses = self._clauses(sentence)
            self.told_of = all(a == "cited" for _, a in clauses)
            yield replace(sentence, attribution=_whole(clauses), clauses=clauses)
            before = sentence

    def _clauses(self, sentence: Sentence) -> tuple[tuple[int, Attribution], ...]:
        text, section = sentence.text, sentence.section
        if section in (K.REFERENCES, K.BACK_MATTER):
            return ((0, "cited"),)
        fixed = self._fixed(sentence)
        if fixed is not None:
            return ((0, fixed),)
        if section is K.DISCUSSION and self.voice == "cited" and self.one_study and _looks_back(text):
            return ((0, "cited"),)
        parts = split(text)
        voices = [self.voice_of(sentence, text[a:b]) for a, b in parts]
        if len(parts) == 1 or (
            len({v for v in voices if v}) < 2 and not (section in _TOLD_APART and "cited" in voices)
        ):
            voice = next((v for v in voices if v), "")
            return ((0, self._settle(sentence, voice)),)
        result: list[tuple[int, Attribution]] = []
        for k, ((a, b), voice) in enumerate(zip(parts, voices, strict=True)):
            spoken: Attribution = "own" if voice == "own" else "cited"
            result.append((a, spoken if voice else self._of_clause(sentence, voices, k, text[a:b])))
        self.voice = "own" if "own" in voices else "cited"
        return tuple(result)

    def _of_clause(self, sentence: Sentence, voices: list[str], k: int, clause: str) -> Attribution:
        """A silent clause of a comparison goes with its neighbour before, the first with the section."""
        if k > 0:
            said = next((v for v in reversed(voices[:k]) if v), "")
            if said:
                return "own" if said == "own" else "cited"
        told = signals.PAST.search(clause) or sentence.section in _REPORTING
        return "cited" if sentence.section in _BACKGROUND or not told else "own"

    def _fixed(self, sentence: Sentence) -> Attribution | None:
        """What a sentence is whatever its clauses say: animals, the future, a plan, a definition."""
        text, section = sentence.text, sentence.section
        if signals.ANIMAL.search(text) and not signals.HUMAN.search(text):
            return "cited"
        if signals.ANIMALS_COUNTED.search(text) and not signals.PEOPLE.search(text):
            return "cited"
        if signals.POOLED.search(text) and sentence.numbers(*_NUMBERS) and section not in _PLANS:
            return "cited"
        if signals.FUTURE.search(text) and not signals.PAST.search(text) and not _LASTS.search(text):
            return "planned"
        if signals.SUPPOSED.search(text):
            return "planned"
        if section in _PLANS:
            return self._in_methods(sentence)
        defined = signals.DEFINITION.search(text)
        if defined and section not in (K.DISCUSSION, *_BACKGROUND) and not sentence.numbers(*_NUMBERS):
            return "definition"
        return None

    def _in_methods(self, sentence: Sentence) -> Attribution:
        text = sentence.text
        if signals.PLAN.search(text):
            return "planned"
        if of_several_studies(text) or (
            self.numbered
            and not signals.OWN.search(text)
            and (sentence.numbers("percent") or _MEDIAN.search(text))
            and result_of_reference(sentence, text, numbered=True)
        ):
            return "cited"
        dated = bool(sentence.numbers("date")) and signals.ASSEMBLED.search(text)
        counted = signals.TREATED.search(text) or (_COUNTED.search(text) and signals.ASSEMBLED.search(text))
        if signals.DEFINITION.search(text) and not dated and not signals.TREATED.search(text):
            return "planned" if sentence.numbers("dose") else "definition"
        if dated or counted or tells_case(sentence) or _FOLLOW_UP.search(text) or len(_BY_NUMBER.findall(text)) > 1:
            return "own"
        return "planned"

    def voice_of(self, sentence: Sentence, clause: str) -> str:
        """`own`, `cited`, `both` or nothing: who speaks in a clause by its own words."""
        own = bool(signals.OWN.search(clause))
        others = bool(self._others(sentence, clause))
        if own and others:
            return "own" if sentence.section in _OWN_PLACES else "both"
        return "own" if own else "cited" if others else ""

    def _others(self, sentence: Sentence, clause: str) -> bool:
        if sentence.section not in _OWN_PLACES and any(
            (m["a"] or m["b"]) not in self.names and not _is_mention(sentence, m["a"] or m["b"])
            for m in signals.TRIAL.finditer(clause)
        ):
            return True
        if self.named.others(sentence, clause) or (self.told_of and CARRIED.search(clause)):
            return True
        if sentence.section is K.DISCUSSION and self.named.other_drug(sentence, clause):
            return True
        if sentence.section in _OWN_PLACES:
            return bool(signals.ELSEWHERE.search(clause)) or (
                sentence.section in _TOLD_APART - {K.CASES} and result_of_reference(sentence, clause, self.numbered)
            )
        if signals.OTHERS.search(clause) or any(m.group() not in self.names for m in signals.GROUPS.finditer(clause)):
            return True
        return bool(
            signals.CITATION.search(clause)
            or (sentence.section is K.DISCUSSION and signals.PARENTHESISED.search(clause))
            or (sentence.section is K.DISCUSSION and self.round and signals.EMPTIED_ROUND.search(clause))
        )

    def _settle(self, sentence: Sentence, voice: str) -> Attribution:
        text, section = sentence.text, sentence.section
        if section in _BACKGROUND:
            if self._in_story(sentence, voice):
                return "own"
            announced = voice == "own" and signals.ANNOUNCED.search(text) and not signals.CITATION.search(text)
            figures = sentence.numbers("percent", "interval", "p_value") or _MEDIAN.search(text)
            return "own" if announced and not figures else "cited"
        if section is K.DISCUSSION:
            return self._in_discussion(sentence, voice)
        if voice in ("cited", "both") and (section in _UNHEADED or section in (K.CONCLUSION, K.ABSTRACT_CONCLUSION)):
            return "cited"
        if voice == "cited" and section in (K.RESULTS, K.ABSTRACT_RESULTS, K.CASES):
            return "cited"
        if section is K.BODY and signals.LAST_CITED.search(text) and voice != "own":
            return "cited"
        if section is K.BODY and self.one_case and voice != "own" and _of_many(sentence):
            return "cited"
        present = signals.PRESENT.search(text) and not signals.PAST.search(text) and not signals.DEFINITE.search(text)
        present = present and not _FIGURE.search(text) and not sentence.numbers("p_value")  # a test is of one's own
        general = present or (signals.GENERAL.search(text) and not _MEASURED.search(text))
        if (
            section in _UNHEADED
            and general
            and not sentence.numbers("fraction")
            and voice != "own"
            and not tells_case(sentence)
            and not _THE_PATIENT.search(text)
        ):
            return "cited"
        return "own"

    def _in_story(self, sentence: Sentence, voice: str) -> bool:
        """Whether an introduction tells a patient's story, in a paper that has no other place for it."""
        if not self.unheaded_case or voice in ("cited", "both") or signals.CITATION.search(sentence.text):
            return False
        self.story = self.story or begins(sentence)
        return self.story and goes_on(sentence)

    def _in_discussion(self, sentence: Sentence, voice: str) -> Attribution:
        text = sentence.text
        self.one_study = bool(signals.ONE_STUDY.search(text)) and voice in ("cited", "both")
        if voice == "own" or (tells_case(sentence) and voice == "" and self.voice != "cited"):
            self.voice = "own"
            return "own"
        if voice in ("cited", "both"):
            self.voice = "cited"
            return "cited"
        told = signals.PAST.search(text) or signals.DEFINITE.search(text)
        return "own" if told and self.voice != "cited" else "cited"


def _of_many(sentence: Sentence) -> bool:
    """Whether a sentence gives figures of a group, which in a report of one patient is another's."""
    figures = sentence.numbers("percent", "fraction", "n_equals", "interval")
    return bool(figures or _COUNTED.search(sentence.text) or _MEASURED.search(sentence.text))


def _whole(clauses: tuple[tuple[int, Attribution], ...]) -> Attribution:
    said = [a for _, a in clauses]
    return "own" if "own" in said else said[0]


def _looks_back(text: str) -> bool:
    """ "This study found ..." behind a sentence about another's, without "we", "our" or "present"."""
    return bool(signals.THIS_STUDY.search(text)) and not signals.FIRST_PERSON.search(text)


def _is_mention(sentence: Sentence, name: str) -> bool:
    return any(m.concept is not None and name in m.text for m in sentence.mentions)
