"""Who is told of: entrances gathered into persons, persons that are one and the same joined, and a label for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.narrative.entrances import Entrance

_RETOLD = {
    K.BACKGROUND,
    K.ABSTRACT_METHODS,
    K.METHODS,
    K.ABSTRACT,
    K.ABSTRACT_RESULTS,
    K.ABSTRACT_CONCLUSION,
    K.DISCUSSION,
    K.CONCLUSION,
    K.LEGEND,
    K.TITLE,
}


@dataclass(frozen=True, slots=True)
class Shared:
    """Cleaned characters `[start, end)` about several patients; of numbered ones the `turn`: the k-th of n, from 0."""

    start: int
    end: int
    turn: tuple[int, int] = (0, 0)


@dataclass(eq=False)
class Person:
    """One patient as far as the text has told: `spans` are cleaned ranges about them, `together` about them among others.

    `cased` once joined with someone whom the case reports bring in by age.
    """

    section: K
    paragraph: int
    number: str = ""
    age: Decimal | None = None
    sex: str = ""
    words: str = ""
    strong: bool = False
    histotype: str = ""
    sites: set[str] = field(default_factory=set)
    cased: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    together: list[Shared] = field(default_factory=list)

    def take(self, entrance: Entrance) -> None:
        """Add what an entrance says."""
        self.number = self.number or entrance.number
        self.age = entrance.age if self.age is None else self.age
        self.sex = self.sex or entrance.sex
        self.words = self.words or entrance.words
        self.strong = self.strong or entrance.strong

    def fits(self, entrance: Entrance) -> bool:
        """Whether an entrance can be of this person: nothing that both say differs."""
        return (
            (not self.number or not entrance.number or self.number == entrance.number)
            and (self.age is None or entrance.age is None or self.age == entrance.age)
            and (not self.sex or not entrance.sex or self.sex == entrance.sex)
        )


def same(a: Person, b: Person) -> bool:
    """Same number, or same age without differing number or sex."""
    if a.number and b.number:
        return a.number == b.number
    if a.age is None or b.age is None or a.age != b.age:
        return False
    return _may_be(a, b)


def _one_tumour(a: Person, b: Person) -> bool:
    x, y = set(a.histotype.replace(",", "").split()), set(b.histotype.replace(",", "").split())
    return bool(x and y) and (x <= y or y <= x)


def unify(persons: Iterable[Person]) -> list[Person]:
    """Join persons told of twice; a retelling in discussion or legend by tumour alone joins the only one who has it."""
    kept: list[Person] = []
    for person in persons:
        twins = [k for k in kept if same(k, person)]
        if len(twins) == 1 or (twins and person.number):
            _absorb(twins[0], person)
        else:
            kept.append(person)
    return _retellings(_in_order(kept))


_ORDINAL = re.compile(r"(?:(first|1st)|(second|2nd)|(third|3rd)|(fourth|4th)|(fifth|5th)|(sixth|6th)) (?:case|patient)")


def _in_order(persons: list[Person]) -> list[Person]:
    """Join those told of one after the other with as many who are numbered, and "the second patient" with the second."""
    numbered = [p for p in persons if p.number]
    told = [p for p in persons if not p.number and p.age is not None and p.section is K.CASES]
    counted = [p.number for p in numbered] == [str(n) for n in range(1, len(numbered) + 1)]
    kept = list(persons)
    free = [p for p in numbered if not p.cased and p.section is not K.CASES]
    if counted and len(numbered) > 1 and len(free) == len(told) and all(map(_may_be, free, told)):
        for host, guest in zip(free, told, strict=True):
            _absorb(host, guest)
            kept.remove(guest)
    hosts = (numbered if counted else []) or told
    for person in [p for p in kept if not p.number and p.age is None and p.section in _RETOLD]:
        m = _ORDINAL.fullmatch(person.words)
        nth = (m.lastindex or 0) - 1 if m else -1
        if len(hosts) > 1 and 0 <= nth < len(hosts) and _may_be(hosts[nth], person):
            _absorb(hosts[nth], person)
            kept.remove(person)
    return kept


def _may_be(a: Person, b: Person) -> bool:
    """Whether neither sex nor tumour tells two persons apart."""
    return (not a.sex or not b.sex or a.sex == b.sex) and (not a.histotype or not b.histotype or _one_tumour(a, b))


def _retellings(persons: list[Person]) -> list[Person]:
    kept = []
    for person in persons:
        weak = not person.number and person.age is None and person.section in _RETOLD and person.histotype
        hosts = [
            p
            for p in persons
            if p is not person
            and (p.section not in _RETOLD or p.number or p.age is not None)
            and _one_tumour(p, person)
            and (not p.sex or not person.sex or p.sex == person.sex)
        ]
        if weak and len(hosts) > 1:
            hosts = [p for p in hosts if p.number or p.age is not None] or hosts
            hosts = [p for p in hosts if p.sites & person.sites] or hosts
        if weak and len(hosts) == 1:
            _absorb(hosts[0], person)
        else:
            kept.append(person)
    return kept


def _absorb(host: Person, guest: Person) -> None:
    host.number = host.number or guest.number
    host.age = guest.age if host.age is None else host.age
    host.sex = host.sex or guest.sex
    host.histotype = host.histotype or guest.histotype
    host.cased = host.cased or guest.cased or (guest.section is K.CASES and guest.age is not None)
    host.sites |= guest.sites
    host.spans += guest.spans
    host.together += guest.together


def labels(persons: Iterable[Person]) -> dict[Person, str]:
    """A label for each, no two alike: number, else age and sex, else tumour or words of the text."""
    seen: dict[str, int] = defaultdict(int)
    result = {}
    for person in persons:
        label = person.number or _age_and_sex(person) or person.histotype or person.words or "patient"
        seen[label.lower()] += 1
        repeated = seen[label.lower()] > 1 and not person.number
        if repeated and person.histotype and person.histotype not in label:
            label, repeated = f"{label} {person.histotype}", False
        result[person] = f"{label} ({seen[label.lower()]})" if repeated else label
    return result


def _age_and_sex(person: Person) -> str:
    if person.age is None:
        return ""
    return f"{person.age.normalize():f}{person.sex[:1].upper()}"
