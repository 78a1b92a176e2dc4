"""What the vocabularies say on words side by side: those of one name belong together, a tumour and a toxicity do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.core.vocabulary import vocabulary
from extractors.grids.atoms import CATEGORY, NUMERIC, Atom, Kind, Sep

_LAYERS = ("drug", "endpoint", "histotype", "site", "toxicity")
# Log odds added: within one name, between names of two vocabularies, of one, between a name and another capital.
_WITHIN, _OTHER, _SAME, _NEXT = 3.0, -3.5, -1.2, -0.6
# "Retroperitoneal Leiomyosarcoma": an organ's name may go before a tumour's in one cell.
_SITE_TUMOUR = -0.5
# A name or a category behind a number.
_NEXT_TO_NUMBER = -1.0
_STANDS_ALONE = CATEGORY - {Kind.YES_NO, Kind.ABSENT}
_GENE = re.compile(r"[A-Z][A-Z0-9]{2,8}(?:[-/][A-Z][A-Z0-9]{1,8})?$")
_CHANGE = re.compile(
    r"(?:p\.)?[A-Z]\d{1,4}(?:[A-Z*]|fs\S*|del\S*|ins\S*|dup\S*|_\S+)[,;]?$"
    r"|(?:loss|deletion|amplification|amplified|mutation|mutated|mutant|fusion|rearrangement|exon|truncation)\b",
    re.I,
)
_ROMAN = re.compile(r"(?:I{1,3}|IV)[A-C]?$")
_OF_GRADE = re.compile(r"\(?G[1-5](?:[-–/][1-5])?\)?[,;]?$")
_SHORT = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*,?$")


def tied(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms with `tie` set: log odds that an atom shares a cell with the one before, by what they name."""
    names = named(atoms)
    ties = [0.0] * len(atoms)
    ends = {last: layer for _, last, layer in names}
    begins = {first: layer for first, _, layer in names}
    for first, last, _ in names:
        for k in range(first + 1, last):
            ties[k] = _WITHIN
    for k in range(1, len(atoms)):
        if _is_told_of(atoms[k - 1], atoms[k]):
            ties[k] = _WITHIN
            continue
        if _SHORT.match(atoms[k].text) and _SHORT.match(atoms[k - 1].text):
            # A list of short forms ends where the comma is missing.
            listed = atoms[k].text.endswith(",") and not atoms[k - 1].text.endswith(",")
            ties[k] = _OTHER if listed else ties[k]
        if ties[k] or not atoms[k].text[0].isupper() or atoms[k - 1].text[-1] in ",/+&;:-–":
            continue
        one, two = ends.get(k, ""), begins.get(k, "")
        if atoms[k - 1].kind in NUMERIC and (two or atoms[k].kind in _STANDS_ALONE):
            ties[k] = _NEXT_TO_NUMBER
            continue
        if one and _ROMAN.match(atoms[k].text):
            ties[k] = _OTHER  # "Liver IV": a stage behind a site
        elif (one, two) == ("site", "histotype"):
            ties[k] = _SITE_TUMOUR
        elif one and two:
            ties[k] = _SAME if one == two else _OTHER
        elif one:
            ties[k] = _NEXT
    return tuple(replace(a, tie=t) if t else a for a, t in zip(atoms, ties, strict=True))


def _is_told_of(one: Atom, two: Atom) -> bool:
    """Whether a piece goes with the one before: a gene's change ("KRAS G12D", "RB1 loss"), an event's grade ("Rash G2")."""
    if _GENE.match(one.text) and one.kind is Kind.WORDS and _CHANGE.match(two.text):
        return True
    return bool(_OF_GRADE.match(two.text)) and one.text[-1:].isalpha() and one.text[-1:].islower()


def named(atoms: Sequence[Atom]) -> list[tuple[int, int, str]]:
    """Names from first atom to one past the last, with their vocabulary; the longest win, none overlap."""
    at: list[int] = []
    text = ""
    for k, atom in enumerate(atoms):
        cut = atom.text.endswith("-") and k + 1 < len(atoms) and _goes_on(atoms[k + 1])
        piece = atom.text[:-1] if cut else atom.text + " "
        at += [k] * len(piece)
        text += piece
    taken: set[int] = set()
    found: list[tuple[int, int, str]] = []
    known = [m for m in vocabulary().matches(text) if m.concept.layer in _LAYERS]
    known = [m for m in known if not m.short or _is_plain(text[m.start : m.end], m.concept.layer)]
    for match in sorted(known, key=lambda m: m.start - m.end):
        first, last = at[match.start], at[match.end - 1] + 1
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            found.append((first, last, match.concept.layer))
    return found


def _goes_on(atom: Atom) -> bool:
    """Whether an atom carries on a word that the line before was too short for."""
    return atom.sep in (Sep.LINE, Sep.BLANK) and atom.text[0].islower()


def _is_plain(short: str, layer: str) -> bool:
    """Whether an abbreviation names a tumour in a table: capitals only, three or more."""
    return layer == "histotype" and len(short) > 2 and short.isupper()
