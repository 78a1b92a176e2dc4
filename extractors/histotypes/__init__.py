"""Histotypes as findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import HistotypeFinding
from extractors.core.paper import Paper


class Histotypes:
    """Reads histotypes from a paper's prose."""

    name = "histotypes"
    needs = frozenset({"drug"})
    finding = HistotypeFinding

    def extract(self, paper: Paper) -> Iterator[HistotypeFinding]:
        """Yield findings in text order."""
        yield from ()
