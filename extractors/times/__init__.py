"""Times as findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import TimeFinding
from extractors.core.paper import Paper


class Times:
    """Reads times from a paper's prose."""

    name = "times"
    needs = frozenset({"drug"})
    finding = TimeFinding

    def extract(self, paper: Paper) -> Iterator[TimeFinding]:
        """Yield findings in text order."""
        yield from ()
