"""Rates that are told each with its time: "at 1 year (88 %), 2 years (70 %)", "91 % (1 year), 70 % (3 years)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.core import cues as re
from extractors.times.item import Item

_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_LIST = re.compile(r"\s*(?:,|;|/|,?\s*(?:and|&|or)(?:\s+of)?)\s*", re.I)
# Between a time and the rate that stands behind it, and between that rate and the next time.
_BEHIND_TIME = re.compile(r"\s*(?:[(\[:,=–-]|(?:was|were|of|is)(?: about| only)?)?\s*", re.I)
_NEXT_TIME = re.compile(r"\s*[)\]]?\s*(?:[,;]|,?\s*(?:and|&))\s*(?:(?:at|after|by)\s+)?(?:the\s+)?", re.I)
_OPENED = re.compile(r"\s*[(\[]\s*(?:(?:at|after|by)\s+)?", re.I)
_CLOSED = re.compile(r"\s*[)\]]")
_AT = re.compile(r"\s*(?:,\s*)?(?:at|after|by)\s+(?:the\s+)?", re.I)


def with_own_times(text: str, pieces: Sequence[Item]) -> list[Item]:
    """The pieces of a sentence, such rates with their time as `at`; these times stand no longer alone."""
    told = [p for p in pieces if p.kind in ("rate", "time")]
    pairs: dict[int, tuple[Item, Item]] = {}
    for rate, time in (*_in_brackets(text, told), *_in_lists(text, pieces, told), *_time_first(text, pieces, told)):
        if rate.start not in pairs and not any(time is t for _, t in pairs.values()):
            pairs[rate.start] = (rate, time)
    used = {id(t) for _, t in pairs.values()}
    kept = [p for p in pieces if id(p) not in used]
    return [replace(p, at=pairs[p.start][1].timepoint) if p.kind == "rate" and p.start in pairs else p for p in kept]


def _in_brackets(text: str, told: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """ "91 % (1 year)": the time alone in the bracket behind its rate."""
    for rate, time in pairwise(told):
        alone = rate.kind == "rate" and time.kind == "time" and _OPENED.fullmatch(text, rate.end, time.start)
        if alone and _CLOSED.match(text, time.end):
            yield rate, time


def _in_lists(text: str, pieces: Sequence[Item], told: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """ "63 %, 41 % and 22 % at 3, 6 and 12 months": a list of rates, then as many times."""
    k = 0
    while k < len(told):
        rates = _run(text, pieces, told, k, "rate")
        times = _run(text, pieces, told, k + len(rates), "time") if len(rates) > 1 else []
        if times and len(times) == len(rates) and _AT.fullmatch(_between(text, pieces, rates[-1], times[0])):
            yield from zip(rates, times, strict=True)
        k += max(len(rates), 1)


def _run(text: str, pieces: Sequence[Item], told: Sequence[Item], first: int, kind: str) -> list[Item]:
    run: list[Item] = []
    for item in told[first:]:
        if item.kind != kind or (run and not _LIST.fullmatch(_between(text, pieces, run[-1], item))):
            break
        run.append(item)
    return run


def _time_first(text: str, pieces: Sequence[Item], told: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """ "At 1 year (88 %), 2 years (70 %)": two or more times, each with its rate right behind it."""
    k = 0
    while k + 1 < len(told):
        run: list[tuple[Item, Item]] = []
        while k + 1 < len(told) and told[k].kind == "time" and told[k + 1].kind == "rate":
            time, rate = told[k], told[k + 1]
            if not _BEHIND_TIME.fullmatch(text, time.end, rate.start):
                break
            if run and not _NEXT_TIME.fullmatch(_between(text, pieces, run[-1][0], time)):
                break
            run.append((rate, time))
            k += 2
        if len(run) > 1 and not _taken(text, pieces, told, run[0][1]):
            yield from run
        k += 0 if run else 1


def _taken(text: str, pieces: Sequence[Item], told: Sequence[Item], first: Item) -> bool:
    """ "60 % at 3 months, 40 % at 6 months": the first time belongs to the rate before it."""
    before = [p for p in told if p.end <= first.start]
    return bool(before and before[-1].kind == "rate" and _AT.fullmatch(_between(text, pieces, before[-1], first)))


def _between(text: str, pieces: Sequence[Item], first: Item, second: Item) -> str:
    """The words between two pieces, without intervals and brackets that qualify the first."""
    plain = text[first.end : second.start]
    for p in pieces:
        if p.kind in ("interval", "range") and first.end <= p.start and p.end <= second.start:
            plain = plain.replace(text[p.start : p.end], "")
    plain = _BRACKET.sub("", plain)
    return re.sub(r"^\s*[;,]?\s*(?=[)\]])", "", plain)
