"""The extractor contract: what every extractor is, on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

from extractors.core.contract import Finding
from extractors.core.paper import Paper

FindingT_co = TypeVar("FindingT_co", bound=Finding, covariant=True)


class Extractor(Protocol[FindingT_co]):
    """Reads one annotated paper, yields findings of one type, changes nothing."""

    @property
    def name(self) -> str:
        """Key in gold, scores and store."""
        ...

    @property
    def needs(self) -> frozenset[str]:
        """Span layers it reads."""
        ...

    @property
    def finding(self) -> type[Finding]:
        """The one type it yields."""
        ...

    def extract(self, paper: Paper) -> Iterator[FindingT_co]:
        """Yield findings in text order; an odd passage is skipped, never guessed."""
        ...
