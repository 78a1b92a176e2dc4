"""What a paper says that tells its cohort from others: registry, trial, centres, accrual, drugs, tumours, size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from extractors.core import cues as re
from extractors.core.document import Document
from pipeline.records import Base

# What a study's source is called; the name stands beside one of these words.
_SOURCE = r"(?:registry|registries|register|database|data ?base|programme?|network|cohort|observatory|study|trial|consortium|project|protocol)"
_NAME = r"(?P<name>[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*(?:[-–’'][A-Z0-9][A-Za-z0-9]*)*)"
_BESIDE = (
    re.compile(rf"\b{_NAME}(?:\s*\[[\d,\s–-]+\])?\s+(?:national |prospective |clinical )?{_SOURCE}\b"),
    re.compile(rf"\b{_SOURCE},?\s+(?:is |was )?(?:called|named|termed|known as|entitled)?\s*[“\"(]?{_NAME}(?![\w-])"),
    re.compile(
        rf"\b(?:registered|enrolled|included|recorded|entered|reported) (?:in|into|within) (?:the )?{_NAME}(?![\w-])"
    ),
    re.compile(rf"\b{_SOURCE}\b[^.()]{{0,80}}\(\s*{_NAME}\s*\)"),
)
_TRIAL = re.compile(
    r"\b(?:NCT\d{8}|ISRCTN\d{8}|EudraCT[\s:]*(?:number|no\.?)?[\s:]*\d{4}-\d{6}-\d{2}|UMIN\d{9}|ChiCTR[-\w]{6,20})\b"
)
# Response criteria, methods and authorities that studies of all cohorts name.
_GENERAL = re.compile(
    r"(?:RECIST|CTCAE|WHO|ECOG|NCI|FDA|EMA|AJCC|TNM|SPSS|SAS|FNCLCC|CONSORT|STROBE|PRISMA|SEER|NCDB|TCGA|ESMO|NCCN|ASCO|Choi|PERCIST|"
    r"I{1,3}|IV|PFS|OS|ORR|DNA|RNA|mTOR|MRI|CT|PET|RCT|GIST|STS|TKI|USA|UK|EU|PD|CR|PR|SD|PubMed|MEDLINE|HIV|ICD|QOL|IRB|MTB|MSB|TTs?|"
    r"ClinicalTrials|EudraCT|McNemar|MedDRA|GraphPad|MacOS)"
)  # fmt: skip
_OWN = re.compile(
    r"\b(?:we|our|ours|this (?:study|report|analysis|registry|series|paper)|the present|here|called|named)\b|"
    r"\bpatients? (?:were )?(?:registered|included|enrolled|recorded|entered) in|\bdata (?:provided|collected|taken|came|were|are)\b|"
    r"\bregistered (?:in|within)\b",
    re.I,
)
_CENTRE = re.compile(
    r"\b(?:(?:[A-Z][\w’'-]+|of|de|du|la|and|for|the) ){0,4}(?:Hospitals?|Cent(?:er|re)|Institut[eo]?|University|Clinic|H[oô]pital|Klinikum)"
    r"(?: (?:of|de|du|for) (?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+)?| [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?"
)
_HEAD = 12_000


class Said(BaseModel):
    """A name as printed at `[start, end)` of the document's text."""

    model_config = ConfigDict(frozen=True)
    text: str
    start: int
    end: int
    section: str = ""


class DocumentFacts(BaseModel):
    """What one paper says of its cohort; `names` and `trials` by their folded form, dates ISO as precise as stated."""

    model_config = ConfigDict(frozen=True)
    doc: str
    names: dict[str, Said] = Field(default_factory=dict)
    centres: tuple[str, ...] = ()
    accrual: tuple[str, str] | None = None
    where: tuple[Said, ...] = ()
    drugs: tuple[str, ...] = ()
    histotypes: tuple[str, ...] = ()
    patients: int | None = None
    records: tuple[str, ...] = ()


def identity(document: Document, records: Sequence[Base]) -> DocumentFacts:
    """The facts by which overlapping cohorts are found; spans point into the document."""
    own = [r for r in records if r.attribution in ("own", "planned")]
    start, end = _field(own, "accrual_start"), _field(own, "accrual_end")
    patients = [r for r in own if _is(r, "n_patients") and not (r.drugs or r.histotype or r.subgroup)]
    found: list[Base] = [r for r in (start, end) if r is not None]
    return DocumentFacts(
        doc=document.id,
        names=_names(document.text),
        centres=tuple(
            sorted({_fold(m.group()) for m in _CENTRE.finditer(document.text[:_HEAD]) if len(m.group().split()) > 1})
        ),
        accrual=(str(_value(start)), str(_value(end))) if start is not None and end is not None else None,
        where=tuple(
            Said(text=p.text, start=p.start, end=p.end, section=p.section) for r in found for p in r.provenance[-1:]
        ),
        drugs=tuple(sorted(_drugs(own))),
        histotypes=tuple(sorted(_histotypes(own))),
        patients=max((int(str(_value(r))) for r in patients), default=None),
        records=tuple(r.record_id for r in found),
    )


def _is(record: Any, field: str) -> bool:
    return bool(record.kind == "cohort" and record.field == field)


def _value(record: Any) -> Any:
    return record.value


def _field(records: Iterable[Base], field: str) -> Base | None:
    """The most precise statement of a field, of equals the one with most places."""
    found = [r for r in records if _is(r, field)]
    return max(found, key=lambda r: (len(r.provenance), len(str(_value(r)))), default=None)


def _drugs(records: Iterable[Any]) -> set[str]:
    return {d for r in records for d in (*r.drugs, *([r.drug] if r.kind == "dose" else []))}


def _histotypes(records: Iterable[Any]) -> set[str]:
    return {r.histotype for r in records if r.kind == "histotype" and r.histotype} | {
        str(r.value) for r in records if r.kind == "patient" and r.field == "histotype"
    }


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("’", "'").replace("centre", "center")).strip()


def _of_its_own(text: str, name: str) -> bool:
    """Whether some sentence ties a name to the paper's own patients or data, rather than to a study it cites."""
    for m in re.finditer(re.escape(name), text):
        before, after = text[max(m.start() - 160, 0) : m.start()], text[m.end() : m.end() + 160]
        sentence = re.split(r"[.;]\s", before)[-1] + name + re.split(r"[.;]\s", after)[0]
        if _OWN.search(sentence):
            return True
    return False


def _names(text: str) -> dict[str, Said]:
    """Registries, programmes and trials that the text names, before its references."""
    body = (
        text[: m.start()] if (m := re.search(r"\n\s*(?:References|REFERENCES|Literature cited)\s*\n", text)) else text
    )
    names: dict[str, Said] = {}
    for pattern in _BESIDE:
        for m in pattern.finditer(body):
            name = m["name"]
            if len(name) >= 4 and not _GENERAL.fullmatch(name) and _of_its_own(body, name):
                names.setdefault(_fold(name), Said(text=name, start=m.start("name"), end=m.end("name")))
    for m in _TRIAL.finditer(body):
        names.setdefault(_fold(m.group()), Said(text=m.group(), start=m.start(), end=m.end()))
    return names
