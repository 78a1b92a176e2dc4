"""Ellipsis: figures that share the category before them, told apart by stratum, reader or time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.core.paper import Paper, Sentence
from extractors.core.strata import stratum
from extractors.responses.context import timepoint
from extractors.responses.figures import Figure
from extractors.responses.joins import Join

_QUIET = re.compile(
    r"(?:\b(?:of|in|on|for|with|by|under|at|and|or|the|a|an|who|were|was|had|had been|received|receiving|given|treated|using|to|according|per|alone|only|patients?|cases?|pts|those|those|group|arm|arms|groups|months?|weeks?|years?|day|month|week|vs|versus|respectively|while|other|others|both|all|them|combination|assessment|review|as|single|agents?|monotherapy|whom|reported|rates?|subtypes?|types?|line|relapse|after|combined|plus|cycles|than|observed|recorded|seen|noted|reported|occurred|documented|obtained|achieved)\b|[\W\d_])+",
    re.IGNORECASE,
)


# The other arm's figure: "(11 % v 19 %)", "9 (38 %) responded compared with 6 of 14 (43 %)".
_AGAINST = re.compile(
    r"[\s,)]*(?:(?:as )?(?:compared (?:with|to)|in comparison (?:with|to)|against)|versus|vs?\b\.?)\s*(?:only |just )?",
    re.I,
)


def splits(paper: Paper, sentence: Sentence, found: Sequence[Join], counted: Sequence[Figure]) -> Iterator[Join]:
    """Further figures of a category: "12 % with A and 27 % with B", "nine had SD: five on A, four on B"."""
    used, text = {j.figure.start for j in found}, sentence.text
    for k, join in enumerate(found):
        if not join.category.code:
            continue
        end = found[k + 1].figure.start if k + 1 < len(found) else len(sentence.text)
        end = min(end, found[k + 1].category.start) if k + 1 < len(found) else end
        here = _mark(paper, sentence, join.figure)
        last = max(join.figure.end, join.category.end)
        last = _closed(text, join.figure, last)
        parts: list[Join] = []
        for figure in (f for f in counted if f.start >= last and f.start not in used and f.end <= end):
            if (figure.percent is None) != (join.figure.percent is None) and not _bracketed(
                text, max(join.figure.end, join.category.end), figure.start
            ):
                continue
            if parts and text[parts[0].figure.start : figure.start].count("(") > text[
                parts[0].figure.start : figure.start
            ].count(")"):
                continue
            against = _AGAINST.fullmatch(text[last : figure.start]) or _than(text, join, last, figure)
            if not against and (
                _leaves(text, last, figure.start, join.figure.start) or not _quiet(sentence, last, figure)
            ):
                break
            mark = _mark(paper, sentence, figure)
            alike = figure.percent is not None and join.figure.percent is not None
            if alike and not parts and against:
                parts.append(Join(join.category, figure, "against", False))
                last = _closed(text, figure, figure.end)
                continue
            if mark != here and any(mark):
                parts.append(Join(join.category, figure, "split", False))
                last = _closed(text, figure, figure.end)
        if not (_counts_apart(sentence.text, join, parts)):
            yield from parts
        yield from _before(paper, sentence, join, [f for f in counted if f.start not in used])


_THAN = re.compile(
    r"(?:\[[^\]]*\])?(?: and [^.;()%]{0,60}(?:\[[^\]]*\])?)?(?:, respectively)?[\])]+,? (?:than|versus|vs\.?|(?:as )?compared (?:with|to)|against|and) [^.;:()%]{3,80}\(\s*",
    re.I,
)


def _than(text: str, join: Join, last: int, figure: Figure) -> bool:
    """ "ORR was higher in X (44 %) than in Y (12 %)": both values in brackets behind their groups."""
    start = join.figure.start
    return (
        figure.percent is not None
        and text[:start].rstrip().endswith("(")
        and re.search(
            r"\b(?:higher|lower|better|worse|greater|similar|comparable|different|superior)\b",
            text[join.category.end : start],
        )
        is not None
        and _THAN.fullmatch(text[last : figure.start]) is not None
    )


def _closed(text: str, figure: Figure, end: int) -> int:
    """The end of a figure with the bracket that holds it alone."""
    return end + (text[figure.start - 1 : figure.start] == "(" and text[figure.end : end + 1] == ")")


def _before(paper: Paper, sentence: Sentence, join: Join, left: Sequence[Figure]) -> Iterator[Join]:
    """ "Seven (35 %) of 20 on A and two (10 %) of 20 on B responded": the first figure shares the verb of the second."""
    earlier = [f for f in left if f.end <= join.figure.start <= join.category.start]
    if not earlier or not re.search(r"\band\s*$", sentence.text[: join.figure.start]):
        return
    first = earlier[-1]
    alike = (first.n is None, first.percent is None, first.total is None) == (
        join.figure.n is None,
        join.figure.percent is None,
        join.figure.total is None,
    )
    marks = _mark(paper, sentence, first), _mark(paper, sentence, join.figure)
    if (
        alike
        and marks[0] != marks[1]
        and all(any(m) for m in marks)
        and _quiet(sentence, first.end, join.figure, behind=False)
    ):
        yield Join(join.category, first, "split", False)


def _leaves(text: str, start: int, end: int, first: int) -> bool:
    """Whether a bracket that opened between `first` and `end` closes before `end`, but for one of the figure itself."""
    depth = text[first:start].count("(") - text[first:start].count(")")
    depth = max(depth, 0)
    for sign in text[start:end]:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return True
    return False


def _bracketed(text: str, start: int, end: int) -> bool:
    return re.search(r"[(:]", text[start:end]) is not None


def _mark(paper: Paper, sentence: Sentence, figure: Figure) -> tuple[object, ...]:
    held = stratum(paper, sentence, *figure.head)
    rest = re.split(r",(?!\d)|;|\band\b|\)", sentence.text[figure.end :], maxsplit=1)[0]
    time = timepoint(sentence.text, figure.end, figure.end + len(rest))
    tumour = held.histotype.label if held.histotype else ""
    return tuple(t.label for t in held.drugs), tumour, held.subgroup, time


def _quiet(sentence: Sentence, start: int, figure: Figure, behind: bool = True) -> bool:
    """Whether between the figures, and `behind` the second one, stands nothing but names of strata and little words."""
    stop = re.search(r",(?!\d)|;|\.(?!\d)|\)|\band\b|$", sentence.text[figure.end :])
    end = figure.end + (stop.start() if stop and behind else 0)
    text = re.sub(r"^s\b", "", sentence.text[start : figure.start]) + " " + sentence.text[figure.end : end]
    text = re.sub(r"\bvs\.", "vs", text)
    for mention in sentence.of("drug", "histotype", "site"):
        text = text.replace(mention.text, " ")
    text = re.sub(
        r"\b(?:exon|independent|central|investigator|first|second|third|mutants?|wild|type|non|TKIs?|TTs|metastatic|advanced|different|various|included?|including|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|namely)\b",
        " ",
        text,
    )
    return ". " not in text and (not text.strip() or _QUIET.fullmatch(text) is not None)


def _counts_apart(text: str, join: Join, parts: Sequence[Join]) -> bool:
    """Whether counts behind a colon or in brackets do not add up to the count that they should split."""
    total = join.figure.n
    counts = [p.figure.n for p in parts if p.figure.percent is None]
    if not counts or total is None or join.figure.percent is not None or len(counts) < len(parts):
        return False
    bracketed = text[: join.figure.start].count("(") > text[: join.figure.start].count(")")
    opened = not bracketed and _bracketed(text, max(join.figure.end, join.category.end), parts[0].figure.start)
    return opened and sum(c or 0 for c in counts) != total
