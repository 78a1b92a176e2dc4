"""What a table leaves to the paper to say: the drugs under study, the response criteria, what its patients are counted in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.document import SectionKind
from extractors.core.paper import Paper
from extractors.core.strata.arms import Arms
from extractors.core.strata.population import population
from extractors.tabular.introduced import introductions

_RECIST = re.compile(r"RECIST[\s,(]*(?:criteria|guidelines?)?[\s,(]*(?:v(?:ersion|\.)?)?\s*\.?\s*(1\.[01])", re.I)
_LINES = re.compile(
    r"\b(\d{1,4})\s+(?:[a-z-]+\s+){0,3}(?:treatment )?(?:lines|treatments|courses of treatment)\b", re.I
)

_LETTER = re.compile(r"(?:the |treatment |study )?(?:arm|group|cohort) ([A-D]|[1-4]|I{1,3}|IV)", re.I)
_ROLE = re.compile(
    r"(?:the )?(?:(?P<more>experimental|investigational|interventional?|combination)|control|placebo|standard|comparator|reference)(?: (?:arm|group|treatment|therapy))?",
    re.I,
)


@dataclass(frozen=True)
class Study:
    """`drugs` are those of the title (or, failing that, the one that the paper names most); `criteria` of responses.

    `common` are the drugs that all patients received, as far as the paper lets that be told; `time_unit` is what its
    text counts survival in, empty when that differs from place to place; `introduced` is what it says of its tables.
    """

    drugs: tuple[Term, ...]
    histotype: Term | None
    criteria: str
    lines: frozenset[int]
    flattened: bool = False
    arms: Arms = field(default_factory=Arms)
    common: frozenset[str] = frozenset()
    time_unit: str = ""
    introduced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def has_all(self, drugs: set[str]) -> bool:
        """Whether these drugs are part of what all patients received, so that naming them makes no stratum."""
        return drugs <= self.common

    def arm(self, words: str) -> tuple[Term, ...]:
        """The regimen of a header that is an arm's name and nothing else: "Arm B", "Control group"."""
        if m := _LETTER.fullmatch(words):
            return self.arms.letters.get(m[1].upper(), ())
        if m := _ROLE.fullmatch(words):
            return self.arms.more if m["more"] else self.arms.less
        return ()

    def counts_lines(self, n: int | None) -> bool:
        """Whether the paper speaks of this many lines of treatment rather than patients."""
        return n is not None and n in self.lines


def study_of(paper: Paper) -> Study:
    """What the title and the text say of the whole study; worked out once a paper."""
    held: Study | None = paper.memo.get("study of tables")
    if held is None:
        held = paper.memo["study of tables"] = _study_of(paper)
    return held


def _study_of(paper: Paper) -> Study:
    title = [s for s in paper.sentences if s.section is SectionKind.TITLE] or list(paper.sentences[:2])
    drugs = {m.label: m.term() for s in title for m in s.of("drug")}
    if not drugs:
        counted = Counter(m.label for s in paper.sentences for m in s.of("drug"))
        if counted:
            most = counted.most_common(1)[0][0]
            drugs = {most: next(m.term() for s in paper.sentences for m in s.of("drug") if m.label == most)}
    tumours = {m.label: m.term() for s in title for m in s.of("histotype")}
    versions = set(_RECIST.findall(paper.prose.text))
    if len(versions) == 1:
        criteria = f"RECIST {versions.pop()}"
    else:
        criteria = "RECIST" if re.search(r"\bRECIST\b", paper.prose.text) else ""
    lines = frozenset(int(n) for n in _LINES.findall(paper.prose.text))
    return Study(
        tuple(drugs.values()),
        next(iter(tumours.values())) if len(tumours) == 1 else None,
        criteria,
        lines,
        paper.document.tables is None,
        population(paper).arms,
        frozenset(t.label for t in population(paper).terms),
        _time_unit(paper),
        introductions(paper),
    )


_TIMED = re.compile(
    r"\b(?:PFS|OS|TTP|DFS|RFS|EFS|survival|(?:time|duration)s? (?:to|of|until) (?:\w+ )?(?:progression|response|treatment)|follow-?up)\b"
    r"[^.;%]{0,60}?(?<!at )(?<![\d.])\d{1,3}(?:[.·]\d+)?[- –]?\s*(?P<unit>mo(?:nth|s)?|w(?:ee)?k|y(?:ea)?r|day)s?\b",
    re.I,
)


def _time_unit(paper: Paper) -> str:
    """The unit of nearly all survival times of the text, where it gives at least two."""
    units = Counter(m["unit"][0].lower() for m in _TIMED.finditer(paper.prose.text))
    (unit, n), *_ = units.most_common(1) or [("", 0)]
    return {"m": "mo", "w": "wk", "y": "a", "d": "d"}[unit] if n > 1 and n >= 0.8 * units.total() else ""
