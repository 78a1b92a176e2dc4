"""What was worked out once is found again, and nothing that lies in its place does harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.core.kept import Kept


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "seriatim"


def test_found_again_by_another_process(cache: Path) -> None:
    first = Kept("cues", b"1")
    assert first.get("a|b") is None
    first.add("a|b", ["a", "b"])
    assert first.get("a|b") == ["a", "b"]
    first.save()
    assert Kept("cues", b"1").get("a|b") == ["a", "b"]
    assert [p.suffix for p in cache.iterdir()] == [".json"]


def test_not_found_on_another_basis(cache: Path) -> None:
    first = Kept("cues", b"1")
    first.add("a", ["a"])
    first.save()
    assert Kept("cues", b"2").get("a") is None


def test_what_is_asked_no_longer_goes_with_the_next_save(cache: Path) -> None:
    first = Kept("cues", b"1")
    first.add("old", [])
    first.add("used", ["used"])
    first.save()
    second = Kept("cues", b"1")
    assert second.get("used") == ["used"]
    second.save()
    assert Kept("cues", b"1").get("old") == [], "nothing new, nothing written"
    second.add("new", ["new"])
    second.save()
    third = Kept("cues", b"1")
    assert (third.get("old"), third.get("used"), third.get("new")) == (None, ["used"], ["new"])


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": [1]}', b"\xff\xfe"])
def test_a_damaged_file_is_none(cache: Path, content: bytes) -> None:
    first = Kept("cues", b"1")
    first.add("a", ["a"])
    first.save()
    (file,) = cache.iterdir()
    file.write_bytes(content)
    again = Kept("cues", b"1")
    assert again.get("a") is None
    again.add("a", ["a"])
    again.save()
    assert Kept("cues", b"1").get("a") == ["a"]


def test_does_without_a_folder_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    kept = Kept("cues", b"1")
    kept.add("a", ["a"])
    kept.save()
    assert kept.get("a") == ["a"]
    assert Kept("cues", b"1").get("a") is None
