"""Clauses of a sentence, brackets apart: the parts over which conjunction and ellipsis share a stratum."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.core import cues as re

_BREAK = re.compile(
    r"(?P<hard>;|:(?=\s))|,(?!\d)(?:\s(?:and|but|while|whereas|although)(?=\s))?"
    r"|\s(?:and|but|while|whereas|although|versus|vs\.?|(?:as )?compared (?:with|to)|as opposed to|in contrast (?:to|with)|against(?=\s(?:(?:only|just|a|an|median|mean|of)\s)*\d)|(?:similar|comparable|close|equal|equivalent|superior|inferior) to(?=\s(?:that|those)\b)|(?:exceed|surpass|match|approach|equall?)(?:ed|es|ing)(?=\s(?:that|those)\b)|than|including|of whom|of which|among (?:whom|which|them)|comprising)(?=\s)|\.\s(?=[A-Z])|\sor(?=\s(?:with|plus|in|for|on)\s)|\s[–—]\s"
)


@dataclass(slots=True)
class Clause:
    """Characters `[start, end)` of a sentence, brackets within excluded; `inner` are the clauses in its brackets."""

    start: int
    end: int
    before: list[Clause] = field(default_factory=list, repr=False)
    after: list[Clause] = field(default_factory=list, repr=False)
    parent: Clause | None = field(default=None, repr=False)
    opener: str = ""
    brackets: list[tuple[int, int]] = field(default_factory=list)
    inner: list[Clause] = field(default_factory=list, repr=False)

    def holds(self, start: int, end: int) -> bool:
        """Whether the characters lie in the clause itself, not in its brackets."""
        return self.start <= start and end <= self.end and not any(a <= start < b for a, b in self.brackets)

    def innermost(self, at: int) -> Clause:
        """The clause in its brackets that holds a place, else itself."""
        return next((c.innermost(at) for c in self.inner if c.start <= at < c.end), self)


def clauses(text: str, whole: list[tuple[int, int]]) -> list[Clause]:
    """The clauses of a text, in order; ranges in `whole` (quantities, combinations) are not broken."""
    return _level(text, 0, len(text), whole, None)


def _level(text: str, start: int, end: int, whole: list[tuple[int, int]], parent: Clause | None) -> list[Clause]:
    brackets = _brackets(text, start, end)
    kept = [*whole, *brackets]
    found, at, opener = [], start, ""
    for m in _BREAK.finditer(text, start, end):
        if not any(a <= m.start() < b for a, b in kept) and not (m[0] == "," and _bare(text, at, m.start(), whole)):
            found.append(Clause(at, m.start(), parent=parent, opener=opener))
            at, opener = m.end(), m.group().strip()
    found.append(Clause(at, end, parent=parent, opener=opener))
    found = [c for c in found if text[c.start : c.end].strip(" .,")]
    for k, clause in enumerate(found):
        clause.before, clause.after = found[:k], found[k + 1 :]
        clause.brackets = [(a, b) for a, b in brackets if clause.start <= a < clause.end]
        for a, b in clause.brackets:
            clause.inner += _level(text, a + 1, b - 1, whole, clause)
    return found


def _bare(text: str, start: int, end: int, whole: list[tuple[int, int]]) -> bool:
    """ "5, sunitinib; and one, pazopanib": a number alone belongs to what follows the comma."""
    kept = text[start:end].strip().removeprefix("and ").strip()
    return any(text[a:b] == kept and start <= a and b <= end for a, b in whole)


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, depth, opened = [], 0, 0
    for k in range(start, end):
        if text[k] in "([":
            if depth == 0:
                opened = k
            depth += 1
        elif text[k] in ")]" and depth:
            depth -= 1
            if depth == 0:
                found.append((opened, k + 1))
    return found
