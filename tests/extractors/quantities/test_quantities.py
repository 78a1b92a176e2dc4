"""Numbers as papers print them."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from extractors.quantities import parse_number, quantities
from extractors.quantities.dates import parse_date
from extractors.quantities.grades import parse_grade
from extractors.quantities.numbers import WORD
from extractors.quantities.units import amount_unit, duration_unit


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("12", "12"),
        ("4,1", "4.1"),
        ("1,366", "1366"),
        ("0·6", "0.6"),
        ("Twenty-eight", "28"),
        ("one hundred and five", "105"),
        ("none", "0"),
    ],
)
def test_numbers(printed: str, amount: str) -> None:
    assert parse_number(printed) == Decimal(amount)


@pytest.mark.parametrize("printed", ["several", "", "few", "half"])
def test_what_is_no_number(printed: str) -> None:
    assert parse_number(printed) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("median 7.5 months (range 2–19)", [("duration", "7.5", "7.5", "mo"), ("range", "2", "19", "")]),
        ("18 % (95 % CI 9.4 to 30)", [("percent", "18", "18", ""), ("interval", "9.4", "30", "95")]),
        ("3,9 months (IC 95% [2,1-4,8])", [("duration", "3.9", "3.9", "mo"), ("interval", "2.1", "4.8", "")]),
        ("100–300 mg twice daily", [("dose", "100", "300", "mg")]),
        ("1.5 g/m² with AUC 5", [("dose", "1.5", "1.5", "g/m2"), ("dose", "5", "5", "AUC")]),
        ("seven of 12 patients", [("fraction", "7", "12", "")]),
        ("a 31-year-old man", [("age", "31", "31", "a")]),
        ("11 and 4 % respectively", [("percent", "11", "11", ""), ("percent", "4", "4", "")]),
        ("aged between 18 and 61", [("range", "18", "61", "")]),
        ("(n = 9)", [("n_equals", "9", "9", "")]),
        ("6-month PFS", [("duration", "6", "6", "mo")]),
        ("one-year survival", [("duration", "1", "1", "a")]),
        ("3 of 12 months", [("count", "3", "3", ""), ("duration", "12", "12", "mo")]),
    ],
)
def test_quantities_of_a_phrase(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [(q.kind, str(q.low), str(q.high), q.unit) for q in quantities(text)]
    assert found == expected


def test_a_citation_is_no_number_and_quantities_do_not_overlap() -> None:
    found = quantities("seen in 14 % before [12, 13] and 9 (20 %) of ours, p = 0.04")
    assert [q.kind for q in found] == ["percent", "citation", "count", "percent", "p_value"]
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("printed", "grade"),
    [
        ("grade 3", "3"),
        ("grades 1-2", "1-2"),
        ("G3/4", "3-4"),
        ("grade III", "3"),
        ("grade ≥3", "3-5"),
        ("grade 3 or higher", "3-5"),
        ("any grade", "any"),
        ("> grade 2", "3-5"),
        (">grade 4", "5"),
        ("> grade 1 or 2", "1-5"),
    ],
)
def test_grades(printed: str, grade: str) -> None:
    assert parse_grade(printed) == grade


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("July 15, 2013", "2013-07-15"),
        ("15 March 2010", "2010-03-15"),
        ("Sept 2009", "2009-09"),
        ("2007", "2007"),
        ("01/2014", "2014-01"),
    ],
)
def test_dates_are_as_precise_as_printed(printed: str, iso: str) -> None:
    assert parse_date(printed) == iso


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("mg/m²", "mg/m2"),
        ("mg/kg", "mg/kg"),
        ("mg per m2", "mg/m2"),
        ("µg", "ug"),
        ("g", "g"),
        ("MIU", "10*6.[iU]"),
        ("million units", "10*6.[iU]"),
        ("mg/m", "mg/m2"),
    ],
)
def test_amount_units_are_ucum(printed: str, code: str) -> None:
    assert amount_unit(printed) == code


@pytest.mark.parametrize(
    ("printed", "code"), [("months", "mo"), ("mos", "mo"), ("wks", "wk"), ("yrs", "a"), ("d", "d"), ("mg", "")]
)
def test_duration_units(printed: str, code: str) -> None:
    assert duration_unit(printed) == code


@pytest.mark.parametrize(
    "text", ["grade 3", "Grades 3-4", "G3", "Gr. 2", "gr 2", "CTCAE G3", "WHOG 2", "≥ G3", "at least G3", "G ≥ 3"]
)
def test_a_grade_is_found_by_its_short_forms(text: str) -> None:
    assert [q.kind for q in quantities(f"Neutropenia of {text} was seen")] == ["grade"]


@pytest.mark.parametrize(
    "word",
    ["one", "Two", "eleven", "fourteen", "Twenty-eight", "a hundred", "one hundred and five", "hundred", "a thousand"],
)
def test_a_number_word_is_found_by_its_first_letters(word: str) -> None:
    found = re.search(WORD, f"In {word} patients", re.IGNORECASE)
    assert found is not None
    assert found.group() == word


def test_words_that_begin_as_number_words_do_are_none() -> None:
    assert [m.group() for m in re.finditer(rf"\b{WORD}\b", "The onset of often tense, sinister forms after then")] == []
