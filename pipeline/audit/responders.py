"""A response rate against the responders that are counted, and the group that it is a rate of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractors.core import cues as re
from extractors.core.contract import Evidence
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, spans
from pipeline.audit.intervals import methods, repeated
from pipeline.audit.rounding import rounds

_RULE = "denominator_unclear"
_WHAT = "denominators"


def check_responders(case: Case) -> Iterator[Statement]:
    """A response rate that is not the printed responders' share of the patients or lines, but of another group."""
    wholes = {t: w for t, w in case.denominators().items() if "(" not in w}
    plain = [
        r for r in case.of("response")
        if not (r.drugs or r.histotype or r.patient) and not all(p.table for p in r.provenance)
    ]  # fmt: skip
    counted = {c: [r for r in plain if r.category == c and r.n is not None and not r.timepoint] for c in ("CR", "PR")}
    rates = [
        r
        for r in plain
        if r.category == "ORR" and r.percent is not None and r.n is None and not r.timepoint and not r.subgroup
    ]
    if len(counted["CR"]) != 1 or len(counted["PR"]) != 1 or len(rates) != 1 or not wholes:
        return
    (complete,), (partial,), rate = counted["CR"], counted["PR"], rates[0]
    n = complete.n + partial.n
    percent = Decimal(str(rate.percent))
    if n > max(wholes):
        yield Checked(_WHAT, "responders exceed the patients")
        return
    yield Checked(_WHAT)
    if any(n <= t and rounds(n, t, percent) for t in wholes):
        return
    listed = ", ".join(f"{n}/{t} {w} = {100 * n / t:.1f} %" for t, w in wholes.items() if n <= t)
    message = f"ORR {percent} % does not follow from {complete.n} CR + {partial.n} PR ({listed})"
    yield Discrepancy("count_vs_percent", message, spans(rate, complete, partial), "responders", 0.85)
    yield from _explained(case, rate, n)


def _explained(case: Case, rate: Any, n: int) -> Iterator[Statement]:
    """The group whose responders a rate and its interval are, when it is not the one announced."""
    if rate.ci_low is None or rate.ci_high is None:
        return
    percent = Decimal(str(rate.percent))
    fits = [t for t in range(n, 20 * n) if rounds(n, t, percent) and methods(n, t, rate.ci_low, rate.ci_high)]
    wholes = [t for t, w in case.denominators().items() if "(" not in w and t >= n]
    if any(t in fits for t in wholes):
        return
    place = (*spans(rate), *repeated(case, rate.ci_low, rate.ci_high))
    whole = max(wholes, default=None)
    if whole is not None:
        message = f"ORR: no usual method gives {rate.ci_low:g}-{rate.ci_high:g} % for {n}/{whole}"
        if fits:
            message += f"; it is the interval of {n}/{next((t for t in fits for _ in _printed(case, t)), fits[len(fits) // 2])}"
        yield Discrepancy("ci_implausible", message, place, "responders", 0.85)
    stated = [(t, e) for t in fits for e in _printed(case, t)]
    if stated:
        total, where = stated[0]
        method = methods(n, total, rate.ci_low, rate.ci_high)[0]
        message = (
            f"ORR {percent} % with its interval is {n}/{total} ({method}); {total} is not the whole that is announced"
        )
        yield Discrepancy(_RULE, message, (*place, where), "responders", 0.85)


def _printed(case: Case, n: int) -> Iterator[Evidence]:
    """Where the paper prints a group of `n`."""
    for sentence, found in case.counted:
        for c in found:
            if n in (c.n, c.total) and re.search(r"n\s*=|\bof\b|patients", sentence.text[c.start : c.end]):
                yield case.within(sentence, c.start, c.end)
