"""What numbered patients had in turn."""

from __future__ import annotations

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.core.paper import Paper
from extractors.patients.passages import passages


def _paper(text: str) -> Paper:
    return annotate(Document("own", f"Results\n\n{text}\n"))


def test_each_has_the_member_of_their_place() -> None:
    paper = _paper("Cases 1 and 2 relapsed at 9 and 30 months, respectively.")
    told = {patient: [p.text for p in found] for patient, found in passages(paper).items()}
    assert told["1"] == ["Cases 1 and 2 relapsed at 9 months, respectively."]
    assert told["2"] == ["Cases 1 and 2 relapsed at 30 months, respectively."]


def test_evidence_is_of_the_text_itself() -> None:
    paper = _paper("Cases 1 and 2 relapsed at 9 and 30 months, respectively.")
    (passage,) = passages(paper)["2"]
    start = passage.text.index("30")
    evidence = passage.evidence(start, start + 2)
    assert paper.document.text[evidence.start : evidence.end] == "30"


def test_nobodys_where_the_numbers_do_not_fit() -> None:
    paper = _paper("Cases 1 and 2 relapsed at 9, 12 and 30 months, respectively.")
    assert not passages(paper)
