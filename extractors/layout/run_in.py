"""Headings that a converter joined to the paragraph below them: "Methods Study design In this trial, ...".

Some flatteners of articles write title and paragraph on one line without a stop between. One such line is no proof
("Results Group 2"); several names of a paper's parts, each before a capital at the start of a line, are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.core.document import SectionKind as K
from extractors.layout.headings import heading_kind, in_abstract


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part at `[start, end)` of the text."""

    start: int
    end: int
    kind: K


_NAME = (
    r"Abstract|Summary|Introduction|Background|Objectives?|Purpose|Aims?|(?:Patients?|Materials?|Subjects|Cases) (?:and|&) [Mm]ethods?|Methods?"
    r"|Case (?:[Rr]eports?|[Pp]resentations?|[Ss]eries)|Results?(?: and [Dd]iscussion)?|Discussion(?: and [Cc]onclusions?)?"
    r"|Conclusions?|References|Acknowledge?ments?"
)
_LINE = re.compile(rf"(?m)^[ \t]*(?P<name>{_NAME})[ \t]+(?=[A-Z]|\d+ [a-z])(?!(?:I{{1,3}}|[A-Z])[ \t,.:]*$)")
# "Abstract Background Trabectedin is ...": the name of the abstract's first part behind its own.
_AGAIN = re.compile(rf"(?P<name>{_NAME})[ \t]+(?=[A-Z]|\d+ [a-z])")
_ALONE = re.compile(
    r"(?mi)^[ \t]*(?:#+[ \t]*)?(?:\d[\d.]*[ \t]+)?(?:introduction|background|(?:(?:patients?|materials?|subjects) and )?methods?|results|discussion)[ \t]*:?[ \t]*$"
)
_BODY = frozenset({K.METHODS, K.RESULTS, K.DISCUSSION, K.CASES})
_OPENING = frozenset({K.BACKGROUND})


def run_in_lines(text: str) -> tuple[Heading, ...]:
    """Such headings in order; none where the text has headings of their own, or too few of these to be sure."""
    found: list[Heading] = []
    for m in _LINE.finditer(text):
        found.append(_heading(m))
        if found[-1].kind is K.ABSTRACT and (second := _AGAIN.match(text, m.end())):
            found.append(_heading(second))
    kinds = {h.kind for h in found}
    if len(kinds) < 3 or len(kinds & _BODY) < 2 or _ALONE.search(text):
        return ()
    return tuple(_abstract_apart(found))


def _heading(m: re.Match[str]) -> Heading:
    return Heading(m.start("name"), m.end("name"), heading_kind(m["name"]) or K.BODY)


def _abstract_apart(found: list[Heading]) -> list[Heading]:
    """Parts that are told twice are the abstract's the first time, also where it bears no name of its own."""
    if any(h.kind is K.ABSTRACT for h in found):
        return found
    second = next((k for k, h in enumerate(found) if k and h.kind in _OPENING), 0)
    before, after = {h.kind for h in found[:second]}, {h.kind for h in found[second:]}
    if not second or len(before & after & {*_BODY, K.BACKGROUND, K.CONCLUSION}) < 2:
        return found
    return [Heading(h.start, h.end, in_abstract(h.kind)) if k < second else h for k, h in enumerate(found)]
