"""How many patients of the whole study had which drugs."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.paper import Paper, Sentence
from extractors.core.regimens import Given, given, opening_tumor
from extractors.core.strata import population, stratum
from extractors.core.study import Study
from extractors.core.verbs import SEEN

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
    for item in given(sentence):
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


def _of_a_tumor(sentence: Sentence, item: Given) -> bool:
    """Whether the counted patients are those with a tumour type: "one patient with chordoma received ..."."""
    return any(item.start <= sentence.at(m)[0] < item.end for m in sentence.of("histotype"))
