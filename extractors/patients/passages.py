"""The stretches of a paper that are about one patient, and the facts read from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.attribution import attribution_at
from extractors.core.contract import Evidence
from extractors.core.document import SectionKind
from extractors.core.narrative.entrances import RELATIVE, TOLD_OF_KIN, Entrance, entrances
from extractors.core.paper import Mention, Paper, Sentence
from extractors.patients.turns import Pieces, kept

_TELLS = re.compile(r"\b(?:was|were|is|had|has|presented|received|underwent|noticed|complained|came|reported)\b")


@dataclass(frozen=True, slots=True)
class Passage:
    """Part `[start, end)` of a sentence's text that is about one patient; `together` when about others as well.

    `numbered` where they are told together by their numbers; `pieces` are what is left of it where several patients are told of in turn.
    """

    paper: Paper
    sentence: Sentence
    start: int
    end: int
    patient: str
    together: bool = False
    numbered: bool = False
    pieces: Pieces = ()

    @property
    def text(self) -> str:
        """The passage's own characters."""
        if not self.pieces:
            return self.sentence.text[self.start : self.end]
        return "".join(self.sentence.text[a:b] for a, b in self.pieces)

    @property
    def entrances(self) -> list[Entrance]:
        """Every entrance of the sentence, worked out once a paper; none where patients are told of in turn."""
        if self.pieces:
            return []
        known: dict[int, list[Entrance]] = self.paper.memo.setdefault("patients.entrances", {})
        if self.sentence.index not in known:
            known[self.sentence.index] = entrances(self.sentence)
        return known[self.sentence.index]

    def of(self, *layers: str) -> list[Mention]:
        """Mentions of these layers within the passage."""
        parts = self.pieces or ((self.start, self.end),)
        return [m for m in self.sentence.of(*layers) if any(a <= self.sentence.at(m)[0] < b for a, b in parts)]

    def at(self, mention: Mention) -> tuple[int, int]:
        """A mention's bounds within the passage's text."""
        start, end = self.sentence.at(mention)
        left_out = self._left_out(lambda a, _: a <= start)
        return start - self.start - left_out, end - self.start - left_out

    def _left_out(self, before: Callable[[int, int], bool]) -> int:
        """How many characters are left out before the pieces for which `before` does not hold of bounds and place."""
        left_out, at, place = 0, self.start, 0
        for a, b in self.pieces:
            if not before(a, place):
                break
            left_out, at, place = left_out + a - at, b, place + b - a
        return left_out

    def before(self, at: int) -> str:
        """The passage's text before a place, a relative who is the patient blotted out."""
        text = self.text[:at]
        for entrance in self.entrances:
            first, last = entrance.start - self.start, entrance.end - self.start
            if first >= 0 and last <= at and RELATIVE.search(text, first, last):
                return text[:first] + "_" * (last - first) + text[last:]
        return text

    def evidence(self, start: int, end: int) -> Evidence:
        """Evidence for `[start, end)` of the passage's text."""
        start += self.start + self._left_out(lambda _, place: place <= start)
        end += self.start + self._left_out(lambda _, place: place < end)
        return self.paper.within(self.sentence, start, end)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a patient, as a reader finds it."""

    patient: str
    field: str
    value: str | int | Decimal
    evidence: Evidence
    rule: str
    confidence: float = 0.9


def passages(paper: Paper) -> dict[str, list[Passage]]:
    """The passages of each patient in text order, own clauses only."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for told in sorted((*paper.told, *paper.told_together)):
        sentence = paper.sentence_at(told.start)
        start, end = told.start - sentence.start, min(told.end, sentence.end) - sentence.start
        relative = TOLD_OF_KIN.search(sentence.text, start, end)
        if relative and not any(e.start <= relative.start() < e.end for e in entrances(sentence)):
            end = relative.start()
        if end > start and attribution_at(sentence, start) == "own":
            pieces = kept(sentence, start, end, told.turn)
            if pieces:
                parts = pieces if len(pieces) > 1 else ()
                numbered = told.turn[1] > 1
                passage = Passage(paper, sentence, start, end, told.patient, told.together, numbered, parts)
                found[told.patient].append(passage)
    return dict(found)


def listed(printed: str) -> list[tuple[int, int]]:
    """Bounds of the members of an enumeration "a, b and c"."""
    bounds, at = [], 0
    for m in re.finditer(r"\s*(?:,\s*(?:and\s|or\s)?|;\s*|\sand\s|\sor\s|\s?/\s?|\splus\s|\s?\+\s?|$)", printed):
        if m.start() > at:
            bounds.append((at, m.start()))
        at = m.end()
    return bounds


def is_title(sentence: Sentence) -> bool:
    """A title, also where nothing marks it as one: the first line, which tells nothing that happened."""
    return sentence.section is SectionKind.TITLE or (sentence.index == 0 and not _TELLS.search(sentence.text))
