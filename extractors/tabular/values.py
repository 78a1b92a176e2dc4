"""What one table cell says: a count with its percentage, a number with a range, a duration, words, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from extractors.core import cues as re
from extractors.quantities import parse_number
from extractors.quantities.numbers import DIGITS
from extractors.quantities.units import DURATION, duration_unit

NOTHING = re.compile(
    r"(?:[-‐‑‒–—―─−.·…]+|n[./]?\s?[ad]\.?|not (?:applicable|available|described|reported|done|assessed|evaluated|recorded)|n\.?r\.?|[?/])",
    re.I,
)
ONGOING = re.compile(r"on[- ]?going|\bcontinu|\bstill\b|\bat last (?:visit|follow)|^\s*\+|\+\s*$", re.I)
_TO = r"\s*(?:[-‐‑–—−]|to|;|,\s)\s*"
_RANGE = re.compile(
    rf"(?:CI|IC|range|IQR|min[-–/ ]*max)?[\s:=,]*(?P<low>{DIGITS})\s*%?{_TO}(?P<high>{DIGITS})\s*%?\s*(?P<unit>{DURATION})?",
    re.I,
)
_MAIN = re.compile(
    rf"(?P<sign>[<>≤≥~]\s*)?(?P<number>{DIGITS})(?:\s*/\s*(?P<total>{DIGITS}))?\s*(?P<percent>%)?\s*(?P<unit>{DURATION}\b)?(?P<rest>.*)$",
    re.S | re.I,
)
# "(10.9-NR)": an interval whose upper end was not reached
_OPEN_RANGE = re.compile(
    rf"(?:(?:9[059]\s*%?\s*)?(?:CI|IC)[\s:=,]*)?(?P<low>{DIGITS})\s*%?\s*(?:[-‐‑–—−]|to|;|,\s)\s*"
    r"(?:N\.?[REA]\.?|N/[ARE]|not (?:reached|estimable|evaluable|available)|∞|inf(?:inity)?)",
    re.I,
)
_INNER = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
# "(9.5; 1.2-30.4)", "(9.5%, 95% CI 1.2 to 30.4)": a share and its interval
_SHARE_INTERVAL = re.compile(
    rf"(?P<share>{DIGITS})\s*(?P<percent>%)?\s*[;,]\s*(?:9[059]\s*%?\s*(?:CI|IC)\s*[:=,]?)?\s*"
    rf"(?P<low>{DIGITS})\s*%?\s*(?:[-‐‑–—−]|to)\s*(?P<high>{DIGITS})\s*%?",
    re.I,
)
_PERCENT = re.compile(rf"({DIGITS})\s*%?")
# "23+ mo" for "23 mo+"
_GOES_ON = re.compile(rf"^({DIGITS})\s*\+\s*({DURATION})\b\.?$", re.I)
_MARKS = re.compile(r"[\s]*[*†‡§¶#]+$")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell read: `kind` is none, text, range, percent or number; unreached for a median that was not reached.

    `number` stands first in the cell ("3" of "3 (7)"); `paren` is a lone number in parentheses, a percentage when the
    cell or its header says so; `low`/`high` a range; `unit` a UCUM duration; `ongoing` a time that goes on; `bound` a
    sign such as ≥ before the number; `rest` words that follow.
    """

    kind: str
    number: Decimal | None = None
    total: int | None = None
    percent: Decimal | None = None
    paren: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    ongoing: bool = False
    bound: str = ""
    rest: str = ""

    @property
    def count(self) -> int | None:
        """The number as a count of patients or events; None when it is none."""
        if self.number is None or self.bound or self.unit or self.number != int(self.number):
            return None
        return int(self.number)


@lru_cache(maxsize=8192)
def read_value(text: str) -> Value:
    """The value of a cell's text, footnote marks left aside."""
    clean = _MARKS.sub("", " ".join(text.split()))
    if "+" in clean:
        clean = _GOES_ON.sub(r"\1 \2+", clean)
    if not clean or NOTHING.fullmatch(clean):
        return Value("none")
    if m := re.fullmatch(rf"[(\[]?\s*{_RANGE.pattern}\s*[)\]]?", clean, re.I):
        return Value(
            "range", low=parse_number(m["low"]), high=parse_number(m["high"]), unit=duration_unit(m["unit"] or "")
        )
    if m := re.fullmatch(rf"\(\s*({DIGITS})\s*(%?)\s*\)", clean):
        value = parse_number(m[1])
        return Value("percent", percent=value) if m[2] else Value("percent", paren=value)
    m = _MAIN.match(clean)
    if not m:
        return Value("text", ongoing=bool(ONGOING.search(clean)), rest=clean)
    return _numeric(m)


# "24 months, on treatment"
_LED_BY_TIME = re.compile(rf"{DIGITS}\s*\+?\s*{DURATION}\b\.?(?=\s*[,;(/])", re.I)


def timed(text: str) -> Value:
    """The value of a cell that holds a time, with or without words behind it."""
    value = read_value(text)
    led = _LED_BY_TIME.match(text.strip()) if value.kind == "text" else None
    return read_value(led[0]) if led else value


def _numeric(m: re.Match[str]) -> Value:
    number, total = parse_number(m["number"]), parse_number(m["total"]) if m["total"] else None
    rest = m["rest"].strip()
    if (
        number is None
        or re.search(r"\d", re.sub(r"[(\[][^)\]]*[)\]]|±\s*\d[\d.,]*", "", _RANGE.sub("", rest, count=1)))
        or (rest and re.match(r"[A-Za-z]{2,}|[-–/.,]", rest) and not ONGOING.search(rest) and not _plain_unit(rest))
    ):
        return Value("text", rest=m.group())
    value = Value(
        "number", number, int(total) if total is not None and total == int(total) else None,
        unit=duration_unit(m["unit"] or ""), ongoing=bool(ONGOING.search(rest)), bound=(m["sign"] or "").strip(), rest=rest,
    )  # fmt: skip
    if m["percent"]:
        value = replace(value, kind="percent", number=None, total=None, percent=number)
    for inner in _INNER.findall(rest):
        value = _inside(value, inner)
    if value.low is None and (after := re.match(rf"[,;]?\s*{_RANGE.pattern}", rest, re.I)) and not rest.startswith("-"):
        value = replace(value, low=parse_number(after["low"]), high=parse_number(after["high"]))
    return value


def _plain_unit(rest: str) -> bool:
    return bool(re.match(r"(?:patients?|pts?|cases?|cycles?|lines?|each)\b", rest, re.I))


def _inside(value: Value, inner: str) -> Value:
    """What parentheses add: a range, a percentage, or a number yet to be named."""
    text = inner.strip()
    if m := _SHARE_INTERVAL.fullmatch(text):
        value = replace(value, low=parse_number(m["low"]), high=parse_number(m["high"]))
        share = parse_number(m["share"])
        return replace(value, percent=share) if m["percent"] else replace(value, paren=share)
    if (m := _RANGE.search(text)) and not re.match(r"SD|SE|±", text):
        return replace(value, low=parse_number(m["low"]), high=parse_number(m["high"]))
    if m := _OPEN_RANGE.fullmatch(text):
        return replace(value, low=parse_number(m["low"]))
    if m := _PERCENT.fullmatch(text.lstrip("<>≤≥~ ")):
        number = parse_number(m[1])
        return replace(value, percent=number) if "%" in text else replace(value, paren=number)
    return value


def join(values: list[Value]) -> Value:
    """One value of the cells of one stratum: "19", "66 %" say what "19 (66 %)" says."""
    whole = values[0]
    for other in values[1:]:
        if whole.kind in ("none", "text") and other.kind not in ("none", "text"):
            whole = replace(other, rest=whole.rest)
            continue
        whole = replace(
            whole,
            percent=whole.percent if whole.percent is not None else other.percent,
            paren=whole.paren if whole.paren is not None else other.paren,
            low=whole.low if whole.low is not None else other.low,
            high=whole.high if whole.high is not None else other.high,
        )
    return whole
