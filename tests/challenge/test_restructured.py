"""The marked sentences built otherwise: what is added at their ends, who stands in front, in what order numbers come, how the page
breaks. Told so they state the same; of others, or only assumed, they state it no longer.

Each way of building has a floor of sentences that must still be read right; it may only rise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from zlib import crc32

import pytest

from tests.challenge.test_challenge import LINES, differences, read
from tests.challenge.test_reworded import _KINDS

Build = Callable[[str], str]
_STOP = re.compile(r"(?<=[a-z)%])(?<!al)\.(?=\s+[A-Z]|\s*$)")
_LOWERED = re.compile(
    r"^(?:The|Median|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Partial|Complete|Stable|Progressive|No|None|There|Grade|Objective"
    r"|Responses?|Neutropenia|Hypertension|Fatigue|Nausea|Diarrh\w+|A|An|Disease|All|Toxicity) "
)
_COUNTED = r"(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|\d+) patients"
_HAD = r"(?:had|achieved|experienced|developed|showed)"
_SHARE = r"(?P<pc>\d[\d.]*\s?%)"
# "Six patients (20%) had X." and "X was seen in six patients (20%)."
_ACTIVE = re.compile(
    rf"^(?P<who>{_COUNTED}(?: \([^)]*\))?) {_HAD} (?P<what>(?!\w+ of )[^,;.()\d]*(?:\d[^,;.()\d]*)?)(?=[.;])"
)
_PASSIVE = re.compile(
    r"^(?P<what>[A-Z][^,;.()]*?) (?:was|were) (?:seen|observed|noted|recorded|reported|documented|found) in (?P<who>(?:\d+|[a-z]+) patients(?: \([^)]*\))?)(?=[.;])"
)
_OTHERWISE = re.compile(r"\b(?:in|at|with|for|after|while|rates?|none|no|not)\b")


def _lower(words: str) -> str:
    return words if re.match(r"[A-Z]{2}", words) else words[0].lower() + words[1:]


def _replaced(pattern: str, by: str, count: int = 0) -> Build:
    return lambda text: re.sub(pattern, by, text, count=count)


def _ended(words: str) -> Build:
    return lambda text: _STOP.sub(f"{words}.", text)


def _opened(words: str) -> Build:
    return lambda text: f"{words} {_lower(text)}" if _LOWERED.match(text) else text


def _told(*shapes: tuple[re.Pattern[str], str]) -> Build:
    """Who and what in another order; `{who}` and `{what}` begin small."""

    def build(text: str) -> str:
        for pattern, shape in shapes:
            m = pattern.match(text)
            if m and not _OTHERWISE.search(m["what"]):
                told = shape.format(who=_lower(m["who"]), what=_lower(m["what"]))
                return told[0].upper() + told[1:] + text[m.end() :]
        return text

    return build


def _broken(by: str) -> Build:
    def build(text: str) -> str:
        gaps = [m.start() for m in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
        at = gaps[len(text) % len(gaps)] if gaps else 0
        return text[:at] + by + text[at + 1 :] if gaps else text

    return build


def _divided(sign: str) -> Build:
    def build(text: str) -> str:
        words = list(re.finditer(r"(?<![\w-])[a-z]{7,}(?![\w-])", text))
        if not words:
            return text
        word = words[len(text) % len(words)]
        at = (word.start() + word.end()) // 2
        return f"{text[:at]}{sign}\n{text[at:]}"

    return build


_SUBJECT = rf"(?P<who>\b{_COUNTED}(?: \([^)]*\))?) (?={_HAD}\b)"
_N_SHARE = rf"(?P<n>\b(?:\d+|[A-Z]?[a-z]+)) (?P<p>patients|cases|women) \({_SHARE}\)"
_DISEASED = r"\b(?P<p>patients|women|men) with (?=(?:[a-z]+ )?[a-z]*(?:sarcoma|carcinoma|chordoma|thymoma)\b)"
_SAME: dict[str, tuple[Build, int]] = {
    "in our series at the end": (_ended(" in our series"), 30),
    "to date at the end": (_ended(" to date"), 29),
    "as shown at the end": (_ended(", as shown in Figure 2"), 30),
    "of note in front": (_opened("Of note,"), 15),
    "in our experience in front": (_opened("In our experience,"), 15),
    "it should be noted": (_opened("It should be noted that"), 15),
    "last follow-up in front": (_opened("At last follow-up,"), 14),
    "passive": (_told((_ACTIVE, "{what} was observed in {who}")), 7),
    "active": (_told((_PASSIVE, "{who} had {what}")), 6),
    "whom in front": (_told((_ACTIVE, "in {who}, {what} was seen"), (_PASSIVE, "in {who}, {what} was seen")), 11),
    "we observed": (_told((_ACTIVE, "we observed {what} in {who}"), (_PASSIVE, "we observed {what} in {who}")), 13),
    "found to have": (
        _told((_ACTIVE, "{who} were found to have {what}"), (_PASSIVE, "{who} were noted to have {what}")),
        15,
    ),
    "share behind or": (_replaced(rf"{_N_SHARE}(?= \w)", r"\g<n> \g<p>, or \g<pc>,"), 25),
    "share between dashes": (_replaced(rf"{_N_SHARE}(?= \w)", r"\g<n> \g<p> – \g<pc> –"), 25),
    "share before people": (_replaced(_N_SHARE, r"\g<n> (\g<pc>) \g<p>"), 41),
    "who had": (_replaced(_DISEASED, r"\g<p> who had "), 6),
    "suffering from": (_replaced(_DISEASED, r"\g<p> suffering from "), 6),
    "all pretreated": (_replaced(_SUBJECT, r"\g<who>, all pretreated, "), 37),
    "who had been pretreated": (_replaced(_SUBJECT, r"\g<who>, who had been pretreated, "), 35),
    "some in brackets": (_replaced(_SUBJECT, r"\g<who> (two of them pretreated) "), 34),
    "however between": (_replaced(r"(?<=[a-z)%]) (?=(?:was|were|had|achieved|developed)\b)", ", however, ", 1), 20),
    "as well as": (_replaced(r"(?<=[a-z)%]) and (?=[a-z]+ (?:in \d|\())", " as well as "), 34),
    "n between commas": (_replaced(r" \([nN] ?= ?(\d+)\)(?=,| and)", r", n = \1"), 5),
    "a line that ends": (_broken("\n"), 32),
    "a soft hyphen": (_divided("\u00ad"), 29),
    "a hyphen": (_divided("-"), 29),
    "a page's foot": (_broken("\n\nDownloaded from https://journals.example.org by guest on 3 June 2014\n\n"), 30),
    "a page's head": (_broken("\n\nMeyer et al. / Journal of Tumours 12 (2011) 123–131\n\n"), 30),
}
_OTHER: dict[str, tuple[Build, int]] = {
    "others' study": (_opened("In the study by Meyer et al. (2011),"), 12),
    "others reported": (_opened("Meyer et al. reported that"), 12),
    "hypothesis": (_opened("We hypothesised that"), 12),
    "condition": (_opened("Treatment was to be stopped if"), 11),
}
# Of the lines that a way of building changes so many are left out for one that is read; which, hangs on the line alone.
_ONE_IN = {
    name: 16
    for name in (*_SAME, *_OTHER)
    if name.startswith(
        ("in our", "to date", "as shown", "of note", "it should", "last", "however", "a ", "other", "hypo", "cond")
    )
}


@cache
def _lines(name: str) -> list[dict[str, Any]]:
    build = (_SAME | _OTHER)[name][0]
    return [
        {**line, "text": text}
        for _, line in LINES
        if line["kind"] in _KINDS
        and crc32(line["text"].encode()) % _ONE_IN.get(name, 1) == 0
        and (text := build(line["text"])) != line["text"]
        and (name in _SAME or line["expect"])
    ]


@pytest.mark.parametrize("name", _SAME)
def test_however_a_sentence_is_built(name: str) -> None:
    lines = _lines(name)
    wrong = [line["text"] for line in lines if differences(*read(line)) != ([], [])]
    assert len(lines) - len(wrong) >= _SAME[name][1], wrong


@pytest.mark.parametrize("name", _OTHER)
def test_what_is_no_result_of_ours_is_none(name: str) -> None:
    kept = [line["text"] for line in _lines(name) if read(line)[1]]
    assert len(_lines(name)) - len(kept) >= _OTHER[name][1], kept
