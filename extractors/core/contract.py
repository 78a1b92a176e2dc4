"""What extractors promise: findings with evidence, and nothing else.

A *finding* is what one extractor says the paper says, values as meant beside the characters as printed. `pipeline`
turns findings into *records*.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Attribution = Literal["own", "cited", "planned", "definition"]


class Frozen(BaseModel):
    """Immutable, closed model: a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Frozen):
    """A range of `Document.text` that states a finding; for a table cell also table, row and column (0-based)."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    section: str = ""
    table: str = ""
    row: int | None = None
    column: int | None = None


class Term(Frozen):
    """A word of the paper and what it means; `concept` is empty when no vocabulary lists it."""

    printed: str
    concept: str = ""

    @property
    def label(self) -> str:
        """The concept's preferred label in lower case, else the paper's own words in lower case."""
        return " ".join((self.concept or self.printed).lower().split())


class Finding(Frozen):
    """Fields that every kind shares. `drugs`, `histotype`, `patient`, `subgroup` are the stratum; empty means all."""

    kind: ClassVar[str]
    attribution: Attribution = "own"
    drugs: tuple[Term, ...] = ()
    histotype: Term | None = None
    patient: str = ""
    subgroup: str = ""
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    method: str
    confidence: float = Field(default=0.9, ge=0, le=1)


class DoseFinding(Finding):
    """An amount of a drug: UCUM `unit` (or `AUC`), codes of the contract for route, frequency and role."""

    kind: ClassVar[str] = "dose"
    drug: Term
    low: Decimal
    high: Decimal
    unit: str
    route: str = ""
    frequency: str = ""
    role: str = "other"


class HistotypeFinding(Finding):
    """How many of the study's patients (or lines) have a tumour type; `histotype` is required here."""

    kind: ClassVar[str] = "histotype"
    histotype: Term
    n: int | None = None
    total: int | None = None
    percent: Decimal | None = None


class ResponseFinding(Finding):
    """A response category of a group (with counts) or of one patient (`patient` set, no counts)."""

    kind: ClassVar[str] = "response"
    criteria: str = ""
    category: str
    n: int | None = None
    total: int | None = None
    percent: Decimal | None = None
    ci_low: Decimal | None = None
    ci_high: Decimal | None = None
    timepoint: str = ""


class TimeFinding(Finding):
    """A survival or duration statistic; `value` is None when not reached; `unit` d, wk, mo, a, % or 1."""

    kind: ClassVar[str] = "time_to_event"
    endpoint: str
    statistic: str
    value: Decimal | None = None
    unit: str = ""
    ci_low: Decimal | None = None
    ci_high: Decimal | None = None
    range_low: Decimal | None = None
    range_high: Decimal | None = None
    timepoint: str = ""
    censored: bool = False


class ToxicityFinding(Finding):
    """An adverse event by grade; `grade` "" when not stated, `any` only for a printed "any"."""

    kind: ClassVar[str] = "toxicity"
    term: Term
    grade: str = ""
    n: int | None = None
    total: int | None = None
    percent: Decimal | None = None


class PatientFinding(Finding):
    """One fact about one patient (`patient` set): field and value in long form."""

    kind: ClassVar[str] = "patient"
    field: str
    value: str | int | Decimal


class CohortFinding(Finding):
    """One fact about the study's population; rows of a characteristics table as `characteristic:<group>: <row>`."""

    kind: ClassVar[str] = "cohort"
    field: str
    value: str | int | Decimal
    unit: str = ""
    n: int | None = None
    percent: Decimal | None = None


class MentionFinding(Finding):
    """A drug or tumour name that no vocabulary lists: shown to reviewers, never scored, never dropped."""

    kind: ClassVar[str] = "mention"
    label: Literal["DRUG", "DISEASE"]
    term: Term


FINDINGS: tuple[type[Finding], ...] = (
    DoseFinding,
    HistotypeFinding,
    ResponseFinding,
    TimeFinding,
    ToxicityFinding,
    PatientFinding,
    CohortFinding,
    MentionFinding,
)


@dataclass(frozen=True, slots=True)
class Issue:
    """The paper is odd or partly unread: recorded with its place, never raised."""

    doc: str
    stage: str
    kind: Literal["failed", "doubt", "unread"]
    message: str
    start: int | None = None
    end: int | None = None


FindingT = TypeVar("FindingT", bound=Finding)
