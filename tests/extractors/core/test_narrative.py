"""One identity for a patient told in prose, none for a group."""

from __future__ import annotations

import pytest

from extractors.core.annotate import Paper, annotate
from extractors.core.document import Document
from extractors.core.narrative import patient_at


def _paper(text: str, section: str = "Results") -> Paper:
    series = "Thirty patients were treated at our hospital."
    return annotate(Document("d", f"Abstract\n\n{series}\n\n{section}\n\n{text}\n"))


def _label(paper: Paper, words: str) -> str:
    at = paper.prose.text.index(words)
    sentence = paper.sentence_at(at)
    return patient_at(paper, sentence, at - sentence.start)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("partial response", "61F"),
        ("She stopped", "61F"),
        ("stable disease", ""),
        ("hepatitis", "12"),
        ("He recovered", "12"),
        ("Toxicity was", ""),
    ],
)
def test_a_patient_is_carried_on_until_another_or_a_group_takes_over(words: str, label: str) -> None:
    paper = _paper(
        "A partial response was seen in a 61-year-old woman with chordoma. She stopped after a year. "
        "Eleven patients had stable disease. Patient 12 developed hepatitis. He recovered. "
        "Toxicity was mild in all patients."
    )
    assert _label(paper, words) == label


def test_a_bare_one_is_a_count_and_a_told_one_a_patient() -> None:
    assert _label(_paper("One patient had a complete response and five had stable disease."), "complete") == ""
    told = _paper("One patient had hepatitis after two cycles; she recovered. A second patient had colitis.")
    assert _label(told, "hepatitis") != ""
    assert _label(told, "colitis") not in ("", _label(told, "hepatitis"))


def test_enumerated_patients_are_apart() -> None:
    paper = _paper(
        "Three patients progressed: one with a chordoma after two cycles, one with a liposarcoma after four."
    )
    assert [_label(paper, w) for w in ("a chordoma", "a liposarcoma")] == ["chordoma", "liposarcoma"]


def test_numbered_cases_keep_their_number_over_paragraphs() -> None:
    text = (
        "Case 1\n\nA 40-year-old man had chordoma.\n\nHe had surgery.\n\nCase 2\n\nA 50-year-old man had angiosarcoma."
    )
    paper = annotate(Document("d", f"Abstract\n\nWe report two patients.\n\nCase reports\n\n{text}\n"))
    assert [_label(paper, w) for w in ("chordoma", "He had", "angiosarcoma")] == ["1", "1", "2"]


def test_a_report_of_one_patient_has_one_label() -> None:
    text = "Case report\n\nA 9-year-old girl had chordoma. It was resected.\n\nImatinib led to a partial response.\n"
    paper = annotate(Document("d", text))
    assert {t.patient for t in paper.told} == {"9F"}


def test_a_legend_names_the_same_patient() -> None:
    paper = _paper("A 33-year-old man with chordoma responded.\n\nFig. 1 Scan of the 33-year-old man before treatment.")
    assert _label(paper, "Scan") == _label(paper, "responded") == "33M"


@pytest.mark.parametrize(
    "text",
    [
        "Patients older than 65 years of age did worse.",
        "Patients aged 18 years or older were eligible.",
        "The median age was 57 years.",
        "Her 50-year-old mother had breast cancer.",
    ],
)
def test_ages_that_are_nobodys(text: str) -> None:
    assert _paper(text).told == ()
