"""What a record claims, apart from how sure the machine is of it: the part that a decision is about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from pipeline.store.line import content_digest
from pipeline.store.schema import RecordIndex, RecordRow

Json = dict[str, Any]
_OPINION = {"method", "confidence", "codes", "flags", "record_id", "provenance"}
_PLACE = ("start", "end", "text", "table", "row", "column")


def claim(record: Json) -> str:
    """SHA-256 of fields and evidence; method, confidence, codes and findings may change without a new decision."""
    fields: Json = {k: v for k, v in record.items() if k not in _OPINION}
    fields["provenance"] = [{k: p.get(k) for k in _PLACE} for p in record.get("provenance", ())]
    return content_digest(fields)


def keep_index(engine: Engine) -> int:
    """Index the records that are not yet; returns how many. Two servers may do so at once."""
    missing = (
        select(RecordRow.id, RecordRow.content)
        .outerjoin(RecordIndex, RecordIndex.record == RecordRow.id)
        .where(RecordIndex.record.is_(None), RecordRow.until.is_(None))
    )
    with engine.connect() as connection:
        rows = [_indexed(number, content) for number, content in connection.execute(missing)]
    if rows:
        try:
            with engine.begin() as connection:
                connection.execute(insert(RecordIndex), rows)
        except IntegrityError:  # another server was faster with some of them; what is missing comes with the next page
            return 0
    return len(rows)


def _indexed(number: int, record: Json) -> Json:
    drugs = {*record.get("drugs", ()), record.get("drug") or ""} - {""}
    skip = {"provenance", "codes", "flags", "involves", "record_id", "doc"}
    values = [str(v) for k, v in record.items() if k not in skip and v not in (None, "", [])]
    values += [" ".join(p.get("text", "").split()) for p in record.get("provenance", ())]
    return {
        "record": number,
        "claim": claim(record),
        "drugs": f"|{'|'.join(sorted(drugs))}|" if drugs else "",
        "histotype": record.get("histotype")
        or (record.get("value") if record.get("field") == "histotype" else "")
        or "",
        "words": " ".join(values).lower(),
        "findings": len(record.get("flags", ())),
    }
