"""Rough rows and columns from which the reading of a table starts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep
from extractors.grids.columns import Breaks, Column
from extractors.grids.spans import Joints, Span

# The longest numbered row beside the middle one: numbers over groups of rows stand further apart.
_UNEVEN = 6
_ORDINAL = re.compile(r"(?:#|No\.?\s?|P|Pt|Pat|Case|UPN|ID|S)?[-#]?0{0,2}(\d{1,3})[a-h*†‡]?\.?$")
_PATIENT = re.compile(r"(?:patients?|pts?\.?|cases?|subjects?|no\.?|nr\.?|#|id)(?:\s|$)", re.I)


def numbered(atoms: Sequence[Atom]) -> frozenset[int] | None:
    """Atoms that number the rows 1..N, each at the start of a line; None where there are fewer than three.

    The numbers must be followed by another cell, must not be all there is on most of their rows, and few other lines
    may begin with a number.
    """
    chain = _chain(atoms)
    while (chain and len(atoms) - chain[-1] < 3) or (len(chain) > 1 and chain[-1] - chain[-2] < 3):
        # A number of the last row that happens to follow on.
        chain.pop()
    if len(chain) < 3:
        return None
    gaps = [b - a for a, b in pairwise([*chain, len(atoms)])]
    if max(gaps) > _UNEVEN * median(gaps):
        return None
    worded = sum(atoms[k + 1].kind not in NUMERIC for k in chain if k + 1 < len(atoms))
    # An age may follow the number of a patient, a count the number of anything else.
    named = chain[0] > 0 and _PATIENT.match(" ".join(a.text for a in atoms[:2]))
    if min(gaps) < 3 or not (worded >= 0.7 * len(chain) or named) or chain[0] > 90:
        return None
    return frozenset(chain)


def _chain(atoms: Sequence[Atom]) -> list[int]:
    """Numbers 1, 2, 3 ... at starts of lines. A wrapped cell may leave another number there: of two that could be the next
    the one is taken behind which the row goes on like most others."""
    starts = [k for k, a in enumerate(atoms) if k == 0 or a.sep in (Sep.LINE, Sep.BLANK)]
    places: dict[int, list[int]] = {}
    for k in starts:
        if match := _ORDINAL.match(atoms[k].text):
            places.setdefault(int(match[1]), []).append(k)
    forms = Counter(_form(atoms, k) for some in places.values() for k in some)
    usual = forms.most_common(1)[0][0] if forms else ()
    chain: list[int] = []
    while later := [k for k in places.get(len(chain) + 1, ()) if not chain or k > chain[-1]]:
        after = [k for k in places.get(len(chain) + 2, ()) if k > later[0] and _form(atoms, k) == usual]
        alike = [k for k in later if _form(atoms, k) == usual and (not after or k < after[-1])]
        chain.append(alike[0] if alike else later[0])
    return chain


def _form(atoms: Sequence[Atom], k: int) -> tuple[Kind, ...]:
    return tuple(a.kind for a in atoms[k + 1 : k + 3])


def first_rows(joints: Joints, breaks: Breaks, anchors: frozenset[int] | None, start: int = 0) -> list[list[Span]]:
    """Rough rows to start from, those of the atoms from `start` on: words side by side make one cell, words after numbers
    at a line start a new row."""
    atoms = joints.atoms
    rows: list[list[Span]] = [[]]
    first = start
    for k in range(start + 1, len(atoms) + 1):
        if k < len(atoms) and not _splits(joints, k, breaks, anchors):
            continue
        rows[-1].append(joints.span(first, k))
        if k < len(atoms) and _opens(atoms, k, rows[-1], breaks, anchors):
            rows.append([])
        first = k
    return rows


def _splits(joints: Joints, k: int, breaks: Breaks, anchors: frozenset[int] | None) -> bool:
    if anchors is not None and k in anchors:
        return True
    a, b = joints.atoms[k - 1], joints.atoms[k]
    if b.sep is Sep.SPACE:
        return joints.odds[k] + (0.7 if a.kind is Kind.WORDS and b.kind is Kind.WORDS else 0.0) < 0
    return joints.odds[k] + breaks.score("within", b.sep) - breaks.score("next", b.sep) < 0


def _opens(atoms: Sequence[Atom], k: int, row: Sequence[Span], breaks: Breaks, anchors: frozenset[int] | None) -> bool:
    if anchors is not None:
        return k in anchors
    atom = atoms[k]
    if atom.sep not in (Sep.LINE, Sep.BLANK):
        return False
    numbers = any(s.kind in NUMERIC or s.kind is Kind.DASH or s.kind in CATEGORY for s in row[1:])
    if atom.kind in (Kind.WORDS, Kind.SEX):
        return numbers or breaks.score("next", atom.sep) < breaks.score("row", atom.sep)
    return breaks.score("row", atom.sep) - breaks.score("next", atom.sep) > 2.0 and not row[-1].wrapped


def widths(rows: Sequence[Sequence[Span]]) -> list[int]:
    """Numbers of columns worth a try: those that rows have, the commonest and the greatest first."""
    counts = Counter(len(r) for r in rows if 2 <= len(r) <= 16)
    if not counts:
        return [2]
    common = [w for w, _ in counts.most_common(4)]
    greatest = max(counts)
    more = {w for w, n in counts.items() if n >= 2 and w > common[0]} | {common[0] + 1}
    return sorted({*common, greatest, *more})[-7:]


def first_columns(rows: Sequence[Sequence[Span]], width: int) -> list[Column]:
    """Columns counted on the rows that have as many cells, else on those nearest to it, from the left."""
    columns = [Column(label=k == 0) for k in range(width)]
    exact = [r for r in rows if len(r) == width]
    for row in exact or [r for r in rows if abs(len(r) - width) <= 1]:
        for column, span in zip(columns, row, strict=False):
            column.add(span)
    return columns
