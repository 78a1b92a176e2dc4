"""Evidence records: the published types. They are the contract, and the JSON Schema is generated from them.

A record is one checkable statement that a paper makes about its patients, with every span that states it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, computed_field

from extractors.core.contract import Attribution

Number = int | float


# What does not count for a record's identity; the encoder is made once.
_NOT_OF_ID = frozenset({"provenance", "method", "confidence", "codes", "flags", "record_id"})
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provenance(_Model):
    """One span that states the record: `text` is exactly `document[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    section: str = ""
    text: str
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    table: str = ""
    row: int | None = None
    column: int | None = None


class Base(_Model):
    """Fields of every record; see the contract for their meaning."""

    doc: str
    attribution: Attribution = "own"
    drugs: list[str] = Field(default_factory=list, description="sorted lower-case INNs; empty = the whole population")
    histotype: str = ""
    patient: str = ""
    subgroup: str = ""
    provenance: list[Provenance] = Field(min_length=1)
    method: str
    confidence: float = Field(ge=0, le=1)
    codes: dict[str, str] = Field(default_factory=dict, description="vocabulary codes of the record's own concept")
    flags: list[str] = Field(default_factory=list, description="record ids of audit findings that touch it")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def record_id(self) -> str:
        """Stable hash of document, kind and the normalised fields; evidence, method and confidence do not count."""
        fields = {k: v for k, v in self.__dict__.items() if k not in _NOT_OF_ID and v not in (None, "", [], {})}
        canonical = _CANONICAL.encode(fields)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


class DoseRecord(Base):
    """An amount of a drug."""

    kind: Literal["dose"] = "dose"
    drug: str
    low: Number
    high: Number
    unit: str
    route: str = ""
    frequency: str = ""
    role: str = "other"


class HistotypeRecord(Base):
    """How many of the study's patients have a tumour type."""

    kind: Literal["histotype"] = "histotype"
    n: int | None = None
    total: int | None = None
    percent: Number | None = None


class ResponseRecord(Base):
    """A response category of a group or a patient."""

    kind: Literal["response"] = "response"
    criteria: str = ""
    category: str
    n: int | None = None
    total: int | None = None
    percent: Number | None = None
    ci_low: Number | None = None
    ci_high: Number | None = None
    timepoint: str = ""


class TimeRecord(Base):
    """A survival or duration statistic."""

    kind: Literal["time_to_event"] = "time_to_event"
    endpoint: str
    statistic: str
    value: Number | None = None
    unit: str = ""
    ci_low: Number | None = None
    ci_high: Number | None = None
    range_low: Number | None = None
    range_high: Number | None = None
    timepoint: str = ""
    censored: bool = False


class ToxicityRecord(Base):
    """An adverse event by grade."""

    kind: Literal["toxicity"] = "toxicity"
    term: str
    grade: str = ""
    n: int | None = None
    total: int | None = None
    percent: Number | None = None


class PatientRecord(Base):
    """One fact about one patient."""

    kind: Literal["patient"] = "patient"
    field: str
    value: str | Number


class CohortRecord(Base):
    """One fact about the study's population."""

    kind: Literal["cohort"] = "cohort"
    field: str
    value: str | Number
    unit: str = ""
    n: int | None = None
    percent: Number | None = None


class MentionRecord(Base):
    """A drug or tumour name that no vocabulary lists, for a reviewer to place."""

    kind: Literal["mention"] = "mention"
    label: str
    term: str


class AuditRecord(Base):
    """A finding of the audit: what does not fit, and what would reconcile it; `involves` are record ids."""

    kind: Literal["finding"] = "finding"
    rule: str
    message: str
    involves: list[str] = Field(default_factory=list)


Record = Annotated[
    DoseRecord
    | HistotypeRecord
    | ResponseRecord
    | TimeRecord
    | ToxicityRecord
    | PatientRecord
    | CohortRecord
    | MentionRecord
    | AuditRecord,
    Field(discriminator="kind"),
]
RECORDS: dict[str, type[Base]] = {
    t.model_fields["kind"].default: t
    for t in (
        DoseRecord,
        HistotypeRecord,
        ResponseRecord,
        TimeRecord,
        ToxicityRecord,
        PatientRecord,
        CohortRecord,
        MentionRecord,
        AuditRecord,
    )
}
SCORED = ("dose", "histotype", "response", "time_to_event", "toxicity", "patient", "cohort")
_ADAPTER: TypeAdapter[Any] = TypeAdapter(Record)


def parse(data: dict[str, Any]) -> Base:
    """A record from its JSON object; its `record_id` must be the one its fields give.

    Raises
    ------
    ValueError
        When a field is wrong, or the id does not belong to the fields.
    """
    given = data.get("record_id")
    record: Base = _ADAPTER.validate_python({k: v for k, v in data.items() if k != "record_id"})
    if given is not None and given != record.record_id:
        raise ValueError(f"record_id {given} does not belong to its fields (they give {record.record_id})")
    return record


def json_schema() -> dict[str, Any]:
    """JSON Schema of a line of `records.jsonl`."""
    return _ADAPTER.json_schema(mode="serialization")
