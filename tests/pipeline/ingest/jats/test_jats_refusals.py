"""Files that cannot or must not be read: each is an InputError that names the file and the cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.core.document import InputError
from pipeline.ingest.jats import read_jats
from tests.pipeline.ingest.jats.articles import article, saved

BOMB = "<!DOCTYPE article [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (article("<p>&i;</p>", prolog=BOMB + "]>"), "entit"),
        (article("<p id='&i;'>x</p>", prolog=BOMB + "]>"), "entit"),
        (article("<p>&x;</p>", prolog='<!DOCTYPE article [<!ENTITY x SYSTEM "secret.txt">]>'), "declares entities"),
        (article("<p>x</p>", prolog='<!DOCTYPE article [<!ENTITY % x SYSTEM "secret.dtd"> %x;]>'), "declares entities"),
        (article("<p>cut off")[:-30], "not well-formed"),
        ("", "not well-formed"),
        ("%PDF-1.7 nothing", "not well-formed"),
        ("<html><body>Sign in</body></html>", "no JATS article"),
    ],
)
def test_refused_with_name_and_cause(tmp_path: Path, text: str, cause: str) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    path = saved(tmp_path, text)
    with pytest.raises(InputError, match=cause) as refused:
        read_jats(path, "paper")
    assert str(path) in str(refused.value)
    assert "SECRET" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.nxml"):
        read_jats(tmp_path / "nowhere.nxml", "nowhere")


def test_a_dtd_named_by_the_document_type_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "local.dtd").write_text("<!ENTITY told 'FROM THE DTD'>")
    prolog = f'<!DOCTYPE article SYSTEM "{tmp_path}/local.dtd">'
    assert "FROM THE DTD" not in read_jats(saved(tmp_path, article("<p>&told;</p>", prolog=prolog)), "paper").text
