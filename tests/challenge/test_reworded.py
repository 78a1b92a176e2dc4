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


# Ways of telling the same, each with what it is told in the place of.
_RANGE = r"(\d+(?:\.\d+)?)[-–](\d+(?:\.\d+)?)"
_SEEN = r"\b(was|were) (?:seen|observed|noted|recorded|reported|documented|detected|encountered)(?= (?:in|among) )"
_CATEGORY = r"(?= an? (?:partial|complete|PR|CR)\b| (?:stable|progressive) disease\b| (?:PR|SD|PD|CR)\b)"
_ACHIEVED = (
    rf"\b(?:had|achieved|showed|attained|obtained|displayed|demonstrated|exhibited|reached|experienced){_CATEGORY}"
)
_MEDIAN = r"\b([Mm]edian (?:PFS|OS|TTP|(?:progression-free|overall) survival|time to progression)) was (?=\d)"
_DRESSES: dict[str, tuple[tuple[str, str], ...]] = {
    "short units": (
        (r"(?<=\d) months\b", " mos"),
        (r"(?<=\d)-months?\b(?! median)", "-mo"),
        (r"(?<=\d) years\b", " yrs"),
        (r"(?<=\d) weeks\b", " wks"),
        (r"(?<=\d) ?%(?!\.)", " per cent"),
    ),
    "counts": ((r"\bn ?= ?(?=\d)", "no. = "), (r"(?<=\d) of (?=\d+ (?:patients|women|cases))", " out of ")),
    "colons": ((r"(?<=[(;,] )n ?= ?(?=\d)|(?<=\()n ?= ?(?=\d)", "n: "), (r"(?<=\d) \((\d+) ?%\)", r" (\1.0%)")),
    "ranges": (
        (rf"\b([Rr]ange)(?: of)?[,:]? {_RANGE}(?=[)])", r"\1 \2; \3"),
        (rf"95 ?% CI[,:=]? ?{_RANGE}", r"95% confidence interval [CI], \1 to \2"),
    ),
    "brackets": ((rf"\b([Rr]ange)[,:]? {_RANGE}", r"\1 [\2–\3]"), (rf"95 ?% CI[,:=]? ?{_RANGE}", r"CI95%: \1-\2")),
    "minus": ((r"(?<=\d)[-–](?=\d)", "−"), (r"\bfollow-up\b", "follow up")),
    "and": ((r" and (?=\w)", " & "),),
    "respectively": ((r", respectively(?=[.;])", " (respectively)"),),
    "gr.": ((r"\bgrade (?=[1-5](?!\d))", "gr. "),),
    "CTCAE": ((r"(?<!events of )(?<!at least )(?<!%; )\bgrade (?=[1-5](?!\d))", "NCI-CTC grade "),),
    "registered": ((_SEEN, r"\1 registered"), (_ACHIEVED, "exhibited")),
    "found": ((_SEEN, r"\1 found"), (_ACHIEVED, "obtained"), (_MEDIAN, r"\1 stood at ")),
    "documented": ((_SEEN, r"\1 documented"), (_ACHIEVED, "demonstrated"), (_MEDIAN, r"\1 was estimated at ")),
    "could be": ((_SEEN, "could be observed"),),
    "as expected": ((r"(?<=[a-z)%])\.$", ", as expected."),),
    "not shown": ((r"(?<=[a-z)%])\.$", " (Table 3)."),),
}


def _dressed(pairs: tuple[tuple[str, str], ...]) -> list[Any]:
    found = []
    for name, line in LINES:
        text = line["text"]
        for pattern, by in pairs:
            text = re.sub(pattern, by, text)
        if line["kind"] in _KINDS and text != line["text"]:
            found.append(pytest.param({**line, "text": text}, id=f"{name}:{pairs[0][1]}"))
    return found


@pytest.mark.parametrize("line", [p for pairs in _DRESSES.values() for p in _dressed(pairs)])
def test_however_it_is_told(line: dict[str, Any]) -> None:
    assert differences(*read(line)) == ([], []), line["text"]


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
