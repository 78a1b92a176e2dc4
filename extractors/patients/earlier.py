"""Treatment before the drug whose outcome is told: said in as many words, or by its place in the story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.drugs import treats_tumours
from extractors.core.paper import Mention, Paper
from extractors.patients.passages import Fact, Passage, is_title

_BEFORE = re.compile(
    r"(?:\b(?:progressing|had progressed)\s(?:rapidly\s)?(?:on|during|under|after|following)|\b(?:previously"
    r"|initially|already)\s(?:been\s)?(?:treated with|received|given)|\b(?:prior|previous|earlier)\s(?:systemic\s|medical\s|anticancer\s)?(?:treatments?|therap(?:y|ies)"
    r"|chemotherap(?:y|ies)|regimens?)(?::|\s(?:had\s)?(?:with|of|included|includes|consisted of|comprised|were|was))"
    r"|\bfail(?:ed|ing)|\bfailure (?:of|to respond to)|\b(?:refractory|resistant) to|\bpre-?treated with"
    r"|\bhad (?:previously |already |been )*(?:received|failed|been treated with|been given)"
    r"|\bfirst[- ]line (?:treatment |therapy |chemotherapy )?(?:with|of|consisted of|included)|\bfirst[- ]line"
    r"|\breceived first[- ]line (?:[\w-]+ )?(?:followed by)"
    r"|\bafter (?:prior|previous|initial) (?:treatment with )?)\s(?:[\w-]+\s){0,4}?$",
    re.IGNORECASE,
)
_RADIATED = re.compile(
    r"\b(?:previously (?:been )?irradiated|(?:prior|previous|earlier) (?:radiotherapy|radiation(?: therapy)?"
    r"|irradiation))\b",
    re.IGNORECASE,
)
_RADIATION = re.compile(
    r"\b(?:(?:adjuvant|neoadjuvant|post-?operative|pre-?operative|palliative|concurrent|external[- ]beam|intensity[- ]modulated"
    r"|whole[- ]brain|stereotactic|three-dimensional|conformal|3D|hypofractionated|image[- ]guided|proton|local|definitive)[\s-]){0,4}"
    r"(?:radiotherapy|radiation(?: therapy)?|irradiation|chemo-?radio\w+|chemo-?radiation|radio-?chemotherapy|radiosurgery"
    r"|proton (?:beam )?therapy|brachytherapy)\b(?!\s(?:field|site|dose|effect|fibrosis|pneumonitis|dermatitis|oncolog|necrosis|treatment plan|was (?:not|declined|refused)))",
    re.IGNORECASE,
)
# "Anthracycline-based chemotherapy", "several lines of systemic therapy": treatment that names no drug; lines with a number are
# counted elsewhere.
_CLASSED = re.compile(
    r"(?:(?<![\w-])[\w-]{4,}[- ](?:based|containing)\s(?:combination\s)?(?:poly)?(?:chemotherap(?:y|ies)|regimens?|chemo-?radiotherapy|therapy|treatment)"
    r"|\b(?:multiple|several|numerous) (?:(?:prior|previous|earlier|different) )?lines of (?:(?:systemic|palliative|cytotoxic|prior|medical) )?(?:chemotherapy|therapy|treatment|therapies|treatments))\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:receiv\w+|treated|given|administered|started|switched|enrolled|entered|initiated|commenced|began|begun|took|taken|underwent|delivered"
    r"|prescribed|put on|changed to|introduced|cycles?|courses?|administrations?|regimens?|chemotherapy|combination|followed by)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(r"\b(?:under|on|with)\s$", re.IGNORECASE)
_DOSED = re.compile(r"^,?\s\(?(?:at\s)?\d[\d.,]*\s?(?:mg|g|AUC|IU)\b", re.IGNORECASE)
_NOT_GIVEN = re.compile(
    r"\b(?:declin\w+|refus\w+|reject\w*|not|no|without|unfit|ineligible|candidate|consider\w*|planned|offered|recommend\w*|could|would|may"
    r"|might|if|sensitiv\w+|resistan\w+|approved|available|studies|trials?|known|such as|instead of|rather than|risk)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_RESPONDED = re.compile(
    r"(?<!no )(?<!without )\b(?:remission|regress\w+|shr[aiu]nk\w*|[CP]R)\b|(?<!no )(?<!without )(?<!for )\b(?:partial|complete|good|excellent|marked|\d+ ?%) response\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"\b(?:switched|changed|replaced|converted|moved on|shifted)\b", re.IGNORECASE)
# "Chemoradiotherapy with cisplatin and vinorelbine" is one treatment.
_WITH_DRUGS = re.compile(
    r"\s(?:\([^)]*\)\s)?(?:with|using|consisting of|including|comprising|plus|and concurrent|with concurrent)\s(?:[\w-]+\s){0,2}?"
)
# A class stands for no drug in particular.
_CLASS = re.compile(r"platin(?:um|s)\b", re.IGNORECASE)
_ABSTRACT = {K.ABSTRACT, K.ABSTRACT_BACKGROUND, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.ABSTRACT_CONCLUSION}
_TOLD_IN = {K.TITLE, K.BACKGROUND, K.DISCUSSION, K.CONCLUSION, K.LEGEND}


class Regimen(NamedTuple):
    """Drugs given together at `[start, end)` of a passage; no drugs for radiation, whose words are `said`."""

    passage: Passage
    start: int
    end: int
    drugs: frozenset[str]
    said: str = ""

    @property
    def value(self) -> str:
        return self.said or ", ".join(sorted(self.drugs))

    def fact(self, rule: str, confidence: float) -> Fact:
        evidence = self.passage.evidence(self.start, self.end)
        return Fact(self.passage.patient, "prior_treatment", self.value, evidence, rule, confidence)


def prior_treatments(told: list[Passage]) -> Iterator[Fact]:
    """Drugs and radiation given before the drugs whose outcome is told, one fact an enumeration, each once."""
    seen: list[set[str]] = []
    for fact in (*_said_so(told), *_by_place(told)):
        words = set(re.split(r"[\s,]+", str(fact.value)))
        if not any(words <= before for before in seen):
            seen.append(words)
            yield fact


def _said_so(told: list[Passage]) -> Iterator[Fact]:
    for passage in told:
        for regimen in _regimens(passage):
            if _BEFORE.search(passage.sentence.text[: passage.start + regimen.start][-110:]):
                yield regimen.fact("before", 0.8)
        for m in _classed(passage):
            if _BEFORE.search(passage.sentence.text[: passage.start + m.start() + 1][-110:-1]):
                yield Regimen(passage, *m.span(), frozenset(), m.group().lower()).fact("before", 0.8)
        for m in _RADIATED.finditer(passage.text):
            yield Regimen(passage, *m.span(), frozenset(), "radiotherapy").fact("irradiated", 0.8)


def _classed(passage: Passage) -> Iterator[re.Match[str]]:
    """Treatments told by their class, or by how many there were, and not by a drug."""
    for m in _CLASSED.finditer(passage.text):
        if not any(m.start() <= passage.at(d)[0] < m.end() and not _CLASS.match(d.text) for d in passage.of("drug")):
            yield m


def _regimens(passage: Passage) -> Iterator[Regimen]:
    """The drugs of each enumeration."""
    drugs = [m for m in passage.of("drug") if not _CLASS.match(m.text)]
    k = 0
    while k < len(drugs):
        group = [drugs[k]]
        while k + len(group) < len(drugs) and _joined(passage, group[-1], drugs[k + len(group)]):
            group.append(drugs[k + len(group)])
        yield Regimen(passage, passage.at(group[0])[0], passage.at(group[-1])[1], frozenset(d.label for d in group))
        k += len(group)


def _joined(passage: Passage, a: Mention, b: Mention) -> bool:
    gap = passage.text[passage.at(a)[1] : passage.at(b)[0]]
    return bool(
        re.fullmatch(
            r"\s*\)?\s*(?:\([^)]*\)\s*){0,2}(?:,|-|–|and|,\s*and|plus|/|\+|in combination with|combined with|with)\s*"
            r"(?:(?:high|low)-dose\s|weekly\s|oral\s|[\w-]+\s\()?",
            gap,
        )
    )


def _by_place(told: list[Passage]) -> Iterator[Fact]:
    """What a story tells before it comes to the paper's own drug, or to the last one where the paper names none."""
    study = study_drugs(told[0].paper)
    stories = [p for p in told if not p.together and p.sentence.section not in _TOLD_IN and not is_title(p.sentence)]
    for _, together in groupby(stories, key=lambda p: p.sentence.section in _ABSTRACT):
        part = list(together)
        given = sorted(_administered(part), key=_place)
        drugs = [r for r in given if r.drugs]
        if not drugs:
            continue
        own = [r for passage in part for r in _regimens(passage) if r.drugs & study]
        index, named = own[0] if own else _first_of(drugs, drugs[-1].drugs), bool(own)
        for regimen in given:
            if _place(regimen) >= _place(index):
                break
            here = regimen.passage.sentence
            if not named and here is index.passage.sentence and not _REPLACED.search(here.text):
                continue
            if regimen.drugs and (
                regimen.drugs <= index.drugs or (not named and _RESPONDED.search(regimen.passage.text))
            ):
                continue
            yield regimen.fact("story", 0.75)


def _place(regimen: Regimen) -> int:
    return regimen.passage.sentence.start + regimen.passage.start + regimen.start


def _first_of(given: list[Regimen], drugs: frozenset[str]) -> Regimen:
    """Where a regimen, alone or with others, was first given."""
    return next(r for r in given if r.drugs <= drugs or drugs <= r.drugs)


def _administered(part: Iterable[Passage]) -> Iterator[Regimen]:
    for passage in part:
        text = passage.text
        said = bool(_GIVEN.search(text))
        treating = {m.label for m in passage.of("drug") if m.concept is not None and treats_tumours(m.concept.group)}
        regimens = [r for r in _regimens(passage) if r.drugs <= treating]
        joined: set[int] = set()
        for m in _RADIATION.finditer(text):
            given = said or re.search(r"\b(?:had|after|following)\s$", text[: m.start()])
            if given and not _only_thought_of(text[: m.start()]):
                words = " ".join(m.group().lower().split())
                mate = next((r for r in regimens if _WITH_DRUGS.fullmatch(text, m.end(), r.start)), None)
                if mate is not None:
                    joined.add(mate.start)
                    words = f"{words} with {' and '.join(sorted(mate.drugs))}"
                yield Regimen(passage, m.start(), mate.end if mate else m.end(), frozenset(), words)
        for m in _classed(passage) if said else ():
            if not _only_thought_of(text[: m.start()]):
                yield Regimen(passage, *m.span(), frozenset(), " ".join(m.group().lower().split()))
        for regimen in regimens:
            dosed = _UNDER.search(text[: regimen.start]) or _DOSED.match(text[regimen.end :])
            if regimen.start not in joined and (said or dosed) and not _only_thought_of(text[: regimen.start]):
                yield regimen


def _only_thought_of(before: str) -> bool:
    """Whether what follows was planned, declined or known of rather than given."""
    clause = re.split(r"\b(?:and|but|then)\s(?=(?:was|is|were|he|she|then|they)\b)", before[-90:])[-1]
    if re.search(r"\b(?:enrolled|entered|included|treated) (?:in|into|on)\b", clause):
        return False
    return bool(_NOT_GIVEN.search(clause))


def study_drugs(paper: Paper) -> frozenset[str]:
    """The drugs that the paper is about: of its title, else of an abstract that stands before the story."""
    held: frozenset[str] | None = paper.memo.get("patients.study_drugs")
    if held is None:
        first = [s for s in paper.sentences if is_title(s)]
        titled = frozenset(m.label for s in first for m in s.of("drug"))
        parted = any(s.section not in _ABSTRACT | {K.TITLE} for s in paper.sentences)
        abstract = (m.label for s in paper.sentences if parted and s.section in _ABSTRACT for m in s.of("drug"))
        held = paper.memo["patients.study_drugs"] = titled or frozenset(abstract)
    return held
