"""Who is told of: entrances gathered into persons, persons that are one and the same joined, and a label for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

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
    """One patient as far as the text has told: `spans` are cleaned ranges about them, `together` about them among others."""

    section: K
    paragraph: int
    number: str = ""
    age: Decimal | None = None
    sex: str = ""
    words: str = ""
    strong: bool = False
    histotype: str = ""
    sites: set[str] = field(default_factory=set)
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
    return (not a.sex or not b.sex or a.sex == b.sex) and (not a.histotype or not b.histotype or _one_tumour(a, b))


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
    return _retellings(kept)


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
