"""Confidence intervals: around their estimate, whole, and such as a usual method gives for the counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student
from statsmodels.stats.proportion import proportion_confint

from extractors.core import cues as re
from extractors.core.contract import Evidence
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, spans
from pipeline.records import Base

METHODS = {
    "normal": "Wald",
    "wilson": "Wilson",
    "beta": "Clopper-Pearson",
    "agresti_coull": "Agresti-Coull",
    "jeffreys": "Jeffreys",
}
# What R's prop.test, hand calculators and statistics of a mean give: accepted, though no interval is ascribed to them.
OTHERS = {"wilson_cc": "Wilson with continuity correction", "normal_cc": "Wald with continuity correction", "t": "t"}
_LEVELS = (0.05, 0.1)
# Rounding of the printed bounds, and the small differences between implementations (percentage points).
_SLACK = 0.12
# How near, in percentage points, an interval at 95 % lies that is looked at more closely.
_NEARLY = 0.7
_THREE = re.compile(
    r"(?:CI|IC|confidence interval)\s*(?:of\s*|[:=,]\s*)?[\[(]\s*(\d+,\d+,\d+|\d+\.\d+\.\d+)\s*[\])]", re.I
)
_MEANT = re.compile(
    r"(?:CI|IC|confidence interval)\s*(?:of\s*|[:=,]\s*)?[\[(]?\s*\d+(?:[.,]\d+)?\s*(?:[-–—;]|to)\s*\d", re.I
)


def check_intervals(case: Case) -> Iterator[Statement]:
    """Every interval of a response rate, a survival statistic or a hazard ratio."""
    for record in [*case.of("response"), *case.of("time_to_event")]:
        low, high = _bounds(record)
        if low is None or high is None:
            continue
        yield Checked("intervals around their estimate")
        estimate = _estimate(record)
        if low > high:
            yield _said("ci_implausible", f"{named(record)}: the interval {low}-{high} runs backwards", record)
        elif estimate is not None and not low - _slack(low) <= estimate <= high + _slack(high):
            yield _said(
                "ci_not_containing",
                f"{named(record)}: the estimate {estimate:g} lies outside its interval {low:g}-{high:g}",
                record,
            )
        elif record.kind == "response":
            yield from _proportion(case, record, low, high)
    yield from _unread(case)
    yield from _malformed(case)


def _unread(case: Case) -> Iterator[Statement]:
    """Intervals of the running text that no record has: of a group, a ratio or a figure that is not extracted."""
    known = [
        (p.start, p.end) for r in case.records if _bounds(r)[0] is not None for p in r.provenance if not p.table
    ]  # fmt: skip
    for sentence in case.sentences:
        for q in sentence.numbers("interval"):
            place = case.within(sentence, q.start, q.end)
            if not any(place.start < end and start < place.end for start, end in known):
                yield Checked("intervals around their estimate", "the interval was not read as that of a rate or time")


def _bounds(record: Base) -> tuple[float | None, float | None]:
    return getattr(record, "ci_low", None), getattr(record, "ci_high", None)


def _estimate(record: Any) -> float | None:
    given: Any = getattr(record, "percent", None) if record.kind == "response" else getattr(record, "value", None)
    if given is None and record.kind == "response" and getattr(record, "n", None) is not None:
        total = getattr(record, "total", None)
        given = 100 * record.n / total if total else None
    return None if given is None else float(given)


def _slack(bound: float) -> float:
    """Half the last place of a bound as printed."""
    text = f"{bound:g}"
    return 0.5 * 10 ** -len(text.partition(".")[2]) if "." in text else 0.5


def _said(rule: str, message: str, *records: Base, confidence: float = 0.95) -> Discrepancy:
    return Discrepancy(rule, message, spans(*records), "intervals", confidence)


def named(record: Base) -> str:
    """What a record of a response or a time is about, in few words."""
    about = getattr(record, "category", "") or " ".join(
        x for x in (getattr(record, "statistic", ""), getattr(record, "endpoint", "")) if x
    )
    stratum = " ".join([*record.drugs, record.histotype, record.subgroup]).strip()
    time = getattr(record, "timepoint", "")
    return about + (f" at {time}" if time else "") + (f" ({stratum})" if stratum else "")


def repeated(case: Case, low: float, high: float) -> tuple[Evidence, ...]:
    """Every place of the text that prints an interval with these bounds."""
    return tuple(
        case.within(s, q.start, q.end)
        for s in case.sentences
        for q in s.numbers("interval")
        if q.low is not None and q.high is not None and float(q.low) == low and float(q.high) == high
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """A proportion whose interval was printed: the counts it may be of, `n` None when only the percentage is given."""

    n: int
    total: int


def _proportion(case: Case, record: Any, low: float, high: float) -> Iterator[Statement]:
    """An interval that no usual method gives for the counts; silent where the counts are not established."""
    what = "intervals of proportions"
    wholes = _wholes(case, record)
    stratified = bool(record.drugs or record.histotype or record.subgroup)
    candidates = [c for t in wholes for c in _counts(record, t)]
    if not candidates:
        yield Checked(what, "no counts fit the percentage")
        return
    if any(methods(c.n, c.total, low, high) for c in candidates):
        yield Checked(what)
        return
    if record.total is None and (stratified or len(wholes) > 4):
        yield Checked(what, "the whole is not stated")
        return
    fits = fitting(low, high, tuple(case.denominators()), record.percent)
    if record.total is None and any(_near(f, record.percent) for f in fits):
        # another group of the paper gives both figures: told as an unclear denominator
        yield Checked(what)
        return
    yield Checked(what)
    c = candidates[0]
    usual = interval(c.n, c.total, "beta")
    hint = (
        f"; it is the interval of {fits[0].n}/{fits[0].total} ({methods(fits[0].n, fits[0].total, low, high)[0]})"
        if fits
        else ""
    )
    message = (
        f"{named(record)}: no usual method gives {low:g}-{high:g} % for {c.n}/{c.total} "
        f"(exact {usual[0]:.1f}-{usual[1]:.1f} %){hint}"
    )
    yield _said("ci_implausible", message, record)


def _near(c: Counted, percent: float | None) -> bool:
    return percent is None or abs(100 * c.n / c.total - percent) <= 0.5


def _wholes(case: Case, record: Any) -> list[int]:
    if record.total:
        return [record.total]
    return [t for t, name in case.denominators().items() if "(" not in name]


def _counts(record: Any, total: int) -> list[Counted]:
    if record.n is not None:
        if record.n > total or (record.percent is not None and abs(100 * record.n / total - record.percent) > 1):
            return []
        return [Counted(record.n, total)]
    if record.percent is None:
        return []
    half = _slack(record.percent)
    about = round(record.percent * total / 100)
    return [
        Counted(n, total)
        for n in range(max(about - 1, 0), min(about + 1, total) + 1)
        if abs(100 * n / total - record.percent) <= half + 0.01
    ]


@lru_cache(maxsize=50_000)
def interval(n: int, total: int, method: str, alpha: float = 0.05) -> tuple[float, float]:
    """The confidence interval of n/total in percent, cut to 0..100."""
    if method in OTHERS:
        low, high = _other(n, total, method, alpha)
    else:
        low, high = proportion_confint(n, total, alpha=alpha, method=method)
    return max(100 * float(low), 0.0), min(100 * float(high), 100.0)


def _other(n: int, total: int, method: str, alpha: float) -> tuple[float, float]:
    """Newcombe's fourth method, Wald's interval widened by half a patient, or the mean of zeros and ones by Student."""
    p, z = n / total, float(norm.ppf(1 - alpha / 2))
    if method == "wilson_cc":
        below = z * max(z * z - 2 - 1 / total + 4 * p * (total * (1 - p) + 1), 0) ** 0.5
        above = z * max(z * z + 2 - 1 / total + 4 * p * (total * (1 - p) - 1), 0) ** 0.5
        middle, whole = 2 * total * p + z * z, 2 * (total + z * z)
        return (middle - 1 - below) / whole if n else 0.0, (middle + 1 + above) / whole if n < total else 1.0
    if method == "normal_cc":
        half = z * (p * (1 - p) / total) ** 0.5 + 0.5 / total
    else:
        half = float(student.ppf(1 - alpha / 2, max(total - 1, 1))) * (p * (1 - p) / max(total - 1, 1)) ** 0.5
    return p - half, p + half


def methods(n: int, total: int, low: float, high: float) -> list[str]:
    """The usual methods that give the printed interval (percent) for n/total, at 95 or 90 %."""
    fits = []
    for alpha in _LEVELS:
        for method, title in (METHODS | OTHERS).items():
            a, b = interval(n, total, method, alpha)
            if abs(a - low) <= _slack(low) + _SLACK and abs(b - high) <= _slack(high) + _SLACK:
                fits.append(title if alpha == 0.05 else f"{title} 90 %")
    return fits


def fitting(low: float, high: float, known: tuple[int, ...], percent: float | None) -> list[Counted]:
    """Counts that the printed interval belongs to: of the paper's own groups first, then of any up to 600."""
    middle = percent if percent is not None else (low + high) / 2
    found = [Counted(int(n), int(t)) for n, t in _given(_candidates(low, high), low, high)]
    near = sorted(found, key=lambda c: (c.total not in known, abs(100 * c.n / c.total - middle)))
    return near[:3]


# How far an exact and a Jeffreys interval lie from Wilson's at most, in percentage points times the total (to 600).
_FROM_WILSON = {"beta": 85, "jeffreys": 140}


@lru_cache(maxsize=1)
def _pairs() -> tuple[Any, Any, Any, Any]:
    """All counts of totals from 5 to 599: totals, counts, shares, and half the width of Wald's interval in percent."""
    totals, counts = np.repeat(np.arange(5, 600), 600), np.tile(np.arange(600), 595)
    keep = counts <= totals
    totals, counts = totals[keep], counts[keep]
    share = counts / totals
    return totals, counts, share, 196 * np.sqrt(share * (1 - share) / totals)


def _candidates(low: float, high: float) -> Any:
    """Pairs of counts whose Wald or exact interval is nearly the printed one: all at once, since there are thousands.

    The slow methods are asked only where Wilson's interval does not rule them out.
    """
    totals, counts, share, half = _pairs()
    keep = (np.abs(2 * half - (high - low)) <= 0.2 * (high - low) + 1) & (np.abs(100 * share - (low + high) / 2) <= 10)
    pairs = np.column_stack([counts[keep], totals[keep]])
    a, b = proportion_confint(pairs[:, 0], pairs[:, 1], method="wilson")
    apart = np.maximum(np.abs(100 * a - low), np.abs(100 * b - high)) - _NEARLY
    close = apart <= 0
    for method in METHODS:
        asked = ~close & (apart <= _FROM_WILSON.get(method, np.inf) / pairs[:, 1])
        a, b = proportion_confint(pairs[asked, 0], pairs[asked, 1], method=method)
        close[asked] = (np.abs(100 * a - low) <= _NEARLY) & (np.abs(100 * b - high) <= _NEARLY)
    return pairs[close]


def _given(pairs: Any, low: float, high: float) -> Any:
    """The pairs for which `methods` names one: the same comparison, for all pairs at once."""
    fits = np.zeros(len(pairs), dtype=bool)
    for alpha in _LEVELS:
        for method in METHODS:
            a, b = proportion_confint(pairs[:, 0], pairs[:, 1], alpha=alpha, method=method)
            a, b = np.maximum(100 * a, 0.0), np.minimum(100 * b, 100.0)
            fits |= (np.abs(a - low) <= _slack(low) + _SLACK) & (np.abs(b - high) <= _slack(high) + _SLACK)
    return pairs[fits]


def _malformed(case: Case) -> Iterator[Statement]:
    """Brackets after "CI" that hold one number with two decimal signs: a bound is lost."""
    sentences = case.paper.sentences if case.paper is not None else ()
    for sentence in sentences:
        # brackets with numbers look like citations: what the sentence is about is told by its section alone
        if sentence.section.value in ("background", "discussion", "references"):
            continue
        for m in _THREE.finditer(sentence.text):
            around = " ".join(s.text for s in sentences[max(sentence.index - 3, 0) : sentence.index + 4])
            if not _MEANT.search(around) and not _MEANT.search(sentence.text):
                continue
            yield Checked("intervals around their estimate", "malformed")
            message = f"The interval is printed as {m[1]}: a bound or a decimal is lost"
            place = case.within(sentence, m.start(), m.end())
            yield Discrepancy("ci_implausible", message, (place,), "intervals", 0.95)
