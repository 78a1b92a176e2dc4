"""Counts divided by grade: "A in ten patients (grade 1 in six, grade 2 in four)", "A was grade 1 in six and grade 2 in four"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.core.counts import Count
from extractors.core.joins import State, join
from extractors.core.symbols import Line, Symbol
from extractors.core.things import grade_of
from extractors.quantities import Quantity

_GRADED = re.compile(r"XQ?o{0,2}(?:,?b)?v+(?P<graded>o?G[iv]*(?:C|Q)(?:p?,o?G[iv]*(?:C|Q))*)")
_GRADE_BEHIND = re.compile(r"Cp?v?(?P<grade>G)(?=[,;]|$)")  # "4 % grade 3", where no count follows the grade
_ASIDE = re.compile(r"XG?[QvoXiCp]{0,7}?[,;:][wv]?o{0,2}(?P<graded>Gi?(?:C|Q)(?:,Gi?(?:C|Q))*)(?![QpvX]*[vX])")
_PARTED = re.compile(r"X[vo]{1,5},?[w:](?P<graded>o?C[Qpiob]{0,6}G(?:,o?C[Qpiob]{0,6}G)*)(?=[;,Q]|$)")
_HEADED = re.compile(r"Q(?=[vo:]*G?X)")
_TWO_GRADES = re.compile(r"o?G[,;:]?o?Gr?")
_TWO_COUNTS = re.compile(r"XQ")
_BY_GRADE = re.compile(r"X[:,]?(?P<graded>o?G[,:]?i?[CQ]p?(?:[,;]w?o?G[,:]?i?[CQ]p?)+)(?![vp]|X(?!:?G))")
_BY_SUBJECT = re.compile(r"(?P<counted>(?:CQ?[pvw]*G,)+CQ?[pvw]*G)o?(?P<thing>X)")
STRATUM = re.compile(r"p?[wi]o?D")


def letters_of(symbol: Symbol) -> str:
    return symbol.value.letters if isinstance(symbol.value, Line) else ""


def graded_counts(inner: Line) -> Iterator[tuple[Symbol, Quantity | None]]:
    """Counts of a parenthesis, each with its grade; without grades the first and those that name a drug."""
    grade, first = None, True
    for k, symbol in enumerate(inner.symbols):
        behind = _GRADE_BEHIND.match(inner.letters, k) if symbol.letter == "C" else None
        if symbol.letter == "G":
            grade = grade_of(symbol)
        elif behind is not None:
            yield symbol, grade_of(inner.symbols[behind.end("grade") - 1])
            first = False
        elif symbol.letter == "C" and (first or grade is not None or STRATUM.match(inner.letters, k + 1)):
            yield symbol, grade
            first = False
        elif symbol.letter in "nb":
            return


def graded(line: Line, state: State) -> None:
    """Grades as the predicate: "toxicities were grade 1 in 14 patients and grade 2 in five"."""
    for m in (*_GRADED.finditer(line.letters), *_BY_GRADE.finditer(line.letters)):
        thing = line.symbols[m.start()]
        state.divided.add(thing.start)
        grade: Quantity | None = None
        for symbol in line.symbols[m.start("graded") : m.end("graded")]:
            if symbol.letter == "G":
                grade = grade_of(symbol)
            counted = [symbol] if symbol.letter == "C" else []
            if isinstance(symbol.value, Line):
                counted = [s for s in symbol.value.symbols if s.letter in "CX"][:1]
            for count in counted:
                join(state, thing, count, grade, "graded", 0.9)


def headed(line: Line, state: State) -> None:
    """Grades that the list's head names in parentheses: "events (any grade/grade 3-4) were A (55 %/6 %), B (40 %/3 %)"."""
    head = next(
        (m for m in _HEADED.finditer(line.letters) if _TWO_GRADES.fullmatch(letters_of(line.symbols[m.start()]))), None
    )
    if head is None:
        return
    held = line.symbols[head.start()].value
    grades = [grade_of(s) for s in held.symbols if s.letter == "G"] if isinstance(held, Line) else []
    for m in _TWO_COUNTS.finditer(line.letters, head.end()):
        thing, figures = line.symbols[m.start()], line.symbols[m.start() + 1].value
        if isinstance(figures, Line) and re.fullmatch(r"C[,;]C", figures.letters):
            for grade, count in zip(grades, figures.symbols[::2], strict=True):
                join(state, thing, _as_share(count, figures), grade, "parenthesis", 0.9)


def _as_share(count: Symbol, figures: Line) -> Symbol:
    """A bare zero beside a percentage is one too: "(33 %/0)"."""
    told, first = count.value, figures.symbols[0].value
    if isinstance(told, Count) and isinstance(first, Count) and told.bare and told.n == 0 and first.n is None:
        return replace(count, value=replace(told, n=None, percent=Decimal(0)))
    return count


def by_subject(line: Line, state: State) -> None:
    """ "Four had grade 3 and two had grade 4 X": the thing of the last holds for all."""
    for m in _BY_SUBJECT.finditer(line.letters):
        count: Symbol | None = None
        for symbol in line.symbols[m.start("counted") : m.end("counted")]:
            if symbol.letter == "C":
                count = symbol
            elif symbol.letter == "G" and count is not None and count.start not in state.counts:
                join(state, line.symbols[m.start("thing")], count, grade_of(symbol), "graded", 0.85)


def parted(line: Line, state: State) -> None:
    """What counts and grades behind a thing part it into: "A was dose-limiting, with one patient at level 4 (grade 2) and ..."."""
    for m in _PARTED.finditer(line.letters):
        thing, count = line.symbols[m.start()], None
        for symbol in line.symbols[m.start("graded") : m.end("graded")]:
            if symbol.letter == "C":
                count = symbol
            elif symbol.letter == "G" and count is not None and count.start not in state.counts:
                join(state, thing, count, grade_of(symbol), "graded", 0.8)


def aside(line: Line, state: State) -> None:
    """The graded part behind a thing: "A in ten patients, of grade 3 in two", "A was the main event, grade 3 in 11"."""
    for m in _ASIDE.finditer(line.letters):
        thing, grade = line.symbols[m.start()], None
        for symbol in line.symbols[m.start("graded") : m.end("graded")]:
            if symbol.letter == "G":
                grade = grade_of(symbol)
            held = symbol.value.symbols if isinstance(symbol.value, Line) else (symbol,)
            if held[:1] and held[0].letter == "C" and held[0].start not in state.counts:
                join(state, thing, held[0], grade, "graded", 0.85)
