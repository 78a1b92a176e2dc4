"""What kind of section a heading announces.

The names are those of the IMRaD reports of medical journals (ICMJE Recommendations, section IV.A.3) and of the
`sec-type` values that the JATS tag library suggests.
"""

from __future__ import annotations

import re

from extractors.core.document import SectionKind

_KINDS: tuple[tuple[SectionKind, str], ...] = (
    (
        SectionKind.BACK_MATTER,
        r"acknowledge?ments?\b|fund(?:ing|ed)\b|conflicts?\b|competing\b|declarations?\b|disclosures?\b"
        r"|authors?.{0,3} contributions?\b|contributors?\b|abbreviations?\b|(?:list of|glossary)\b|supplement"
        r"|additional (?:files?|information)\b|data availability|availability of|consent\b|ethic(?:s|al)\b"
        r"|pre-publication|footnotes?$|appendix|web extra|electronic supplementary",
    ),
    (SectionKind.REFERENCES, r"references?$|bibliography$|literature cited"),
    (
        SectionKind.CASES,
        r"(?:the )?cases?(?: (?:reports?|presentations?|series|descriptions?|histor\w+|\d+))?\b|patient \d+",
    ),
    (
        SectionKind.BACKGROUND,
        r"background|intro(?:duction)?\b|objectives?$|aims?$|purpose|rationale|context$|importance$",
    ),
    (
        SectionKind.METHODS,
        r"(?:\w+ ){0,3}methods?\b|methodology|patients?\b(?!.*\b(?:characteristics|disposition)\b)|subjects?\b"
        r"|materials?\b|experimental|study (?:design|population)|design\b|setting$|participants$|interventions?$"
        r"|main outcome|statistic",
    ),
    (SectionKind.RESULTS, r"results?\b|findings$|outcomes?\b|main results"),
    (SectionKind.DISCUSSION, r"discussion|comments?$|interpretation$|limitations?$"),
    (SectionKind.CONCLUSION, r"(?:\w+ )?conclusions?\b|concluding|summary$|implications"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_NUMBERING = re.compile(r"^\W*(?:\d+(?:\.\d+)*|[ivx]+(?=[.)]))?[.):\s]*")

_SEC_TYPES = {
    "intro": SectionKind.BACKGROUND,
    "introduction": SectionKind.BACKGROUND,
    "background": SectionKind.BACKGROUND,
    "methods": SectionKind.METHODS,
    "materials": SectionKind.METHODS,
    "subjects": SectionKind.METHODS,
    "cases": SectionKind.CASES,
    "results": SectionKind.RESULTS,
    "discussion": SectionKind.DISCUSSION,
    "conclusion": SectionKind.CONCLUSION,
    "conclusions": SectionKind.CONCLUSION,
    "supplementary-material": SectionKind.BACK_MATTER,
}

_ABSTRACT_PARTS = {
    SectionKind.BACKGROUND: SectionKind.ABSTRACT_BACKGROUND,
    SectionKind.METHODS: SectionKind.ABSTRACT_METHODS,
    SectionKind.RESULTS: SectionKind.ABSTRACT_RESULTS,
    SectionKind.CASES: SectionKind.ABSTRACT_RESULTS,
    SectionKind.DISCUSSION: SectionKind.ABSTRACT_CONCLUSION,
    SectionKind.CONCLUSION: SectionKind.ABSTRACT_CONCLUSION,
}


def kind_of(title: str, sec_type: str = "") -> SectionKind:
    """The kind that a heading or a `sec-type` (`materials|methods`) announces; BODY where neither says."""
    for part in sec_type.split("|"):
        if part in _SEC_TYPES:
            return _SEC_TYPES[part]
    folded = _NUMBERING.sub("", title.casefold(), count=1).rstrip(" .:")
    return next((kind for kind, pattern in _PATTERNS if pattern.match(folded)), SectionKind.BODY)


def kind_within(parent: SectionKind, title: str, sec_type: str = "") -> SectionKind:
    """A subsection is of its parent's kind, save for cases and back matter, and where the parent says nothing."""
    own = kind_of(title, sec_type)
    if parent is SectionKind.BODY or own in (SectionKind.CASES, SectionKind.BACK_MATTER):
        return own
    return parent


def abstract_part(title: str) -> SectionKind:
    """The kind of a part of a structured abstract."""
    return _ABSTRACT_PARTS.get(kind_of(title), SectionKind.ABSTRACT)
