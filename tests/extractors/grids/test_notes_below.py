"""Notes right below the last row: one short form written out, a footnote with its mark; rows that look like keys."""

from __future__ import annotations

import pytest

from extractors.grids.keys import is_key, is_lone_key
from extractors.grids.lines import lines_of
from extractors.grids.notes import starts_note

_GRID = ["NOS sarcoma 4 (8)", "Othersa 7 (14)", "Bone 9 (18)"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("NOS, not otherwise specified.", True),
        ("NOS: not otherwise specified", True),
        ("a Including three patients with an angiosarcoma", True),
        ("*Two of the patients had no measurable lesions", True),
        ("NOS, 4 of them", False),
        ("Lung, liver", False),
        ("a Tumour 4 (8)", False),
        ("Bone and liver 5 (10)", False),
    ],
)
def test_notes_begin_below_the_last_row(line: str, found: bool) -> None:
    assert starts_note(lines_of(line + "\n"), 0, 1, _GRID) is found


def test_a_lone_short_form_must_stand_in_the_table() -> None:
    assert not is_lone_key("PS, performance status.", _GRID)


def test_a_row_that_ends_with_a_count_is_no_key() -> None:
    assert not is_key("TC Topotecan 0.75 mg/m2 IV 3 weeks 11", ["IT Irinotecan 50 mg/m2 IV 3 weeks 14"])
    assert is_key("TC topotecan, cyclophosphamide", ["TC 11"])
