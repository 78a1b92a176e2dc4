"""The study population: what all patients had, so that naming it does not make a stratum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.document import SectionKind as K
from extractors.core.paper import Paper, Sentence
from extractors.core.regimens import given
from extractors.core.strata.arms import Arms, read_arms
from extractors.core.strata.units import Unit, regimens, tumours
from extractors.core.study import study_of

_TREATED = re.compile(
    r"\b(?:treated (?:with|by)|received?|receiving|given|administered|treatment with|therapy with|was used|were used|efficacy of|activity of|effects? of|outcomes? of|safety of|use of|evaluate|combination of)\b",
    re.I,
)
_CONTRAST = re.compile(
    r"\b(?:versus|vs\.?|or|compared (?:with|to)|comparing|comparison|with or without|with and without|\+/-|±|randomi[sz]ed)(?=\W|$)",
    re.I,
)
_OPTIONAL = re.compile(r"\b(?:with or without|with and without|\+/-|±|with/without)", re.I)
_ADDED = re.compile(
    r"\b(?:concomitant(?:ly)?|concurrent(?:ly)?|in addition|additional(?:ly)?|also|add(?:ed|ition of|ing))\b", re.I
)
_EVERYBODY = re.compile(
    r"\b(?:all|every|each)(?: of)?(?: the| our| these)?(?: \w+)?(?: consecutive)? (?:patients?|subjects|participants)\b(?= (?:were|had been|who|received|was|underwent|started|began|got|with|in))",
    re.I,
)
# A randomised paper with such an arm: nobody's drug is everybody's.
_PLACEBO = re.compile(
    r"\b(?:placebo|control|observation|best supportive care|BSC)[- ](?:group|arm)\b|\bor (?:matching )?placebo\b|\b(?:vs\.?|versus) placebo\b",
    re.I,
)
_STAGE = re.compile(r"\b(?:malignant|metastatic|advanced|recurrent|, nos)\b|,\s*nos", re.I)
_ABSTRACT = {K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.ABSTRACT_CONCLUSION, K.TITLE}
_OWN = _ABSTRACT | {K.METHODS, K.RESULTS, K.CASES, K.BODY}


@dataclass(frozen=True, slots=True)
class Population:
    """`terms` is the regimen that all patients received (empty: several regimens), `tumour` the only tumour type's name.

    `added` are drugs that a part received on top of it, `singles` drugs that the paper gives as single agents,
    `together` the one combination that the paper sets against single agents, `arms` what it calls its regimens.
    """

    terms: tuple[Term, ...] = ()
    added: frozenset[str] = frozenset()
    singles: frozenset[str] = frozenset()
    tumour: str = ""
    together: tuple[Term, ...] = ()
    arms: Arms = field(default_factory=Arms)

    def is_regimen(self, labels: frozenset[str], alone: bool) -> bool:
        """Whether drugs are what everybody had; "A alone" is a stratum where some had more."""
        study = frozenset(t.label for t in self.terms)
        if not study or not labels or not labels <= study:
            return False
        return not (alone and (self.added or labels < study))

    def adds(self, labels: frozenset[str]) -> bool:
        """Whether drugs are an addition to the study regimen."""
        return bool(labels) and labels <= self.added

    def is_tumour(self, term: Term) -> bool:
        """Whether a tumour name is that of the whole series, or a wider one."""
        label = _plain(term.label)
        return bool(self.tumour) and (label == self.tumour or label in _WIDER)


_AGAINST_PLACEBO = re.compile(
    r"\b(?:versus|vs\.?|or|against|compared (?:with|to)) (?:a )?(?:matching )?(?:placebo|best supportive care|observation)\b",
    re.I,
)
_WIDER = {"soft tissue sarcoma", "bone sarcoma", "sarcoma"}


def _plain(label: str) -> str:
    return " ".join(_STAGE.sub(" ", label.lower()).split())


def population(paper: Paper) -> Population:
    """What all patients of a paper had, decided once a paper from title, abstract, methods and plain statements."""
    held: Population | None = paper.memo.get("population")
    if held is None:
        held = paper.memo["population"] = _decide(paper)
    return held


def _decide(paper: Paper) -> Population:
    singles = frozenset(label for label, n in _singles(paper).items() if n >= 1)
    terms, added = _title_regimen(paper) or _told_regimen(paper, singles)
    terms = _common(paper, terms)
    return Population(
        terms, added, singles, _tumour(paper), _together(paper, terms, added, singles), read_arms(paper, singles)
    )


def _together(
    paper: Paper, terms: tuple[Term, ...], added: frozenset[str], singles: frozenset[str]
) -> tuple[Term, ...]:
    """The only combination of a paper whose other patients had one of its drugs alone; empty when there are several."""
    if terms and not added:
        return ()
    found: dict[frozenset[str], tuple[Term, ...]] = {}
    for s in paper.sentences:
        if s.section in _OWN and s.attribution != "cited":
            for unit in regimens(s, singles):
                if len(unit.terms) > 1:
                    found.setdefault(_labels([unit]), unit.terms)
    if terms and len(added) == 1:
        base = {t.label: t for t in terms}
        more = next((t for ts in found.values() for t in ts if t.label in added), None) or next(
            (u.terms[0] for s in paper.sentences for u in regimens(s) if _labels([u]) == added), None
        )
        return tuple(sorted((*base.values(), more), key=lambda t: t.label)) if more else ()
    return next(iter(found.values())) if len(found) == 1 and not terms else ()


def title(paper: Paper) -> Sentence | None:
    """The title's sentence: headed as such, in the metadata's words, or an abstract's first when no heading precedes."""
    for sentence in paper.sentences[:3]:
        if sentence.section is K.TITLE:
            return sentence
    first = paper.sentences[0] if paper.sentences else None
    if first and first.section in (K.ABSTRACT, K.BODY) and first.start == 0 and len(first.text) > 25:
        return first
    return None


def _title_regimen(paper: Paper) -> tuple[tuple[Term, ...], frozenset[str]] | None:
    """The regimen that a title names; none when it names no drug or opposes several."""
    head = title(paper)
    units = regimens(head) if head else []
    if head is None or not units:
        return None
    between = head.text[units[0].start : units[-1].end]
    if _OPTIONAL.search(between) or _OPTIONAL.search(head.text):
        return units[0].terms, _labels(units[1:]) | _optional(head)
    widest = max(units, key=lambda u: len(u.terms))
    if len(widest.terms) > 1 and _divided(paper, _labels([widest])):
        return (), frozenset()
    if len(widest.terms) == 1 and _AGAINST_PLACEBO.search(head.text):
        return (), frozenset()
    if _CONTRAST.search(between) or not _labels(units) <= _labels([widest]):
        return (), frozenset()
    return widest.terms, frozenset()


def _divided(paper: Paper, labels: frozenset[str]) -> bool:
    """Whether one sentence shares out all patients over these drugs: "20 received A, eight B and five C" of 33."""
    n = study_of(paper).n
    for s in paper.sentences if n else ():
        if s.section not in _OWN or s.attribution == "cited" or len({m.label for m in s.of("drug")} & labels) < 2:
            continue
        told = [g for g in given(s) if len(g.drugs) == 1 and g.drugs[0].label in labels and g.count.percent is None]
        if len({g.drugs[0].label for g in told}) == len(labels) and sum(g.count.n or 0 for g in told) == n:
            return True
    return False


def _optional(head: Sentence) -> frozenset[str]:
    at = _OPTIONAL.search(head.text)
    return frozenset(m.label for m in head.of("drug") if at and head.at(m)[0] >= at.end())


def _labels(units: list[Unit]) -> frozenset[str]:
    return frozenset(t.label for u in units for t in u.terms)


def _given(paper: Paper, sections: set[K]) -> Iterator[tuple[Sentence, list[Unit]]]:
    """Sentences of the study's own treatment with the regimens they name."""
    for s in paper.sentences:
        if s.section in sections and s.attribution in ("own", "planned") and s.of("drug") and _TREATED.search(s.text):
            units = regimens(s)
            if units:
                yield s, units


def _singles(paper: Paper) -> Counter[str]:
    return Counter(u.terms[0].label for _, units in _given(paper, _OWN) for u in units if len(u.terms) == 1)


def _told_regimen(paper: Paper, singles: frozenset[str]) -> tuple[tuple[Term, ...], frozenset[str]]:
    """The regimen that all patients had by the paper's statements, and what some had besides."""
    told = list(_given(paper, _ABSTRACT)) or list(_given(paper, _OWN))
    everybody = [
        u for s, units in told + list(_given(paper, {K.METHODS, K.RESULTS})) for u in units if _is_all(s, units)
    ]
    regimen: dict[frozenset[str], tuple[Term, ...]] = {}
    added: set[str] = set()
    for s, _ in told:
        for unit in regimens(s, singles):
            if _ADDED.search(s.text[: unit.start]) and regimen:
                added |= _labels([unit])
            else:
                regimen[_labels([unit])] = unit.terms
    everyone = {_labels([u]): u.terms for u in everybody}
    if len(everyone) == 1:
        base = next(iter(everyone))
        return everyone[base], frozenset(added - base)
    if not regimen:
        return (), frozenset()
    widest = max(regimen, key=len)
    if len(regimen) == 1 or (
        all(r <= widest for r in regimen) and not any(len(r) == 1 for r in regimen if r != widest)
    ):
        return regimen[widest], frozenset(added - widest)
    return (), frozenset()


_AGAINST = re.compile(
    r"^[^.;]*\b(?:versus|vs|v|compared (?:with|to)|than(?: with)?|or)\b[^.;]*$|%[^.;]*\band\b[^.;]*%", re.IGNORECASE
)


_PLACEBO = re.compile(
    r"^[^.;]{0,70}?\b(?:versus|vs\.?|v|compared (?:with|to)|than(?: with)?|or)\s+(?:to\s+)?(?:a |the )?"
    r"(?:matching |matched |oral |double-blind )*placebo\b(?!\s*(?:plus|\+|and|with|combined))",
    re.IGNORECASE,
)


# A part of the patients had nothing that the others had.
_UNTREATED = re.compile(
    r"\b(?:random\w*|allocat\w*|assign\w*)\b[^.;]{0,160}?\b(?:or|versus|vs\.?|and)\s+(?:to\s+)?(?:the\s+|an?\s+)?"
    r"(?:observation\b(?! period| time)|no (?:further |additional |adjuvant |maintenance |consolidation |active )?(?:treatment|therapy|chemotherapy)\b|surgery alone|best supportive care\b(?! (?:plus|with|and))|untreated control)"
    r"|\b(?:others?|remaining|remainder|controls?|rest)\b[^.;]{0,60}?\b(?:received|had|were given|got)\s+no\s+(?:further |additional |adjuvant )?(?:treatment|therapy|chemotherapy)\b"
    r"|\b(?:nihil|no[- ]treatment|observation(?:al)?|untreated(?: control)?|surgery[- ]alone)[- ](?:arm|group)\b",
    re.IGNORECASE,
)


def _common(paper: Paper, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """What is left of a study regimen when the paper opposes it to another: the drugs that both arms have."""
    study = frozenset(t.label for t in terms)
    if not study:
        return terms
    own = [s for s in paper.sentences if s.section in _OWN and s.attribution != "cited"]
    if any(_PLACEBO.search(s.text) or _UNTREATED.search(s.text) for s in own):
        return ()
    head = title(paper)
    for s in paper.sentences:
        if s.attribution == "cited" or s is head or s.section not in (*_ABSTRACT, K.METHODS, K.ABSTRACT_METHODS):
            continue
        if "placebo" not in s.text and s.section not in _ABSTRACT:
            continue
        units = regimens(s)
        for unit in units:
            if study & _labels([unit]) and _PLACEBO.search(s.text[unit.end : unit.end + 110]):
                return tuple(t for t in terms if t.label not in _labels([unit]))
        for a, b in pairwise(units) if s.section in _ABSTRACT else ():
            gap = s.text[a.end : b.start]
            if len(gap) < 80 and _AGAINST.search(gap) and (study & _labels([a, b])) and _labels([a]) != _labels([b]):
                both = _labels([a]) & _labels([b])
                return tuple(t for t in terms if t.label in both)
    return terms


def _is_all(sentence: Sentence, units: list[Unit]) -> bool:
    """ "All patients received R", one regimen and no choice."""
    said = _EVERYBODY.search(sentence.text)
    return said is not None and len(units) == 1 and len(sentence.text[said.end() : units[0].start]) < 60


def _tumour(paper: Paper) -> str:
    """The plain name of a single-histotype series; empty for a series of several."""
    head = title(paper)
    named = [_plain(u.terms[0].label) for u in (tumours(head) if head else [])]
    specific = [n for n in named if n not in _WIDER]
    if named:
        return specific[0] if len(set(specific)) == 1 else (named[0] if not specific and len(set(named)) == 1 else "")
    counts: Counter[str] = Counter()
    for s in paper.sentences:
        if s.section in _ABSTRACT or s.section in (K.ABSTRACT_BACKGROUND,):
            counts.update(_plain(u.terms[0].label) for u in tumours(s))
    rest = Counter({k: v for k, v in counts.items() if k not in _WIDER})
    if not rest:
        return next(iter(counts)) if len(counts) == 1 else ""
    top, n = rest.most_common(1)[0]
    return top if n >= 0.7 * rest.total() and 2 * n > counts.total() else ""
