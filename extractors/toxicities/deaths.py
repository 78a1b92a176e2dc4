"""Events that killed: "one patient died of X", "a toxic death due to X", "fatal X" are X of grade 5 (CTCAE v5)."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.counts import Count, counts
from extractors.core.paper import Sentence
from extractors.core.symbols import Mark
from extractors.core.things import Pair
from extractors.core.verbs import SEEN
from extractors.quantities import Quantity
from extractors.toxicities.events import Event

_CAUSE = r"(?:of|from|with|by|due to|because of|owing to|as a (?:result|consequence) of|secondary to|following|after|related to|attributed to|caused by)"
_WORDS = r"(?:[\w/-]+\s+){0,4}?"
_TOXICITY = r"(?:toxicit(?:y|ies)|(?:toxic|adverse|side) (?:effects?|events?)|complications?|(?:TR)?AEs?)"
_DIED = re.compile(
    rf"\b(?:died|dying|succumbed|(?:(?:toxic|treatment-?\s?related|drug-?\s?related|therapy-?\s?related|septic|early) )?deaths?)"
    rf"(?:\s*\(\d[^()]*\))?(?:(?:\s+(?:occurred|(?:was|were) {SEEN}))?\s*[(:][^().;]*$|,?\s+(?:(?:was|were|occurred|on treatment|during treatment)\s+)?(?:{_CAUSE}|to)\s+{_WORDS}(?:{_TOXICITY}\s*\([^()]*)?$)",
    re.IGNORECASE,
)
_FATAL = re.compile(r"\b(?:fatal|lethal)\s+(?:[\w/-]+\s+){0,2}?$", re.IGNORECASE)
_WAS_FATAL = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:in (?:one|\d+)(?: patients?)?,?\s+)?(?:which\s+)?(?:(?:was|were|proved|being)\s+)?(?:fatal|lethal)\b"
    r"|\s*(?:,?\s*(?:which|that)\s+)?(?:led to|leading to|result(?:ed|ing) in|caused|causing) (?:the )?(?:patient[’']s |one )?deaths?\b",
    re.IGNORECASE,
)
_OF_TREATMENT = re.compile(
    r"\b(?:(?:treatment|therapy|drug|chemotherapy)[- ]?related|toxic|septic) (?:deaths?|mortality)\b", re.IGNORECASE
)
# "Three died of treatment: two of A and | one | of B"
_ONE_DIED = re.compile(
    rf"\b(?:died|deaths?)\b[^.;]*(?:[:,(]|\band)\s+(?:\d+|one|two|three|four|five|six)\s+{_CAUSE}\s+(?:[\w/-]+\s+){{0,2}}?$",
    re.IGNORECASE,
)
_DEATHS_OF = re.compile(r"\b(?:died|deaths?)\b[^.;]*(?:[:,(]|\band)\s*$", re.IGNORECASE)
_OF = re.compile(rf"\s+{_CAUSE}\s+(?:[\w/-]+\s+){{0,2}}?", re.IGNORECASE)
_DEATHS = re.compile(r"\s+(?:early |septic |further )?deaths?\b", re.IGNORECASE)


def fatal(sentence: Sentence, event: Event) -> Quantity | None:
    """Grade 5 for an event that its words call a cause of death, None for others and for words such as "toxicity"."""
    text = sentence.text
    before, here = text[max(0, event.start - 110) : event.start], event.term.label.lower()
    if _OF_TREATMENT.search(here):
        return _as_grade_five(text, event)
    if "death" in here or not (
        _DIED.search(before) or _ONE_DIED.search(before) or _FATAL.search(before) or _WAS_FATAL.match(text, event.end)
    ):
        return None
    return _as_grade_five(text, event)


def _as_grade_five(text: str, event: Event) -> Quantity:
    return Quantity("grade", event.start, event.end, text[event.start : event.end], unit="5")


def fatal_causes(sentence: Sentence, found: list[Event], joined: list[Pair]) -> Iterator[Pair]:
    """What counted deaths were from: "one toxic death due to sepsis"."""
    told = {p.thing.start for p in joined}
    for pair in joined:
        death = pair.thing.value
        if not isinstance(death, Event) or "death" not in death.term.label or pair.count is None or not pair.count.n:
            continue
        yield from _killed(sentence, found, told, death.end, pair.count)
    for count in counts(sentence):
        of = next((e for e in found if _OF.fullmatch(sentence.text, count.end, e.start)), None)
        if (
            of
            and not of.general
            and count.n
            and of.start not in told
            and _DEATHS_OF.search(sentence.text[: count.start])
        ):
            yield Pair(Mark("X", of.start, of.end, of), count, _as_grade_five(sentence.text, of), "death", 0.85)
        if (m := _DEATHS.match(sentence.text, count.end)) and count.n:
            yield from _killed(sentence, found, told, m.end(), count)


def _killed(sentence: Sentence, found: list[Event], told: set[int], after: int, count: Count) -> Iterator[Pair]:
    causes = [e for e in found if e.start >= after and e.start not in told and not e.general and fatal(sentence, e)]
    if len(causes) == 1:
        yield Pair(Mark("X", causes[0].start, causes[0].end, causes[0]), count, None, "death", 0.85)
