"""Counts of people, and numbers that count no one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.core.counts import Count, counts
from tests.extractors.reading import sentence


def only(text: str) -> Count:
    found = counts(sentence(text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "n", "total", "percent"),
    [
        ("Nine of 31 patients (29%) felt better.", 9, 31, 29),
        ("Seven patients (22.6 %) felt better.", 7, None, Decimal("22.6")),
        ("Improvement was seen in 44% of the patients.", None, None, 44),
        ("Improvement was seen in 12 (40%) of 30 men.", 12, 30, 40),
        ("Improvement (n = 5) was seen.", 5, None, None),
        ("Two hundred and six women felt better.", 206, None, None),
        ("One thousand two hundred twelve women felt better.", 1212, None, None),
    ],
)
def test_reads_a_count_with_its_whole_and_percent(text, n, total, percent):
    count = only(text)
    assert (count.n, count.total, count.percent) == (n, total, percent)


def test_keeps_the_words_between_number_and_noun():
    count = only("Eleven heavily pretreated patients felt better.")
    assert (count.noun, count.modifiers, count.bare) == ("patients", "heavily pretreated", False)


@pytest.mark.parametrize(
    "text",
    [
        "Tablets of 10, 20 or 40 mg were used.",
        "Staining for PD-1 was weak.",
        "Randomisation was 1:1 to drug and placebo.",
        "Disease was stage 3 in Table 2.",
        "Lesions of 4 cm were seen after 3 cycles.",
    ],
)
def test_labels_doses_and_sizes_count_no_one(text):
    assert counts(sentence(text)) == ()


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Fatigue was seen in 57.1% of the patients (2).", None),
        ("Fatigue was seen in 57.1% of the patients (24).", 24),
        ("Fatigue was seen in 33% of the patients (1).", 1),
    ],
)
def test_a_number_behind_a_percentage_is_its_count_only_where_it_can_be(text, n):
    assert counts(sentence(text))[0].n == n


@pytest.mark.parametrize(
    "text",
    ["Tumours with t(11;22) did worse.", "None of the five markers did.", "14 aNot all patients came back."],
)
def test_chromosomes_markers_and_cells_that_ran_into_a_note_count_no_one(text):
    assert not [c for c in counts(sentence(text)) if not c.bare]
