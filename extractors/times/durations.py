"""Durations of what a sentence has named: "stable disease (median duration 5 months)", "responses lasted a median of 7"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.core import cues as re
from extractors.times.item import Item

_SAID = re.compile(
    r"\b(?:median|mean|average)\s+(?:\([^()]{2,25}\)\s+)?(?P<a>duration)\b(?=[\s,:=(]*(?:of|was|were)?[\s,:=]*\d)"
    r"|\b(?P<b>lasted|lasting|persisted|maintained|sustained|for)\b(?= (?:for )?an? (?:median|mean|average) (?:of )?\d)",
    re.I,
)
_OF = re.compile(
    r"\b(?P<sd>stable diseases?|(?<!mean \()(?<!average \()(?<!mean, )SD|(?:disease )?stabili[sz]ations?)\b|\b(?:responses?|responded|remissions?|CRs?|PRs?|ORR|RR)\b",
    re.I,
)
# What the words between may be of instead.
_OF_ELSE = re.compile(
    r";|\.\s|\b(?:treat\w*|therap\w+|receiv\w+|follow\w*|surviv\w+|given|administ\w+|cycles?|courses?|taken|took|progress\w+|PFS|OS|TTP|disease control|DCR|clinical benefit"
    r"|hospital\w*|symptom\w*|fever|neutropeni\w+|toxicit\w+|age)\b",
    re.I,
)


# "A was used in 12 patients, with a mean duration of 5 months": how long it was given.
_GIVEN = re.compile(r"\b(?:used|given|administered|received|taken|treated|continued)\b", re.I)
_GIVEN_ELSE = re.compile(
    r";|\.\s|\b(?:follow\w*|surviv\w+|cycles?|courses?|PFS|OS|TTP|respon\w+|control|benefit|hospital\w*|symptom\w*|toxicit\w+|event\w*|fever|neutropeni\w+"
    r"|progress\w+|infus\w+|surger\w+|operat\w+|age|disease|pain)\b",
    re.I,
)


def with_durations(text: str, pieces: Sequence[Item]) -> list[Item]:
    """The pieces of a sentence with such words as endpoints, where no name stands there already."""
    more = [d for d in _durations(text) if not any(d.start < p.end and p.start < d.end for p in pieces)]
    return sorted([*pieces, *more], key=lambda i: i.start) if more else list(pieces)


def _durations(text: str) -> Iterator[Item]:
    """The word that says how long, as the endpoint of the response or stable disease named last before it."""
    for m in _SAID.finditer(text):
        name = "a" if m["a"] else "b"
        before = max(m.start(name) - 130, 0)
        named = list(_OF.finditer(text, before, m.start(name)))
        if named and not _OF_ELSE.search(text, named[-1].end(), m.start(name)):
            yield Item("endpoint", *m.span(name), "sd_duration" if named[-1]["sd"] else "DOR")
        elif m["a"] and any(
            not _GIVEN_ELSE.search(text, g.end(), m.start(name)) for g in _GIVEN.finditer(text, before, m.start(name))
        ):
            yield Item("endpoint", *m.span(name), "treatment_duration")
