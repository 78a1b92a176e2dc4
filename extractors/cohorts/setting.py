"""Where and when: centres, and the first and last date of accrual."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.paper import Sentence
from extractors.quantities import NUMBER, Quantity, parse_number
from extractors.quantities.dates import MONTHS

SURE = 0.9  # of a period with both its dates; a lone date is less
_SINGLE = re.compile(
    r"\b(?:single[-‐\s]?|one[-‐]|mono[-‐\s]?)(?:\w+\s){0,2}?(?:cent(?:er|re)|cent(?:er|re)d|institut(?:ion|e)|hospital|"
    r"unit|department|clinic)(?:al)?\b(?! (?:studies|trials|reports|series of|dose))|\b(?:mono|uni)centric\b",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\b(?:two|dual|bi|three|four|five|six)[-‐](?:cent(?:er|re)|institution(?:al)?|hospital)\b|\bbi-?(?:centric|institutional)\b",
    re.IGNORECASE,
)
_PLACES = (
    r"(?:hospitals?|cent(?:er|re)s|institut(?:ion|e)s|(?:clinical |study |investigational |trial )?sites|clinics|(?:sarcoma|cancer|oncology|referral|specialist|treatment|trial|phase \w) units|"
    r"universit(?:y hospitals|ies)|departments)"
)
_CENTERS = re.compile(
    rf"\b(?:in|at|from|across|by|of|among|compris(?:es|ed|ing)|involv(?:es|ed|ing))\s+(?:the\s+)?(?P<n>{NUMBER})\s+(?!(?:patients|years|months|"
    rf"cases|other|others|further|additional|more)\b)(?:[\w-]+\s+and\s+(?=[\w-]+\s+{_PLACES}))?(?:(?!(?:patients|women|men|children|adults|treated|who|were|in|at|from|of|with|and|years|months|metasta\w*|disease|primary|"
    rf"tumou?r(?! (?:cent|unit|hospital)))\b)[\w-]+\s+){{0,5}}?{_PLACES}\b(?! of (?:disease|metasta|involvement|origin|relapse|recurrence))",
    re.IGNORECASE,
)
# "This multicentre (n = 14) study", "a multi-institutional (9 sites) review".
_MANY = re.compile(
    rf"\bmulti[-‐\s]?(?:cent(?:er|re)|centric|institution(?:al)?|site|hospital)\s?[(\[]\s?(?:n\s?=\s?)?(?P<n>{NUMBER})\s?(?:(?:[\w-]+\s)?{_PLACES}\s?)?[)\]]",
    re.IGNORECASE,
)
# Who was rung up to randomise, and hospitals told country by country: nobody's number of them all.
_RUNG_UP = re.compile(r"\b(?:tele)?phone|\bfax|\bonline|\bby (?:e-?)?mail", re.IGNORECASE)
_AND_MORE = re.compile(
    rf"\s+in\s+(?:the\s+)?[^.;()\d]{{2,40}}?(?:,|,?\s+and|\s+plus)\s+(?:from\s+|at\s+|in\s+)?{NUMBER}\s+(?:(?:more|further|other)\s+)?(?:in\b|{_PLACES}\b|(?:hospital|cent(?:er|re)|institut(?:ion|e)|site|clinic)\b)",
    re.IGNORECASE,
)
# "Thirteen hospitals took part", "8 centres contributed cases".
_TOOK_PART = re.compile(
    rf"(?:^|[.;,]\s|\b(?:a total of|overall,?|in total,?)\s)(?P<n>{NUMBER})\s+(?:(?!(?:patients|cases|of|with|years)\b)[\w-]+\s+){{0,3}}?{_PLACES}\s+"
    r"(?:\([^()]{0,60}\)\s+|(?:from|in|across) [\w ]{3,40} )?(?:participated|contributed|took part|collaborated|enroll?ed|recruited|provided|were involved)\b",
    re.IGNORECASE,
)
# "Accrual began in May 2003 and was completed in June 2005".
_BEGAN = re.compile(
    r"\b(?:accrual|recruitment|enroll?ment|inclusion|the (?:study|trial)|registration)(?: of patients)? (?:\w+ )?(?:began|started|opened|commenced|was opened|was started"
    r"|ran|took place|was open)(?: \w+)?(?: (?:in|on|from))?\s+$",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\s*,?\s*(?:and|until|to|till|through)\s*(?:(?:it |accrual |recruitment |enroll?ment )?(?:was |were )?(?:closed|completed|ended|finished|stopped|terminated|concluded)"
    r"(?: \w+)?(?: (?:in|on))?\s+)?",
    re.IGNORECASE,
)
# "The first patient was enrolled in March 2006 and the last in October 2009".
_FIRST = re.compile(r"\bfirst\s(?:patient|case|subject|participant|treatment|operation)\b[^.;]{0,40}$", re.IGNORECASE)
_AND_LAST = re.compile(r",?\s(?:and|while)\s(?:the\s)?last\b[^.;\d]{0,40}", re.IGNORECASE)
_STUDY = branched(
    r"patient|case|treated|enroll?|regist|recruit|accru|diagnos|seen|received|records?\b|study|series|consecutive|"
    r"database|trial|review|resect|surgery|procedures|participant|conducted|women|men\b|adults|children|operated|underwent|included|followed|retrospective|\bdata from",
    re.IGNORECASE,
)
_OTHER_DATES = re.compile(
    r"cut-?off|last follow|data (?:were )?(?:lock|collect)|literature|pubmed|medline|publish|updated?\b|follow-up "
    r"(?:was|until|through)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:\b(?:between|from|during|since|period|years|in|over|diagnosed|treated|operated|seen|registered|enrolled|managed)|\b(?:patients|study|period|cases|series|database|registry|years|"
    r"accrual)\s*\()\s*(?:the\s+)?(?:period|years?|time)?\s*(?:of|from|between|:|,)?\s*$",
    re.IGNORECASE,
)
# "23 patients treated with A (2015-2021)": the years of those just told of.
_IN_BRACKETS = re.compile(
    r"\b(?:patients|pts|cases|children|women|men|adults|treated|treatment|therapy|chemotherapy|surgery|operated|seen|diagnosed|registered|enroll?ed|followed|series|cohort|database)\b[^.;()]{0,50}\($",
    re.IGNORECASE,
)
# An open end: "since May 2004", "from 2010 onwards".
_OPEN = re.compile(
    r"\b(?:since|as (?:of|from)|starting (?:in|from)|beginning in)\s+(?:the (?:beginning|start) of\s+)?$", re.IGNORECASE
)
# When a drug came, not when patients did.
_MARKETED = re.compile(
    r"\b(?:available|approved|licen[sc]ed|marketed|reimbursed|introduced|registered|authori[sz]ed|funded|standard)\b[^.;,]{0,50}$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_ONWARDS = re.compile(r"\s*(?:,\s*)?(?:onwards?|on\b|forward)", re.IGNORECASE)
_TREATED = re.compile(
    r"\b(?:treated|enroll?ed|recruited|accrued|included|seen|registered|received|referred|entered|collected|admitted|operated)\b",
    re.IGNORECASE,
)
_TO = re.compile(r",?\s*(?:and|to|until|till|through|thru|[-–—−‐])\s*(?:the (?:end|beginning) of\s*)?", re.IGNORECASE)
_MONTH = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})\s*(?:and|to|"
    r"until|through|[-–—])\s*$",
    re.IGNORECASE,
)


def centers(sentence: Sentence) -> Iterator[Fact]:
    """Number of hospitals that took part."""
    if m := _SINGLE.search(sentence.text):
        yield Fact("n_centers", 1, sentence, m.start(), m.end(), "single_center", 0.9)
    if m := _TWO.search(sentence.text):
        many = parse_number(re.split(r"[-‐]", m.group())[0])
        yield Fact("n_centers", int(many) if many is not None else 2, sentence, m.start(), m.end(), "centers", 0.9)
    for m in (p for pattern in (_CENTERS, _TOOK_PART, _MANY) for p in pattern.finditer(sentence.text)):
        n = parse_number(m["n"])
        if _AND_MORE.match(sentence.text, m.end()) or _RUNG_UP.search(
            sentence.text[max(0, m.start() - 60) : m.start()]
        ):
            continue
        if n is not None and n == int(n) and 1 <= n < 1000:
            yield Fact("n_centers", int(n), sentence, m.start("n"), m.end(), "centers", 0.9)


def accrual(sentence: Sentence) -> Iterator[Fact]:
    """First and last date between which patients were treated, seen or enrolled."""
    text = sentence.text
    dates = sentence.numbers("date")
    if not dates or not _STUDY.search(text) or re.search(r"\b(?:courses|doses|samples) were\b", text):
        return
    for k, first in enumerate(dates):
        if _OTHER_DATES.search(text[max(0, first.start - 60) : first.start]):
            continue
        if k + 1 < len(dates) and _TO.fullmatch(text[first.end : dates[k + 1].start]):
            second = dates[k + 1]
            if first.unit[:4] <= second.unit[:4] and (
                _SINCE.search(text[: first.start])
                or _BEGAN.search(text[: first.start])
                or (_IN_BRACKETS.search(text[: first.start]) and text[second.end :].startswith(")"))
            ):
                yield from _period(sentence, first.unit, first, second.unit, second)
        elif k + 1 < len(dates) and any(
            opens.search(text[: first.start]) and ends.fullmatch(text[first.end : dates[k + 1].start])
            for opens, ends in ((_BEGAN, _ENDED), (_FIRST, _AND_LAST))
        ):
            yield from _period(sentence, first.unit, first, dates[k + 1].unit, dates[k + 1])
        elif (m := _MONTH.search(text[: first.start])) and len(first.unit) == 7:
            start = f"{first.unit[:4]}-{MONTHS.index(m['month'].lower()) + 1:02d}"
            if start < first.unit:
                whole = Quantity("date", m.start(), first.end, text[m.start() : first.end], unit=start)
                yield from _period(sentence, start, whole, first.unit, first)
        elif len(dates) == 1 and _TREATED.search(text) and _begins(text, first):
            yield Fact("accrual_start", first.unit, sentence, first.start, first.end, "accrual", 0.8)


def _begins(text: str, date: Quantity) -> bool:
    """Whether a lone date is when accrual began: "since 2004", "from May 2010 onwards", "From July 2011, ten patients"."""
    before = text[: date.start]
    if _MARKETED.search(before):
        return False
    if _OPEN.search(before):
        return True
    opens = before.strip().lower() == "from" and text[date.end :].startswith(",")
    return bool(_FROM.search(before)) and (opens or bool(_ONWARDS.match(text, date.end)))


def _period(sentence: Sentence, start: str, first: Quantity, end: str, last: Quantity) -> Iterator[Fact]:
    yield Fact("accrual_start", start, sentence, first.start, first.end, "accrual", SURE)
    yield Fact("accrual_end", end, sentence, last.start, last.end, "accrual", SURE)
