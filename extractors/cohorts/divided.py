"""The study's patients divided: so many in each arm, so many of each risk group."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core.counts import counts
from extractors.core.paper import Sentence
from extractors.core.study import Study
from extractors.quantities import NUMBER, parse_number

_ARM = re.compile(
    r"\s*(?:were |was )?(?:randomi[sz]ed |assigned |allocated )?(?:in|to|into|on) (?:the )?(?P<arm>(?:[\w/+.-]+ ){1,5}?(?:arm|group|cohort)|"
    r"(?:arm|group|cohort) (?:[A-D]|[1-4]|I{1,3}))\b",
    re.IGNORECASE,
)
_RISK = r"(?:(?:very[- ])?(?:low|intermediate|high|standard|average|poor|good|favou?rable|unfavou?rable)[- ](?:intermediate[- ])?(?:risk|prognosis))"
_ONE = rf"{NUMBER}\s*(?:\([^)]{{0,12}}\)\s*)?(?:patients\s+)?(?:with\s+)?{_RISK}"
_RISKS = re.compile(
    rf"(?<![\w.,-]){_ONE}(?:\s+(?:patients|disease|group))?(?:(?:,\s*(?:and\s+)?|\s+and\s+){_ONE}(?:\s+(?:patients|disease|cases|group))?)+",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:\([^)]{{0,12}}\)\s*)?(?:patients\s+)?(?:with\s+)?(?P<risk>{_RISK})", re.IGNORECASE
)
_OUTCOME = re.compile(
    r"respon|died|death|progress|relaps|recur|surviv|toxic|adverse|alive|excluded|withdr|discontinu|required|developed|"
    r"experienced|underwent|lost to",
    re.IGNORECASE,
)


def divided(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Sizes of arms that add up to the study's, and of risk groups that are told side by side."""
    yield from _arms(sentence, study)
    if not _OUTCOME.search(sentence.text):
        yield from _risks(sentence, study)


def _arms(sentence: Sentence, study: Study) -> Iterator[Fact]:
    found = [(c, m) for c in counts(sentence) if c.n and c.total is None and (m := _ARM.match(sentence.text, c.end))]
    if study.n is None or len(found) < 2 or sum(c.n or 0 for c, _ in found) != study.n:
        return
    for count, m in found:
        drugs = tuple(
            x.term()
            for x in sentence.of("drug")
            if m.start("arm") <= sentence.at(x)[0] and sentence.at(x)[1] <= m.end()
        )
        name = "" if drugs else m["arm"].strip()
        yield Fact("n_patients", count.n or 0, sentence, count.start, m.end(), "part", 0.9, subgroup=name, drugs=drugs)


def _risks(sentence: Sentence, study: Study) -> Iterator[Fact]:
    for run in _RISKS.finditer(sentence.text):
        parts = [(m, parse_number(m["n"])) for m in _EACH.finditer(sentence.text, run.start(), run.end())]
        sizes = [int(n) for _, n in parts if n is not None and n == int(n)]
        if len(sizes) < max(len(parts), 2) or (study.n is not None and sum(sizes) > study.n):
            continue
        for (m, _), n in zip(parts, sizes, strict=True):
            label = re.sub(r"\s+", "-", m["risk"].lower())
            yield Fact("n_patients", n, sentence, m.start(), m.end(), "part", 0.85, subgroup=label)
