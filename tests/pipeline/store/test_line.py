"""What is written out where it was read is kept as it was written."""

from __future__ import annotations

import json

from pipeline.store import lines_of
from pipeline.store.line import Written, content_digest, serialise


def test_a_record_and_a_table_become_lines() -> None:
    record = {"record_id": "1", "kind": "dose", "confidence": 0.5, "text": "µg ≥ 3"}
    table = {"doc": "d", "kind": "table", "number": "Supplementary Table 17 of the second appendix"}
    one, two = lines_of([record, table])
    assert json.loads(one.text) == record
    assert one.columns == {"record_id": "1", "kind": "dose", "confidence": 0.5}
    assert one.digest == content_digest(dict(reversed(record.items())))
    assert two.columns == {"number": "Supplementary Table 17 of the se"}


def test_text_that_is_json_already_goes_to_the_database_as_it_is() -> None:
    assert serialise(Written('{"a": "é"}')) == serialise({"a": "é"}) == '{"a": "é"}'
    assert serialise('{"a": 1}') == '"{\\"a\\": 1}"'
