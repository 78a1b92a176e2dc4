"""Joins of counts and named things over conjunction, ellipsis and "respectively"."""

from __future__ import annotations

import pytest

from extractors.core.counts import counts
from extractors.core.denied import denied
from extractors.core.pairing import pairs
from extractors.core.symbols import Line, Mark, line
from tests.extractors.reading import sentence


def read(text: str) -> Line:
    """The line of a sentence in which capital words of one letter are things."""
    read = sentence(text)
    marks = [Mark("X", k, k + 1, c) for k, c in enumerate(text) if c in "QKZ"]
    marks += [Mark("G", q.start, q.end, q) for q in read.numbers("grade")]
    marks += [Mark("C", c.start, c.end, c) for c in counts(read)]
    return line(read.text, marks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Main events were Q (n = 4), K (9%) and Z (2 of 11 patients).", {"Q": 4, "K": None, "Z": 2}),
        ("Q occurred in six patients and K in two.", {"Q": 6, "K": 2}),
        ("Q and K were seen in 8 and 5 patients, respectively.", {"Q": 8, "K": 5}),
        ("Three patients developed Q and four K.", {"Q": 3, "K": 4}),
        ("Q, K and Z were noted in three patients.", {"Q": 3, "K": 3, "Z": 3}),
        ("There were five Q, three K and one Z.", {"Q": 5, "K": 3, "Z": 1}),
        ("Treatments were Q, K and Z (two patients each).", {"Q": 2, "K": 2, "Z": 2}),
        ("Two patients stopped because of Q.", {"Q": 2}),
        ("In six patients (20%), Q was seen, and in two, K was noted.", {"Q": 6, "K": 2}),
        ("In six patients, we observed Q and K.", {"Q": 6, "K": 6}),
        ("In 20 patients, Q was seen in five.", {"Q": 5}),
        ("In 40 patients, Q was present before treatment.", {}),
        ("In 40 patients, no Q was seen.", {}),
    ],
)
def test_joins_each_thing_with_its_count(text, expected):
    assert {p.thing.value: p.count.n for p in pairs(read(text)) if p.count} == expected


def test_a_grade_holds_for_the_list_behind_it():
    found = pairs(read("Grade 3 Q, K and grade 4 Z were noted in 5, 2 and 8 patients."))
    expected = [("Q", 5, "3"), ("K", 2, "3"), ("Z", 8, "4")]
    assert [(p.thing.value, p.count.n, p.grade.unit) for p in found if p.count and p.grade] == expected


def test_grades_share_the_counts_of_their_event():
    found = pairs(read("Grade 3 and 4 Q was noted in 9 and 2 patients, respectively."))
    assert [(p.grade.unit, p.count.n) for p in found if p.grade and p.count] == [("3", 9), ("4", 2)]


def test_nothing_is_joined_over_other_words():
    assert pairs(read("Q is a disease; by contrast scans from 14 patients were lost.")) == []


def test_a_denied_thing_counts_zero():
    assert [(p.thing.value, p.count.n) for p in denied(read("No Q or K was recorded.")) if p.count] == [
        ("Q", 0),
        ("K", 0),
    ]


def test_counts_behind_their_names():
    assert {p.thing.value: p.count.percent for p in pairs(read("Events were: Q 25%, K 18%, Z 7%.")) if p.count} == {
        "Q": 25,
        "K": 18,
        "Z": 7,
    }
