"""Medians not reached: they take the unit in which the paper gives its other medians, of the same endpoint first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractors.core.contract import TimeFinding

# Told in years where survival is told in months.
_APART = frozenset({"follow_up", "treatment_duration"})


def with_units(findings: list[TimeFinding]) -> Iterator[TimeFinding]:
    """The findings; one of a median that was not reached keeps no unit where the paper gives no other median."""
    for finding in findings:
        if finding.method.endswith(".not_reached") and not finding.unit:
            unit = _usual(findings, finding.endpoint)
            yield finding.model_copy(update={"unit": unit}) if unit else finding
        else:
            yield finding


def _usual(findings: list[TimeFinding], endpoint: str) -> str:
    medians = [
        f
        for f in findings
        if f.statistic == "median" and f.value is not None and f.attribution == "own" and f.endpoint not in _APART
    ]
    for told in ([f for f in medians if f.endpoint == endpoint], medians):
        if told:
            return Counter(f.unit for f in told).most_common(1)[0][0]
    return ""
