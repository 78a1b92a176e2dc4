"""What tells headers, groups and shares apart where a tool writes a table in blocks of columns."""

from __future__ import annotations

import pytest

from extractors.grids.atoms import Atom, atoms_of
from extractors.grids.beside import names_group
from extractors.grids.columnwise_levels import lowest
from extractors.grids.cover import is_share
from extractors.grids.lines import lines_of
from tests.extractors.grids.reading import only, rows_of


def _line(text: str) -> tuple[Atom, ...]:
    return atoms_of(lines_of(text))


@pytest.mark.parametrize(
    ("printed", "share"),
    [("0.03", True), ("<0.001", True), (".27", True), ("1.00", True), ("1.4", False), ("14.4", False), ("10.0", False)],
)
def test_a_share_is_at_most_one(printed: str, share: bool) -> None:
    (atom,) = _line(printed)
    assert is_share(atom) is share


@pytest.mark.parametrize(
    ("names", "columns", "repeated"),
    [
        (["Event", "Arm A", "Arm B", "Arm A", "Arm B", "Arm C"], 5, [1, 2, 3, 4, 5]),
        (["Event", "Early", "n", "%", "Late", "n", "%"], 4, [2, 3, 5, 6]),
        (["Event", "Arm A", "Arm B", "Arm A", "Arm B", "Total"], 4, [1, 2, 3, 4]),
        (["Event", "Sorafenib", "Imatinib", "Placebo"], 3, []),
    ],
)
def test_the_lowest_cells_of_a_header_repeat(names: list[str], columns: int, repeated: list[int]) -> None:
    assert lowest([_line(name) for name in names], columns) == repeated


@pytest.mark.parametrize("label", ["Sex", "Tumour grade", "Stage at diagnosis", "Prior lines of treatment"])
def test_labels_that_name_a_group(label: str) -> None:
    assert names_group(label)


@pytest.mark.parametrize("label", ["Female", "Synovial sarcoma grade", "Two or more", "II", "Fatigue"])
def test_labels_that_are_rows(label: str) -> None:
    assert not names_group(label)


def test_headings_of_groups_behind_all_rows_end_no_table() -> None:
    table = only(
        "Table 1 Patients\n\nVariable\n\nEarly (n = 60)\n\nLate (n = 50)\n\nMen\n\n40 (67)\n\n20 (40)\n\nWomen\n\n20 (33)\n\n30 (60)\n\n"
        "Limb\n\n35 (58)\n\n15 (30)\n\nTrunk\n\n25 (42)\n\n35 (70)\n\nSex\n\nSite\n\n"
        "The median age was 54 years and most of the patients had had an operation before.\n"
    )
    assert [row[0] for row in rows_of(table)] == ["Sex", "Men", "Women", "Site", "Limb", "Trunk"]
    assert rows_of(table)[-1] == ["Trunk", "25 (42)", "35 (70)"]
