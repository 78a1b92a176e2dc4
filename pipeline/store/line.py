"""A record or table as the store keeps it: written once, where it was read, so that whoever stores it only passes it on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
# `json.dumps` makes an encoder a call.
written = json.JSONEncoder(ensure_ascii=False).encode
_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Line:
    """JSON text, its digest (see `content_digest`), and the values of the columns that stand beside it in the store."""

    text: str
    digest: str
    columns: Json


class Written(str):
    """JSON text that is passed to the database as it is."""

    __slots__ = ()


def line_of(content: Json) -> Line:
    """A record's line, or a table's (which has no `record_id`)."""
    columns: Json
    if "record_id" in content:
        columns = {k: content[k] for k in ("record_id", "kind", "confidence")}
    else:
        columns = {"number": str(content.get("number", ""))[:32]}
    return Line(written(content), content_digest(content), columns)


def lines_of(contents: Iterable[Json]) -> Iterator[Line]:
    """The lines of several, in their order."""
    return map(line_of, contents)


def content_digest(content: Json) -> str:
    """SHA-256 of a JSON object, keys sorted."""
    return hashlib.sha256(_SORTED.encode(content).encode()).hexdigest()


def serialise(value: Any) -> str:
    """JSON text of a value for the database."""
    return str(value) if isinstance(value, Written) else json.dumps(value, ensure_ascii=False)
