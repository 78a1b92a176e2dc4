"""Square brackets that some journals print for round ones."""

from __future__ import annotations

import pytest

from extractors.layout.brackets import rounded


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Nausea in 9 patients [45 %] was mild.", "Nausea in 9 patients (45 %) was mild."),
        ("Sarcomas [n = 12] and chordomas [n = 3].", "Sarcomas (n = 12) and chordomas (n = 3)."),
        ("Solitary fibrous tumour [SFT] is rare.", "Solitary fibrous tumour (SFT) is rare."),
    ],
)
def test_what_round_ones_would_say(printed: str, read: str) -> None:
    assert rounded(printed) == read


@pytest.mark.parametrize(
    "text",
    [
        "As others found [12], and again [3, 5–7].",
        "As was found before [Miller et al., 2014].",
        "A scan with [18F]FDG or [131I] was done.",
        "It is well known [see ref. 4].",
        "Median PFS was 6 months (range, 2–9 [95% CI 3–7]).",
        "Letter [Comment] on a trial.",
    ],
)
def test_references_isotopes_and_inner_ones_stay(text: str) -> None:
    assert rounded(text) == text
