"""Distribution: "12 % and 27 % in the A and B arms, respectively" pairs the k-th number with the k-th name."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BETWEEN = re.compile(
    r"\s*(?:patients?|cases?|%)?\s*(?:,|and|, and|&|vs\.?|versus|compared (?:with|to)|or|/|(?:was|were|is|are)? ?(?:\w+ )?(?:higher|lower|better|worse|longer|shorter|greater) (?:\w+ )?than)\s*(?:in |for |a |an |the |with |of |had )*",
    re.I,
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
Span = tuple[int, int]


def runs(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """Coordinated runs of two or more spans: only list words, or brackets, stand between neighbours."""
    found: list[list[Span]] = []
    run: list[Span] = []
    for span in spans:
        if run and not _BETWEEN.fullmatch(_ASIDE.sub("", text[run[-1][1] : span[0]])):
            found.append(run)
            run = []
        run.append(span)
    return [r for r in [*found, run] if len(r) > 1]


def distributed(text: str, numbers: Sequence[Span], names: Sequence[Span], at: Span) -> Span | None:
    """The name that the number at `at` is paired with, by "respectively" or "versus" and equal length of two runs."""
    if not re.search(r"\brespectively\b|\bresp\.|\bv(?:s\.?|ersus)\b", text):
        return None
    for run in runs(text, numbers):
        if at in run:
            named = [r for r in runs(text, names) if len(r) == len(run)]
            if named:
                nearest = min(named, key=lambda r: min(abs(r[0][0] - run[-1][1]), abs(run[0][0] - r[-1][1])))
                return nearest[run.index(at)]
    return None
