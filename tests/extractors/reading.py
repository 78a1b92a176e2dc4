"""What an extractor reads in a few sentences of our own."""

from __future__ import annotations

from typing import Any

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.core.extractor import Extractor
from extractors.core.paper import Sentence


def findings(extractor: Extractor[Any], text: str, section: str = "Results") -> list[Any]:
    """Findings in a passage that stands under a heading."""
    return list(extractor.extract(annotate(Document("own", f"{section}\n\n{text}\n"))))


def sentence(text: str) -> Sentence:
    """The one sentence of a passage of results."""
    return annotate(Document("own", f"Results\n\n{text}\n")).sentences[-1]
