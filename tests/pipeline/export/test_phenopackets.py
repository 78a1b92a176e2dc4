"""Phenopackets: what the paper says of a patient, valid by the schema, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import Parse
from phenopackets import Phenopacket
from typer.testing import CliRunner

from extractors.core.document import InputError
from pipeline.cli import app
from pipeline.export.phenopackets import packets, validate, write_packets
from pipeline.records import Base
from pipeline.store import Result, Store, lines_of, open_engine
from tests.pipeline.report.papers import evidence, record

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def patient(label: str = "3", **more: Any) -> list[Base]:
    def own(kind: str, **fields: Any) -> Base:
        return record(kind, patient=label, **fields)

    return [
        own("patient", field="age", value=47),
        own("patient", field="sex", value="female"),
        own("patient", field="histotype", value="angiosarcoma"),
        own("patient", field="status", value="dead of disease"),
        own("dose", drug="sunitinib", low=37.5, high=50, unit="mg", route="PO", frequency="QD", role="patient"),
        own("response", category="PR", criteria="Choi"),
        own("time_to_event", endpoint="PFS", statistic="individual", value=20, unit="wk", censored=True),
        own("toxicity", term="fatigue", grade="2", drugs=["sunitinib"]),
        own("toxicity", term="hypertension", n=0),
        *more.values(),
    ]


def made(*records: Base) -> dict[str, Any]:
    (packet,) = packets(evidence(*records), NOW)
    return validate(packet)


def test_a_patient_becomes_a_valid_packet() -> None:
    packet = made(*patient())
    assert packet["id"] == "p1.3"
    assert packet["subject"] == {
        "id": "3",
        "sex": "FEMALE",
        "timeAtLastEncounter": {"age": {"iso8601duration": "P47Y"}},
        "vitalStatus": {"status": "DECEASED"},
    }
    assert packet["diseases"] == [{"term": {"id": "NCIT:C3088", "label": "angiosarcoma"}}]
    (action,) = packet["medicalActions"]
    assert action["treatment"]["agent"] == {"id": "NCIT:C26673", "label": "sunitinib"}
    assert action["treatment"]["routeOfAdministration"]["id"] == "NCIT:C38288"
    doses = action["treatment"]["doseIntervals"]
    assert [(d["quantity"]["value"], d["quantity"]["unit"]["id"]) for d in doses] == [
        (37.5, "UCUM:mg"),
        (50, "UCUM:mg"),
    ]
    assert {d["scheduleFrequency"]["id"] for d in doses} == {"NCIT:C25473"}
    assert action["responseToTreatment"]["id"] == "NCIT:C18058"
    assert [e["label"] for e in action["adverseEvents"]] == ["fatigue"]
    assert [(f["type"]["label"], f["excluded"]) for f in packet["phenotypicFeatures"]] == [("hypertension", True)]


def test_times_are_measurements_with_ucum_units() -> None:
    (time,) = [m for m in made(*patient())["measurements"] if "quantity" in m["value"]]
    assert time["assay"] == {"id": "NCIT:C28234", "label": "progression-free survival"}
    assert time["value"]["quantity"] == {"unit": {"id": "UCUM:wk", "label": "wk"}, "value": 20}
    assert time["description"] == "ongoing at last follow-up"


def test_contradicting_responses_are_no_response_to_treatment() -> None:
    packet = made(*patient(second=record("response", patient="3", category="SD", criteria="RECIST 1.1")))
    assert "responseToTreatment" not in packet["medicalActions"][0]
    assert len([m for m in packet["measurements"] if "ontologyClass" in m["value"]]) == 2


def test_only_what_is_said_of_own_patients_is_exported() -> None:
    cited = record("response", patient="9", category="PR", attribution="cited")
    group = record("response", category="ORR", n=1, total=3)
    assert list(packets(evidence(cited, group), NOW)) == []


def test_names_without_a_code_stand_in_a_declared_space() -> None:
    packet = made(record("patient", patient="1", field="histotype", value="a tumour of nowhere"))
    assert packet["diseases"][0]["term"]["id"] == "SERIATIM:a-tumour-of-nowhere"
    assert [r["namespacePrefix"] for r in packet["metaData"]["resources"]] == ["SERIATIM"]


def test_the_only_regimen_of_a_study_treats_its_patients() -> None:
    planned = record("dose", drug="sunitinib", low=50, high=50, unit="mg", attribution="planned", role="planned")
    alone = record("response", patient="1", category="SD")
    (action,) = made(planned, alone)["medicalActions"]
    assert action["treatment"]["agent"]["label"] == "sunitinib"
    assert "doseIntervals" not in action["treatment"]
    other = record("dose", drug="imatinib", low=400, high=400, unit="mg", attribution="planned", role="planned")
    assert "medicalActions" not in made(planned, other, alone)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"subject": {}}, "subject.id"), ({"colour": "red"}, "colour"), ({"metaData": {}}, "metaData.created")],
)
def test_what_is_no_phenopacket_is_refused(change: dict[str, Any], message: str) -> None:
    (packet,) = packets(evidence(*patient()), NOW)
    with pytest.raises(InputError, match=message):
        validate(packet | change)


def test_patients_with_like_names_get_files_of_their_own(tmp_path: Path) -> None:
    facts = [record("patient", patient=p, field="age", value=50) for p in ("Case 1", "case-1", "../1")]
    assert write_packets(evidence(*facts), tmp_path) == 3
    files = sorted(tmp_path.iterdir())
    assert [f.name for f in files] == ["p1.1.json", "p1.case-1-2.json", "p1.case-1.json"]
    for file in files:
        assert Parse(file.read_text(), Phenopacket()).subject.id in ("Case 1", "case-1", "../1")


@pytest.mark.parametrize("form", ["parquet", "csv", "phenopackets"])
def test_the_command_writes_each_form(form: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/s.db"
    store = Store(open_engine(url))
    run = store.begin("key", [])
    records = [r.model_dump(mode="json") for r in patient()]
    store.save(
        run,
        "key",
        Result("p1", "/p1.txt", "x", "complete", "", {"doc": "p1", "status": "complete"}, list(lines_of(records))),
    )
    done = CliRunner().invoke(app, ["export", form, "--out", str(tmp_path / "out"), "--store", url])
    assert done.exit_code == 0, done.output
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names >= ({"p1.3.json"} if form == "phenopackets" else {f"dose.{form}", "dictionary.md", "dictionary.csv"})
    if form == "phenopackets":
        assert json.loads((tmp_path / "out" / "p1.3.json").read_text())["subject"]["id"] == "3"
