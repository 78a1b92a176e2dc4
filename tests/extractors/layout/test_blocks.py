"""Headings alone on their line, numbered or not."""

from __future__ import annotations

import pytest

from extractors.core.document import SectionKind
from extractors.layout.blocks import BlockKind, split


@pytest.mark.parametrize("heading", ["Results", "3. Results", "3 Results", "3.2. Results", "## Results"])
def test_a_heading_opens_a_section(heading: str) -> None:
    blocks = list(split(f"Some words end here.\n\n{heading}\nTwenty patients were treated in all.\n"))
    assert [b.section for b in blocks if b.kind is BlockKind.HEADING] == [SectionKind.RESULTS]


@pytest.mark.parametrize("line", ["results", "3 results"])
def test_running_words_are_no_heading(line: str) -> None:
    blocks = list(split(f"Some words end here.\n\n{line}\nof the treatment were poor.\n"))
    assert not [b for b in blocks if b.kind is BlockKind.HEADING]


@pytest.mark.parametrize(
    "heading",
    [
        "3 | Results",
        "3 | RESULTS",
        "■ RESULTS",
        "▪ Results",
        "IV. RESULTS",
        "III. Results",
        "R E S U L T S",
        "3 · Results",
    ],
)
def test_journals_print_marks_numbers_and_spaces_before_a_heading(heading: str) -> None:
    blocks = list(split(f"Some words end here.\n\n{heading}\nTwenty patients were treated in all.\n"))
    assert [b.section for b in blocks if b.kind is BlockKind.HEADING] == [SectionKind.RESULTS]


def test_letters_apart_that_lost_their_word_spaces_are_known() -> None:
    blocks = list(split("Some words end here.\n\nM A T E R I A L S A N D M E T H O D S\nTwenty patients took part.\n"))
    assert [b.section for b in blocks if b.kind is BlockKind.HEADING] == [SectionKind.METHODS]


_SMALL_LETTERS = (
    "introduction\nSarcomas are rare.\n\npatients and methods\nAll adults were eligible for the study.\n\n"
    "results\n\nresponse\nTwo patients in all had a response.\n\ndiscussion\nThis is little.\n"
)


def test_a_journal_may_print_all_its_headings_in_small_letters() -> None:
    kinds = [b.section for b in split(_SMALL_LETTERS) if b.kind is BlockKind.HEADING]
    assert kinds == [
        *(SectionKind.BACKGROUND, SectionKind.METHODS, SectionKind.RESULTS, SectionKind.RESULTS, SectionKind.DISCUSSION)
    ]


def _titles(text: str) -> list[str]:
    return [text[b.start : b.end] for b in split(text) if b.kind is BlockKind.HEADING and b.section is SectionKind.BODY]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "heading", ["3.1 | Whole group", "Osteosarcoma cohort", "Patient selection", "2.4. Objective RR"]
)
def test_a_short_line_above_running_text_is_a_heading_that_no_list_holds(heading: str, gap: str) -> None:
    below = "We identified twelve patients in the two registries, six of whom were women.\n"
    assert _titles(f"Some words end here.\n\n{heading}{gap}{below}") == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "This line of the paragraph is nearly as long as the next one is, and so",
        "Twelve patients, six women",
        "None was declared.",
        "of the treatment",
    ],
)
def test_a_line_of_the_paragraph_itself_is_none(line: str) -> None:
    assert not _titles(
        f"Some words end here.\n\n{line}\nTwelve patients were found in the two registries of the centre.\n"
    )
