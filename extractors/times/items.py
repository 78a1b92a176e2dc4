"""The pieces of a sentence about time: endpoints, statistics, times, rates, intervals, in text order.

An item of kind `other` names something that has a number of its own (age, response rate, disease-specific survival),
so that its numbers are not read as those of the endpoint before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.paper import Mention, Sentence
from extractors.quantities import Quantity, parse_number
from extractors.quantities.units import DURATION, duration_unit

ENDPOINTS = frozenset(
    {"PFS", "OS", "DOR", "TTP", "TTF", "EFS", "RFS", "follow_up", "treatment_duration", "sd_duration"}
)
_TREATMENT = r"(?:treatments?|therap(?:y|ies)|chemotherapy|exposure|administration|medication|drug|dosing)"
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), code)
    for pattern, code in (
        (
            r"\b(?:durations?|lengths?) of (?:the |these |objective |partial |complete |overall |clinical |tumou?r |disease |chemotherapy |treatment |best |their )*(?:responses?|remissions?|CRs?|PRs?)\b"
            r"|\b(?:responses?|remissions?)(?: was| were| has| have)? (?:lasted|lasting|persisted|maintained|sustained)\b|\bresponse durations?\b",
            "DOR",
        ),
        (
            r"\b(?:duration|length) of (?:the |disease )*(?:stable disease|SD|stabili[sz]ations?|disease control|disease stabili[sz]ation)\b"
            r"|\b(?:stable disease|SD|stabili[sz]ation)\b,? (?:for|with|lasted|lasting)(?: for)?(?= a (?:median|mean))|\b(?:stable disease|SD|stabili[sz]ation) (?:lasted|lasting)\b"
            r"|(?<=that of )(?:stable disease|SD)\b",
            "sd_duration",
        ),
        (
            rf"\b(?:duration|length|time) (?:of|on|under) (?:the )?(?:[\w-]+ ){{0,2}}?{_TREATMENT}\b(?! responses?)|\b{_TREATMENT} (?:duration|time|length)\b"
            rf"|\b(?:remained|stayed|were|was|continued|maintained) on (?:the )?(?:study )?{_TREATMENT}\b|\b{_TREATMENT} (?:lasted|was continued|continued)\b"
            r"|\b(?:treated|received (?:it|treatment|therapy)|given|administered)(?: [\w-]+){0,4} for(?= (?:(?:a|an) (?:median|mean|average)|periods? of|\d+(?:\.\d+)?\+?\s?[-–]\s?\d))"
            r"|\b(?:received|took|continued)(?: [\w-]+){1,4} for(?= (?:a|an) (?:median|mean|average))|\btime on (?:the )?(?:study|trial|protocol)\b"
            r"|\b(?:maintenance|infusion|study drug|dosing) duration\b|\bduration of (?:the )?(?:maintenance|study drug)\b",
            "treatment_duration",
        ),
        (r"\bfollow(?:ed)?[- ]?up\b|\bfollowed for\b|\bobservation (?:time|period)\b", "follow_up"),
        (r"\bprogression[- ‐]free\b(?! (?:survival|interval|duration))|\bPFS?Rs?\b", "PFS"),
        (
            r"\b(?:freedom from|absence of|lack of) (?:disease |tumou?r )?progression\b"
            r"|\bnon[- ‐]?progressi(?:on|ng|ve disease)\b(?: rates?\b)?|\bNPRs?\b",
            "PFS",
        ),
        (
            r"\bprogression (?:occurred|was (?:seen|noted|observed|documented)) (?:after|at)(?= (?:a )?(?:median|mean) of)",
            "TTP",
        ),
        (r"\bfreedom from (?:disease |tumou?r )?(?:recurrence|relapse)\b", "RFS"),
        (r"\b(?:probability|chance|likelihood) of (?:being alive|survival|surviving)\b", "OS"),
        (r"\bsurvived(?: for)?(?= (?:a|an|on) (?:median|mean|average)\b)", "OS"),
        (
            r"\boverall(?=(?:,|,? (?:and|or|&)|/) ?(?:the )?(?:median )?(?:progression|disease|event|failure|relapse|recurrence)[- ‐]free\b)",
            "OS",
        ),
        (r"\b(?:event|failure)[- ‐]free\b(?! survival)", "EFS"),
        (r"\b(?:disease|relapse|recurrence)[- ‐]free\b(?! (?:survival|interval))", "RFS"),
    )
)
_OTHER = branched(
    r"\b(?:[\w-]+-specific|metasta\w+-free|local[\w -]*-free|amputation-free|symptom-free|colostomy-free|treatment-free|toxicity-free|post-?\w+|graft|cell|prosthes[ei]s|implant|limb) survival\b"
    r"|\b(?:metastatic|local|distant|loco-?regional|regional|intracranial|CNS|biochemical|PSA|pelvic|radiographic|neurological|cranial|cerebral|brain)[ -](?:progression|recurrence|relapse|failure|disease|control)[- ‐]free survival\b"
    r"|\b(?:median|mean|average) (?:age|number|interval|dose|tumou?r|size|weight|body|BMI|cycles?|time (?:from|between|since|to (?!(?:disease |tumou?r )?progression|treatment failure))|delay|hospital|operat\w+|lag)"
    r"|\bage\b|\baged\b|\bcycles?\b|\bcourses?\b|\bhospital\w*|\bsymptoms?\b|\b(?:response|recurrence|relapse|mortality|toxicity|complication|control|success) rates?\b|\blocal (?:recurrence|control)\b|\btime to (?:first |best |objective |tumou?r )?response\b"
    r"|\b(?:disease|treatment|chemotherapy)[- ]free interval\b|\binterval (?:from|between)\b|\btime from\b"
    r"|(?<![\w-])(?!(?:progression|disease|relapse|recurrence|event|failure|tumou?r|cancer)[-‐ ])[A-Za-z]{3,}[-‐]free survivals?\b"
    r"|\b(?:neurological|local|loco-?regional|metastatic|distant|intracranial|CNS|biochemical|intrahepatic|extracranial) PFS\b"
    r"|\btime to next (?:treatment|therapy|line)\b",
    re.I,
)
_STATS = (
    (re.compile(r"\bmedian\b|\bm(?=PFS\b|OS\b)", re.I), "median"),
    (re.compile(r"\b(?:mean|average[sd]?)\b", re.I), "mean"),
)
_NOT_REACHED = re.compile(
    r"\b(?:(?:not|never)(?: yet)?(?: been)?(?: yet)? (?:reached|attained|estimable|met|defined|evaluable)|(?:was|were|is) (?:NR|NE|undefined|unreached)\b|yet to be reached)"
    r"|(?<=\band )N[RE]\b(?=,? respectively|\s*(?:[.;)(]|$))|(?<=: )NR\b|(?<=[(=:])NR\b|(?<== )NR\b",
    re.I,
)
_NEITHER = re.compile(r"(?<=\s)(?:was|were|had been|has been|have been) (?:yet )?reached\b(?<!not reached)", re.I)
# The open end of an interval or a range: "[IQR, 7.6-not reached]".
_BOUND_OPEN = re.compile(r"\d\s*(?:[-‐–—−,;]|to)\s*$")
_HAZARD = re.compile(
    r"\b(?:HRs?|hazard ratios?)(?:\s*[\[(](?:HR|95\s?% ?CI)[\])])?(?: for (?:[\w-]+ ){0,4}?[\w-]+)?\s*(?:was|were|of|is|=|:|,|;)?\s*(?P<n>\d+[.,·]\d+)",
    re.I,
)
# a standard error or deviation
_ERROR = re.compile(
    r"(?:±|\+/?[-−]|\b(?:S\.?E\.?(?:M\.?)?|s\.?e\.?(?:m\.?)?|S\.?D\.?|s\.?d\.?|[Ss]tandard (?:[Ee]rrors?|[Dd]eviations?))\)?\s*(?:of|was|=|:|,)?)\s*$"
)
_LEVEL = re.compile(
    r"\s?(?:(?:lower|upper|one-sided|two-sided|1-sided|2-sided)\s)*(?:[LU]?CI|CL|confidence|credible)\b", re.I
)
# A number whose unit stands behind what qualifies it: "18 (6-58) months", "5.3 (95% CI 3-7) and 13.1 (9-17) months".
_BRACKETS = r"\s*[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]]){0,70}[)\]]"
_SPREAD = r"\s*(?:±|\+/?[-−])\s*[\d.,]+"
_BEHIND = re.compile(
    rf"(?:{_SPREAD})?(?:{_BRACKETS})?(?:\s*(?:,?\s*(?:and|or)|,|vs?\.?|versus)\s*[\d.]+(?:{_SPREAD})?(?:{_BRACKETS})?){{0,4}}\s*(?P<unit>%|per\s?cent\b|{DURATION}\b)",
    re.I,
)
_INSIDE = re.compile(rf"\s*[(\[][^()\[\]]*\d\s*(?P<unit>{DURATION})\s*[)\]]", re.I)
# A number that takes the unit of the one before it: "7.2 months versus 2.9 in the others", "1 to 26 months (median 7)".
_AGAINST = re.compile(
    r"(?:\b(?:vs?\.?|versus|compared (?:with|to))|[(,]\s*(?:median|mean)(?: of| was)?[\s,:]*)\s*$", re.I
)
_ALSO = re.compile(r"\s*(?:and|,)\s*")
_NAMED_BEFORE = re.compile(r"\b(?:m?OS|m?PFS|TTP|survival)\)?\s*(?:was|of|:)?\s*$")
_INTERVAL = re.compile(r"\s*[(\[](?:95\s?% ?CI[\s,:=]*)?\d+(?:[.,·]\d+)?\s*(?:[-‐–—−]|to)\s*\d+(?:[.,·]\d+)?[)\]]")
_NOUN = re.compile(
    r"\s*(?:%|/|\d|(?:c?Gy|fr|fractions?|m?g|kg|ml|cm|mm|of|patients?|pts|cases|women|men|cycles?|courses?|lines?)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece at `[start, end)` of the sentence.

    Kinds: `endpoint` and `other`; `statistic` (code median, mean); `time`, `rate`, `hazard` with their number;
    `interval` and `range` that qualify the number before them; `unreached`.
    """

    kind: str
    start: int
    end: int
    code: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""

    @property
    def timepoint(self) -> str:
        """A time as the contract prints timepoints: "6 mo"."""
        return f"{self.low.normalize():f} {self.unit}" if self.low is not None else ""


# How long patients were followed for an endpoint: "median follow-up for PFS was 11 months and 24 months for OS".
_FOLLOWED_FOR = re.compile(
    r"(?:\bfollow[- ]?up(?: times?| durations?| periods?)?|\bfollow[- ]?up\b(?:[^.;]|\.(?=\d)){0,80}?\d\s*(?:months?|years?|weeks?)(?:\s*[(\[][^()\[\]]*[)\]])?)\s+(?:of|for|in terms of|regarding)\s+(?:the\s+)?$",
    re.I,
)


def _own_names(text: str, names: list[Item]) -> list[Item]:
    """Endpoints without those that only say what patients were followed for."""
    if not any(n.code == "follow_up" for n in names):
        return names
    kept: list[Item] = []
    for name in names:
        followed = kept and kept[-1].code == "follow_up" and name.code not in ("", "follow_up")
        if not (followed and _FOLLOWED_FOR.search(text[kept[-1].start : name.start])):
            kept.append(name)
    return kept


def items(sentence: Sentence) -> list[Item]:
    """All pieces of a sentence in text order; names overlap nothing, the longer one wins."""
    names = _own_names(sentence.text, _names(sentence))
    text = sentence.text
    found = [*names]
    for pattern, code in _STATS:
        found += [Item("statistic", m.start(), m.end(), code) for m in pattern.finditer(text)]
    intervals = [(q.start, q.end) for q in sentence.numbers("interval")]
    found += [
        Item("unreached", m.start(), m.end())
        for m in (*_NOT_REACHED.finditer(text), *_neither(text))
        if not any(a <= m.start() < b for a, b in intervals) and not _BOUND_OPEN.search(text[: m.start()])
    ]
    hazards = [
        Item("hazard", m.start("n"), m.end(), low=parse_number(m["n"]), unit="1") for m in _HAZARD.finditer(text)
    ]
    taken = [(h.start, h.end) for h in hazards]
    numbers = [n for n in _numbers(sentence) if not any(a < n.end and n.start < b for a, b in taken)]
    return sorted([*found, *hazards, *numbers], key=lambda i: (i.start, i.kind != "statistic", -i.end))


def _neither(text: str) -> Iterator[re.Match[str]]:
    """ "Neither the median PFS nor the median OS was reached"."""
    for m in _NEITHER.finditer(text):
        if re.search(r"\bneither\b[^.;]*\bnor\b[^.;]*$", text[: m.start()], re.I):
            yield m


def _names(sentence: Sentence) -> list[Item]:
    text = sentence.text
    found = [Item("other", m.start(), m.end()) for m in _OTHER.finditer(text)]
    found += [Item("endpoint", m.start(), m.end(), code) for pattern, code in _PHRASES for m in pattern.finditer(text)]
    found += [named for m in sentence.of("endpoint") if (named := _mentioned(sentence, m)) is not None]
    found += [
        Item("endpoint", m.start(), sentence.at(drug)[1], "treatment_duration")
        for drug in sentence.of("drug", "DRUG")
        if (m := _ON_DRUG.search(text[: sentence.at(drug)[0]])) is not None
    ]
    kept: list[Item] = []
    for name in sorted(found, key=lambda i: (i.start - i.end, i.kind == "other")):
        if not any(name.start < k.end and k.start < name.end for k in kept):
            kept.append(name)
    return sorted(kept, key=lambda i: i.start)


_OTHER_INTERVAL = re.compile(r"(?<!progression-free )(?<!progression free )interval", re.I)
_BARE_NAME = re.compile(r"PFS|progression[- ‐]free(?: survival)?", re.I)
_ON_DRUG = re.compile(r"\b(?:time|duration) (?:on|of|under)\s+$", re.I)


def _mentioned(sentence: Sentence, mention: Mention) -> Item | None:
    start, end = sentence.at(mention)
    group = mention.concept.group if mention.concept else ""
    if re.match(r"b[PRDF]FS\b", mention.text):  # biochemical: told by a marker, not by the disease
        return Item("other", start, end)
    if mention.code in ENDPOINTS and not _OTHER_INTERVAL.search(mention.text):
        # "PFS at 6 months" is one term of the vocabulary; its timepoint is read apart
        name = _BARE_NAME.search(mention.text) if re.search(r"\d", mention.text) else None
        if name is not None:
            start, end = start + name.start(), start + name.end()
        return Item("endpoint", start, end, mention.code)
    if re.match(r"progression[- ‐]free|.*\bPFR?\b", mention.text, re.I) and group == "response rate":
        return Item("endpoint", start, end, "PFS")
    return Item("other", start, end) if group in ("time-to-event", "response rate") else None


# "days 1 and 8 of 21 days", "14 of 21 days", "one week of three weeks": the days of a cycle.
_OF_CYCLE = re.compile(
    r"\bdays?\s\d+(?:\s?(?:,|and|&|to|[-–])\s?\d+)*\s(?:of|in|out of)\s(?:an?\s|each\s|every\s)?$|\b\d+\s(?:out\s)?of\s(?:every\s)?$",
    re.I,
)


def _numbers(sentence: Sentence) -> Iterator[Item]:
    text, last, elided = sentence.text, "", -1
    for q in sentence.quantities:
        if (q.low is None and q.kind != "interval") or _ERROR.search(text[: q.start]) or _LEVEL.match(text, q.end):
            continue
        if q.kind == "duration" and q.unit in ("d", "wk") and _OF_CYCLE.search(text[: q.start]):
            continue
        item = _counted(text, q, last) if q.kind == "count" else _number(q)
        if item is None and q.kind == "count" and last and elided >= 0 and _ALSO.fullmatch(text[elided : q.start]):
            item = Item("time", q.start, q.end, low=q.low, high=q.high, unit=last)  # "versus 40.1 and 81.2"
        if item is not None:
            elided = q.end if q.kind == "count" and _AGAINST.search(text[: q.start]) else -1
            last = item.unit if item.kind in ("time", "rate", "range") and item.unit else last
            yield item


def _counted(text: str, q: Quantity, last: str) -> Item | None:
    """A bare number whose unit is told elsewhere: behind its interval, inside its range, or by the number before."""
    unit = ""
    if m := _BEHIND.match(text, q.end) or _INSIDE.match(text, q.end):
        unit = "%" if m["unit"][0] in "%pP" else duration_unit(m["unit"])
    elif last:
        compared = _AGAINST.search(text[: q.start]) and not _NOUN.match(text, q.end)
        compared = compared or (
            "." in q.text and _NAMED_BEFORE.search(text[: q.start]) and not _NOUN.match(text, q.end)
        )
        unit = last if compared or (re.search(r"[.,·]", q.text) and _INTERVAL.match(text, q.end)) else ""
    if not unit:
        return None
    return Item("rate" if unit == "%" else "time", q.start, q.end, low=q.low, high=q.high, unit=unit)


def _number(q: Quantity) -> Item | None:
    made = Item("", q.start, q.end, low=q.low, high=q.high, unit=q.unit)
    if q.kind == "percent":
        return replace(made, kind="rate", unit="%")
    if q.kind == "duration":
        return replace(made, kind="time" if q.low == q.high else "range")
    if q.kind in ("interval", "range"):
        return replace(made, kind=q.kind, unit="")
    return None
