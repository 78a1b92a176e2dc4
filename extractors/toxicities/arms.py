"""Two arms' figures in one bracket: "side effects in the A and B arms were X (12 and 20 %), Y (3 vs 9 %)"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.counts import Count
from extractors.core.paper import Paper, Sentence
from extractors.core.symbols import Line, Mark
from extractors.core.things import Pair
from extractors.core.vocabulary import vocabulary

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
_TWO = re.compile(r"o*r?o*C(?:,|b|o|[iw][oD]+)*Cr?(?:[,;oiw].*)?")
# Between a thing and the bracket with both figures: where it was more frequent.
_APART = re.compile(r"XG?[wiobvmp,D]*Q")
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
            if bool(a.drugs) == bool(b.drugs) or any("placebo" in arm.name or "control" in arm.name for arm in (a, b)):
                return a, b
    return None


def _arm(sentence: Sentence, m: re.Match[str], group: str, name: str) -> Arm:
    inside = [x for x in sentence.of("drug") if m.start(group) <= sentence.at(x)[0] < m.end(group)]
    return Arm(name, tuple(x.term() for x in inside))


def compared(line: Line) -> Iterator[tuple[Mark, tuple[Count, Count]]]:
    """Things with a figure for each of two arms behind them in parentheses."""
    for m in _APART.finditer(line.letters):
        thing, held = line.symbols[m.start()], line.symbols[m.end() - 1]
        if not isinstance(held.value, Line) or not _TWO.fullmatch(held.value.letters):
            continue
        figures = [s.value for s in held.value.symbols if isinstance(s.value, Count)]
        if len(figures) >= 2 and (figures[0].percent is None) == (figures[1].percent is None):
            yield Mark("X", thing.start, thing.end, thing.value), (figures[0], figures[1])


def is_of_another(sentence: Sentence, pair: Pair, joined: list[Pair]) -> bool:
    """Whether of several counts of an event some name the drug that their patients had, and this one names none."""
    same = [p.count for p in joined if p.thing.start == pair.thing.start and p.rule == "passive" and p.count]
    if len(same) < 2 or pair.rule != "passive" or pair.count is None or pair.grade is not None:
        return False
    drugs = [sentence.at(m)[0] for m in sentence.of("drug")]
    named = [c.start for c in same if any(c.start <= d < c.end for d in drugs)]
    return bool(named) and pair.count.start not in named


def spelt_out(paper: Paper, name: str) -> tuple[Term, ...]:
    """The drugs of an arm that goes by an abbreviation of the paper's: "GP arm" where GP is gemcitabine plus placebo."""
    short = name.split()[0]
    long = next((full for abbreviation, full in paper.abbreviations if abbreviation == short), "")
    named = {m.concept.label: m for m in vocabulary().matches(long) if m.concept.layer == "drug"}
    return tuple(Term(printed=long[m.start : m.end], concept=label) for label, m in named.items())
