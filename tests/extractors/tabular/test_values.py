"""Cells as values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tabular.values import Value, join, read_value


@pytest.mark.parametrize("text", ["", "-", "–", "─", "n/a", "NA", "not reported", "..", "·"])
def test_nothing(text: str) -> None:
    assert read_value(text).kind == "none"


@pytest.mark.parametrize(
    ("text", "number", "paren", "percent"),
    [
        ("12 (40)", 12, 40, None),
        ("12(40)", 12, 40, None),
        ("12 (40.5%)", 12, None, Decimal("40.5")),
        ("0", 0, None, None),
        ("1 each (6)", 1, 6, None),
        ("4 (2 kept their remission)", 4, None, None),
    ],
)
def test_counts(text: str, number: int, paren: int | None, percent: Decimal | None) -> None:
    value = read_value(text)
    assert (value.count, value.paren, value.percent) == (number, paren, percent)


def test_what_goes_on_may_have_its_sign_before_the_unit() -> None:
    value = read_value("23+ mo")
    assert (value.number, value.unit, value.ongoing) == (23, "mo", True)


def test_fraction_range_duration_and_bounds() -> None:
    assert (read_value("5/17 (29%)").count, read_value("5/17 (29%)").total) == (5, 17)
    assert (read_value("61 (35–80)").low, read_value("61 (35–80)").high) == (35, 80)
    assert (read_value("3 to 9").kind, read_value("(3-9)").high) == ("range", 9)
    assert (read_value("2,5 years").number, read_value("2,5 years").unit) == (Decimal("2.5"), "a")
    assert read_value("7+").ongoing
    assert read_value("7 ongoing").ongoing
    assert read_value("≥4").count is None


@pytest.mark.parametrize("text", ["12.7 (6.9–18.4) 3.5 (2.8–4.3)", "11 6", "2 cycles then 3 mg", "TP53 R175H", "5-FU"])
def test_more_than_one_value_is_words(text: str) -> None:
    assert read_value(text).kind == "text"


def test_cells_side_by_side_are_one_value() -> None:
    assert join([read_value("19"), read_value("66 %")]) == Value("number", Decimal(19), percent=Decimal(66), rest="")
    spread = join([read_value("14"), read_value("3 – 24")])
    assert (spread.number, spread.low, spread.high) == (14, 3, 24)


def test_categories_behind_what_spans_them() -> None:
    from extractors.tabular.categories import header_category
    from extractors.tabular.key import Key

    key = Key((), ())
    for header, code in (
        ("Best response, n CR", "CR"),
        ("Best overall response (RECIST 1.1) PR", "PR"),
        ("No. of patients PD", "PD"),
        ("Response by RECIST NE", "NE"),
        ("Outcome Alive", ""),
        ("Response rate", "ORR"),
    ):
        assert header_category(header, key) == code, header


@pytest.mark.parametrize(
    "text", ["27.8 (10.9–NR)", "27.8 [10.9 to not reached]", "27.8 (95% CI 10.9-NE)", "27.8 (95 % CI: 10.9; NR)"]
)
def test_an_interval_may_have_no_upper_end(text: str) -> None:
    value = read_value(text)
    assert (value.number, value.low, value.high) == (Decimal("27.8"), Decimal("10.9"), None)
