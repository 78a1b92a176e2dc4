"""Tumour types with counts of their own: lists of subtypes, and counts by drug within a type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.contract import Term
from extractors.core.counts import Count, counts
from extractors.core.pairing import pairs
from extractors.core.paper import Paper, Sentence
from extractors.core.regimens import opening_tumor
from extractors.core.study import Study
from extractors.core.symbols import Mark, line
from extractors.core.things import Pair
from extractors.core.verbs import SEEN
from extractors.histotypes.enumerated import enumerated, grouped, is_share, one_more, parting, within
from extractors.histotypes.kinds import elided, kinds, noun_of, of_kinds
from extractors.histotypes.tumors import BARE, Tumor, tumors

# Sentences about results count responders or deaths, not the study's tumours.
_OUTCOME = branched(
    r"\brespon(?:se|d|ded|ders?|ses|ding)\b|\bRR\b|\bPRs?\b|\bCRs?\b|\bSD\b|\bPD\b|\bPFS\b|\bOS\b|stable disease|"
    r"stabili[sz]|disease control|progressed|progressive disease|(?:disease )?progression|"
    r"\b(?:ORR|DCR|CBR|TTP|DFS|EFS|RFS)\b|\bstill (?:\w+ )?(?:on|being|receiving|under|in|alive)\b|data cut-?off|\bpassed the\b|progression[- ]free|"
    r"\b(?:metasta\w+|symptoms?|pain|ascites|effusions?) (?:was|were) (?:\w+ )?(?:present|found|seen|detected|observed)\b|"
    r"\bdied\b|\bdeaths?\b|\balive\b|surviv|relapsed? (?:in|after|occurred)|recurr(?:ed|ences?)|relapses?\b|benefit|"
    r"toxic|adverse|"
    r"remission|regress|exclu|mutat|express|positive|stain|second (?:primary|malignan)|history of|family|control "
    r"group|previous(?:ly)?|prior\b|ineligible",
    re.IGNORECASE,
)
# What the patients were when they came, in words that otherwise tell what became of them.
_DESCRIBED = re.compile(
    r"\bpreviously (?:un)?(?:treated|irradiated|resected|operated)|\b(?:prior|previous) (?:\w+ )?(?:radi\w+|therap\w+|chemo\w+|treatments?|"
    r"surger\w+|regimens?|lines?)|\b(?:with|and|documented|of|radiologically|had) (?:\w+ )?progressive (?:\w+ ){0,2}(?:disease|tumou?rs?)"
    r"(?! (?:was|were|in|as|at|after))|\b(?:after|at|with) (?:\w+ )?(?:first |second )?(?:relapse|recurrence)s?\b|\bhistory of\b"
    r"|\bdata cut-?\s?off\b(?=[^.;]{0,90}\b(?:enroll?ed|included|recruited|accrued|registered)\b)",
    re.IGNORECASE,
)
# Some of them with a finding: "LOH was found in 21 of 56 gastric carcinomas", "undetectable in 45 of 48".
_PART_WITH = re.compile(
    rf"\b(?:was|were|is|are|been)\s(?:\w+ly\s|also\s|not\s)*(?:{SEEN}|(?:un)?detect\w+|present|absent|amplified|lost|deleted|altered|methylated"
    r"|elevated|increased|decreased|reduced|evident)\s(?:only\s)?(?:in|for)\s(?:only\s|all\s|\d[\d.]*\s?%?\s?\(?)*$",
    re.IGNORECASE,
)
# "28 of 30 (93 %) of the osteosarcomas": so many of those who have it.
_OF_A_TYPE = re.compile(
    r"\)?\s*(?:\([^()]{1,15}\)\s*)?of (?:the |these |our |all )?(?:(?:patients|cases|those) with )?", re.IGNORECASE
)
_WITHOUT = re.compile(
    r"\b(?:without|no|free (?:of|from)|not having|controls? (?:for|of))\s(?:[\w-]+\s){0,3}$", re.IGNORECASE
)
# "Women without breast cancer (n = 35)"; "6 men and 6 women with X", of whom the second number is a part.
_SEX_APART = re.compile(r"\b(?:\d+|\w+) (?:men|women|males?|females?|boys|girls),? and $", re.IGNORECASE)
_OF_SEX = re.compile(r"(?:men|women|males?|females?|boys|girls)$", re.IGNORECASE)
# What some had beside the tumour that the series is about.
_BESIDE = re.compile(
    r"\b(?:co-?exist\w*|concomitant|synchronous|concurrent|metachronous|simultaneous)\b", re.IGNORECASE
)
# Tumours that came later, or in others.
_SECOND = re.compile(
    (r"\bsecond(?:ary)? (?:primary|neoplasm|malignan|cancer|tumou?r)|\bother (?:cancers|malignanc)|other than"),
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"histolog|subtype|histotype|diagnos|tumou?r types?|pathology|types? of|included|comprised|consisted|primary "
    r"tumou?r|were as follows|distribution",
    re.IGNORECASE,
)
# "The most common histology was X, with 45 cases".
_TYPE_WAS = re.compile(
    r"\b(?:histolog\w*|(?:sub)?types?|histotypes?|diagnos[ei]s|entity|tumou?rs?)\b[^.;,]{0,40}\b(?:was|were|being)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_WITH_COUNT = re.compile(
    rf",?\s*(?:with|(?:which )?account(?:ing|ed) for|(?:which )?represent(?:ing|ed)|compris(?:ing|ed)|(?:{SEEN}|diagnosed|present) in|in)\s+",
    re.IGNORECASE,
)
# "Among 45 patients there were 20 X".
_AMONG_WHOM = re.compile(r"\s*,?\s*there (?:was|were)\b", re.IGNORECASE)
# Not patients: "two chordoma cell lines", "GIST tissue was available in ...".
_MATERIAL = re.compile(
    (
        r"\s*(?:cells?|models?|lines?|xenografts?|samples?|tissues?|specimens?|mice|stem|subgroups?|subtypes?|cohorts|series|studies|trials|datasets|"
        r"patients with)\b"
    ),
    re.IGNORECASE,
)
_HAVING = re.compile(
    r"\b(?:with|had|were|was|having|diagnosed|diagnosis|have|had been|suffer(?:ed|ing) from)\b", re.IGNORECASE
)
_OF_TUMOURS = re.compile(
    r"(?<=[\w)])\s+(?:of (?:the|these|our|all) )?(?:(?:sarcomas|tumou?rs|neoplasms|lesions|malignancies)(?= (?:were|was|had)\b))",
    re.IGNORECASE,
)
_CLASSED = re.compile(
    r"(?<=were )diagnosed as having\b|(?<=were )(?:re-?|sub-?)?(?:classified|categori[sz]ed|typed|identified|proven|confirmed)(?: (?:as|to be|to have))?\b|(?<=was )(?:re-?|sub-?)?(?:classified|categori[sz]ed|typed) as\b",
    re.IGNORECASE,
)
_NOT_HAVING = re.compile(
    r"\b(?:developed|died|underwent|received|achieved|showed|experienced|(?<!suffered )(?<!suffering )from|risk|stage)\b",
    re.IGNORECASE,
)


_BEING = re.compile(r"\s*(?:was|were)\s+([\w-]+)\s+in\s+(?:the\s+|all\s+|only\s+)?", re.IGNORECASE)
_FOUND = re.compile(
    r"found|seen|present|diagnosed|confirmed|identified|observed|reported|noted|recorded|diagnosis|histology|documented|"
    r"encountered|detected|proven|established|made",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A tumour type's count; `drugs` set for a count by drug within the type."""

    tumor: Term
    count: Count
    sentence: Sentence
    start: int
    end: int
    rule: str
    confidence: float
    drugs: tuple[Term, ...] = ()


def listed(paper: Paper, sentence: Sentence, study: Study) -> Iterator[Counted]:
    """Counts of tumour types among the study's patients."""
    named = tumors(sentence, listed=True)
    before = paper.sentences[sentence.index - 1].text if sentence.index else ""
    opening = opening_tumor(sentence)
    groups = [p for p in grouped(sentence, named) if _fits(p, study)]
    for group in groups:
        yield from _of_group(sentence, group)
    held = {p.thing.start for p in groups}
    # what opens the sentence is the whole of which the others are parts
    named = [t for t in named if t.mention != opening and t.start not in held]
    if _SECOND.search(f"{before} {sentence.text}"):
        return
    found = _joined(sentence, named, study)
    kept = [p for p in found if _is_count(sentence, p, study) and not _shared(p, found)]
    for run in _runs(sorted(kept, key=_start)):
        if all(p.thing.value.mention.label == BARE for p in run if isinstance(p.thing.value, Tumor)):
            continue
        if _sums_up(run, study) or not _tells_outcome(sentence, run, named):
            yield from _counted(sentence, run, study)


def _joined(sentence: Sentence, named: list[Tumor], study: Study) -> list[Pair]:
    """Types with their counts; where none is `named`, only kinds whose noun stands elsewhere can have any."""
    if not named:
        return list(elided(sentence, named, _nouns(study)))
    marks = [Mark("X", t.start, t.end, t) for t in named]
    marks += [
        Mark("C", c.start, c.end, c)
        for c in counts(sentence)
        if not any(t.start < c.end and c.start < t.end for t in named)
        and not parting(sentence, named, c)
        and not of_kinds(sentence, named, c)
        and not _AMONG_WHOM.match(sentence.text, c.end)
    ]
    row = line(_plain(sentence.text), marks)
    found = [*kinds(sentence, named), *elided(sentence, named, _nouns(study)), *enumerated(sentence, named, row)]
    taken = {p.thing.start for p in found}
    found += [p for p in (*pairs(row), *within(sentence, named)) if p.thing.start not in taken]
    found += _commonest(sentence, named, {p.thing.start for p in found})
    found += one_more(sentence, named, found)
    return found


def _nouns(study: Study) -> Iterator[str]:
    """The nouns of the types that the study's patients are said to have where their number is told."""
    for statement in study.statements:
        for tumor in tumors(statement.sentence):
            if noun := noun_of(tumor.mention.label.removesuffix(", nos")):
                yield noun


def _plain(text: str) -> str:
    """The text with what is said of tumours as it is said of patients: "11 tumours were classified as X" had it."""
    text = _OF_TUMOURS.sub(lambda m: " " * len(m.group()), text)
    return _CLASSED.sub(lambda m: " " * len(m.group()), text)


def _fits(pair: Pair, study: Study) -> bool:
    return pair.count is not None and bool(pair.count.n) and (study.n is None or (pair.count.n or 0) <= study.n)


def _of_group(sentence: Sentence, pair: Pair) -> Iterator[Counted]:
    tumor, count = pair.thing.value, pair.count
    if isinstance(tumor, Tumor) and count is not None:
        yield Counted(tumor.mention.term(), count, sentence, tumor.start, count.end, pair.rule, pair.confidence)


def _counted(sentence: Sentence, run: list[Pair], study: Study) -> Iterator[Counted]:
    total = sum(p.count.n or 0 for p in run if p.count)
    own = any(s.sentence.index == sentence.index for s in study.statements)
    sure = len(run) > 1 or own or bool(_LISTED.search(sentence.text))
    for pair in run:
        tumor, count = pair.thing.value, pair.count
        if not isinstance(tumor, Tumor) or count is None:
            continue
        alone = count.n is None and len(run) < 2
        if alone and not is_share(sentence, tumor, count):
            continue
        few = (not sure and (count.n or 0) < 2) or (study.n is None and total < 2 and count.percent is None)
        if few and not alone:
            continue
        span = min(tumor.start, count.start), max(tumor.end, count.end)
        yield Counted(tumor.mention.term(), count, sentence, *span, pair.rule, pair.confidence - (0 if sure else 0.2))


def _commonest(sentence: Sentence, named: list[Tumor], taken: set[int]) -> Iterator[Pair]:
    """ "The most common histology was X, with 45 (38 %) cases"."""
    for tumor in named:
        if tumor.start in taken or not _TYPE_WAS.search(sentence.text[: tumor.start]):
            continue
        for count in counts(sentence):
            if count.start >= tumor.end and _WITH_COUNT.fullmatch(sentence.text[tumor.end : count.start]):
                yield Pair(Mark("X", tumor.start, tumor.end, tumor), count, None, "commonest", 0.9)


def _shared(pair: Pair, found: list[Pair]) -> bool:
    """Whether one count is told of several tumour types together."""
    return (
        any(
            p.count is not None
            and pair.count is not None
            and p.thing != pair.thing
            and p.count.start == pair.count.start
            for p in found
        )
        and pair.rule != "each"
    )


def _start(pair: Pair) -> int:
    return min(pair.thing.start, pair.count.start if pair.count else pair.thing.start)


def _end(pair: Pair) -> int:
    return max(pair.thing.end, pair.count.end if pair.count else 0)


def _runs(kept: list[Pair]) -> Iterator[list[Pair]]:
    """Pairs that stand close together, as in one enumeration."""
    run: list[Pair] = []
    for pair in kept:
        if run and _start(pair) - max(_end(p) for p in run) > 60:
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _tells_outcome(sentence: Sentence, run: list[Pair], named: list[Tumor]) -> bool:
    """Whether the counts are of an outcome: told anywhere beside one count, before or right behind a list of them."""
    text = _DESCRIBED.sub(lambda m: "_" * len(m.group()), sentence.text)
    for tumor in named:  # a tumour's short form is no outcome ("osteosarcoma (OS)")
        text = text[: tumor.start] + "_" * (tumor.end - tumor.start) + text[tumor.end :]
    return bool(_OUTCOME.search(text if len(run) == 1 else text[: max(_end(p) for p in run) + 40]))


def _sums_up(run: list[Pair], study: Study) -> bool:
    """Whether the counts of a list add up to the study, as those of an outcome hardly do."""
    return len(run) > 1 and study.n is not None and sum(p.count.n or 0 for p in run if p.count) == study.n


def _is_count(sentence: Sentence, pair: Pair, study: Study) -> bool:
    count = pair.count
    if count is None or pair.rule in ("cause", "apposition", "none") or count.n == 0:
        return False
    if study.n is not None and count.n is not None and count.n > study.n:
        return False
    between = sentence.text[min(count.end, pair.thing.end) : max(count.start, pair.thing.start)]
    first = min(count.start, pair.thing.start)
    if _WITHOUT.search(sentence.text[: pair.thing.start]) or _of_a_part(sentence, count, first, pair.thing.start):
        return False
    if (said := _BEING.fullmatch(between)) and not _FOUND.fullmatch(said[1]):
        return False  # "angiosarcomas were cutaneous in 18": a part of them
    if _NOT_HAVING.search(between) or _BESIDE.search(between) or _MATERIAL.match(sentence.text, pair.thing.end):
        return False
    return pair.rule != "active" or bool(_HAVING.search(between))


def _of_a_part(sentence: Sentence, count: Count, start: int, thing: int) -> bool:
    """Whether a count is of those in whom something was found, or of one sex of two that are counted together."""
    before = sentence.text[:start]
    if count.total is not None and _OF_A_TYPE.fullmatch(sentence.text[count.end : thing]):
        return True
    if _OF_SEX.search(count.noun) and _SEX_APART.search(before):
        return True
    return count.total is not None and _PART_WITH.search(before) is not None
