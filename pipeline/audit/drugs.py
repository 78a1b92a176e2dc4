"""Strata of a drug against the patients or lines that had it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pipeline.audit.case import Case, Checked, Discrepancy, Statement, spans
from pipeline.records import Base

_WHAT = "strata of drugs"


def check_drugs(case: Case) -> Iterator[Statement]:
    """A tumour counted more often with a drug than the drug was given, and tumours that add to more."""
    given: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for r in case.of("cohort"):
        if r.field in ("n_patients", "n_treatment_lines") and r.drugs and not (r.histotype or r.subgroup):
            given[tuple(r.drugs)].append(r)
    tumours: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for r in case.of("histotype"):
        if r.n is not None and r.drugs and not (r.subgroup or r.patient):
            tumours[tuple(r.drugs)].append(r)
    for drugs, strata in tumours.items():
        wholes = given.get(drugs, [])
        if not wholes:
            yield Checked(_WHAT, "the number given the drug is not stated")
            continue
        yield Checked(_WHAT)
        whole = max(wholes, key=lambda r: r.value)
        named = " + ".join(drugs)
        over = [r for r in strata if r.n > whole.value]
        if over:
            listed = ", ".join(f"{r.n} {r.histotype}" for r in over)
            yield _said(f"{named} was given to {whole.value}; counted with it: {listed}", whole, *over)
        elif (added := _disjoint(strata)) and sum(r.n for r in added) > whole.value:
            listed = " + ".join(f"{r.n} {r.histotype}" for r in added)
            total = sum(r.n for r in added)
            yield _said(f"{named} was given to {whole.value}; its tumours add to {total} ({listed})", whole, *added)


def _disjoint(strata: list[Any]) -> list[Any]:
    """The tumours of one list, none of them a kind of another; empty when that cannot be told."""
    names = [r.histotype for r in strata]
    if len(strata) < 2 or len(set(names)) != len(names):
        return []
    words = [set(n.split()) for n in names]
    if any(a is not b and (a <= b or b <= a) for a in words for b in words) or any("other" in w for w in words):
        return []
    tables = [{p.table for p in r.provenance if p.table} for r in strata]
    starts = [p.start for r in strata for p in r.provenance if not p.table]
    near = len(starts) == len(strata) and max(starts) - min(starts) < 400
    return strata if near or set.intersection(*tables) else []


def _said(message: str, *records: Base) -> Discrepancy:
    return Discrepancy("sum_mismatch", message, spans(*records), "drugs", 0.85)
