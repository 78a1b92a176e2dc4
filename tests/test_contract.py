"""What holds for every extractor and every vocabulary, present and future."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from extractors.core.annotate import annotate
from extractors.core.contract import FINDINGS, Finding
from extractors.core.document import Document, InputError
from extractors.core.paper import Paper
from extractors.core.vocabulary import FOLDER, load
from extractors.registry import EXTRACTORS
from pipeline.extract import extract
from pipeline.normalise import normalise
from pipeline.records import RECORDS, json_schema, parse

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted((ROOT / "corpus" / "documents").glob("*.txt"))


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda p: p.stem)
def paper(request: pytest.FixtureRequest) -> Paper:
    return annotate(Document(request.param.stem, request.param.read_bytes().decode("utf-8")))


def test_there_are_documents_and_names_are_unique() -> None:
    assert len(DOCUMENTS) >= 4
    names = [e.name for e in EXTRACTORS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda e: e.name)
def test_an_extractor_keeps_the_contract(extractor: Any, paper: Paper) -> None:
    before = (paper.doc.to_bytes(exclude=["user_data"]), paper.sentences)
    findings = list(extractor.extract(paper))
    assert findings == list(extractor.extract(paper)), "deterministic"
    assert (paper.doc.to_bytes(exclude=["user_data"]), paper.sentences) == before, "changes nothing"
    for finding in findings:
        assert type(finding) is extractor.finding
        for evidence in finding.evidence:
            assert 0 <= evidence.start < evidence.end <= len(paper.document.text)


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda e: e.name)
def test_needs_name_layers_that_exist(extractor: Any) -> None:
    layers = {p.stem for p in FOLDER.glob("*.tsv")} | {"DRUG", "DISEASE", "table"}
    assert extractor.needs <= layers
    assert extractor.finding in FINDINGS


def test_no_extractor_imports_another() -> None:
    packages = {type(e).__module__.split(".")[1] for e in EXTRACTORS}
    for package in packages:
        folder = ROOT / "extractors" / package
        sources = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
        for source in sources:
            text = source.read_text(encoding="utf-8")
            for other in packages - {package}:
                assert f"extractors.{other}" not in text, f"{source} imports {other}"


def test_every_record_traces_to_the_characters(paper: Paper) -> None:
    findings, issues = extract(paper)
    assert [i for i in issues if i.kind != "doubt"] == []
    for finding in findings:
        record = normalise(paper.document, finding)
        for span in record.provenance:
            assert paper.document.text[span.start : span.end] == span.text
        assert parse(record.model_dump()) == record


class _Broken:
    name = "broken"
    needs: frozenset[str] = frozenset()
    finding = FINDINGS[0]

    def extract(self, paper: Paper) -> Any:
        raise RuntimeError("on purpose")


def test_a_failing_extractor_costs_only_its_own_findings() -> None:
    paper = annotate(Document("d", "Results\n\nTwelve patients received imatinib 400 mg daily.\n"))
    whole, _ = extract(paper)
    found, issues = extract(paper, (*EXTRACTORS, _Broken()))
    assert found == whole
    assert [(i.kind, "on purpose" in i.message) for i in issues] == [("failed", True)]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda p: p.stem)
def test_a_vocabulary_loads_and_every_code_has_a_system(path: Path) -> None:
    entries = load(path)
    assert entries
    labels = [e.concept.label for e in entries]
    assert len(set(labels)) == len(labels)
    for entry in entries:
        assert all(system and value for system, value in entry.concept.codes)


def test_a_bad_vocabulary_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    header = "label\tsynonyms\tabbreviations\tgroup\tcodes\tsource\n"
    path.write_text(header + "one\ta|b\t\t\tncit\t\n")
    with pytest.raises(InputError, match=r"bad\.tsv:2: code 'ncit'"):
        load(path)
    path.write_text(header + "one\ta\t\t\t\t\ntwo\ta\t\t\t\t\n")
    with pytest.raises(InputError, match=r"bad\.tsv:3: 'a' belongs to 'one'"):
        load(path)


def test_findings_and_records_have_the_same_fields() -> None:
    for finding in FINDINGS:
        record = RECORDS[finding.kind]
        missing = set(finding.model_fields) - {"evidence"} - set(record.model_fields)
        assert not missing, f"{finding.__name__}: {missing}"
    assert issubclass(FINDINGS[0], Finding)


def test_the_schema_knows_every_kind() -> None:
    text = str(json_schema())
    assert all(f"'{kind}'" in text for kind in RECORDS)
    assert inspect.isclass(RECORDS["dose"])
