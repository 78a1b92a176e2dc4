"""What an amount is about: a drug given, or a laboratory value, a tumour, a cell culture; and which role a dose has."""

from __future__ import annotations

from extractors.core import cues as re

# Words shortly before an amount that make it a measurement rather than a dose.
_MEASURED_BEFORE = re.compile(
    r"\b(?:(?<!dose )(?<!dosage )(?<!dosing )levels?(?! (?:\d|[IV]+\b))|concentrations?|trough|serum|plasma|creatinine|h(?:a)?emoglobin|bilirubin|albumin|protein(?:uria)?|calcium|glucose|CRP|LDH|CA[- ]?\d+|PSA|AFP"
    r"|contrast|gadolinium|io(?:hexol|promide|dixanol|pamidol|versol|meprol)|weigh(?:t|ed|ing|s)|specimen|FDG|fluorodeoxyglucose|tracer|vials?|dissolved|diluted|body mass|excretion|IC ?50"
    r"|dose[- ]intensity|contain(?:s|ing)|available (?:as|in))\b[^.;]*$",
    re.I,
)
# Of radiation, unless a drug is named between these words and the amount.
_IRRADIATED = re.compile(r"\b(?:irradiat\w*|radiation|radiotherapy|fractions?)\b[^.;]*$", re.I)
_MEASURED_AFTER = re.compile(
    r"^\s*(?:(?:increments?|decrements?|steps?|intervals?)\b|(?:/|per)\s?(?:min(?:utes?)?|h(?:rs?|ours?)?)\b|/\s?(?:d|m|µ|μ)?l\b|Gy\b|of (?:creatinine|protein|glucose|contrast|albumin|gadolinium|FDG|tumou?r|tissue|DNA|RNA)|(?:tablet|capsule|vial)s? (?:was|were|is|are) (?:available|supplied|provided)|(?:doxorubicin|morphine)[- ]equivalent|of (?:proteinuria|bleeding))",
    re.I,
)
_LABORATORY = re.compile(
    r"\b(?:in vitro|cell lines?|xenograft\w*|mice|mouse|rats?|murine|incubat\w+|IC ?50|cells were|beagles?|dogs?|vehicle)\b",
    re.I,
)
_BOUND = re.compile(
    r"(?:\b(?:exceed(?:s|ing|ed)?|more than|less than|greater than|higher than|lower than|over|under|below|above|at least|not exceed)\s*(?:a |the )?(?:\w+ ){0,3}|[<>≤≥]=?\s*)$",
    re.I,
)
# A step between doses, or a limit, is no dose that anyone was given.
_STEP = re.compile(
    r"\b(?:(?:increas|decreas|reduc|escalat|rais|lower|chang)\w*\b[^.;]{0,30}\bby|(?:increments?|decrements?|steps|intervals) of|(?:not|never)(?: to)? exceed\w*(?: an?)?(?: total)?(?: dose)?(?: of)?)\s*$",
    re.I,
)
# The range of a statistic that stands before it: "median 12 mg (range, 3-76 mg)".
_SPREAD = re.compile(r"[(\[,;]\s*ranges?[\s,:=]*$", re.I)
_ELIGIBLE = re.compile(
    r"\b(?:eligib\w+|ineligible|exclu(?:ded|sion)|inclusion|prohibited|not (?:allowed|permitted)|prior|previous(?:ly)?|defined)\b",
    re.I,
)
MODAL = re.compile(
    r"\b(?:will (?:be|receive)|planned|could|should|may be|might|(?:was|were|is|are) to (?:be|receive)|permitted|allowed|protocol|scheduled)\b",
    re.I,
)

_CHANGE = r"\w*\b(?:[\s,]+(?!from\b)[\w%-]+){0,6}?\s+(?:(?:up|down)\s)?(?:to|at|by one level to)\b"
# "Median PFS with sorafenib 400 mg": what is median is no dose.
_NO_TIME = r"(?! (?:[\w-]+ ){0,2}?(?:age|follow|number|durations?|of \w+ cycles|time|survival|PFS|OS|[DERT]FS|TT[PF]|DOR|interval|responses?)\b)"
_ROLES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), role)
    for pattern, role in (
        (rf"\b(?:median|med\.)(?!\w){_NO_TIME}", "median"),
        (rf"\b(?:mean|average)\b{_NO_TIME}", "mean"),
        (r"\b(?:cumulative|total dose|total amount|recommended|RP2D|RPTD|(?-i:RD)|phase (?:2|II) dose)\b", "other"),
        (r"\b(?:maximum|maximal|max\.|MTD|highest|target dose)\b", "maximum"),
        (
            rf"\b(?:reduc|decreas|lower|de-?escalat|cut|taper|half|halv|brought down|dropped|stepped down){_CHANGE}",
            "reduced",
        ),
        (rf"\b(?:escalat|increas|rais|(?:up-?)?titrat|augment|step){_CHANGE}", "escalated"),
        (r"\b(?:up to|then|followed by|and then)\s*(?:a maximum of\s*)?$", "chain"),
        (r"\b(?:start(?:ed|ing)?|initial(?:ly)?|initiated|commenced|beg[au]n|beginning)\b", "starting"),
    )
)
_ROLES_AFTER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:RP2D|RPTD|recommended (?:phase|dose))", re.I), "other"),
    (re.compile(r"\b(?:was|is|as) (?:the )?(?:MTD|maximum tolerated dose)|\(MTD\)", re.I), "maximum"),
    (
        re.compile(
            r"^[^.;,]{0,25}\((?:the )?(?:starting|initial) dose\)|^[^.;,]{0,25} as (?:the |a )?(?:starting|initial) dose",
            re.I,
        ),
        "starting",
    ),
)
# Words between two amounts that continue what was said of the first: "50 mg in six and 25 mg in four".
_CONTINUED = re.compile(r"[\s,(]*(?:(?:[^.;]{0,45}\b)?(?:and|or|then|to|/|and then|or to|and to|and at))?[\s,(]*", re.I)


# The parts of a day's amount, which is the dose: "160 mg a day, divided into 100 and 60 mg".
_DIVIDED = re.compile(
    r"\b(?:divided|split|given|taken|administered)\s(?:up\s)?(?:in|into|as)\s(?:two|three|four|[234])\s(?:divided\s|daily\s|equal\s|separate\s|single\s)?(?:doses|portions|administrations|takes|intakes)\s(?:of|:)[^.;]{0,40}$"
    r"|\b(?:divided|split)\s(?:in|into|as)\s[^.;,]{0,40}$",
    re.I,
)


def is_dose(text: str, start: int, end: int, named: int = 0) -> bool:
    """Whether an amount at `[start, end)` of a sentence, its drug named before `named`, is one of a drug given to people."""
    before = re.split(
        r"[;:]|\b(?:received|treated|given|administered|and|with|then|followed by)\b|\bdos(?:e|age)s?\b(?=\s*(?:of|was|were|is|[(:]|\d))",
        text[max(0, start - 110) : start],
    )[-1]
    if _MEASURED_BEFORE.search(before) or _MEASURED_AFTER.match(text[end : end + 45]):
        return False
    if _IRRADIATED.search(before[max(0, len(before) - start + named) :] if 0 < named <= start else before):
        return False
    if _SPREAD.search(text[max(0, start - 25) : start]):
        return False
    if _DIVIDED.search(text[max(0, start - 90) : start]):
        return False
    if _LABORATORY.search(text) or _STEP.search(text[max(0, start - 70) : start]):
        return False
    return not (_BOUND.search(text[max(0, start - 40) : start]) and _ELIGIBLE.search(text))


def role(head: str, tail: str, before: str) -> str:
    """The role that the words around an amount give it; empty when they give none.

    `head` is the text back to the amount before it, whose role is `before`; a change of dose that continues a change
    ("to 120 mg and then 80 mg") keeps its direction.
    """
    for pattern, name in _ROLES_AFTER:
        if pattern.search(tail):
            return name
    best, at = "", -1
    for pattern, name in _ROLES:
        for m in pattern.finditer(head):
            if m.start() > at:
                best, at = name, m.start()
    if best == "chain":
        if before in ("reduced", "escalated"):
            return before
        return "escalated" if before == "starting" else ""
    return best or (before if _CONTINUED.fullmatch(head) else "")
