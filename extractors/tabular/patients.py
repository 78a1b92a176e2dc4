"""Facts about single patients, from tables that give each a row or a column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.contract import Evidence, PatientFinding
from extractors.core.paper import Paper
from extractors.tabular.bearing import ALTERED, NO_PLACE
from extractors.tabular.categories import status
from extractors.tabular.fields import SURGERY, Field, is_treatment, time_unit
from extractors.tabular.genomics import alterations
from extractors.tabular.grid import grids
from extractors.tabular.key import Key, bare
from extractors.tabular.patient_rows import Entry, Patient, histotype_of, patient_rows
from extractors.tabular.reseat import OPERATED
from extractors.tabular.roles import is_plan
from extractors.tabular.study import study_of
from extractors.tabular.values import NOTHING, read_value

_NONE = re.compile(r"(?:none?|no(?: prior.*)?|nil|untreated|naive|0)\W*", re.I)
_MOST = {"age": 120, "performance_status": 100, "prior_lines": 15}
_SITES = re.compile(r"\s*(?:[+,;&/]|\band\b)\s*")
_TREATMENTS = {
    "RT": "radiotherapy", "XRT": "radiotherapy", "CT": "chemotherapy", "CTx": "chemotherapy", "CRT": "chemoradiotherapy",
    "RFA": "radiofrequency ablation", "SBRT": "stereotactic body radiotherapy", "TAH": "total abdominal hysterectomy",
}  # fmt: skip
# Short forms of places that tables use without a key.
_PLACES = {
    "LN": "lymph node",
    "LNs": "lymph node",
    "LR": "local",
    "PUL": "lung",
    "ST": "soft tissue",
    "CNS": "central nervous system",
}
# The answer of the column before, run into the cell: "+ thigh".
_SIGN = re.compile(r"^[+−–]\s+(?=[A-Za-z])")
Fact = tuple[str, str | int | Decimal, str]


class TabularPatients:
    """Reads tables of patients."""

    name = "tabular.patients"
    needs = frozenset({"histotype", "site"})
    finding = PatientFinding

    def extract(self, paper: Paper) -> Iterator[PatientFinding]:
        """Yield findings patient by patient."""
        study = study_of(paper)
        for grid in grids(paper):
            if is_plan(grid):
                continue
            for patient in patient_rows(grid, study):
                for entry in patient.entries:
                    for name, value, subgroup in facts(entry, patient.key):
                        yield _finding(patient, name, value, subgroup, entry.evidence)


def _finding(
    patient: Patient, name: str, value: str | int | Decimal, subgroup: str, evidence: tuple[Evidence, ...]
) -> PatientFinding:
    return PatientFinding(
        field=name,
        value=value,
        patient=patient.label,
        subgroup=subgroup,
        attribution=patient.attribution,
        evidence=evidence,
        method="patient.table",
        confidence=0.95,
    )


def facts(entry: Entry, key: Key) -> Iterator[Fact]:
    """Field, value and subgroup of one cell; nothing for a cell that does not read as its column."""
    role, text = entry.field.role, entry.text
    if NOTHING.fullmatch(text):
        return
    number = read_value(text)
    if role == "age" and re.search(r"[<>≤≥⩽⩾]", text):
        return  # a class of ages: "< 40"
    if (
        role == "age"
        and number.number is not None
        and (unit := number.unit or time_unit(entry.field.header)) in ("mo", "wk", "d")
    ):
        yield role, round(number.number / {"mo": 12, "wk": 52, "d": 365}[unit], 2).normalize(), ""
    elif role in ("age", "performance_status", "prior_lines"):
        if role == "performance_status" and number.percent is not None:
            yield role, _plain(number.percent), ""
        elif number.number is not None and not number.unit.replace("a", "") and number.number <= _MOST[role]:
            yield role, _plain(number.number), _before(entry.field) if role == "prior_lines" else ""
        elif role == "performance_status" and number.kind == "range":
            yield role, text, ""
        elif role == "prior_lines" and _NONE.fullmatch(text):
            yield role, 0, ""
    elif role == "dfi":
        yield from _dfi(entry)
    elif role == "sex":
        yield role, "female" if re.match(r"f|w|girl|♀", text, re.I) else "male", ""
    elif role == "status" and entry.field.detail == "alive":
        yield role, "alive" if text.lower().startswith("y") else "dead", ""
    elif role == "status":
        if long := status(text, key):
            # the contract's value is "dead", whatever of, as of a patient told in prose
            yield role, "dead" if long.startswith("dead ") else long, ""
    else:
        yield from _words(role, text, entry.field.header, key)


def _words(role: str, text: str, header: str, key: Key) -> Iterator[Fact]:
    if role == "histotype":
        term, grade = histotype_of(text, key)
        if not term.concept and (led := _led(text, key)):
            yield from led
            return
        yield role, term.label, grade
    elif role == "primary_site" and not NO_PLACE.match(text):
        yield role, site(text, key), ""
    elif role == "recurrence_sites":
        found = sorted({site(s, key) for s in _SITES.split(text) if s and not _NONE.fullmatch(s)})
        if found:
            yield role, "; ".join(found), ""
    elif role == "prior_treatment":
        yield from _earlier(text, header, key)
    elif role == "procedure" and not _NONE.fullmatch(text):
        for part in re.split(r"\s*(?:[;,+]|\band\b)\s*", text):
            if (SURGERY if is_treatment(header) else OPERATED).search(key.long(part) or part):
                yield role, (key.long(part) or part).lower(), ""
    elif role == "genomic" and not status(text, key):
        for alteration in alterations(text, header, key.long):
            yield role, alteration, ""


def _led(text: str, key: Key) -> tuple[Fact, ...]:
    """A tumour and its site, or its alteration, from a cell into which a flattened table has run several: "ASPS thigh
    unresected", "Neuroblastoma ALK F1245C"."""
    words = bare(text).split()
    for k in range(min(len(words) - 1, 4), 0, -1):
        tumour = key.concept(" ".join(words[:k]), "histotype")
        if tumour is None:
            continue
        rest = words[k:]
        if (m := ALTERED.match(" ".join(rest))) and (altered := list(alterations(m.string, "", key.long))):
            return (("histotype", tumour.label.lower(), ""), *(("genomic", one, "") for one in altered))
        for n in range(min(len(rest), 4), 0, -1):
            if found := key.concept(" ".join(rest[:n]), "site"):
                printed = " ".join(rest[:n]).lower()
                return (
                    ("histotype", tumour.label.lower(), ""),
                    ("primary_site", printed if n > 1 else found.label.lower(), ""),
                )
        short = " ".join(words[:k])
        return (("histotype", tumour.label.lower(), ""),) if short.isupper() else ()
    return ()


# A fusion with its exons is a cell of another column.
_FUSION = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\s?\(\d{1,2}\)|::|\bfusion\b")


def _earlier(text: str, header: str, key: Key) -> Iterator[Fact]:
    """Treatment before, and how many lines where the header asks for them: "Doxorubicin, ifosfamide (2)"."""
    lines = re.search(r"\(([0-9])\)\s*$|^0$", text) if re.search(r"lines?\b|\bn\b|number|no\.", header, re.I) else None
    if lines:
        yield "prior_lines", int(lines[1] or 0), ""
        text = text[: lines.start()].strip() or "none"
    if _NONE.fullmatch(text):
        yield "prior_treatment", "none", ""
        return
    for part in re.split(r"\s*[;,]\s*(?![^(]*\))", text):
        if part and not _FUSION.search(part):
            long = key.long(part) or _TREATMENTS.get(part)
            yield "prior_treatment", (long or part).lower() if long or not part.isupper() else part, ""


def site(text: str, key: Key) -> str:
    """A site by its label where the whole cell names one, else in the cell's words."""
    words = bare(_SIGN.sub("", text))
    if words in _PLACES:
        return _PLACES[words]
    found = key.concept(words, "site")
    return (found.label if found and key.long(words) else key.long(words) or words).lower()


def _dfi(entry: Entry) -> Iterator[Fact]:
    """The disease-free interval in months; a year has twelve; without a unit it says nothing."""
    value = read_value(entry.text)
    unit = value.unit or entry.field.unit
    if value.number is not None and unit in ("mo", "a") and not value.ongoing:
        yield "dfi", _plain(value.number * (12 if unit == "a" else 1)), ""


def _before(field: Field) -> str:
    return f"before {' + '.join(d.label for d in field.drugs)}" if field.drugs else ""


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == int(number) else number
