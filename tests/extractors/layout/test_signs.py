"""Square brackets that some journals print for round ones, raised points for decimal ones."""

from __future__ import annotations

import pytest

from extractors.layout.signs import plain


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Nausea in 9 patients [45 %] was mild.", "Nausea in 9 patients (45 %) was mild."),
        ("Sarcomas [n = 12] and chordomas [n = 3].", "Sarcomas (n = 12) and chordomas (n = 3)."),
        ("PFS was 7·4 months (95 % CI 3·0–9·1).", "PFS was 7.4 months (95 % CI 3.0–9.1)."),
        ("Solitary fibrous tumour [SFT] is rare.", "Solitary fibrous tumour (SFT) is rare."),
    ],
)
def test_what_the_usual_signs_would_say(printed: str, read: str) -> None:
    assert plain(printed) == read


@pytest.mark.parametrize(
    "text",
    [
        "As others found [12], and again [3, 5–7].",
        "As was found before [Miller et al., 2014].",
        "A scan with [18F]FDG or [131I] was done.",
        "It is well known [see ref. 4].",
        "Median PFS was 6 months (range, 2–9 [95% CI 3–7]).",
        "It was given at 25 mg·m−2.",
        "Letter [Comment] on a trial.",
    ],
)
def test_references_isotopes_and_inner_ones_stay(text: str) -> None:
    assert plain(text) == text
