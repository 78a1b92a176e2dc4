"""What a pattern needs, and that looking for it hides no match."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.core import cues
from extractors.core.necessary import needed

TEXTS = [p.read_text(encoding="utf-8") for p in sorted(Path("corpus/documents").glob("*.txt"))[:3]]
LINES = [line for text in TEXTS for line in text.split(". ")]


@pytest.mark.parametrize(
    ("pattern", "cue"),
    [
        (r"\b(?:one|only|two)\b", {"one", "only", "two"}),
        (r"tumou?rs?", {"tumor", "tumour"}),
        (r"[Tt]he (?:patient|pt)s?\b", {"the patient", "the pt"}),
        (r"(?:foo|ba\w+r)baz", {"baz"}),
        (r"(?:ab)+c", {"ab"}),
        (r"x?y≥", {"y≥"}),
        (r"\d+", {"\0"}),
        (r"x*", None),
        (r"(?:one|\w+)\s", None),
    ],
)
def test_pieces_of_which_every_match_holds_one(pattern: str, cue: set[str] | None) -> None:
    assert needed(pattern, re.I) == cue


@pytest.mark.parametrize(
    "pattern", [r"\b(?:median|mean) \w+", r"\d+ (?:of|in) \d+", r"(?i)GRADE ?[34]", r"(?<=the )patients?", r"[^a]b|c\d"]
)
def test_finds_what_re_finds(pattern: str) -> None:
    mine, plain = cues.compile(pattern, re.I), re.compile(pattern, re.I)
    for line in LINES:
        assert [m.span() for m in mine.finditer(line)] == [m.span() for m in plain.finditer(line)]
        assert (mine.search(line, 5) is None) == (plain.search(line, 5) is None)
        assert mine.sub("_", line) == plain.sub("_", line)
        assert mine.findall(line) == plain.findall(line)
