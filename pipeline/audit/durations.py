"""Times of single patients against what the text says of all: medians, means, ranges, and counts by time."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean, median
from typing import Any

from extractors.core import cues as re
from extractors.quantities import parse_number
from pipeline.audit.agreement import half
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, spans
from pipeline.audit.patients import WHAT, complete, doubtful, in_table, one_each, rows_of, said
from pipeline.records import Base

_TIMES = ("treatment_duration", "PFS", "OS", "DOR", "TTP", "follow_up")


def check_durations(case: Case) -> Iterator[Statement]:
    """Times of patients in a table with one row each against statistics, ranges and counts of the text."""
    times = case.of("time_to_event")
    for endpoint in _TIMES:
        yield from _two_medians(case, endpoint, times)
        individual = [
            r for r in times if r.endpoint == endpoint and r.statistic == "individual" and r.value is not None
        ]
        rows = one_each(rows_of(individual))
        stated = [
            r for r in times
            if r.endpoint == endpoint and r.statistic in ("median", "mean") and r.value is not None
            and not (r.drugs or r.histotype or r.subgroup or r.patient)
        ]  # fmt: skip
        if rows is None or not stated or not complete(case, rows) or doubtful(case, rows):
            continue
        yield from _statistics(case, rows, stated)
        yield from _ranges(rows, stated)
    yield from _progressed(case)
    yield from _at_least(case)


def _progressed(case: Case) -> Iterator[Statement]:
    """Patients who never did better than progress, treated for less than the shortest time to progression stated."""
    times = case.of("time_to_event")
    stated = [
        r for r in times
        if r.endpoint in ("PFS", "TTP") and r.range_low is not None and not (r.drugs or r.histotype or r.subgroup or r.patient)
    ]  # fmt: skip
    durations = [
        r for r in times if r.endpoint == "treatment_duration" and r.statistic == "individual" and r.value is not None
    ]
    rows = one_each(rows_of(durations))
    best = rows_of(r for r in case.of("response") if not r.timepoint)
    if len(stated) != 1 or not complete(case, rows):
        return
    assert rows is not None
    whole = stated[0]
    yield Checked(WHAT)
    early = [
        r for p, r in rows.items()
        if not r.censored and r.unit == whole.unit and float(r.value) < float(whole.range_low)
        and best.get(p) and {b.category for b in best[p]} == {"PD"}
    ]  # fmt: skip
    if early and 2 * len(early) < len(rows) and _treated_to_progression(case, early, best):
        listed = ", ".join(f"patient {r.patient} {r.value:g}" for r in early)
        message = (
            f"{whole.endpoint} is said to range from {whole.range_low:g} {whole.unit}; "
            f"treated for less, with progression as best response: {listed}"
        )
        yield said("range_violation", message, [whole, *early], 0.85)


def _treated_to_progression(case: Case, early: list[Any], best: dict[str, list[Any]]) -> bool:
    """Whether each of them has a response from a table: then the row tells both the time and the progression."""
    return all(any(in_table(b) for b in best[r.patient]) for r in early)


_AT_LEAST = re.compile(
    r"(?:PFS|progression[- ]free survival|progression[- ]free)\b[^.;]{0,25}?\b(?:at least|≥|more than or equal to)\s*"
    r"(?P<time>\d+(?:[.,]\d+)?)\s*(?P<unit>months?|weeks?|years?)",
    re.I,
)


def _at_least(case: Case) -> Iterator[Statement]:
    """ "5/9 had a PFS of at least 5 months" against rows treated so long."""
    individual = [
        r for r in case.of("time_to_event")
        if r.endpoint in ("PFS", "treatment_duration") and r.statistic == "individual" and r.value is not None
    ]  # fmt: skip
    for endpoint in ("PFS", "treatment_duration"):
        rows = one_each(rows_of(r for r in individual if r.endpoint == endpoint))
        if not complete(case, rows):
            continue
        assert rows is not None
        for sentence, found in case.counted:
            m = _AT_LEAST.search(sentence.text)
            near = [
                c for c in found if m and c.n and c.total == len(rows) and c.end <= m.start() and m.start() - c.end < 60
            ]
            if m is None or not near:
                continue
            time, unit = parse_number(m["time"]), {"m": "mo", "w": "wk", "y": "a"}[m["unit"][0].lower()]
            if time is None or any(r.unit != unit for r in rows.values()):
                continue
            yield Checked(WHAT)
            long = [r for r in rows.values() if float(r.value) >= float(time)]
            if near[-1].n != len(long):
                count = near[-1]
                message = f"{count.n}/{count.total} are said to be free of progression for at least {time} {unit}; {len(long)} rows reach it"
                place = case.within(sentence, count.start, m.end())
                yield Discrepancy("text_vs_table", message, (place, *spans(*rows.values())), "patients", 0.8)
        return


def _two_medians(case: Case, endpoint: str, times: list[Any]) -> Iterator[Statement]:
    """Two medians of one time for the same patients, told by the rows where there are any."""
    plain = [
        r for r in times
        if r.endpoint == endpoint and r.statistic == "median" and r.value is not None and not in_table(r)
        and not (r.drugs or r.histotype or r.subgroup or r.patient) and any("results" in p.section for p in r.provenance)
    ]  # fmt: skip
    if len(plain) != 2 or plain[0].unit != plain[1].unit or endpoint not in ("treatment_duration",):
        return
    a, b = plain
    if min(abs(p.start - q.start) for p in a.provenance for q in b.provenance) < 300:
        return
    individual = [r for r in times if r.endpoint == endpoint and r.statistic == "individual" and r.unit == a.unit]
    rows = one_each(rows_of(r for r in individual if r.value is not None))
    yield Checked(WHAT)
    if abs(a.value - b.value) <= half(a.value) + half(b.value):
        return
    message = f"two medians of {endpoint.replace('_', ' ')} for the same patients: {a.value:g} and {b.value:g} {a.unit}"
    involved: list[Base] = [a, b]
    if rows is not None and complete(case, rows) and not doubtful(case, rows):
        found = median(float(r.value) for r in rows.values())
        message += f"; the {len(rows)} rows give {found:g}"
        involved += rows.values()
    yield said("recomputed_median", message, involved, 0.85)


_ONGOING = re.compile(r"\d\s?\+|Kaplan|actuarial|censored", re.I)


def _estimated(case: Case, record: Base) -> bool:
    """Whether the text says that times go on: its median is then an estimate, though no row was read as ongoing."""
    text = case.document.text
    return any(_ONGOING.search(text[max(p.start - 60, 0) : p.end + 20]) for p in record.provenance if not p.table)


def _statistics(case: Case, rows: dict[str, Any], stated: list[Any]) -> Iterator[Statement]:
    """Stated medians and means against the rows; ongoing times count as they stand, or leave the median undecided."""
    values = [float(r.value) for r in rows.values()]
    for record in stated:
        if any(r.unit != record.unit for r in rows.values()):
            yield Checked(WHAT, "rows and statistic in different units")
            continue
        censored = [r for r in rows.values() if r.censored]
        if record.endpoint != "treatment_duration" and (censored or _estimated(case, record)):
            yield Checked(WHAT, "ongoing times")
            continue
        found = median(values) if record.statistic == "median" else mean(values)
        yield Checked(WHAT)
        if abs(found - float(record.value)) > half(float(record.value)) + (0.5 if record.statistic == "mean" else 0):
            if censored and _kaplan_meier(rows) == float(record.value):
                continue
            endpoint = record.endpoint.replace("_", " ")
            message = (
                f"{record.statistic} {endpoint} is stated as {record.value:g} {record.unit}; "
                f"the {len(values)} rows give {found:g}"
            )
            yield said("recomputed_median", message, [record, *rows.values()])


def _kaplan_meier(rows: dict[str, Any]) -> float | None:
    """The median survival of the rows, ongoing times censored; None when it is not reached."""
    surviving, left = 1.0, len(rows)
    for row in sorted(rows.values(), key=lambda r: (float(r.value), r.censored)):
        if not row.censored:
            surviving *= (left - 1) / left
        left -= 1
        if surviving <= 0.5:
            return float(row.value)
    return None


def _ranges(rows: dict[str, Any], stated: list[Any]) -> Iterator[Statement]:
    for record in stated:
        if record.range_low is None or record.range_high is None or any(r.unit != record.unit for r in rows.values()):
            continue
        yield Checked(WHAT)
        slack = half(float(record.range_low))
        outside = [
            r for r in rows.values()
            if float(r.value) > record.range_high + slack or (float(r.value) < record.range_low - slack and not r.censored)
        ]  # fmt: skip
        if outside and 3 * len(outside) <= len(rows):
            listed = ", ".join(f"patient {r.patient} {r.value:g}" for r in outside)
            message = f"{record.endpoint.replace('_', ' ')} is said to range from {record.range_low:g} to {record.range_high:g} {record.unit}; outside: {listed}"
            yield said("range_violation", message, [record, *outside])
