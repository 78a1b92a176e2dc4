"""Times: survival, duration and follow-up statistics, rates at a timepoint, hazard ratios, single patients' times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.core import cues as re
from extractors.core.assumed import assumes, is_yardstick
from extractors.core.attribution import attribution_at
from extractors.core.contract import Attribution, Evidence, TimeFinding
from extractors.core.narrative import patient_at
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import Stratum, stratum
from extractors.core.verbs import HAD
from extractors.times.durations import with_durations
from extractors.times.individual import individual
from extractors.times.item import Item
from extractors.times.items import items
from extractors.times.landmarks import with_landmarks
from extractors.times.listed import listed
from extractors.times.paired import with_own_times
from extractors.times.reader import readings
from extractors.times.readings import Reading
from extractors.times.restated import restated
from extractors.times.risks import risks, spoken_of
from extractors.times.states import states
from extractors.times.unreached import with_units

_PRONOUN = re.compile(
    r"(?:(?:By|For|In|According to) [^,.;]{1,40}?,? )?(?P<it>it|this|these|they) (?:was|were)\b", re.I
)
# Statistics that a methods section tells as results of its own.
_DESCRIPTIVE = frozenset({"follow_up", "treatment_duration"})


class Times:
    """Reads times from a paper's prose: one finding a number, each stratum, endpoint and timepoint its own."""

    name = "times"
    needs = frozenset({"drug", "endpoint"})
    finding = TimeFinding

    def extract(self, paper: Paper) -> Iterator[TimeFinding]:
        """Yield findings in text order; definitions, assumptions and intervals of assessment give none."""
        yield from restated(list(with_units(list(self._read(paper)))))

    @staticmethod
    def _read(paper: Paper) -> Iterator[TimeFinding]:
        last: list[Item] = []
        spoken, before = "", None
        for sentence in paper.sentences:
            if before is None or _new_paragraph(paper, before, sentence):
                spoken = ""
            before = sentence
            found = with_durations(sentence.text, with_landmarks(sentence.text, items(sentence), paper.abbreviations))
            pieces = _resumed(sentence.text, found, last)
            last = pieces
            endpoint, spoken = spoken, spoken_of(pieces, spoken)
            if sentence.attribution == "definition" or assumes(sentence.text):
                continue
            for reading in _told(paper, sentence, pieces, endpoint):
                if is_yardstick(sentence.text, reading.start):
                    continue
                attribution = _attribution(sentence, reading)
                if attribution is not None:
                    yield _finding(paper, sentence, reading, attribution)


def _resumed(text: str, pieces: list[Item], last: list[Item]) -> list[Item]:
    """ "It was 4 months under A": the endpoint of the sentence before, when this one names none of its own."""
    opening = _PRONOUN.match(text)
    named = [i for i in last if i.kind == "endpoint"]
    if opening is None or not named or any(i.kind in ("endpoint", "other") for i in pieces):
        return pieces
    statistics = [i for i in last if i.kind == "statistic"][-1:]
    start, end = opening.span("it")
    return [*(replace(i, start=start, end=end) for i in (*statistics, named[-1])), *pieces]


def _new_paragraph(paper: Paper, before: Sentence, sentence: Sentence) -> bool:
    return before.section != sentence.section or "\n" in paper.prose.text[before.end : sentence.start]


def _told(paper: Paper, sentence: Sentence, pieces: list[Item], endpoint: str) -> list[Reading]:
    """All readings of a sentence; of two of one number the first kind of rule wins.

    `endpoint` is the one that the paragraph spoke of before.
    """
    told = states(sentence.text, pieces)
    own = with_own_times(sentence.text, pieces)
    told += [
        r for r in (_of_one(sentence.text, r) for r in readings(sentence.text, own)) if _stated(r, paper, sentence)
    ]
    if any(q.kind == "duration" and patient_at(paper, sentence, q.start) for q in sentence.quantities):
        told += [r for r in individual(sentence) if patient_at(paper, sentence, r.start)]
    told += listed(sentence.text)
    told += risks(sentence.text, pieces, told, endpoint)
    kept: dict[tuple[int, str, str], Reading] = {}
    for r in told:
        if r.rule == "not_reached" or not any(_same_number(r, k) for k in kept.values()):
            kept.setdefault((r.start, r.endpoint, r.timepoint), r)
    return sorted(kept.values(), key=lambda r: r.start)


# "One patient with a chordoma had a PFS of 31+ months": no statistic of a group.
_ONE_HAD = re.compile(
    r"(?:^|[.;:,]\s|\b(?:and|while|but|whereas)\s)(?:only )?(?:one|a|a single|another|the other|the remaining)\s(?:[\w-]+\s){0,3}(?:patient|case|woman|man|child|boy|girl|responder)\b(?!\sgroup)"
    rf"[^.;%]{{0,80}}\b(?:{HAD}|with|whose)\s(?:an?\s)?(?:[\w-]+\s){{0,2}}$",
    re.I,
)


def _of_one(text: str, reading: Reading) -> Reading:
    """A time without any statistic told of one unnamed patient is that patient's."""
    if reading.rule != "value" or reading.confidence > 0.8 or not _ONE_HAD.search(text[: reading.anchor[0]]):
        return reading
    censored = reading.censored or "+" in text[reading.start : reading.end + 1]
    return replace(reading, statistic="individual", censored=censored)


def _same_number(a: Reading, b: Reading) -> bool:
    """Whether two readings of different rules read the same characters."""
    if a.rule == b.rule and (a.rule == "individual" or a.timepoint != b.timepoint):
        return False  # "The 6- and 12-month PFS were both 11 %"
    return a.start < b.end and b.start < a.end and b.rule != "not_reached"


def _stated(reading: Reading, paper: Paper, sentence: Sentence) -> bool:
    """A time of a group without "median" counts only for endpoints that papers give so; follow-up must say which."""
    if reading.rule != "value" or reading.confidence > 0.8 or reading.statistic == "individual":
        return True
    if patient_at(paper, sentence, reading.start):
        return True
    return reading.endpoint not in ("follow_up", "treatment_duration", "sd_duration", "DOR") or reading.range != (
        None,
        None,
    )


def _attribution(sentence: Sentence, reading: Reading) -> Attribution | None:
    """Plans hold no results, except what describes the cohort ("median follow-up was 3 years")."""
    here = attribution_at(sentence, reading.start)
    if here != "planned":
        return None if here == "definition" else here
    told = reading.statistic in ("median", "mean") and reading.confidence > 0.8
    return "own" if reading.endpoint in _DESCRIPTIVE and told else None


def _finding(paper: Paper, sentence: Sentence, reading: Reading, attribution: Attribution) -> TimeFinding:
    patient = patient_at(paper, sentence, reading.start)
    statistic = reading.statistic
    if patient and reading.rule == "value" and reading.confidence <= 0.8:
        statistic = "individual"
    single = statistic == "individual"
    # A hazard ratio compares two strata: it belongs to neither.
    about = Stratum() if reading.rule == "hazard_ratio" else stratum(paper, sentence, reading.start, reading.end)
    return TimeFinding(
        endpoint=reading.endpoint,
        statistic=statistic,
        value=reading.value,
        unit=reading.unit,
        ci_low=reading.ci[0],
        ci_high=reading.ci[1],
        range_low=reading.range[0],
        range_high=reading.range[1],
        timepoint=reading.timepoint,
        censored=reading.censored,
        drugs=about.drugs,
        histotype=about.histotype,
        subgroup=about.subgroup,
        patient=patient if single else "",
        attribution=attribution,
        evidence=_evidence(paper, sentence, reading),
        method=f"time_to_event.{reading.rule}",
        confidence=reading.confidence,
    )


def _evidence(paper: Paper, sentence: Sentence, reading: Reading) -> tuple[Evidence, ...]:
    """The value with its endpoint when they stand close, else a span each; the value alone when the endpoint stands
    in a clause about another study ("4 months there, compared with 6 months here")."""
    (a, b), start, end = reading.anchor, reading.start, reading.end
    if attribution_at(sentence, a) != attribution_at(sentence, start):
        return (paper.within(sentence, start, end),)
    if max(b, end) - min(a, start) <= 100:
        return (paper.within(sentence, min(a, start), max(b, end)),)
    return (paper.within(sentence, start, end), paper.within(sentence, a, b))
