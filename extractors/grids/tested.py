"""P-values that stand beside headings of rows alone, under a header that has a column for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.grids.arithmetic import Cells
from extractors.grids.atoms import Atom, Kind
from extractors.grids.spans import Joints

_SHARE = re.compile(r"(?:[<>≤=]\s?)?(?:0?[.,·]\d{1,5}|1(?:[.,·]0+)?)[*†‡a-d]?$")
_TEST = re.compile(r"[<>≤=]|[01]?[.,·]\d|1(?:[.,·]0+)?$|n\.?s|[–—-]|\W*$", re.I)
_MOST = 0.8


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


def _seated(atoms: Sequence[Atom], row: Cells, at: int) -> Cells:
    if len(row) == 1 and row[0][0] == 0:
        first, last = row[0][1].first, row[0][1].last
        if last - first > 1 and atoms[last - 1].kind is Kind.DECIMAL and _SHARE.match(atoms[last - 1].text):
            run = Joints(atoms[first:last])
            label, value = run.span(0, last - first - 1), run.span(last - first - 1, last - first)
            return (
                (0, label._replace(first=first, last=last - 1)),
                (at, value._replace(first=last - 1, last=last)),
            )
    if len(row) == 2 and row[0][0] == 0 and _SHARE.match(row[1][1].text):
        return (row[0], (at, row[1][1]))
    taken = {k for k, _ in row}
    if row and row[-1][0] == at and at - 1 not in taken and not _TEST.match(row[-1][1].text):
        return (*row[:-1], (at - 1, row[-1][1]))
    return row
