"""Whose result a place in a sentence tells, on the challenge set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.core.annotate import annotate
from extractors.core.attribution import attribution_at
from extractors.core.document import Document

_LINES = [
    json.loads(line) for line in (Path(__file__).parent / "attribution.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("line", _LINES, ids=lambda line: line["why"])
def test_attribution(line: dict[str, Any]) -> None:
    passage = " ".join(filter(None, (line.get("before"), line["text"])))
    heading = f"{line['section']}\n\n" if line["section"] else ""
    paper = annotate(Document("d", f"{heading}{passage}\n"))
    for expected in line["expect"]:
        at = paper.prose.text.index(expected["at"], paper.prose.text.rindex(line["text"][:12]))
        sentence = paper.sentence_at(at)
        assert attribution_at(sentence, at - sentence.start) == expected["attribution"], sentence
