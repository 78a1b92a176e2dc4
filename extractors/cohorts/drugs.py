"""How many patients of the whole study had which drugs, or what beside the regimen of all."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.counts import counts
from extractors.core.paper import Paper, Sentence
from extractors.core.regimens import OTHER_TREATMENT, Given, given, opening_tumor
from extractors.core.strata import population, stratum
from extractors.core.study import Study
from extractors.core.verbs import SEEN
from extractors.quantities.people import PEOPLE

# "Recurrences were seen in 3 patients treated with it" counts those who recurred.
_EVENT_IN = re.compile(
    rf"\b(?:{SEEN}|occurr\w+|developed)\s(?:only\s)?(?:in|among)\s(?:only\s)?$",
    re.IGNORECASE,
)


def by_drug(paper: Paper, sentence: Sentence, study: Study, field: str) -> Iterator[Fact]:
    """Counts of patients (or lines: `field`) by drug; neither of one tumour type only, nor the one regimen of all."""
    if opening_tumor(sentence) is not None:
        return
    everybody = population(paper)
    text = sentence.text
    for item in list(given(sentence)) or _opening(sentence):
        n = item.count.n
        if not n or n == study.n or _of_a_tumor(sentence, item):
            continue
        if _EVENT_IN.search(text[: item.count.start]):
            continue
        if stratum(paper, sentence, item.count.start, item.count.end).histotype is None:
            drugs = {t.label: t for t in item.drugs}
            if everybody.adds(frozenset(drugs)):
                drugs |= {t.label: t for t in everybody.terms}
            terms = tuple(drugs[label] for label in sorted(drugs))
            yield Fact(field, n, sentence, item.start, item.end, f"drug.{item.rule}", item.confidence, drugs=terms)


def _opening(sentence: Sentence) -> Iterator[Given]:
    """ "A total of 59 patients received A and showed ...": what a sentence of results opens with."""
    for item in given(sentence, outcomes=True):
        count = item.count
        first = min(
            (sentence.at(m)[0] for m in sentence.of("drug") if sentence.at(m)[0] >= count.end), default=count.end
        )
        if _OPENS.fullmatch(sentence.text[: count.start]) and _RECEIVED.fullmatch(sentence.text, count.end, first):
            yield item
        return


def _of_a_tumor(sentence: Sentence, item: Given) -> bool:
    """Whether the counted patients are those with a tumour type: "one patient with chordoma received ..."."""
    return any(item.start <= sentence.at(m)[0] < item.end for m in sentence.of("histotype"))


_OPENS = re.compile(r"\W*(?:(?:a total of|overall,?|in total,?|in all,?)\s)?", re.IGNORECASE)
_RECEIVED = re.compile(
    rf"\s*(?:{PEOPLE}\s)?(?:\([^()]{{1,20}}\)\s)?(?:received|(?:were|was) (?:treated with|given|started on))\s(?:(?!(?:prior|previous|subsequent|further|another|adjuvant|surg\w+|resection|radi\w+|following|after|before)\b)[\w-]+,?\s){{0,5}}",
    re.IGNORECASE,
)
_TREATED = re.compile(r"\b(?:receiv\w+|treated|given|administered|underwent|had|combin\w+)\b", re.IGNORECASE)
# "34 patients | received combination therapy with | A", "9 (15 %) | had no other drugs", "14 | monotherapy".
_BESIDE = re.compile(
    rf"\s*(?:\([^()]{{1,20}}\)\s*)?(?:(?:of )?(?:the |these )?{PEOPLE}\s)?(?:only\s)?(?:(?:received|had|got|underwent|were (?:treated|managed) with|were given|were on)\s)?(?:an?\s|the\s)?"
    r"(?:(?P<alone>no (?:(?:other|additional|concomitant|concurrent|further|combined)\s)?(?:drug combinations?|combinations?|combination (?:therapy|treatment)|(?:anti-?(?:cancer|tumou?r)\s)?(?:drugs?|agents?))"
    r"|(?:mono-?therapy|single[- ]agent (?:therapy|treatment))(?=\s*(?:[,.;)(]|$|\bwith\b|\band\b|\bwhile\b|\bwhereas\b))(?: with\s)?)"
    r"|(?:combination|combined)(?:\s(?:therapy|treatment|regimens?|chemotherapy|drugs?))?\s(?:with|of|including)\s)",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"(?:[\w/-]+\s){0,5}?(?:\([\w/ -]+\)\s)?(?:inhibitors?|antibod(?:y|ies)|chemotherapy|immunotherapy|radiotherapy|TKIs?)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*(?:,|/|\+|,? ?(?:and|or|plus))\s*", re.IGNORECASE)


def beside_regimen(paper: Paper, sentence: Sentence, study: Study, field: str) -> Iterator[Fact]:
    """Counts of patients by what they had beside the regimen of all: nothing, another drug, a class of drugs."""
    base = population(paper).terms
    text = sentence.text
    if not base or study.n is None or not _TREATED.search(text):
        return
    for count in counts(sentence):
        m = _BESIDE.match(text, count.end)
        if m is None or not count.n or count.n >= study.n:
            continue
        drugs, end = _from(sentence, m.end())
        if OTHER_TREATMENT.search(text, text.rfind(";", 0, count.start) + 1, end):
            continue
        labels = {t.label for t in base}
        if m["alone"]:
            if all(t.label in labels for t in drugs):
                yield Fact(
                    field, count.n, sentence, count.start, end, "beside", 0.85, subgroup="monotherapy", drugs=base
                )
            continue
        named = None if drugs else _CLASS.match(text, m.end())
        end = named.end() if named else end
        if drugs or named:
            said = text[m.end() : end]
            choice = f"combined with {said}" if named or " or " in said else ""
            terms = {t.label: t for t in (*base, *drugs)}
            held = tuple(terms[label] for label in sorted(terms))
            yield Fact(field, count.n, sentence, count.start, end, "beside", 0.85, subgroup=choice, drugs=held)


def _from(sentence: Sentence, at: int) -> tuple[tuple[Term, ...], int]:
    """The drugs that are listed from a place on, and where they end."""
    found: dict[str, Term] = {}
    end = at
    for drug in sentence.of("drug"):
        start, stop = sentence.at(drug)
        if start == at or (found and _MORE.fullmatch(sentence.text[end:start])):
            found[drug.label] = drug.term()
            at, end = -1, stop
    return tuple(found.values()), end
