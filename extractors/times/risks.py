"""Hazard ratios away from their endpoint: a risk of death or recurrence, or what the paragraph spoke of before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.core import cues as re
from extractors.times.item import Item
from extractors.times.readings import Reading

_RISKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (
        re.compile(
            rf"\b(?:(?:(?:risk|hazard|likelihood|probability|predictor|determinant|(?:risk |prognostic )?factor)s?|HR|hazard ratios?(?: \(HR\))?) (?:of|for)|(?:associated|related|linked) (?:with|to)) {what}\b",
            re.I,
        ),
        code,
    )
    for what, code in (
        (r"(?:the )?(?:overall |all-cause )?(?:death|dying|mortality)(?! from| due| of)", "OS"),
        (r"(?:disease |tumou?r )?(?:recurrence|relapse)(?: or death)?", "RFS"),
        (r"(?:disease |tumou?r )?progression(?: or death)?", "PFS"),
    )
)
_ANY_RISK = re.compile(r"\b(?:risk|odds|hazard|likelihood|incidence|rate)s? (?:of|for) (?!patients|those)\w+", re.I)
# What else a risk may be of: of these the hazard is, not of the endpoint that the paragraph spoke of.
_EVENT = re.compile(
    r"\b(?:recurrences?|relapses?|metasta\w+|local control|responses?|toxicit\w+|complications?|failures?|mortality)\b",
    re.I,
)
_SHARED = frozenset({"OS", "PFS", "RFS", "EFS"})


def risks(text: str, pieces: Sequence[Item], told: Sequence[Reading], before: str) -> Iterator[Reading]:
    """Readings of hazard ratios that `told` does not hold; `before` is the endpoint the paragraph spoke of, or empty."""
    taken = {r.start for r in told}
    left = [i for i in pieces if i.kind == "hazard" and i.start not in taken]
    named = any(i.kind in ("endpoint", "other") for i in pieces)
    for hazard in left:
        spoken = [(m.start(), m.end(), code) for p, code in _RISKS for m in p.finditer(text, 0, hazard.end)]
        near = max(spoken, default=None)
        if near is not None and not re.search(r";|\.\s", text[near[1] : hazard.start]):
            yield _reading(text, pieces, hazard, near[2], (near[0], near[1]), 0.85)
        elif (endpoint := _named_behind(text, pieces, hazard)) is not None:
            yield _reading(text, pieces, hazard, endpoint.code, (endpoint.start, endpoint.end), 0.8)
        elif before and not named and len(left) == 1 and not _other_risk(text, hazard):
            yield _reading(text, pieces, hazard, before, (hazard.start, hazard.end), 0.7)


def _other_risk(text: str, hazard: Item) -> bool:
    return bool(_ANY_RISK.search(text[: hazard.start]) or _EVENT.search(text))


def _named_behind(text: str, pieces: Sequence[Item], hazard: Item) -> Item | None:
    """ "Age (HR 1.4) and grade (HR 2.0) were associated with worse OS": the one endpoint that the sentence names."""
    endpoints = [i for i in pieces if i.kind == "endpoint"]
    codes = {i.code for i in endpoints}
    last = endpoints[-1] if endpoints else None
    if last is None or len(codes) != 1 or not codes <= _SHARED or last.start < hazard.end:
        return None
    rival = any(i.kind == "other" and _SURVIVAL.search(text, i.start, i.end) for i in pieces)
    if rival or _EVENT.search(text, hazard.end, last.start):
        return None
    return last if _PREDICTS.search(text[hazard.end : last.start]) else None


_SURVIVAL = re.compile(r"survival|control|progression|[A-Z]FS\b|interval|time to", re.I)
_PREDICTS = re.compile(
    r"\b(?:associated|correlated|predict\w*|prognostic|factors?|related|determinants?|affect\w*|influenc\w*|impact\w*"
    r"|(?:worse|poorer|shorter|longer|better|inferior|superior|reduced|improved|increased|decreased|for|of|on))\b[^.;]*$",
    re.I,
)


def spoken_of(pieces: Sequence[Item], before: str) -> str:
    """The endpoint that a sentence leaves for those after it: its own where it names one, none where it names several."""
    codes = {i.code for i in pieces if i.kind == "endpoint"}
    if not codes:
        return before
    return next(iter(codes)) if len(codes) == 1 and codes <= _SHARED else ""


def _reading(
    text: str, pieces: Sequence[Item], hazard: Item, code: str, anchor: tuple[int, int], confidence: float
) -> Reading:
    ci = next((i for i in pieces if i.kind == "interval" and 0 <= i.start - hazard.end < 25), None)
    return Reading(
        endpoint=code,
        anchor=anchor,
        start=hazard.start,
        end=ci.end if ci else hazard.end,
        statistic="hazard_ratio",
        value=hazard.low,
        unit="1",
        ci=(ci.low, ci.high) if ci else (None, None),
        rule="hazard_ratio",
        confidence=confidence,
    )
