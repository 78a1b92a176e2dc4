"""Bad input: a clear reason, and the other documents done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.core.document import InputError
from pipeline.identify import identify
from pipeline.ingest import find_documents, read
from pipeline.ingest.text import MAX_BYTES
from pipeline.outcome import process_file, process_files
from pipeline.outputs import OutputFolder, added

PAPER = "Results\n\nEleven patients with chordoma received imatinib 400 mg twice daily.\n"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b" \n\n ", "the file is empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary data"),
        ("zero.txt", b"PK\x03\x04\x00\x00abc", "binary data"),
        ("paper.docx", b"text", "unknown ending '.docx'"),
    ],
)
def test_a_bad_file_fails_with_its_name_and_cause(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    outcome = process_file(path, "x")
    assert outcome.status == "failed"
    assert name in outcome.reason
    assert reason in outcome.reason


def test_binary_data_behind_a_page_of_text_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(b"Twelve patients were treated.\n" * 3000 + bytes(range(256)) * 1000)
    assert "binary data" in process_file(path, "x").reason


def test_a_character_that_a_tool_could_not_read_costs_no_paper(tmp_path: Path) -> None:
    # PDF tools write a zero for a glyph that its font does not name
    path = tmp_path / "paper.txt"
    path.write_bytes(
        b"Results\nTwelve patients (age \x00 60 years) were treated, and three of them had a partial response.\n"
    )
    assert process_file(path, "x").status == "complete"


def test_latin_1_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("Results\n\nÉlan: five patients aged 20–40.".encode("cp1252"))
    document = read(path)
    assert "Élan" in document.text
    assert "–" in document.text
    assert any("Windows-1252" in w for w in document.warnings)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_followed(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "marked.txt"
    path.write_bytes(PAPER.encode(encoding))
    assert read(path).text == PAPER


def test_newlines_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "dos.txt"
    path.write_bytes(PAPER.replace("\n", "\r\n").encode())
    assert "\r\n" in read(path).text


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="the limit is 50 MB"):
        read(path)


def test_one_bad_document_never_stops_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(PAPER)
    outcomes = process_files(identify(find_documents([tmp_path])))
    assert [(o.doc, o.status) for o in outcomes] == [("a", "failed"), ("b", "complete")]


def test_a_folder_without_documents_and_a_missing_path_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no documents"):
        list(find_documents([tmp_path]))
    with pytest.raises(InputError, match="no such file"):
        list(find_documents([tmp_path / "absent"]))


def test_hidden_files_are_not_documents(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "x.txt").write_text(PAPER)
    (tmp_path / "y.txt").write_text(PAPER)
    assert [p.name for p in find_documents([tmp_path])] == ["y.txt"]


def test_two_files_never_share_an_id(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "paper.txt").write_text(PAPER)
    ids = [doc for _, doc in identify(find_documents([tmp_path]))]
    assert len(set(ids)) == 2


def test_a_manifest_names_documents(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(PAPER)
    (tmp_path / "manifest.json").write_text(json.dumps([{"id": "series-7", "file": "x.txt"}]))
    assert [doc for _, doc in identify(find_documents([tmp_path]))] == ["series-7"]


def test_outputs_appear_only_when_finished(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text(PAPER)
    out = tmp_path / "out"
    with OutputFolder(out) as folder:
        outcome = process_file(path, "p")
        records = [r.model_dump() for r in outcome.records]
        folder.add(added(outcome.summary(), records, [r.model_dump_json() for r in outcome.records], []))
        assert not (out / "records.jsonl").exists()
        folder.finish({"complete": True})
    names = {p.name for p in out.iterdir()}
    assert {"records.jsonl", "tables.jsonl", "findings.jsonl", "documents.jsonl", "run.json"} <= names
    assert not [n for n in names if n.startswith(".writing")]


def test_an_interrupted_run_leaves_the_old_outputs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "records.jsonl").write_text("old\n")
    with pytest.raises(KeyboardInterrupt), OutputFolder(out):
        raise KeyboardInterrupt
    assert (out / "records.jsonl").read_text() == "old\n"
    assert [p.name for p in out.iterdir()] == ["records.jsonl"]


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        OutputFolder(tmp_path / "out")
