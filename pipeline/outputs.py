"""The output folder: written beside and moved into place, so that a reader never sees half a file."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from extractors.core.document import InputError, Table
from pipeline.records import RECORDS
from pipeline.spreadsheets import Spreadsheets

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
        self._sheets = Spreadsheets(self._scratch)

    def __enter__(self) -> Self:
        self._files = {name: (self._scratch / name).open("w", encoding="utf-8") for name in FILES}
        return self

    def sweep(self) -> None:
        """Remove the scratch of runs that were killed; only for the one run that holds the store."""
        for scratch in self.folder.glob(".writing-*"):
            if scratch != self._scratch:
                shutil.rmtree(scratch, ignore_errors=True)

    def add(self, summary: Json, records: Iterable[Json], tables: Iterable[Json]) -> None:
        """Append one document's lines."""
        self._line("documents.jsonl", summary)
        for record in records:
            if record["kind"] == "finding":
                self._line("findings.jsonl", record)
            else:
                self._line("records.jsonl", record)
                self._sheets.add(record)
        for table in tables:
            self._line("tables.jsonl", table)

    def found(self, findings: Iterable[Json]) -> None:
        """Append findings that are about several documents."""
        for finding in findings:
            self._line("findings.jsonl", finding)

    def _line(self, name: str, data: dict[str, Any]) -> None:
        self._files[name].write(json.dumps(data, ensure_ascii=False) + "\n")

    def finish(self, run: dict[str, Any]) -> None:
        """Close, and move everything into place, `run.json` last."""
        for file in self._files.values():
            file.close()
        self._sheets.finish()
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
