"""What is only some of a study's patients: an arm, a level, one sex, those whom something was done to or befell."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.quantities import NUMBER

# One arm among others: "73 were assigned to A and 75 to B".
_ARM = re.compile(
    r"[^.;:]{0,60}\b(?:assigned|allocated|random\w+) to (?:the |receive )?[^.;]{2,60}?\band \d+ "
    r"(?:patients |women |men |subjects |cases )?(?:were |was )?(?:randomly )?(?:assigned |allocated )?to\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"[^.;:]{{0,60}}?\b(?:received|given|treated)\b[^.;]{{2,80}}?(?:\band|\bwhile|,)\s+(?:the (?:other|remaining) "
    rf")?{NUMBER} "
    r"(?:patients |others )?(?:received|underwent|were (?:given|treated)|had|placebo)\b",
    re.IGNORECASE,
)
# Each of two tumours with its own number: "24 patients with X and 24 with Y were enrolled".
_WITH_EACH = re.compile(
    rf"\s*with [^.;:,]{{2,60}}?,? and {NUMBER} (?:patients |cases |others )?(?:with|had)\b", re.IGNORECASE
)
# A first part that others follow: "Eleven had X, a further 9 patients had Y".
_FURTHER = re.compile(
    rf"[^.;:]{{0,80}}?,? (?:and )?(?:a further|another|an additional) {NUMBER} (?:patients |cases |others )?(?:had|were|with|presented)\b",
    re.IGNORECASE,
)
# A stage, level or arm of the trial: its own size, not the study's.
_PART_OF = re.compile(
    r"[^.;:,]{0,70}?\b(?:(?:in|into|at|to|on) (?:the |each |dose )?(?:(?:first|second|third|initial|next|highest|lowest|"
    r"same|last) (?:dose )?(?:level|cohort|stage)|dose level|(?:arm|group|cohort|level) (?:[A-D]|[1-9]|I{1,3})\b|"
    r"(?:dose[- ])?(?:escalation|expansion)|(?!(?:this|our|study|one)\b)(?:[\w/+-]+ ){1,3}?(?:arm|group)\b)|phase (?:I|1)[ab]? (?:part|portion))",
    re.IGNORECASE,
)
# Men and women counted apart: neither is the size.
_SEX_AND = re.compile(
    rf"{NUMBER} (?:\w+ )?(?:fe)?(?:males?|m[ae]n|wom[ae]n|boys|girls)(?: patients)?,? and {NUMBER} (?:\w+ )?(?:(?:wo|"
    rf"fe)?m\w+|girls?\b|boys?\b)",
    re.I,
)
_AND_SEX = re.compile(
    rf"{NUMBER} (?:\w+ )?(?:(?:wo|fe)?m\w+|girls?|boys?)(?: patients)?,? and {NUMBER} (?:\w+ )?(?:fe)?(?:males?|m[ae]n|wom[ae]n|girls?|boys?)$",
    re.I,
)
# "After trabectedin, six patients received pazopanib": a later line, of some.
_LATER_LINE = re.compile(
    r"^\W*(?:(?:after|following|upon|on|at|beyond) (?:disease |tumou?r |further )?(?:progression|relapse|failure|recurrence|discontinu\w+|stopping|[\w-]{4,}(?:ib|mab|limus|platin|taxel|bicin|tedin"
    r"|bulin|mycin|amide|abine|azine|zolomide|notecan))\b[^,.;]{0,40},\s*|(?:subsequently|thereafter|afterwards|later|then),?\s*)$",
    re.IGNORECASE,
)
# What was done or found in some: "Hysterectomy was performed in 11 patients"; a study is carried out in all.
_DONE_IN = re.compile(
    r"\b(?:was|were) (?:\w+ )?(?:performed|conducted|carried out|undertaken|done) (?:in|on|with)\s+$", re.IGNORECASE
)
_STUDY = re.compile(
    r"\b(?:study|trial|investigation|analys[ei]s|review|survey|audit|evaluation|assessment|research|search|follow-?up)\b",
    re.IGNORECASE,
)
# What became of them: "In all, 6 patients died".
_BECAME = re.compile(
    r"\s*(?:(?:has|have|had|were|are|was)\s)?(?:\w+ly\s)?(?:died|alive|dead|relapsed|recurred|progressed|responded|survived|survive|achieved|developed|experienced"
    r"|discontinued|withdrew|lost)\b",
    re.IGNORECASE,
)


def is_divided(after: str) -> bool:
    """Whether what follows a count makes it one arm, stage or type among others."""
    return any(p.match(after) for p in (_ARM, _BESIDE, _PART_OF, _WITH_EACH, _FURTHER))


def is_one_sex(text: str, start: int, end: int) -> bool:
    """Whether men and women are counted apart, of whom `[start, end)` counts one sex."""
    return bool(_SEX_AND.match(text[start:]) or _AND_SEX.search(text[:end]))


def is_later_line(before: str) -> bool:
    """Whether a later treatment, of some, is told."""
    return bool(_LATER_LINE.match(before))


def is_done_in(before: str) -> bool:
    """Whether something other than the study itself was done in so many."""
    m = _DONE_IN.search(before)
    return m is not None and not _STUDY.search(before[: m.start()])


def befell(after: str) -> bool:
    """Whether what became of so many follows."""
    return bool(_BECAME.match(after))
