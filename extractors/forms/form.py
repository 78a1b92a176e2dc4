"""A trial summarised as a form: fixed keys with their values, section after section ("Clinical Trial Results" papers).

The keys are the journal's own (The Oncologist, since 2013), so they are told by their words wherever a line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core.contract import Evidence, Term
from extractors.core.paper import Paper
from extractors.core.vocabulary import vocabulary

_SECTION = re.compile(
    r"^[ \t]*(?P<kind>Drug information|Patient characteristics|(?:Primary|Secondary) assessment method|Adverse events|(?:Serious adverse|Dose[- ]limiting toxicit)\w*"
    r"|Pharmacokinetics|Assessment, analysis,? and discussion|Trial information)(?:[ \t]*(?:\bfor\b|[:,–—-])[ \t]*(?P<whose>[^\n\r]{1,60}))?[ \t]*\r?$",
    re.I | re.M,
)
_KEYS = re.compile(
    r"\b(?:Generic\s*/\s*Working\s+name|Number\s+of\s+patients\s+(?:enrolled|evaluable|evaluated)|Response\s+assessment\s+(?:CR|PR|SD|PD)|Number\s+of\s+patients,\s+(?:male|female)|Evaluation\s+method)\b",
    re.I,
)
_NAME = re.compile(r"\bGeneric\s*/\s*Working\s+name\s*:?[ \t]*(?P<name>[^\n\r]{2,60})", re.I)
# So many different keys make a form.
_FEW = 3


@dataclass(frozen=True)
class Section:
    """One section of a form: what it is about, of whom ("Phase II Control", empty for all), and where it stands."""

    kind: str
    whose: str
    start: int
    end: int


@dataclass(frozen=True)
class Form:
    """The sections of a form over the document's text."""

    text: str
    sections: tuple[Section, ...]
    regimens: dict[str, tuple[Term, ...]]

    def of(self, kind: str) -> Iterator[Section]:
        """Sections whose heading begins or ends with these words."""
        return (s for s in self.sections if kind in s.kind)

    def stratum(self, section: Section) -> tuple[tuple[Term, ...], str]:
        """Drugs, or else the words, of the part of the patients that a section is about; both empty for all."""
        parts = {s.whose for s in self.sections if s.kind == section.kind}
        if not section.whose or len(parts) < 2:
            return (), ""
        own = self.regimens.get(section.whose, ())
        alike = [w for w, r in self.regimens.items() if _labels(r) == _labels(own)]
        return (own, "") if own and len(alike) == 1 < len(self.regimens) else ((), section.whose)

    def find(self, pattern: re.Pattern[str], section: Section) -> Iterator[re.Match[str]]:
        """What a pattern finds within a section."""
        return pattern.finditer(self.text, section.start, section.end)


def evidence(m: re.Match[str], group: str | int = 0) -> tuple[Evidence, ...]:
    """The characters of a group of a match."""
    return (Evidence(start=m.start(group), end=m.end(group), section="form"),)


def form_of(paper: Paper) -> Form:
    """The form that a paper holds, worked out once; one without sections for nearly all papers."""
    if "form" not in paper.memo:
        paper.memo["form"] = _read(paper.document.text)
    held: Form = paper.memo["form"]
    return held


def drug(printed: str) -> Term:
    """A drug by the name that a form prints."""
    name = " ".join(re.sub(r"[‐‑]", "-", printed).split()).strip(" .,;")
    known = vocabulary().lookup(name, "drug")
    return Term(printed=name, concept=known.label if known else "")


def _read(text: str) -> Form:
    if "assessment" not in text.lower() or len({" ".join(k.lower().split()) for k in _KEYS.findall(text)}) < _FEW:
        return Form(text, (), {})
    found = list(_SECTION.finditer(text))
    bounds = [m.start() for m in found[1:]] + [len(text)]
    whose = [_tidy(m["whose"] or "") for m in found]
    named = {w for m, w in zip(found, whose, strict=True) if m["kind"].lower().startswith(("drug", "patient")) and w}
    sections = tuple(
        Section(m["kind"].lower(), _carried_on(text, m, w, named), m.end(), end)
        for m, w, end in zip(found, whose, bounds, strict=True)
    )
    regimens = {
        s.whose: tuple(drug(n["name"]) for n in _NAME.finditer(text, s.start, s.end))
        for s in sections
        if s.kind.startswith("drug")
    }
    return Form(text, sections, regimens)


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" :.,")


def _carried_on(text: str, m: re.Match[str], whose: str, named: set[str]) -> str:
    """Whose section it is, also where the heading goes on in the next line."""
    if not whose or whose in named:
        return whose
    following = text[m.end() : m.end() + 80].strip().splitlines()
    longer = _tidy(f"{whose} {following[0]}") if following else whose
    return longer if longer in named else whose


def _labels(terms: tuple[Term, ...]) -> frozenset[str]:
    return frozenset(t.label for t in terms)
