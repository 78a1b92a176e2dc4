"""Doses as findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import DoseFinding
from extractors.core.paper import Paper


class Doses:
    """Reads doses from a paper's prose."""

    name = "doses"
    needs = frozenset({"drug"})
    finding = DoseFinding

    def extract(self, paper: Paper) -> Iterator[DoseFinding]:
        """Yield findings in text order."""
        yield from ()
