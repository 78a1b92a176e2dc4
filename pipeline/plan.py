"""What a run must read: new and changed files, and what other code, vocabularies or models read before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.identify import identify

Known = Mapping[str, tuple[str, str, str, bool]]
"""By document id: digest of the bytes, key of the last reading, path, whether it is gone."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to read: its file, its id and the SHA-256 of its bytes (empty when they cannot be read)."""

    path: Path
    doc: str
    digest: str


@dataclass
class Plan:
    """Jobs to read, documents that stand as they are (id, path), documents that are gone, and all present in order."""

    read: list[Job] = field(default_factory=list)
    unchanged: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)


def plan(
    paths: Iterable[Path], roots: Sequence[Path], known: Known, key: str, *, retry: frozenset[str] = frozenset()
) -> Plan:
    """Compare files with what the store knows.

    A file whose bytes the store knows under a path that is no longer there was renamed: it keeps its id. A document
    below one of `roots` that no file gives any more is gone. `retry` are documents to read again though unchanged.
    """
    files = [(path, doc, digest_file(path)) for path, doc in identify(paths)]
    here = {str(path) for path, _, _ in files}
    moved = {
        digest: doc
        for doc, (digest, _, path, _) in known.items()
        if path not in here and not Path(path).exists() and digest
    }
    result = Plan()
    taken: set[str] = set()
    for path, doc, digest in files:
        if known.get(doc, ("",))[0] != digest and moved.get(digest, doc) not in taken:
            doc = moved.get(digest, doc)
        taken.add(doc)
        result.order.append(doc)
        held = known.get(doc)
        if held and digest and held[:2] == (digest, key) and doc not in retry:
            result.unchanged.append((doc, str(path)))
        else:
            result.read.append(Job(path, doc, digest))
    result.gone = sorted(
        doc for doc, (_, _, path, gone) in known.items() if doc not in taken and not gone and _below(Path(path), roots)
    )
    return result


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes; empty when it cannot be read, so that it is tried again."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _below(path: Path, roots: Sequence[Path]) -> bool:
    return any(path == root or root in path.parents for root in roots)


def batches(jobs: Sequence[Job], size: int) -> Iterator[Sequence[Job]]:
    """Runs of at most `size` jobs."""
    for at in range(0, len(jobs), size):
        yield jobs[at : at + size]
