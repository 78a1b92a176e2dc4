"""What became of each document of a run: read and processed, or failed with its reason. Nothing is lost."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from extractors.core.contract import Issue
from extractors.core.document import InputError, Table
from pipeline.audit.identity import identity
from pipeline.ingest import read
from pipeline.process import process
from pipeline.records import Base

Status = Literal["complete", "partial", "failed"]


@dataclass(frozen=True)
class Outcome:
    """One document's result: records and tables, its status and the reasons for what is missing.

    `seconds` by stage (read, annotate, extract, reconcile, audit), `words` of the text read. `again` when another run
    may fare better: the failure was not the file's own. `coverage` is what the audit checked,
    `study` what tells the cohort from others.
    """

    doc: str
    source: str
    status: Status
    reason: str = ""
    digest: str = ""
    format: str = ""
    characters: int = 0
    words: int = 0
    records: tuple[Base, ...] = ()
    tables: tuple[Table, ...] = ()
    issues: tuple[Issue, ...] = ()
    seconds: dict[str, float] | None = None
    coverage: dict[str, Any] | None = None
    study: dict[str, Any] | None = None
    text: str = ""
    again: bool = False
    title: str = ""
    licence: str = ""

    def summary(self) -> dict[str, Any]:
        """The document's line in `documents.jsonl`."""
        kinds: dict[str, int] = {}
        for record in self.records:
            kind = record.kind  # type: ignore[attr-defined]
            kinds[kind] = kinds.get(kind, 0) + 1
        return {
            "doc": self.doc,
            "source": self.source,
            "status": self.status,
            "reason": self.reason,
            "digest": self.digest,
            "format": self.format,
            "title": self.title,
            "licence": self.licence,
            "characters": self.characters,
            "words": self.words,
            "records": kinds,
            "tables": len(self.tables),
            "issues": [_issue(i) for i in self.issues],
            "audit": self.coverage or {},
            "study": self.study,
            "again": self.again,
            "seconds": {k: round(v, 4) for k, v in (self.seconds or {}).items()},
        }


def _issue(issue: Issue) -> dict[str, Any]:
    return {"stage": issue.stage, "kind": issue.kind, "message": issue.message, "start": issue.start, "end": issue.end}


def process_file(path: Path, doc_id: str) -> Outcome:
    """Read and process one file; whatever goes wrong becomes the outcome's reason, never an exception."""
    start = perf_counter()
    try:
        document = read(path, doc_id)
    except InputError as error:
        return Outcome(doc_id, str(path), "failed", str(error))
    except Exception as error:
        return Outcome(doc_id, str(path), "failed", _bug(path, error))
    seconds = {"read": perf_counter() - start}
    known: dict[str, Any] = {"doc": doc_id, "source": str(path), "digest": document.digest, "format": document.format}
    known |= {"title": document.title, "licence": document.licence}
    try:
        done = process(document)
    except Exception as error:
        return Outcome(**known, status="failed", reason=_bug(path, error), characters=len(document.text))
    seconds |= done.seconds
    clock = perf_counter()
    study = identity(document, done.records).model_dump(mode="json")
    seconds["audit"] += perf_counter() - clock
    return Outcome(
        **known,
        status=done.status,
        reason="; ".join(done.reasons),
        characters=len(document.text),
        words=len(document.text.split()),
        text=document.text,
        records=done.records,
        tables=done.tables,
        issues=done.issues,
        seconds=seconds,
        coverage=done.coverage,
        study=study,
    )


def process_files(files: Iterable[tuple[Path, str]]) -> list[Outcome]:
    """A batch, one after another."""
    return [process_file(path, doc_id) for path, doc_id in files]


def _bug(path: Path, error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
    return f"{path}: {type(error).__name__}: {error} ({place}); this is a bug of Seriatim, please report it"
