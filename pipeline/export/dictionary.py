"""The data dictionary: every column of every table with type and meaning, from the record types."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from pipeline.export.tables import Column, columns
from pipeline.records import RECORDS, Provenance

# Meanings by column, or by "kind.column" where a kind gives it another; a description in the type itself goes first.
MEANINGS = {
    "record_id": "stable hash of document, kind and the normalised fields; the same statement always has the same id",
    "doc": "document id",
    "kind": "what the record states; the name of the table",
    "attribution": "own: this study's patients; cited: another study's; planned: protocol; definition: none's",
    "histotype": "preferred label of the tumour type the statement is about; empty = all",
    "patient": "the paper's own label of the patient; empty = a group",
    "subgroup": "any other stratum, in few words; empty = none",
    "provenance": "every span of the document that states the record; text is exactly document[start:end]",
    "method": "extractor and rule; derived.* marks a figure that the paper does not state itself",
    "confidence": "0 to 1, the expected precision of the rule",
    "dose.drug": "international non-proprietary name, lower case",
    "dose.low": "amount, or the lower end of its range",
    "dose.high": "upper end of the range; equal to low for a single amount",
    "unit": "UCUM code",
    "dose.unit": "UCUM code; AUC for carboplatin (mg/mL·min)",
    "dose.route": "PO, IV, SC, IM, IT, TOP; empty = not stated",
    "dose.frequency": "QD, BID, TID, QOD, QW, BIW, TIW, Q2W, Q3W, Q4W, QM, ONCE, otherwise Q<n><h|d|wk|mo>; empty = not stated",
    "dose.role": "planned, starting, escalated, reduced, maximum, median, mean, patient, other",
    "n": "how many; 0 is stated as none, empty is not stated",
    "total": "of how many; empty = not stated",
    "percent": "percentage as printed; empty = not stated",
    "ci_low": "lower limit of the confidence interval as printed",
    "ci_high": "upper limit of the confidence interval as printed",
    "response.criteria": "RECIST, RECIST 1.0, RECIST 1.1, Choi, iRECIST, PERCIST, clinical, ...; empty = not stated",
    "response.category": "CR, PR, SD, PD, NE; for groups also ORR (CR+PR), DCR (CR+PR+SD), CBR as the paper defines it",
    "timepoint": "amount and UCUM unit, such as 6 mo; empty = best response or no timepoint",
    "time_to_event.endpoint": "PFS, OS, DOR, TTP, TTF, EFS, RFS, follow_up, treatment_duration, sd_duration",
    "time_to_event.statistic": "median, mean, rate, individual, hazard_ratio",
    "time_to_event.value": "the time or rate; empty = not reached",
    "range_low": "lower end of the range as printed",
    "range_high": "upper end of the range as printed",
    "time_to_event.censored": "true when it goes on at last follow-up",
    "toxicity.term": "CTCAE v5 term in lower case, or the paper's own words",
    "toxicity.grade": "1 to 5, 1-2, 3-4, 3-5, any; empty = not stated",
    "patient.field": "age (years), sex, histotype, primary_site, recurrence_sites, performance_status, prior_lines, prior_treatment, dfi (months), status, genomic, procedure",
    "cohort.field": "n_patients, n_treatment_lines, n_evaluable, n_female, age_median, accrual_start, ... or characteristic:<label>",
    "value": "the value as text",
    "value_number": "the value again where it is a number",
    "mention.label": "what the name is taken for",
    "mention.term": "the name as printed, in no vocabulary",
    "finding.rule": "which check failed",
    "finding.message": "what does not fit, and what would reconcile it",
    "finding.involves": "ids of the records involved",
}


def meaning(kind: str, column: str) -> str:
    """What a column of a table holds.

    Raises
    ------
    KeyError
        For a column that nothing describes.
    """
    field = RECORDS[kind].model_fields.get(column)
    if field is not None and field.description:
        return field.description
    return MEANINGS[f"{kind}.{column}"] if f"{kind}.{column}" in MEANINGS else MEANINGS[column]


def entries() -> list[dict[str, str]]:
    """One row a table and column."""
    return [_entry(kind, c) for kind in RECORDS for c in columns(kind)]


def _entry(kind: str, column: Column) -> dict[str, str]:
    return {
        "table": kind,
        "column": column.name,
        "type": _shown(column),
        "nullable": "yes" if column.nullable else "no",
        "allowed": ", ".join(column.allowed),
        "meaning": meaning(kind, column.name),
    }


def _shown(column: Column) -> str:
    """The type in short; a span's own fields stand in the Markdown beneath the tables."""
    shown: Any = str(column.type)
    return "list<span>" if column.name == "provenance" else str(shown).replace("item: ", "").replace("element: ", "")


def write_dictionary(folder: Path) -> None:
    """`dictionary.csv` and `dictionary.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = entries()
    with (folder / "dictionary.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (folder / "dictionary.md").write_text(markdown(rows), encoding="utf-8")


def markdown(rows: list[dict[str, str]]) -> str:
    """The dictionary as Markdown: one table a kind, then the fields of a span."""
    lines = ["# Data dictionary", "", "Generated from the record types. Units are UCUM; an absent number is null."]
    for kind in RECORDS:
        about = " ".join((RECORDS[kind].__doc__ or "").split())
        lines += [
            "",
            f"## {kind}",
            "",
            about,
            "",
            "| column | type | null | values | meaning |",
            "| --- | --- | --- | --- | --- |",
        ]
        for r in (r for r in rows if r["table"] == kind):
            cells = (f"`{r['column']}`", r["type"], r["nullable"], r["allowed"], r["meaning"])
            lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    fields = ", ".join(f"`{name}`" for name in Provenance.model_fields)
    lines += ["", "## span", "", f"Fields of an entry of `provenance`: {fields}. {Provenance.__doc__}", ""]
    return "\n".join(lines)
