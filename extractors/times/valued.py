"""Whether a time in a sentence is the value of an endpoint, or a timepoint, a bound, a difference, an interval."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.times.item import MOVED_FROM, Item
from extractors.times.readings import Head

_APART = re.compile(
    r"(?:\b(?:every|each|within|past|last|first|next|another|additional|further|previous|than|least|up to|until|from|since|over|during|before|between|for|minimum|maximum|minimal|maximal|shortest|longest|initial|per|by|in|exceed(?:s|ed|ing)?|q|and over)|[<>≤≥⩽⩾])(?:\s+(?:the|a|an|about|only|of|was|being))*[\s,:]*$",
    re.I,
)
LINKED = re.compile(
    r"(?:\b(?:of|was|were|is|are|to|be|being|reached|lasted|lasting|averaged|entailed|equall?ed|attained|measured|achieved|approximately|about|only|just|nearly|almost|estimated|median|mean|average|and|or|versus|vs?\.?|against|compared with|with|respectively|as|time|duration|survival|a|(?:estimated|calculated|found|stands?|stood|remained|plateaued)(?: to be)? at)|[:=(,\[;~≈/]|\))\s*$",
    re.I,
)
_FOR = re.compile(r"\b(?:for|over)(?:\s+(?:a|an|about|only))*\s*$", re.I)
# The other group's value: "... was 5 months and in the second line 7 months".
_ALSO_IN = re.compile(
    r"^[\s)\],;]*(?:(?:in|for|with|among|on|of|after)\s[^.;,\d]{2,40}?,?\s)?(?:(?:and|but|while|whereas|versus|vs\.?)\s+|(?<=, )|(?<=; ))(?:in|for|with|among|on|after)\s+(?:the\s+)?(?:[\w/+-]+\s+){1,5}$",
    re.I,
)
# "OS was similar (A 13.4 months vs. B 12.9 months)".
_OF_ARM = re.compile(
    r"\b(?:similar|longer|shorter|better|different|improved|worse|superior|comparable|equal)\s*[(\[;:,]\s*(?:[\w/+-]+[: ]\s?){1,3}$",
    re.I,
)
_OF_NEXT = re.compile(r"[\s)\]]*(?:vs?\.?|versus|and|;|,)\s+(?:[\w/+-]+[: ]\s?){1,3}$", re.I)
# "PFS was 12 months in those treated, while 1 month in the others".
_WHILE = re.compile(
    r"^[^.;\d]{0,70}?,?\s(?:while|whereas|but|versus|vs\.?)\s(?:only\s|just\s|that was\s|it was\s)?$", re.I
)
# "A median PFS of 31 months for the fused; of 17 months for the mutated".
_OF_AGAIN = re.compile(r"^[^.;\d]{0,80};\s(?:and\s|but\s|while\s)?(?:of|it was|that was)\s(?:only\s|just\s)?$", re.I)
_GROUP = re.compile(r"\s*(?:[(\[][^()\[\]]*[)\]]\s*)?(?:in|for|with|among|under|on)\b", re.I)
_OF_GROUPS = re.compile(rf"(?:,?\s(?:and\s)?\d+(?:\.\d+)?\b)*(?:\s(?:months|weeks|years|days))?{_GROUP.pattern}", re.I)
_AFTER_MEDIAN = re.compile(
    r"\b(?<!occurred )(?<!noted )(?<!observed )(?<!documented )(?<!seen )(?:after|at|by|within) (?:a )?(?:median|mean|average)\b",
    re.I,
)
# "Which was 0.6 months shorter": a difference.
_BY_HOW_MUCH = re.compile(r"\s+(?:shorter|longer|less|more|better|worse|earlier|later|greater|higher|lower)\b", re.I)
# "The minimum follow-up was 24 months (median 61)".
_EXTREME = re.compile(r"\b(?:minim(?:um|al)|maxim(?:um|al)|shortest|longest)\s+(?:\w+\s+)?$", re.I)
# "Median OS improved from 11 months to 19 months": what it was and what it became, neither of them a difference.
FROM = re.compile(rf"{MOVED_FROM}$", re.I)
# What still stands in the brackets of the last value: "(4.0 months; p = 0.03), those with ...".
_LAST_ASIDE = re.compile(r"^[^()\[\]]*[)\]]")
_EVERY = re.compile(r"\bevery\s[\w.]+\s(?:or|to|and)\s*$", re.I)


def is_value(text: str, head: Head, statistic: str, before: str, item: Item) -> bool:
    """Whether a time is what the head's endpoint came to: `before` is the text since the last name or value."""
    if _AFTER_MEDIAN.search(before) or _EVERY.search(before) or _BY_HOW_MUCH.match(text, item.end):
        return False
    ends, values = head.endpoints, head.values
    if not ends or (not (statistic or values) and _EXTREME.search(text[: ends[-1].start])):
        return False
    if FROM.search(before) and len(before) < 60:
        return True
    if values and values[-1].item.kind == "time" and _OF_AGAIN.match(before):
        return bool(_OF_GROUPS.match(text, item.end))
    since = _LAST_ASIDE.sub("", before) if values else before
    if len(before) > 130 or re.search(r"[;]|(?<!\bvs)\.\s", since.strip("; ")):
        return False
    if _FOR.search(before):
        return ends[-1].code in ("follow_up", "treatment_duration", "DOR", "sd_duration") and len(before) < 40
    if values and values[-1].item.kind == "time":
        told = _ALSO_IN.match(before) or (_WHILE.match(before) and _GROUP.match(text, item.end))
        if told:
            return not _APART.search(before)
    first = values[0].item.start if values else -1
    if _OF_ARM.search(before) or (first > 0 and _OF_NEXT.fullmatch(before) and _OF_ARM.search(text[:first])):
        return not _APART.search(before)
    return not _APART.search(before) and bool(LINKED.search(before) or not before.strip())
