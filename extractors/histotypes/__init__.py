"""Histotypes as findings: how many of the study's patients have which tumour."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.contract import HistotypeFinding, Term
from extractors.core.document import SectionKind as K
from extractors.core.paper import Paper, Sentence
from extractors.core.study import searched, study_of
from extractors.histotypes.by_drug import by_drug
from extractors.histotypes.counted import Counted, listed
from extractors.histotypes.whole import Whole, whole

__all__ = ["Histotypes"]

_OWN = {K.TITLE, K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.METHODS, K.RESULTS, K.BODY}


# "two with endemic Kaposi sarcoma": a kind of the type that all have.
_KIND = re.compile(
    r"(?<![\w-])(?!(?:patients?|cases?|with|had|were|was|having|of|the|an?|in|for|and)\b)[A-Za-z-]{3,}\s+$"
)
# "18 had X", "18 X": a count of the type itself.
_HAD = re.compile(r"\s*(?:(?:had|were|was|having|with)\s+)?(?:an?\s+)?", re.IGNORECASE)
# How far it has come, which is no type.
_STATE = re.compile(
    r"\b(?:primary|recurrent|relapsed|metastatic|locally advanced|advanced|locali[sz]ed|unresectable|resectable|refractory|"
    r"progressive|(?:limited|early|late|advanced)[- ]stage|(?:low|high|intermediate)[- ]grade|grade (?:[1-3]|I{1,3})|stage (?:[1-4]|I{1,3}V?|IV)[ABC]?)\s+$",
    re.IGNORECASE,
)


class Histotypes:
    """Reads histotypes from a paper's prose."""

    name = "histotypes"
    needs = frozenset({"histotype", "drug"})
    finding = HistotypeFinding

    def extract(self, paper: Paper) -> Iterator[HistotypeFinding]:
        """Yield findings in text order."""
        study = study_of(paper)
        own = [s for s in paper.sentences if _is_own(s)]
        counted = [c for s in own for c in (*listed(paper, s, study), *by_drug(paper, s))]
        everyone = list(whole(paper, study))
        everyones = {w.tumor.label for w in everyone if w.rule != "all"}
        most = {c.tumor.label: max(o.count.n or 0 for o in counted if o.tumor.label == c.tumor.label) for c in counted}
        counted = [
            c for c in counted if not _in_a_state(c, study.n if c.tumor.label in everyones else most[c.tumor.label])
        ]
        said = {w.tumor.label for w in everyone if w.rule == "stated"}
        counted = [c for c in counted if not _some_of_all(c, said, study.n)]
        stated = [w for w in everyone if w.rule != "inferred" or not _is_part(w, counted)]
        taken = {(w.sentence.index, w.tumor.start) for w in stated if w.rule != "inferred"}
        wholes = {(w.sentence.index, w.start, w.tumor.label) for w in stated}
        found: list[tuple[int, int, HistotypeFinding]] = [
            (w.sentence.index, w.start, _of_all(paper, w)) for w in stated
        ]
        found.extend(
            (c.sentence.index, c.start, _of_some(paper, c)) for c in counted if not _taken(c.sentence, c, taken, wholes)
        )
        yield from (f for _, _, f in sorted(found, key=lambda f: f[:2]))


def _in_a_state(counted: Counted, n: int | None) -> bool:
    """Whether a count of the type that all have tells its state only: "18 had primary and 15 had recurrent X"."""
    before = counted.sentence.text[: counted.end - len(counted.tumor.printed)]
    some = counted.count.n is not None and n is not None and counted.count.n < n
    return some and counted.rule not in ("by_drug", "opening") and _STATE.search(before) is not None


def _some_of_all(counted: Counted, everyones: set[str], n: int | None) -> bool:
    """Whether a count is of some of the patients who all have the type, told without any kind of it."""
    count = counted.count
    if counted.tumor.label not in everyones or counted.rule in ("by_drug", "opening", "group") or n is None:
        return False
    if count.percent is not None or count.total is not None or "evaluable" in count.modifiers:
        return False
    return count.n is not None and count.n < n and _KIND.search(_between(counted)) is None


def _is_part(stated: Whole, counted: list[Counted]) -> bool:
    """Whether the paper counts fewer of its patients with a type than all, so that not all have it."""
    return any(
        c.tumor.label == stated.tumor.label
        and c.rule not in ("by_drug", "opening")
        and c.count.n is not None
        and c.count.n < stated.n
        and (c.count.percent is not None or c.count.total is not None or _HAD.fullmatch(_between(c)))
        and _KIND.search(_between(c)) is None
        for c in counted
    )


def _between(counted: Counted) -> str:
    """The words between a count and the type behind it, or within the count: "12 atypical LPS cases"."""
    if counted.rule == "modifier":
        return counted.count.modifiers.split(counted.tumor.printed)[0]
    return counted.sentence.text[min(counted.count.end, counted.end) : counted.end - len(counted.tumor.printed)]


def _taken(
    sentence: Sentence, counted: Counted, taken: set[tuple[int, int]], wholes: set[tuple[int, int, str]]
) -> bool:
    """Whether the tumour's name at this place states the whole study's type already."""
    start, end = sentence.start + counted.start, sentence.start + counted.end
    if counted.drugs and any((sentence.index, counted.count.start, counted.tumor.label) == w for w in wholes):
        return True  # everybody had the drug
    return any(sentence.index == index and start <= at < end for index, at in taken)


def _is_own(sentence: Sentence) -> bool:
    if sentence.attribution in ("cited", "definition") or searched(sentence):
        return False
    return sentence.section in _OWN or (
        sentence.attribution == "own" and sentence.section in (K.DISCUSSION, K.BACKGROUND)
    )


def _of_all(paper: Paper, stated: Whole) -> HistotypeFinding:
    return HistotypeFinding(
        histotype=stated.tumor.term(),
        n=stated.n,
        evidence=(paper.within(stated.sentence, stated.start, stated.end),),
        method=f"histotype.{stated.rule}",
        confidence=stated.confidence,
    )


def _of_some(paper: Paper, counted: Counted) -> HistotypeFinding:
    tumor: Term = counted.tumor
    return HistotypeFinding(
        histotype=tumor,
        drugs=counted.drugs,
        n=counted.count.n,
        total=counted.count.total,
        percent=counted.count.percent,
        evidence=(paper.within(counted.sentence, counted.start, counted.end),),
        method=f"histotype.{counted.rule}",
        confidence=counted.confidence,
    )
