"""Cohorts as findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import CohortFinding
from extractors.core.paper import Paper


class Cohorts:
    """Reads cohorts from a paper's prose."""

    name = "cohorts"
    needs = frozenset({"drug"})
    finding = CohortFinding

    def extract(self, paper: Paper) -> Iterator[CohortFinding]:
        """Yield findings in text order."""
        yield from ()
