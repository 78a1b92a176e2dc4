"""P-values that stand beside headings of rows alone, under a header that has a column for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.grids.arithmetic import Cells, place_numbers
from extractors.grids.atoms import Atom, Kind
from extractors.grids.spans import Joints
from extractors.grids.training import count_columns

_SHARE = re.compile(r"(?:[<>≤=]\s?)?(?:0?[.,·]\d{1,5}|1(?:[.,·]0+)?)[*†‡a-d]?$")
_TEST = re.compile(r"[<>≤=]|[01]?[.,·]\d|1(?:[.,·]0+)?$|n\.?s|[–—-]|\W*$", re.I)
_MOST, _FEWEST = 0.8, 2


def in_columns(
    atoms: Sequence[Atom], read: Sequence[Cells], width: int, tests: frozenset[int], shares: frozenset[int]
) -> tuple[list[Cells], dict[int, str]]:
    """The rows with their numbers in the columns where tests and sums put them, and what stays in doubt by row (0-based)."""
    if (beside := tests_beside(atoms, read, tests)) is not None:
        return beside, {}
    read = tested_apart(atoms, read, tests)
    return place_numbers(read, count_columns(read, width), tests, shares)


def tested_apart(atoms: Sequence[Atom], rows: Sequence[Cells], tests: Collection[int]) -> list[Cells]:
    """The rows with each p-value beside a heading, or run into it ("Tumour stage 0.77"), in the one column for tests, and no
    number there that cannot be one."""
    if len(tests) != 1:
        return list(rows)
    at = min(tests)
    values = [(k, span) for row in rows if len(row) > 2 for k, span in row[1:] if k != at]
    plain = sum(not _SHARE.match(span.text) for _, span in values)
    beside = sum(len(row) > 2 and row[-1][0] == at and bool(_SHARE.match(row[-1][1].text)) for row in rows)
    if not values or plain < _MOST * len(values) or beside > 0.5 * sum(len(row) > 2 for row in rows):
        return list(rows)
    return [_seated(atoms, row, at) for row in rows]


def _parted(atoms: Sequence[Atom], row: Cells, tests: int) -> Cells:
    """A row whose label has swallowed the first of so many p-values ("Tumour stage 0.77"), parted from it."""
    if len(row) != tests or row[0][0] or not all(_SHARE.match(span.text) for _, span in row[1:]):
        return row
    first, last = row[0][1].first, row[0][1].last
    if last - first < 2 or atoms[last - 1].kind is not Kind.DECIMAL or not _SHARE.match(atoms[last - 1].text):
        return row
    run = Joints(atoms[first:last])
    label, value = run.span(0, last - first - 1), run.span(last - first - 1, last - first)
    return (
        (0, label._replace(first=first, last=last - 1)),
        (1, value._replace(first=last - 1, last=last)),
        *row[1:],
    )


def tests_beside(atoms: Sequence[Atom], rows: Sequence[Cells], tests: Collection[int]) -> list[Cells] | None:
    """The rows with several p-values beside each heading in their columns, and what the rows below it hold in the others;
    None where the table is not of this kind."""
    if len(tests) < 2:
        return None
    return _several([_parted(atoms, row, len(tests)) for row in rows], sorted(tests))


def _several(rows: Sequence[Cells], tests: Sequence[int]) -> list[Cells] | None:
    width = max((k for row in rows for k, _ in row), default=0) + 1
    width = max(width, tests[-1] + 1)
    others = [k for k in range(1, width) if k not in tests]
    beside = [_only_tests(row, len(tests)) for row in rows]
    full = [len(row) == len(others) + 1 and row[0][0] == 0 and not t for row, t in zip(rows, beside, strict=True)]
    valued = sum(len(row) > 1 for row in rows)
    if sum(beside) < _FEWEST or len(others) == len(tests) or sum(beside) + sum(full) < _MOST * valued:
        return None
    made: list[Cells] = []
    for row, tested, whole in zip(rows, beside, full, strict=True):
        places = tests if tested else others if whole else ()
        values = [span for _, span in row[1:]]
        made.append((row[0], *zip(places, values, strict=True)) if places else row)
    return made


def _only_tests(row: Cells, size: int) -> bool:
    """Whether a row holds its label and so many p-values."""
    return len(row) == size + 1 and row[0][0] == 0 and all(_SHARE.match(span.text) for _, span in row[1:])


def _seated(atoms: Sequence[Atom], row: Cells, at: int) -> Cells:
    if len(row) == 1 and len(cut := _parted(atoms, row, 1)) == 2:
        return (cut[0], (at, cut[1][1]))
    if len(row) == 2 and row[0][0] == 0 and _SHARE.match(row[1][1].text):
        return (row[0], (at, row[1][1]))
    taken = {k for k, _ in row}
    if row and row[-1][0] == at and at - 1 not in taken and not _TEST.match(row[-1][1].text):
        return (*row[:-1], (at - 1, row[-1][1]))
    return row
