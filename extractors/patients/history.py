"""What was done before, how fit the patient was, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.patients.passages import Fact, Passage
from extractors.quantities import parse_number
from extractors.quantities.numbers import NUMBER, WORD

_FITNESS = re.compile(
    r"\b(?:(?P<scale>ECOG|WHO|Zubrod|Karnofsky|KPS|Lansky"
    r"|Eastern Cooperative Oncology Group)\s?)?(?:performance (?:status|score)|PS|KPS)\s?(?:\((?:PS|ECOG|ECOG PS"
    r"|KPS)\)\s?)?(?:score\s?)?(?:of|was|is|=|:)?\s?(?P<n>\d{1,3})\b"
    r"(?:\s?(?:[-‐–]|or|to)\s?(?P<m>[0-4])\b)?(?!\s?[-–/]\s?\d)"
)
_LINES = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{WORD})\s(?:different\s)?(?:prior|previous|earlier"
    rf"|preceding)\s(?:[\w-]+\s){{0,3}}?(?:lines?|regimens?|chemotherap\w+|systemic\w*|treatments|therapies)\b"
    rf"|\b(?P<m>\d{{1,2}}|{WORD})\slines? of (?:[\w-]+\s){{0,2}}?(?:chemotherapy|therapy|treatment)\s(?:before"
    rf"|prior to|previously)"
    rf"|\b(?:pre-?treated with|(?:progress\w*|relaps\w+) (?:after|on|despite)|failed|had (?:already )?received)"
    rf"\s(?P<k>\d{{1,2}}|{WORD})\slines? of\b"
    r"|\b(?P<none>(?:no (?:prior|previous)|(?:not|never) (?:received|had|been given) (?:any )?(?:prior|previous)) (?:systemic |"
    r"anti-?cancer |medical )*(?:chemotherapy|therapy|treatment)|(?:treatment|chemotherapy|therapy)[- ]na[iï]ve)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?:progressing|had progressed)\s(?:rapidly\s)?(?:on|during|under|after|following)|\b(?:previously"
    r"|initially|already)\s(?:been\s)?(?:treated with|received|given)|\b(?:prior|previous)\s(?:treatment|therapy"
    r"|chemotherapy)\s(?:with|of|included|consisted of)"
    r"|\bfail(?:ed|ing)|\bfailure (?:of|to respond to)|\b(?:refractory|resistant) to|\bpre-?treated with"
    r"|\bhad (?:previously |already |been )*(?:received|failed|been treated with|been given)"
    r"|\bfirst[- ]line (?:treatment |therapy |chemotherapy )?(?:with|of|consisted of|included)|\bfirst[- ]line"
    r"|\breceived first[- ]line (?:[\w-]+ )?(?:followed by)"
    r"|\bafter (?:prior|previous|initial) (?:treatment with )?)\s(?:[\w-]+\s){0,4}?$",
    re.IGNORECASE,
)
_RADIATED = re.compile(
    r"\b(?:previously (?:been )?irradiated|(?:prior|previous|earlier) (?:radiotherapy|radiation(?: therapy)?"
    r"|irradiation))\b",
    re.IGNORECASE,
)
_OPERATED = r"(?:surgery|operation|resection|excision|amputation|\w*ectomy|procedure)"
_FREE = (
    re.compile(
        rf"\b(?:recurr\w+|relaps\w+|metasta\w+)\b(?:(?!\b(?:perform|alive|surger|resect|operat|follow|treat"
        rf"|surviv))[^.;]){{0,90}}?(?<!within )\b(?P<n>{NUMBER})\s(?P<unit>months?"
        rf"|years?|weeks?)\s(?:after|following|from|post)[\s-](?:the\s|(?:his|her)\s|initial\s|primary\s|radical\s"
        rf"|complete\s|first\s|[\w-]+\s)*?{_OPERATED}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:recurr\w+|relaps\w+)\b[^.;]{{0,40}}?\b(?:after|from"
        rf"|following)\s(?:[\w-]+\s){{0,2}}?{_OPERATED}\s(?:after|within only"
        rf"|at)\s(?P<n>{NUMBER})\s(?P<unit>months?|years?|weeks?)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<n>{NUMBER})\s(?P<unit>months?|years?|weeks?)\s(?:after|following)\s(?:the\s|(?:his|her)\s"
        rf"|initial\s|[\w-]+\s)*?{_OPERATED},?\s[^.;]{{0,60}}?\b(?:recurr\w+|relaps\w+)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bdisease[- ]free interval (?:of|was)\s(?P<n>{NUMBER})\s(?P<unit>months?|years?|weeks?)\b", re.IGNORECASE
    ),
)
_UNSURE = re.compile(r"\b(?:within|less than|over|more than)\s$|\b(?:no|without|free)\b[^.;]{0,60}$", re.IGNORECASE)
_STATUS = (
    (
        "dead",
        re.compile(
            r"\b(?:died|expired|succumbed|passed away|deceased)\b(?! of (?:the )?(?:same|breast) )", re.IGNORECASE
        ),
    ),
    ("alive with disease", re.compile(r"\balive with (?:\w+ )?disease\b", re.IGNORECASE)),
    (
        "no evidence of disease",
        re.compile(
            r"\b(?:no (?:clinical |radiologic\w* )?(?:evidence|signs?) of (?:\w+ )?(?:disease|recurrence|relapse"
            r"|tumou?r|recurrent disease)|(?:disease|tumou?r|relapse|recurrence)[- ]free|free (?:of"
            r"|from) (?:disease|recurrence|relapse|tumou?r)|without (?:any )?(?:evidence|signs?) of (?:disease"
            r"|recurrence|relapse|recurrent disease)|in (?:continuous |ongoing )?(?:complete )?remission (?:at|for"
            r"|after))\b",
            re.IGNORECASE,
        ),
    ),
    ("no recurrence", re.compile(r"\b(?:no|without) (?:recurrence|relapse)\b", re.IGNORECASE)),
    (
        "alive",
        re.compile(
            r"\b(?:(?:is|was|remains|remained|still|and) (?:currently |still )?alive(?! with)"
            r"|survived)\b(?! (?:the|surgery))",
            re.IGNORECASE,
        ),
    ),
)
_LIKELY = re.compile(
    r"\b(?:mother|father|sister|brother|aunt|uncle|grand\w+|if|would|may|survival|interval|until|probability"
    r"|was (?:initially )?considered)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


# A first multimodal treatment, which comes before the drug that is told later: "resection followed by chemotherapy (...)".
_FIRST = re.compile(
    r"(?:\b(?:treatment|therapy|management|she|he|patient|resection|surgery|\w+ectomy)\b[^.;]{0,110}"
    r"\b(?:followed by|and|adjuvant|neoadjuvant|postoperative) (?:[\w-]+ ){0,3}(?:chemotherapy|treatment) ?"
    r"(?:\(|with |of |consisting of |including )"
    r"|\bconcurrent(?:ly)? (?:[\w-]+ )?(?:radio\w+|radiation|irradiation)(?: therapy)?,? (?:and|with|plus) (?:weekly |daily )?)"
    r"(?:[a-z-]+ ){0,1}$",
    re.IGNORECASE,
)


_GIVEN = re.compile(
    r"\b(?:received|treated|given|administered|started|switched|enrolled|initiated|commenced|began|took|therapy|treatment)\b",
    re.IGNORECASE,
)


def fitness(told: list[Passage]) -> Iterator[Fact]:
    """Performance status as the scale's number."""
    for passage in told:
        for m in _FITNESS.finditer(passage.text):
            if m["m"] and int(m["n"]) >= int(m["m"]):
                continue
            if m["scale"] or int(m["n"]) <= 4:
                value = f"{m['n']}-{m['m']}" if m["m"] else int(m["n"])
                yield Fact(passage.patient, "performance_status", value, passage.evidence(*m.span()), "fitness", 0.9)


def prior_lines(told: list[Passage]) -> Iterator[Fact]:
    """How many lines of treatment came before."""
    for passage in told:
        for m in _LINES.finditer(passage.text):
            number = Decimal(0) if m["none"] else parse_number(m["n"] or m["m"] or m["k"])
            if number is not None and number <= 15:
                yield Fact(passage.patient, "prior_lines", int(number), passage.evidence(*m.span()), "lines", 0.85)


def prior_treatments(told: list[Passage]) -> Iterator[Fact]:
    """Drugs given before the ones whose outcome is told, one fact an enumeration."""
    for index, passage in enumerate(told):
        drugs = passage.of("drug")
        k = 0
        while k < len(drugs):
            group = [drugs[k]]
            while k + len(group) < len(drugs) and _joined(passage, group[-1], drugs[k + len(group)]):
                group.append(drugs[k + len(group)])
            start, end = passage.at(group[0])[0], passage.at(group[-1])[1]
            if _BEFORE.search(passage.sentence.text[: passage.start + start][-110:]):
                value = ", ".join(sorted({d.label for d in group}))
                yield Fact(passage.patient, "prior_treatment", value, passage.evidence(start, end), "before", 0.8)
            elif _FIRST.search(passage.text[:start]) and _others_later(told[index + 1 :], {d.label for d in group}):
                value = ", ".join(sorted({d.label for d in group}))
                yield Fact(passage.patient, "prior_treatment", value, passage.evidence(start, end), "first", 0.7)
            k += len(group)
        for m in _RADIATED.finditer(passage.text):
            yield Fact(
                passage.patient, "prior_treatment", "radiotherapy", passage.evidence(*m.span()), "irradiated", 0.8
            )


def _others_later(later: list[Passage], before: set[str]) -> bool:
    """Whether the story goes on to a treatment with other drugs."""
    return any(
        _GIVEN.search(p.text) and any(d.label not in before for d in p.of("drug")) for p in later if not p.together
    )


def _joined(passage: Passage, a: object, b: object) -> bool:
    gap = passage.text[passage.at(a)[1] : passage.at(b)[0]]  # type: ignore[arg-type]
    return bool(
        re.fullmatch(r"\s*(?:\([^)]*\)\s*)?(?:,|and|,\s*and|plus|/|\+|in combination with|combined with|with)\s*", gap)
    )


def disease_free(told: list[Passage]) -> Iterator[Fact]:
    """Months from surgery to recurrence; bounds ("within 3 months") have no value."""
    for passage in told:
        for pattern in _FREE:
            m = pattern.search(passage.text)
            number = parse_number(m["n"]) if m else None
            if m and number is not None and not _UNSURE.search(passage.text[: m.start("n")]):
                per = {"m": Decimal(1), "y": Decimal(12), "w": Decimal(12) / Decimal(52)}[m["unit"][0].lower()]
                yield Fact(
                    passage.patient,
                    "dfi",
                    round(number * per, 1).normalize(),
                    passage.evidence(m.start("n"), m.end("unit")),
                    "interval",
                    0.85,
                )
                break


def statuses(told: list[Passage]) -> Iterator[Fact]:
    """What became of the patient: the last that the text says, and death before all."""
    said: list[Fact] = []
    for passage in told:
        for value, pattern in _STATUS:
            m = pattern.search(passage.text)
            if m and not _LIKELY.search(passage.text[: m.start()]):
                said.append(Fact(passage.patient, "status", value, passage.evidence(*m.span()), "status", 0.85))
                break
    dead = [f for f in said if f.value == "dead"]
    yield from dead[:1] or said[-1:]
