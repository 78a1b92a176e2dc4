"""The tumour type that all patients of a study have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.paper import Mention, Paper, Sentence
from extractors.core.study import Enrolled, Study
from extractors.histotypes.tumors import Tumor, tumors
from extractors.quantities.people import PEOPLE

# Between the patients and their tumour: "(all men) newly diagnosed with locally advanced ...".
_LINK = re.compile(
    r"\s*(?:\([^)]{0,80}\)\s*)?(?:[\w-]+\s+){0,4}?(?:with|of|having|bearing|as|from|by)\s+(?:(?:an?|the|either|"
    r"histologically|pathologically)\s+)*(?P<between>(?:[\w/()'’+-]+,?\s+){0,8}?)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all(?: of)?(?: the| our| these)?(?: \w+)?(?: patients| cases| tumou?rs| women| men)?|each "
    r"patient)\s+(?:were |was |had |have |have had )(?:\w+ly )?(?:been )?(?:(?:diagnosed|confirmed|classified|"
    r"presented|affected|diagnoses)\s*)?(?:with |as |by |to be |to have )?(?:an? )?(?P<between>(?:[\w/-]+\s+){0,5}?)$",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"s?\s*[(\[]\s*(?:n\s*=\s*)?(\d{1,5})\b(?!\s*%|[.,]\d)", re.IGNORECASE)
_MORE = re.compile(r"\s*(?:,|and|or|/|&)\s*(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_WITH = re.compile(
    rf"\b{PEOPLE}\s+(?:\w+\s+)?(?:with|of|"
    r"having)\s+(?:[\w-]+\s+){0,5}$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\s(?:with|having|suffering from|who had|receiving treatment for)\s(?!(?:metastatic|advanced|recurrent|measurable|newly|histolog|progressive|relapsed|refractory|locali|locally|stage|this|the"
    r"|an?|these|unresectable|inoperable|primary|such|available|complete|at least|previously|prior|no|one|known)\b)(?:[\w'’-]+\s){0,3}?[\w-]+(?:itis|osis|oses|emia|pathy|disease|syndrome|diabetes|fever|infection)\b",
    re.IGNORECASE,
)
_AIM_SECTIONS = {K.TITLE, K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_BACKGROUND, K.METHODS}


@dataclass(frozen=True, slots=True)
class Whole:
    """`n` patients, the whole study, have the tumour; stated at `[start, end)` of the sentence's text."""

    tumor: Mention
    n: int
    sentence: Sentence
    start: int
    end: int
    rule: str
    confidence: float


def whole(paper: Paper, study: Study) -> Iterator[Whole]:
    """Statements that the study's patients have one tumour type; from the title only where no sentence says it."""
    if study.n is None:
        return
    found = [w for e in study.statements for w in _stated(e, study.n)]
    found += [w for s in paper.sentences for w in _all(s, study.n)]
    yield from found
    if not any(w.rule == "stated" for w in found):
        yield from _inferred(paper, study)


def _stated(enrolled: Enrolled, n: int) -> Iterator[Whole]:
    """ "Forty patients with X", "40 X patients", "40 cases of X"."""
    sentence, count = enrolled.sentence, enrolled.count
    named = tumors(sentence)
    inside = [t for t in named if count.start <= t.start and t.end <= count.end]
    behind = [t for t in named if t.start >= count.end and _linked(sentence, count.end, t.start)]
    for tumor in (inside or behind)[:1]:
        if not _coordinated(sentence, tumor, named) and not _part(sentence.text, tumor, n):
            yield Whole(tumor.mention, n, sentence, count.start, max(tumor.end, count.end), "stated", 0.95)


def _part(text: str, tumor: Tumor, n: int) -> bool:
    """Whether the type has another number of its own behind it: "with leiomyosarcoma (n = 18) or ..."."""
    m = _OWN_NUMBER.match(text, tumor.end)
    return m is not None and int(m[1]) != n


def _linked(sentence: Sentence, start: int, end: int) -> bool:
    """Whether patients and a tumour type behind them are joined by "with" or its like, adjectives at most between."""
    m = _LINK.fullmatch(sentence.text, start, end)
    if m is None or re.search(r"\b(?:who|treated|received)\b", m["between"]):
        return False
    listed = re.search(r"\b(?:and|or)\b", m["between"])
    return not (
        listed and any(start <= sentence.at(s)[0] < end and not _spread(s) for s in sentence.of("site", "histotype"))
    )


def _spread(site: Mention) -> bool:
    """Whether a site says only that the disease has spread: "metastatic or recurrent"."""
    return site.label.startswith("distant metastasis")


def _coordinated(sentence: Sentence, tumor: Tumor, named: list[Tumor]) -> bool:
    """Whether another tumour type or organ stands beside this one in a list."""
    text = sentence.text
    others = [t for t in named if t.mention.label != tumor.mention.label]
    if any(t.start >= tumor.end and _MORE.fullmatch(text[tumor.end : t.start]) for t in others):
        return True
    organs = [sentence.at(m) for m in sentence.of("site")]
    return any(
        end <= tumor.start and re.fullmatch(r"\s*(?:,|,?\s*(?:and|or))\s*(?:\w+\s+)?", text[end : tumor.start])
        for _, end in organs
    )


def _all(sentence: Sentence, n: int) -> Iterator[Whole]:
    """ "All patients had X"."""
    if sentence.attribution in ("cited", "definition"):
        return
    named = tumors(sentence)
    for tumor in named[:1]:
        m = _ALL.search(sentence.text[: tumor.start])
        if m and not _coordinated(sentence, tumor, named) and not re.search(r"\b(?:no|not|from|of)\b", m["between"]):
            yield Whole(tumor.mention, n, sentence, m.start(), tumor.end, "all", 0.9)


def _inferred(paper: Paper, study: Study) -> Iterator[Whole]:
    """The one tumour type of the title, or of the patients that methods describe, for a size told without it."""
    first = next((e for e in study.statements if e.score >= 7), None)
    if first is None:
        return
    opening = [s for s in paper.sentences[:3] if s.section in (K.TITLE, K.ABSTRACT)][:1] or list(paper.sentences[:1])
    aims = [s for s in paper.sentences if s.section in _AIM_SECTIONS and s.attribution != "cited"]
    titled = [(s, t) for s in opening for t in tumors(s)]
    described = [(s, t) for s in aims for t in tumors(s) if _WITH.search(s.text[: t.start])]
    told = _labels(titled)
    kinds = _labels(described) if len(told) == 1 and told.isdisjoint(_labels(described)) else set()
    finer = {k for k in kinds if set(next(iter(told)).split()) < set(k.split())}
    general = any(s.of("histotype") for s in opening)
    named = _plainest({t.mention.label for s in aims for t in tumors(s)})
    if len(told) > 1 or (not told and (general or len(named) != 1 or named != _plainest(_labels(described)))):
        return
    chosen = finer if len(finer) == 1 else told or named
    if {m.label for e in study.statements for m in e.sentence.of("histotype")} - told - chosen:
        return  # the size's own sentence names tumours that it does not give to all
    if _OF_OTHERS.match(first.sentence.text, first.count.end) and not first.sentence.of("histotype"):
        return  # another disease brought them: "80 patients with ulcerative colitis"
    sentence, tumor = next((s, t) for s, t in (*titled, *described) if t.mention.label in chosen)
    if _coordinated(sentence, tumor, tumors(sentence)):
        return
    count = first.count
    yield Whole(tumor.mention, study.n or 0, first.sentence, count.start, count.end, "inferred", 0.75)


def _labels(found: list[tuple[Sentence, Tumor]]) -> set[str]:
    return {t.mention.label for _, t in found}


def _plainest(labels: set[str]) -> set[str]:
    """Types without the kinds of one among them: "malignant X" where X itself is named."""
    words = {label: set(label.removesuffix(", nos").split()) for label in labels}
    return {k for k in labels if not any(words[other] < words[k] for other in labels)}
