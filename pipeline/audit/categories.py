"""Response categories against each other and against the patients that they are counted of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from extractors.core import cues as re
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, spans
from pipeline.records import Base

_RULE = "sum_mismatch"
_WHAT = "sums"
_BEST = ("CR", "PR", "SD", "PD", "NE")


def check_categories(case: Case) -> Iterator[Statement]:
    """CR + PR + SD + PD + NE against their whole, and CR + PR + SD against disease control, one stratum at a time."""
    strata: dict[tuple[Any, ...], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for r in case.of("response"):
        if not r.patient and r.n is not None and not r.timepoint:
            strata[tuple(r.drugs), r.histotype, r.subgroup, r.criteria][r.category].append(r)
    for key, found in strata.items():
        if all(len(records) == 1 for records in found.values()):
            single = {c: records[0] for c, records in found.items()}
            yield from _against_whole(case, key, single)
            yield from _control(single)


def _against_whole(case: Case, key: tuple[Any, ...], found: dict[str, Any]) -> Iterator[Statement]:
    """Best responses that are more than the patients: each patient has one."""
    parts = [found[c] for c in _BEST if c in found]
    if len(parts) < 3 or not (one_table(*parts) or _one_sentence(case, *parts)):
        # "eight patients progressed" some sentences on is what became of all of them
        return
    totals = {r.total for r in parts if r.total}
    plain = not any(key[:3])
    if len(totals) > 1 or not (totals or plain):
        yield Checked(_WHAT, "the whole of the responses is not stated, or several are")
        return
    known = [t for t, w in case.denominators().items() if "(" not in w]
    whole = totals.pop() if totals else max(known, default=None)
    if whole is None:
        yield Checked(_WHAT, "the whole of the responses is not stated, or several are")
        return
    yield Checked(_WHAT)
    added = sum(r.n for r in parts)
    if added > whole:
        listed = " + ".join(f"{r.n} {r.category}" for r in parts)
        yield Discrepancy(_RULE, f"{listed} are {added}, of {whole} patients", spans(*parts), "categories", 0.85)


def _control(found: dict[str, Any]) -> Iterator[Statement]:
    """Disease control that is not what responses and stable disease add to."""
    stable, control = found.get("SD"), found.get("DCR")
    responders = [found["ORR"]] if "ORR" in found else [found[c] for c in ("CR", "PR") if c in found]
    if stable is None or control is None or (len(responders) < 2 and "ORR" not in found):
        return
    parts = [*responders, stable]
    if not together(*parts, control):
        return
    yield Checked(_WHAT)
    added = sum(r.n for r in parts)
    if added != control.n:
        listed = " + ".join(f"{r.n} {r.category}" for r in parts)
        message = f"{listed} are {added}, disease control is printed as {control.n}"
        yield Discrepancy(_RULE, message, spans(*parts, control), "categories", 0.85)


def one_table(*records: Base) -> bool:
    """Whether all stand in one table."""
    tables = [{p.table for p in r.provenance if p.table} for r in records]
    return bool(tables and set.intersection(*tables))


def _one_sentence(case: Case, *records: Base) -> bool:
    """Whether no sentence ends between the first and the last of some records, where they are nearest."""
    first = next((p.start for p in records[0].provenance if not p.table), None)
    if first is None:
        return False
    told = [
        min((p.start for p in r.provenance if not p.table), key=lambda s: abs(s - first), default=-1) for r in records
    ]
    between = case.document.text[min(told) : max(told)]
    return min(told) >= 0 and len(between) < 400 and not re.search(r"[.;]\s+[A-Z]", between)


def together(*records: Base) -> bool:
    """Whether all are told in one table, or within a few sentences of running text."""
    if one_table(*records):
        return True
    told = [[p.start for p in r.provenance if not p.table] for r in records]
    return all(told) and any(all(any(abs(s - t) < 400 for t in other) for other in told) for s in told[0])
