"""Distribution: "12 % and 27 % in the A and B arms, respectively" pairs the k-th number with the k-th name."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.core import cues as re

_BETWEEN = re.compile(
    r"\s*(?:patients?|cases?|%)?\s*(?:,|and|, and|&|vs\.?|versus|compared (?:with|to)|or|/|(?:was|were|is|are)? ?(?:\w+ )?(?:higher|lower|better|worse|longer|shorter|greater) (?:\w+ )?than)\s*(?:in |for |a |an |the |with |of |had )*",
    re.I,
)
_NEXT = re.compile(
    r"[)\s]*(?:of )?(?:the )?(?:patients?|cases)?\s*(?:in|for|with|among|under|on|treated with|receiving)\s+(?:the |patients? |those |with |treated |receiving |in |arms? |groups? |cohorts? )*",
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
    """The name that the number at `at` is paired with, by equal length of two runs.

    "Respectively" or "versus" must say so, or the names follow the numbers at once ("12 % and 27 % in arms A and B").
    """
    said = re.search(r"\brespectively\b|\bresp\.|\bv(?:s\.?|ersus)\b", text) is not None
    for run in runs(text, numbers):
        if at in run:
            named = [r for r in runs(text, names) if len(r) == len(run)]
            if named:
                if not said:
                    named = [r for r in named if _NEXT.fullmatch(text[run[-1][1] : r[0][0]])]
                    if not named:
                        return None
                # names stand behind their numbers more often than before
                nearest = min(
                    named,
                    key=lambda r: r[0][0] - run[-1][1] if r[0][0] >= run[-1][1] else 25 + abs(run[0][0] - r[-1][1]),
                )
                return nearest[run.index(at)]
    return None
