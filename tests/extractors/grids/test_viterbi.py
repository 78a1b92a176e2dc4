"""The searches find what trying every reading finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from extractors.grids.alignment import Alignment, Guess
from extractors.grids.atoms import atoms_of
from extractors.grids.columns import Breaks, Column, cell_a_line, flowing
from extractors.grids.flat_header import Flat, no_header
from extractors.grids.header import ASKS, Words, suited
from extractors.grids.lattice import Lattice
from extractors.grids.lines import lines_of
from extractors.grids.spans import NO_PAIRS, Span

ROWS = "Age 54 60\nSex\nmale 3 4\nOf the liver 2 1"
HEADER = "Site n % p value"


def lattice(text: str) -> Lattice:
    return Lattice(atoms_of(lines_of(text)))


def columns(rows: list[list[int | None]], made: Lattice) -> list[Column]:
    """Columns counted on single atoms, by their numbers."""
    found = [Column(label=k == 0) for k in range(len(rows[0]))]
    for row in rows:
        for column, atom in zip(found, row, strict=True):
            column.add(None if atom is None else made.joints.span(atom, atom + 1))
    return found


def guesses(made: Lattice) -> list[Guess]:
    three = columns([[0, 1, 2], [4, 5, 6]], made)
    two = columns([[0, 1], [4, 5], [7, None]], made)
    return [Guess(three, flowing()), Guess(two, cell_a_line()), Guess(two, flowing())]


def cells(first: int, made: Lattice) -> Iterator[list[tuple[Span, bool]]]:
    """Every way to part the atoms from `first` on in cells, each with whether it opens a row."""
    if first == len(made.atoms):
        yield []
        return
    for span in made.spans[first]:
        for rest in cells(span.last, made):
            for opens in (True, False):
                yield [(span, opens), *rest]


def score(alignment: Alignment, g: int, reading: list[tuple[Span, int, bool]]) -> float:
    """The log likelihood of cells (span, column or -1 for the label of a group, whether it opens a row), summed up."""
    guess, made, wide = alignment.guesses[g], alignment.lattice, len(alignment.guesses[g].columns)
    passed = [0.0]
    for k in range(alignment.wide):
        passed.append(passed[-1] + (guess.columns[k].empty_score if k < wide else 0.0))
    total = 0.0
    for n, (span, k, opens) in enumerate(reading):
        at = made.flat.index(span)
        where = alignment.wide if k < 0 else alignment.wide - 1 - k
        own = alignment.worth[at, alignment.index[where, g]]
        if made.heading[at] and k != 0:
            own += 1.0 if k < 0 else -1.0
        total += own
        if opens:
            total += {0: 0.0, -1: -1.1, 1: -5.0 if wide > 2 else -1e9}[k]
            total += guess.breaks.score("row", made.atoms[span.first].sep) + made.cut[span.first] - 0.7 if n else 0.0
        else:
            event = "wrapped" if reading[n - 1][0].wrapped else "next"
            total += guess.breaks.score(event, made.atoms[span.first].sep) + made.cut[span.first]
            total += passed[k] - passed[reading[n - 1][1] + 1]
        if n + 1 == len(reading) or reading[n + 1][2]:
            total += 0.0 if k < 0 else max(-4.5, passed[alignment.wide] - passed[k + 1])
    return total


def readings(alignment: Alignment, g: int) -> Iterator[list[tuple[Span, int, bool]]]:
    """Every reading of the atoms under a guess."""

    def placed(parts: list[tuple[Span, bool]], before: int) -> Iterator[list[tuple[Span, int, bool]]]:
        if not parts:
            yield []
            return
        (span, opens), *rest = parts
        last = len(alignment.guesses[g].columns)
        where = (0, 1, -1) if opens else (range(before + 1, last) if before >= 0 else ())
        for k in where:
            for others in placed(rest, k):
                yield [(span, k, opens), *others]

    for parts in cells(0, alignment.lattice):
        if parts[0][1]:
            yield from placed(parts, 0)


@pytest.mark.parametrize("text", ["Age 54\nSex\nmale 3", "A 1 2\nOf B 3", "1 2 3\n4"])
def test_the_likeliest_rows_are_those_that_trying_all_finds(text: str) -> None:
    made = lattice(text)
    counted = [columns([[0, 1, 2]], made), columns([[0, 1], [2, None]], made)]
    alignment = Alignment(made, [Guess(c, b) for c in counted for b in (flowing(), cell_a_line())], None)
    for g in range(4):
        best = max(readings(alignment, g), key=lambda r: score(alignment, g, r))
        assert alignment.starts[0, g] == pytest.approx(score(alignment, g, best), abs=1e-5)
        told = [(s, k, n == 0) for row in alignment.rows(g, 0) for n, (k, s) in enumerate(row)]
        # the label of a group and that of a row are told alike
        likeliest = max(score(alignment, g, r) for r in readings(alignment, g) if _alike(r, told))
        assert likeliest == pytest.approx(score(alignment, g, best), abs=1e-5)


def _alike(reading: list[tuple[Span, int, bool]], told: list[tuple[Span, int, bool]]) -> bool:
    return [(s, max(k, 0), o) for s, k, o in reading] == told


def test_rows_begin_only_where_they_may() -> None:
    made = lattice(ROWS)
    rows = Alignment(made, guesses(made), frozenset({0, 4, 7})).rows(0, 0)
    assert [row[0][1].first for row in rows] == [0, 4, 7]
    assert all(span.last <= after[0][1].first for row, after in pairwise(rows) for _, span in row)


def test_a_header_is_what_trying_all_finds() -> None:
    made = lattice(f"{HEADER}\nLiver 3 4 0.1\nLung 5 6 0.2")
    words = Words.of(made.atoms, 5, NO_PAIRS)
    below = columns([[5, 6, 7, 8], [9, 10, 11, 12]], made)
    flat = Flat(words, [flowing(), cell_a_line()], [below, below], [0, 0], 5)
    for g, breaks in enumerate((flowing(), cell_a_line())):
        found, told = flat.read(g, 5)
        assert found == pytest.approx(max(_headers(words, breaks, below, 0, 0)), abs=1e-6)
        assert told[0][1] == 0
        assert told[-1][2] == 5
        assert all(a[0] < b[0] and a[2] == b[1] for a, b in pairwise(told))


def _headers(words: Words, breaks: Breaks, below: list[Column], at: int, column: int) -> Iterator[float]:
    """What each way to read the atoms from `at` on over the columns from `column` on comes to."""
    if at == len(words.atoms):
        yield no_header(column, len(below))
        return
    cells = [n for n in range(len(words.first)) if words.first[n] == at]
    for n in cells:
        last = next(t for t in range(len(words.bounds)) if words.bounds[t, 0] <= n < words.bounds[t, 1])
        value = words.value[n] + float(words.seps[n] @ breaks.table[0])
        for k in range(column, len(below)):
            own = value + suited(below[k])[words.ask[n]] + (no_header(0, k) if not at else -8.0 * (k - column))
            if last < len(words.atoms):
                event = 2 if words.folded[n] else 1
                own += float(breaks.table[event][words.sep[last]]) + words.cuts[last]
            for rest in _headers(words, breaks, below, last, k + 1):
                yield own + rest


def test_a_header_asks_for_each_kind_of_column() -> None:
    assert all(len(suited(Column(label=label))) == len(ASKS) for label in (True, False))
    assert np.isfinite(suited(Column())).all()


def test_the_searches_are_compiled_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    import extractors.grids.viterbi as searches

    def njit(search: Callable[..., object] | None = None, cache: bool = False) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return search

    monkeypatch.setattr(searches, "njit", njit)
    assert searches._compiled(len) is len
