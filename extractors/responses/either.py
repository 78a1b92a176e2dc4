"""Two categories told with their counts as one outcome: "8 patients had a complete (n = 2) or partial (n = 6) response"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.core import cues as re
from extractors.core.verbs import HAD
from extractors.quantities import NUMBER, parse_number
from extractors.quantities.people import PEOPLE
from extractors.responses.categories import Category
from extractors.responses.figures import Figure
from extractors.responses.joins import Join

_COUNT = r"\s*[(\[]\s*(?:n\s*=\s*)?(?P<_>" + NUMBER + r")\b[^()\[\]]{0,25}[)\]]"
_EITHER = re.compile(
    rf"\b(?P<one>complete|partial)(?: responses?| remissions?)?{_COUNT.replace('_', 'a')},?\s*(?:or|and|and/or)\s+(?:an?\s+)?"
    rf"(?P<other>complete|partial)(?: responses?| remissions?)?{_COUNT.replace('_', 'b')}(?:\s*(?:responses?|remissions?))?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"[\s)]*(?:(?:evaluable |assessable )?{PEOPLE}\s*)?(?:[(\[][^()]{{0,20}}[)\]]\s*)?(?:{HAD}|with)\s+"
    r"(?:either\s+)?(?:an?\s+)?(?:objective (?:tumou?r )?responses?\s*[:(,]\s*)?",
    re.IGNORECASE,
)
# "An objective response, all partial": what kind the responses before it were.
_ALL = re.compile(
    r"\s*[,(;–—-]\s*(?:and\s+)?(?:all|both)(?: of (?:which|them|these))?(?: were| being)? (?P<kind>partial|complete|PRs?|CRs?)\b",
    re.IGNORECASE,
)
# "In nine of 58 (16 %; all partial)".
_ALL_OF_FIGURE = re.compile(rf"(?:\s{PEOPLE})?{_ALL.pattern}", re.IGNORECASE)
_RESPONSE = re.compile(
    r"\b(?:objective |tumou?r |overall |clinical |confirmed )*(?:responses?|remissions?|responded)\b", re.IGNORECASE
)


def either(text: str, counted: Sequence[Figure]) -> Iterator[Join]:
    """The responses that two kinds add up to, and the one kind that all of them were."""
    for m in _EITHER.finditer(text):
        parts = [parse_number(m["a"]), parse_number(m["b"])]
        if m["one"].lower() == m["other"].lower() or None in parts:
            continue
        whole = sum(p for p in parts if p is not None)
        led = [f for f in counted if f.n == whole and f.end <= m.start() and _LEAD.fullmatch(text, f.end, m.start())]
        yield from (Join(Category(m.start(), m.end(), "ORR"), f, "either") for f in led)
    for m in _RESPONSE.finditer(text):
        kind = _ALL.match(text, m.end())
        figure = next((f for f in reversed(counted) if f.end <= m.start() and m.start() - f.end < 45), None)
        if kind and figure is not None and figure.n and not re.search(r"[;.]\s", text[figure.end : m.start()]):
            yield _of_kind(kind, figure)
    for figure in counted if _RESPONSE.search(text) else ():
        kind = _ALL_OF_FIGURE.match(text, figure.end) if figure.n else None
        if kind is not None:
            yield _of_kind(kind, figure)


def _of_kind(kind: re.Match[str], figure: Figure) -> Join:
    code = "CR" if kind["kind"].lower().startswith("c") else "PR"
    return Join(Category(kind.start("kind"), kind.end("kind"), code), figure, "either")
