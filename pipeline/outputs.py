"""The output folder: written beside and moved into place, so that a reader never sees half a file."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from extractors.core.document import InputError, Table
from pipeline.records import RECORDS
from pipeline.spreadsheets import header, rows
from pipeline.store.line import written

Json = dict[str, Any]
FILES = ("records.jsonl", "tables.jsonl", "findings.jsonl", "documents.jsonl")


class OutputFolder:
    """Takes outcomes one after another; nothing stands in the folder until all are in, `run.json` last.

    Raises
    ------
    InputError
        When the folder cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
        except OSError as error:
            raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error
        self._files: dict[str, IO[str]] = {}

    def __enter__(self) -> Self:
        for name in FILES:
            self._file(name)
        return self

    def sweep(self) -> None:
        """Remove the scratch of runs that were killed; only for the one run that holds the store."""
        for scratch in self.folder.glob(".writing-*"):
            if scratch != self._scratch:
                shutil.rmtree(scratch, ignore_errors=True)

    def add(self, adds: Mapping[str, str]) -> None:
        """Append what one document adds to each file (see `added`)."""
        for name, text in adds.items():
            self._file(name).write(text)

    def found(self, findings: Iterable[Json]) -> None:
        """Append findings that are about several documents."""
        self._file("findings.jsonl").write(_joined(map(written, findings)))

    def _file(self, name: str) -> IO[str]:
        """The scratch of a file, opened when it is first written to; a sheet begins with its columns."""
        if name not in self._files:
            self._files[name] = file = (self._scratch / name).open("w", encoding="utf-8")
            kind, dot, _ = name.rpartition(".csv")
            if dot:
                file.write(header(kind))
        return self._files[name]

    def finish(self, run: dict[str, Any]) -> None:
        """Close, and move everything into place, `run.json` last."""
        for file in self._files.values():
            file.close()
        (self._scratch / "run.json").write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        names = sorted((p.name for p in self._scratch.iterdir()), key=lambda n: n == "run.json")
        (self.folder / "run.json").unlink(missing_ok=True)
        for stale in self.folder.glob("*.csv"):
            if stale.stem in RECORDS and stale.name not in names:
                stale.unlink()
        for name in names:
            os.replace(self._scratch / name, self.folder / name)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def added(summary: Json, records: Sequence[Json], lines: Sequence[str], tables: Iterable[str]) -> dict[str, str]:
    """What one document adds to each output file, by the file's name; `lines` are its records as JSON text, `tables` too."""
    facts = [r["kind"] != "finding" for r in records]
    told = {
        "documents.jsonl": _joined([written({k: v for k, v in summary.items() if k != "study"})]),
        "findings.jsonl": _joined(line for line, fact in zip(lines, facts, strict=True) if not fact),
        "records.jsonl": _joined(compress(lines, facts)),
        "tables.jsonl": _joined(tables),
    }
    return told | {f"{kind}.csv": text for kind, text in rows(compress(records, facts)).items()}


def _joined(lines: Iterable[str]) -> str:
    return "".join([f"{line}\n" for line in lines])


def table_line(doc: str, table: Table) -> dict[str, Any]:
    """A table's line in `tables.jsonl`: the contract's fields, and where each cell stands."""
    return {
        "doc": doc,
        "kind": "table",
        "number": table.number,
        "caption": table.caption.text,
        "columns": list(table.columns),
        "rows": [[cell.text for cell in row] for row in table.rows],
        "notes": [note.text for note in table.notes],
        "start": table.start,
        "end": table.end,
        "confidence": round(table.confidence, 3),
        "doubts": list(table.doubts),
        "cells": [[[[r.start, r.end] for r in cell.ranges] for cell in row] for row in table.rows],
    }
