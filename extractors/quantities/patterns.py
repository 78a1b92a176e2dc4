"""Quantities in a sentence, each with what it means; of overlapping readings the first in `PATTERNS` wins.

The kinds, with their `value`: `interval` (confidence interval: low, high or None when open, level), `fraction` (n, N), `percent`, `dose`
(low, high, unit), `age`, `duration` (low, high, unit), `range` (low, high), `n_equals`, `grade`, `date`, `citation`,
`p_value`, `count` (a bare number).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from extractors.quantities.dates import DATE, parse_date
from extractors.quantities.grades import GRADE, parse_grade
from extractors.quantities.levels import levels
from extractors.quantities.numbered import NUMBERED
from extractors.quantities.numbers import DIGITS, NUMBER, WORD, parse_number
from extractors.quantities.quantity import Quantity
from extractors.quantities.units import AMOUNT, DURATION, amount_unit, duration_unit

N = NUMBER
_TO = r"\s*(?:[-‐‑–—−]|to|and|through)\s*"
_ENDS = r"(?:(?<=[²2])(?!\d)|(?![\w²]))"  # a superscript may lose the space behind it: "60 mg/m²and"
_DASH = r"\s*(?:[-‐‑–—−]|to)\s*"
_PLACES = r"(?:\s*(?:%|per ?cent|percent|p\.\s?cent))"
_LIST = re.compile(r"[-‐–]?\s*(?:,|,?\s*(?:and|or)|vs\.?|versus)\s*")
_COUNTED = re.compile(
    r"(?:days?|cycles?|courses?|levels?|arms?|groups?|phases?|weeks?|lines?|patients?|no\.?|#|n ?=|\bin)\s*$", re.I
)
Built = Quantity | None


def _build(kind: str) -> Callable[[re.Match[str]], Built]:
    """Numbers of the groups `low` and (optional) `high`; unit of `unit`."""

    def build(m: re.Match[str]) -> Built:
        groups = m.groupdict()
        low = parse_number(groups["low"])
        high = parse_number(groups["high"]) if groups.get("high") else low
        if low is None or high is None:
            return None
        return Quantity(kind, m.start(), m.end(), m.group(), low, high)

    return build


def _interval(m: re.Match[str]) -> Built:
    low, high = parse_number(m["low"]), parse_number(m["high"])
    if low is None or not m["high"] or (high is None and m["high"][0].isdigit()):
        return None
    return Quantity("interval", m.start(), m.end(), m.group(), low, high, unit=m.groupdict().get("level") or "")


def _with_unit(kind: str, read: Callable[[str], str]) -> Callable[[re.Match[str]], Built]:
    def build(m: re.Match[str]) -> Built:
        built, unit = _build(kind)(m), read(m["unit"])
        return Quantity(kind, m.start(), m.end(), m.group(), built.low, built.high, unit) if built and unit else None

    return build


def _fraction(m: re.Match[str]) -> Built:
    low, high = parse_number(m["low"]), parse_number(m["high"])
    if low is None or high is None or low > high or low != int(low) or high != int(high):
        return None
    return Quantity("fraction", m.start(), m.end(), m.group(), low, high)


def _grade(m: re.Match[str]) -> Built:
    grade = parse_grade(m.group())
    return Quantity("grade", m.start(), m.end(), m.group(), unit=grade) if grade else None


def _date(m: re.Match[str]) -> Built:
    iso = parse_date(m.group())
    return Quantity("date", m.start(), m.end(), m.group(), unit=iso) if iso else None


def _plain(kind: str) -> Callable[[re.Match[str]], Built]:
    return lambda m: Quantity(kind, m.start(), m.end(), m.group())


def _auc(m: re.Match[str]) -> Built:
    low = parse_number(m["low"])
    high = parse_number(m["high"]) if m["high"] else low
    if low is None or not 1 <= low <= 15:  # the area under a ROC curve is less, one that was measured mostly more
        return None
    return Quantity("dose", m.start(), m.end(), m.group(), low, high, "AUC")


def _power(m: re.Match[str]) -> Built:
    """Units told as a power of ten: "5 x 10(6) IU" is five million, "300 x 10^3 IU" three hundred thousand."""
    amount, unit = parse_number(m["low"]), amount_unit(m["unit"])
    if amount is None or not unit.startswith("[iU]"):
        return None
    if m["power"] == "3":
        return Quantity("dose", m.start(), m.end(), m.group(), amount * 1000, amount * 1000, unit)
    return Quantity("dose", m.start(), m.end(), m.group(), amount, amount, f"10*6.{unit}")


_CI = r"(?:(?P<level>\d\d)\s*%\s*)?(?:\(?(?<![A-Za-z])(?:CI|C\.I\.|IC|confidence (?:interval|limits?))\)?)(?:\s*(?:at\s*)?(?:\d\d)\s*%)?(?:\s*[\[(](?:CI|IC)[\])])?"
_OPEN = r"(?:NR|NE|NA|∞|infinity|upper limit )?(?:(?:not (?:yet )?|un)(?:reached|estimable|estimated|determined|calculable|defined|available|evaluable|attained))?(?<=[A-Za-z∞])\b"


def _holds(*words: str) -> Callable[[str], Any]:
    """Whether a text in small letters holds one of these: cheaper than the pattern that needs it."""
    return re.compile("|".join(map(re.escape, words))).search


_ALWAYS = bool
_INTERVAL_NEAR = re.compile(r"(?<![a-z])(?:ci|c\.i\.|ic|confidence [il])")
_DAY_NEAR = re.compile(r"d\d")
# "Grade 3", or its short forms with what may stand behind them; scales before them may be glued to them.
_GRADE_NEAR = re.compile(
    r"grade|(?<![a-z])gr?\.?\s*(?:[1-5>≥⩾=iv]|one|two|three|four|five|at least|greater|higher)"
    r"|(?:nci|who|ecog|swog|rtog|ctcae?|institute|organi[sz]ation|criteria|events|least|to)g"
)
# What joins two numbers, with what the second may begin with.
_RANGE_NEAR = re.compile(r"[-‐‑–—−t](?:(?<!t)|o)\s*[\d.aefhnost]")
_SHARES, _BETWEEN = _holds("%", "cent"), _holds("between ")
# Kinds in the order of precedence: pattern, what it makes of a match, what must stand in the text at all.
PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Built], Callable[[str], Any]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build, near)
    for pattern, build, near in (
        (
            rf"{_CI}\s*[:=,]?\s*(?:of\s|from\s|was\s|ranging from\s)?[\[(]?\s*(?P<low>{N})(?:{_PLACES}|\s*{DURATION}\b)?(?:{_TO}|\s*[,;]\s+|\s*;\s*)(?P<high>{N}|{_OPEN}){_PLACES}?",
            _interval,
            _INTERVAL_NEAR.search,
        ),
        (
            r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\](?!\s*(?:months?|years?|weeks?|days?))",
            _plain("citation"),
            _holds("["),
        ),
        (r"\bp\s*[-–]?\s*(?:value)?s?\s*[=<>≤≥]+\s*(?:0?[.,]\d+|1)", _plain("p_value"), _holds(*"=<>≤≥")),
        (GRADE, _grade, _GRADE_NEAR.search),
        (
            rf"(?<![\w.,/])(?!(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b)(?P<low>{N})\s*(?:(?:/|out of(?: the| a total of)?|of(?: the| a total of)?)\s*(?P<high>{N}))(?![\d/]|[.,]\d|\s*(?:months?|weeks?|days?|years?|cycles?|courses?)\b)(?!\s*%|\s?{AMOUNT}{_ENDS})",
            _fraction,
            _holds("/", "of"),
        ),
        (
            rf"(?<![\w.,])(?!{WORD}{_PLACES})(?P<low>{N}){_PLACES}?{_DASH}(?P<high>{N}){_PLACES}",
            _build("percent_range"),
            _SHARES,
        ),
        (rf"(?P<low>{N}){_PLACES}", _build("percent"), _SHARES),
        (
            rf"(?<![\w.])(?P<low>{N})\s*(?:{AMOUNT})?{_DASH}(?P<high>{N})[\s-]*(?P<unit>{AMOUNT}){_ENDS}",
            _with_unit("dose", amount_unit),
            _RANGE_NEAR.search,
        ),
        (
            rf"(?<=between )(?P<low>{N})\s*(?:{AMOUNT})?\s*and\s+(?P<high>{N})[\s-]*(?P<unit>{AMOUNT}){_ENDS}",
            _with_unit("dose", amount_unit),
            _BETWEEN,
        ),
        (
            rf"(?<![\w.])(?P<low>{N})\s*[x×*·]\s*10\s*[\^(]?\s*(?P<power>[36⁶])\s*\)?\s*(?P<unit>{AMOUNT}|U){_ENDS}",
            _power,
            _holds("10"),
        ),
        (rf"(?<![\w.])(?P<low>{N})[\s-]*(?P<unit>{AMOUNT}){_ENDS}", _with_unit("dose", amount_unit), _ALWAYS),
        (
            r"\b(?:AUC|area under the (?:\w+[- ]){0,4}curve)(?:\s*[(\[]AUC[)\]])?\s*(?:of|=|at|:|,)?\s*(?P<low>\d+(?:[.,]\d+)?)(?:\s?(?:[-–]|to|or)\s?(?P<high>\d+(?:[.,]\d+)?))?(?![\d%]|\s?(?:ng|µg|μg|mg\s?[*×·]|h\b))",
            _auc,
            _holds("auc", "area under"),
        ),
        (
            rf"(?P<low>{N})[\s-]*(?P<unit>months?|years?|yrs?|y|mo|weeks?|days?)[-\s]*(?:old\b|of age\b|/?o\b)",
            _with_unit("age", duration_unit),
            _holds("o"),
        ),
        (
            r"\bdays?\s+\d{1,2}(?:\s*(?:[-–−,]|,?\s*(?:to|and|&|\+|through)|[-–−,]\s*(?:to|and))\s*(?:days?\s*)?\d{1,2})*(?!\d|[.,]\d|\s*(?:months?|weeks?|m?g\b|µg|patients|%))",
            _plain("cycle_day"),
            _holds("day"),
        ),
        (NUMBERED, _plain("patient_number"), _holds("patient", "case", "pt")),
        (r"\bd\d{1,2}(?:\s*[-–,+]\s*d?\d{1,2})*\b", _plain("cycle_day"), _DAY_NEAR.search),
        (DATE, _date, _holds("19", "20")),
        (
            rf"(?<![\w.,])(?!{WORD}[\s-]*{DURATION}\b)(?P<low>{N})\s*\+?{_DASH}(?P<high>{N})\s*\+?[\s-]*(?P<unit>{DURATION})\b",
            _with_unit("duration", duration_unit),
            _RANGE_NEAR.search,
        ),
        (
            rf"(?<=between )(?P<low>{N}){_TO}(?P<high>{N})[\s-]*(?P<unit>{DURATION})\b",
            _with_unit("duration", duration_unit),
            _BETWEEN,
        ),
        (rf"(?<![\w.,])(?P<low>{N})\s*\+?[\s-]*(?P<unit>{DURATION})\b", _with_unit("duration", duration_unit), _ALWAYS),
        (rf"\bn\s*[=:]\s*(?P<low>{N})", _build("n_equals"), _holds("=", ":")),
        (rf"(?<![\w.,])(?P<low>{DIGITS}){_DASH}(?P<high>{DIGITS})(?![\w]|[.,]\d)", _build("range"), _RANGE_NEAR.search),
        (rf"(?<![\w.,])(?P<low>{N})\s+to\s+(?P<high>{N})(?![\w]|[.,]\d)", _build("range"), _holds("to")),
        (rf"(?<=between )(?:the ages of )?(?P<low>{N}) and (?P<high>{N})", _build("range"), _BETWEEN),
        (rf"(?<![\w.,])(?P<low>{N})(?![\w]|[.,]\d)", _build("count"), _ALWAYS),
    )
)


# The last says whether a match begins with its first number: such patterns are tried where a number may begin alone.
_BEGINS = re.compile(r"(?:\(\?<!\[[^\]]*\]\))?(?:\(\?!.*?\))?\(\?P<low>")
_READINGS = tuple((pattern, build, near, bool(_BEGINS.match(pattern.pattern))) for pattern, build, near in PATTERNS)
# Within a longer number, too.
_NUMBER_AT = re.compile(rf"(?=\d|\.\d|\b{WORD}\b)", re.IGNORECASE)


def quantities(text: str) -> list[Quantity]:
    """All quantities of a sentence in text order, none overlapping another."""
    taken = bytearray(len(text))
    found: list[Quantity] = []
    low = text.lower()
    places = [m.start() for m in _NUMBER_AT.finditer(text)]
    for pattern, build, near, numbered in _READINGS:
        if (numbered and not places) or not near(low):
            continue
        matches = _matches(pattern, text, places) if numbered else pattern.finditer(text)
        for quantity in _free(matches, build, taken):
            taken[quantity.start : quantity.end] = b"\x01" * (quantity.end - quantity.start)
            found.append(quantity)
    return levels(text, _share_units(text, sorted(found, key=lambda q: q.start)))


_CYCLE = re.compile(r"\s*(?:cycles?|courses?|intervals?)\b", re.IGNORECASE)


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Numbers that share the unit of the last one: "27 and 6 %", "4.8, 12.9 months", "10, 15 or 20 mg"."""
    for k in range(len(found) - 2, -1, -1):
        here, after = found[k], found[k + 1]
        between = text[here.end : after.start]
        slashed = between == "/" and after.kind in ("percent", "duration")  # "at 3/6 months", "55/32 %"
        if here.kind != "count" or after.kind not in ("percent", "duration", "dose"):
            continue
        if not (slashed or _LIST.fullmatch(between)):
            continue
        if after.kind == "duration" and _CYCLE.match(text, after.end):
            continue  # "six 21-day cycles"
        if after.kind == "percent" and here.text[0].isalpha() and between.strip() == ",":
            continue  # "in nine, 36 %": the number and its share
        if after.kind == "percent" and _NUMBER_AND_SHARE.fullmatch(text[max(0, here.start - 1) : after.end + 1]):
            continue
        if after.kind == "dose" and (
            _COUNTED.search(text[: here.start]) or (between.strip() == "," and not _level(text, found[k + 1 :]))
        ):
            continue
        found[k] = replace(here, kind=after.kind, unit=after.unit)
    return found


# A number and its share alone in parentheses: "(19, 11.0 %)".
_NUMBER_AND_SHARE = re.compile(r"[(\[]\d+\s*[,;]\s*[\d.]+\s*%[)\]]")


def _level(text: str, later: list[Quantity]) -> bool:
    """Whether a dose is itself a level that took its unit from a later one: a bare comma joins only within such a list."""
    return len(later) > 1 and not re.search(r"[A-Za-zµμ]", later[0].text)


def _matches(pattern: re.Pattern[str], text: str, places: list[int]) -> Iterator[re.Match[str]]:
    """What `finditer` gives of a pattern that begins with a number, given where numbers begin."""
    end = 0
    for at in places:
        if at >= end and (m := pattern.match(text, at)):
            yield m
            end = m.end()


def _free(
    matches: Iterable[re.Match[str]], build: Callable[[re.Match[str]], Built], taken: bytearray
) -> Iterator[Quantity]:
    for m in matches:
        if not any(taken[m.start() : m.end()]):
            built = build(m)
            if built is not None:
                yield built
