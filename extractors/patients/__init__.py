"""Patients as findings: one fact each about a patient told in prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.core.contract import PatientFinding
from extractors.core.narrative.counted import only_counted
from extractors.core.paper import Paper
from extractors.patients.earlier import prior_treatments
from extractors.patients.genomics import genomics
from extractors.patients.history import fitness, prior_lines
from extractors.patients.identity import ages, sexes
from extractors.patients.outcome import statuses
from extractors.patients.passages import Fact, Passage, passages
from extractors.patients.procedures import procedures
from extractors.patients.recurrences import disease_free, recurrence_sites
from extractors.patients.sites import primary_sites
from extractors.patients.tumour import histotypes

Reader = Callable[[list[Passage]], Iterator[Fact]]
READERS: tuple[Reader, ...] = (
    *(ages, sexes, histotypes, primary_sites, recurrence_sites),
    *(fitness, prior_lines, prior_treatments, disease_free, statuses, genomics, procedures),
)


class Patients:
    """Reads patients from a paper's prose; who is meant, `extractors.core.narrative` has settled."""

    name = "patients"
    needs = frozenset({"drug", "histotype", "site"})
    finding = PatientFinding

    def extract(self, paper: Paper) -> Iterator[PatientFinding]:
        """Yield findings patient by patient, in text order within a field."""
        for told in passages(paper).values():
            facts = [fact for reader in READERS for fact in reader(told)]
            # whom only a tumour tells apart is no patient yet by having it
            if all(f.field == "histotype" for f in facts) and only_counted(paper, told[0].patient):
                continue
            yield from map(_finding, facts)


def _finding(fact: Fact) -> PatientFinding:
    return PatientFinding(
        patient=fact.patient,
        field=fact.field,
        value=fact.value,
        evidence=(fact.evidence,),
        method=f"patient.{fact.rule}",
        confidence=fact.confidence,
    )
