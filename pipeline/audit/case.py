"""What the checks read, and what they say: discrepancies with their places, and what could be checked at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from extractors.core.contract import Evidence
from extractors.core.counts import Count, counts
from extractors.core.document import Cell, Document, Table
from extractors.core.paper import Paper, Sentence
from pipeline.records import Base, Provenance

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that does not fit: `rule` of the contract, a message that names the figures, every place involved.

    `confidence` says how surely the statement is true, not how grave it is.
    """

    rule: str
    message: str
    evidence: tuple[Evidence, ...]
    check: str
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing was checked; `undecided` says why it could not be, empty when it was."""

    what: str
    undecided: str = ""


Statement = Discrepancy | Checked


class Check(Protocol):
    """A pure function from a paper's case to what does not fit in it."""

    def __call__(self, case: Case) -> Iterator[Statement]: ...


@dataclass(frozen=True)
class Case:
    """One document with everything read from it. Without `paper`, running text is audited by its records alone."""

    document: Document
    records: tuple[Base, ...]
    tables: tuple[Table, ...]
    abbreviations: tuple[tuple[str, str], ...]
    paper: Paper | None = None

    @cached_property
    def memo(self) -> dict[str, dict[Any, Any]]:
        """What several checks work out alike, by name."""
        return {}

    def of(self, kind: str, attribution: str = "own") -> list[Any]:
        """Records of a kind that are about this study, typed as their kind is (`kind` decides the fields)."""
        return list(self._by_kind.get((kind, attribution), ()))

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[Any]]:
        found: dict[tuple[str, str], list[Any]] = {}
        for record in self.records:
            found.setdefault((getattr(record, "kind", ""), record.attribution), []).append(record)
        return found

    def touching(self, places: Iterable[Place]) -> list[str]:
        """Ids of the records that are stated at some places, in their order."""
        wanted = tuple(places)
        hit = (i for i, start, end in self._stated if any(start < e and s < end for s, e in wanted))
        return list(dict.fromkeys(hit))

    @cached_property
    def _stated(self) -> tuple[tuple[str, int, int], ...]:
        known = [(r.record_id, r.provenance) for r in self.records]  # an id is worked out each time it is asked for
        return tuple((i, p.start, p.end) for i, places in known for p in places)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences about this study; cited results and references are left out."""
        if self.paper is None:
            return ()
        return tuple(s for s in self.paper.sentences if s.attribution != "cited")

    @cached_property
    def counted(self) -> tuple[tuple[Sentence, tuple[Count, ...]], ...]:
        """The people each sentence counts."""
        return tuple((s, tuple(counts(s))) for s in self.sentences)

    def within(self, sentence: Sentence, start: int, end: int) -> Evidence:
        """The place of `[start, end)` of a sentence's text in the raw text."""
        assert self.paper is not None
        return self.paper.within(sentence, start, end)

    def denominators(self) -> dict[int, str]:
        """Every group size that the paper states, with its name: patients, lines, evaluable, strata."""
        return self._denominators

    @cached_property
    def _denominators(self) -> dict[int, str]:
        names = {"n_patients": "patients", "n_treatment_lines": "treatment lines", "n_evaluable": "evaluable patients"}
        found: dict[int, str] = {}
        cohort = self.of("cohort")
        for whole in (True, False):
            for record in cohort:
                name = names.get(record.field)
                value = record.value
                if (
                    name
                    and isinstance(value, int)
                    and (not (record.drugs or record.histotype or record.subgroup)) is whole
                ):
                    stratum = " ".join([*record.drugs, record.histotype, record.subgroup]).strip()
                    found.setdefault(value, f"{name} ({stratum})" if stratum else name)
        return found

    def size(self, field: str) -> int | None:
        """A cohort size stated for the whole study, when the paper states one alone."""
        values = self._sizes.get(field, set())
        value = next(iter(values)) if len(values) == 1 else None
        return value if isinstance(value, int) else None

    @cached_property
    def _sizes(self) -> dict[str, set[Any]]:
        found: dict[str, set[Any]] = {}
        for r in self.of("cohort"):
            if not (r.drugs or r.histotype or r.subgroup or r.patient):
                found.setdefault(r.field, set()).add(r.value)
        return found


def spans(*records: Base) -> tuple[Evidence, ...]:
    """Every place that states some records."""
    return tuple(evidence(p) for r in records for p in r.provenance)


def evidence(p: Provenance) -> Evidence:
    """The place of a provenance."""
    return Evidence(start=p.start, end=p.end, section=p.section, table=p.table, row=p.row, column=p.column)


def cell_places(table: Table, row: int, column: int, cell: Cell | None = None) -> tuple[Evidence, ...]:
    """The places of a body cell of a table, or of another cell of it that is given."""
    cells = table.rows[row] if cell is None else ()
    found = cell if cell is not None else (cells[column] if column < len(cells) else None)
    return tuple(
        Evidence(start=r.start, end=r.end, section="table", table=table.number, row=row, column=column)
        for r in (found.ranges if found else ())
        if r.end > r.start
    )


def place_of(section: str) -> str:
    """Where a statement stands, coarsely: abstract, table, legend, or body."""
    if section.startswith("abstract") or section == "title":
        return "abstract"
    return section if section in ("table", "legend") else "body"


def places(record: Base) -> set[str]:
    """All places where a record is stated."""
    return {"table" if p.table else place_of(p.section) for p in record.provenance}
