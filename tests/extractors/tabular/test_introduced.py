"""Whose figures a table holds when only the sentence that sends to it says so."""

from __future__ import annotations

import pytest

from tests.extractors.tabular.typeset import document, only, records

_HEADER = [["Event", "Any grade", "Grade 3-4"]]
_ROWS = [["Nausea", "9 (45)", "1 (5)"], ["Fatigue", "7 (35)", "2 (10)"]]
_TITLE = "A randomised trial of two drugs in sarcoma"


def _drugs(prose: str, caption: str = "Adverse events") -> set[tuple[str, ...]]:
    doc = document(caption, _HEADER, _ROWS, title=_TITLE, prose=prose)
    return {tuple(d or ()) for (d,) in only(records(doc, "toxicity"), "drugs")}


@pytest.mark.parametrize(
    "sentence",
    [
        "Adverse events in the eribulin group are summarised in Table 1.",
        "Events that occurred in the eribulin arm were listed in Table 1.",
        "Table 1 shows the adverse events of the eribulin group in the first part.",
    ],
)
def test_a_sentence_tells_whose_the_table_is(sentence: str) -> None:
    assert _drugs(sentence) == {("eribulin",)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Adverse events are summarised in Table 1.",
        "Adverse events with eribulin versus axitinib are summarised in Table 1.",
        "Adverse events in the eribulin group are summarised in Table 2.",
        "Nausea was seen in the eribulin arm in 12 %; other events are shown in Table 1.",
        "Events of the eribulin arm are shown in Table 1. Events of the axitinib arm are shown in Table 1.",
    ],
)
def test_other_sentences_tell_no_drug(sentence: str) -> None:
    assert _drugs(sentence) == {()}


def test_the_caption_goes_first() -> None:
    prose = "Adverse events in the eribulin group are summarised in Table 1."
    assert _drugs(prose, "Adverse events in the axitinib group") == {("axitinib",)}
