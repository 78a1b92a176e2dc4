"""The pieces of a sentence about time: endpoints, statistics, times, rates, intervals, in text order.

An item of kind `other` names something that has a number of its own (age, response rate, disease-specific survival),
so that its numbers are not read as those of the endpoint before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.quantities import Quantity, parse_number
from extractors.quantities.units import DURATION, duration_unit
from extractors.times.item import MOVED_FROM, Item
from extractors.times.names import names_told

_STATS = (
    (re.compile(r"\bmedian\b|\bm(?=PFS\b|OS\b)", re.I), "median"),
    (re.compile(r"\b(?:mean|average[sd]?)\b", re.I), "mean"),
)
_NOT_REACHED = re.compile(
    r"\b(?:(?:not|never)(?: yet)?(?: been)?(?: yet)? (?:reached|attained|estimable|met|defined|evaluable)|(?:was|were|is) (?:NR|NE|undefined|unreached)\b|yet to be reached)"
    r"|(?<=\band )N[RE]\b(?=,? respectively|\s*(?:[.;)(]|$))|(?<=: )NR\b|(?<=[(=:])NR\b|(?<== )NR\b",
    re.I,
)
_NEITHER = re.compile(r"(?<=\s)(?:was|were|had been|has been|have been) (?:yet )?reached\b(?<!not reached)", re.I)
# The open end of an interval or a range: "[IQR, 7.6-not reached]".
_BOUND_OPEN = re.compile(r"\d\s*(?:[-‐–—−,;]|to)\s*$")
_HAZARD = re.compile(
    r"\b(?:a?HRs?|(?:adjusted )?hazard ratios?)(?:\s*[\[(](?:a?HR|95\s?% ?CI)[\])])?(?: (?:for|of) (?:[\w-]+ ){0,6}?[\w-]+)?\s*(?:was|were|of|is|=|:|,|;)?\s*(?P<n>\d+[.,·]\d+|\d(?=\s*[;,(\[]\s*(?:95|CI|p\b)))",
    re.I,
)
# The ratio stands behind what it is told of, with its interval: "a higher hazard ratio for death was found in X, with 2.4 (95 % CI ...)".
_NO_UNIT = rf"(?!\s*[,;(\[][^()\[\]]*(?:%|{DURATION}\b)[^()\[\]\d]*[)\]]|[)\]]?\s*(?:%|{DURATION}\b))"
_HAZARD_NEAR = re.compile(r"\b(?:a?HRs?|hazard ratios?)\b", re.I)
_HAZARD_FAR = re.compile(
    rf"\bhazard ratios?\b(?:(?!\b(?:median|mean|months|years|weeks)\b)[^.;()%]){{3,130}}?[\s(](?P<n>\d+[.,·]\d+)(?=\s*[,;(\[]\s*(?:95\s?% ?)?C){_NO_UNIT}",
    re.I,
)
# "0.61 (95 % CI 0.40-0.93) with A and | 0.83 (0.55-1.25) with B".
_HAZARD_ALSO = re.compile(
    rf"\s*[(\[,;][^()\[\]]{{3,40}}[)\]](?:(?!\b(?:median|mean|months|years|weeks)\b)[^.;()%\d]){{0,60}}?(?:,|\band|\bversus|\bvs\.?)\s(?P<n>\d+[.,·]\d+)"
    rf"(?=\s*[(\[,;]\s*(?:(?:95\s?% ?)?C|\d+[.,·]\d+\s?[-‐–—−]\s?\d)){_NO_UNIT}",
    re.I,
)
# a standard error or deviation
_ERROR = re.compile(
    r"(?:±|\+/?[-−]|\b(?:S\.?E\.?(?:M\.?)?|s\.?e\.?(?:m\.?)?|S\.?D\.?|s\.?d\.?|[Ss]tandard (?:[Ee]rrors?|[Dd]eviations?))\)?\s*(?:of|was|=|:|,)?)\s*$"
)
_LEVEL = re.compile(
    r"\s?(?:(?:lower|upper|one-sided|two-sided|1-sided|2-sided)\s)*(?:[LU]?CI|CL|confidence|credible)\b", re.I
)
# A number whose unit stands behind what qualifies it: "18 (6-58) months", "5.3 (95% CI 3-7) and 13.1 (9-17) months".
_BRACKETS = r"\s*[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]]){0,70}[)\]]"
_SPREAD = r"\s*(?:±|\+/?[-−])\s*[\d.,]+"
_BEHIND = re.compile(
    rf"(?:{_SPREAD})?(?:{_BRACKETS})?(?:\s*(?:,?\s*(?:and|or)|,|vs?\.?|versus)\s*(?:(?:the\s)?(?:median|mean)\s[A-Za-z -]{{2,40}}?\s(?:was\s|of\s)?)?[\d.]+(?:{_SPREAD})?(?:{_BRACKETS})?){{0,4}}\s*(?P<unit>%(?!\s?(?:CI|C\.I\.|confidence)\b)|per\s?cent\b|{DURATION}\b)",
    re.I,
)
_BOUND = r"(?:\d+(?:[.,·]\d+)?\+?|N[AER]|not (?:reached|estimable|evaluable))"
_INSIDE = re.compile(rf"\s*[(\[][^()\[\]]*\d\s*(?P<unit>{DURATION})\s*[)\]]", re.I)
# "(4.0; 95 % CI, 3.7-4.4 months; p = 0.03)": the unit behind the interval or range of the same brackets.
_WITHIN = re.compile(
    rf"\s*[;,]\s*(?:\d\d\s?%\s?)?(?:CI|C\.I\.|confidence interval|IQR|inter-?quartile range|range)\b[^()%]{{0,9}}(?:{_BOUND}\s*(?:[-‐–—−]|to|,)\s*)?{_BOUND}\s*(?P<unit>{DURATION})\b",
    re.I,
)
# "The rate was 36 (95 % CI 13-65 %)": the percent sign behind the interval alone.
_PERCENT_INSIDE = re.compile(
    rf"\s*[(\[,;]\s*(?:\d\d\s?%\s?)?(?:CI|C\.I\.|confidence interval)\b[^()%]{{0,9}}{_BOUND}\s*%?\s*(?:[-‐–—−]|to|,)\s*{_BOUND}\s*(?P<unit>%)",
    re.I,
)
# A number that takes the unit of the one before it: "7.2 months versus 2.9 in the others", "1 to 26 months (median 7)".
_AGAINST = re.compile(
    r"(?:\b(?:vs?\.?|versus|compared (?:with|to))|[(,]\s*(?:median|mean)(?: of| was)?[\s,:]*)\s*$", re.I
)
_ALSO = re.compile(r"\s*(?:and|,)\s*")
_NAMED_BEFORE = re.compile(r"\b(?:m?OS|m?PFS|TTP|survival)\)?\s*(?:was|of|:)?\s*$")
_INTERVAL = re.compile(r"\s*[(\[](?:95\s?% ?CI[\s,:=]*)?\d+(?:[.,·]\d+)?\s*(?:[-‐–—−]|to)\s*\d+(?:[.,·]\d+)?[)\]]")
_RANGED = re.compile(
    r"\s*[(\[](?:range[\s,:=]*|median[\s,:=]*|95\s?% ?CI[\s,:=]*|IQR[\s,:=]*)\d+(?:[.,·]\d+)?\+?\s*(?:[-‐–—−]|to)\s*\d+(?:[.,·]\d+)?\+?[)\]]",
    re.I,
)
_NOUN = re.compile(
    r"\s*(?:%|/|\d|(?:c?Gy|fr|fractions?|m?g|kg|ml|cm|mm|of|patients?|pts|cases|women|men|cycles?|courses?|lines?)\b)",
    re.I,
)


def items(sentence: Sentence) -> list[Item]:
    """All pieces of a sentence in text order; names overlap nothing, the longer one wins."""
    names = names_told(sentence)
    text = sentence.text
    found = [*names]
    for pattern, code in _STATS:
        found += [Item("statistic", m.start(), m.end(), code) for m in pattern.finditer(text)]
    intervals = [(q.start, q.end) for q in sentence.numbers("interval")]
    found += [
        Item("unreached", m.start(), m.end())
        for m in (*_NOT_REACHED.finditer(text), *_neither(text))
        if not any(a <= m.start() < b for a, b in intervals) and not _BOUND_OPEN.search(text[: m.start()])
    ]
    hazards = list(_hazards(text))
    taken = [(h.start, h.end) for h in hazards]
    changes = list(_changes(text))
    taken += [(c.start, c.end) for c in changes]
    numbers = [n for n in _numbers(sentence) if not any(a < n.end and n.start < b for a, b in taken)]
    return sorted([*found, *hazards, *changes, *numbers], key=lambda i: (i.start, i.kind != "statistic", -i.end))


def _hazards(text: str) -> Iterator[Item]:
    """Ratios right behind their name, or further on with an interval; and those that are listed behind them."""
    taken = 0
    if _HAZARD_NEAR.search(text) is None:
        return
    near = {m.start("n"): m for m in (*_HAZARD_FAR.finditer(text), *_HAZARD.finditer(text))}
    for start in sorted(near):
        m: re.Match[str] | None = near[start]
        while m is not None and m.start("n") >= taken:
            taken = m.end()
            yield Item("hazard", m.start("n"), taken, low=parse_number(m["n"]), unit="1")
            m = _HAZARD_ALSO.match(text, taken)


def _neither(text: str) -> Iterator[re.Match[str]]:
    """ "Neither the median PFS nor the median OS was reached"."""
    for m in _NEITHER.finditer(text):
        if re.search(r"\bneither\b[^.;]*\bnor\b[^.;]*$", text[: m.start()], re.I):
            yield m


# "days 1 and 8 of 21 days", "14 of 21 days", "one week of three weeks": the days of a cycle.
_OF_CYCLE = re.compile(
    r"\bdays?\s\d+(?:\s?(?:,|and|&|to|[-–])\s?\d+)*\s(?:of|in|out of)\s(?:an?\s|each\s|every\s)?$|\b\d+\s(?:out\s)?of\s(?:every\s)?$",
    re.I,
)


# "Increased from 40 % to 62 %": two values, where elsewhere "40 % to 62 %" is a range.
_CHANGED = re.compile(
    rf"{MOVED_FROM}(?P<a>\d+(?:[.,·]\d+)?)[\s-]*(?P<ua>%|{DURATION}\b)?[^.;%]{{0,45}}?\bto\s+(?:a\s+)?(?:median\s+(?:of\s+)?)?(?:only\s+)?"
    rf"(?P<b>\d+(?:[.,·]\d+)?)[\s-]*(?P<ub>%|{DURATION}\b)",
    re.I,
)


def _changes(text: str) -> Iterator[Item]:
    for m in _CHANGED.finditer(text):
        for name in ("a", "b"):
            said, number = m["ua"] or m["ub"] if name == "a" else m["ub"], parse_number(m[name])
            unit = "%" if said == "%" else duration_unit(said)
            yield Item("rate" if unit == "%" else "time", *m.span(name), low=number, high=number, unit=unit)


def _numbers(sentence: Sentence) -> Iterator[Item]:
    text, last, elided = sentence.text, "", -1
    for q in sentence.quantities:
        if (q.low is None and q.kind != "interval") or _ERROR.search(text[: q.start]) or _LEVEL.match(text, q.end):
            continue
        if q.kind == "duration" and q.unit in ("d", "wk") and _OF_CYCLE.search(text[: q.start]):
            continue
        item = _counted(text, q, last) if q.kind == "count" else _number(q)
        if item is None and q.kind == "count" and last and elided >= 0 and _ALSO.fullmatch(text[elided : q.start]):
            item = Item("time", q.start, q.end, low=q.low, high=q.high, unit=last)  # "versus 40.1 and 81.2"
        if item is not None:
            elided = q.end if q.kind == "count" and _AGAINST.search(text[: q.start]) else -1
            last = item.unit if item.kind in ("time", "rate", "range") and item.unit else last
            yield item


# "EFS at 5 years was 0.58": a probability.
_PROBABILITY = re.compile(r"(?:0|(?<!\d))[.·]\d{2,3}")
_SURVIVAL = re.compile(
    r"\b(?:survivals?|[ODPER]FS|OS)\b(?:(?!\bHR|\bhazard|\brisk|\bodds|\bp\b)(?:[^.;%]|\.(?=\d))){0,60}?\b(?:was|were|of|is|and|versus|vs)\s+$",
    re.I,
)
_AT_A_TIME = re.compile(r"\b(?:years?|months?|weeks?)\b", re.I)


def _share(text: str, q: Quantity) -> Item | None:
    """A rate of survival told as a share of one, in a sentence that says when."""
    if q.low is None or not _PROBABILITY.fullmatch(q.text) or not _SURVIVAL.search(text[: q.start]):
        return None
    if not _AT_A_TIME.search(text) or re.match(rf"\s*{DURATION}\b", text[q.end :], re.I):
        return None
    return Item("rate", q.start, q.end, low=100 * q.low, high=100 * q.low, unit="%")


def _counted(text: str, q: Quantity, last: str) -> Item | None:
    """A bare number whose unit is told elsewhere: behind its interval, inside its range, or by the number before."""
    unit = ""
    if (share := _share(text, q)) is not None:
        return share
    if (
        m := _BEHIND.match(text, q.end)
        or _INSIDE.match(text, q.end)
        or _WITHIN.match(text, q.end)
        or _PERCENT_INSIDE.match(text, q.end)
    ):
        unit = "%" if m["unit"][0] in "%pP" else duration_unit(m["unit"])
    elif last:
        compared = _AGAINST.search(text[: q.start]) and not _NOUN.match(text, q.end)
        compared = compared or (
            "." in q.text and _NAMED_BEFORE.search(text[: q.start]) and not _NOUN.match(text, q.end)
        )
        ranged = re.search(r"\b(?:and|or|vs\.?|versus)\s+$", text[: q.start]) and _RANGED.match(text, q.end)
        unit = last if compared or ranged or (re.search(r"[.,·]", q.text) and _INTERVAL.match(text, q.end)) else ""
    if not unit:
        return None
    return Item("rate" if unit == "%" else "time", q.start, q.end, low=q.low, high=q.high, unit=unit)


def _number(q: Quantity) -> Item | None:
    made = Item("", q.start, q.end, low=q.low, high=q.high, unit=q.unit)
    if q.kind == "percent":
        return replace(made, kind="rate", unit="%")
    if q.kind == "duration":
        return replace(made, kind="time" if q.low == q.high else "range")
    if q.kind in ("interval", "range"):
        return replace(made, kind=q.kind, unit="")
    return None
