"""Patients as findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import PatientFinding
from extractors.core.paper import Paper


class Patients:
    """Reads patients from a paper's prose."""

    name = "patients"
    needs = frozenset({"drug"})
    finding = PatientFinding

    def extract(self, paper: Paper) -> Iterator[PatientFinding]:
        """Yield findings in text order."""
        yield from ()
