"""Where and when: centres, and the first and last date of accrual."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core.paper import Sentence
from extractors.quantities import NUMBER, Quantity, parse_number

_SINGLE = re.compile(
    r"\b(?:single[-\s]?|one-|mono[-\s]?)(?:\w+\s)?(?:cent(?:er|re)|institution|institute|hospital)(?:al)?\b(?! (?:stud|"
    r"trial|series|report|experience)(?:y|ies|s|es)\b(?<=ies))",
    re.IGNORECASE,
)
_PLACES = (
    r"(?:hospitals?|cent(?:er|re)s|institut(?:ion|e)s|(?:clinical |study |investigational |trial )?sites|clinics|"
    r"universit(?:y hospitals|ies)|departments)"
)
_CENTERS = re.compile(
    rf"\b(?:in|at|from|across|by|of|among)\s+(?:the\s+)?(?P<n>{NUMBER})\s+(?!(?:patients|years|months|"
    rf"cases)\b)(?:(?!(?:patients|of|with|and|years|months|metasta\w*|disease|primary|"
    rf"tumou?r)\b)[\w-]+\s+){{0,5}}?{_PLACES}\b(?! of (?:disease|metasta|involvement|origin|relapse|recurrence))",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"patient|case|treated|enroll?|regist|recruit|accru|diagnos|seen|received|records?\b|study|series|consecutive|"
    r"database|women|men\b|adults|children|operated|underwent|included|followed",
    re.IGNORECASE,
)
_OTHER_DATES = re.compile(
    r"cut-?off|last follow|data (?:were )?(?:lock|collect)|literature|pubmed|medline|publish|updated?\b|follow-up "
    r"(?:was|until|through)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:\b(?:between|from|during|since|period|years)|\b(?:patients|study|period|cases|series|"
    r"accrual)\s*\()\s*(?:the\s+)?(?:period|years?|time)?\s*(?:of|from|between|:|,)?\s*$",
    re.IGNORECASE,
)
_TO = re.compile(r",?\s*(?:and|to|until|till|through|thru|[-–—−‐])\s*(?:the (?:end|beginning) of\s*)?", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)\s*(?:and|to|"
    r"until|through|[-–—])\s*$",
    re.IGNORECASE,
)
_NUMBERED = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def centers(sentence: Sentence) -> Iterator[Fact]:
    """Number of hospitals that took part."""
    if m := _SINGLE.search(sentence.text):
        yield Fact("n_centers", 1, sentence, m.start(), m.end(), "single_center", 0.9)
    for m in _CENTERS.finditer(sentence.text):
        n = parse_number(m["n"])
        if n is not None and n == int(n) and 1 <= n < 1000:
            yield Fact("n_centers", int(n), sentence, m.start("n"), m.end(), "centers", 0.9)


def accrual(sentence: Sentence) -> Iterator[Fact]:
    """First and last date between which patients were treated, seen or enrolled."""
    text = sentence.text
    if not _STUDY.search(text) or re.search(r"\b(?:courses|doses|samples) were\b", text):
        return
    dates = sentence.numbers("date")
    for k, first in enumerate(dates):
        if _OTHER_DATES.search(text[max(0, first.start - 60) : first.start]):
            continue
        if k + 1 < len(dates) and _TO.fullmatch(text[first.end : dates[k + 1].start]):
            second = dates[k + 1]
            if first.unit[:4] <= second.unit[:4] and _SINCE.search(text[: first.start]):
                yield from _period(sentence, first.unit, first, second.unit, second)
        elif (m := _MONTH.search(text[: first.start])) and len(first.unit) == 7:
            start = f"{first.unit[:4]}-{_NUMBERED.index(m['month'].lower()) + 1:02d}"
            if start < first.unit:
                whole = Quantity("date", m.start(), first.end, text[m.start() : first.end], unit=start)
                yield from _period(sentence, start, whole, first.unit, first)


def _period(sentence: Sentence, start: str, first: Quantity, end: str, last: Quantity) -> Iterator[Fact]:
    yield Fact("accrual_start", start, sentence, first.start, first.end, "accrual", 0.9)
    yield Fact("accrual_end", end, sentence, last.start, last.end, "accrual", 0.9)
