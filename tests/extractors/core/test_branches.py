"""Branches tried one by one match what the alternation matches, whichever of them a text holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.core.branches import Several, branched, branches_of

PATTERNS = [
    r"\bmedian age\b|\bage\b|aged?|\bcycles? of\b|\w+ge\b",
    r"(?<![\w-])(?:age|agent|ages?|[|)\]]|cycle)(?![\w-])",
    r"\b(?:cycle|cycles|cy|median (?:age|cycle))s?\b",
    r"[)|(]age|\|age|\(age|age{2}|median",
]
WORDS = st.lists(st.sampled_from(["age", "ages", "median", "cycle", "cycles of", "(", "|", "agee", "-", "aged", " "]))


@given(st.sampled_from(PATTERNS), WORDS, st.booleans())
def test_what_is_found_is_what_the_pattern_finds(pattern: str, words: list[str], apart: bool) -> None:
    text = (" " if apart else "").join(words)
    ours, plain = branched(pattern, re.I), re.compile(pattern, re.I)
    assert [m.span() for m in ours.finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert [m.span() for m in ours.finditer(text, 3, 9)] == [m.span() for m in plain.finditer(text, 3, 9)]
    one, other = ours.search(text), plain.search(text)
    assert (one and one.span()) == (other and other.span())
    assert ours.sub("X", text) == plain.sub("X", text)
    assert ours.findall(text) == plain.findall(text)


def test_of_several_patterns_those_are_live_that_a_text_may_hold() -> None:
    several = Several(map(re.compile, [r"\bmedian age\b", r"\d+", r"a?", r"(?i)\bcycles?\b", r"medians"]))
    assert several.live("The MEDIAN AGE") == [0, 2]
    assert several.live("two cycles") == [2, 3]
    assert several.live("at 3 medians") == [1, 2, 4]
    assert several.live("") == [2]


def test_many_branches_at_once_are_tried_together() -> None:
    words = [chr(97 + k) * 3 for k in range(12)]
    pattern, text = "|".join(words), " ".join(reversed(words))
    assert branched(pattern).findall(text) == list(reversed(words))
    assert branched(pattern).search(text, 4)[0] == "kkk"  # type: ignore[index]


def test_branches_are_cut_where_no_bracket_is_open() -> None:
    assert branches_of(r"a[|)\]]|(?:b|c)\||d") == [r"a[|)\]]", r"(?:b|c)\|", "d"]
    assert branches_of(r"\b(?:a|(?:b|c))s?\b") == [r"\bas?\b", r"\b(?:b|c)s?\b"]
    assert branches_of(r"\b(?:a|b)*c") == [r"\b(?:a|b)*c"]
    assert branches_of(r"x(?:a|b)") == [r"x(?:a|b)"], "what stands in front could be read in two ways"


@pytest.mark.parametrize("pattern", ["(a)|b", "a|b*", "(?P<n>a)|b"])
def test_groups_and_empty_matches_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="alternation"):
        branched(pattern)
