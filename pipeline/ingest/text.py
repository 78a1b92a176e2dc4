"""Plain text as PDF-to-text tools leave it. Offsets count in the decoded file, newlines untouched."""

from __future__ import annotations

from pathlib import Path

from extractors.core.document import Document, InputError

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MAX_BYTES = 50_000_000


def read_text(path: Path, doc_id: str) -> Document:
    """Read a text file as UTF-8 (or by its byte-order mark), else as Windows-1252 with a warning.

    Raises
    ------
    InputError
        When the file is empty, binary or larger than `MAX_BYTES` (50 MB).
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(f"{path}: {size / 1e6:.0f} MB of text; the limit is {MAX_BYTES / 1e6:.0f} MB")
    data = path.read_bytes()
    if not data.strip():
        raise InputError(f"{path}: the file is empty")
    text, warnings = decode(data, path)
    return Document(id=doc_id, text=text, format="text", source=str(path), warnings=warnings)


def decode(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """Text of a file's bytes, and what had to be assumed."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise InputError(f"{path}: not the {encoding} text its first bytes announce: {error.reason}") from error
    if max(_control_share(data[:65536]), _control_share(data)) > 0.05:
        raise InputError(f"{path}: binary data, not text")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
    return data.decode("cp1252", errors="replace"), (f"not UTF-8 ({place}): read as Windows-1252",)


# Bytes that no text holds but by mishap: a glyph that its font does not name is printed as a zero.
_CONTROL = bytes(b for b in range(32) if b < 9 or (b > 13 and b != 27))


def _control_share(data: bytes) -> float:
    return 1 - len(data.translate(None, _CONTROL)) / max(len(data), 1)
