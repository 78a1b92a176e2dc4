"""Headings that open a line of running text with nothing between: "Discussion In this trial we found ...".

So come papers whose paragraphs were put on a line each (an article's XML turned into text, say).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.core.document import SectionKind as K
from extractors.layout.headings import heading_kind, in_abstract

_GLUED = re.compile(
    r"^[ \t]*(?P<name>Background|Introduction|Objectives?|Purpose|Aims?|(?:(?:Patients?|Materials?|Subjects?) and )?[Mm]ethods"
    r"|Case (?:[Rr]eports?|[Pp]resentation|[Dd]escription)|Results|Discussion|Conclusions?)[ \t]+(?=[A-Z][\w’'-]*,?[ \t]\S|\d+[ \t]\S)[^\n]{100,}",
    re.MULTILINE,
)
_BODY = 4  # times the length of its abstract: the least that a paper goes on for
_LEAST = 3  # different headings of this form: fewer may be chance ("Results Were confirmed")


@dataclass(frozen=True, slots=True)
class Glued:
    """A heading at raw `[start, end)` whose sentence follows on the line."""

    start: int
    end: int
    kind: K
    title: str


def glued(text: str) -> tuple[Glued, ...]:
    """Headings run into their first sentence, in order; what comes before a conclusion that methods follow is abstract."""
    found: list[Glued] = []
    for m in _GLUED.finditer(text):
        kind = heading_kind(m["name"])
        if kind is not None:
            found.append(Glued(m.start("name"), m.end("name"), kind, m["name"]))
    if len({g.kind for g in found}) < _LEAST:
        return ()
    closing = next((k for k, g in enumerate(found) if g.kind is K.CONCLUSION), None)
    again = closing is not None and any(
        g.kind in (K.METHODS, K.RESULTS, K.CASES, K.DISCUSSION) for g in found[closing + 1 :]
    )
    if closing is None or not (again or len(text) - found[-1].end > _BODY * (found[-1].end - found[0].start)):
        return tuple(found)
    abstract = [Glued(g.start, g.end, in_abstract(g.kind), g.title) for g in found[: closing + 1]]
    return (*abstract, *found[closing + 1 :])
