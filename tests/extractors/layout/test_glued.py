"""Headings that open a line of running text."""

from __future__ import annotations

from extractors.core.document import SectionKind as K
from extractors.layout.glued import glued

_REST = " of the whole group went on as had been planned, and it is told here at the length that running text has on a line."
_PARTS = (
    "Background Tumours",
    "Methods Patients",
    "Results Nine",
    "Conclusions Treatment",
    "Introduction Cases",
    "Methods All",
    "Results Ten",
    "Discussion We",
)


def test_parts_before_a_conclusion_that_methods_follow_are_the_abstract() -> None:
    text = "\n".join(part + _REST for part in _PARTS)
    kinds = [g.kind for g in glued(text)]
    assert kinds[:4] == [K.ABSTRACT_BACKGROUND, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.ABSTRACT_CONCLUSION]
    assert kinds[4:] == [K.BACKGROUND, K.METHODS, K.RESULTS, K.DISCUSSION]


def test_a_word_that_opens_a_sentence_is_no_heading() -> None:
    assert glued("Results Nine" + _REST) == ()
    assert glued("\n".join("Results of nine" + _REST for _ in range(4))) == ()
