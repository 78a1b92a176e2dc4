"""What a study's unspoken strata are: the treatment, tumour and unit of count that "all patients" stand for.

A record with empty `drugs` or `histotype` is about the whole population. Where the paper leaves no choice (one regimen,
one tumour type) the report names it and marks it as assumed; where there is a choice it says so and names nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.core.vocabulary import vocabulary
from pipeline.records import CohortRecord, DoseRecord, HistotypeRecord, PatientRecord
from pipeline.report.evidence import Evidence

Unit = Literal["patients", "lines", "unclear"]
# Groups of the drug vocabulary that accompany a treatment and are not it.
_SUPPORTIVE = ("antiemetic", "corticosteroid", "nsaid", "g-csf", "anticoagulant", "bisphosphonate", "thrombopoietin")
MIXED_DRUGS = "regimen not told apart"
MIXED_HISTOTYPES = "several or not stated"


@dataclass(frozen=True)
class Study:
    """One document's population: whole-population regimen and tumour (empty when not told apart), and its sizes."""

    doc: str
    drugs: tuple[str, ...] = ()
    histotype: str = ""
    n_patients: frozenset[int] = frozenset()
    n_evaluable: frozenset[int] = frozenset()
    n_lines: frozenset[int] = frozenset()

    def unit(self, total: int | None) -> Unit:
        """Whether a total counts patients or treatment lines; `unclear` where the paper counts both and it is neither."""
        if not self.n_lines or (total is not None and total in self.n_patients | self.n_evaluable):
            return "patients"
        return "lines" if total is not None and total in self.n_lines else "unclear"

    @property
    def sizes(self) -> frozenset[int]:
        """Numbers that can be the denominator of the whole population."""
        return self.n_patients | self.n_evaluable | self.n_lines


def study(evidence: Evidence, doc: str) -> Study:
    """The study that one document reports."""
    sizes: dict[str, set[int]] = {"n_patients": set(), "n_evaluable": set(), "n_treatment_lines": set()}
    for record in evidence.of(CohortRecord, doc):
        if record.field in sizes and not record.drugs and not record.histotype and not record.subgroup:
            sizes[record.field].update({int(record.value)} if isinstance(record.value, (int, float)) else set())
    return Study(
        doc,
        _regimen(evidence, doc),
        _tumour(evidence, doc),
        frozenset(sizes["n_patients"]),
        frozenset(sizes["n_evaluable"]),
        frozenset(sizes["n_treatment_lines"]),
    )


def _regimen(evidence: Evidence, doc: str) -> tuple[str, ...]:
    """The one regimen of the study, else nothing."""
    strata = {
        frozenset(r.drugs)
        for r in evidence.records
        if r.doc == doc and r.drugs and not r.patient and not isinstance(r, DoseRecord)
    }
    doses = evidence.of(DoseRecord, doc)
    dosed = {d.drug for d in doses if not d.patient and not is_supportive(d.drug)}
    dosed = dosed or {d.drug for d in doses if not is_supportive(d.drug)}
    if len(strata) == 1:
        only = next(iter(strata))
        return tuple(sorted(only)) if dosed <= only else ()
    if not strata and len(dosed) > 1:
        dosed = dosed if _all_took(doses, dosed) else set()
        return tuple(sorted(dosed))
    return tuple(dosed) if not strata else ()


def _all_took(doses: list[DoseRecord], drugs: set[str]) -> bool:
    """Whether each of two or more patients with doses of their own took all these drugs: a combination, no choice."""
    taken: dict[str, set[str]] = {}
    for d in doses:
        if d.patient and not is_supportive(d.drug):
            taken.setdefault(d.patient, set()).add(d.drug)
    return len(taken) > 1 and all(t == drugs for t in taken.values())


def is_supportive(drug: str) -> bool:
    """Whether a drug accompanies tumour treatment (antiemetics, steroids, growth factors) by its vocabulary group."""
    concept = vocabulary().lookup(drug, "drug")
    return concept is not None and concept.group.lower().startswith(_SUPPORTIVE)


def _tumour(evidence: Evidence, doc: str) -> str:
    """The one tumour type of the study, else nothing."""
    named = {r.histotype for r in evidence.of(HistotypeRecord, doc) if r.n != 0}
    named |= {str(r.value) for r in evidence.of(PatientRecord, doc) if r.field == "histotype"}
    named |= {r.histotype for r in evidence.records if r.doc == doc and r.histotype}
    named.discard("")
    return next(iter(named)) if len(named) == 1 else ""


def overlapping(evidence: Evidence) -> set[frozenset[str]]:
    """Pairs of documents that an audit finding says count the same patients.

    A finding that names only one document makes a "pair" of one: that document is pooled with nothing.
    """
    owner = {r.record_id: r.doc for r in (*evidence.records, *evidence.others)}
    docs = {s.doc for s in evidence.sources}
    pairs: set[frozenset[str]] = set()
    for finding in evidence.findings:
        if finding.rule != "cohort_overlap":
            continue
        involved = {finding.doc} | {owner[i] for i in finding.involves if i in owner}
        involved |= {i for i in finding.involves if i in docs} | {d for d in docs if d in finding.message.split()}
        named = sorted(involved)
        if len(named) == 1:
            pairs.add(frozenset(named))
        pairs |= {frozenset((a, b)) for k, a in enumerate(named) for b in named[k + 1 :]}
    return pairs
