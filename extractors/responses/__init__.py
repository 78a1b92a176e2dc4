"""Responses as findings: categories with their figures, criteria, time and stratum; one patient's without counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.core import cues as re
from extractors.core.assumed import assumes
from extractors.core.contract import Evidence, ResponseFinding
from extractors.core.document import SectionKind as K
from extractors.core.narrative.counted import only_counted
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import Stratum, population, stratum
from extractors.core.strata.attach import reading
from extractors.quantities import parse_number
from extractors.quantities.people import PEOPLE
from extractors.responses.absence import absent
from extractors.responses.categories import Category, categories
from extractors.responses.context import behind, criteria, timepoint
from extractors.responses.either import either
from extractors.responses.enumerated import enumerated
from extractors.responses.figures import Figure, figures
from extractors.responses.joins import Join, joins
from extractors.responses.lines import other_line
from extractors.responses.patients import background, defined, in_turn, listed, owner, settled, untreated
from extractors.responses.restated import told_once
from extractors.responses.slashes import rows
from extractors.responses.splits import splits

_SKIPPED = {K.TABLE, K.KEY, K.REFERENCES, K.BACK_MATTER}


class Responses:
    """Reads responses from a paper's prose."""

    name = "responses"
    needs = frozenset({"drug", "endpoint"})
    finding = ResponseFinding

    def extract(self, paper: Paper) -> Iterator[ResponseFinding]:
        """Yield findings in text order; plans and definitions give none, other studies' results are `cited`."""
        yield from settled(list(self._all(paper)))

    def _all(self, paper: Paper) -> Iterator[ResponseFinding]:
        for sentence in paper.sentences:
            if sentence.section in _SKIPPED or sentence.attribution in ("planned", "definition"):
                continue
            if assumes(sentence.text) and not sentence.numbers("fraction", "n_equals"):
                continue
            named, listed_rows = categories(sentence), list(rows(sentence))
            for join, _, _ in listed_rows:
                yield _group(paper, sentence, join.category, join.figure, "response.row", 0.9)
            named = [c for c in named if not any(a <= c.start < b for _, a, b in listed_rows)]
            if any(c.code for c in named):
                yield from told_once(paper, list(_read(paper, sentence, named)))


def _read(paper: Paper, sentence: Sentence, named: Sequence[Category]) -> Iterator[ResponseFinding]:
    gone = list(absent(sentence, named))
    planned = sentence.section in (K.METHODS, K.ABSTRACT_METHODS)
    for category, start, end in ((c, a, b) for c, a, b, counted in gone if counted and not planned):
        yield _group(
            paper, sentence, category, Figure(start, end, (category.start, category.end), n=0), "response.absent", 0.95
        )
    open_ = [c for c in named if c not in {g[0] for g in gone}]
    counted = figures(sentence)
    told: set[Category] = set()
    for category, label in in_turn(sentence, open_):
        told.add(category)
        yield _single(paper, sentence, category, label)
    open_ = [c for c in open_ if c not in told]
    for join in either(sentence.text, counted):
        yield _group(paper, sentence, join.category, join.figure, "response.either", 0.9)
        # of what kind all of a figure's responses were; the figure itself is still the responses'
        open_ = [
            c
            for c in open_
            if join.category.code == "ORR" or c.end <= join.category.start or c.start > join.category.end
        ]
    items = list(listed(paper, sentence, open_))
    counted = [f for f in counted if f.n != 1 or not any(a <= f.start < b for *_, a, b in items)]
    found = joins(sentence, open_, counted, [(u.start, u.end) for u in reading(paper, sentence).units])
    further = list(splits(paper, sentence, found, counted))
    more, untold = enumerated(paper, sentence, found, further, counted)
    further += more
    unowned = {*_unowned(paper, sentence, found, further), *untold}
    for join in found:
        if join.figure in unowned or _of_other_line(paper, sentence, join):
            continue
        patient = _patient(paper, sentence, join.category, join.figure)
        if not join.category.code:
            continue
        told.add(join.category)
        if patient:
            yield _single(paper, sentence, join.category, patient)
        elif sentence.section is not K.LEGEND:
            yield _group(
                paper, sentence, join.category, join.figure, f"response.{join.rule}", 0.95 if join.sure else 0.8
            )
    for join in (j for j in further if j.figure not in unowned and not _of_other_line(paper, sentence, j)):
        yield _group(paper, sentence, join.category, join.figure, "response.split", 0.8)
    owners = [(c, owner(paper, sentence, c)) for c in open_ if c.code and c not in told]
    owners = [(c, label) for c, label in owners if label and not _untreated(paper, sentence, c, label)]
    for category, patient in owners if not defined(owners) else ():
        yield _single(paper, sentence, category, patient)
    for category, patient, start, end in items:
        yield _single(paper, sentence, replace(category, start=start, end=end), patient, category)


def _untreated(paper: Paper, sentence: Sentence, category: Category, label: str) -> bool:
    """Whether "progression" is told of a patient to whom nothing had been given, nor is in this sentence."""
    if category.code != "PD" or not re.match(
        r"progress(?:ion|ed)\b", sentence.text[category.start : category.end], re.I
    ):
        return False
    return not sentence.of("drug") and untreated(paper, sentence, label, category.start)


def _of_other_line(paper: Paper, sentence: Sentence, join: Join) -> bool:
    drugs = bool(stratum(paper, sentence, *join.figure.head, whole=False).drugs)
    return other_line(paper, sentence, join.category, min(join.category.start, join.figure.start), drugs)


def _unowned(paper: Paper, sentence: Sentence, found: Sequence[Join], further: Sequence[Join]) -> Iterator[Figure]:
    """ "Response rates (8 % v 13 %)" in a paper of several arms, none of them named: nobody can tell whose they are."""
    if len(population(paper).arms.regimens) < 2:
        return
    for other in (j for j in further if j.rule == "against"):
        first = next((j for j in found if j.category == other.category), None)
        if first and not any(stratum(paper, sentence, *f.head).named for f in (first.figure, other.figure)):
            yield from (first.figure, other.figure)


def _patient(paper: Paper, sentence: Sentence, category: Category, figure: Figure) -> str:
    """The patient of a narrative, where the figure counts no more than that one."""
    if figure.percent is not None or figure.total is not None or (figure.n or 0) != 1:
        return ""
    label = owner(paper, sentence, category)
    return "" if only_counted(paper, label) else label


def _span(category: Category, figure: Figure) -> tuple[int, int]:
    return min(category.start, figure.start), max(category.end, figure.end)


def _group(
    paper: Paper, sentence: Sentence, category: Category, figure: Figure, method: str, confidence: float
) -> ResponseFinding:
    start, end = _span(category, figure)
    # of names that are told their figures in order each has its own time
    timed = category if method == "response.respectively" and category.end <= figure.start else None
    when = (timed.start, timed.end) if timed else (figure.start, max(figure.end, category.end))
    held: Stratum = stratum(paper, sentence, *figure.head)
    low, high = figure.ci or (None, None)
    return ResponseFinding(
        attribution=sentence.attribution,
        drugs=held.drugs,
        histotype=held.histotype,
        subgroup=held.subgroup,
        evidence=(_evidence(paper, sentence, start, end),),
        method=method,
        confidence=confidence,
        criteria=behind(paper, sentence, figure.end)
        or criteria(paper, sentence, category.start, _formal(sentence.text, category)),
        category=category.code,
        n=figure.n,
        total=figure.total if figure.total is not None else _frame_total(paper, sentence, start, held),
        percent=figure.percent,
        ci_low=low,
        ci_high=high,
        timepoint=timepoint(sentence.text, *_window(sentence.text, *when)),
    )


def _formal(text: str, category: Category) -> bool:
    """Whether a category is named, not only told by "responded", "progressed" or "benefited"."""
    informal = re.match(r"respond|progressed|benefit|derived", text[category.start : category.end], re.I) is not None
    return not (
        informal and (category.verb or category.code == "CBR") and "rate" not in text[category.start : category.end]
    )


def _single(
    paper: Paper, sentence: Sentence, category: Category, patient: str, lead: Category | None = None
) -> ResponseFinding:
    held = stratum(paper, sentence, category.start, category.end, whole=False)
    above = stratum(paper, sentence, lead.start, lead.end, whole=False) if lead else held
    drugs, tumour = background(paper, sentence, patient, (lead or category).start)
    said = held.histotype or tumour
    start, end = _window(sentence.text, category.start, category.end)
    return ResponseFinding(
        attribution=sentence.attribution,
        drugs=held.drugs or above.drugs or drugs,
        histotype=None if said is None or population(paper).is_tumour(said) else said,
        patient=patient,
        subgroup=held.subgroup,
        evidence=(_evidence(paper, sentence, category.start, category.end),),
        method="response.patient",
        confidence=0.8,
        criteria=criteria(paper, sentence, category.start),
        category=category.code,
        timepoint=timepoint(sentence.text, start, end, patient=True),
    )


def _evidence(paper: Paper, sentence: Sentence, start: int, end: int) -> Evidence:
    return paper.within(sentence, start, min(end, len(sentence.text)))


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a statement, in which its time stands."""
    stops = [m.start() for m in re.finditer(r",(?!\d)|[;:(]|\band\b|\bbut\b|\bwhile\b|\bwhereas\b|\. ", text)]
    return max([0, *(s + 1 for s in stops if s < start)]), min([len(text), *(s for s in stops if s >= end)])


_FRAME = re.compile(
    rf"\W*(?:[A-Z][A-Za-z ]{{2,20}}:\s*)?(?:of|among|out of|in)\s+(?:all |the |our |these |a total of )*(?P<n>\d+|\w+)\s+(?:[\w+/-]+\s+){{0,4}}{PEOPLE}\b[^;:]{{0,60}},",
    re.I,
)


def _frame_total(paper: Paper, sentence: Sentence, start: int, held: Stratum) -> int | None:
    """The denominator of "Among the 20 patients with ..., 7 (35 %) were ...", where both are of the same drugs."""
    text = sentence.text
    frame = _FRAME.match(text)
    if frame is None or stratum(paper, sentence, *frame.span("n")).drugs != held.drugs:
        return None
    told = frame is not None and frame.end() <= start + 2 and ";" not in text[frame.end() : start]
    number = parse_number(frame["n"]) if frame is not None and told else None
    return int(number) if number is not None and number == int(number) else None
