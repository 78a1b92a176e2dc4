"""A count and the rate that it comes to are one fact: "six of 17 had a response, a response rate of 35 %"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.contract import ResponseFinding
from extractors.core.paper import Paper

# "... had a response, giving a response rate of 25 %", where the count's whole is not told beside it.
_GIVING = re.compile(
    r"\b(?:giving|yielding|for|resulting in|leading to|corresponding to|equal(?:ling)? to|representing|i\.e\.,?|with)\s(?:(?:an?|the)\s)?(?:\w+\s){0,2}$|[(\[]\s?$",
    re.I,
)


def told_once(paper: Paper, findings: Sequence[ResponseFinding]) -> Iterator[ResponseFinding]:
    """The group findings of a sentence, a rate put to the count before it where it is that count's share."""
    kept: list[ResponseFinding] = []
    for finding in findings:
        counted = next((k for k, f in enumerate(kept) if _share_of(paper, finding, f)), None)
        if counted is None:
            kept.append(finding)
            continue
        more = {"percent": finding.percent, "ci_low": finding.ci_low, "ci_high": finding.ci_high}
        kept[counted] = kept[counted].model_copy(
            update={**more, "evidence": (*kept[counted].evidence, *finding.evidence)}
        )
    yield from kept


def _share_of(paper: Paper, rate: ResponseFinding, count: ResponseFinding) -> bool:
    if rate.n is not None or rate.percent is None or count.percent is not None or not count.n:
        return False
    same = all(
        getattr(rate, name) == getattr(count, name) for name in ("category", "patient", "attribution", "timepoint")
    )
    # the rate need not say again of whom
    same = same and all(
        getattr(rate, name) in (getattr(count, name), None, "", ()) for name in ("drugs", "histotype", "subgroup")
    )
    if not same or rate.evidence[0].start < count.evidence[0].start:
        return False
    if count.total is None:
        before = paper.document.text[count.evidence[0].start : rate.evidence[0].start]
        return _GIVING.search(" ".join(before.split()) + " ") is not None
    return abs(100 * Decimal(count.n) / count.total - rate.percent) <= 1
