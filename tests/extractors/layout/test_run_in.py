"""Headings joined to the paragraph below them."""

from __future__ import annotations

from extractors.core.document import SectionKind as K
from extractors.layout.blocks import BlockKind, split
from extractors.layout.headings import run_in_headings
from extractors.layout.run_in import run_in_lines

_PAPER = (
    "Eribulin in liposarcoma\n\nBackground Liposarcoma is rare.\n Methods Nine patients were treated.\n"
    " Results One patient responded.\n Introduction Few drugs help.\n Methods Study design We treated nine.\n"
    " Results Median survival was 9 months.\n Discussion Others saw the same.\n"
)


def test_parts_told_twice_are_the_abstracts_first() -> None:
    assert [h.kind for h in run_in_lines(_PAPER)] == [
        *(K.ABSTRACT_BACKGROUND, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS),
        *(K.BACKGROUND, K.METHODS, K.RESULTS, K.DISCUSSION),
    ]


def test_the_words_below_are_prose() -> None:
    prose = [_PAPER[b.start : b.end].strip() for b in split(_PAPER) if b.kind is BlockKind.PROSE]
    assert "Median survival was 9 months." in prose


def test_one_name_before_a_capital_is_no_heading() -> None:
    assert not run_in_lines("Some words.\n Results Group 2 did better.\n Nothing else was seen.\n")


def test_headings_of_their_own_leave_none_to_find() -> None:
    assert not run_in_lines(
        "Methods\nWe treated nine.\nResults One did well.\n Discussion It is rare.\n Methods Two.\n"
    )


def test_a_number_may_open_the_paragraph_and_a_purpose_the_abstract() -> None:
    text = (
        "Purpose To see what helps.\n Methods Nine were treated.\n Results 3 patients responded.\n"
        " Introduction It is rare.\n Methods All were adults.\n Results 12 patients came.\n Discussion We agree.\n"
    )
    assert [h.kind for h in run_in_lines(text)][:3] == [K.ABSTRACT_BACKGROUND, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS]


def test_a_word_that_opens_a_sentence_is_no_heading() -> None:
    assert not run_in_lines("\n".join("Results of nine patients went on as planned." for _ in range(4)))


def test_a_name_glued_to_the_stop_before_it_or_in_capitals_is_a_heading() -> None:
    glued = "We studied chordoma (CHO).Methods All were treated.Results Ten responded."
    assert [k for *_, k, _ in run_in_headings(glued)] == [K.METHODS, K.RESULTS]
    assert [n for *_, n in run_in_headings("It is rare. METHODS Patients were treated. RESULTS Ten responded.")] == [
        "METHODS",
        "RESULTS",
    ]
    assert not run_in_headings("It is rare. Methods were poor. RESULTS were poor too.")
