"""Joining: which time, rate or ratio of a sentence belongs to which endpoint and which timepoint.

A sentence is read left to right as heads (endpoints with their timepoints) followed by values. As many values as
endpoints, or as timepoints, are shared out in order; one head with several values tells several strata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractors.times.items import Item

# Words right before a time that make it something else than a value: a timepoint, an interval, a bound.
_AT = re.compile(r"\b(?:at|after|by|of at)(?:\s+(?:the|least|about|approximately|a|an|cut-?off))*\s*$", re.I)
_APART = re.compile(
    r"(?:\b(?:every|each|within|past|last|first|next|another|additional|further|previous|than|least|up to|until|from|since|over|during|before|between|for|minimum|maximum|initial|per|by|in|exceed(?:s|ed|ing)?|q|and over)|[<>≤≥⩽⩾])(?:\s+(?:the|a|an|about|only))*\s*$",
    re.I,
)
_LINKED = re.compile(
    r"(?:\b(?:of|was|were|is|are|to|be|being|reached|lasted|lasting|averaged|approximately|about|only|just|nearly|almost|estimated|median|mean|average|and|or|versus|vs\.?|against|compared with|with|respectively|as|time|duration|survival|a)|[:=(,\[;~≈/]|\))\s*$",
    re.I,
)
_FOR = re.compile(r"\b(?:for|over)(?:\s+(?:a|an|about|only))*\s*$", re.I)
_HYPHEN = re.compile(r"[\s‐-]*$")
_JOINED = re.compile(
    r"[\s,;()]*(?:(?:and|or|the|a|an|of|both|median|mean|rates?|times?|estimated|actuarial|respective|overall|with|for|plus|as well as|&|/|their|corresponding|\d+|years?|months?|weeks?|[-‐–])[\s,;()]*)*",
    re.I,
)
_RANGE_CUE = re.compile(
    r"^[\s,;)]*[(\[,;]?\s*(?:(?:95\s?% ?CI[^()]{0,30}[;,]\s*)?(?:full |overall |observed )?(?:ranges?|ranging|ranged|varying|extremes?|min[a-z]*[-–/ ]+max[a-z]*|minimum)\b[\s:=,;.]*(?:(?:was|were|from|between|of)\s+)?[(\[]?)?\s*$",
    re.I,
)
_QUARTILES = re.compile(r"\b(?:IQR|inter-?quartile|quartiles?|SD|standard deviation|SE)\b|±", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """One statistic of one endpoint; `start`/`end` cover the value and what qualifies it, `anchor` the endpoint."""

    endpoint: str
    anchor: tuple[int, int]
    start: int
    end: int
    statistic: str = ""
    value: Decimal | None = None
    unit: str = ""
    timepoint: str = ""
    ci: tuple[Decimal | None, Decimal | None] = (None, None)
    range: tuple[Decimal | None, Decimal | None] = (None, None)
    censored: bool = False
    rule: str = ""
    confidence: float = 0.95


@dataclass(slots=True)
class Value:
    """A number with its qualifiers, before it is given to an endpoint; `item` None stands for "not reached"."""

    item: Item
    statistic: str = ""
    timepoint: str = ""
    ci: tuple[Decimal | None, Decimal | None] = (None, None)
    range: tuple[Decimal | None, Decimal | None] = (None, None)
    end: int = 0


@dataclass(slots=True)
class Head:
    """Coordinated endpoints, the timepoints told before their values, and the values."""

    endpoints: list[Item] = field(default_factory=list)
    timepoints: list[Item] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    statistic: str = ""


def readings(text: str, pieces: list[Item]) -> list[Reading]:
    """All readings of one sentence."""
    return [r for head in _heads(text, pieces) for r in _shared_out(head)]


def _heads(text: str, pieces: list[Item]) -> Iterator[Head]:
    reader = _Reader(text)
    for k, item in enumerate(pieces):
        yield from reader.take(item, pieces[k + 1] if k + 1 < len(pieces) else None)
    yield reader.head


class _Reader:
    """The state of reading one sentence from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.head = Head()
        self.waiting: list[Item] = []  # timepoints since the last value
        self.statistic = ""  # told since the last value
        self.past = 0  # end of the last endpoint or value

    def take(self, item: Item, after: Item | None) -> Iterator[Head]:
        if item.kind in ("endpoint", "other"):
            yield from self._named(item)
        elif item.kind == "statistic":
            self.statistic = item.code
        elif item.kind == "time":
            self._time(item, after)
        elif item.kind in ("rate", "hazard", "unreached"):
            self._value(item)
        elif item.kind in ("interval", "range"):
            self._qualify(item)

    def _named(self, item: Item) -> Iterator[Head]:
        held = self.head
        if item.kind == "endpoint" and held.endpoints and not held.values:
            last = held.endpoints[-1]
            if item.code == last.code:
                self.past = item.end
                return
            if _JOINED.fullmatch(self.text[last.end : item.start]):
                held.endpoints.append(item)
                self.past = item.end
                return
        yield held
        told = self.statistic or (held.statistic if held.endpoints and held.values and item.kind == "endpoint" else "")
        self.head = Head([item] if item.kind == "endpoint" else [], self.waiting, [], told)
        self.waiting, self.past = [], item.end
        if item.kind == "other":
            self.statistic = ""

    def _time(self, item: Item, after: Item | None) -> None:
        before = self.text[self.past : item.start]
        behind = self.text[item.end : after.start] if after else self.text[item.end :]
        hyphen = "-" in self.text[item.start : item.end] or "‐" in self.text[item.start : item.end]
        follows = after is not None and after.kind in ("endpoint", "rate", "statistic") and len(behind) < 30
        if _AT.search(before) or (hyphen and (follows or not _LINKED.search(before))) or self._listed(item, after):
            self._timepoint(item)
        elif self._is_value(before, item):
            self._value(item)

    def _listed(self, item: Item, after: Item | None) -> bool:
        """"3 and 6 months": a time listed right behind, or right before, a timepoint is one as well."""
        if self.waiting and re.fullmatch(r"[\s,‐-]*(?:and|or|,|&)?\s*", self.text[self.waiting[-1].end : item.start]):
            return True
        if after is None or after.kind != "time":
            return False
        hyphen = re.search(r"[-‐]", self.text[after.start : after.end])
        joined = re.fullmatch(r"[\s,‐-]*(?:and|or|to|&)?[\s,]*", self.text[item.end : after.start])
        return bool(hyphen and joined)

    def _timepoint(self, item: Item) -> None:
        values = self.head.values
        if values and values[-1].item.kind == "rate" and not values[-1].timepoint and not self.waiting:
            between = re.sub(r"[(\[][^()\[\]]*[)\]]", "", self.text[values[-1].end : item.start])
            if re.fullmatch(r"[\s,)\]]*(?:at|after|by)(?: the)?\s*", between):
                values[-1].timepoint = item.timepoint
                values[-1].end = item.end
                return
        self.waiting.append(item)

    def _is_value(self, before: str, item: Item) -> bool:
        if not self.head.endpoints or len(before) > 130 or re.search(r"[;]|\.\s", before.strip("; ")):
            return False
        code = self.head.endpoints[-1].code
        if _FOR.search(before):
            return code in ("follow_up", "treatment_duration", "DOR", "sd_duration") and len(before) < 40
        return not _APART.search(before) and bool(_LINKED.search(before) or not before.strip())

    def _value(self, item: Item) -> None:
        head = self.head
        if not head.endpoints:
            return
        if self.waiting and head.values:
            head_times = [t.timepoint for t in self.waiting]
        else:
            head.timepoints += self.waiting
            head_times = []
        told = self.statistic or head.statistic
        head.statistic = head.statistic or told
        if item.kind == "hazard":
            told = "hazard_ratio"
        head.values.append(Value(item, told, head_times[0] if len(head_times) == 1 else "", end=item.end))
        self.waiting, self.statistic, self.past = [], "", item.end

    def _qualify(self, item: Item) -> None:
        values = self.head.values
        if not values:
            self._only_range(item)
            return
        last = values[-1]
        between = self.text[last.end : item.start]
        if item.kind == "interval" and len(between) < 25 and last.ci == (None, None):
            last.ci, last.end = (item.low, item.high), item.end
        elif item.kind == "range" and last.range == (None, None) and not _QUARTILES.search(between):
            bare = re.fullmatch(r"\s*[(\[]\s*", between) and last.item.kind == "time"
            if bare or (_RANGE_CUE.fullmatch(between) and re.search(r"\w", between)):
                last.range, last.end = (item.low, item.high), item.end

    def _only_range(self, item: Item) -> None:
        """"Follow-up ranged from 2 to 40 months": a range without a value."""
        before = self.text[self.past : item.start]
        if self.head.endpoints and item.unit and re.search(r"\b(?:rang(?:ed|ing|es?)|varied|between|periods? of)\b", before):
            value = Value(replace(item, kind="span"), "", "", range=(item.low, item.high), end=item.end)
            self.head.values.append(value)
            self.past = item.end


def _shared_out(head: Head) -> Iterator[Reading]:
    ends = head.endpoints
    rates = [v for v in head.values if v.item.kind == "rate"]
    times = [v for v in head.values if v.item.kind in ("time", "span")]
    others = [v for v in head.values if v.item.kind in ("hazard", "unreached")]
    for value, endpoint, timepoint in _assigned_rates(head, rates):
        yield _reading(endpoint, value, "rate", timepoint)
    for k, value in enumerate(times):
        endpoint = _nth(ends, times, k)
        if endpoint is not None:
            statistic = value.statistic or ("" if value.item.kind == "span" else "median")
            yield _reading(endpoint, value, statistic, "", bool(value.statistic))
    for value in others:
        targets = ends if value.item.kind == "unreached" and not times and not rates else ends[-1:]
        for endpoint in targets:
            yield _reading(endpoint, value, value.statistic or "median", "")


def _nth(ends: list[Item], values: list[Value], k: int) -> Item | None:
    """The endpoint of the k-th value: in order when they are as many (or a multiple), else only when there is one."""
    if len(ends) == 1:
        return ends[0]
    if len(values) % len(ends) == 0:
        return ends[k // (len(values) // len(ends))]
    return None


def _assigned_rates(head: Head, rates: list[Value]) -> Iterator[tuple[Value, Item, str]]:
    ends, points = head.endpoints, [t.timepoint for t in head.timepoints]
    own = [v for v in rates if v.timepoint]
    if own:
        for v in own:
            if len(ends) == 1:
                yield v, ends[0], v.timepoint
        if len(ends) == 1 and len(points) == 1:
            yield from ((v, ends[0], points[0]) for v in rates if not v.timepoint)
        return
    if not points or not rates:
        return
    each = len(ends) * len(points)
    for k, v in enumerate(rates):
        if len(points) == 1:
            endpoint = _nth(ends, rates, k)
            if endpoint is not None:
                yield v, endpoint, points[0]
        elif len(rates) == len(points) and len(ends) == 1:
            yield v, ends[0], points[k]
        elif len(rates) == each:
            yield v, ends[k // len(points)], points[k % len(points)]
        elif len(rates) % len(points) == 0 and len(ends) == 1:
            yield v, ends[0], points[k % len(points)]


def _reading(endpoint: Item, value: Value, statistic: str, timepoint: str, told: bool = True) -> Reading:
    item = value.item
    number = item.low if item.kind in ("time", "rate", "hazard") else None
    return Reading(
        endpoint=endpoint.code,
        anchor=(endpoint.start, endpoint.end),
        start=item.start,
        end=value.end,
        statistic=statistic,
        value=number,
        unit="" if item.kind == "unreached" else item.unit,
        timepoint=timepoint,
        ci=value.ci,
        range=value.range,
        rule={"rate": "rate", "hazard": "hazard_ratio", "unreached": "not_reached", "span": "range"}.get(item.kind, "value"),
        confidence=0.95 if told else 0.8,
    )
