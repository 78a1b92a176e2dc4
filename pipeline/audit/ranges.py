"""Middles that lie outside their own range, and ranges that run backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pipeline.audit.case import Case, Checked, Discrepancy, Statement, spans
from pipeline.records import Base

_RULE = "range_violation"
_WHAT = "medians within their range"
_MIDDLES = {
    "age_median": ("age_min", "age_max"),
    "age_mean": ("age_min", "age_max"),
    "prior_lines_median": ("prior_lines_min", "prior_lines_max"),
}
# A range belongs to the median that stands right before it.
_NEAR = 60


def check_ranges(case: Case) -> Iterator[Statement]:
    """Every median or mean beside its range."""
    yield from _cohort(case)
    for record in case.of("time_to_event"):
        low, high, value = record.range_low, record.range_high, record.value
        if record.statistic not in ("median", "mean") or low is None or high is None:
            continue
        yield Checked(_WHAT)
        what = f"{record.statistic} {record.endpoint.replace('_', ' ')}"
        if low > high:
            yield _said(f"{what}: the range {low:g}-{high:g} runs backwards", record)
        elif value is not None and not low <= value <= high:
            yield _said(f"{what}: {value:g} {record.unit} lies outside its range {low:g}-{high:g}", record)


def _cohort(case: Case) -> Iterator[Statement]:
    groups: dict[tuple[Any, ...], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for r in case.of("cohort"):
        groups[tuple(r.drugs), r.histotype, r.subgroup, r.unit][r.field].append(r)
    for fields in groups.values():
        for middle, (least, most) in _MIDDLES.items():
            for record in fields.get(middle, ()):
                low = [r for r in fields.get(least, ()) if _beside(record, r)]
                high = [r for r in fields.get(most, ()) if _beside(record, r)]
                if len(low) != 1 or len(high) != 1:
                    continue
                yield Checked(_WHAT)
                a, b = low[0].value, high[0].value
                what = middle.replace("_", " ")
                if a > b:
                    yield _said(f"{what}: the range {a:g}-{b:g} runs backwards", record, low[0], high[0])
                elif not a <= record.value <= b:
                    message = f"{what}: {record.value:g} lies outside its range {a:g}-{b:g}"
                    yield _said(message, record, low[0], high[0])


def _beside(middle: Base, end: Base) -> bool:
    """Whether an end of a range stands next to a median, wherever both are told."""
    return any(
        -5 <= q.start - p.end <= _NEAR or (p.start <= q.start and q.end <= p.end)
        for p in middle.provenance
        for q in end.provenance
    )


def _said(message: str, *records: Base) -> Discrepancy:
    return Discrepancy(_RULE, message, spans(*records), "ranges", 0.9)
