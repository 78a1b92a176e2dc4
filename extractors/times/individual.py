"""Times of one patient told in a narrative: survival, stable disease, response, treatment, follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.drugs import treats_tumours
from extractors.core.paper import Sentence
from extractors.quantities import Quantity
from extractors.times.readings import Reading

_ABOUT = r"(?:\s+(?:only|about|approximately|nearly|almost|a|an|the|total|of|additional|another|further|period))*\s*$"
_SINCE = r"\s*\+?\s*(?:after|following|from|since|post\w*|of (?:diagnosis|surgery|treatment|therapy))\b"
# "At 40 months after surgery, she is alive": the time stands first.
_FRONTED = r"(?:^|[.;]\s*|\b(?:now|currently|today),?\s)(?:(?:at|now|by|some|about|approximately),?\s)*$"
_SINCE_THEN = r"^\s(?:after|following|from|since|post)\b[^.;,]{2,50},?\s(?:the (?:patient|child|woman|man|boy|girl)|he|she|there)\b"
_DIED = r"\b(?:died|expired|deceased|succumbed|passed away|death (?:occurred|ensued))\b"
_RESPONSE = r"\b(?:response|remission|regression|PR|CR)\b"


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands before and after a duration that tells one endpoint; an empty pattern accepts anything."""

    endpoint: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    censored: bool = False


def _wording(endpoint: str, before: str = "", after: str = "", *, censored: bool = False) -> Wording:
    return Wording(endpoint, re.compile(before, re.I), re.compile(after, re.I), censored)


# First fitting wording wins: the narrower ones stand first.
_WORDINGS = (
    _wording("PFS", rf"\bsurviv(?:ed|ing)(?: for)?{_ABOUT}", r"^\s*without (?:any )?(?:disease )?progression", censored=True),
    _wording("RFS", rf"\bsurviv(?:ed|ing)(?: for)?{_ABOUT}", r"^\s*without (?:any )?(?:recurrence|relapse)", censored=True),
    _wording("OS", rf"{_DIED}[^.;,]{{0,45}}?(?:\bat|\bafter)?{_ABOUT}", rf"^{_SINCE}|^\s*later\b"),
    _wording("OS", rf"{_DIED}(?: (?:of|from|due to|with|because of) (?:the |his |her |this |progressive |metastatic )*(?:disease|progression|cancer|sarcoma|tumou?r)(?: progression)?)?,? (?:at|after){_ABOUT}", r"^(?!\s*(?:of (?:age|treatment|therapy)|old|cycles?))"),
    _wording("OS", rf"\b(?:survived|lived)(?: for)?{_ABOUT}", r"^(?!\s*(?:with|on|without))"),
    _wording("RFS", r"\b(?:disease[- ‐]free|free of (?:disease|recurrence|relapse|tumou?r)|without (?:any |evidence of |signs of )*(?:disease|recurrence|relapse)|no evidence of (?:disease|recurrence)|NED)\b[^.;]{0,25}$", rf"^{_SINCE}|^\s*later\b", censored=True),
    _wording("OS", rf"\balive\b[^.;]{{0,45}}\b(?:at|for|after)?{_ABOUT}", rf"^{_SINCE}|^\s*later\b", censored=True),
    _wording("PFS", rf"\b(?:progression[- ‐]free|without (?:any |evidence of |signs of )?(?:disease |tumou?r )?progression|free of progression|no (?:evidence of )?progression)\b[^.;,]{{0,20}}\b(?:for|at|after){_ABOUT}", r"^(?!\s*surviv)", censored=True),
    _wording("RFS", rf"\b(?:disease[- ‐]free|free of (?:disease|recurrence|relapse)|without (?:any |evidence of |signs of )?(?:recurrence|relapse)|no (?:evidence of |signs of )?(?:recurrence|relapse|recurrent disease)|NED)\b[^.;,]{{0,25}}\b(?:for|at|after){_ABOUT}", censored=True),
    _wording("RFS", _FRONTED, rf"{_SINCE_THEN}[^.;]{{0,60}}\b(?:disease[- ‐]free|free of (?:disease|recurrence|relapse|tumou?r)|(?:no|without) (?:any |evidence of |signs? of )*(?:local )?(?:disease|recurrence|relapse|tumou?r recurrence))\b", censored=True),
    _wording("OS", _FRONTED, rf"{_SINCE_THEN}[^.;]{{0,40}}\balive\b", censored=True),
    _wording("sd_duration", "", r"^\s*(?:of |with )?(?:continued |continuing |ongoing |sustained |prolonged |radiologic\w* )?(?:stable disease|disease stabili[sz]ation|stabili[sz]ation|SD\b)"),
    _wording("sd_duration", rf"\b(?:stable|stabili[sz]ed|stabili[sz]ation|SD)\b[^.;,]{{0,35}},?\s*\b(?:for|lasting|lasted|during|of){_ABOUT}"),
    _wording("DOR", rf"{_RESPONSE}[^.;]{{0,45}}\b(?:ongoing|continuing|maintained|persist\w*|sustained)\b[^.;,]{{0,15}}\b(?:at|for|after){_ABOUT}"),
    _wording("DOR", rf"\b(?:remain(?:s|ed)?|is|still|continues?|alive)\b[^.;]{{0,25}}\b(?:in|with)\b[^.;]{{0,25}}{_RESPONSE}[^.;,]{{0,15}}\b(?:at|for|after){_ABOUT}", censored=True),
    _wording("DOR", "", r"^\s*(?:of|in) (?:an? )?(?:continued |continuing |ongoing |sustained |durable |complete |partial )*(?:CR|PR|remission|response)\b(?! (?:rate|evaluation|assessment))"),
    _wording("DOR", r"(?<!\bat )(?<!\bafter )(?<!\bby )(?<!\bwithin )$", r"^\s*(?:an? )?(?:continued |continuing |ongoing |sustained |durable |complete |partial )*(?:CR|PR|remission|response)\b(?! (?:rate|evaluation|assessment))"),
    _wording("DOR", rf"(?:{_RESPONSE}|\bresponded\b)(?:(?!\b(?:treatment|treated|therapy|chemotherapy)\b)[^.;,]){{0,50}}\b(?:for|lasting|lasted(?: for)?|of|duration of){_ABOUT}"),
    _wording("treatment_duration", rf"\b(?:stopped|discontinued|ceased|withdrawn|withdrew|interrupted|left|completed|completing|finished)\b[^.;,]{{0,40}}\b(?:after|of)?{_ABOUT}", r"^(?!\s*(?:later|before|of follow|after))"),
    _wording("treatment_duration", rf"\b(?:treated with|treated(?= for)|treatment with|received|receiving|continued|took|taken|given|administered|maintained on|remained on|kept on|on (?:treatment|therapy|medication))\b[^.;]{{0,60}}\b(?:for){_ABOUT}"),
    _wording("treatment_duration", r"\b(?:treated|treatment|received|took|taken|given|administered|continued)\b[^.;]{0,110}\b(?:over|for|during) an? (?:total )?$", r"^[\s-]*period\b"),
    _wording("treatment_duration", rf"\b(?:still|remains?|continues?) (?:on|receiving|to (?:receive|take)|taking|under)\b[^.;]{{0,40}}(?:\bat|\bafter|\bfor)?{_ABOUT}", r"^(?!\s*(?:follow|of follow))", censored=True),
    _wording("follow_up", "", r"^[\s-]*(?:of |'s |’s )?follow[- ]?up"),
    _wording("follow_up", rf"\b(?:follow[- ]?up|followed(?:[- ]up)?)\b[^.;,]{{0,20}}\b(?:of|for|was|at){_ABOUT}"),
)  # fmt: skip
_BOUND = re.compile(
    r"(?:\b(?:than|least|over|within|every|each|exceeding|up to|first|last|past|previous)|[<>≤≥])\s*(?:the )?$", re.I
)
# A pause, or the date of a scan: no duration of treatment or follow-up.
_PAUSED = re.compile(
    r"\b(?:discontinued|stopped|interrupted|withheld|suspended|held|paused|delayed)\b[^.;,]{0,25}\b(?:for|during)(?:\s+(?:the|a|an|about))*\s*$",
    re.I,
)
_VISIT = re.compile(
    r"^[\s-]*(?:of )?follow[- ]?up (?:[\w-]+ )?(?:time ?point|visit|scan|CT|MRI?|PET|CEUS|ultraso\w+|imag(?:ing|es?)|radiograph\w*|X-rays?|biops\w+|examination|evaluation|assessment|study)\b",
    re.I,
)
_AGE = re.compile(r"\bage[ds]?\s*(?:of|was|about)?\s*$", re.I)
_GOES_ON = re.compile(r"\b(?:ongoing|still|continu(?:es|ing)|to date|currently|remains?|so far)\b", re.I)


# Counted from a stay in hospital, not from diagnosis or treatment.
_OF_STAY = re.compile(
    r"\s*(?:after|following|since|from)\s(?:(?:the|his|her|hospital)\s)?(?:discharge|admission|hospitali[sz]ation|referral)\b",
    re.I,
)


def individual(sentence: Sentence) -> Iterator[Reading]:
    """Readings of the single durations of a sentence about one patient."""
    for q in sentence.numbers("duration"):
        if q.low is None or q.low != q.high:
            continue
        for wording in _fitting(sentence.text, q):
            if wording.endpoint == "OS" and _OF_STAY.match(sentence.text, q.end):
                continue
            if wording.endpoint == "treatment_duration" and not _of_treatment(sentence, q):
                continue
            yield Reading(
                endpoint=wording.endpoint,
                anchor=(q.start, q.end),
                start=q.start,
                end=q.end,
                statistic="individual",
                value=q.low,
                unit=q.unit,
                censored=_censored(sentence.text, q, wording),
                rule="individual",
                confidence=0.8,
            )


# The days of one cycle ("20 mg daily for 4 days") are its schedule.
_SCHEDULED = re.compile(r"(?:\b(?:daily|a day|per day|every day|each day)|/\s?d(?:ay)?)\b[^.;,]{0,12}\bfor\s*$", re.I)
_THERAPY = re.compile(r"chemo|therap|treatment|\btreated(?= for\b)|regimen|\bcycles?\b|\bcourses?\b", re.I)


def _of_treatment(sentence: Sentence, q: Quantity) -> bool:
    """Whether a duration is that of the tumour's treatment: no schedule, and no other kind of drug's."""
    if q.unit == "d" and _SCHEDULED.search(sentence.text[: q.start]):
        return False
    drugs = [m for m in sentence.of("drug", "DRUG") if m.concept is None or treats_tumours(m.concept.group)]
    return bool(drugs or _THERAPY.search(sentence.text))


def _fitting(text: str, q: Quantity) -> list[Wording]:
    """The wording of a duration; two when treatment ended and a state lasted ("stopped after 9 months of response")."""
    before, after = text[max(0, q.start - 110) : q.start], text[q.end : q.end + 130]
    if _BOUND.search(before) or _AGE.search(before) or _PAUSED.search(before) or _VISIT.search(after):
        return []
    fitting = [w for w in _WORDINGS if w.before.search(before) and w.after.search(after)]
    second = [w for w in fitting[1:] if w.endpoint == "treatment_duration" and not fitting[0].before.pattern]
    return [*fitting[:1], *second[:1]]


def _censored(text: str, q: Quantity, wording: Wording) -> bool:
    if "+" in text[q.start : q.end + 1] or wording.censored:
        return True
    near = text[max(0, q.start - 60) : q.end + 30]
    return wording.endpoint in ("DOR", "sd_duration", "treatment_duration") and bool(_GOES_ON.search(near))
