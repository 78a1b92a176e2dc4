"""Evidence records as tables, one a kind: Parquet with nested columns, or CSV with these written as text.

Columns and their types follow from the record types. `value`, which is a number or text, stays text; `value_number` holds
it again where it is a number.
"""

from __future__ import annotations

import json
import os
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from pipeline.records import RECORDS, Base

MIXED = "value"
_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@dataclass(frozen=True)
class Column:
    """A column of a kind's table: its type in Parquet, whether it may be empty, and the values it is limited to."""

    name: str
    type: Any
    nullable: bool
    allowed: tuple[str, ...] = ()


def columns(kind: str) -> list[Column]:
    """Columns of a kind, the record's id first."""
    found = [Column("record_id", pa.string(), False)]
    for name, field in RECORDS[kind].model_fields.items():
        type_, nullable = arrow_type(field.annotation)
        found.append(Column(name, type_, nullable, _allowed(field.annotation)))
        if name == MIXED and type_ == pa.string():
            found.append(Column(f"{MIXED}_number", pa.float64(), True))
    return found


def arrow_type(annotation: Any) -> tuple[Any, bool]:
    """Parquet type of a field's annotation, and whether None is allowed; int or float is a float, text or number text.

    Raises
    ------
    TypeError
        For an annotation that no table can hold.
    """
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        kinds = [p for p in parts if p is not type(None)]
        nullable = len(kinds) < len(parts)
        inner = {str(arrow_type(k)[0]): arrow_type(k)[0] for k in kinds}
        if len(inner) == 1:
            return next(iter(inner.values())), nullable
        return (pa.string() if "string" in inner else pa.float64()), nullable
    if origin is Literal:
        return pa.string(), False
    if origin in (list, tuple):
        return pa.list_(arrow_type(parts[0])[0]), False
    if origin is dict:
        return pa.map_(arrow_type(parts[0])[0], arrow_type(parts[1])[0]), False
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = [(n, *arrow_type(f.annotation)) for n, f in annotation.model_fields.items()]
        return pa.struct([pa.field(n, t, nullable=null) for n, t, null in fields]), False
    if annotation not in _PLAIN:
        raise TypeError(f"no column type for {annotation}")
    return _PLAIN[annotation], False


def _allowed(annotation: Any) -> tuple[str, ...]:
    return tuple(map(str, get_args(annotation))) if get_origin(annotation) is Literal else ()


def schema(kind: str) -> Any:
    """The Parquet schema of a kind."""
    return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in columns(kind)])


def row(record: Base) -> dict[str, Any]:
    """A record as a row of its kind's table."""
    data = record.model_dump(mode="json")
    if MIXED in data and f"{MIXED}_number" in {c.name for c in columns(data["kind"])}:
        value = data[MIXED]
        data[f"{MIXED}_number"] = float(value) if isinstance(value, (int, float)) else None
        data[MIXED] = str(value)
    return data


def write_tables(records: Iterable[Base], folder: Path, form: Literal["parquet", "csv"]) -> dict[str, int]:
    """One file a kind in `folder`, kinds without records as empty tables; returns the rows by kind."""
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in RECORDS}
    for record in records:
        rows[record.kind].append(row(record))  # type: ignore[attr-defined]
    folder.mkdir(parents=True, exist_ok=True)
    for kind, found in rows.items():
        path = folder / f"{kind}.{form}"
        scratch = folder / f".{path.name}.new"
        if form == "parquet":
            table = pa.Table.from_pylist([_pairs(r) for r in found], schema=schema(kind))
            pq.write_table(table, scratch, compression="zstd")
        else:
            names = [c.name for c in columns(kind)]
            pd.DataFrame(list(_flat(found)), columns=names).to_csv(scratch, index=False)
        os.replace(scratch, path)
    return {kind: len(found) for kind, found in rows.items()}


def _pairs(data: dict[str, Any]) -> dict[str, Any]:
    """Mappings as lists of pairs, as Parquet maps want them."""
    return {k: list(v.items()) if isinstance(v, dict) else v for k, v in data.items()}


def _flat(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows for CSV: lists of texts joined by "; ", everything else nested as JSON."""
    for data in rows:
        yield {k: _text(v) for k, v in data.items()}


def _text(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value
