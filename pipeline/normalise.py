"""From findings to records: concepts to preferred labels and codes, amounts to numbers, evidence to provenance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from extractors.core.contract import Evidence, Finding, Term
from extractors.core.document import Document, InputError
from extractors.core.vocabulary import vocabulary
from pipeline.records import RECORDS, Base, Provenance

_OWN_TERM = {"dose": ("drug", "drug"), "histotype": ("histotype", "histotype"), "toxicity": ("term", "toxicity")}


def normalise(document: Document, finding: Finding) -> Base:
    """One record of one finding.

    Raises
    ------
    InputError
        When the evidence lies outside the document: a bug of the extractor that made it.
    """
    fields: dict[str, Any] = {"doc": document.id, "provenance": [provenance(document, e) for e in finding.evidence]}
    for name, value in finding:
        if name != "evidence":
            fields[name] = value if type(value) is str else _plain(name, value)
    fields["drugs"] = sorted(set(fields["drugs"]))
    fields["codes"] = _codes(finding)
    return RECORDS[finding.kind](**fields)


def provenance(document: Document, evidence: Evidence) -> Provenance:
    """The span of a piece of evidence, with its characters and, on a page, its box."""
    if not 0 <= evidence.start < evidence.end <= len(document.text):
        raise InputError(f"{document.id}: evidence {evidence.start}..{evidence.end} lies outside the text")
    box = document.box_at(evidence.start)
    return Provenance(
        start=evidence.start,
        end=evidence.end,
        section=evidence.section,
        text=document.text[evidence.start : evidence.end],
        page=box.page if box else None,
        bbox=box.bbox if box else None,
        table=evidence.table,
        row=evidence.row,
        column=evidence.column,
    )


def number(value: Decimal) -> int | float:
    """A JSON number: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Term):
        return value.label
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, tuple):
        return [_plain(name, v) for v in value]
    return "" if value is None and name == "histotype" else value


def _codes(finding: Finding) -> dict[str, str]:
    name, layer = _OWN_TERM.get(finding.kind, ("", ""))
    term = getattr(finding, name, None) if name else None
    if not isinstance(term, Term) or not term.concept:
        return {}
    concept = vocabulary().lookup(term.concept, layer)
    return dict(concept.codes) if concept else {}
