"""Attachment: from the place of a number to the stratum its clause, brackets or the sentences before name.

Salience rules of the language rather than of a parser: a clause's own name wins, an elliptic clause takes the one
before it, brackets take the clause that they stand in, a frame ("Among the ten patients with ...") holds for its
sentence and for those that go on with it, and "overall" ends all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.paper import Paper, Sentence
from extractors.core.strata.arms import joined
from extractors.core.strata.clauses import Clause, clauses
from extractors.core.strata.contrasts import contrasts
from extractors.core.strata.pairs import claimed, distributed, number_runs, postposed, rivals_of
from extractors.core.strata.population import population
from extractors.core.strata.units import Dimension, Unit, classes, regimens, subgroups, together, tumours
from extractors.core.verbs import HAD

_WHOLE = re.compile(
    r"\b(?:overall(?=,|\s+(?:\d|population|group|cohort|series|the\b))|(?:whole|entire|total|complete|overall) (?:group|cohort|series|population|study|sample|patient)"
    r"|all (?:(?:\w+ ){0,2})(?:patients|cases|histotypes|subtypes|groups|drugs|agents)(?!\s+(?:with|who|receiv\w+|treated|given|on))|in total|altogether|taken together)\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\W*(?:(?:and|but|also|however),? )?(?:among|amongst|of|in|for|on|within|under|with|as for|concerning|regarding|when)\b",
    re.I,
)
_TRAILING = re.compile(
    r"\b(?:in|for|among|of|by|with|under|on)\s+(?:the |those |all )?(?:\d+ |\w+ )?(?:patients?|cases?|those|group|arm|subgroup|cohort|people|women|men|children)?\s*(?:(?:who (?:were|had)? ?)?(?:with|treated (?:with|by)|receiving|received|given|on)\s+)?(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"(?:the (?:other|remaining|rest|others|two|three|four|remainder)|their|they|these|those|(?:two|three|four|five|six|seven|eight|nine|ten|one|\d+) (?:{HAD}|were|was|progressed|responded|received|of (?:them|these|whom))"
    r"|of (?:these|them|those)|among (?:these|them|those)|in (?:this|these) (?:group|subgroup|histotype|cohort|arm|patients|subset)|for this (?:histotype|group|subtype)|none|another|both|all (?:had|were)|this (?:group|subgroup))\b",
    re.IGNORECASE,
)
# "8 SD including three leiomyosarcomas, and nine PD": what a part is called does not hold for what follows.
_SUBSET = re.compile(r"(?:including|comprising|of whom|of which|among)\b")
# "Nine patients then received A plus B; the response rate was 10 %."
_GIVEN = re.compile(
    r"\b(?:received?|were given|treated with|switched to|crossed over to|started|changed to)\s(?:\w+\s){0,2}$", re.I
)
# "(3.6 months), those with liver metastases (1.8 months)": a group in words that no vocabulary gives.
_OTHER_PEOPLE = re.compile(
    r"\s*(?:in |for |among |with )?(?:the )?(?:those|patients|cases|women|men|children|individuals)\s(?:with|without|who|whose|aged|over|under|younger|older|in|at|having)\b",
    re.I,
)
_OTHERS = re.compile(r"\bthe (?:other|remaining|rest|others|remainder)\b|\banother\b", re.I)


@dataclass(frozen=True)
class Reading:
    """A sentence as strata see it; `carried` are the frame units that earlier sentences hand on.

    `listed` are the groups that a sentence before told numbers of one each; this one's numbers follow in their order.
    """

    sentence: Sentence
    clauses: tuple[Clause, ...]
    units: tuple[Unit, ...]
    carried: tuple[Unit, ...] = ()
    listed: tuple[Unit, ...] = ()

    def find(self, dimension: Dimension, start: int, end: int) -> Unit | None:
        """The unit of this dimension that holds for the characters `[start, end)`."""
        units = [u for u in self.units if u.dimension == dimension]
        paired = self._paired(units, start) or self._in_turn(dimension, start)
        if paired is not None:
            return paired
        clause = self._clause(start)
        while clause is not None:
            own = [u for u in units if clause.holds(u.start, u.end)]
            if not own and any(u.rival == dimension and clause.holds(u.start, u.end) for u in self.units):
                return None
            if own:
                near = _nearest(self.sentence.text, own, start, end)
                return Unit(dimension, near.start, near.end) if self._listed(near, own) else near
            if self._is_whole(clause):
                return None
            found, stopped = self._before(clause, units, dimension)
            if found is not None or stopped:
                return found
            found = self._after(clause, units, start)
            if found is not None:
                return found
            if clause.parent is not None:
                start = end = max(a for a, b in clause.parent.brackets if a < clause.start)
            clause = clause.parent
        return next((u for u in self.carried if u.dimension == dimension), None)

    def frame(self) -> tuple[Unit, ...]:
        """Units that the sentence's opening phrase sets for what follows."""
        if not self.clauses or not _FRAME.match(self.sentence.text):
            return ()
        first = self.clauses[0]
        held: dict[str, Unit] = {}
        for unit in self.units:
            if first.holds(unit.start, unit.end):
                held.setdefault(unit.dimension, unit)
        return tuple(held.values())

    def _clause(self, at: int) -> Clause | None:
        top = next((c for c in self.clauses if c.start <= at < c.end), None)
        return top.innermost(at) if top else None

    def _paired(self, units: list[Unit], start: int) -> Unit | None:
        sentence = self.sentence
        here = next((q for q in sentence.quantities if q.start == start), None)
        if here is None or len(units) < 2:
            return None
        at = (here.start, here.end)
        alike = [(q.start, q.end) for q in sentence.quantities if q.kind == here.kind]
        names, rivals = [(u.start, u.end) for u in units], rivals_of(sentence)
        name = distributed(sentence.text, alike, names, at, rivals)
        for run in number_runs(sentence) if name is None else ():
            name = name or distributed(sentence.text, run, names, at, rivals)
        name = name or postposed(sentence.text, alike, names, start)
        return next((u for u in units if (u.start, u.end) == name), None)

    def _in_turn(self, dimension: Dimension, start: int) -> Unit | None:
        """The group of the sentences before that this number is told of."""
        if not self.listed or self.listed[0].dimension != dimension:
            return None
        rivals = rivals_of(self.sentence)
        runs = [
            run
            for run in number_runs(self.sentence)
            if len(run) == len(self.listed) and not claimed(self.sentence.text, run, rivals)
        ]
        return next((u for run in runs for u, at in zip(self.listed, run, strict=True) if at[0] == start), None)

    def told(self) -> tuple[Unit, ...]:
        """The groups of this sentence, where its numbers are told of one each."""
        for dimension in ("drug", "histotype", "subgroup"):
            units = [u for u in self.units if u.dimension == dimension]
            for run in number_runs(self.sentence) if len(units) > 1 else ():
                held = [self._paired(units, at[0]) for at in run]
                if len(held) == len(units) and all(u is not None for u in held):
                    return tuple(u for u in held if u is not None)
        return ()

    def each(self) -> tuple[Unit, ...]:
        """The drugs of a sentence that names three regimens or more, one after the other and each once; or two, however often."""
        drugs = [u for u in self.units if u.dimension == "drug" and u.terms]
        first = {u.terms: u for u in reversed(drugs)}
        if len(first) == 2:
            return tuple(sorted(first.values(), key=lambda u: u.start))
        return tuple(drugs) if len(drugs) > 2 and len(first) == len(drugs) else ()

    def _apart(self, start: int, end: int) -> bool:
        """Whether fractions from `start` on have different denominators: different groups."""
        found = {q.high for q in self.sentence.quantities if q.kind == "fraction" and start <= q.start < end}
        return len(found) > 1

    def _listed(self, unit: Unit, units: list[Unit]) -> bool:
        """Whether a unit is one of a plain list ("A and B"), so that it alone is not the stratum."""
        gaps = ((a.end, b.start) for a, b in pairwise(units) if unit in (a, b))
        return any(re.fullmatch(r"\s*(?:,|and|or|, and|, or|/)\s*(?:the\s)?", self.sentence.text[a:b]) for a, b in gaps)

    def _is_whole(self, clause: Clause) -> bool:
        return any(clause.holds(*m.span()) for m in _WHOLE.finditer(self.sentence.text, clause.start, clause.end))

    def _before(self, clause: Clause, units: list[Unit], dimension: Dimension) -> tuple[Unit | None, bool]:
        """The last unit of the clauses before, and whether the search ended at a whole-group phrase or a new theme."""
        opener = clause.opener
        for k, earlier in enumerate(reversed(clause.before)):
            own = [u for u in units if earlier.holds(u.start, u.end)]
            if _SUBSET.match(earlier.opener):
                continue
            first = k == len(clause.before) - 1
            frame = first and _FRAME.match(self.sentence.text[earlier.start :]) is not None
            if opener == ".":
                return None, False
            after = clause.before[len(clause.before) - k] if k else clause
            if own and after.opener == ":" and len(self.sentence.text[earlier.start : earlier.end].strip()) <= 40:
                return own[-1], False
            told = (
                dimension == "drug"
                and len(own) == 1
                and _GIVEN.search(self.sentence.text[earlier.start : own[0].start])
            )
            if own and not (frame or told) and _OTHER_PEOPLE.match(self.sentence.text, clause.start, clause.end):
                return None, True
            if own and (frame or told or (opener != ";" and dimension != "subgroup")):
                return (Unit(dimension, own[-1].start, own[-1].end) if self._listed(own[-1], own) else own[-1]), False
            if self._is_whole(earlier):
                return None, True
            opener = "." if earlier.opener == "." else ";" if ";" in (opener, earlier.opener) else opener
        return None, False

    def _after(self, clause: Clause, units: list[Unit], start: int) -> Unit | None:
        """A modifier behind the last of several parallel statements: "PFS was 4 and OS 9 months in patients on A"."""
        if any(clause.holds(u.start, u.end) for u in self.units):
            return None
        for later in clause.after:
            if later.opener in (";", ":", ".") or later.opener.startswith(("including", "of ", "among", "compris")):
                return None
            own = [u for u in units if later.holds(u.start, u.end)]
            if own:
                parallel = (
                    len(units) == 1
                    and not self._apart(start, own[0].start)
                    and later.opener.endswith("and")
                    and any(later.start <= q.start < own[0].start for q in self.sentence.quantities)
                )
                return own[0] if parallel and _TRAILING.search(self.sentence.text[later.start : own[0].start]) else None
        return None


def _nearest(text: str, units: list[Unit], start: int, end: int) -> Unit:
    """Of several units of one clause the one that stands closest; a modifier behind goes before a name in front."""

    def distance(unit: Unit) -> tuple[int, int]:
        if unit.start >= end:
            gap = text[end : unit.start]
            return (0 if _TRAILING.search(gap) and len(gap) < 60 else 1, unit.start - end)
        return (1, start - unit.end)

    return min(units, key=distance)


def reading(paper: Paper, sentence: Sentence) -> Reading:
    """The sentence's reading, made once a paper."""
    held: dict[int, Reading] = paper.memo.setdefault("strata", {})
    if sentence.index not in held:
        held[sentence.index] = _read(paper, sentence)
    return held[sentence.index]


def _read(paper: Paper, sentence: Sentence) -> Reading:
    study = population(paper)
    parts = subgroups(sentence)
    named = study.arms.units(sentence, parts)
    drugs = [u for u in regimens(sentence, study.singles) if not any(n.start <= u.start < n.end for n in named)]
    groups = [
        u
        for u in classes(sentence)
        if not any(n.start <= u.start < n.end for n in named)
        and not (
            u.label == "placebo"
            and any((d.exact and abs(d.start - u.end) < 9) or abs(u.start - d.end) < 9 for d in drugs)
        )
    ]
    if len(drugs) + len(groups) + len(named) > 1:
        drugs = sorted([*drugs, *groups], key=lambda u: u.start)
    drugs = joined(sentence.text, sorted([*drugs, *named, *together(sentence, study.together)], key=lambda u: u.start))
    parts = [p for p in parts if not any(n.start < p.end and p.start < n.end for n in named)]
    units = sorted([*drugs, *tumours(sentence), *parts], key=lambda u: u.start)
    units = sorted([*units, *contrasts(sentence, units)], key=lambda u: u.start)
    whole = [(q.start, q.end) for q in sentence.quantities] + [(u.start, u.end) for u in units]
    return Reading(
        sentence,
        tuple(clauses(sentence.text, whole)),
        tuple(units),
        _carried(paper, sentence),
        _listed(paper, sentence, units),
    )


_HOPS = 2  # sentences over which "respectively" still means the groups that were listed


def _listed(paper: Paper, sentence: Sentence, units: list[Unit]) -> tuple[Unit, ...]:
    """The groups that the sentences before listed, where this one lists as many numbers and names nobody."""
    if units or not any(len(r) > 2 or "respectively" in sentence.text for r in number_runs(sentence)):
        return ()
    for k in range(sentence.index - 1, max(sentence.index - 1 - _HOPS, -1), -1):
        before = paper.sentences[k]
        if before.section != sentence.section or "\n" in paper.prose.text[before.end : sentence.start]:
            return ()
        earlier = reading(paper, before)
        if earlier.units:
            return earlier.told() or (earlier.each() if "respectively" in sentence.text else ())
    return ()


def _carried(paper: Paper, sentence: Sentence) -> tuple[Unit, ...]:
    if sentence.index == 0 or not _GOES_ON.match(sentence.text.lstrip()):
        return ()
    before = paper.sentences[sentence.index - 1]
    if before.section != sentence.section or "\n" in paper.prose.text[before.end : sentence.start]:
        return ()
    earlier = reading(paper, before)
    units = (*earlier.frame(), *(u for u in earlier.carried))
    others = _OTHERS.search(sentence.text[:60]) is not None
    return tuple(u for u in units if not (others and u.dimension != "histotype"))
