"""Rates told as a state of patients: "35 % were free of progression at 24 months", "a PFS of at least 5 months"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.branches import Several
from extractors.core.listed import listed
from extractors.core.verbs import HAD, HAVING
from extractors.quantities.people import AFTER_PEOPLE, PEOPLE
from extractors.times.item import Item
from extractors.times.readings import Reading

_PEOPLE = r"(?:patients?|pts|cases|women|men|children|subjects|participants|responders?|responses?|individuals|controls|survivors|population|cohort|group|them|all)"
_STATES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), code)
    for pattern, code in (
        (r"\b(?:progression[- ‐]free|free (?:of|from) (?:disease |tumou?r )?progression|without (?:disease |tumou?r )?progression|had not progressed)\b(?! survival)", "PFS"),
        (r"\b(?:alive|survived|surviving|living)\b[^.;]{0,60}\b(?:disease[- ‐]free|free of (?:disease|tumou?r|recurrence)|without (?:disease|recurrence|relapse|evidence of disease))\b(?! survival)", "RFS"),
        (r"\b(?:disease|relapse|recurrence)[- ‐]free\b(?! (?:survival|interval))|\bfree (?:of|from) (?:disease|recurrence|relapse|tumou?r)\b|\bwithout (?:recurrence|relapse)\b", "RFS"),
        (r"\b(?:event[- ‐]free)\b(?! survival)", "EFS"),
        (r"\bresponses? (?:were|was|remained|are)(?: still)? (?:ongoing|maintained|continuing)\b|\b(?:still|remained) in (?:response|remission)\b", "DOR"),
        (rf"\b(?:were|was|are|remained|remain|still|be) (?:still )?alive\b|{AFTER_PEOPLE}alive\b|\bsurvived\b|\balive (?:at|after)\b", "OS"),
    )
)  # fmt: skip
_STATED = Several(pattern for pattern, _ in _STATES)
_HAD = re.compile(rf"\b(?:{HAD}|{HAVING}|with)\b[^.;]{{0,30}}$", re.I)
_BOUND = re.compile(
    r"^\s*(?:time |duration )?(?:of |was |for )?(?:at least|more than|longer than|greater than|over|exceeding|[>≥⩾])\s*(?:or equal to )?$",
    re.I,
)


# "80 % of patients in arm A and 71 % of controls were alive at 5 years".
_OTHER_GROUP = re.compile(
    rf"(?:[^.;]{{0,20}}?\b(?:{_PEOPLE}|arm)\b[^.;]{{0,60}}?|\s*(?:of|in|with) (?:the )?[\w/+ -]{{2,40}}?,?\s)(?:\band|versus|vs\.?|compared (?:with|to)),?\s+(?:only\s+)?",
    re.I,
)
_WERE = re.compile(r"\s*(?:were|remained|are|was)\s+(?:still\s+|alive\s+(?:and\s+|but\s+)?)?", re.I)
_WITH = re.compile(r"\bwith\s+(?:only\s+)?$", re.I)  # "..., with 38 % alive at one year"
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")


def states(text: str, pieces: list[Item]) -> list[Reading]:
    """Readings of rates that are told as a state at a time; a state without a time gives none."""
    told = [
        *(listed := list(_in_order(text, pieces))),
        *_at_a_time(text, [i for i in pieces if not any(r.start == i.start for r in listed)]),
        *_behind(text, pieces),
        *_of_at_least(text, pieces),
        *_proportions(text, pieces),
        *_followed(text, pieces),
    ]
    return [r for r in told if r.value is not None]


# "The proportion of patients alive at one year was 45 %".
_PROPORTION = re.compile(
    rf"\b(?:proportion|percentage|fraction|share)s? of (?:the )?(?:[\w-]+ ){{0,3}}{PEOPLE}(?: who (?:were|remained)| being| remaining)?\s+(?:still )?(?:alive and )?$",
    re.I,
)
_WAS = re.compile(r"\s*(?:was|were|of|:|=|reached)\s*(?:only\s+)?", re.I)
_AT = re.compile(r"\s*(?:at|after)\s+(?:the\s+)?", re.I)
_ALSO = re.compile(r"\s*,?\s*(?:and|,)?\s*", re.I)
_AT_FOLLOW_UP = re.compile(
    r"[\s-]*(?:of )?(?:a )?(?P<s>median|mean|average)\s+(?:length of |duration of )?follow[- ]?up\b", re.I
)
# "After a median 18.4-month follow-up"
_MEDIAN_BEFORE = re.compile(
    r"(?:^\W*|[;,(]\s*)(?:after|at|with|over|during)\s+(?:a\s+)?(?P<s>median|mean|average)\s+(?:of\s+)?$", re.I
)
_FOLLOW_UP = re.compile(r"(?:\s*[(\[][^()\[\]]{1,40}[)\]])?[\s-]*(?:of )?follow[- ]?up\b", re.I)


def _proportions(text: str, pieces: list[Item]) -> Iterator[Reading]:
    for code, start, end in _told(text):
        lead = _PROPORTION.search(text[:start])
        if lead is not None:
            yield from _in_turn(code, text, pieces, start, end)
            yield from _times_first(code, text, pieces, start, end)
        time = next((t for t in pieces if t.kind == "time" and 0 <= t.start - end < 12), None)
        if lead is None or time is None or not re.fullmatch(r"\s*(?:at|after)\s+(?:the\s+)?", text[end : time.start]):
            continue
        rate = next((r for r in pieces if r.kind == "rate" and r.start >= time.end), None)
        if rate is not None and _WAS.fullmatch(text[time.end : rate.start]):
            yield replace(_rate(code, rate, time, rate.start, rate.end), anchor=(start, end))


def _times_first(code: str, text: str, pieces: list[Item], start: int, end: int) -> Iterator[Reading]:
    """ "... alive at one and two years was 70 % (95 % CI 60-79) and 48 %": as many rates as times, two or more."""
    behind = [p for p in pieces if p.start >= end and p.kind in ("rate", "time")]
    times = next(iter(_coordinated(text, [p for p in behind if p.kind == "time"])), [])
    if len(times) < 2 or not _AT.fullmatch(text[end : times[0].start]):
        return
    at = times[-1].end
    rates: list[Item] = []
    for rate in (p for p in behind if p.kind == "rate" and p.start >= at):
        apart = _BRACKET.sub("", text[at : rate.start])
        if not (_ALSO if rates else _WAS).fullmatch(apart):
            break
        rates.append(rate)
        at = rate.end
    if len(rates) == len(times):
        for rate, time in zip(rates, times, strict=True):
            yield replace(_rate(code, rate, time, rate.start, rate.end), anchor=(start, end))


def _in_turn(code: str, text: str, pieces: list[Item], start: int, end: int) -> Iterator[Reading]:
    """ "... free of progression was 47 % at 12 weeks (95 % CI 36-58) and 24 % at 24 weeks"."""
    at, joined = end, _WAS
    for rate, time in pairwise([p for p in pieces if p.start >= end and p.kind in ("rate", "time")]):
        if rate.kind != "rate" or time.kind != "time":
            continue
        apart = _BRACKET.sub("", text[at : rate.start])
        if not joined.fullmatch(apart) or not _AT.fullmatch(_BRACKET.sub("", text[rate.end : time.start])):
            return
        yield replace(_rate(code, rate, time, rate.start, rate.end), anchor=(start, end))
        at, joined = time.end, _ALSO


def _followed(text: str, pieces: list[Item]) -> Iterator[Reading]:
    """ "At a 41-month median follow-up", "a median 41 months of follow-up": the value stands before its name."""
    for time in (t for t in pieces if t.kind == "time"):
        m, said = _AT_FOLLOW_UP.match(text, time.end), None
        if m is None and (said := _MEDIAN_BEFORE.search(text[: time.start])):
            m = _FOLLOW_UP.match(text, time.end)
        if m and time.low is not None:
            statistic = (said or m)["s"].lower()
            yield Reading(
                endpoint="follow_up",
                anchor=(time.end, m.end()),
                start=time.start,
                end=m.end(),
                statistic="median" if statistic == "median" else "mean",
                value=time.low,
                unit=time.unit,
                rule="value",
            )


_LIST = re.compile(r"\s*(?:,|and|, and|/|&|or)\s*", re.I)
_OF_WHOM = re.compile(
    rf"\s*(?:of (?:the |our |these |all )?)?(?:{_PEOPLE}\s)?(?:who )?(?:were|was|are|remained|had)?\s*(?:still |estimated to be |expected to be )?",
    re.I,
)
_IN_ORDER = re.compile(r"[\s,]*(?:progression |survival )?(?:(?:at|after)\s+(?:the )?)?", re.I)


def _in_order(text: str, pieces: list[Item]) -> Iterator[Reading]:
    """ "At one and two years, 70 % and 40 % were alive": as many rates as times, in order; none where they differ."""
    rates = _coordinated(text, [i for i in pieces if i.kind == "rate"])
    single = [i for i in pieces if i.kind == "time"]
    times = _coordinated(text, single) or [[t] for t in single]
    for code, start, end in _told(text) if rates and times else ():
        rate = next((r for r in rates if r[-1].end <= start and _OF_WHOM.fullmatch(text[r[-1].end : start])), None)
        if rate is None:
            continue
        before = [
            t
            for t in times
            if t[-1].end <= rate[0].start and re.search(r"\b(?:[Aa]t|[Aa]fter)\s+(?:the\s+)?$", text[: t[0].start])
        ]
        behind = [t for t in times if t[0].start >= end and _IN_ORDER.fullmatch(text[end : t[0].start])]
        for time in (behind or before)[-1:]:
            for k, value in enumerate(rate):
                # two rates of other times: nobody can tell which
                told = replace(_rate(code, value, time[k % len(time)], start, end), end=value.end)
                yield told if len(time) in (1, len(rate)) else replace(told, value=None)


def _coordinated(text: str, pieces: list[Item]) -> list[list[Item]]:
    """Runs of two or more pieces with only list words between."""
    return listed(pieces, lambda a, b: _LIST.fullmatch(text[a.end : b.start]))


def _at_a_time(text: str, pieces: list[Item]) -> Iterator[Reading]:
    rates = [i for i in pieces if i.kind == "rate"]
    times = [i for i in pieces if i.kind == "time"]
    used: set[int] = set()
    for code, start, end in _told(text) if rates and times else ():
        rate = next((r for r in reversed(rates) if r.end <= start and start - r.end < 90), None)
        people = rate.start - 30 if rate and text[: rate.start].endswith("(") else rate.end if rate else 0
        gap = _BRACKET.sub("", text[rate.end : start]) if rate else ""
        # "78 % were progression-free", "78 % were alive" (where the verb belongs to the state)
        alone = rate and (_WERE.fullmatch(gap) or (not gap.strip() and _WERE.match(text[start:end])))
        alone = alone or (rate and not gap.strip() and _WITH.search(text[: rate.start]))
        if rate is None or rate.start in used or not (alone or re.search(_PEOPLE, text[max(people, 0) : end], re.I)):
            continue
        if re.search(r"[;]|\.\s|\b(?:died|while|whereas)\b", text[rate.end : start]):
            continue
        time = _when(text, times, rate.start, end)
        if time is not None:
            used.add(rate.start)
            yield _rate(code, rate, time, start, end)
            if time.start >= end:
                yield from _further(code, text, pieces, (start, end), time.end)
            other = next((r for r in reversed(rates) if r.end <= rate.start and r.start not in used), None)
            between = _BRACKET.sub("", text[other.end : rate.start]) if other else ""
            if (
                other
                and _OTHER_GROUP.fullmatch(between)
                and not re.search(r"\b(?:was|were|are|is|had|remained)\b", between)
            ):
                used.add(other.start)
                yield replace(_rate(code, other, time, start, end), end=other.end)


# "... at 6 months (43 %", "... at one year [9/21, 43 %".
_OPENS_SHARE = re.compile(r"\s*[(\[]\s*(?:\d+\s?/\s?\d+\s*[,;=]\s*)?", re.I)


def _behind(text: str, pieces: list[Item]) -> Iterator[Reading]:
    """ "Nine of 21 women were alive without progression at 6 months (43 %)": the rate in a bracket right behind the time."""
    for code, start, end in _told(text):
        for time, rate in pairwise([p for p in pieces if p.start >= end and p.kind in ("rate", "time")]):
            if time.kind != "time" or rate.kind != "rate" or not _AT.fullmatch(text[end : time.start]):
                break
            if _OPENS_SHARE.fullmatch(text[time.end : rate.start]) and _PEOPLE_BEFORE.search(text[:start]):
                yield _rate(code, rate, time, start, rate.end)
            break


_PEOPLE_BEFORE = re.compile(rf"\b{_PEOPLE}\b[^.;%]{{0,40}}$", re.I)


def _further(code: str, text: str, pieces: list[Item], anchor: tuple[int, int], at: int) -> Iterator[Reading]:
    """ "... were progression-free at 6 months and 25 % (11-40) at 18 months"."""
    for rate, time in pairwise([p for p in pieces if p.start >= at and p.kind in ("rate", "time")]):
        if rate.kind != "rate" or time.kind != "time":
            continue
        apart = _BRACKET.sub("", text[at : rate.start]), _BRACKET.sub("", text[rate.end : time.start])
        if not (_ALSO.fullmatch(apart[0]) and _AT.fullmatch(apart[1])):
            return
        yield replace(_rate(code, rate, time, rate.start, rate.end), anchor=anchor)
        at = time.end


def _told(text: str) -> Iterator[tuple[str, int, int]]:
    taken: list[tuple[int, int]] = []
    for pattern, code in map(_STATES.__getitem__, _STATED.live(text)):
        for m in pattern.finditer(text):
            if not any(a < m.end() and m.start() < b for a, b in taken):
                taken.append((m.start(), m.end()))
                yield code, m.start(), m.end()


def _when(text: str, times: list[Item], first: int, end: int) -> Item | None:
    """The time right after the state, inside it, or one that opens the clause: "At 2 years, ..."."""
    for t in times:
        if first <= t.start and -60 < t.start - end < 25 and _MARK.search(text[max(0, t.start - 25) : t.start]):
            return t
        if 0 <= t.start - end < 4 and re.match(r"\s*(?:after|from|following)\b", text[t.end :]):
            return t
    ahead = [t for t in times if t.end <= first and re.search(r"\b[Aa]t\s+(?:the\s+)?$", text[: t.start])]
    return ahead[-1] if ahead and not re.search(r"[;]|\.\s", text[ahead[-1].end : first]) else None


_MARK = re.compile(r"\b(?:at|after|for)\s+(?:the |least |more than )?$", re.I)


def _of_at_least(text: str, pieces: list[Item]) -> Iterator[Reading]:
    """ "40 % of patients had a PFS of at least 6 months"."""
    for k, endpoint in enumerate(pieces):
        if endpoint.kind != "endpoint" or endpoint.code not in ("PFS", "OS", "EFS", "RFS"):
            continue
        time = next((i for i in pieces[k + 1 :] if i.kind == "time"), None)
        rate = next((i for i in reversed(pieces[:k]) if i.kind == "rate"), None)
        if time is None or rate is None or not _BOUND.match(text[endpoint.end : time.start]):
            continue
        between = text[rate.end : endpoint.start]
        if _HAD.search(between) and re.search(_PEOPLE, between, re.I) and len(between) < 80:
            yield _rate(endpoint.code, rate, time, endpoint.start, time.end)


def _rate(code: str, rate: Item, time: Item, start: int, end: int) -> Reading:
    return Reading(
        endpoint=code,
        anchor=(start, end),
        start=rate.start,
        end=max(rate.end, end, time.end),
        statistic="rate",
        value=rate.low,
        unit="%",
        timepoint=time.timepoint,
        rule="state",
        confidence=0.9,
    )
