"""Names that a paper gives its regimens: short forms ("GV", "arm A") and an arm's part in a trial ("the control arm")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.document import SectionKind as K
from extractors.core.paper import Paper, Sentence
from extractors.core.strata.units import Unit, regimens
from extractors.core.vocabulary import vocabulary

Terms = tuple[Term, ...]
_LINKS = re.compile(
    r"(?:\b(?:plus|and|with|combined|in combination|together|placebo|oral|intravenous|weekly|chemotherapy|followed by)\b|[\s+/&,‐‑–-])*",
    re.I,
)
_SEVERAL = re.compile(r"\bplus\b|\band\b|\bwith\b|\+|/|&|\bplacebo\b", re.I)
_SHORT = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z+]{0,4}")
_TOLD = {K.TITLE, K.ABSTRACT, K.ABSTRACT_METHODS, K.METHODS, K.BODY, K.RESULTS, K.ABSTRACT_RESULTS}
_ARM = r"(?:arms?|groups?|cohorts?) (?P<letter>[A-D]|[1-4]|I{1,3}|IV)\b"
_BEHIND = re.compile(rf"[^();:]{{0,60}}\(\s*{_ARM}", re.I)
_BEFORE = re.compile(rf"\b{_ARM}\s*(?::|\(|,|=|received|was|were given|consisted of)\s*(?:the |with )?$", re.I)
# What an arm gives one after the other is no regimen that a name could stand for.
_IN_TURN = re.compile(r"\b(?:followed by|first|before|after|then|until|sequential\w*|crossover|maintenance)\b", re.I)
_ASSIGNED = re.compile(r"\b(?:random\w*|assigned|allocated|arms?|versus|vs\.?|compar\w+)\b", re.I)
_PART = re.compile(
    r"\b(?P<more>experimental|combination|investigational|interventional?|doublet|combined[- ]treatment)[- ](?:arm|group)\b"
    r"|\b(?:to|with|on|under|receiv\w+|given) the (?P<both>combination|doublet)(?=\s*(?:[.,;()]|$)|\s(?:and|versus|vs|than|compared|or|respectively)\b)"
    r"|\b(?P<less>control(?:led)?|standard|placebo|comparator|reference|monotherapy|single[- ](?:agent|drug))[- ](?:arm|group)\b",
    re.I,
)


@dataclass(frozen=True)
class Arms:
    """Regimens by short form and by arm letter; `more` and `less` those of a two-armed trial that adds to a regimen."""

    shorts: Mapping[str, Terms] = field(default_factory=dict)
    letters: Mapping[str, Terms] = field(default_factory=dict)
    more: Terms = ()
    less: Terms = ()
    pattern: re.Pattern[str] | None = None

    @property
    def regimens(self) -> set[frozenset[str]]:
        """The different regimens that have a name."""
        return {_labels(t) for t in (*self.shorts.values(), *self.letters.values(), self.more, self.less) if t}

    def units(self, sentence: Sentence, subgroups: Sequence[Unit]) -> list[Unit]:
        """The regimens that a sentence names by these names."""
        found = [self._arm(u) for u in subgroups]
        if self.pattern is not None:
            found += [
                Unit("drug", m.start(), m.end(), self.shorts[m.group()], exact=True)
                for m in self.pattern.finditer(sentence.text)
            ]
        if self.more and self.less:
            for m in _PART.finditer(sentence.text):
                found.append(Unit("drug", m.start(), m.end(), self.less if m["less"] else self.more, exact=True))
        return sorted((u for u in found if u is not None), key=lambda u: u.start)

    def _arm(self, unit: Unit) -> Unit | None:
        said = re.fullmatch(r"(?:arm|group|cohort) (\w+)", unit.label, re.I)
        terms = self.letters.get(said[1].upper()) if said else None
        return Unit("drug", unit.start, unit.end, terms, exact=True) if terms else None


def read_arms(paper: Paper, singles: frozenset[str]) -> Arms:
    """The names of a paper's regimens; none where they are not plain."""
    shorts = {**_spelled(paper, singles), **_initials(paper, singles), **dict(_shorts(paper))}
    letters = _letters(paper, singles)
    less, more = _pair([*shorts.values(), *letters.values(), *_contrasted(paper, singles)])
    pattern = None
    if shorts:
        words = "|".join(re.escape(s) for s in sorted(shorts, key=len, reverse=True))
        pattern = re.compile(rf"(?<![\w+-])(?:{words})(?![\w+-])")
    return Arms(shorts, letters, more, less, pattern)


def _shorts(paper: Paper) -> Iterator[tuple[str, Terms]]:
    for short, long in paper.abbreviations:
        if _SHORT.fullmatch(short) and len(long) < 90 and _SEVERAL.search(long):
            found = [m for m in vocabulary().matches(long) if m.concept.layer == "drug"]
            rest = long
            for m in reversed(found):
                rest = rest[: m.start] + rest[m.end :]
            if found and (len(found) > 1 or "placebo" in rest.lower()) and _LINKS.fullmatch(rest):
                terms = {m.concept.label: Term(printed=long[m.start : m.end], concept=m.concept.label) for m in found}
                yield short, tuple(terms[label] for label in sorted(terms))


# "DE (docetaxel 75 mg/m2 and epirubicin 75 mg/m2, every 3 weeks)": what a short form stands for, with its doses.
_HOLDING = re.compile(rf"(?<![\w+-])(?P<short>{_SHORT.pattern})\s?\((?P<inside>[^()]{{8,160}})\)")
_DOSED = re.compile(r"\d\s?(?:mg|g|µg|IU|MU|AUC)\b|\bAUC\s?\d")


def _spelled(paper: Paper, singles: frozenset[str]) -> dict[str, Terms]:
    """Drugs by the short form that a bracket with their doses spells out; a form spelled in two ways is none."""
    known = {short for short, _ in paper.abbreviations}
    found: dict[str, Terms] = {}
    unclear: set[str] = set()
    for s in paper.sentences:
        if s.section not in _TOLD or s.attribution == "cited" or "(" not in s.text:
            continue
        for m in _HOLDING.finditer(s.text):
            if m["short"] in known or _IN_TURN.search(m["inside"]) or not _DOSED.search(m["inside"]):
                continue
            units = [u for u in regimens(s, singles) if m.start("inside") <= u.start < m.end()]
            terms = {t.label: t for u in units for t in u.terms}
            if len(terms) > 1:
                held = found.setdefault(m["short"], tuple(terms[label] for label in sorted(terms)))
                if _labels(held) != frozenset(terms):
                    unclear.add(m["short"])
    return {short: terms for short, terms in found.items() if short not in unclear}


_ADDED = re.compile(r"\s*(?:plus|\+|combined with|in combination with|together with)\s*(?:the\s)?", re.I)


def joined(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Units in order, a regimen's name and what it is combined with as one: "DE plus bevacizumab"."""
    found: list[Unit] = []
    for unit in units:
        last = found[-1] if found else None
        named = last is not None and last.terms and unit.terms and last.exact != unit.exact
        if last is not None and named and _ADDED.fullmatch(text, last.end, unit.start):
            terms = {t.label: t for t in (*last.terms, *unit.terms)}
            both = tuple(terms[label] for label in sorted(terms))
            found[-1] = Unit("drug", last.start, unit.end, both, exact=True)
        else:
            found.append(unit)
    return found


_INITIALS = re.compile(r"\s*\(([A-Z]{2,5})\s*[;,)]")


def _initials(paper: Paper, singles: frozenset[str]) -> dict[str, Terms]:
    """ "Doxorubicin plus dacarbazine (AD)": a letter a drug, of which one may be the initial of an older name."""
    known = {short for short, _ in paper.abbreviations}
    found: dict[str, Terms] = {}
    for s in paper.sentences:
        if s.section not in _TOLD or s.attribution == "cited" or "(" not in s.text:
            continue
        for unit in regimens(s, singles):
            said = _INITIALS.match(s.text, unit.end)
            if said is None or len(said[1]) != len(unit.terms) or len(unit.terms) < 2 or said[1] in known:
                continue
            first = [t.label[0].upper() for t in unit.terms]
            if sum(letter in first for letter in said[1]) < len(first) - 1:
                continue
            if _labels(found.setdefault(said[1], unit.terms)) != _labels(unit.terms):
                return {}
    return found


def _letters(paper: Paper, singles: frozenset[str]) -> dict[str, Terms]:
    """ "Randomised to A plus B (arm A) or B (arm B)", "arm A: A plus B"; empty unless two arms or more are told so."""
    found: dict[str, Terms] = {}
    for s in paper.sentences:
        if s.section not in _TOLD or s.attribution == "cited" or not re.search(r"\b(?:arm|group|cohort)", s.text, re.I):
            continue
        if _IN_TURN.search(s.text):
            continue
        for unit in regimens(s, singles):
            said = _BEHIND.match(s.text, unit.end) or _BEFORE.search(s.text[: unit.start])
            if said and unit.terms:
                held = found.setdefault(said["letter"].upper(), unit.terms)
                if _labels(held) != _labels(unit.terms):
                    return {}
    return found if len({_labels(t) for t in found.values()}) > 1 else {}


def _contrasted(paper: Paper, singles: frozenset[str]) -> Iterator[Terms]:
    for s in paper.sentences:
        if s.section in _TOLD and s.attribution != "cited" and _ASSIGNED.search(s.text):
            units = regimens(s, singles)
            if len(units) > 1:
                yield from (u.terms for u in units if u.exact or len(u.terms) > 1)


def _pair(regimens_: Sequence[Terms]) -> tuple[Terms, Terms]:
    """The smaller and the larger of two regimens of which one adds to the other; nothing where there are others."""
    named = {_labels(t): t for t in regimens_ if t}
    if len(named) != 2:
        return (), ()
    less, more = sorted(named, key=len)
    return (named[less], named[more]) if less < more else ((), ())


def _labels(terms: Terms) -> frozenset[str]:
    return frozenset(t.label for t in terms)
