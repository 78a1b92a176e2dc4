"""GA4GH Phenopackets v2 of single patients (Jacobsen et al. 2022, Nat Biotechnol 40:817), one a labelled patient.

What the paper says of the patient, and no more: there are no dates, so times stand as measurements with UCUM units; a
range of doses is two dose intervals; the study's only regimen is the treatment of a patient for whom no drug is named.
Alterations and earlier treatments, told in free words, are not translated. Responses by several criteria are
measurements; the action carries a response only where one category is stated for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from extractors.core.document import InputError
from pipeline.digests import digests
from pipeline.export.coding import FREQUENCIES, ROUTES, coded, endpoint, own, resources, slug, term, unit
from pipeline.records import Base, DoseRecord, PatientRecord, ResponseRecord, TimeRecord, ToxicityRecord
from pipeline.report.evidence import Evidence
from pipeline.report.sources import Source
from pipeline.report.study import study

Json = dict[str, Any]
VERSION = "2.0"
_BEST = ("CR", "PR", "SD", "PD", "NE")


def packets(evidence: Evidence, now: datetime | None = None) -> Iterator[Json]:
    """A phenopacket, as JSON, of each labelled patient."""
    created = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for source in evidence.sources:
        people: dict[str, list[Base]] = {}
        for record in evidence.records:
            if record.doc == source.doc and record.patient and record.attribution == "own":
                people.setdefault(record.patient, []).append(record)
        names: set[str] = set()
        for label, records in people.items():
            name = slug(label)
            while name in names:
                name += "-2"
            names.add(name)
            drugs = study(evidence, source.doc).drugs
            yield packet(f"{source.doc}.{name}", label, records, drugs, source, created)


def packet(
    identifier: str, label: str, records: list[Base], drugs: tuple[str, ...], source: Source, created: str
) -> Json:
    """One patient's phenopacket; `drugs` is the study's only regimen, empty where it has several."""
    facts = {r.field: r.value for r in records if isinstance(r, PatientRecord)}
    actions = _actions(records, drugs)
    made: Json = {"id": identifier, "subject": _subject(label, facts)}
    made |= _some("phenotypicFeatures", _features(records, actions))
    made |= _some("measurements", _measurements(records, facts))
    made |= _some("diseases", _diseases(records, facts))
    procedures = [{"procedure": {"code": own(str(r.value))}} for r in _facts(records, "procedure")]
    made |= _some("medicalActions", [*actions.values(), *procedures])
    made["metaData"] = _metadata(made, source, created)
    return made


def _some(name: str, values: list[Json]) -> Json:
    return {name: values} if values else {}


def _facts(records: list[Base], field: str) -> list[PatientRecord]:
    return [r for r in records if isinstance(r, PatientRecord) and r.field == field]


def _subject(label: str, facts: dict[str, Any]) -> Json:
    subject: Json = {"id": label}
    age = facts.get("age")
    if isinstance(age, (int, float)):
        whole, rest = divmod(round(12 * age), 12)
        subject["timeAtLastEncounter"] = {"age": {"iso8601duration": f"P{whole}Y" + (f"{rest}M" if rest else "")}}
    status = str(facts.get("status", ""))
    if status.startswith(("dead", "died")):
        subject["vitalStatus"] = {"status": "DECEASED"}
    elif status.startswith(("alive", "no evidence of disease")):
        subject["vitalStatus"] = {"status": "ALIVE"}
    sex = {"female": "FEMALE", "male": "MALE"}.get(str(facts.get("sex", "")))
    return subject | ({"sex": sex} if sex else {})


def _diseases(records: list[Base], facts: dict[str, Any]) -> list[Json]:
    name = str(facts.get("histotype") or next((r.histotype for r in records if r.histotype), ""))
    if not name:
        return []
    site = facts.get("primary_site")
    return [{"term": term(name, "histotype")} | ({"primarySite": term(str(site), "site")} if site else {})]


def _actions(records: list[Base], study_drugs: tuple[str, ...]) -> dict[str, Json]:
    """One treatment a drug: its doses, the response stated for it, its adverse events."""
    doses = [r for r in records if isinstance(r, DoseRecord)]
    named = [d for r in records if isinstance(r, (ResponseRecord, TimeRecord)) for d in r.drugs]
    drugs = dict.fromkeys([*(d.drug for d in doses), *named]) or dict.fromkeys(study_drugs)
    actions: dict[str, Json] = {}
    for drug in drugs:
        mine = [d for d in doses if d.drug == drug]
        routes = {d.route for d in mine if d.route}
        treatment: Json = {"agent": term(drug, "drug")}
        treatment |= {"routeOfAdministration": coded(routes.pop(), ROUTES)} if len(routes) == 1 else {}
        treatment |= _some("doseIntervals", _distinct(i for d in mine for i in _intervals(d)))
        actions[drug] = {"treatment": treatment}
        about = [r for r in records if isinstance(r, ResponseRecord) and r.category in _BEST]
        stated = {r.category for r in about if drug in r.drugs or (not r.drugs and _only(drugs, study_drugs))}
        if len(stated) == 1:
            actions[drug]["responseToTreatment"] = endpoint(stated.pop())
        events = [t for t in records if isinstance(t, ToxicityRecord) and t.n != 0 and drug in t.drugs]
        actions[drug] |= _some("adverseEvents", [term(t.term, "toxicity") for t in events])
    return actions


def _only(drugs: dict[str, None], study_drugs: tuple[str, ...]) -> bool:
    """Whether a statement without drugs can only be about these: one drug, or the study's one regimen."""
    return len(drugs) == 1 or set(drugs) == set(study_drugs)


def _intervals(dose: DoseRecord) -> list[Json]:
    """A dose, or both ends of its range."""
    amounts = dict.fromkeys((float(dose.low), float(dose.high)))
    rhythm = {"scheduleFrequency": coded(dose.frequency, FREQUENCIES)} if dose.frequency else {}
    return [{"quantity": {"unit": unit(dose.unit), "value": amount}} | rhythm for amount in amounts]


def _distinct(found: Iterable[Json]) -> list[Json]:
    return list({json.dumps(i, sort_keys=True): i for i in found}.values())


def _features(records: list[Base], actions: dict[str, Json]) -> list[Json]:
    """Adverse events that no treatment carries; an event explicitly denied is excluded."""
    events = [r for r in records if isinstance(r, ToxicityRecord)]
    free = [t for t in events if t.n == 0 or not any(d in actions for d in t.drugs)]
    return [{"type": term(t.term, "toxicity")} | ({"excluded": True} if t.n == 0 else {}) for t in free]


def _measurements(records: list[Base], facts: dict[str, Any]) -> list[Json]:
    found: list[Json] = []
    for r in records:
        if isinstance(r, TimeRecord) and r.statistic == "individual" and r.value is not None and r.unit:
            about = [*r.drugs, *(["ongoing at last follow-up"] if r.censored else [])]
            quantity = {"quantity": {"unit": unit(r.unit), "value": float(r.value)}}
            found.append(_described("; ".join(about)) | {"assay": endpoint(r.endpoint), "value": quantity})
        elif isinstance(r, ResponseRecord) and r.category in _BEST:
            about = [*r.drugs, *([f"at {r.timepoint}"] if r.timepoint else [])]
            assay = own(f"response by {r.criteria}" if r.criteria else "response, criteria not stated")
            value = {"ontologyClass": endpoint(r.category)}
            found.append(_described("; ".join(about)) | {"assay": assay, "value": value})
    performance = facts.get("performance_status")
    if isinstance(performance, (int, float)):
        quantity = {"quantity": {"unit": unit("1"), "value": float(performance)}}
        found.append({"assay": own("performance status"), "value": quantity})
    return found


def _described(text: str) -> Json:
    return {"description": text} if text else {}


def _metadata(made: Json, source: Source, created: str) -> Json:
    reference: Json = {"id": source.doc, "description": source.title or source.doc}
    return {
        "created": created,
        "createdBy": f"Seriatim {_version()}",
        "resources": resources(
            {c.partition(":")[0] for c in curies(made)}, f"vocabularies {digests()['vocabularies']}"
        ),
        "phenopacketSchemaVersion": VERSION,
        "externalReferences": [reference],
    }


def _version() -> str:
    try:
        return metadata.version("seriatim")
    except metadata.PackageNotFoundError:
        return "from source"


def curies(node: Any) -> Iterator[str]:
    """The ids of all ontology classes (objects with id and label only) in a packet."""
    if isinstance(node, dict):
        if set(node) == {"id", "label"}:
            yield str(node["id"])
        for value in node.values():
            yield from curies(value)
    elif isinstance(node, list):
        for value in node:
            yield from curies(value)


def validate(packet: Json) -> Json:
    """The packet as its protobuf message writes it; what the schema requires is there and every prefix declared.

    Raises
    ------
    InputError
        When the package `phenopackets` is missing, or the packet is none.
    """
    try:
        from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
        from phenopackets import Phenopacket
    except ModuleNotFoundError as error:
        raise InputError("phenopackets need the package of that name: install seriatim[phenopackets]") from error
    try:
        message = ParseDict(packet, Phenopacket())
    except ParseError as error:
        raise InputError(f"{packet.get('id')}: no phenopacket: {error}") from error
    again: Json = MessageToDict(Phenopacket.FromString(message.SerializeToString()))
    meta = again.get("metaData", {})
    needed = {
        "id": again.get("id"),
        "subject.id": again.get("subject", {}).get("id"),
        "metaData.resources": meta.get("resources"),
    }
    needed |= {f"metaData.{k}": meta.get(k) for k in ("created", "createdBy", "phenopacketSchemaVersion")}
    declared = {r["namespacePrefix"] for r in meta.get("resources", [])}
    missing = [k for k, v in needed.items() if not v and not (k == "metaData.resources" and not list(curies(packet)))]
    missing += [f"resource {c}" for c in curies(again) if c.partition(":")[0] not in declared]
    if missing:
        raise InputError(f"{packet.get('id')}: no phenopacket: lacks {', '.join(missing)}")
    return again


def write_packets(evidence: Evidence, folder: Path) -> int:
    """One JSON file a patient, each validated; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for made in packets(evidence):
        scratch = folder / f".{made['id']}.new"
        scratch.write_text(json.dumps(validate(made), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(scratch, folder / f"{made['id']}.json")
        count += 1
    return count
