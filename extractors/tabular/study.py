"""What a table leaves to the paper to say: the drugs under study, the response criteria, what its patients are counted in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.document import SectionKind
from extractors.core.paper import Paper
from extractors.core.strata.arms import Arms
from extractors.core.strata.population import population

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
    """`drugs` are those of the title (or, failing that, the one that the paper names most); `criteria` of responses."""

    drugs: tuple[Term, ...]
    histotype: Term | None
    criteria: str
    lines: frozenset[int]
    flattened: bool = False
    arms: Arms = field(default_factory=Arms)

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
    )
