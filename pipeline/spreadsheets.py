"""Records as rows of one CSV a kind; numbers stand as the records have them, what is not told stays empty."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from pipeline.records import RECORDS

Json = dict[str, Any]
_NOT_FLAT = ("provenance", "kind")
_PLACE = ("start", "end", "section", "text")


def rows(records: Iterable[Json]) -> dict[str, str]:
    """The rows of records, by kind, each in the order given."""
    by_kind: dict[str, list[list[Any]]] = {}
    for record in records:
        flat = _flat(record)
        kind = record["kind"]
        by_kind.setdefault(kind, []).append([flat.get(column) for column in _columns(kind)])
    return {kind: _csv(said) for kind, said in by_kind.items()}


def header(kind: str) -> str:
    """The first row of a kind's sheet; names of fields need no quotes."""
    return ",".join(_columns(kind)) + "\n"


def _csv(lines: Iterable[list[Any]]) -> str:
    # loaded here: the process that stores what others read writes no rows, and starts in half the time without
    import numpy as np
    import pandas as pd

    # as objects: a column of counts with gaps stays one of whole numbers; as one array: not looked at column by column
    cells = np.array(list(lines), dtype=object)
    text: str = pd.DataFrame(cells, dtype=object).to_csv(header=False, index=False, lineterminator="\n")
    return text


@cache
def _columns(kind: str) -> list[str]:
    return ["record_id", *(f for f in RECORDS[kind].model_fields if f not in _NOT_FLAT), *_PLACE]


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
