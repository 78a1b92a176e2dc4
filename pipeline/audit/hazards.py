"""Ratios (hazard, odds, risk) in sentences against their interval and p value, which all follow from one estimate."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import log

from scipy.stats import norm

from extractors.core import cues as re
from extractors.quantities import parse_number
from pipeline.audit.case import Case, Checked, Discrepancy, Statement

_WHAT = "ratios against interval and p value"
_NUMBER = r"\d{1,3}[.,·]\d{1,3}"
_RATIO = re.compile(
    rf"\b(?:(?:hazards?|odds|risk) ratios?|[as]?HRs?|[a]?ORs?|RRs?)\b[^.;\d]{{0,30}}?(?P<value>{_NUMBER})(?![\d.,·]*\d|\s*(?:months?|weeks?|days?|years?|%))"
    rf"[\s,;:(\[{{]*(?:with (?:a )?)?(?P<level>9[059])\s*%?\s*-?\s*(?:CIs?|confidence intervals?|confidence limits?)[\s:=,(\[]*"
    rf"(?P<low>{_NUMBER})\s*(?:[-–—−‐‑]|to|,|;|and)\s*(?P<high>{_NUMBER})(?!\d)"
    rf"(?:[\s,;:)\]}}]*(?:and )?\(?\s*[Pp](?:[- ]?values?)?\s*(?P<sign>[=<≤])\s*(?P<p>0?[.,·]\d+))?"
)
# How far on the logarithmic scale an estimate may lie from the middle of its interval, as a share of the width.
_OFF = 0.25
# Tests differ (log-rank, Wald, likelihood): p values this many times apart do not belong together.
_TIMES = 4
_ALPHA = 0.05


def check_hazards(case: Case) -> Iterator[Statement]:
    """Every ratio with its interval: it lies within, near the logarithmic middle, and p tells the same as the interval."""
    recorded = {
        (p.start, p.end) for r in case.of("time_to_event") if r.statistic == "hazard_ratio" and r.ci_low is not None
        for p in r.provenance
    }  # fmt: skip
    for sentence in case.sentences:
        if "CI" not in sentence.text and "onfidence" not in sentence.text:
            continue
        for m in _RATIO.finditer(sentence.text):
            yield Checked(_WHAT)
            place = case.within(sentence, m.start(), m.end())
            known = any(place.start < end and start < place.end for start, end in recorded)
            said = _said(m, known)
            if said is not None:
                yield Discrepancy(said[0], said[1], (place,), "hazards", 0.9)


def _said(m: re.Match[str], known: bool) -> tuple[str, str] | None:
    """What is wrong with a ratio: the rule and the message; an estimate outside is left to its record where there is one."""
    printed = [m["value"], m["low"], m["high"]]
    (v, dv), (low, dl), (high, dh) = (_read(x) for x in printed)
    if not 0 < low < high or v <= 0:
        return None
    shown = f"{v:g} ({m['level']} % CI {low:g}-{high:g})"
    if not low - dl - dv <= v <= high + dh + dv:
        return None if known else ("ci_not_containing", f"The ratio {v:g} lies outside its interval {low:g}-{high:g}")
    if low - dl <= 0:
        return None
    corners = [
        (log(v + a), log(low + b), log(high + c)) for a, b, c in product((-dv, dv), (-dl, dl), (-dh, dh)) if v + a > 0
    ]
    offs = [(x - (a + b) / 2) / (b - a) for x, a, b in corners if b > a]
    if not offs or (min(abs(o) for o in offs) > _OFF and (max(offs) < 0 or min(offs) > 0)):
        middle = (low * high) ** 0.5
        return (
            "ci_implausible",
            f"The ratio {shown} is not in the middle of its interval, which is that of about {middle:.2f}",
        )
    return _against_p(m, corners, shown)


def _against_p(m: re.Match[str], corners: list[tuple[float, float, float]], shown: str) -> tuple[str, str] | None:
    """A p value on the other side of 0.05 than the interval, and far from what the interval gives."""
    p = parse_number(m["p"].replace("·", ".")) if m["p"] else None
    if p is None or m["level"] != "95":
        return None
    width = 2 * float(norm.ppf(0.975))
    given = [2 * float(norm.sf(abs(x) * width / (b - a))) for x, a, b in corners if b > a]
    least, most, stated = min(given), max(given), float(p)
    high = least > _ALPHA and least > _TIMES * stated and stated <= _ALPHA
    low = m["sign"] == "=" and most < _ALPHA and most * _TIMES < stated and stated > _ALPHA
    if not (high or low):
        return None
    found = (least + most) / 2
    return "ci_implausible", f"The ratio {shown} gives p of about {found:.2g}, printed p {m['sign']} {stated:g}"


def _read(text: str) -> tuple[float, float]:
    """A number, and half its last place."""
    value = parse_number(text.replace("·", "."))
    places = len(re.split(r"[.,·]", text)[1])
    return float(value or 0), 0.5 * 10**-places
