"""Schedules as papers print them, to the contract's frequency and route codes.

Latin abbreviations (b.i.d., q3w, p.o.) as in the usual prescription shorthand; intervals in numbers or words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SMALL = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "twelve": 12,
    "second": 2,
    "other": 2,
    "third": 3,
    "fourth": 4,
}
_N = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|twelve|second|third|fourth|other)"
_UNIT = r"(?P<unit>h(?:ours?|rs?)?|d(?:ays?)?|w(?:eeks?|ks?)?|m(?:onths?|o)?)(?:ly)?\b"
_TIMES = r"(?:one|two|three|four|\d)\s?(?:times|x|×)|once|twice|thrice"
_DAY = r"(?:daily|(?:a|per|each|every|the)\s?day|/\s?d(?:ay)?\b|/\s?24\s?h(?:ours)?|in a day)"
_WEEK = r"(?:weekly|(?:a|per|each|every)\s?week|/\s?w(?:ee)?k\b)"
_FIXED = tuple(
    (re.compile(pattern, re.I), code)
    for pattern, code in (
        (r"\b(?:every (?:other|second|alternate) day|on alternate days|alternate[- ]days?|every 48 h(?:ours)?|every 2 days|q\.?o\.?d\b|q2d\b)", "QOD"),
        (rf"\b(?:(?:twice|(?:two|2)\s?(?:times|x|×)|2[x×/])[- ]?{_DAY}|b\.?\s?i\.?\s?d\b|b\.?d\b\.?|(?:every|q)\s?12\s?h(?:ours|rs?)?\b|in two (?:divided )?doses)", "BID"),
        (rf"\b(?:(?:thrice|(?:three|3)\s?(?:times|x|×)|3[x×/])[- ]?{_DAY}|t\.?\s?i\.?\s?d\b|t\.?d\.?s\b|(?:every|q)\s?8\s?h(?:ours|rs?)?\b(?= daily))", "TID"),
        (rf"\b(?:(?:four|4)\s?(?:times|x|×)\s?{_DAY}|q\.?i\.?d\b)", "Q6h"),
        (rf"\b(?:(?:twice|(?:two|2)\s?(?:times|x|×)|2[x×/])[- ]?{_WEEK}|two (?:non-?consecutive )?days (?:a|per|each) week)", "BIW"),
        (rf"\b(?:(?:thrice|(?:three|3)\s?(?:times|x|×)|3[x×/])[- ]?{_WEEK}|t\.?i\.?w\b|three (?:non-?consecutive )?days (?:a|per|each) week)", "TIW"),
        (r"\b(?:every (?:other|second|alternate) week|fortnightly|every fortnight|on alternate weeks)", "Q2W"),
        (rf"\b{_N} (?:consecutive )?days (?:a|per|each|every|of the|out of) (?:week\b|{_N})", ""),
        (rf"\b{_N} consecutive days\b", ""),
        (r"\b(?:single (?:\w+ )?(?:dose|administration|infusion|injection|bolus)|once only|one (?:single )?(?:dose|infusion) only)", "ONCE"),
    )
)  # fmt: skip
_RATE = re.compile(r"\s?(?:/|per\s|a\s)\s?d(?:ay)?\b", re.I)  # an amount over the day, whatever days follow
_EVERY = re.compile(rf"\b(?:every|each|q\.?)\s?(?P<n>{_N})?[\s-]?{_UNIT}(?![- ](?:old|cycles? of))", re.I)
_CYCLE = re.compile(
    rf"\b(?:(?:in|of|as|at|with|a|an|each|every|per)\s+(?:a |an |each |every |repeated |of )?(?P<n>{_N})[\s-]{_UNIT}[\s-]*(?:treatment )?(?:cycles?|intervals?|courses?|schedule|basis)"
    rf"|(?:cycles?|intervals?|courses?) (?:were |was |lasted |lasting |of )+(?P<m>{_N})[\s-]{_UNIT.replace('unit', 'unit2')})",
    re.I,
)
_HYPHEN = re.compile(r"(?<!day )(?<!days )\b(?P<n>2|3|4|6|two|three|four|six)(?:-|(?<=[a-z])\s)weekly\b", re.I)
_DAILY = re.compile(
    rf"(?:(?:\b|(?=/))(?:once[- ]|one time )?{_DAY}|\bo\.?d\b\.?|\b(?:nocte|at night|at bedtime)\b|\bq\.?d\b|\bonce a day|[dD](?:ay)?\s?[-−–]\s?1\b|/d\b)",
    re.I,
)
_WEEKLY = re.compile(
    rf"(?:(?:\b|(?=/))(?:once[- ])?{_WEEK}|\bq\.?1?w\b|\bonce a week|\bevery (?:7|seven) days|\bw(?:ee)?k\s?[-−–]\s?1\b)",
    re.I,
)
_MONTHLY = re.compile(r"\b(?:once )?(?:monthly|(?:a|per|every|each) month)\b|/\s?month\b", re.I)
_DAYS = re.compile(
    r"\b(?:days?|d)\s?(\d{1,2}(?:\s*(?:[-–−,&+]|,?\s*(?:to|and|through))\s*(?:days?\s*|d)?\d{1,2})*)", re.I
)
_ROUTES = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"\b(?:[Oo]ral(?:ly)?|[Pp]er os|p\.\s?o\b|PO\b|po\b|by mouth|[Tt]ablets?|[Cc]apsules?)", "PO"),
        (r"\b(?:[Ii]ntravenous(?:ly)?|[Ii]\.\s?[Vv]\b|IV\b|iv\b|[Ii]nfus(?:ion|ed)\w*|[Bb]olus)", "IV"),
        (r"\b(?:[Ss]ubcutaneous(?:ly)?|s\.\s?c\b|SC\b|sc\b|SQ\b)", "SC"),
        (r"\b(?:[Ii]ntramuscular(?:ly)?|i\.\s?m\b|IM\b|im\b)", "IM"),
        (r"\b(?:[Ii]ntrathecal(?:ly)?|IT\b)", "IT"),
        (r"\b(?:[Tt]opical(?:ly)?|TOP\b)", "TOP"),
    )
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A frequency code with its place; `code` is empty where irregular days of a cycle are named."""

    start: int
    end: int
    code: str


def schedule(text: str) -> Schedule | None:
    """The frequency that a stretch of text states, None when it states none.

    A rate over the day or week outranks the length of the cycle. One day of a cycle gives the cycle's length, two
    days half a cycle apart half of it; other day lists are irregular: their code is empty.
    """
    for pattern, code in _FIXED:
        if m := pattern.search(text):
            if not code and (rate := _RATE.match(text)):
                return Schedule(rate.start(), rate.end(), "QD")
            return Schedule(m.start(), m.end(), code)
    if m := _DAILY.search(text):
        return Schedule(m.start(), m.end(), "QD")
    days, cycle = _DAYS.search(text), _cycle(text)
    if (
        days is not None
        and cycle is not None
        and days.start() > cycle.end + 3
        and "," in text[cycle.end : days.start()]
    ):
        days = None  # "every 4 weeks, with loading doses on days 8 and 15"
    weekly = _WEEKLY.search(text)
    if days is not None:
        return _of_days(days, cycle, weekly)
    if weekly is not None and (cycle is None or weekly.start() <= cycle.start):
        return Schedule(weekly.start(), weekly.end(), "QW")
    if cycle is not None:
        return cycle
    m = _MONTHLY.search(text)
    return Schedule(m.start(), m.end(), "QM") if m else None


def route(text: str) -> str:
    """The route code that a stretch of text states first, empty when none."""
    found = [(m.start(), code) for pattern, code in _ROUTES if (m := pattern.search(text))]
    return min(found)[1] if found else ""


def _of_days(days: re.Match[str], cycle: Schedule | None, weekly: re.Match[str] | None) -> Schedule:
    numbers = [int(n) for n in re.findall(r"\d+", days[1])]
    start, end = days.start(), max(days.end(), cycle.end if cycle else 0)
    if weekly is not None and (cycle is None or weekly.start() < cycle.start):
        cycle = Schedule(weekly.start(), weekly.end(), "QW")
    length = _days_of(cycle.code) if cycle else 0
    if cycle is not None and len(numbers) == 1 and length:
        return Schedule(start, end, cycle.code)
    listed = not re.search(r"[-–−]|to|through", days[1])
    if listed and len(numbers) == 2 and length and 2 * (numbers[1] - numbers[0]) == length:
        return Schedule(start, end, interval(length // 2, "d"))
    return Schedule(start, end, "")


def _cycle(text: str) -> Schedule | None:
    """The first interval or cycle length of a text."""
    found = [m for p in (_EVERY, _CYCLE, _HYPHEN) for m in p.finditer(text)]
    for m in sorted(found, key=lambda m: m.start()):
        groups = m.groupdict()
        printed = groups.get("n") or groups.get("m")
        unit = (groups.get("unit") or groups.get("unit2") or "week")[0].lower()
        if printed is None and unit in "hdw":
            continue
        n = _number(printed) if printed else 1
        if n:
            return Schedule(m.start(), m.end(), interval(n, unit))
    return None


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else _SMALL.get(printed.lower(), 0)


def interval(n: int, unit: str) -> str:
    """Code of a dose every `n` units (`h`, `d`, `w`, `m`): "Q3W" for 21 days or three weeks, "Q5d" for five days."""
    if unit == "d" and n % 7 == 0:
        n, unit = n // 7, "w"
    if (unit, n) in {("d", 1), ("h", 24)}:
        return "QD"
    if (unit, n) in {("d", 2), ("h", 48)}:
        return "QOD"
    if (unit, n) == ("h", 12):
        return "BID"
    if unit == "w":
        return {1: "QW", 2: "Q2W", 3: "Q3W", 4: "Q4W"}.get(n, f"Q{n}wk")
    if unit == "m":
        return "QM" if n == 1 else f"Q{n}mo"
    return f"Q{n}{unit}"


def _days_of(code: str) -> int:
    """Days of an interval code, 0 when it is not in days or weeks."""
    if code == "QW":
        return 7
    m = re.fullmatch(r"Q(\d+)(W|wk|d)", code)
    return int(m[1]) * (1 if m[2] == "d" else 7) if m else 0
