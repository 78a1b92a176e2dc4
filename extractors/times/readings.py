"""What a sentence about time states: readings, and how the values behind a head are shared out over its endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from extractors.core import cues as re
from extractors.times.item import Item

_BOTH = re.compile(r"\b(?:both|each|all|the same|identical)\b", re.I)
_VERSUS = re.compile(r"\bvs?\b|\bversus\b|\bcompared\b|\bagainst\b")

_AND_THEN = re.compile(r"[^.;%]{0,80}?(?:,|\band|\bbut|\bwhile|\bwhereas)\s(?:only\s)?", re.I)
_IN_OTHERS = re.compile(r"\s(?:\([^()]*\)\s)?(?:in|for|with|among|on|after)\b", re.I)


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
    pair: tuple[str, ...] = ()
    others: int = 0  # names with rates of their own that are listed before the endpoints


def corresponding(heads: list[Head], kind: str) -> list[Head]:
    """ "...; in later lines the corresponding figures were": a head of the two endpoints told one by one before; or none."""
    before = [h for h in heads[-2:] if len(h.endpoints) == len(h.values) == 1 and not h.timepoints]
    alike = len(before) == 2 and all(h.values[0].item.kind == kind == "time" for h in before)
    if not alike or before[0].endpoints[0].code == before[1].endpoints[0].code:
        return []
    return [Head([*before[0].endpoints, *before[1].endpoints], statistic=before[1].statistic)]


def shared_out(text: str, head: Head) -> Iterator[Reading]:
    """The readings of one head: as many values as endpoints or timepoints go in order, one endpoint takes them all."""
    ends = head.endpoints
    rates = [v for v in head.values if v.item.kind == "rate"]
    times = [v for v in head.values if v.item.kind in ("time", "span")]
    others = [v for v in head.values if v.item.kind in ("hazard", "unreached")]
    open_ = [v for v in head.values if v.item.kind in ("time", "unreached")]
    if times and len(open_) == len(ends) == len(head.values) > len(times):
        # "PFS and OS were 6 months and not reached"
        for end, value in zip(ends, open_, strict=True):
            if end.kind == "endpoint":
                yield _reading(end, value, value.statistic or "median", "", bool(value.statistic))
        return
    for value, endpoint, timepoint in _assigned_rates(text, head, rates):
        if endpoint.kind == "endpoint":
            yield _reading(endpoint, value, "rate", timepoint)
    for k, value in enumerate(times):
        target = _nth(text, ends, times, k)
        if target is not None and target.kind == "endpoint":
            paired = head.pair[k % 2] if head.pair and len(times) % 2 == 0 else ""
            statistic = paired or value.statistic or ("" if value.item.kind == "span" else "median")
            yield _reading(target, value, statistic, "", bool(value.statistic))
    for value in others:
        targets = ends if value.item.kind == "unreached" and not times and not rates else ends[-1:]
        for endpoint in (t for t in targets if t.kind == "endpoint"):
            yield _reading(endpoint, value, value.statistic or "median", "")


def _nth(text: str, ends: list[Item], values: list[Value], k: int) -> Item | None:
    """The endpoint of the k-th value: in order when they are as many, else only when there is one.

    A multiple of values goes endpoint by endpoint when the first two are compared ("5 vs 3 and 12 vs 9 months"), else
    group by group ("5 and 12 months in arm A, 3 and 9 months in arm B").
    """
    if len(ends) == 1:
        return ends[0]
    if len(values) % len(ends) == 0:
        between = text[values[0].end : values[1].item.start]
        compared = len(values) > len(ends) and (_VERSUS.search(between) or re.fullmatch(r",\s*", between))
        return ends[k // (len(values) // len(ends))] if compared else ends[k % len(ends)]
    return None


def _assigned_rates(text: str, head: Head, rates: list[Value]) -> Iterator[tuple[Value, Item, str]]:
    ends, points = head.endpoints, [t.timepoint for t in head.timepoints]
    if head.others and len(rates) == head.others + len(ends):
        rates = rates[head.others :]  # "ORR, DCR and PFS at 12 weeks were 6 %, 79 % and 82 %"
    own = [v for v in rates if v.timepoint]
    if own:
        for v in own:
            if len(ends) == 1:
                yield v, ends[0], v.timepoint
        if len(ends) == 1 and len(points) == 1:
            yield from ((v, ends[0], points[0]) for v in rates if not v.timepoint)
        elif len(ends) == 1 and not points and own == rates[:1]:
            yield from ((v, ends[0], own[0].timepoint) for v in _then_others(text, rates))
        elif len(ends) > 1 and not points and len(rates) == len(ends) and own == rates[-1:]:
            # "EFS and OS were 31 % and 56 % at 2 years"
            yield from ((v, end, own[0].timepoint) for v, end in zip(rates, ends, strict=True))
        return
    if not points or not rates:
        return
    if len(rates) == 1 and len(points) > 1 and len(ends) == 1 and _of_both(text, head, rates[0]):
        yield from ((rates[0], ends[0], point) for point in points)
        return
    each = len(ends) * len(points)
    for k, v in enumerate(rates):
        if len(points) == 1:
            endpoint = _nth(text, ends, rates, k)
            if endpoint is not None:
                yield v, endpoint, points[0]
        elif len(rates) == len(points) and len(ends) == 1:
            yield v, ends[0], points[k]
        elif len(rates) == each:
            yield v, ends[k // len(points)], points[k % len(points)]
        elif len(rates) % len(points) == 0 and len(ends) == 1:
            yield v, ends[0], points[k % len(points)]


def _then_others(text: str, rates: list[Value]) -> Iterator[Value]:
    """ "OS was 80 % at 2 years in A and 74 % in B": the same at the same time in others, as far as that goes."""
    for before, value in pairwise(rates):
        between, behind = text[before.end : value.item.start], text[value.end :]
        if not (_VERSUS.search(between) or (_AND_THEN.fullmatch(between) and _IN_OTHERS.match(behind))):
            return
        yield value


def _of_both(text: str, head: Head, rate: Value) -> bool:
    """ "The 6- and 12-month PFS were both 11 %", "both the 1- and 2-year OS rates were 40 %"."""
    first = min(i.start for i in (*head.endpoints, *head.timepoints))
    return bool(_BOTH.search(text[max(first - 12, 0) : rate.item.start]))


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
        rule={"rate": "rate", "hazard": "hazard_ratio", "unreached": "not_reached", "span": "range"}.get(
            item.kind, "value"
        ),
        confidence=0.95 if told else 0.8,
    )
