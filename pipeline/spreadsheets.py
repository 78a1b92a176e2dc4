"""Records as one CSV a kind, written in pieces so that memory stays flat."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from pipeline.records import RECORDS

Json = dict[str, Any]
_AT_ONCE = 4_000
_NOT_FLAT = ("provenance", "kind")
_PLACE = ("start", "end", "section", "text")


class Spreadsheets:
    """Takes records one after another and writes `<kind>.csv` into a folder; numbers stand as the records have them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, list[Json]] = defaultdict(list)
        self._started: set[str] = set()

    def add(self, record: Json) -> None:
        """Take one record."""
        rows = self._rows[record["kind"]]
        rows.append(_flat(record))
        if len(rows) >= _AT_ONCE:
            self._write(record["kind"])

    def finish(self) -> None:
        """Write what is left."""
        for kind in list(self._rows):
            self._write(kind)

    def _write(self, kind: str) -> None:
        import pandas as pd  # takes half a second: only a run that has records pays for it

        columns = ["record_id", *(f for f in RECORDS[kind].model_fields if f not in _NOT_FLAT), *_PLACE]
        # as objects: a column of counts with gaps stays one of whole numbers
        piece = pd.DataFrame(self._rows.pop(kind), columns=columns, dtype=object)
        piece.to_csv(self._folder / f"{kind}.csv", mode="a", header=kind not in self._started, index=False)
        self._started.add(kind)


def _flat(record: Json) -> Json:
    """A record as a row: lists in one cell, and the first place where it stands."""
    first = record["provenance"][0] if record.get("provenance") else {}
    return record | {
        "drugs": "; ".join(record.get("drugs") or ()),
        "codes": "; ".join(f"{system}={code}" for system, code in (record.get("codes") or {}).items()),
        "flags": "; ".join(record.get("flags") or ()),
        "start": first.get("start"),
        "end": first.get("end"),
        "section": first.get("section"),
        "text": " ".join(str(first.get("text", "")).split()),
    }
