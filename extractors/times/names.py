"""Where a sentence names an endpoint, or something else that has a number of its own (kind `other`)."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.branches import Several, branched
from extractors.core.paper import Mention, Sentence
from extractors.times.item import Item

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
            r"|\b(?:treated|received (?:it|treatment|therapy)|given|administered|taken|used)(?: [\w-]+){0,4} (?:for|over)(?= (?:(?:a|an) (?:median|mean|average)|periods? of|\d+(?:\.\d+)?\+?\s?[-–]\s?\d))"
            r"|\b(?:received|took|continued)(?: [\w-]+){1,9}(?: [(\[][^()\[\]]*[)\]])?,? for(?= (?:a|an) (?:median|mean|average) (?:of )?[\d.,·]+ (?:months|weeks|years|days))|\btime on (?:the )?(?:study|trial|protocol)\b|\b(?:remained|stayed|were|continued) on (?:the )?(?:study|trial|protocol)\b(?= for)"
            r"|\b(?:maintenance|infusion|study drug|dosing) duration\b|\bduration of (?:the )?(?:maintenance|study drug)\b"
            r"|\bduration of (?:[\w-]+ ){0,2}(?:inhibition|inhibitors?|blockade|suppression|deprivation|use)\b",
            "treatment_duration",
        ),
        (
            r"\bfollow(?:ed)?[- ]?up\b|\bfollowed for\b|\bobservation (?:time|period)\b|(?<=median )observation(?= (?:of|was))",
            "follow_up",
        ),
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
        (r"\btime to failure\b", "TTF"),
        (r"\b(?:lived|survived) (?:significantly |much )?(?:longer|shorter)\b", "OS"),
        (r"\bsurvived(?: for)?(?= (?:a|an|on) (?:median|mean|average)\b)", "OS"),
        (
            r"\boverall(?=(?:,|,? (?:and|or|&)|/) ?(?:the )?(?:median )?(?:progression|disease|event|failure|relapse|recurrence)[- ‐]free\b)",
            "OS",
        ),
        (r"\b(?:event|failure)[- ‐]free\b(?! survival)", "EFS"),
        (r"\b(?:disease|relapse|recurrence)[- ‐]free\b(?! (?:survival|interval))", "RFS"),
    )
)
_TOLD = Several(pattern for pattern, _ in _PHRASES)
_OTHER = branched(
    r"\bsurvival (?:time )?(?:after|following|from|since|beyond) (?:the )?(?:(?:first|disease|tumou?r) )?progression\b"
    r"|"
    r"\b(?:[\w-]+-specific|metasta\w+-free|local[\w -]*-free|amputation-free|symptom-free|colostomy-free|treatment-free|toxicity-free|post-?\w+|graft|cell|prosthes[ei]s|implant|limb) survival\b"
    r"|\b(?:metastatic|local|distant|loco-?regional|regional|intracranial|CNS|biochemical|PSA|pelvic|radiographic|neurological|cranial|cerebral|brain)[ -](?:progression|recurrence|relapse|failure|disease|control)[- ‐]free survival\b"
    r"|\b(?:median|mean|average) (?:age|number|interval|dose|tumou?r|size|weight|body|BMI|cycles?|time (?:from|between|since|to (?!(?:disease |tumou?r )?progression|(?:treatment )?failure))|delay|hospital|operat\w+|lag)"
    r"|\bage\b|\baged\b|\bcycles?\b|\bcourses?\b|\bhospital\w*|\bsymptoms?\b|\b(?:response|recurrence|relapse|mortality|toxicity|complication|control|success) rates?\b|\blocal (?:recurrence|control)\b|\btime to (?:first |best |objective |tumou?r )?response\b"
    r"|\b(?:disease|treatment|chemotherapy)[- ]free interval\b|\binterval (?:from|between)\b|\btime from\b"
    r"|(?<![\w-])(?!(?:progression|disease|relapse|recurrence|event|failure|tumou?r|cancer)[-‐ ])[A-Za-z]{3,}[-‐]free survivals?\b"
    r"|\b(?:neurological|local|loco-?regional|metastatic|distant|intracranial|CNS|biochemical|intrahepatic|extracranial) PFS\b"
    r"|(?<=\bmedian )(?-i:[A-Z][A-Z0-9]{1,5})\b(?! (?:score|status))|\btime to (?:treatment )?discontinuation\b"
    r"|\btime to next (?:treatment|therapy|line)\b"
    r"|\bcumulative incidences?\b|(?<![\w-])(?!progression )\w{3,}(?:ion|ity|age) rates?\b",
    re.I,
)
# How long patients were followed for an endpoint: "median follow-up for PFS was 11 months and 24 months for OS".
_FOLLOWED_FOR = re.compile(
    r"(?:\bfollow[- ]?up(?: times?| durations?| periods?)?|\bfollow[- ]?up\b(?:[^.;]|\.(?=\d)){0,80}?\d\s*(?:months?|years?|weeks?)(?:\s*[(\[][^()\[\]]*[)\]])?)\s+(?:of|for|in terms of|regarding)\s+(?:the\s+)?$",
    re.I,
)


# When something was seen, no time itself: "At last follow-up, median OS was ...".
_WHEN = re.compile(r"\b(?:during|at(?: the)? (?:time of )?(?:the )?(?:last|latest|final)) follow[- ]?up,(?! ?\d)", re.I)


def _own_names(text: str, names: list[Item]) -> list[Item]:
    """Endpoints without those that only say what patients were followed for."""
    if not any(n.code == "follow_up" for n in names):
        return names
    when = [m.span() for m in _WHEN.finditer(text)]
    names = [n for n in names if n.code != "follow_up" or not any(a <= n.start < b for a, b in when)]
    kept: list[Item] = []
    for name in names:
        followed = kept and kept[-1].code == "follow_up" and name.code not in ("", "follow_up")
        if not (followed and _FOLLOWED_FOR.search(text[kept[-1].start : name.start])):
            kept.append(name)
    return kept


# "Survival of those with a PFS > 6 months was 31 months": whose it is, by a bound of another time.
_BOUND_BEHIND = re.compile(
    r"\s*(?:\([A-Z]+\)\s*)?(?:of |was |were |being |lasting )?(?:(?:at least|more than|less than|longer than|shorter than|greater than|exceeding|over|under|below|within|up to)\b|[<>≤≥⩽⩾])"
    r"\s*(?:or equal to )?(?:a |one |\d|two|three|four|five|six|twelve)",
    re.I,
)
_WHOSE = re.compile(
    r"\b(?:with|whose|having|who had|had|by|and|or|for)\s+(?:an?\s+|the\s+|their\s+)?(?:[\w-]+\s+){0,2}$", re.I
)


def _bounded(text: str, names: list[Item]) -> list[Item]:
    """Names without those that only describe a group, behind the endpoint that is told of it."""
    kept: list[Item] = []
    for name in names:
        describes = kept and _BOUND_BEHIND.match(text, name.end) and _WHOSE.search(text[kept[-1].end : name.start])
        if not describes:
            kept.append(name)
    return kept


def names_told(sentence: Sentence) -> list[Item]:
    """Endpoints and others in text order, without those that only say of whom or for how long something is told."""
    return _bounded(sentence.text, _own_names(sentence.text, _names(sentence)))


def _names(sentence: Sentence) -> list[Item]:
    text = sentence.text
    found = [Item("other", m.start(), m.end()) for m in _OTHER.finditer(text)]
    found += [
        Item("endpoint", m.start(), m.end(), _PHRASES[k][1])
        for k in _TOLD.live(text)
        for m in _PHRASES[k][0].finditer(text)
    ]
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
