"""The same figure told again: an abstract often leaves out, or names otherwise, the stratum that the body names."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core.contract import TimeFinding

# Two statements nearer than this (characters) stand in one passage, where one figure may belong to two strata.
_APART = 400
_NONE = ((), "", "")
# Sections that tell again what the results have told.
_AGAIN = ("abstract", "discussion", "conclusion", "legend")


def restated(findings: list[TimeFinding]) -> Iterator[TimeFinding]:
    """The findings, a repetition with the stratum of the one statement elsewhere that has the same figure."""
    for finding in findings:
        others = [f for f in findings if _stratum(f) != _NONE and _same(f, finding) and _tells(f, finding)]
        if others and len({_stratum(f) for f in others}) == 1:
            told = others[0]
            yield finding.model_copy(
                update={"drugs": told.drugs, "histotype": told.histotype, "subgroup": told.subgroup}
            )
        else:
            yield finding


def _tells(told: TimeFinding, finding: TimeFinding) -> bool:
    """Whether one statement's stratum may stand for the other's: that has none, or it is a repetition of the results."""
    if _stratum(finding) == _NONE:
        return True
    if not _again(finding) or _again(told):
        return False
    mine, theirs = _stratum(finding), _stratum(told)
    return all(not a or not b or a == b for a, b in zip(mine[:2], theirs[:2], strict=True))


def _again(finding: TimeFinding) -> bool:
    return finding.evidence[0].section.startswith(_AGAIN)


def _stratum(finding: TimeFinding) -> tuple[tuple[str, ...], str, str]:
    histotype = finding.histotype.label if finding.histotype else ""
    return tuple(sorted(d.label for d in finding.drugs)), histotype, finding.subgroup


def _same(a: TimeFinding, b: TimeFinding) -> bool:
    if a is b or a.value is None or a.patient or b.patient:
        return False
    stated = ("endpoint", "statistic", "value", "unit", "timepoint", "attribution")
    if any(getattr(a, name) != getattr(b, name) for name in stated):
        return False
    pairs = [(a.ci_low, b.ci_low), (a.ci_high, b.ci_high), (a.range_low, b.range_low), (a.range_high, b.range_high)]
    apart = abs(a.evidence[0].start - b.evidence[0].start) > _APART
    return apart and all(_fits(x, y) for x, y in pairs)


def _fits(x: Decimal | None, y: Decimal | None) -> bool:
    return x is None or y is None or x == y
