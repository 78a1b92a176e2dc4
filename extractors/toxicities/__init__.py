"""Toxicities as findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import ToxicityFinding
from extractors.core.paper import Paper


class Toxicities:
    """Reads toxicities from a paper's prose."""

    name = "toxicities"
    needs = frozenset({"drug"})
    finding = ToxicityFinding

    def extract(self, paper: Paper) -> Iterator[ToxicityFinding]:
        """Yield findings in text order."""
        yield from ()
