"""The fields of each kind as a reviewer edits them: types, the contract's codes, and which vocabulary knows the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from extractors.core.vocabulary import vocabulary
from pipeline.records import RECORDS, Number, parse
from pipeline.review.claims import Json

_FIXED = {"kind", "doc", "provenance", "method", "confidence", "codes", "flags", "involves"}
LAYERS = {"drug": "drug", "drugs": "drug", "histotype": "histotype", "term": "toxicity"}
_OWN_TERM = {"dose": "drug", "histotype": "histotype", "toxicity": "term"}
CHOICES: dict[str, tuple[str, ...]] = {
    "attribution": ("own", "cited", "planned", "definition"),
    "dose.unit": ("mg", "mg/kg", "mg/m2", "g", "ug", "[iU]", "10*6.[iU]", "umol/L", "AUC"),
    "route": ("PO", "IV", "SC", "IM", "IT", "TOP"),
    "frequency": ("QD", "BID", "TID", "QOD", "QW", "BIW", "TIW", "Q2W", "Q3W", "Q4W", "QM", "ONCE"),
    "role": ("planned", "starting", "escalated", "reduced", "maximum", "median", "mean", "patient", "other"),
    "criteria": ("RECIST", "RECIST 1.0", "RECIST 1.1", "Choi", "iRECIST", "PERCIST", "clinical"),
    "category": ("CR", "PR", "SD", "PD", "NE", "ORR", "DCR", "CBR"),
    "endpoint": ("PFS", "OS", "DOR", "TTP", "TTF", "EFS", "RFS", "follow_up", "treatment_duration", "sd_duration"),
    "statistic": ("median", "mean", "rate", "individual", "hazard_ratio"),
    "time_to_event.unit": ("d", "wk", "mo", "a", "%", "1"),
    "grade": ("1", "2", "3", "4", "5", "1-2", "3-4", "3-5", "any"),
    "patient.field": (
        *("age", "sex", "histotype", "primary_site", "recurrence_sites", "performance_status", "prior_lines"),
        *("prior_treatment", "dfi", "status", "genomic", "procedure"),
    ),
    "cohort.field": (
        *("n_patients", "n_treatment_lines", "n_evaluable", "n_female", "n_male", "age_median", "age_mean", "age_min"),
        *("age_max", "n_centers", "accrual_start", "accrual_end", "prior_lines_median", "prior_lines_min"),
        *("prior_lines_max", "median_cycles"),
    ),
}


class FieldsError(ValueError):
    """A reviewer's fields make no record; `fields` says what is wrong where."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(f"{k}: {v}" for k, v in fields.items()))
        self.fields = fields


@dataclass(frozen=True)
class Spec:
    """How one field is edited: `type` is text, number, whole, list or flag; `layer` the vocabulary to look in."""

    name: str
    type: str
    required: bool
    choices: tuple[str, ...] = ()
    layer: str = ""


def specs(kind: str) -> list[Spec]:
    """The editable fields of a kind, its own first, in the order of the record."""
    model = RECORDS[kind]
    shared = ["attribution", "drugs", "histotype", "patient", "subgroup"]
    names = [n for n in model.model_fields if n not in (*shared, *_FIXED)]
    if kind == "histotype":
        names.insert(0, shared.pop(shared.index("histotype")))
    return [_spec(kind, name) for name in (*names, *shared)]


def _spec(kind: str, name: str) -> Spec:
    field = RECORDS[kind].model_fields[name]
    layer = LAYERS.get(name, "")
    choices = CHOICES.get(f"{kind}.{name}", CHOICES.get(name, ()))
    return Spec(name, _type(field.annotation), field.is_required(), choices, layer)


def _type(annotation: Any) -> str:
    if annotation is bool:
        return "flag"
    if getattr(annotation, "__origin__", None) is list:
        return "list"
    kinds = set(get_args(annotation)) or {annotation}
    if str in kinds and (int in kinds or float in kinds):
        return "either"
    if annotation == Number or float in kinds:
        return "number"
    return "whole" if int in kinds else "text"


def build(doc: str, kind: str, values: Json, provenance: list[Json], method: str) -> Json:
    """A whole record, as published, from what a reviewer typed; words go to their preferred label.

    Raises
    ------
    FieldsError
        When a field is missing or not of its type.
    """
    if kind not in RECORDS:
        raise FieldsError({"kind": f"must be one of {', '.join(RECORDS)}"})
    known = {s.name: s for s in specs(kind)}
    wrong = {name: "no such field" for name in values if name not in known}
    fields: Json = {}
    for name, value in values.items():
        if name in known:
            try:
                read = _read(known[name], value)
            except ValueError as error:
                wrong[name] = str(error)
            else:
                if read is not None or not known[name].required:
                    fields[name] = read
    if wrong:
        raise FieldsError(wrong)
    empty = [n for n, s in known.items() if s.required and fields.get(n) in ("", None)]
    if empty:
        raise FieldsError(dict.fromkeys(empty, "is needed"))
    whole = {**fields, "doc": doc, "kind": kind, "provenance": provenance, "method": method, "confidence": 1.0}
    try:
        record = parse({**whole, "codes": _codes(kind, fields)})
    except ValidationError as error:
        raise FieldsError({str(e["loc"][-1]): e["msg"] for e in error.errors()}) from error
    return record.model_dump(mode="json")


def _read(spec: Spec, value: Any) -> Any:
    """A value as typed (text) or as JSON, in the type of its field."""
    if spec.type == "flag":
        return value is True or str(value).strip().lower() in ("true", "yes", "1", "on")
    if spec.type == "list":
        parts = re.split(r"[;,+]", value) if isinstance(value, str) else [str(v) for v in value or ()]
        return sorted({preferred(spec.layer, p) for p in parts if p.strip()})
    typed = " ".join(str("" if value is None else value).split())
    if spec.type in ("number", "whole", "either"):
        amount = _amount(typed)
        if spec.type == "either":
            return typed if amount is None else amount
        if typed and amount is None:
            raise ValueError("must be a number")
        if spec.type == "whole" and isinstance(amount, float):
            raise ValueError("must be a whole number")
        return amount
    if spec.name == "attribution" and typed not in spec.choices:
        raise ValueError(f"must be one of {', '.join(spec.choices)}")
    return preferred(spec.layer, typed) if spec.layer else typed


def _amount(typed: str) -> int | float | None:
    """A plain number; a decimal comma is read as a decimal point."""
    if not re.fullmatch(r"[-−]?\d+(?:[.,]\d+)?", typed):
        return None
    value = float(typed.replace("−", "-").replace(",", "."))
    return int(value) if value.is_integer() else value


def preferred(layer: str, phrase: str) -> str:
    """The preferred label in lower case, or the phrase itself in lower case when the vocabulary lists none."""
    concept = vocabulary().lookup(phrase, layer) if phrase.strip() else None
    return " ".join((concept.label if concept else phrase).lower().split())


def _codes(kind: str, fields: Json) -> dict[str, str]:
    name = _OWN_TERM.get(kind)
    concept = vocabulary().lookup(str(fields.get(name) or ""), LAYERS[name]) if name else None
    return dict(concept.codes) if concept else {}


def suggestions(layer: str, typed: str, limit: int = 12) -> list[dict[str, str]]:
    """Concepts of a layer with a form that holds what was typed; those that begin with it first."""
    sought = " ".join(typed.lower().split())
    if not sought:
        return []
    found: dict[str, tuple[int, str]] = {}
    for concept, form in vocabulary().names(layer):
        if sought in form:
            label = concept.label.lower()
            rank = (0 if form.startswith(sought) else 1, form)
            found[label] = min(found.get(label, rank), rank)
    ordered = sorted(found.items(), key=lambda item: (item[1][0], len(item[0]), item[0]))[:limit]
    return [{"label": label, "form": "" if form == label else form} for label, (_, form) in ordered]
