"""Files that cannot be read: each is an InputError that names the file and the cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from extractors.core.document import InputError
from pipeline.ingest.pdf import read_pdf
from tests.pipeline.ingest.pdf.pages import drawn, image, two_columns

NO_PAGES = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
xref
0 3
0000000000 65535 f 
0000000009 00000 n 
0000000056 00000 n 
trailer <</Size 3 /Root 1 0 R>>
startxref
104
%%EOF
"""  # noqa: W291 (the format's own)


def refused(path: Path, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as error:
        read_pdf(path, "paper")
    assert str(path) in str(error.value)


def test_encrypted(tmp_path: Path) -> None:
    secret = StandardEncryption("user", "owner")
    refused(drawn(tmp_path / "a.pdf", two_columns, encrypt=secret), "encrypted")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_truncated_is_an_error_or_the_pages_left_with_a_warning(tmp_path: Path, share: float) -> None:
    whole = drawn(tmp_path / "a.pdf", two_columns, two_columns).read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    try:
        said = " ".join(read_pdf(path, "cut").unread)
    except InputError as error:
        said = str(error).removeprefix(f"{path}: ")
    assert "cut off" in said


def test_without_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(NO_PAGES)
    refused(path, "no pages")


@pytest.mark.parametrize("content", [b"", b"<html>Not found</html>", b"%PDF-1.7\nnothing of the kind\n%%EOF"])
def test_not_a_pdf(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    refused(path, "not a PDF|damaged|no pages")


def test_missing(tmp_path: Path) -> None:
    refused(tmp_path / "none.pdf", "cannot be read")


def test_images_only(tmp_path: Path) -> None:
    refused(drawn(tmp_path / "a.pdf", image, image), "no text on its 2 page")
