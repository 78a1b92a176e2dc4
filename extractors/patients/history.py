"""How fit a patient was, and how many lines of treatment came before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.patients.passages import Fact, Passage
from extractors.quantities import parse_number
from extractors.quantities.numbers import WORD

_SCALE = r"(?:ECOG|WHO|Zubrod|Karnofsky|KPS|Lansky|Eastern Cooperative Oncology Group)"
_FITNESS = re.compile(
    rf"\b(?:(?P<scale>{_SCALE})[\s-]?(?:\((?:ECOG|KPS|WHO)\)\s?)?)?(?:(?:performance[- ](?:status|score|scale|index)|PS|KPS)\b"
    r"|(?<=ECOG )(?:score|grade|status)|(?<=ECOG )(?:of\s)?(?=[0-4]\b)|(?<=Karnofsky )(?:score|index|status))\s?"
    rf"(?:\((?:PS|{_SCALE})[^)\d]{{0,20}}\)\s?)?(?:(?:according to|by|on) (?:the )?(?:{_SCALE})(?: (?:scale|criteria|score))?\s?)?"
    r"(?:scores?\s?|grade\s?|scale\s?)?(?:of|was|is|=|:|\()?\s?(?P<n>\d{1,3})\b"
    r"(?:\s?(?:[-‐–]|or|to)\s?(?P<m>[0-4])\b)?(?!\s?[-–/]\s?\d)"
)
_LINES = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{WORD})\s(?:different\s)?(?:prior|previous|earlier"
    rf"|preceding)\s(?:[\w-]+\s){{0,3}}?(?:lines?|regimens?|chemotherap\w+|systemic\w*|treatments|therapies)\b"
    rf"|\b(?P<m>\d{{1,2}}|{WORD})\slines? of (?:[\w-]+\s){{0,2}}?(?:chemotherapy|therapy|treatment)\s(?:before"
    rf"|prior to|previously)"
    rf"|\b(?:pre-?treated with|(?:progress\w*|relaps\w+) (?:after|on|despite)|failed|(?:had|has|have|having) (?:(?:already|previously|earlier) )?(?:received|undergone|progressed (?:on|through)|been (?:pre-?)?treated with)"
    r"|(?:previously|already) (?:received|treated with)|after (?:failure of|progression on|receiving))"
    rf"\s(?P<k>\d{{1,2}}|{WORD})\s(?:(?:prior|previous|different|systemic|chemotherapy)\s)*(?:lines?|regimens?)\b"
    r"|\b(?P<none>(?:no (?:prior|previous)|(?:not|never) (?:received|had|been given) (?:any )?(?:prior|previous)) (?:systemic |"
    r"anti-?cancer |medical )*(?:chemotherapy|therapy|treatment)|(?:treatment|chemotherapy|therapy)[- ]na[iï]ve)\b",
    re.IGNORECASE,
)


def fitness(told: list[Passage]) -> Iterator[Fact]:
    """Performance status as the scale's number."""
    for passage in told:
        for m in _FITNESS.finditer(passage.text):
            if m["m"] and int(m["n"]) >= int(m["m"]):
                continue
            if int(m["n"]) <= 4 or (int(m["n"]) >= 10 and re.search("KPS|Karnofsky|Lansky", m.group())):
                value = f"{m['n']}-{m['m']}" if m["m"] else int(m["n"])
                yield Fact(passage.patient, "performance_status", value, passage.evidence(*m.span()), "fitness", 0.9)


def prior_lines(told: list[Passage]) -> Iterator[Fact]:
    """How many lines of treatment came before."""
    for passage in told:
        for m in _LINES.finditer(passage.text):
            number = Decimal(0) if m["none"] else parse_number(m["n"] or m["m"] or m["k"])
            if number is not None and number <= 15:
                yield Fact(passage.patient, "prior_lines", int(number), passage.evidence(*m.span()), "lines", 0.85)
