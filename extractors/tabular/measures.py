"""What headers and labels say of survival: endpoint, statistic, unit, time of a rate; intervals beside estimates."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.quantities import parse_number
from extractors.quantities.numbers import DIGITS
from extractors.tabular.fields import ENDPOINTS, endpoint, time_unit
from extractors.tabular.grid import Grid, Row
from extractors.tabular.key import Key
from extractors.tabular.values import Value

# "median", "mPFS"
STATISTIC = re.compile(
    r"\b(?:median|mean|med(?=\.? (?:OS|PFS|surviv|DFS|TTP)))\b|\bm(?=(?-i:OS|PFS|DFS|RFS|TTP|TTF|DO?R)\b)", re.I
)
# Survival until, or death of, something else than the contract's endpoints.
OTHER_SURVIVAL = re.compile(
    r"\b(?:(?:disease|cancer|cause|melanoma|tumou?r|breast cancer)[- ]specific|biochemical|metastas[ei]s[- ]free|(?:loco-?regional|local|distant|d|lr)[- ]?(?:failure|relapse|recurrence|control|ffs|metastasis|progression)"
    r"|failure[- ]free|\w*-?FFS|DSS|CSS|MFS|DMFS|LRFS|LC|intracranial|post[- ]progression|graft)\b",
    re.I,
)
RATE = re.compile(r"\b(?P<n>\d{1,2}|one|two|three|five|ten)[- ]?(?P<unit>months?|mo|years?|yr|y|weeks?)\b", re.I)
INTERVAL = re.compile(r"\bCI\b|\bIC\b|confidence")
WORDS = {"one": 1, "two": 2, "three": 3, "five": 5, "ten": 10}
UNITS = {"m": "mo", "y": "a", "w": "wk"}

# So many of a column's estimates have an interval.
_MOSTLY = 0.7
_UNREACHED = re.compile(
    r"(?:(?i:not (?:yet )?(?:been )?(?:reached|achieved|attained)\b)|(?P<short>N\.?R\.?)(?![A-Za-z]))"
)
_REACHED = re.compile(r"reach|achiev|attain|estim", re.I)
_LOWER = re.compile(rf"[\s,;]*[(\[]?\s*(?:9[059]\s*%\s*CI[\s:,]*)?({DIGITS})\s*(?:[-‐‑–—−]|to)", re.I)


def measure(text: str) -> tuple[str, str, str, str]:
    """Endpoint, statistic, unit and timepoint of a header or label; empty statistic when it names none."""
    name = endpoint(text)
    if not name or OTHER_SURVIVAL.search(text):
        return "", "", "", ""
    if m := STATISTIC.search(text):
        return name, statistic(m), time_unit(text), ""
    if (m := RATE.search(text)) and name not in ("treatment_duration", "follow_up"):
        n = WORDS.get(m["n"].lower()) or int(m["n"])
        return name, "rate", "%", f"{n} {UNITS[m['unit'][0].lower()]}"
    return name, "", "", ""


def statistic(named: re.Match[str]) -> str:
    """The contract's statistic of a match of `STATISTIC`."""
    return "mean" if named.group().lower() == "mean" else "median"


def unreached(text: str, key: Key) -> Value | None:
    """A median that was not reached, with the lower end of its interval: "NR (12.3-NR)"; None for any other cell."""
    plain = " ".join(text.split())
    m = _UNREACHED.match(plain)
    if m is None or (m["short"] and not _REACHED.search(key.long(m["short"].replace(".", "")) or "not reached")):
        return None
    low = _LOWER.match(plain[m.end() :])
    return Value("unreached", low=parse_number(low[1]) if low else None)


def with_interval(grid: Grid, row: Row, k: int) -> Value:
    """The value of a cell with the interval that the cell, or a column right of it, gives."""
    value = grid.value(row, k)
    if value.low is None and k + 1 < len(grid.columns) and INTERVAL.search(grid.columns[k + 1]):
        low, high = grid.value(row, k + 1), grid.value(row, k + 2) if k + 2 < len(grid.columns) else Value("none")
        ends = None
        if low.low is not None and low.number is None and low.percent is None:
            ends = low.low, low.high
        elif low.number is not None and high.number is not None and grid.columns[k + 1] == grid.columns[k + 2]:
            ends = low.number, high.number
        if ends:
            unit, bound = value.unit, value.bound
            told = value.kind, value.number, None, value.percent
            return Value(*told, low=ends[0], high=ends[1], unit=unit, bound=bound)
    return value


def strict(text: str) -> str:
    """The endpoint that a heading names in so many words; bare "survival" is none, nor is a long label's mention."""
    name = endpoint(text)
    if len(text.split()) > 8 or (name == "OS" and not re.search(r"\bm?OS\b|(?i:overall surviv)", text)):
        return ""
    return name


def only(grid: Grid) -> str:
    """The endpoint of a caption (or of the first header) that names exactly one."""
    if OTHER_SURVIVAL.search(f"{grid.caption} {grid.columns[0]}"):
        return ""
    for text in (grid.caption, grid.columns[0]):
        found = [code for code, pattern in ENDPOINTS if pattern.search(text)]
        if "OS" in found and not re.search(r"\bOS\b|(?i:overall)", text):
            found.remove("OS")
        if len(found) == 1:
            return found[0]
    return ""


def slid(grid: Grid, row: Row, column: int) -> bool:
    """Whether a row's estimate has no interval where nearly all others of its column have: its cells may have slid."""
    values = [grid.value(r, column) for r in grid.body]
    told = [v for v in values if v.number is not None]
    whole = grid.value(row, column)
    lone = whole.number is not None and whole.low is None and whole.number == int(whole.number)
    return lone and sum(v.low is not None for v in told) >= _MOSTLY * len(told)
