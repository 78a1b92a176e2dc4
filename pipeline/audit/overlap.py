"""Across documents: cohorts that count the same patients, and publications of one cohort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from pipeline.audit.identity import DocumentFacts, Said
from pipeline.records import AuditRecord, Provenance

_RULE = "cohort_overlap"
# A name that more papers share than this is no cohort's (a society, a guideline).
_COMMON = 25
_CENTRES = 3


def comparable(facts: DocumentFacts) -> bool:
    """Whether an overlap could be told at all: when the cohort accrued, and a name or centres that others may share."""
    return facts.accrual is not None and (bool(facts.names) or len(facts.centres) >= _CENTRES)


def overlaps(corpus: Iterable[DocumentFacts]) -> Iterator[AuditRecord]:
    """A finding in each of two documents whose cohorts overlap, from what the two say.

    Two cohorts overlap when they come from the same registry, programme or trial (or from centres of the same names),
    accrued at the same time, and share a tumour or a drug. Papers are compared only where they share a name, so the work
    grows with the pairs that do, not with all pairs.
    """
    documents = {facts.doc: facts for facts in corpus}
    sharing: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_name: dict[str, list[str]] = defaultdict(list)
    by_centre: dict[str, list[str]] = defaultdict(list)
    for doc in sorted(documents):
        for name in documents[doc].names:
            by_name[name].append(doc)
        for centre in documents[doc].centres:
            by_centre[centre].append(doc)
    for name, docs in by_name.items():
        if 2 <= len(docs) <= _COMMON:
            for pair in combinations(docs, 2):
                sharing[pair].append(name)
    centres: dict[tuple[str, str], int] = defaultdict(int)
    for docs in by_centre.values():
        if 2 <= len(docs) <= _COMMON:
            for pair in combinations(docs, 2):
                centres[pair] += 1
    for pair in sorted({*sharing, *(p for p, n in centres.items() if n >= _CENTRES)}):
        one, two = documents[pair[0]], documents[pair[1]]
        reasons = _reasons(one, two, sharing.get(pair, []))
        if reasons:
            yield from _both(one, two, sharing.get(pair, []), reasons)


def _reasons(one: DocumentFacts, two: DocumentFacts, names: list[str]) -> list[str]:
    """Why two cohorts overlap, in words; empty when they do not, or it cannot be told."""
    drugs, tumours = _common(one.drugs, two.drugs), _common(one.histotypes, two.histotypes)
    window = _window(one, two)
    if one.accrual and two.accrual and window is None:
        return []
    enough = bool(tumours or drugs) if names else bool(tumours and drugs)
    if window is None or not enough:
        return []
    reasons = [f"both name {one.names[n].text}" for n in names[:1]] or ["three centres or more have the same names"]
    reasons.append(f"accrual intersects from {window[0]} to {window[1]}")
    if tumours:
        reasons.append(f"both have {', '.join(tumours[:3])}")
    if drugs:
        reasons.append(f"both give {', '.join(drugs[:3])}")
    if one.accrual == two.accrual and one.patients is not None and one.patients == two.patients:
        reasons.append(f"both count {one.patients} patients: it may be one cohort published twice")
    return reasons


def _common(a: Iterable[str], b: Iterable[str]) -> list[str]:
    return sorted({*a} & {*b})


def _window(one: DocumentFacts, two: DocumentFacts) -> tuple[str, str] | None:
    """The time in which both accrued; dates of different precision compare by their common part."""
    if one.accrual is None or two.accrual is None:
        return None
    start, end = max(one.accrual[0], two.accrual[0]), min(one.accrual[1], two.accrual[1])
    n = min(len(start), len(end))
    return (start, end) if start[:n] <= end[:n] else None


def _both(one: DocumentFacts, two: DocumentFacts, names: list[str], reasons: list[str]) -> Iterator[AuditRecord]:
    for here, there in ((one, two), (two, one)):
        places = [*(here.names[n] for n in names[:1]), *here.where]
        yield AuditRecord(
            doc=here.doc,
            rule=_RULE,
            message=f"May count the same patients as {there.doc} ({'; '.join(reasons)})",
            involves=list(here.records),
            provenance=[_provenance(p) for p in sorted(places, key=lambda p: p.start)],
            method="audit.overlap",
            confidence=0.85 if names else 0.7,
        )


def _provenance(said: Said) -> Provenance:
    return Provenance(start=said.start, end=said.end, section=said.section, text=said.text)
