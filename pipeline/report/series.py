"""Response rates by series: what a paper states about a group, or what its own figures add up to.

A series is one stratum of one document: regimen, tumour, subgroup, criteria and timepoint. Its objective response rate
is taken as stated; where only its parts are stated it is derived, and says how. Nothing is derived from a choice of
patients whom the paper happens to describe.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.records import HistotypeRecord, ResponseRecord
from pipeline.report.evidence import Evidence
from pipeline.report.individuals import Individual, individuals
from pipeline.report.interval import exact_interval, implied_count
from pipeline.report.study import Study, Unit, study

RESPONDERS = ("CR", "PR")
PARTS = ("CR", "PR", "SD", "PD", "NE")


@dataclass(frozen=True)
class Series:
    """One stratum's responders `n` of `total`, `percent` as printed; `derived` says how, empty when stated so.

    `assumed_drugs` and `assumed_histotype`: the study's only ones, not stated with the result. `described` marks single
    patients told one by one, a choice of the authors and no rate.
    """

    doc: str
    drugs: tuple[str, ...]
    histotype: str
    subgroup: str = ""
    criteria: str = ""
    timepoint: str = ""
    unit: Unit = "patients"
    n: int | None = None
    total: int | None = None
    percent: float | None = None
    printed_interval: tuple[float, float] | None = None
    derived: str = ""
    assumed_drugs: bool = False
    assumed_histotype: bool = False
    described: bool = False
    records: tuple[str, ...] = ()

    @property
    def stratum(self) -> tuple[str, ...]:
        """What the series is about, without its figures."""
        return (" + ".join(self.drugs), self.histotype, self.subgroup, self.criteria, self.timepoint)

    @property
    def countable(self) -> bool:
        """Whether it is a count out of a total."""
        return self.n is not None and self.total is not None and 0 <= self.n <= self.total and self.total > 0

    @property
    def rate(self) -> float | None:
        """Responders in percent: by counts where there are any, else as printed; none for described patients."""
        if self.described:
            return None
        if self.countable and self.n is not None and self.total:
            return 100 * self.n / self.total
        return self.percent

    @property
    def interval(self) -> tuple[float, float] | None:
        """Exact 95 % interval in percent; none without a count and its total, and none for described patients."""
        if self.described or not self.countable or self.n is None or self.total is None:
            return None
        return exact_interval(self.n, self.total)


def all_series(evidence: Evidence) -> list[Series]:
    """Every series of every document."""
    found: list[Series] = []
    for doc in evidence.docs:
        about = study(evidence, doc)
        stated = list(_stated(evidence, about))
        told = list(_told(evidence, about, {s.stratum[:4] for s in stated if s.interval}))
        found += [_named(s, about) for s in (*stated, *told)]
    return found


def criteria_family(criteria: str) -> str:
    """RECIST of any version is one; every other criterion stands for itself."""
    return "RECIST" if criteria.startswith("RECIST") else criteria


def _named(series: Series, about: Study) -> Series:
    """With the study's only regimen and tumour where the result leaves them out, and the unit that its total counts."""
    return replace(
        series,
        drugs=series.drugs or about.drugs,
        assumed_drugs=not series.drugs and bool(about.drugs),
        histotype=series.histotype or about.histotype,
        assumed_histotype=not series.histotype and bool(about.histotype),
        unit="patients" if series.described else about.unit(series.total),
    )


Groups = dict[tuple[str, ...], list[ResponseRecord]]


def _stated(evidence: Evidence, about: Study) -> Iterator[Series]:
    """Series of group records: rates as stated, then those that their parts add up to."""
    groups: Groups = {}
    everyone: list[ResponseRecord] = []
    for r in evidence.of(ResponseRecord, about.doc):
        if not r.patient:
            key = (" + ".join(r.drugs), r.histotype, r.subgroup, r.criteria, r.timepoint)
            groups.setdefault(key, []).append(r)
            everyone += [r] if not any(key[:3]) and r.category == "CR" and r.n == 0 else []
    for own in groups.values():
        nobody = [r for r in everyone if r.criteria == own[0].criteria and r.timepoint == own[0].timepoint]
        records = own if any(r.category == "CR" for r in own) else [*own, *nobody[:1]]
        stated = [_as_stated(r) for r in records if r.category == "ORR"]
        summed = _summed(records) or _whole(own, _denominators(evidence, about, own[0]))
        complete = [s for s in stated if s.interval]
        if summed and not any(s.n == summed.n or s.n is None for s in complete):
            fits = [s for s in stated if not s.interval and _fits(s, summed)]
            complete.append(replace(summed, records=(*summed.records, *(i for s in fits for i in s.records))))
        yield from complete or stated
        yield from (s for s in stated if complete and not s.interval and not any(_fits(s, c) for c in complete))


def _fits(loose: Series, counted: Series) -> bool:
    """Whether a rate without total says no other thing than a counted one."""
    if loose.n is not None and loose.n != counted.n:
        return False
    return loose.percent is None or counted.rate is None or abs(loose.percent - counted.rate) < 1.01


def _series(record: ResponseRecord) -> Series:
    return Series(
        record.doc,
        tuple(record.drugs),
        record.histotype,
        record.subgroup,
        record.criteria,
        record.timepoint,
        records=(record.record_id,),
    )


def _as_stated(record: ResponseRecord) -> Series:
    n, derived = record.n, ""
    if n is None and record.total and record.percent is not None:
        n = implied_count(record.percent, record.total)
        derived = "count from percentage and total" if n is not None else ""
    low, high = record.ci_low, record.ci_high
    printed = (float(low), float(high)) if low is not None and high is not None else None
    percent = None if record.percent is None else float(record.percent)
    return replace(_series(record), n=n, total=record.total, percent=percent, printed_interval=printed, derived=derived)


def _parts(records: list[ResponseRecord]) -> dict[str, ResponseRecord] | None:
    """One record a category; None where a category is given twice with different counts."""
    parts: dict[str, ResponseRecord] = {}
    for r in records:
        if r.category in PARTS and r.n is not None:
            held = parts.setdefault(r.category, r)
            if held.n != r.n:
                return None
            if held.total is None:
                parts[r.category] = r
    return parts


def _summed(records: list[ResponseRecord]) -> Series | None:
    """Complete and partial responses of one total."""
    parts = _parts(records) or {}
    if not all(c in parts for c in RESPONDERS):
        return None
    totals = {parts[c].total for c in RESPONDERS if parts[c].n != 0} or {parts[c].total for c in RESPONDERS}
    total = totals.pop() if len(totals) == 1 else None
    if total is None:
        return None
    ids = tuple(parts[c].record_id for c in RESPONDERS)
    n = sum(parts[c].n or 0 for c in RESPONDERS)
    return replace(_series(records[0]), n=n, total=total, derived="complete + partial responses", records=ids)


def _denominators(evidence: Evidence, about: Study, record: ResponseRecord) -> frozenset[int]:
    """How many the stratum has, where something says it."""
    if record.drugs or record.subgroup:
        return frozenset()
    if not record.histotype:
        return about.sizes
    same = (h for h in evidence.of(HistotypeRecord, about.doc) if h.histotype == record.histotype and not h.drugs)
    return frozenset(h.n for h in same if h.n is not None)


def _whole(records: list[ResponseRecord], sizes: frozenset[int]) -> Series | None:
    """Categories that together make the whole stratum: what none of them names did not occur."""
    parts = _parts(records) or {}
    total = sum(r.n or 0 for r in parts.values())
    if not total or total not in sizes or not any(c in parts for c in (*RESPONDERS, "PD")):
        return None
    n = sum(parts[c].n or 0 for c in RESPONDERS if c in parts)
    ids = tuple(r.record_id for r in parts.values())
    return replace(_series(records[0]), n=n, total=total, derived="categories make up the whole group", records=ids)


def _told(evidence: Evidence, about: Study, stated: set[tuple[str, ...]]) -> Iterator[Series]:
    """Series of patients told one by one, where no group figure of the same stratum is stated."""
    people = [p for p in individuals(evidence, about.doc) if p.response]
    whole = len({p.patient for p in people}) in about.sizes
    strata: dict[tuple[tuple[str, ...], str, str], list[Individual]] = {}
    for p in people:
        strata.setdefault((p.drugs, p.histotype, p.criteria), []).append(p)
    for (drugs, histotype, criteria), members in strata.items():
        key = (" + ".join(drugs), histotype, "", criteria)
        alone = {p.histotype for p in people if p.criteria == criteria} == {histotype}
        if key in stated or (alone and ((key[0], "", "", criteria) in stated)):
            continue
        yield Series(
            about.doc,
            drugs,
            histotype,
            criteria=criteria,
            n=sum(p.response in RESPONDERS for p in members),
            total=len(members),
            derived="counted from single patients",
            described=not whole,
            records=tuple(i for p in members for i in p.response_records),
        )
