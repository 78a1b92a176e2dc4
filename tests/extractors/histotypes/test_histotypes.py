"""Tumour types and their counts in wordings of our own."""

from __future__ import annotations

import pytest

from extractors.histotypes import Histotypes
from tests.extractors.reading import findings


def counted(text: str, section: str = "Results") -> dict[str, int | None]:
    return {f.histotype.label: f.n for f in findings(Histotypes(), text, section)}


def test_an_enumeration_with_short_forms():
    text = "Diagnoses were solitary fibrous tumor (SFT; n = 3), chordoma in two patients and 5 angiosarcomas."
    assert counted(text) == {"solitary fibrous tumor": 3, "chordoma": 2, "angiosarcoma": 5}


def test_the_size_takes_its_tumour():
    assert counted("We treated 17 patients with recurrent chordoma.") == {"chordoma": 17}
    assert counted("We treated 17 chordoma patients.") == {"chordoma": 17}


def test_two_tumours_beside_the_size_are_not_all_of_it():
    assert counted("We treated 17 patients with chordoma or chondrosarcoma.") == {}


def test_counts_by_drug_within_a_tumour():
    found = findings(Histotypes(), "Among the 12 patients with chordoma, seven received imatinib and five sorafenib.")
    by_drug = {f.drugs[0].label: f.n for f in found if f.drugs}
    assert by_drug == {"imatinib": 7, "sorafenib": 5}
    assert all(f.histotype.label == "chordoma" for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "Three patients with chordoma and two with angiosarcoma achieved a partial response.",
        "Two patients with angiosarcoma died.",
        "Patients with GIST were excluded.",
    ],
)
def test_outcomes_and_exclusions_are_not_the_population(text):
    assert counted(text) == {}


def test_parts_of_an_opening_tumour():
    text = "Among 40 patients with soft tissue sarcoma, 12 had liposarcoma and 9 had angiosarcoma."
    assert counted(text).items() >= {"liposarcoma, nos": 12, "angiosarcoma": 9}.items()


def test_later_tumours_are_not_the_studys():
    assert counted("Second malignancies were seen. There were two melanomas and one chordoma.") == {}
