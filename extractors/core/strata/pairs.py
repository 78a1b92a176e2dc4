"""Distribution: "12 % and 27 % in the A and B arms, respectively" pairs the k-th number with the k-th name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.core import cues as re
from extractors.core.listed import listed
from extractors.core.paper import Sentence

_BETWEEN = re.compile(
    r"\s*(?:patients?|cases?|%)?\s*(?:,|and|, and|&|vs\.?|versus|compared (?:with|to)|or|/|(?:was|were|is|are)? ?(?:\w+ )?(?:higher|lower|better|worse|longer|shorter|greater) (?:\w+ )?than)\s*(?:in |for |a |an |the |with |of |had )*",
    re.I,
)
_NEXT = re.compile(
    r"[)\s]*(?:of )?(?:the )?(?:patients?|cases)?\s*(?:in|for|with|among|under|on|treated with|receiving)\s+(?:the |patients? |those |with |treated |receiving |in |arms? |groups? |cohorts? )*",
    re.I,
)
# "With A, B and C, the median OS was 8, 12 and 10 months": names before their numbers.
_PREDICATE = re.compile(r"[^.;:\d()]{0,60}(?:\b(?:was|were|reached|of|had been)|:)\s*(?:only\s)?", re.I)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|(?:±|\+/?[-−])\s*\d[\d.]*(?:\s*(?:%|months?|weeks?|years?|days?))?", re.I)
_SAID = re.compile(r"\brespectively\b|\bresp\.|\bv(?:s\.?|ersus)\b")
_NUMBERS = frozenset({"count", "percent", "duration"})
Span = tuple[int, int]


def runs(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """Coordinated runs of two or more spans: only list words, or brackets, stand between neighbours."""
    return listed(spans, lambda a, b: _BETWEEN.fullmatch(_ASIDE.sub("", text[a[1] : b[0]])))


# "A (12 %), B (9 %) and C (4 %) for X and A (20 %) and D (8 %) for Y": each list is of the name behind it.
_BEHIND = re.compile(
    r"[)\]\s,%]*(?:(?:of )?(?:the )?(?:patients|pts|cases|events)\s)?(?:(?:were|was|each|all)\s)*(?:(?:occurred|occurring|observed|seen|reported|noted|recorded|found|developed)\s)?"
    r"(?:in|for|with|on|among|under)\s(?:the\s|those\s|patients\s|(?:treated|treatment)\s|with\s|receiving\s|given\s|on\s|in\s)*",
    re.I,
)


def postposed(text: str, numbers: Sequence[Span], names: Sequence[Span], at: int) -> Span | None:
    """The name behind a list of numbers, one of which begins at `at`, where all names stand behind lists."""
    since = 0
    lists = []
    for name in names:
        held = [n for n in numbers if since <= n[0] < name[0]]
        bracketed = held and all(text[n[0] - 1 : n[0]] == "(" for n in held)
        if not bracketed or not _BEHIND.fullmatch(text, held[-1][1], name[0]):
            return None
        lists.append(held)
        since = name[1]
    if max(map(len, lists), default=0) < 2 or any(n[0] >= since for n in numbers):
        return None
    return next((name for name, held in zip(names, lists, strict=True) if any(n[0] == at for n in held)), None)


def distributed(
    text: str, numbers: Sequence[Span], names: Sequence[Span], at: Span, rivals: Sequence[Span] = ()
) -> Span | None:
    """The name that the number at `at` is paired with, by equal length of two runs.

    "Respectively" or "versus" must say so, or the names stand right before or behind the numbers ("12 % and 27 % in
    arms A and B") and no run of as many `rivals` (endpoints, say) claims them.
    """
    said = _SAID.search(text) is not None
    for run in runs(text, numbers):
        if at in run:
            named = [r for r in runs(text, names) if len(r) == len(run)]
            if said and not named:
                named = list(_set_against(text, run, names))
            if named:
                if not said:
                    named = [r for r in named if _touches(text, run, r)]
                    if not named or claimed(text, run, rivals):
                        return None
                # names stand behind their numbers more often than before
                nearest = min(
                    named,
                    key=lambda r: r[0][0] - run[-1][1] if r[0][0] >= run[-1][1] else 25 + abs(run[0][0] - r[-1][1]),
                )
                return nearest[run.index(at)]
    return None


# "Longer with A than with B | (6.2 | vs | 3.9 months)".
_THAN = re.compile(
    r"[^.;:()\d]{0,70}?\bthan\s+(?:(?:in|with|for|on|after|under|that|those|the|patients|cases|treated|receiving|given|of|who|had|received)\s+)*",
    re.I,
)
_FIGURES_NEXT = re.compile(
    r"[^.;:()\d]{0,40}[(\[]\s*(?:(?:median|mean|ORR|DCR|m?PFS|m?OS)\b[\s,:=]*(?:of |was )?)*", re.I
)


def _set_against(text: str, run: Sequence[Span], names: Sequence[Span]) -> Iterator[list[Span]]:
    """The two names that a comparison sets against each other right before its two figures."""
    before = [n for n in names if n[1] <= run[0][0]]
    if len(run) == 2 and len(before) > 1 and _FIGURES_NEXT.fullmatch(text[before[-1][1] : run[0][0]]):
        one, other = before[-2:]
        if _THAN.fullmatch(text[one[1] : other[0]]):
            yield [one, other]


def _touches(text: str, numbers: Sequence[Span], names: Sequence[Span]) -> bool:
    if names[0][0] >= numbers[-1][1]:
        return _NEXT.fullmatch(text[numbers[-1][1] : names[0][0]]) is not None
    return _PREDICATE.fullmatch(text[names[-1][1] : numbers[0][0]]) is not None


def claimed(text: str, run: Sequence[Span], rivals: Sequence[Span]) -> bool:
    """Whether as many rivals are listed as a run has numbers."""
    return any(len(r) == len(run) for r in runs(text, [s for s in rivals if s not in run]))


def rivals_of(sentence: Sentence) -> list[Span]:
    """What else as many numbers could belong to: endpoints, events, and the times of rates."""
    named = [sentence.at(m) for m in sentence.of("endpoint", "toxicity")]
    return sorted([*named, *_times_of(sentence)])


def _times_of(sentence: Sentence) -> list[Span]:
    """ "At 3 and 6 months": times, where the sentence's values are percentages."""
    if not any(q.kind == "percent" for q in sentence.quantities):
        return []
    return [s for run in number_runs(sentence) if not _has(sentence, run, "percent") for s in run]


def _has(sentence: Sentence, run: Sequence[Span], kind: str) -> bool:
    return any((q.start, q.end) in run for q in sentence.quantities if q.kind == kind)


def number_runs(sentence: Sentence) -> list[list[Span]]:
    """Coordinated numbers outside brackets, of one kind, or bare ones that take the unit of the last: "4, 7 and 3 months"."""
    text = sentence.text
    inside = [m.span() for m in _ASIDE.finditer(text)]
    kinds = {
        (q.start, q.end): q.kind
        for q in sentence.quantities
        if q.kind in _NUMBERS and not any(a <= q.start < b for a, b in inside)
    }
    return [r for r in runs(text, sorted(kinds)) if len({kinds[s] for s in r} - {"count"}) <= 1]


def one_each(sentence: Sentence, start: int, end: int, k: int) -> bool:
    """Whether a list of `k` names at `[start, end)` has as many numbers right before or behind it, one for each."""
    if k < 2:
        return False
    claims = rivals_of(sentence)
    return any(
        len(run) == k and _touches(sentence.text, run, [(start, end)]) and not claimed(sentence.text, run, claims)
        for run in number_runs(sentence)
        if run[-1][1] <= start or run[0][0] >= end
    )
