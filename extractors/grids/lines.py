"""Lines of a flattened text, with what the flattening tool left of the page: blank lines, page ends, indents."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# Pages begin seldom: where more lines than this share begin with a single space, it tells paragraphs apart.
_SELDOM, _ENOUGH = 0.25, 20
_LINE = re.compile(r"[^\n\f\r]*(?:\r\n|\n|\r|\f|$)")
# A bar between cells, and the rule below a header whose cells stand between bars.
BAR = re.compile(r"(?:(?<=\s)|^)\|+(?=\s|$)")
_RULE = re.compile(r"(?=.*\|)[|:\s-]*-{2,}[|:\s-]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is not blank.

    `start`/`end` are character offsets without the surrounding spaces, `text` what stands between them. `gap` counts
    the blank lines before it, `indent` its leading spaces, `page` whether it is the first of a page (form feed, or the
    single space by which joined pages are told apart).
    """

    start: int
    end: int
    text: str
    gap: int
    indent: int
    page: bool


def keeps_apart(text: str) -> bool:
    """Whether a line keeps its cells apart by tabs or bars."""
    return "\t" in text or bool(BAR.search(text)) or is_rule(text)


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a rule between bars."""
    return bool(_RULE.fullmatch(text))


def lines_of(text: str, start: int = 0, end: int | None = None) -> tuple[Line, ...]:
    """The lines of `text[start:end]` that hold more than white space, in order."""
    stop = len(text) if end is None else end
    found: list[Line] = []
    gap, page, at = 0, False, start
    while at < stop:
        match = _LINE.match(text, at, stop)
        assert match is not None
        raw = match.group().rstrip("\r\n\f")
        bare = raw.strip()
        if bare:
            lead = len(raw) - len(raw.lstrip())
            first = at + lead
            jump = page or (lead == 1 and raw[0] == " " and at > 0)
            found.append(Line(first, first + len(bare), bare, gap, lead, jump))
            gap, page = 0, False
        else:
            gap += 1
        if match.group().endswith("\f"):
            page = True
        if match.end() == at:
            break
        at = match.end()
    spaced = sum(x.indent == 1 for x in found)
    if len(found) > _ENOUGH and spaced > _SELDOM * len(found):
        return tuple(replace(x, page=False, gap=max(x.gap, 1)) if x.page and x.indent == 1 else x for x in found)
    return tuple(found)
