from __future__ import annotations

import pytest

from pipeline.ingest.pdf.page import Line, Sheet, Word
from pipeline.ingest.pdf.rejoin import Rejoiner


def line(text: str) -> Line:
    return Line(tuple(Word(t, 20.0 * k, 0, 20.0 * k + 15, 10, 8, 10) for k, t in enumerate(text.split())))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("Leiomyo-", "sarcoma of bone"), "Leiomyosarcoma of bone"),
        (("progression-", "free survival"), "progression-free survival"),
        (("median 3-", "4 cycles"), "median 3-4 cycles"),
        (("Nausea and/", "or vomiting"), "Nausea and/or vomiting"),
        (("Hand-foot", "syndrome"), "Hand-foot syndrome"),
    ],
)
def test_hyphens_at_line_ends_follow_the_paper(lines: tuple[str, ...], joined: str) -> None:
    words = line("with progression the free interval and leiomyosarcoma").words
    rejoiner = Rejoiner([Sheet(1, 600, 800, words)])
    assert rejoiner.text([line(text) for text in lines]) == joined
