"""Enumerations: several figures of one category whose groups are listed elsewhere, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.core import cues as re
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import Stratum, population, stratum
from extractors.quantities.people import PEOPLE
from extractors.responses.figures import Figure
from extractors.responses.groups import of_as_many
from extractors.responses.joins import Join

_LINK = re.compile(rf"\)?\s*{PEOPLE}?\s*(?:,|,?\s*and|/)\s*(?:in )?", re.I)
# What follows says whose the figures are, in words that may be no stratum we know.
_WHOSE = re.compile(
    rf"\)?\s*(?:of (?:the )?)?{PEOPLE}?,?\s*(?:(?:in|for|with|among|on|under|at|after|by|of|when|depending|if)\s|\(|women|men|:)",
    re.I,
)


def enumerated(
    paper: Paper, sentence: Sentence, found: Sequence[Join], further: Sequence[Join], counted: Sequence[Figure]
) -> tuple[list[Join], set[Figure]]:
    """The other figures of a category that is told of several listed groups, and the figures that nobody can place.

    "Stable disease was obtained in eleven, five and two", after a sentence that lists three regimens.
    """
    more: list[Join] = []
    untold: set[Figure] = set()
    used = {j.figure.start for j in (*found, *further)}
    for join in found:
        run = _run(sentence.text, join.figure, counted)
        if len(run) < (2 if "respectively" in sentence.text else 3) or join.category.start > join.figure.start:
            continue
        if any(f.start in used for f in run[1:]):
            continue
        if _WHOSE.match(sentence.text, run[-1].end) and not of_as_many(sentence.text, run):
            continue
        held: list[Stratum] = [stratum(paper, sentence, *f.head) for f in run]
        if all(h.named for h in held) and len(set(held)) == len(held):
            more += [Join(join.category, f, "split", False) for f in run[1:]]
        elif not any(h.named for h in held) and (_of_one_regimen(paper, run) or of_as_many(sentence.text, run)):
            # "In first and later lines, 8 (40 %) and 3 (15 %) responded, respectively": groups in words of its own
            more += [Join(join.category, f, "split", False) for f in run[1:]]
        else:
            untold.add(join.figure)
    return more, untold


def _of_one_regimen(paper: Paper, run: Sequence[Figure]) -> bool:
    return len(population(paper).arms.regimens) < 2 and all(f.n is not None and f.percent is not None for f in run)


def _run(text: str, first: Figure, counted: Sequence[Figure]) -> list[Figure]:
    run = [first]
    for figure in counted:
        same = (figure.n is None, figure.percent is None) == (first.n is None, first.percent is None)
        if figure.start >= run[-1].end and same and _LINK.fullmatch(text[run[-1].end : figure.start]):
            run.append(figure)
    return run
