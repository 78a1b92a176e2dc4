"""Progressions that had come by the end of follow-up."""

from __future__ import annotations

import pytest

from extractors.responses.by_then import by_then, is_event


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("With a median follow-up of 18.4 months (IQR 9.9-22.1), 40 patients had progressed.", True),
        ("During the observation time, progression occurred in 12 cases.", True),
        ("Forty patients had progressed.", False),
    ],
)
def test_opens_with_the_follow_up(text: str, expected: bool) -> None:
    assert by_then(text) is expected


def test_what_happened_is_an_event_and_a_category_beside_others_is_none() -> None:
    text = "By the data cut-off, disease progression was recorded in 12 patients."
    start = text.index("disease")
    end = start + len("disease progression")
    assert is_event(text, start, end, verb=False, alone=True)
    assert not is_event(text, start, end, verb=False, alone=False)
