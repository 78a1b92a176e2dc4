"""Durations told one by one of a counted group: "three responses lasting 5, 8+ and 13 months"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.quantities import parse_number
from extractors.quantities.numbers import WORD
from extractors.quantities.people import PEOPLE
from extractors.quantities.units import DURATION, duration_unit
from extractors.times.readings import Reading

_HEAD = re.compile(
    r"\b(?P<response>(?:responses?|responded|remissions?|CRs?|PRs?)(?:\s\((?:CR|PR)s?\))?)(?!\w)"
    r"|\b(?P<alive>alive(?: and (?:well|disease[- ]free|free of disease|without (?:evidence of )?disease))?)(?= (?:at|after|for)\b)"
    r"|\b(?:stable diseases?|SD|(?:disease )?stabili[sz]ations?)\b",
    re.I,
)
_LINK = re.compile(
    r"[\s,(:]*(?:(?:was|were|are|is|remain|ongoing|still|continuing|in|each|which|that|seen|observed|noted|had|with|a|response|lasting|lasted|for|of|durations?|at)\b[\s,(:=]*){1,7}",
    re.I,
)
_DIRECT = re.compile(r"s?\s(?:of\s)?")
# "Two partial responses (6 and 14+ months)".
_BRACKETED = re.compile(r"s?\s*[(\[]\s*")
# "The durations of the four responses were ..."
_DURATIONS = re.compile(r"\bdurations? of (?:the |these |all )?(?:\w+ ){0,4}$", re.I)
_LASTS = re.compile(r"\b(?:lasting|lasted|durations?|for)\b", re.I)
_NUMBER = rf"(?:\d+(?:[.,·]\d+)?|\b{WORD}\b)\+?"
_EACH = rf"(?:[\s-]*{DURATION}\b)?"
_LIST = re.compile(
    rf"(?P<list>{_NUMBER}(?:{_EACH}\s*,\s*{_NUMBER})*(?:{_EACH}\s*,?\s*(?:and|&)\s*{_NUMBER})?)[\s-]*(?P<unit>{DURATION})\b(?P<after>['’]?\s*(?:in )?duration)?",
    re.I,
)
_BEFORE = re.compile(rf"\b(?P<n>\d{{1,3}}|{WORD}|an?|single|only)\s(?:[\w-]+\s){{0,5}}$", re.I)


def listed(text: str) -> Iterator[Reading]:
    """One reading a duration, where the sentence counts as many patients or responses as it lists durations."""
    for head in _HEAD.finditer(text):
        found = next(
            (
                m
                for m in _LIST.finditer(text, head.end())
                if _LINK.fullmatch(text[head.end() : m.start()])
                or (m["after"] and _DIRECT.fullmatch(text, head.end(), m.start()))
                or _BRACKETED.fullmatch(text, head.end(), m.start())
            ),
            None,
        )
        if found is None:
            continue
        numbers = list(re.finditer(_NUMBER, found["list"], re.I))
        lasts = (
            _LASTS.search(text[head.end() : found.start()]) or found["after"] or _DURATIONS.search(text[: head.start()])
        )
        lasts = lasts or head["alive"] or (len(numbers) > 1 and _BRACKETED.fullmatch(text, head.end(), found.start()))
        counted = _counted(text[: head.start()]) or _counted_behind(text[found.end() :])
        if not lasts or counted != len(numbers):
            continue
        for m in numbers:
            value = parse_number(m.group().rstrip("+"))
            if value is None:
                continue
            start, end = found.start() + m.start(), found.start() + m.end()
            yield Reading(
                endpoint=_endpoint(head),
                anchor=head.span(),
                start=start,
                end=end,
                statistic="individual",
                value=value,
                unit=duration_unit(found["unit"]),
                censored=head["alive"] is not None or m.group().endswith("+") or text[end : end + 1] == "+",
                rule="individual",
                confidence=0.8,
            )


_BEHIND = re.compile(
    rf"['’]?(?: each)?,? (?:in|for) (?:the |these |those |our )?(?P<n>\d{{1,2}}|{WORD}) (?:{PEOPLE}|responders)\b",
    re.I,
)


def _endpoint(head: re.Match[str]) -> str:
    if head["alive"]:
        return "RFS" if "disease" in head["alive"].lower() else "OS"
    return "DOR" if head["response"] else "sd_duration"


def _counted_behind(after: str) -> int:
    """ "... lasted 3, 5 and 11 months in the three patients"; 0 where nothing is counted there."""
    m = _BEHIND.match(after)
    number = parse_number(m["n"]) if m else None
    return int(number) if number is not None else 0


def _counted(before: str) -> int:
    """How many have what follows; 0 where the words before do not say."""
    m = _BEFORE.search(re.split(r"[;.](?!\d)", before)[-1])
    if m is None:
        return 0
    number = Decimal(1) if m["n"].lower() in ("a", "an", "single", "only") else parse_number(m["n"])
    return int(number) if number is not None else 0
