"""Where a tumour came back after surgery, and how many months it took."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.paper import Mention
from extractors.patients.passages import Fact, Passage
from extractors.patients.sites import NOWHERE
from extractors.patients.tumour import SIDE
from extractors.quantities import parse_number
from extractors.quantities.numbers import NUMBER

_RETURNED = r"(?:recur\w*|relaps\w+|came back|com(?:es|ing) back|reappear\w*)"
_RECURRED = re.compile(
    rf"\b(?:(?:{_RETURNED}|metasta(?:tic|si[sz]ed|ses))\b(?:\s(?:disease|tumou?rs?|lesions?|locally|metastases|growth"
    r"|sarcoma|deposits?))?(?:\sof\s(?:[\w-]+\s){0,3}?(?:mass(?:es)?|nodules?|lesions?|tumou?rs?|disease))?(?:\s(?:of|measuring)\s[\d.,x× ]+\s?[cm]m)?\s(?:was |were |occurred |developed |appeared |noted |found |seen |detected |again )*"
    r"(?:in|to|at|on|over|within|involving)\s(?:the\s|both\s|his\s|her\s)?(?:midline\s)?(?:[\w-]{3,}(?:al|ic|ar|ary)\s)?)$",
    re.IGNORECASE,
)
_RECURRENCE = re.compile(
    r"^\s*(?:(?:and|or|and/or)\s[\w-]+\s)?(?:recurrences?|relapses?|metasta(?:sis|ses)|metastatic (?:disease|recurrence))\b",
    re.IGNORECASE,
)
_APPEARED = re.compile(
    r"\b(?:develop\w*|new|an?|in the context of|multiple|later,? (?:[\w-]+\s){0,4}(?:showed|revealed|demonstrated|disclosed))"
    r"\s(?:[\w-]+\s){0,3}[\w-]*$",
    re.IGNORECASE,
)
_WITH = re.compile(rf"\b{_RETURNED}\b[^.;]{{0,40}}?\bwith\s(?:[\w-]+\s){{0,3}}$", re.IGNORECASE)
_FOUND = re.compile(
    r"\s(?:nodules?|lesions?|mass(?:es)?|metastas[ei]s|deposits?|disease|involvement|implants?|recurrences?|carcinomatosis)\b",
    re.IGNORECASE,
)
# "A patient with lung metastases" of a group's report: a state, of someone whom nothing tells apart.
_NOBODY = re.compile(r"(?:the |one |a |an )?(?:patient|case|pt)", re.IGNORECASE)
_SOFT_PARTS = {"subcutaneous tissue", "soft tissue", "skin", "muscle"}
_AT_ONSET = re.compile(
    r"\b(?:diagnosed (?:(?:in|on|at) (?:[\w,]+ ){1,3})?with(?! (?:an? )?(?:\w+ )?(?:recurr|relaps))|at (?:initial )?(?:diagnosis|presentation|baseline)|synchronous|initially"
    r"|staging|no (?:evidence|sign|distant|other)|without|de novo|history of|presented with)\b",
    re.IGNORECASE,
)
_OPERATED = (
    r"(?:surgery|operation|(?:surgical )?(?:resection|excision|removal)|amputation|\w*ectomy|procedure|exenteration)"
)
_UNIT = r"(?P<unit>months?|mos?\b\.?|years?|weeks?)"
_AMOUNT = rf"(?P<n>{NUMBER}|an?(?=\s(?:month|year)))[\s-]{_UNIT}"
_AFTER = r"(?:after|following|from|post|since)[\s-]"
_OWN = r"(?:the\s|(?:his|her)\s|initial\s|primary\s|radical\s|complete\s|first\s|[\w-]+\s){0,6}?"
# Nodules that show some time after surgery are a recurrence, and so are the metastases told with them.
_LESIONS_IN = re.compile(
    r"\b(?:nodules|lesions?|mass(?:es)?|deposits?|metastas[ei]s|tumou?rs?)(?:\s(?:of|measuring)\s[\d.,x× ]+\s?[cm]m)?\s(?:in|at|within|of)\s(?:the\s|both\s|his\s|her\s)?$",
    re.IGNORECASE,
)
_AFTER_SURGERY = re.compile(
    rf"\b{_AMOUNT}\s(?:{_AFTER}{_OWN}{_OPERATED}|post-?operatively|later|thereafter|afterwards?)\b", re.IGNORECASE
)
_FREE = (
    re.compile(
        rf"\b(?:{_RETURNED}|metasta\w+)\b(?:(?!\b(?:perform|alive|surger|resect|operat|follow|treat"
        rf"|surviv))[^.;]){{0,90}}?(?<!within )\b{_AMOUNT}\s(?:{_AFTER}{_OWN}{_OPERATED}|post-?operatively)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_RETURNED}\b[^.;]{{0,40}}?\b(?:after|from"
        rf"|following)\s(?:[\w-]+\s){{0,2}}?{_OPERATED}\s(?:after|within only|at)\s{_AMOUNT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_AMOUNT}\s(?:{_AFTER}{_OWN}{_OPERATED}|post-?operatively),?\s[^.;]{{0,80}}?\b(?:{_RETURNED}|metastas[ei]s)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_RETURNED}\b[^.;]{{0,60}}?\b{_AMOUNT}\s{_AFTER}(?:the\s|his\s|her\s)?(?:initial|first|primary|original)\s(?:diagnosis|onset|treatment|presentation)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bdisease[- ]free (?:interval|period)\s?(?:\(DFI\)\s?)?(?:of|was|lasted|had been|:)\s(?:about\s|only\s)?{_AMOUNT}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bDFI\s?(?:of|was|:|,|=)?\s{_AMOUNT}", re.IGNORECASE),
    re.compile(rf"\bremained (?:disease|recurrence|relapse)[- ]free for\s{_AMOUNT}", re.IGNORECASE),
)
# "Eighteen months later the tumour recurred": later than what the sentence before told, an operation.
_LATER = (
    re.compile(
        rf"\b{_AMOUNT}\s(?:later|thereafter|afterwards?),?\s[^.;]{{0,90}}?\b(?:{_RETURNED}|metastas[ei]s)\b", re.I
    ),
    re.compile(rf"\b{_RETURNED}\b[^.;]{{0,60}}?(?<!within )\b{_AMOUNT}\s(?:later|thereafter|afterwards?)\b", re.I),
)
_DONE = re.compile(
    rf"\b(?:under(?:went|going)|performed|treated (?:with|by)|had|after|was (?:\w+ )?(?:resected|excised|removed))\b[^.;]{{0,80}}?\b{_OPERATED}\b"
    rf"|\b{_OPERATED}\b[^.;]{{0,60}}?\b(?:performed|done|carried out|showed|revealed|confirmed)\b|\b(?:resected|excised|removed)\b",
    re.IGNORECASE,
)
_PROGRESSED = re.compile(r"\bprogress(?:ed|ion|ive|ing)\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:within|less than|over|more than|at least|up to|almost)\s$|\b(?:no|without|(?<!disease-)free(?! interval))\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def recurrence_sites(told: list[Passage]) -> Iterator[Fact]:
    """Where the tumour came back or spread to later; metastases at diagnosis are not meant."""
    # a series tells of spread where it matters; a case report tells all that was found at diagnosis and under drugs
    series = bool(told) and len({t.patient for t in told[0].paper.told}) > 1
    operated = False
    for passage in told:
        sites = passage.of("site")
        operated = operated or bool(_DONE.search(passage.text))
        spread = not series and not re.search(_RETURNED, passage.text, re.IGNORECASE)
        if spread and (not operated or _PROGRESSED.search(passage.text)):
            continue
        for k, mention in enumerate(sites):
            after = sites[k + 1] if k + 1 < len(sites) else None
            if after and after.label in _SOFT_PARTS and passage.at(after)[0] == passage.at(mention)[1] + 1:
                continue  # "abdominal subcutaneous tissue"
            if mention.label in NOWHERE or _AT_ONSET.search(passage.text[: passage.at(mention)[0]]):
                continue
            group = _together(passage, sites[k:])
            if _came_back(passage, mention, passage.at(group[-1])[1]):
                yield _recurrence(passage, group)
                break


def _came_back(passage: Passage, mention: Mention, end: int) -> bool:
    """Whether a site, of an enumeration up to `end`, is said to be where the tumour recurred, or spread to later."""
    start = passage.at(mention)[0]
    lead = re.split(rf"{SIDE}$", passage.text[:start], maxsplit=1, flags=re.IGNORECASE)[0]
    if _RECURRED.search(lead[-110:]):
        return True
    if _AFTER_SURGERY.search(lead) and _LESIONS_IN.search(lead[-60:]) and re.search(_RETURNED, passage.text):
        return True
    if _WITH.search(lead) and _FOUND.match(passage.text[end:]):
        return True
    if _AT_ONSET.search(passage.text[end : end + 60].split(",")[0]):
        return False
    if _RECURRENCE.match(passage.text[end:]) and _APPEARED.search(passage.text[:start]):
        return not (_NOBODY.fullmatch(passage.patient) and re.search(r"\bpatients? with\s", passage.text[:start]))
    return False


def _together(passage: Passage, sites: list[Mention]) -> list[Mention]:
    """The sites of one enumeration: "the pleura and the mediastinum", "pulmonary metastases and a recurrence in the pelvis"."""
    group = sites[:1]
    for mention in sites[1:]:
        gap = passage.text[passage.at(group[-1])[1] : passage.at(mention)[0]]
        if not re.fullmatch(
            r"\s*(?:(?:metastas[ei]s|nodules|lesions|deposits)\s?)?(?:,|and|,\s*and|/|as well as)\s*(?:the\s|both\s|in (?:the\s)?"
            rf"|an?\s|(?:an?\s)?(?:local\s)?{_RETURNED}(?:\sof [\d.,]+\s?[cm]m)?\sin\s(?:the\s)?|(?:enlarged|multiple)\s)?{SIDE}",
            gap,
            re.IGNORECASE,
        ):
            break
        if mention.label not in NOWHERE:
            group.append(mention)
    return group


def _named(passage: Passage, mention: Mention) -> str:
    """A site by its label; lymph nodes and soft parts with the region that is printed before them."""
    region = re.search(r"(?:midline\s)?(?:[\w-]{3,}(?:al|ic|ar|ary)\s)+$", passage.text[: passage.at(mention)[0]])
    if region and mention.label == "lymph node":
        return f"{region.group().lower()}lymph nodes"
    if region and mention.label in _SOFT_PARTS:
        return f"{region.group().lower()}{mention.label}"
    side = re.search(r"\b(?:left|right)\s$", passage.text[: passage.at(mention)[0]], re.IGNORECASE)
    if mention.label == "local/primary site":
        return mention.text.lower()  # "locoregional"
    # a side is of a place as printed: "the right groin"
    return f"{side.group().lower()}{mention.text.lower()}" if side else mention.label


def _recurrence(passage: Passage, group: list[Mention]) -> Fact:
    value = "; ".join(sorted({_named(passage, m) for m in group}))
    evidence = passage.evidence(passage.at(group[0])[0], passage.at(group[-1])[1])
    return Fact(passage.patient, "recurrence_sites", value, evidence, "recurrence", 0.8)


def disease_free(told: list[Passage]) -> Iterator[Fact]:
    """Months from surgery to recurrence; bounds ("within 3 months") have no value."""
    for k, passage in enumerate(told):
        m = next((m for pattern in _FREE if (m := pattern.search(passage.text))), None) or _since_operation(told, k)
        number = _amount(m["n"]) if m else None
        denied = m and re.search(
            r"\b(?:no|not|without|free|unremarkable|negative|normal|clear|absence)\b",
            passage.text[m.end("unit") : m.end()],
            re.IGNORECASE,
        )
        if m and number is not None and not denied and not _UNSURE.search(passage.text[: m.start("n")]):
            per = {"m": Decimal(1), "y": Decimal(12), "w": Decimal(12) / Decimal(52)}[m["unit"][0].lower()]
            months = round(number * per, 1).normalize()
            yield Fact(passage.patient, "dfi", months, passage.evidence(m.start("n"), m.end("unit")), "interval", 0.85)


def _since_operation(told: list[Passage], k: int) -> re.Match[str] | None:
    """The interval of a recurrence some time "later", where the sentence before, or this one, tells of the operation."""
    passage = told[k]
    m = next((m for pattern in _LATER if (m := pattern.search(passage.text))), None)
    if m is None:
        return None
    if _DONE.search(passage.text[: m.start("n")]):
        return m
    before = told[k - 1] if k else None
    near = before is not None and 0 <= passage.sentence.index - before.sentence.index <= 1
    told_of = before is not None and near and _DONE.search(before.text) and not re.search(_RETURNED, before.text, re.I)
    return m if told_of else None


def _amount(printed: str) -> Decimal | None:
    return Decimal(1) if printed.lower() in ("a", "an") else parse_number(printed)
