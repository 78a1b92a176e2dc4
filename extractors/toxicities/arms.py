"""Two arms' figures in one bracket: "side effects in the A and B arms were X (12 and 20 %), Y (3 vs 9 %)"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.contract import Term, ToxicityFinding
from extractors.core.counts import Count, counts
from extractors.core.paper import Paper, Sentence
from extractors.core.symbols import Line, Mark
from extractors.core.things import Pair, mark_of
from extractors.core.vocabulary import vocabulary
from extractors.quantities import Quantity
from extractors.quantities.people import PEOPLE
from extractors.toxicities.events import Event

_NAME = r"[\w/+.-]+(?: [\w/+-]+){0,3}?"
_PARTS = r"(?:treatment |study )?(?:arms?|groups?|cohorts?)"
_LETTERED = re.compile(
    r"\b(?P<part>arm|group|cohort)s? (?P<a>[A-D]|[1-4]|I{1,3}) (?:and|vs\.?|versus) (?:(?:arm|group|cohort) )?"
    r"(?P<b>[A-D]|[1-4]|I{1,3})\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\b(?:in|for|between|of|on) (?:both )?(?:the |patients (?:in|on) the )?(?P<a>{_NAME})(?: (?P<part>arm|group|cohort))?"
    rf" (?:and|vs\.?|versus|compared with) (?:(?:in )?the )?(?P<b>{_NAME}) {_PARTS}\b",
    re.IGNORECASE,
)
_OTHER = r"(?:in|with|on|for|among|of|under) (?:the |those (?:in|on|with|receiving) (?:the )?|patients (?:in|on|with|receiving) (?:the )?)?"
# "More X in the A arm than in the B arm (19 vs 7 %)", "similar between A and B (28 % vs 33 %)"
_COMPARED = re.compile(
    rf"\b(?:{_OTHER}(?P<a>{_NAME})(?: (?P<part>arm|group|cohort))? (?:than|(?:as )?compared (?:with|to)|versus|vs\.?) (?:{_OTHER}|the )?"
    rf"|between (?:the )?(?P<c>{_NAME}) and (?:the )?)(?P<b>{_NAME})(?: {_PARTS})?(?=\s*\()",
    re.IGNORECASE,
)
# "(61 of 149 patients in the A group vs 32 of 151 in the B group)"
_EACH_NAMED = re.compile(
    rf"\([^();]*?\d[^();]*? (?:in|with|on|for) (?:the )?(?P<a>{_NAME})(?: (?P<part>arm|group|cohort))?(?:,? (?:and|vs\.?|versus)|,) \d[^();]*? (?:in|with|on|for) (?:the )?(?P<b>{_NAME})(?: {_PARTS})?(?=[);,])",
    re.IGNORECASE,
)
# "34 (53 %) in the A group | and | 22 (34 %) in the B group"
_OF_ARM = re.compile(
    rf"\s*(?:of )?(?:{PEOPLE} )?(?:in|on|with|for|among|receiving|given|treated with|assigned to) (?:the )?(?P<name>{_NAME})"
    r"(?: (?P<part>arm|group|cohort))?(?=,? (?:and|vs\.?|versus|(?:as )?compared (?:with|to)|but|while|whereas)\b|[.,;)]|$)",
    re.IGNORECASE,
)
_THEN_ARM = re.compile(
    r",? (?:and|vs\.?|versus|(?:as )?compared (?:with|to)|but|while|whereas) (?:(?:in|only) )?", re.IGNORECASE
)
_TWO = re.compile(r"o*r?o*C(?:,|b|o|[iw][oD]+)*Cr?(?:[,;oiw].*)?")
# Between a thing and the bracket with both figures: where it was more frequent.
_APART = re.compile(r"XG?[wiobvmp,D]*Q")
# Figures for both arms behind a thing of its own: "A in eight (13 %) and nine (14 %), respectively".
_BESIDE = re.compile(r"(?<!X,)(?<!XG,)XG?(?:[vo]{0,5}i)?(?P<first>C)Q?p?,(?P<second>C)Q?p?(?:,?r)?(?=[,;]|$)")
_OPENS = 5  # characters that may stand before the grade that a sentence opens with
_REACH = 3  # sentences over which two arms are remembered
# Events that were counted are no patients: "(31 events vs 18 events)".
_TIMES_SEEN = re.compile(
    r"(?<![-–−\d])(?<!grade )(?<!grades )\b\d+\s+(?:adverse )?(?:events|episodes|occurrences)\b", re.IGNORECASE
)
_PART_BEHIND = re.compile(r"\b(?P<part>arm|group|cohort)s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm as the sentence names it."""

    name: str
    drugs: tuple[Term, ...]


def arms(sentence: Sentence) -> tuple[Arm, Arm] | None:
    """The two arms that a sentence names together, in its order; none where it counts events."""
    if _TIMES_SEEN.search(sentence.text):
        return None
    for pattern in (_LETTERED, _NAMED, _COMPARED, _EACH_NAMED):
        for m in pattern.finditer(sentence.text):
            behind = _PART_BEHIND.search(m.group())
            part = (m["part"] or (behind["part"] if behind else "")).lower()
            letter, first = pattern is _LETTERED, "c" if m.groupdict().get("c") else "a"
            a, b = (
                _arm(sentence, m, g, f"{part} {m[g]}" if letter else f"{m[g]} {part}".strip()) for g in (first, "b")
            )
            if _are_two(a, b):
                return a, b
    return _counted_arms(sentence)


def _are_two(a: Arm, b: Arm) -> bool:
    return bool(a.drugs) == bool(b.drugs) or any("placebo" in arm.name or "control" in arm.name for arm in (a, b))


def _arm(sentence: Sentence, m: re.Match[str], group: str, name: str) -> Arm:
    inside = [x for x in sentence.of("drug") if m.start(group) <= sentence.at(x)[0] < m.end(group)]
    return Arm(name, tuple(x.term() for x in inside))


def _counted_arms(sentence: Sentence) -> tuple[Arm, Arm] | None:
    """The two arms of which a sentence counts people one after the other."""
    for first, second in pairwise(counts(sentence)):
        a, b = (_OF_ARM.match(sentence.text, c.end) for c in (first, second))
        if a and b and (a["part"] or b["part"]) and _THEN_ARM.fullmatch(sentence.text, a.end(), second.start):
            part = (a["part"] or b["part"]).lower()
            both = _arm(sentence, a, "name", f"{a['name']} {part}"), _arm(sentence, b, "name", f"{b['name']} {part}")
            if _are_two(*both):
                return both
    return None


@dataclass
class Remembered:
    """The two arms last named, in text order of the sentences read."""

    both: tuple[Arm, Arm] | None = None
    at: int = -9
    section: str = ""

    def arms(self, sentence: Sentence) -> tuple[Arm, Arm] | None:
        """The arms that a sentence names, or those that the sentences before it did."""
        here = arms(sentence)
        if here is not None:
            self.both, self.at, self.section = here, sentence.index, sentence.title
        near = sentence.index - self.at <= _REACH and sentence.title == self.section
        return self.both if near else None


def compared(line: Line) -> Iterator[tuple[Mark, tuple[Count, Count]]]:
    """Things with a figure for each of two arms behind them, in parentheses or one after the other."""
    for m in _APART.finditer(line.letters):
        thing, held = line.symbols[m.start()], line.symbols[m.end() - 1]
        if not isinstance(held.value, Line) or not _TWO.fullmatch(held.value.letters):
            continue
        figures = [s.value for s in held.value.symbols if isinstance(s.value, Count)]
        if len(figures) >= 2 and (figures[0].percent is None) == (figures[1].percent is None):
            yield Mark("X", thing.start, thing.end, thing.value), (figures[0], figures[1])
    for m in _BESIDE.finditer(line.letters):
        first, second = (line.symbols[m.start(k)].value for k in ("first", "second"))
        if (
            isinstance(first, Count)
            and isinstance(second, Count)
            and (first.percent is None) == (second.percent is None)
        ):
            yield mark_of(line.symbols[m.start()]), (first, second)


def is_of_another(sentence: Sentence, pair: Pair, joined: list[Pair]) -> bool:
    """Whether of several counts of an event some name the drug that their patients had, and this one names none."""
    same = [p.count for p in joined if p.thing.start == pair.thing.start and p.rule == "passive" and p.count]
    if len(same) < 2 or pair.rule != "passive" or pair.count is None or pair.grade is not None:
        return False
    drugs = [sentence.at(m)[0] for m in sentence.of("drug")]
    named = [c.start for c in same if any(c.start <= d < c.end for d in drugs)]
    return bool(named) and pair.count.start not in named


def spelt_out(paper: Paper, name: str) -> tuple[Term, ...]:
    """The drugs of an arm that goes by an abbreviation of the paper's: "AD arm" where AD is axitinib plus doxorubicin."""
    short = name.split()[0]
    long = next((full for abbreviation, full in paper.abbreviations if abbreviation == short), "")
    named = {m.concept.label: m for m in vocabulary().matches(long) if m.concept.layer == "drug"}
    return tuple(Term(printed=long[m.start : m.end], concept=label) for label, m in named.items())


def of_both(
    both: tuple[Arm, Arm], paper: Paper, sentence: Sentence, symbols: Line
) -> Iterator[tuple[Event, ToxicityFinding]]:
    """Events with a figure for each of two arms, as findings without their grade."""
    for thing, figures in compared(symbols):
        event = thing.value
        if not isinstance(event, Event):
            continue
        for arm, count in zip(both, figures, strict=True):
            yield (
                event,
                ToxicityFinding(
                    attribution=sentence.attribution,
                    drugs=arm.drugs,
                    subgroup="" if arm.drugs else arm.name,
                    term=event.term,
                    n=count.n,
                    total=count.total,
                    percent=count.percent,
                    evidence=(paper.within(sentence, event.start, count.end),),
                    method="toxicity.arms",
                    confidence=0.85,
                ),
            )


def held(sentence: Sentence, event: Event) -> Quantity | None:
    """The one grade that a sentence opens with, for the further events of its list: "grade 3 A was seen in ...; B in ..."."""
    grades = sentence.numbers("grade")
    if len(grades) != 1 or grades[0].start > _OPENS or event.term.label.lower() == "febrile neutropenia":
        return None
    return grades[0]
