"""Choosing the reader, and finding the documents of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractors.core.document import Document, InputError

Reader = Callable[[Path, str], Document]


# Each loads its reader with the first document: to see what there is to read needs none.
def _text(path: Path, doc_id: str) -> Document:
    from pipeline.ingest.text import read_text

    return read_text(path, doc_id)


def _jats(path: Path, doc_id: str) -> Document:
    from pipeline.ingest.jats import read_jats

    return read_jats(path, doc_id)


def _pdf(path: Path, doc_id: str) -> Document:
    from pipeline.ingest.pdf import read_pdf

    return read_pdf(path, doc_id)


SUFFIXES: dict[str, Reader] = {".txt": _text, ".xml": _jats, ".nxml": _jats, ".pdf": _pdf}


def read(path: Path, doc_id: str | None = None) -> Document:
    """Read one file.

    Raises
    ------
    InputError
        Naming the file and the cause: unknown ending, unreadable, empty, binary, damaged.
    """
    reader = SUFFIXES.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: unknown ending {path.suffix!r}; readable are {', '.join(sorted(SUFFIXES))}")
    try:
        return reader(path, doc_id or path.stem)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def find_documents(paths: Iterable[Path]) -> Iterator[Path]:
    """Files to read: each path itself, or every file below a folder that is not hidden and has a known ending.

    A file named on the command line is always yielded, whatever its ending, so that it is reported and not lost.

    Raises
    ------
    InputError
        When a path does not exist, or a folder holds no document.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and _wanted(p.relative_to(path)))
            if not found:
                raise InputError(f"{path}: no documents in this folder; readable are {', '.join(sorted(SUFFIXES))}")
            yield from found
        elif path.exists():
            yield path
        else:
            raise InputError(f"{path}: no such file or folder")


def other_files(paths: Iterable[Path], out: Path | None = None) -> list[Path]:
    """Files below the folders named that no reader knows: left alone, to be told. Hidden ones and those of `out` apart."""
    own = out.resolve() if out else None
    below = ((folder, p) for folder in paths if folder.is_dir() for p in sorted(folder.rglob("*")))
    found = [p for folder, p in below if p.is_file() and not _wanted(p.relative_to(folder)) and not _hidden(p, folder)]
    return [p for p in found if own is None or own not in p.resolve().parents]


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _wanted(relative: Path) -> bool:
    return relative.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in relative.parts)
