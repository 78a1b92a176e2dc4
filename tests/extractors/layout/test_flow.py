"""Prose put together again: hyphens, page furniture, legends, sections, and the map back."""

from __future__ import annotations

import pytest

from extractors.core.document import Document, Range
from extractors.core.document import SectionKind as K
from extractors.layout import Prose, read_prose
from extractors.layout.headings import heading_kind, within
from extractors.layout.sentences import sentence_bounds


def prose(text: str, *tables: Range) -> Prose:
    return read_prose(Document("d", text), tables)


def assert_maps_back(text: str, result: Prose) -> None:
    """Every letter of the cleaned text is the raw character it points to."""
    for k, char in enumerate(result.text):
        if char.isalnum() and text[result.offsets[k]] not in "ﬁﬂﬀ":
            assert text[result.offsets[k]] == char


def test_words_hyphenated_over_lines_are_rejoined() -> None:
    text = "Results\n\nThe drug was well toler-\nated in a non-\nresponder after six-\nmonth treatment of six patients each month.\n"
    result = prose(text)
    assert "well tolerated in" in result.text
    assert "six-month treatment" in result.text
    assert_maps_back(text, result)


def test_words_go_on_behind_a_soft_hyphen() -> None:
    text = "Results\n\nThe drug was well toler\u00ad\nated in all.\n"
    result = prose(text)
    assert "well tolerated in all" in result.text
    assert_maps_back(text, result)


@pytest.mark.parametrize(
    "line",
    [
        "Downloaded from https://journals.example.org at a library on 3 June 2014",
        "Smith et al. / Journal of Tumours 12 (2011) 123–131",
        "J Tumours 2011;12(3):123-131",
        "Volume 12, Number 3, June 2011",
    ],
)
def test_what_a_journal_prints_on_a_page_parts_no_sentence(line: str) -> None:
    text = f"Results\n\nThe drug was tolerated by\n\n{line}\n\nsix patients in all.\n"
    assert "tolerated by six patients" in prose(text).text


def test_a_hyphen_that_stands_elsewhere_in_the_paper_is_kept() -> None:
    text = "Results\n\nSecond-line patients were few. Of the second-\nline patients none responded.\n"
    assert prose(text).text.count("econd-line") == 2


def test_capitals_and_digits_keep_their_hyphen() -> None:
    assert "anti-PD-L1 at 10-20 mg" in prose("Results\n\nGiven anti-PD-\nL1 at 10-\n20 mg to all.\n").text


def test_a_sentence_is_joined_around_a_legend_and_a_table() -> None:
    text = (
        "Results\n\nOf the whole group seven patients were alive\n Figure 2. Survival of the group in years after start of treatment.\n"
        "\nTable 1 Patients\n\nA\n\n1\n\n\nwith disease at the last visit.\n"
    )
    table = Range(text.index("Table 1"), text.index("with disease"))
    result = prose(text, table)
    assert "seven patients were alive with disease at the last visit." in result.text
    assert [s.kind for s in result.sections][-1] is K.LEGEND
    assert_maps_back(text, result)


def test_figure_lettering_inside_a_sentence_is_left_out() -> None:
    text = "Results\n\nThe median survival of this group of patients was\n\nProbability of survival\n\n0.2\n\n0.4\n\n11 months.\n"
    assert "patients was 11 months." in prose(text).text


def test_correspondence_is_cut_out_of_its_line() -> None:
    text = "Introduction\n\nThese were tried before [3].* Correspondence: someone@clinic.example\nHowever, few data exist.\n"
    assert prose(text).text == "These were tried before [3].\nHowever, few data exist.\n"


def test_sections_of_a_structured_abstract_and_a_body() -> None:
    text = (
        "A title of a paper\n\nAbstract\n\nBackground: Few options exist.\n\nMethods: We reviewed charts.\n\nResults: Six responded.\n\n"
        "Conclusions: It works.\n\nBackground\nSarcomas are rare.\n\nMethods\nAll were treated.\n\nSafety\nLabs were drawn.\n\nResults\n"
        "Six of ten responded.\n\nPatients and treatment\nTen were men.\n\nDiscussion\nOthers saw less.\n\nReferences\n1. A paper.\n"
    )
    kinds = [s.kind for s in prose(text).sections if s.end > s.start]
    assert kinds == [
        *(K.TITLE, K.ABSTRACT_BACKGROUND, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.ABSTRACT_CONCLUSION),
        *(K.BACKGROUND, K.METHODS, K.METHODS, K.RESULTS, K.RESULTS, K.DISCUSSION),
    ]
    assert "A paper" not in prose(text).text


def test_marked_up_headings_in_mid_line() -> None:
    result = prose("Ten were seen. ### methods They were treated . ### results Four responded .")
    assert [s.kind for s in result.sections] == [K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS]


@pytest.mark.parametrize(
    "line", ["Results", "RESULTS", "2. Patients and methods", "Case 2", "Conclusions:", "Statistical analysis"]
)
def test_headings_are_known(line: str) -> None:
    assert heading_kind(line) is not None


@pytest.mark.parametrize(
    "line", ["Results were good in all of the patients", "Case fatality", "", "Patients received the drug"]
)
def test_running_words_are_no_headings(line: str) -> None:
    assert heading_kind(line) is None


def test_a_subheading_stays_in_the_part_that_is_open() -> None:
    assert within(K.METHODS, K.RESULTS, "Safety") is K.METHODS
    assert within(K.METHODS, K.RESULTS, "Results") is K.RESULTS
    assert within(K.RESULTS, K.METHODS, "Response evaluation") is K.RESULTS


def test_sentences_end_where_they_end() -> None:
    text = "Dr. Smith et al. gave 0.5 mg p.o. daily. Was it safe? Yes (Fig. 2). Of 12 pts. none died."
    assert [text[a:b] for a, b in sentence_bounds(text)] == [
        "Dr. Smith et al. gave 0.5 mg p.o. daily.",
        "Was it safe?",
        "Yes (Fig. 2).",
        "Of 12 pts. none died.",
    ]


def test_an_empty_range_has_no_raw_place() -> None:
    with pytest.raises(ValueError, match="empty range"):
        prose("Results\n\nAll well.").raw(3, 3)


def test_a_heading_on_a_line_of_its_own_needs_no_blank_lines() -> None:
    text = "Abstract\nMethods\nWe treated ten patients.\nResults\nTwo responded.\nTreatment was safe.\n"
    sections = [s.kind.value for s in prose(text).sections]
    assert sections == ["abstract methods", "abstract results"]


def test_a_heading_of_the_authors_own_names_a_section_of_the_part_and_is_no_word_of_its_sentence() -> None:
    text = (
        "2 | RESULTS\nThe accrual took three years in all.\n\n2.1 | Osteosarcoma cohort\n"
        "Nine patients with an osteosarcoma were treated at the two centres.\n"
    )
    result = prose(text)
    assert [(s.kind, s.title) for s in result.sections][-1] == (K.RESULTS, "Osteosarcoma cohort")
    assert "cohort Nine" not in result.text


def test_a_running_head_within_a_sentence_opens_no_section() -> None:
    text = (
        "Results\nThe patients were followed for two years, and the\n\nHalloran et al\n\n"
        "Treatment was stopped in three of them after a median of four months.\n"
    )
    assert [s.title for s in prose(text).sections if s.title] == ["Results"]


def test_whole_sentences_below_a_table_do_not_break_the_sentence_around_it() -> None:
    text = (
        "Results\n\nOf the whole group seven patients were alive at the end\n\nTable 1 Patients\n\nA\n\n1\n\n\n"
        "Two patients had a partial response after four cycles.\n\nwith disease at the last visit.\n"
    )
    table = Range(text.index("Table 1"), text.index("Two patients"))
    result = prose(text, table)
    assert "alive at the end with disease at the last visit." in result.text
    assert "Two patients had a partial response after four cycles." in result.text
    assert [s.kind for s in result.sections] == [K.RESULTS, K.RESULTS]


def test_lines_that_stand_apart_are_running_text_unless_they_are_short() -> None:
    line = "the patients were seen every three months by the same two surgeons"
    apart = "\n\n".join(["Results", *[line] * 120, "In all, control of the tumour was seen more often in the"])
    told = "Northern Hospital Sarcoma Registry (NHSR) cohorts, with durable"
    text = f"{apart}\n\n{told}\n\ncontrol in most (91\n\n%) of them.\n\nTime (months)\n"
    result = prose(text)
    assert f"in the {told} control in most (91 %) of them." in result.text


def test_lettering_of_a_figure_within_a_sentence_is_left_out() -> None:
    line = "the patients were seen every three months by the same two surgeons"
    text = "\n\n".join(
        [
            "Results",
            *[line] * 120,
            "survival of all who were operated on in this time was",
            "Proportion alive",
            "longer.",
        ]
    )
    assert "in this time was longer." in prose(text).text
