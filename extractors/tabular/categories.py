"""Response categories and a patient's status, in the words, letters and codes of tables."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.tabular.key import Key, bare

_CATEGORIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.I))
    for code, pattern in (
        ("DCR", r"\bDCR\b|disease control(?: rates?)?|tumou?r control(?: rates?)?|(?:overall |growth )?control rates?|CR\s*\+\s*PR\s*\+\s*SD"),
        ("CBR", r"\bCBR\b|clinical benefit(?: rates?)?"),
        ("ORR", r"\bORR\b|\bRR\b|(?:objective|overall|total) (?:tumou?r )?(?:response|remission)(?: rates?)?|response rate|CR\s*\+\s*PR|\bresponders?\b"),
        ("NE", r"\bn[./]?e\.?\b|not (?:evalua|assess|available|applicable)\w*|\bnon[- ]?evaluable|inevaluable|unevaluable|\bn/a\b|\bna\b"),
        ("CR", r"\bc?c\.?r\.?\b|(?:clinical )?complete (?:metabolic )?(?:response|remission|regression)"),
        ("PR", r"\bc?p\.?r\.?\b|(?:clinical )?partial (?:metabolic )?(?:response|remission|regression)"),
        ("SD", r"\bc?s\.?d\.?\b|(?:clinical )?stable(?: disease)?|stabili[sz]ation|no change\b"),
        ("PD", r"\bc?p\.?d\.?\b|(?:clinical )?progressive(?: disease)?|progression(?: of (?:the )?disease)?|disease progress\w*|progressed"),
    )
)  # fmt: skip
_LEFT = r"(?:(?:[\w-]+ ){0,2}(?:disease|tumou?r|recurrence|metastas[ei]s|progression|lesions?)|PD|SD|PR)"
_CAUSE = (
    r"(?:the |their )?(?:(?:[\w-]+ ){0,2}(?:disease|progression|sarcoma|tumou?r|cancer|recurrence)|PD)(?: progression)?"
)
_STATUS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (long, re.compile(pattern, re.I))
    for long, pattern in (
        ("alive with disease", rf"AWD|(?:alive|living),? (?:\(?with|in|w/)\s*{_LEFT}|alive[,;/ (]+(?:AWD|PD|SD|PR)\)?"),
        (
            "no evidence of disease",
            r"A?NED|AWN?OD|AWND|(?:alive[,;]? (?:and |with |, )?)?(?:with )?(?:no evidence of (?:\w+ )?disease|disease[- ]free|free of disease|tumou?r[- ]free)"
            r"|alive[,;/ (]+(?:A?NED|(?:in )?(?:CR|complete remission|remission))\)?|alive,? without (?:evidence of )?disease|in (?:complete )?remission",
        ),
        (
            "dead of disease",
            rf"DO[DP]|DWD|(?:dead|died|death|deceased)[,;]? (?:\(?(?:of|from|due to|with|secondary to)\s)?\(?{_CAUSE}\)?",
        ),
        (
            "dead of other cause",
            r"DOC|DOOC|DUC|(?:dead|died|death|deceased)[,;]? (?:of|from|due to|\()?\s?(?:an)?(?:other|unrelated|unknown) causes?\)?|dead of intercurrent disease",
        ),
        ("dead", r"dead|died|deceased|death|expired|D"),
        ("alive", r"alive|living|alive and well|A"),
        ("lost to follow-up", r"LTFU|LFU|lost(?: to follow-?up)?"),
    )
)  # fmt: skip


# The time that a rate is told for: "CBR at 6 months", "6-month DCR", "SD ≥ 24 weeks".
_WHEN = re.compile(
    r"(?:\bat\b|[≥>⩾]|\bat least\b|\bfor\b|\blasting\b)?\s*(?<![\d.,])(?P<n>\d{1,2})[- ]?(?P<unit>months?|mos?|weeks?|wks?)\b",
    re.I,
)


# "Response (PR)": the category stands in the brackets.
_ANY_RESPONSE = re.compile(r"(?:(?:tumou?r|objective|radiolog\w+) )?responses?", re.I)


def timepoint(label: str) -> str:
    """The time that a label tells its rate for, as "6 mo"; empty for none or for several."""
    found = {(m["n"], m["unit"][0].lower()) for m in _WHEN.finditer(label)}
    if len(found) != 1:
        return ""
    n, unit = found.pop()
    return f"{int(n)} {'mo' if unit == 'm' else 'wk'}"


def category(text: str, key: Key) -> str:
    """The contract's category that a cell or label names as a whole ("PR", "Partial response (PR)"), else empty."""
    plain = re.sub(
        r"\([^)]*\)|[*†‡§¶#]|\b(?:un)?confirmed\b|\bbest\b|\brates?\b(?=\s*$)|\bat \d+ \w+|[;,].*$",
        " ",
        _WHEN.sub(" ", text),
    )
    plain = " ".join(bare(plain).split())
    if (not plain or _ANY_RESPONSE.fullmatch(plain)) and (m := re.search(r"\(([A-Z]{2,3})\)", text)):
        plain = m[1]
    if key.long(plain) and not re.fullmatch(r"[CP]R|SD|PD|NE", plain):
        plain = key.long(plain) or plain
    found = next((code for code, pattern in _CATEGORIES if pattern.fullmatch(plain)), "")
    if found:
        return found
    # a rate keeps its word: "Response rate", "RR"
    plain = " ".join(bare(re.sub(r"\([^)]*\)|[*†‡§¶#]", " ", text)).split())
    return next((code for code, pattern in _CATEGORIES if pattern.fullmatch(plain)), "")


# What may stand over several categories: "Best response (RECIST 1.1), n (%)".
_SPANNING = re.compile(
    r"^(?:(?:best|overall|objective|tumou?r|radiolog\w*|clinical|confirmed|investigator|responses?|RECIST|v(?:ersion)?|1\.[01]|Choi|assess\w*"
    r"|evaluation|outcomes?|no|n|number|of|patients|pts|by|to|treatment|according|criteria|category)\b|[\s,;:()%.–-])+",
    re.I,
)


def header_category(header: str, key: Key) -> str:
    """The category of a column: its header names one and nothing else but counting words."""
    plain = re.sub(
        r"\bas best response\b|\bbest (?:overall )?response\b|\b(?:rate|n|no|number|patients)\b(?: of)?\.?|%",
        " ",
        bare(header),
    )
    return category(plain, key) or category(header, key) or category(_SPANNING.sub("", bare(header)), key)


def status(text: str, key: Key) -> str:
    """A patient's status in long form, empty when the cell is none."""
    whole = re.sub(r"[*†‡§¶#]|[,;]?\s*\(?(?:(?:at|after|for|@)\s*)?\d.*$", " ", text).strip(" .,;")
    plain = re.sub(r"\([^)]*\)", " ", whole).strip(" .,;")
    if not plain:
        return ""
    first = re.split(r"\s*[,;/]\s*|\s+[-–]\s+", plain)[0]  # "NED, off treatment"
    for words in (" ".join(whole.split()), " ".join(plain.split()), key.long(plain) or plain, key.long(first) or first):
        found = next((long for long, pattern in _STATUS if pattern.fullmatch(words)), "")
        if found:
            return found
    return ""
