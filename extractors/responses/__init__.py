"""Responses as findings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import ResponseFinding
from extractors.core.paper import Paper


class Responses:
    """Reads responses from a paper's prose."""

    name = "responses"
    needs = frozenset({"drug"})
    finding = ResponseFinding

    def extract(self, paper: Paper) -> Iterator[ResponseFinding]:
        """Yield findings in text order."""
        yield from ()
