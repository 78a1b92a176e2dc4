"""The evidence map: regimen by tumour, each cell what the series there say together, or why they do not add up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from pipeline.report.interval import exact_interval
from pipeline.report.series import Series, criteria_family
from pipeline.report.study import MIXED_DRUGS, MIXED_HISTOTYPES


@dataclass(frozen=True)
class MapCell:
    """One regimen in one tumour. `series` are all that fall here; `shown` those whose counts `n` of `total` are given.

    `pooled` when the counts of several series are added (derived by the report); `why_not` in words where they are not.
    `interval` is exact and in percent.
    """

    drugs: str
    histotype: str
    series: tuple[Series, ...]
    shown: tuple[Series, ...]
    n: int | None
    total: int | None
    percent: float | None
    interval: tuple[float, float] | None
    pooled: bool = False
    why_not: str = ""

    @property
    def derived(self) -> bool:
        """Whether a figure shown is not the paper's own."""
        return self.pooled or any(s.derived for s in self.shown)

    @property
    def assumed(self) -> bool:
        """Whether regimen or tumour were the study's only ones rather than stated with the result."""
        return any(s.assumed_drugs or s.assumed_histotype for s in self.shown)


def evidence_map(series: list[Series], overlaps: set[frozenset[str]]) -> list[MapCell]:
    """Cells with any evidence, most evidence first. Subgroups are left to the forest plot: they repeat patients."""
    cells: dict[tuple[str, str], list[Series]] = {}
    for s in series:
        if not s.subgroup and (s.total is not None or s.percent is not None or s.n is not None):
            key = (" + ".join(s.drugs) or MIXED_DRUGS, s.histotype or MIXED_HISTOTYPES)
            cells.setdefault(key, []).append(s)
    made = [_cell(drugs, histotype, found, overlaps) for (drugs, histotype), found in cells.items()]
    return sorted(made, key=lambda c: (-(c.total or 0), c.drugs, c.histotype))


def _cell(drugs: str, histotype: str, series: list[Series], overlaps: set[frozenset[str]]) -> MapCell:
    best = _one_a_document(series)
    counted = [s for s in best if s.interval]
    if not counted:
        first = best[0]
        told = [s for s in best if s.described]
        if len(told) == 1 and first is not told[0]:
            first = told[0]
        return MapCell(drugs, histotype, tuple(series), (first,), first.n, first.total, first.rate, None)
    why_not = not_comparable(counted, overlaps, drugs)
    shown = counted if not why_not else counted[:1]
    n, total = sum(s.n or 0 for s in shown), sum(s.total or 0 for s in shown)
    return MapCell(
        drugs,
        histotype,
        tuple(series),
        tuple(shown),
        n,
        total,
        100 * n / total,
        exact_interval(n, total),
        pooled=len(shown) > 1,
        why_not=why_not,
    )


def _one_a_document(series: list[Series]) -> list[Series]:
    """One series a document, the best founded, largest first: another criterion or timepoint counts the same patients."""

    def rank(s: Series) -> tuple[object, ...]:
        return (
            s.interval is None,
            bool(s.timepoint),
            criteria_family(s.criteria) not in ("RECIST", ""),
            bool(s.derived),
            -(s.total or 0),
        )

    by_doc: dict[str, list[Series]] = {}
    for s in series:
        by_doc.setdefault(s.doc, []).append(s)
    best = [min(found, key=rank) for found in by_doc.values()]
    return sorted(best, key=lambda s: (s.interval is None, -(s.total or 0), s.doc))


def not_comparable(series: list[Series], overlaps: set[frozenset[str]], drugs: str = "") -> str:
    """Why the counts of these series must not be added, in words; empty when they may.

    Added are only counts of patients by one family of criteria at one time in documents without patients in common.
    """
    docs = [s.doc for s in series]
    if len(series) < 2:
        return ""
    for a, b in combinations(docs, 2):
        if a == b:
            return f"{a} gives the rate more than once"
        if frozenset((a, b)) in overlaps:
            return f"{a} and {b} count the same patients"
    single = [d for d in docs if frozenset((d,)) in overlaps]
    if single:
        return f"patients of {single[0]} are counted in another paper too"
    if drugs == MIXED_DRUGS:
        return "the regimens differ or are not told apart"
    if len({s.unit for s in series}) > 1 or series[0].unit == "unclear":
        return "not all count patients; some count treatment lines, or it is not clear"
    if len({criteria_family(s.criteria) for s in series}) > 1:
        return "response was judged by different criteria"
    return "response was judged at different times" if len({s.timepoint for s in series}) > 1 else ""
