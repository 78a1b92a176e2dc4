"""Two facts in one column: "OS (mo), status" above "27.4, DOD", "Outcome (follow-up, months)" above "NED (36)"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractors.core import cues as re

_BETWEEN = re.compile(r"\s*(?:[(\[/;&]|,(?!\d)|\band\b|\bwith\b|\s[–-]\s)\s*", re.I)
_UNIT = r"(?:months?|mos?|weeks?|wks?|years?|yrs?|days?)\b\.?"
_NUMBER_FIRST = re.compile(rf"(?P<a>[<>≥≤~]?\s?\d[\d.,·]*\s?\+?(?:\s?{_UNIT})?\s?\+?)\s+(?P<b>[A-Za-z].*)")
_WORD_FIRST = re.compile(
    rf"(?P<a>[A-Za-z][^\d(,;/]*?)\s+(?:(?:at|after|for|x)\s+)?(?P<b>[<>≥≤~]?\d[\d.,·]*\s?\+?(?:\s?{_UNIT})?\+?)"
)
Bears = Callable[[str, str], bool]


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Every way to take a header or cell for two parts told apart by a comma, slash, bracket or word."""
    for m in _BETWEEN.finditer(text):
        left, right = text[: m.start()].strip(" ,;/([–-"), text[m.end() :].strip(" ,;/([–-")
        if right.count(")") > right.count("("):
            right = right.rstrip(" .").removesuffix(")").strip()
        if left and right:
            yield left, right


def roles_of(header: str, roles: Callable[[str], Sequence[str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of roles with their words that the halves of a header name; `roles` gives those of one half."""
    for left, right in halves(header):
        for one in roles(left):
            for other in roles(right):
                if one != other:
                    yield (one, left), (other, right)


def split_cell(text: str, roles: tuple[str, str], bears: Bears) -> dict[str, str]:
    """The parts of a cell by role, in whichever order; one part where the cell has no more; empty where it reads as neither."""
    first, second = roles
    ways = list(halves(text))
    ways += [(m["a"], m["b"]) for p in (_NUMBER_FIRST, _WORD_FIRST) if (m := p.fullmatch(text))]
    for a, b in ways:
        for left, right in ((a, b), (b, a)):
            if bears(first, left) and bears(second, right):
                return {first: left, second: right}
    return next(({role: text} for role in roles if bears(role, text)), {})
