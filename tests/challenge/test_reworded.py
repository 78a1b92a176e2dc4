"""What a sentence states does not hang on the noun that counts its people, nor on how its signs are set: the whole set of marked
sentences, told in other words, states the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.challenge.test_challenge import LINES, differences, read

_KINDS = ("response", "time_to_event", "toxicity", "dose")
# Lines whose people are counted apart by the very noun are left out.
_APART = re.compile(r"\b(?:women|men|boys|girls|children|adults|males?|females?)\b")
_NOUNS = ("women", "children", "subjects", "pts", "cases")
_SIGNS = (
    (r"(\d)\.(\d)", r"\1·\2"),
    (r"(\d)%", r"\1 %"),
    (r"(\d) %", r"\1%"),
    (r"(\d)-(\d)", "\\1–\\2"),
    (r"\bvs\. ", "versus "),
    ("tumour", "tumor"),
)


def _reworded(by: str, noun: bool) -> list[Any]:
    pattern, put = (r"\bpatients\b", by) if noun else next(s for s in _SIGNS if s[0] == by)
    found = []
    for name, line in LINES:
        text = re.sub(pattern, put, line["text"])
        if line["kind"] in _KINDS and text != line["text"] and not (noun and _APART.search(line["text"])):
            found.append(pytest.param({**line, "text": text}, id=f"{name}:{put}"))
    return found


@pytest.mark.parametrize("line", [p for noun in _NOUNS for p in _reworded(noun, noun=True)])
def test_whoever_is_counted(line: dict[str, Any]) -> None:
    assert differences(*read(line)) == ([], []), line["text"]


@pytest.mark.parametrize("line", [p for pattern, _ in _SIGNS for p in _reworded(pattern, noun=False)])
def test_however_signs_are_set(line: dict[str, Any]) -> None:
    assert differences(*read(line)) == ([], []), line["text"]


def test_most_lines_can_be_reworded() -> None:
    assert len(_reworded("women", noun=True)) >= 150
