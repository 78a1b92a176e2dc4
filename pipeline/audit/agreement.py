"""The same fact stated in two places of a paper with two values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.quantities import Quantity
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, place_of, places, spans
from pipeline.audit.intervals import named
from pipeline.audit.rounding import decimals
from pipeline.records import Base

_COHORT = (
    "age_median",
    "age_mean",
    "age_min",
    "age_max",
    "n_female",
    "n_male",
    "prior_lines_median",
    "median_cycles",
    "n_centers",
)
_COMPARED = re.compile(
    r"\b(?:vs|versus|compared|respectively|whereas|arms?|groups?|cohorts?|randomi[sz]ation|subgroup|stratum)\b", re.I
)
# What papers call any adverse event.
_GENERAL = dict.fromkeys(
    ("toxicity", "toxicities", "adverse event", "adverse events", "side effect", "side effects", "ae", "aes"), "any"
)
_UNITS = {"d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
Key = tuple[Any, ...]


def check_agreement(case: Case) -> Iterator[Statement]:
    """Facts of the whole group and of strata: abstract, body, tables and legends against each other."""
    groups: dict[Key, list[Any]] = defaultdict(list)
    for record in case.records:
        key = _key(record)
        if key is not None and record.attribution == "own":
            groups[key].append(record)
    for group in groups.values():
        yield from _compare(case, group)
    yield from _ages(case)
    yield from _bound(case)


def _ages(case: Case) -> Iterator[Statement]:
    """Median ages that differ though the same range stands beside them."""
    ends: list[Any] = [r for r in case.of("cohort") if r.field in ("age_min", "age_max")]
    medians: list[Any] = [r for r in case.of("cohort") if r.field == "age_median"]
    for a, b in combinations(medians, 2):
        if places(a) & places(b) or not (a.subgroup or b.subgroup):
            continue
        fields = {e.field for e in ends if _beside(e, a) and _beside(e, b)}
        if fields == {"age_min", "age_max"}:
            yield Checked("facts stated twice")
            if abs(a.value - b.value) > half(a.value) + half(b.value) - 0.01:
                message = f"median age: {a.value} in one place, {b.value} in another, with the same range"
                yield Discrepancy(_rule(places(a), places(b)), message, spans(a, b), "agreement", 0.85)


def _beside(end: Base, middle: Base) -> bool:
    return any(-5 <= p.start - q.end <= 40 for p in end.provenance for q in middle.provenance)


def _bound(case: Case) -> Iterator[Statement]:
    """Intervals of one estimate of one endpoint that share one bound and differ in the other."""
    found = [(s, i, q) for s in case.sentences for i in s.numbers("interval") if (q := _estimate(s, i)) is not None]
    for (s, i, q), (t, j, r) in combinations(found, 2):
        one, two = place_of(s.section.value), place_of(t.section.value)
        same = q.low == r.low and q.unit == r.unit and q.kind == r.kind
        if one == two or not same or not _endpoints(s, q) & _endpoints(t, r) or None in (i.low, i.high, j.low, j.high):
            continue
        yield Checked("facts stated twice")
        low, high = (abs(float(x - y)) <= 1e-9 for x, y in ((i.low, j.low), (i.high, j.high)))  # type: ignore[operator]
        if low == high or (_rounded(i.low, j.low) and _rounded(i.high, j.high)):
            continue
        message = f"{q.low} {q.unit}: the interval is {i.low}-{i.high} in one place, {j.low}-{j.high} in another"
        places_ = (case.within(s, q.start, i.end), case.within(t, r.start, j.end))
        yield Discrepancy(_rule({one}, {two}), message, places_, "agreement", 0.85)


def _rounded(x: Decimal | None, y: Decimal | None) -> bool:
    """Whether one is the other with fewer places."""
    if x is None or y is None:
        return False
    coarse, fine = sorted((x, y), key=decimals)
    if decimals(coarse) == decimals(fine):
        return coarse == fine
    # a whole number may stand for one with a zero behind the point alone
    return (decimals(coarse) > 0 and abs(coarse - fine) <= Decimal(1).scaleb(-decimals(coarse)) / 2) or coarse == fine


def _estimate(sentence: Sentence, interval: Quantity) -> Quantity | None:
    """The duration or percentage right before an interval."""
    before = [q for q in sentence.numbers("duration", "percent") if 0 <= interval.start - q.end <= 30]
    return before[-1] if before and before[-1].low == before[-1].high else None


def _endpoints(sentence: Sentence, quantity: Quantity) -> set[str]:
    """The endpoint last named before a quantity."""
    named = [m.code for m in sentence.of("endpoint") if sentence.at(m)[1] <= quantity.start and m.code]
    return {*named[-1:]}


def _key(record: Any) -> Key | None:
    if record.patient:
        return None
    stratum = (tuple(record.drugs), record.histotype, record.subgroup)
    if record.kind == "cohort" and record.field in _COHORT:
        return ("cohort", record.field, record.unit, *stratum)
    if record.kind == "response":
        return ("response", record.category, record.timepoint, record.criteria, *stratum)
    if record.kind == "histotype" and record.n is not None and not any(stratum[::2]):
        return ("histotype", record.histotype)
    if record.kind == "toxicity" and record.n is not None and record.grade and record.subgroup != "events":
        return ("toxicity", _GENERAL.get(record.term, record.term), record.grade, *stratum)
    if record.kind == "time_to_event" and record.statistic in ("median", "mean", "rate"):
        return ("time", record.endpoint, record.statistic, record.timepoint, *stratum)
    return None


def _compare(case: Case, group: list[Any]) -> Iterator[Statement]:
    """Two statements that stand in different places and cannot both be right."""
    what = "facts stated twice"
    for record in group:
        if len(record.provenance) > 1 and len(places(record)) > 1:
            yield Checked(what)
    for a, b in combinations(group, 2):
        first, second = places(a), places(b)
        if first & second or not first or not second:
            continue
        if a.kind == "histotype" and not _established(first, second):
            continue
        verdict = _differ(a, b)
        if verdict is None:
            continue
        if verdict and (_compared(case, a) or _compared(case, b)):
            yield Checked(what, "groups compared in one sentence")
            continue
        yield Checked(what)
        if verdict and (a.kind == "histotype" or not _one_of_many(group, a, b)):
            rule = "abstract_vs_body" if a.kind == "histotype" else _rule(first, second)
            # an interval belongs to the sentence, though its count may stand in a table too
            one, two = (p - {"table"} or p if "interval" in verdict else p for p in (first, second))
            verdict = verdict.replace("in one place", _where(one)).replace("in another", _where(two))
            yield Discrepancy(rule, f"{_about(a)}: {verdict}", spans(a, b), "agreement", 0.85)


def _established(first: set[str], second: set[str]) -> bool:
    """Whether a diagnosis is counted in the abstract, and in text and table alike: then both mean all who have it."""
    return {"abstract"} in (first, second) and ({"body", "table"} <= first or {"body", "table"} <= second)


def _compared(case: Case, record: Any) -> bool:
    """Whether a result stands beside another group's, or from another starting point, where strata are easily confused."""
    if record.kind not in ("time_to_event", "response", "toxicity"):
        return False
    if record.kind == "time_to_event" and record.subgroup:
        return True
    text = case.document.text
    told = (text[max(p.start - 60, 0) : p.end + 60] for p in record.provenance if not p.table)
    return any(_COMPARED.search(t) for t in told)


def _one_of_many(group: list[Base], a: Base, b: Base) -> bool:
    """Whether several values stand in one of the places: then two strata or times were not told apart."""
    return any(len([r for r in group if places(r) & places(x)]) > 1 for x in (a, b))


def _where(found: set[str]) -> str:
    """Places in words."""
    names = {"abstract": "in the abstract", "body": "in the text", "table": "in a table", "legend": "in a legend"}
    return " and ".join(names[f] for f in ("abstract", "body", "table", "legend") if f in found)


def _rule(first: Iterable[str], second: Iterable[str]) -> str:
    one, two = {*first}, {*second}
    if ("abstract" in one and "body" in two - one) or ("abstract" in two and "body" in one - two):
        return "abstract_vs_body"
    return "text_vs_table" if {"table", "legend"} & {*first, *second} else "abstract_vs_body"


def _about(record: Any) -> str:
    if record.kind == "cohort":
        return str(record.field).replace("_", " ")
    if record.kind == "histotype":
        return f"patients with {record.histotype}"
    if record.kind == "toxicity":
        return f"{record.term} of grade {record.grade}"
    return named(record)


def _differ(a: Any, b: Any) -> str | None:
    """How two statements differ; empty when they agree, None when they cannot be compared."""
    if a.kind == "cohort":
        return "" if a.value == b.value else f"{a.value} in one place, {b.value} in another"
    if a.kind == "response":
        return _responses(a, b)
    if a.kind in ("histotype", "toxicity"):
        return "" if a.n == b.n else f"{a.n} in one place, {b.n} in another"
    return _times(a, b)


def _responses(a: Any, b: Any) -> str | None:
    if a.percent is not None and b.percent is not None:
        if abs(a.percent - b.percent) > half(a.percent) + half(b.percent):
            return f"{a.percent:g} % in one place, {b.percent:g} % in another"
        return _bounds(a, b)
    if a.n is not None and b.n is not None and a.total == b.total:
        return "" if a.n == b.n else f"{a.n} in one place, {b.n} in another"
    return None


def _bounds(a: Any, b: Any) -> str | None:
    if None in (a.ci_low, a.ci_high, b.ci_low, b.ci_high):
        return ""
    same = all(abs(x - y) <= half(x) + half(y) for x, y in ((a.ci_low, b.ci_low), (a.ci_high, b.ci_high)))
    if same:
        return ""
    return f"the interval is {a.ci_low:g}-{a.ci_high:g} in one place, {b.ci_low:g}-{b.ci_high:g} in another"


def _times(a: Any, b: Any) -> str | None:
    if a.value is None or b.value is None:
        return None
    if a.unit == b.unit:
        x, y, slack = a.value, b.value, half(a.value) + half(b.value)
    elif a.unit in _UNITS and b.unit in _UNITS:
        x, y = a.value * _UNITS[a.unit], b.value * _UNITS[b.unit]
        slack = 0.06 * max(x, y) + half(a.value) * _UNITS[a.unit] + half(b.value) * _UNITS[b.unit]
    else:
        return None
    if abs(x - y) > slack:
        return f"{a.value:g} {a.unit} in one place, {b.value:g} {b.unit} in another"
    return _bounds(a, b) if a.unit == b.unit else ""


def half(value: float) -> float:
    """Half the last place as printed, and a little for halves rounded either way."""
    text = f"{value:g}"
    return 0.5001 * 10 ** -len(text.partition(".")[2]) if "." in text and not re.search("e", text) else 0.5001
