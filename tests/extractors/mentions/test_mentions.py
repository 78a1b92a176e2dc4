"""Names that no vocabulary lists become findings with an empty concept; listed names and capitals do not."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.mentions import Mentions

TEXT = (
    "Results\n\nFive patients with chordoma received the experimental agent zoltavertinib 90 mg daily after imatinib. "
    "One patient had progressed on zoltavertinib before; TKI and PFS were recorded.\n"
)


def found(text: str, model: str = "shipped") -> dict[str, tuple[str, int]]:
    paper = annotate(Document("d", text), model)
    return {f.term.printed: (f.label, len(f.evidence)) for f in Mentions().extract(paper)}


def test_a_new_drug_is_found_with_every_place_and_no_concept() -> None:
    assert found(TEXT) == {"zoltavertinib": ("DRUG", 2)}


def test_without_a_model_nothing_new_is_found() -> None:
    assert found(TEXT, "none") == {}


def test_a_model_that_is_not_installed_is_told() -> None:
    with pytest.raises(Exception, match="en_core_sci_md"):
        found(TEXT, "en_core_sci_md")
