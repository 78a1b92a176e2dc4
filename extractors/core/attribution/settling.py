"""Whose a finding is, by the clauses that state it; and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.core.attribution import signals
from extractors.core.contract import Attribution, FindingT
from extractors.core.document import SectionKind as K

if TYPE_CHECKING:
    from extractors.core.paper import Paper, Sentence


def attribution_at(sentence: Sentence, start: int) -> Attribution:
    """The attribution of the clause that holds an offset of the sentence's text."""
    found: Attribution = sentence.attribution
    for at, attribution in sentence.clauses:
        if at <= start:
            found = attribution
    return found


def settle(paper: Paper, finding: FindingT) -> FindingT:
    """The finding with the attribution of the clauses that state it: `own` never rests on another study's words."""
    if finding.attribution != "own":
        return finding
    if _counts_others(finding) and _sole_patient(paper):
        return finding.model_copy(update={"attribution": "cited"})
    for evidence in finding.evidence:
        if evidence.table:
            continue
        at = paper.prose.cleaned(evidence.start)
        sentence = paper.sentence_at(at)
        if sentence.start <= at < sentence.end and attribution_at(sentence, at - sentence.start) == "cited":
            return finding.model_copy(update={"attribution": "cited"})
    if not finding.patient and _only_discussed(paper, finding):
        return finding.model_copy(update={"confidence": _DISCUSSED * finding.confidence})
    return finding


# Of groups' figures that stand in a discussion alone about half turn out to be another study's.
_DISCUSSED = 0.6


def _only_discussed(paper: Paper, finding: FindingT) -> bool:
    """Whether all that states a finding stands in the discussion, without the study's own voice."""
    told = [paper.sentence_at(paper.prose.cleaned(e.start)) for e in finding.evidence if not e.table]
    if not told or len(told) < len(finding.evidence):
        return False
    return all(s.section is K.DISCUSSION and not signals.OWN.search(s.text) for s in told)


def _sole_patient(paper: Paper) -> bool:
    """Whether the paper's story is one patient's throughout, so that figures of a group cannot be its own."""
    held: bool | None = paper.memo.get("sole patient")
    if held is None:
        own = [s for s in paper.sentences if s.attribution == "own"]
        begun = {paper.sentence_at(t.start).index for t in paper.told}
        one = len({t.patient for t in paper.told}) == 1 and not paper.told_together
        held = one and len(own) >= _STORY and sum(s.index in begun for s in own) >= 0.8 * len(own)
        paper.memo["sole patient"] = held
    return held


_STORY = 5  # sentences: the fewest that make a report
_OF_GROUP = frozenset({"median", "mean", "rate", "hazard_ratio"})


def _counts_others(finding: FindingT) -> bool:
    """Whether a finding is about more than one patient: a size, a share, a statistic."""
    if finding.patient or finding.kind not in _COUNTING:
        return False
    if finding.kind == "cohort":
        return getattr(finding, "value", None) != 1
    many = any(getattr(finding, name, None) not in (None, 1) for name in ("n", "total"))
    share, statistic = getattr(finding, "percent", None), getattr(finding, "statistic", None)
    return many or share is not None or statistic in _OF_GROUP


_COUNTING = frozenset({"cohort", "histotype", "response", "toxicity", "time_to_event"})
