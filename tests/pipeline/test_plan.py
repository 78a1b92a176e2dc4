"""Only what is new or changed is read; renamed is not new; removed is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest import find_documents
from pipeline.plan import Known, Plan, digest_file, plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"paper {name}")
    return tmp_path


def known(folder: Path, key: str = "k") -> dict[str, tuple[str, str, str, bool]]:
    return {p.stem: (digest_file(p), key, str(p.resolve()), False) for p in folder.glob("*.txt")}


def planned(folder: Path, held: Known, key: str = "k") -> Plan:
    return plan(find_documents([folder]), [folder.resolve()], held, key)


def test_everything_is_new_to_an_empty_store(folder: Path) -> None:
    assert [j.doc for j in planned(folder, {}).read] == ["a", "b"]


def test_nothing_is_read_twice(folder: Path) -> None:
    result = planned(folder, known(folder))
    assert result.read == []
    assert [doc for doc, _ in result.unchanged] == ["a", "b"]


def test_one_changed_file_is_one_reading(folder: Path) -> None:
    held = known(folder)
    (folder / "b.txt").write_text("paper b, corrected")
    assert [j.doc for j in planned(folder, held).read] == ["b"]


def test_other_code_reads_all_again(folder: Path) -> None:
    assert [j.doc for j in planned(folder, known(folder), key="newer").read] == ["a", "b"]


def test_a_removed_file_is_gone(folder: Path) -> None:
    held = known(folder)
    (folder / "a.txt").unlink()
    assert planned(folder, held).gone == ["a"]


def test_a_document_elsewhere_is_not_gone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    held = known(folder) | {"far": ("x", "k", "/elsewhere/far.txt", False)}
    assert planned(folder, held).gone == []


def test_renamed_is_not_new(folder: Path) -> None:
    held = known(folder)
    (folder / "a.txt").rename(folder / "renamed.txt")
    result = planned(folder, held)
    assert result.read == []
    assert result.gone == []
    assert ("a", str((folder / "renamed.txt").resolve())) in result.unchanged


def test_a_copy_is_a_document_of_its_own(folder: Path) -> None:
    held = known(folder)
    (folder / "copy.txt").write_text("paper a")
    assert [j.doc for j in planned(folder, held).read] == ["copy"]


def test_swapped_names_are_two_changes(folder: Path) -> None:
    held = known(folder)
    (folder / "a.txt").write_text("paper b")
    (folder / "b.txt").write_text("paper a")
    result = planned(folder, held)
    assert sorted(j.doc for j in result.read) == ["a", "b"]
    assert len(set(result.order)) == 2


def test_a_gone_document_that_returns_is_taken_up_again(folder: Path) -> None:
    held = {doc: (digest, key, path, True) for doc, (digest, key, path, _) in known(folder).items()}
    assert [doc for doc, _ in planned(folder, held).unchanged] == ["a", "b"]
